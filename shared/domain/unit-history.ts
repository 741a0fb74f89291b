import type { Succession, Unit } from './bureau.ts';
import type { LocalDate, UnitId } from './ids.ts';
import type { Head, Holding } from './petition.ts';
import type { Problem, UnitTree } from './unit-tree.ts';

/** A unit that is no more (撤销、合并): it stays in the tables, so that closed cases keep its name. */
export const isAbolished = ({ until }: Pick<Unit, 'until'>): boolean => until !== undefined;

/** Follows the first successor of each unit until one that exists; the unit itself where there is none. */
export function presentUnit(id: UnitId, units: ReadonlyMap<UnitId, Unit>): UnitId {
  const seen = new Set<UnitId>();
  for (let at = id; !seen.has(at); ) {
    seen.add(at);
    const unit = units.get(at);
    if (unit === undefined || !isAbolished(unit)) return at;
    const [main] = unit.successors ?? [];
    if (main === undefined) return at;
    at = main.unit;
  }
  return id;
}

/** The units with all that took over from them, from each in turn: what is held against a unit binds its heirs (P-03). */
export function withHeirs(ids: readonly UnitId[], units: ReadonlyMap<UnitId, Unit>): UnitId[] {
  const found = new Set(ids);
  for (const id of found) {
    const unit = units.get(id);
    if (unit !== undefined && isAbolished(unit)) for (const heir of unit.successors ?? []) found.add(heir.unit);
  }
  return [...found];
}

/** Whoever has the unit's work today: itself, or all that took over from it, the first successor first; or nobody. */
export function inCharge(id: UnitId, tree: Pick<UnitTree, 'unit' | 'presentOf' | 'withHeirs'>): UnitId[] {
  return [...new Set([tree.presentOf(id), ...tree.withHeirs([id])])].filter((heir) => {
    const unit = tree.unit(heir);
    return unit !== undefined && !isAbolished(unit);
  });
}

/** One unit in place of another in a case, with the decision that says so. */
export interface UnitReplaced {
  readonly from: UnitId;
  readonly to: UnitId;
  readonly cite: string;
}

/** Who holds the case after the changes of units, and which unit stands for which. */
export interface HandedOn {
  readonly holding: Holding;
  readonly replaced: readonly UnitReplaced[];
}

/** What of a case names units that are no more; undefined where it names none, or one that nobody took over from. */
export function handedOn(head: Head, tree: UnitTree): HandedOn | undefined {
  const named = unitsNamed(head);
  if (named.every((unit) => tree.presentOf(unit) === unit)) return undefined;
  const replaced = [...new Set(named)].flatMap((from): UnitReplaced[] => {
    const to = tree.presentOf(from);
    return to === from ? [] : [{ from, to, cite: tree.unit(from)?.successors?.[0]?.cite ?? '' }];
  });
  const unit = tree.presentOf(head.unit);
  const organOf = tree.organOf(unit)?.id;
  // A unit that went to another organ takes its cases with it.
  const moved = unit !== head.unit && organOf !== undefined && organOf !== tree.presentOf(head.organ);
  const organ = moved ? organOf : tree.presentOf(head.organ);
  const office = (moved ? tree.petitionOfficeOf(organ)?.id : undefined) ?? tree.presentOf(head.office);
  return { holding: { organ, office, unit }, replaced };
}

/** Every unit that can act on the case: what a change of units touches, and what must not simply vanish. */
export function unitsNamed(head: Head): UnitId[] {
  return [
    head.unit,
    head.office,
    head.organ,
    head.referral?.from,
    head.dispute?.with,
    head.escalated?.to,
    head.slip?.unit,
    head.inReview?.organ,
    ...(head.duties ?? []).filter(({ settledAt }) => settledAt === undefined).map(({ unit }) => unit),
  ].filter((unit) => unit !== undefined);
}

/** The case with the successors in the place of units that are no more; what was received or settled keeps its names. */
export function inNewHands(head: Head, { holding, replaced }: HandedOn): Head {
  const now = (unit: UnitId): UnitId => replaced.find(({ from }) => from === unit)?.to ?? unit;
  return {
    ...head,
    ...holding,
    ...(head.referral ? { referral: { ...head.referral, from: now(head.referral.from) } } : {}),
    ...(head.dispute ? { dispute: { ...head.dispute, with: now(head.dispute.with) } } : {}),
    ...(head.escalated ? { escalated: { ...head.escalated, to: now(head.escalated.to) } } : {}),
    ...(head.slip?.unit ? { slip: { ...head.slip, unit: now(head.slip.unit) } } : {}),
    ...(head.inReview?.organ ? { inReview: { ...head.inReview, organ: now(head.inReview.organ) } } : {}),
    ...(head.duties
      ? { duties: head.duties.map((duty) => (duty.settledAt ? duty : { ...duty, unit: now(duty.unit) })) }
      : {}),
  };
}

/** Whoever took over stands where the old unit stood, in closed cases too, which keep the old names as stored. */
export function asHeldNow(head: Head, tree: UnitTree): Head {
  const change = handedOn(head, tree);
  return change ? inNewHands(head, change) : head;
}

/** A change of units that a report over its period has to mention. */
export interface UnitChange {
  readonly unit: UnitId;
  readonly on: LocalDate;
  readonly cite: string;
  readonly zh: string;
  readonly en: string;
}

/** Units renamed, founded, merged or abolished within the days, as far as they concern one of these units. */
export function changesBetween(
  units: ReadonlySet<UnitId>,
  from: LocalDate,
  to: LocalDate,
  tree: UnitTree,
): UnitChange[] {
  const within = (day: LocalDate): boolean => from <= day && day <= to;
  const nameOf = (id: UnitId): string => tree.unit(id)?.name ?? id;
  return tree.bureau.units
    .flatMap((unit): UnitChange[] => {
      const { id, name, since, until, successors = [], formerNames = [] } = unit;
      const heirs = successors.map((heir) => nameOf(heir.unit)).join('、');
      const own = units.has(id);
      const [first] = successors;
      return [
        ...formerNames
          .filter((former) => own && within(former.until))
          .map((former) => ({
            unit: id,
            on: former.until,
            cite: former.cite,
            zh: `${name}在${former.until}以前名为${former.name}`,
            en: `${id} was called ${former.name} until ${former.until}`,
          })),
        ...(own && since !== undefined && within(since)
          ? [{ unit: id, on: since, cite: '', zh: `${name}自${since}起设立`, en: `${id} exists since ${since}` }]
          : []),
        ...(until !== undefined && within(until) && (own || successors.some((heir) => units.has(heir.unit)))
          ? [
              {
                unit: id,
                on: until,
                cite: first?.cite ?? '',
                zh: `${name}于${until}撤销${heirs ? `,由${heirs}承继` : ''};此前办结的件仍列原单位,未结的件移交后列承继单位`,
                en: `${id} existed until ${until}${first ? `, succeeded by ${successors.map((heir) => heir.unit).join(', ')}` : ''}; what it closed stays in its rows`,
              },
            ]
          : []),
      ];
    })
    .sort((a, b) => (a.on < b.on ? -1 : 1));
}

/** What is wrong with the history of units in the tables. */
export function historyProblems(tree: UnitTree): Problem[] {
  const { units, officers } = tree.bureau;
  return [
    ...units.flatMap((unit, index) => problemsOfUnit(unit, `/units/${index}`, tree)),
    ...officers.flatMap(({ id, name, unit: where }, index) => {
      const unit = tree.unit(where);
      return unit !== undefined && isAbolished(unit)
        ? [
            {
              pointer: `/officers/${index}/unit`,
              code: 'UNIT_ABOLISHED',
              zh: `${name}:所在单位${unit.name}已撤销,应当列入现单位`,
              en: `${id}: ${unit.id} is no more, an officer serves in a unit that exists`,
            },
          ]
        : [];
    }),
  ];
}

function problemsOfUnit(unit: Unit, at: string, tree: UnitTree): Problem[] {
  const problem = (field: string, code: string, zh: string, en: string): Problem => ({
    pointer: `${at}/${field}`,
    code,
    zh: `${unit.name}:${zh}`,
    en: `${unit.id}: ${en}`,
  });
  const { since, until, successors = [] } = unit;
  const parent = unit.parent === undefined ? undefined : tree.unit(unit.parent);
  return [
    ...(since !== undefined && until !== undefined && since > until
      ? [problem('until', 'UNTIL_BEFORE_SINCE', '撤销日早于设立日', 'ends before it begins')]
      : []),
    ...(until === undefined && successors.length > 0
      ? [problem('successors', 'NOT_ABOLISHED', '有承继单位的须注明撤销日', 'has successors and no last day')]
      : []),
    ...(until === undefined && parent !== undefined && isAbolished(parent)
      ? [problem('parent', 'PARENT_ABOLISHED', '上级单位已撤销', `its superior ${parent.id} is no more`)]
      : []),
    ...successors.flatMap((heir, place) => problemsOfHeir(unit, heir, `successors/${place}`, problem, tree)),
  ];
}

function problemsOfHeir(
  unit: Unit,
  heir: Succession,
  field: string,
  problem: (field: string, code: string, zh: string, en: string) => Problem,
  tree: UnitTree,
): Problem[] {
  const present = tree.unit(tree.presentOf(heir.unit));
  if (tree.unit(heir.unit) === undefined)
    return [problem(`${field}/unit`, 'UNKNOWN_UNIT', '承继单位不存在', `unknown unit ${heir.unit}`)];
  if (heir.unit === unit.id || present === undefined || isAbolished(present))
    return [problem(`${field}/unit`, 'NO_LIVING_SUCCESSOR', '承继单位最终不存在', 'leads to no unit that exists')];
  return [];
}
