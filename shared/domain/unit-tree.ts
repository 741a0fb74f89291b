import { type Branch, type Bureau, LEVELS, type Officer, ROLES, type Unit } from './bureau.ts';
import type { OfficerId, UnitId } from './ids.ts';
import { leaveProblems } from './leave.ts';
import { CATEGORIES, isCategoryCode } from './taxonomy.ts';
import { historyProblems, isAbolished, presentUnit, withHeirs } from './unit-history.ts';

/** The bureau's tables without the number that the store gives them. */
export type BureauTables = Omit<Bureau, 'version'>;

/** Units and officers complained about (被检举控告单位/人员). */
export interface AccusedParties {
  readonly units: readonly UnitId[];
  readonly officers: readonly OfficerId[];
}

/** The unit tree with its indexes. Unknown ids give nothing, never an exception. */
export interface UnitTree {
  readonly bureau: BureauTables;
  unit(id: UnitId): Unit | undefined;
  officer(id: OfficerId): Officer | undefined;
  parentOf(id: UnitId): Unit | undefined;
  /** Superiors, nearest first, without the unit itself. */
  ancestors(id: UnitId): readonly Unit[];
  /** The unit and everything below it; empty for an unknown unit. */
  subtree(id: UnitId): ReadonlySet<UnitId>;
  /** The organ (公安机关) that signs for the unit: itself or the nearest superior with a seal. */
  organOf(id: UnitId): Unit | undefined;
  /** The organ above the unit's own organ. */
  superiorOrganOf(id: UnitId): Unit | undefined;
  /** Petition office (信访部门) of the unit's organ. */
  petitionOfficeOf(id: UnitId): Unit | undefined;
  /** The unit of that organ that does the work of a branch (警种); the highest where it has squads below. */
  branchUnit(organ: UnitId, branch: Branch): Unit | undefined;
  headOf(id: UnitId): Officer | undefined;
  /** The unit that stands in its place today: itself, or for one that is no more its (main) successor. */
  presentOf(id: UnitId): UnitId;
  /** The units with everybody who took over from them. */
  withHeirs(ids: readonly UnitId[]): readonly UnitId[];
  /** 机关代字 of the unit's organ, as its papers are numbered. */
  documentCodeOf(id: UnitId): string;
  isWithin(id: UnitId, root: UnitId): boolean;
  /**
   * True when the unit must not receive the matter (条例30(3), G6, P-03): it is an accused unit, lies below one,
   * or it or a unit above it is headed (business or petition duty) by an accused officer.
   */
  conflictsWith(id: UnitId, accused: AccusedParties): boolean;
  /** All units that conflict with the accused: none of them may be a recipient. */
  conflictingUnits(accused: AccusedParties): ReadonlySet<UnitId>;
}

const trees = new WeakMap<BureauTables, UnitTree>();

/** Indexes a bureau; the same bureau object gives the same tree. */
export function treeOf(bureau: BureauTables): UnitTree {
  const known = trees.get(bureau);
  if (known !== undefined) return known;
  const tree = indexTree(bureau);
  trees.set(bureau, tree);
  return tree;
}

function indexTree(bureau: BureauTables): UnitTree {
  const units = new Map(bureau.units.map((unit) => [unit.id, unit]));
  const officers = new Map(bureau.officers.map((officer) => [officer.id, officer]));
  const children = new Map<UnitId, UnitId[]>();
  const superiors = new Map<UnitId, readonly Unit[]>();
  for (const unit of units.values()) {
    if (unit.parent !== undefined) children.set(unit.parent, [...(children.get(unit.parent) ?? []), unit.id]);
    superiors.set(unit.id, superiorsOf(unit, units));
  }
  const ancestors = (id: UnitId): readonly Unit[] => superiors.get(id) ?? [];
  const selfAndAncestors = (id: UnitId): readonly Unit[] => {
    const unit = units.get(id);
    return unit === undefined ? [] : [unit, ...ancestors(id)];
  };
  const organOf = (id: UnitId): Unit | undefined => selfAndAncestors(id).find((unit) => unit.signsOpinions);
  const branches = new Map<string, Unit>();
  for (const unit of units.values()) {
    const organ = organOf(unit.id);
    if (organ === undefined || unit.branch === undefined || isAbolished(unit)) continue;
    const key = `${organ.id}/${unit.branch}`;
    const other = branches.get(key);
    if (other === undefined || ancestors(unit.id).length < ancestors(other.id).length) branches.set(key, unit);
  }
  const branchUnit = (organ: UnitId, branch: Branch): Unit | undefined => branches.get(`${organ}/${branch}`);
  const changed = [...units.values()].some(isAbolished);
  const heirsOf = (ids: readonly UnitId[]): readonly UnitId[] => (changed ? withHeirs(ids, units) : ids);
  const conflictsWith = (id: UnitId, accused: AccusedParties): boolean =>
    selfAndAncestors(id).some(
      (unit) =>
        heirsOf(accused.units).includes(unit.id) ||
        accused.officers.includes(unit.head) ||
        accused.officers.includes(unit.petitionDutyHead),
    );
  return {
    bureau,
    unit: (id) => units.get(id),
    officer: (id) => officers.get(id),
    parentOf: (id) => ancestors(id)[0],
    ancestors,
    subtree(id) {
      const found = new Set<UnitId>(units.has(id) ? [id] : []);
      for (const member of found) for (const child of children.get(member) ?? []) found.add(child);
      return found;
    },
    organOf,
    superiorOrganOf(id) {
      const organ = organOf(id);
      return organ === undefined ? undefined : ancestors(organ.id).find((unit) => unit.signsOpinions);
    },
    petitionOfficeOf(id) {
      const organ = organOf(id);
      return organ === undefined ? undefined : branchUnit(organ.id, 'PETITION');
    },
    branchUnit,
    presentOf: (id) => (changed ? presentUnit(id, units) : id),
    withHeirs: heirsOf,
    documentCodeOf(id) {
      const organ = organOf(id);
      return organ?.documentCode ?? organ?.aliases[0] ?? organ?.name ?? id;
    },
    headOf(id) {
      const unit = units.get(id);
      return unit === undefined ? undefined : officers.get(unit.head);
    },
    isWithin: (id, root) => selfAndAncestors(id).some((unit) => unit.id === root),
    conflictsWith,
    conflictingUnits: (accused) => new Set([...units.keys()].filter((id) => conflictsWith(id, accused))),
  };
}

/** Walks up; stops at an unknown parent and where a cycle closes. */
function superiorsOf(unit: Unit, units: ReadonlyMap<UnitId, Unit>): readonly Unit[] {
  const found: Unit[] = [];
  const seen = new Set<UnitId>([unit.id]);
  let parent = unit.parent;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    const superior = units.get(parent);
    if (superior === undefined) break;
    found.push(superior);
    parent = superior.parent;
  }
  return found;
}

/** A fault of the bureau's tables: where (JSON pointer, RFC 6901) and what, for the administrator. */
export interface Problem {
  readonly pointer: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Everything wrong with the tables; empty means that the bureau can work with them. */
export function validateBureau(bureau: BureauTables): Problem[] {
  return [
    ...unitProblems(bureau),
    ...organProblems(bureau),
    ...officerProblems(bureau),
    ...tableProblems(bureau),
    ...leaveProblems(bureau),
    ...historyProblems(treeOf(bureau)),
  ];
}

const problem = (pointer: string, code: string, zh: string, en: string): Problem => ({ pointer, code, zh, en });

function unitProblems(bureau: BureauTables): Problem[] {
  const found: Problem[] = [];
  const tree = treeOf(bureau);
  const seen = new Set<UnitId>();
  const areas = new Map<string, UnitId>();
  const roots = bureau.units.filter((unit) => unit.parent === undefined);
  // An organ of review may stand beside the bureau's own line, at the top of its own.
  if (roots.length === 0) {
    found.push(problem('/units', 'NO_ROOT', '应当有一个最高单位', 'a unit stands at the top'));
  }
  for (const [index, unit] of bureau.units.entries()) {
    const at = `/units/${index}`;
    const add = (field: string, code: string, zh: string, en: string): void => {
      found.push(problem(`${at}/${field}`, code, `${unit.name}:${zh}`, `${unit.id}: ${en}`));
    };
    if (seen.has(unit.id)) add('id', 'DUPLICATE_UNIT', '单位编号重复', 'unit id used twice');
    seen.add(unit.id);
    if (unit.name.trim() === '') add('name', 'NO_NAME', '缺少名称', 'name is empty');
    const parent = unit.parent === undefined ? undefined : tree.unit(unit.parent);
    const superiors = tree.ancestors(unit.id);
    if (unit.parent !== undefined && parent === undefined) {
      add('parent', 'UNKNOWN_PARENT', '上级单位不存在', `unknown parent ${unit.parent}`);
    } else if (superiors.at(-1)?.parent !== undefined && tree.unit(superiors.at(-1)?.parent as UnitId) !== undefined) {
      add('parent', 'CYCLE', '隶属关系成环', 'its superiors form a cycle');
    } else if (unit.parent === unit.id) {
      add('parent', 'CYCLE', '隶属关系成环', 'is its own superior');
    }
    if (parent !== undefined && LEVELS.indexOf(unit.level) < LEVELS.indexOf(parent.level)) {
      add('level', 'LEVEL_ORDER', '层级高于上级单位', 'level is above that of its superior');
    }
    if (tree.organOf(unit.id) === undefined) {
      add('signsOpinions', 'NO_ORGAN', '自身及上级均无权出具意见', 'neither it nor a superior signs opinions');
    }
    // Of a unit that is no more nobody is left, and its places are another's.
    if (isAbolished(unit)) continue;
    for (const field of ['head', 'petitionDutyHead'] as const) {
      if (tree.officer(unit[field]) === undefined) {
        add(field, 'UNKNOWN_HEAD', `负责人 ${unit[field]} 不在人员表`, `unknown officer ${unit[field]}`);
      }
    }
    for (const [place, area] of unit.areas.entries()) {
      const other = areas.get(area);
      if (other !== undefined && !tree.isWithin(unit.id, other) && !tree.isWithin(other, unit.id)) {
        add(`areas/${place}`, 'AREA_TWICE', `地名“${area}”同属 ${other}`, `area also belongs to ${other}`);
      }
      if (other === undefined) areas.set(area, unit.id);
    }
  }
  return found;
}

/** What a signing organ needs: a petition office, a bureau head, and a review chain (复查) that leads upwards. */
function organProblems(bureau: BureauTables): Problem[] {
  const found: Problem[] = [];
  const tree = treeOf(bureau);
  for (const [index, unit] of bureau.units.entries()) {
    if (!unit.signsOpinions || isAbolished(unit)) continue;
    const add = (field: string, code: string, zh: string, en: string): void => {
      found.push(problem(`/units/${index}${field}`, code, `${unit.name}:${zh}`, `${unit.id}: ${en}`));
    };
    if (tree.petitionOfficeOf(unit.id) === undefined) {
      add('', 'NO_PETITION_OFFICE', '没有信访部门(条例14)', 'has no petition office');
    }
    const leaders = bureau.officers.filter((officer) => officer.roles.includes('bureauHead'));
    if (!leaders.some((officer) => tree.organOf(officer.unit)?.id === unit.id)) {
      add('', 'NO_BUREAU_HEAD', '没有机关负责人(条例34)', 'has no officer with role bureauHead');
    }
    const review = unit.reviewOrgan;
    if (review === undefined) {
      add('/reviewOrgan', 'NO_REVIEW_ORGAN', '没有复查机关(条例35)', 'has no review organ');
    } else {
      const reviewer =
        review.unit === undefined ? bureau.units.find(({ name }) => name === review.name) : tree.unit(review.unit);
      if (reviewer !== undefined && tree.isWithin(reviewer.id, unit.id)) {
        add('/reviewOrgan/name', 'REVIEW_LOOP', '复查机关是其自身或下级', 'review organ is itself or below it');
      }
      if (review.unit !== undefined && !reviewer?.signsOpinions) {
        add(
          '/reviewOrgan/unit',
          'NO_SUCH_REVIEW_ORGAN',
          '复查机关不是有权处理的机关',
          'review organ signs no opinions',
        );
      }
      if (reviewer !== undefined && isAbolished(reviewer)) {
        add(
          '/reviewOrgan/unit',
          'REVIEW_ORGAN_ABOLISHED',
          '复查机关已撤销,应当列明承继的机关',
          'its review organ is no more',
        );
      }
      if (reviewsItself(unit, tree)) {
        add('/reviewOrgan/unit', 'REVIEW_LOOP', '复查、复核机关又回到本机关', 'the chain of review comes back to it');
      }
    }
  }
  return found;
}

/** Three steps at most: whoever re-reviews is neither the organ itself nor one that it reviews (§5.3). */
function reviewsItself(unit: Unit, tree: UnitTree): boolean {
  const first = unit.reviewOrgan?.unit;
  const second = first && tree.unit(first)?.reviewOrgan?.unit;
  return second !== undefined && (second === unit.id || second === first);
}

function officerProblems(bureau: BureauTables): Problem[] {
  const found: Problem[] = [];
  const tree = treeOf(bureau);
  const seen = new Set<OfficerId>();
  for (const [index, officer] of bureau.officers.entries()) {
    const add = (field: string, code: string, zh: string, en: string): void => {
      found.push(problem(`/officers/${index}/${field}`, code, `${officer.name}:${zh}`, `${officer.id}: ${en}`));
    };
    if (seen.has(officer.id)) add('id', 'DUPLICATE_OFFICER', '人员编号重复', 'officer id used twice');
    seen.add(officer.id);
    if (tree.unit(officer.unit) === undefined) {
      add('unit', 'UNKNOWN_UNIT', '所在单位不存在', `unknown unit ${officer.unit}`);
    }
    for (const [place, role] of officer.roles.entries()) {
      if (!ROLES.includes(role)) add(`roles/${place}`, 'UNKNOWN_ROLE', `没有角色 ${role}`, `unknown role ${role}`);
    }
    // Whoever prints receipt codes could look into any petition with them.
    if (officer.roles.includes('slipPrinter') && officer.roles.some((role) => role !== 'slipPrinter')) {
      add('roles', 'PRINTER_NOT_ALONE', '打印终端账户不得兼任其他角色', 'a print station holds no other role');
    }
  }
  for (const role of ['sealedOfficer', 'administrator'] as const) {
    if (!bureau.officers.some((officer) => officer.roles.includes(role))) {
      found.push(problem('/officers', 'ROLE_MISSING', `没有人担任 ${role}`, `nobody holds the role ${role}`));
    }
  }
  return found;
}

/** Rules that the bureau switched on (P-07) and competent organs to redirect to (条例23(1)). */
function tableProblems(bureau: BureauTables): Problem[] {
  const found: Problem[] = [];
  const tree = treeOf(bureau);
  const rules = new Set<string>();
  for (const [index, rule] of bureau.rules.entries()) {
    const at = `/rules/${index}`;
    if (rules.has(rule.id)) found.push(problem(`${at}/id`, 'DUPLICATE_RULE', '规则编号重复', 'rule id used twice'));
    rules.add(rule.id);
    if (!isCategoryCode(rule.category)) {
      found.push(problem(`${at}/category`, 'UNKNOWN_CATEGORY', '没有该类别', `unknown category ${rule.category}`));
    }
    if (tree.officer(rule.switchedOnBy) === undefined) {
      found.push(problem(`${at}/switchedOnBy`, 'UNKNOWN_OFFICER', '启用人不存在', 'unknown officer'));
    }
  }
  const covered = new Set<string>();
  for (const [index, organ] of bureau.competentOrgans.entries()) {
    const category = isCategoryCode(organ.category) ? organ.category : undefined;
    if (category === undefined || !CATEGORIES.some((row) => row.code === category && row.redirect)) {
      const pointer = `/competentOrgans/${index}/category`;
      found.push(
        problem(pointer, 'UNKNOWN_CATEGORY', '不是非公安类别', `${organ.category} is no category to redirect`),
      );
    }
    covered.add(organ.category);
  }
  for (const row of CATEGORIES) {
    if (row.redirect && !covered.has(row.code)) {
      found.push(
        problem(
          '/competentOrgans',
          'NO_COMPETENT_ORGAN',
          `“${row.zh}”没有有权机关`,
          `no competent organ for ${row.code}`,
        ),
      );
    }
  }
  return found;
}
