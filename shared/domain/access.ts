import type { Role } from './bureau.ts';
import type { OfficerId, UnitId } from './ids.ts';
import type { Standing } from './lifecycle-table.ts';
import type { Head } from './petition.ts';
import { asideFrom, openDuties } from './regions.ts';
import { asHeldNow } from './unit-history.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';
import {
  actsAsHead,
  decidesDispute,
  isComplainedAbout,
  officersOf,
  ruledByHeadOf,
  standsInForHeads,
} from './who-rules.ts';

/** An officer whom token and bureau's tables agree on: who, in which unit, with which roles. */
export interface Principal {
  readonly id: OfficerId;
  readonly unit: UnitId;
  readonly roles: readonly Role[];
  /** Heads of his organ who are on leave today and whose deputy he is. */
  readonly standsInFor?: readonly OfficerId[];
}

/** What a route asks before it does anything; one decision for all of them. */
export type Action =
  | { readonly kind: 'REGISTER_PETITION' }
  | { readonly kind: 'READ_CASE'; readonly head: Head; readonly parent?: Head }
  | { readonly kind: 'COMMAND_CASE'; readonly head: Head; readonly parent?: Head }
  | { readonly kind: 'READ_HISTORY'; readonly head: Head; readonly parent?: Head }
  | { readonly kind: 'REVEAL_IDENTITY'; readonly head: Head; readonly parent?: Head }
  | { readonly kind: 'SEARCH_SAME_PERSON'; readonly head: Head; readonly parent?: Head }
  | { readonly kind: 'READ_SCREENING_QUEUE'; readonly office: UnitId }
  | { readonly kind: 'READ_SEALED_QUEUE'; readonly office: UnitId }
  | { readonly kind: 'READ_WORKLIST'; readonly unit: UnitId }
  | { readonly kind: 'READ_INBOX' }
  | { readonly kind: 'READ_CODE_USES' }
  | { readonly kind: 'READ_LEADERS' }
  | { readonly kind: 'READ_REPORT'; readonly unit: UnitId }
  | { readonly kind: 'SUPERVISE_ORGAN'; readonly organ: UnitId }
  | { readonly kind: 'READ_UNITS' }
  | { readonly kind: 'KEEP_BUREAU' }
  /** The register of numbers of papers (发文登记簿), that of accusations apart. */
  | { readonly kind: 'READ_NUMBERS' | 'KEEP_NUMBERS'; readonly sealed: boolean }
  | { readonly kind: 'PRINT_SLIP'; readonly unit: UnitId };

export type AccessDecision =
  | { readonly allowed: true; readonly standings: ReadonlySet<Standing> }
  | {
      readonly allowed: false;
      /** HIDDEN: answered as if it did not exist, so that nobody learns that it does. */
      readonly as: 'FORBIDDEN' | 'HIDDEN';
      readonly zh: string;
      readonly en: string;
    };

const NONE: ReadonlySet<Standing> = new Set();
const allow = (standings: ReadonlySet<Standing> = NONE): AccessDecision => ({ allowed: true, standings });
const forbid = (zh: string, en: string): AccessDecision => ({ allowed: false, as: 'FORBIDDEN', zh, en });
const HIDDEN: AccessDecision = { allowed: false, as: 'HIDDEN', zh: '没有这个信访件', en: 'there is no such petition' };

/**
 * Decides whether the principal may do this (`spec.md` §2.3). Whoever is complained about, and anyone of a unit that
 * is, sees nothing of the case (P-03, P-10); an unscreened petition is seen by its petition office alone; a sealed
 * one by the sealed officer alone.
 */
export function decideAccess(principal: Principal, action: Action, tree: UnitTree): AccessDecision {
  const has = (...roles: Role[]) => roles.some((role) => principal.roles.includes(role));
  switch (action.kind) {
    case 'REGISTER_PETITION':
      return has('registrar', 'petitionOfficer', 'petitionChief')
        ? allow()
        : forbid('登记信访事项须由登记员或信访部门办理', 'registering is for registrars and the petition office');
    case 'READ_CASE':
      return onCase(principal, action.head, action.parent, tree, () => true);
    case 'READ_HISTORY':
      return onCase(principal, action.head, action.parent, tree, () => true);
    case 'COMMAND_CASE':
      return onCase(principal, action.head, action.parent, tree, mayAct);
    case 'REVEAL_IDENTITY':
      return onCase(principal, action.head, action.parent, tree, (standings) => mayReveal(standings, action.head), [
        '身份信息和信访内容只对承办人、负责人和信访部门开放',
        'identity and narrative open for the handler, those who lead him and the petition office',
      ]);
    case 'SEARCH_SAME_PERSON':
      return onCase(principal, action.head, action.parent, tree, (standings) =>
        (['OFFICE_REGISTRAR', 'OFFICE', 'CHIEF'] as const).some((standing) => standings.has(standing)),
      );
    case 'READ_SCREENING_QUEUE':
      return has('registrar', 'petitionOfficer', 'petitionChief') && principal.unit === action.office
        ? allow()
        : forbid('甄别队列只对本信访部门开放', 'the screening queue is for its own petition office');
    case 'READ_SEALED_QUEUE':
      return has('sealedOfficer') && isSuperiorOf(principal, action.office, tree)
        ? allow(new Set(['SEALED_OFFICER']))
        : forbid('检举控告只对专办员开放', 'accusations are for the sealed officer');
    case 'READ_WORKLIST':
      return mayReadWorklist(principal, tree.presentOf(action.unit), tree)
        ? allow()
        : forbid('只能查看本单位或下级单位的工作列表', 'a worklist is for its own unit and its superiors');
    case 'READ_INBOX':
    case 'READ_UNITS':
      return has('slipPrinter') ? forbid('设备账户无此权限', 'a device account may not') : allow();
    case 'READ_LEADERS':
      return has('bureauHead', 'petitionChief', 'responsibleLeader')
        ? allow()
        : forbid('包案情况对负责人和包案领导本人开放', 'for heads, and each leader for himself');
    case 'READ_CODE_USES':
      return has('auditor') ? allow() : forbid('只对审计员开放', 'for the auditor only');
    case 'READ_REPORT':
      return mayReadReport(principal, tree.presentOf(action.unit), tree)
        ? allow()
        : forbid('只能查看本单位范围内的报表', 'reports are for one’s own unit and below');
    case 'SUPERVISE_ORGAN':
      return has('supervisor', 'petitionChief', 'bureauHead', 'auditor') && isSuperiorOf(principal, action.organ, tree)
        ? allow()
        : forbid(
            '督办线索、抽查、积案只对本机关和上级机关的督办员、信访部门负责人、机关负责人和审计员开放',
            'supervision is for the supervisor, petition chief, head and auditor of this organ or of one above it',
          );
    case 'KEEP_BUREAU':
      return has('administrator') ? allow() : forbid('单位表由管理员维护', 'the tables are kept by the administrator');
    case 'READ_NUMBERS':
      return has('auditor', action.sealed ? 'sealedOfficer' : 'petitionChief')
        ? allow()
        : forbid(
            '发文登记簿由信访部门负责人(检举控告为专办员)和审计员查阅',
            'the register of numbers is for petition chief (of accusations: sealed officer) and auditor',
          );
    case 'KEEP_NUMBERS':
      return has(action.sealed ? 'sealedOfficer' : 'petitionChief')
        ? allow()
        : forbid(
            '文号由信访部门负责人管理,检举控告的由专办员管理',
            'numbers are kept by the petition chief, those of accusations by the sealed officer',
          );
    case 'PRINT_SLIP':
      return isPrintStation(principal, tree) && principal.unit === action.unit
        ? allow()
        : forbid(
            '查询码只能由本单位打印终端封装打印,工作人员不可见',
            'receipt codes are printed by the unit’s print station only, never shown to staff',
          );
    default:
      return unknownAction(action);
  }
}

/**
 * In what capacity the principal stands to the case; empty for a stranger. Whoever took over from a unit that is no
 * more stands where it stood.
 */
export function standingsOf(
  principal: Principal,
  head: Head,
  parent: Head | undefined,
  tree: UnitTree,
): ReadonlySet<Standing> {
  return standingsNow(principal, asHeldNow(head, tree), parent && asHeldNow(parent, tree), tree);
}

function standingsNow(
  principal: Principal,
  head: Head,
  parent: Head | undefined,
  tree: UnitTree,
): ReadonlySet<Standing> {
  const has = (role: Role) => principal.roles.includes(role);
  const standings = new Set<Standing>();
  if (head.sealed) {
    if (has('sealedOfficer') && isSuperiorOf(principal, head.office, tree) && mayOpenSealed(principal, head, tree))
      standings.add('SEALED_OFFICER');
    return standings;
  }
  // What was sealed leaves an empty head behind: it is counted, nobody opens it.
  if (head.state === 'SEALED') return standings;
  const organ = tree.organOf(principal.unit)?.id;
  // Whoever reviews reads the file that is reviewed (§2.3), and acts on the case of review alone.
  const { organ: reviewedBy, recused: aside = [] } = head.inReview ?? {};
  const mayReview = organ !== undefined && reviewedBy === organ && !aside.includes(principal.id);
  const next = head.stage === 'REVIEW' ? 'reReviewer' : 'reviewer';
  if (mayReview && reviews(principal, next, aside, head, tree)) standings.add('REVIEW_READER');
  const reviewing = ({ REVIEW: 'reviewer', REREVIEW: 'reReviewer' } as const)[head.stage as 'REVIEW' | 'REREVIEW'];
  if (reviewing && organ === head.organ && reviews(principal, reviewing, asideFrom(head), head, tree))
    standings.add('REVIEWER');
  const inOffice = principal.unit === head.office;
  if (inOffice && has('registrar')) standings.add('OFFICE_REGISTRAR');
  if (inOffice && has('petitionOfficer')) standings.add('OFFICE');
  if (inOffice && has('petitionChief')) standings.add('CHIEF');
  // Danger to life goes first: whoever is on duty answers before anybody has screened it (条例25).
  if (head.urgent && has('dutyLeader') && organ === head.organ) standings.add('DUTY_LEADER');
  if (!head.screened) return standings;
  if (principal.unit === head.unit && has('registrar')) standings.add('UNIT_REGISTRAR');
  if (principal.unit === head.unit && has('unitHead')) standings.add('UNIT_HEAD');
  if (head.handler === principal.id) standings.add('HANDLER');
  if (head.leader === principal.id) standings.add('LEADER');
  if (has('bureauHead') && organ === head.organ) standings.add('BUREAU_HEAD');
  else if (actsAsHead(principal, head, tree)) standings.add('BUREAU_HEAD').add('ACTING');
  if (head.slip?.asked === principal.id || head.slip?.readers?.includes(principal.id)) standings.add('ADDRESSEE');
  if (has('dutyLeader') && organ === head.organ) standings.add('DUTY_LEADER');
  if (has('mediator') && organ === head.organ) standings.add('MEDIATOR');
  if (has('unitHead') && organ === head.organ && tree.unit(principal.unit)?.branch === 'LEGAL') standings.add('LEGAL');
  // A unit that owes something beside the course of the case answers for it through its head.
  if (has('unitHead') && openDuties(head).some(({ unit }) => unit === principal.unit)) standings.add('CO_UNIT');
  if (decidesDispute(principal, head, tree)) standings.add('COMMON_SUPERIOR');
  if (has('petitionChief') && (head.escalated?.to === principal.unit || standsInForHeads(principal, head, tree)))
    standings.add('SUPERIOR');
  if (has('supervisor') && isSuperiorOf(principal, head.organ, tree)) standings.add('SUPERVISOR');
  const ruler = ruledByHeadOf(head, tree);
  if (ruler === undefined && head.referral?.from === principal.unit && (has('petitionOfficer') || has('petitionChief')))
    standings.add('REFERRER');
  // Whose opinion is reviewed has referred nothing: who reviews it is nobody's unit below (§2.3).
  if (ruler === undefined && head.stage === 'HANDLING' && parent?.office === principal.unit && has('petitionChief'))
    standings.add('REFERRER');
  if (ruler !== undefined && ruler === organ && has('bureauHead')) standings.add('REFERRER');
  if (has('auditor') && isSuperiorOf(principal, head.organ, tree)) standings.add('AUDITOR');
  return standings;
}

/**
 * §2.2 row 69: an accusation against the sealed officer, the petition chief or the head of an organ is for the
 * discipline organ of the organ above, where there is one in this bureau. Whoever serves under somebody accused does not
 * open it (P-03), unless nobody else is left.
 */
export function mayOpenSealed(
  { unit }: Pick<Principal, 'unit'>,
  head: Pick<Head, 'accused' | 'office'>,
  tree: UnitTree,
): boolean {
  const { officers } = head.accused;
  const isLed = (of: UnitId): boolean => officers.length > 0 && tree.conflictsWith(of, { units: [], officers });
  if (isForTheOrganAbove(unit, head, tree)) return false;
  if (!isLed(unit)) return true;
  return sealedDesk(head, tree).every((other) => isLed(other.unit));
}

/** A sealed officer of the organ, or of one above it, may open what complains of these. */
export const isOpenToSomebody = (accused: AccusedParties, office: UnitId, tree: UnitTree): boolean =>
  sealedDesk({ accused, office }, tree).length > 0;

/** Sealed officers of the organ and of those above it whom it does not complain of, and for whom it is. */
const sealedDesk = (head: Pick<Head, 'accused' | 'office'>, tree: UnitTree) =>
  tree.bureau.officers.filter(
    (officer) =>
      officer.roles.includes('sealedOfficer') &&
      isSuperiorOf(officer, head.office, tree) &&
      !isComplainedAbout(officer, head, tree) &&
      !isForTheOrganAbove(officer.unit, head, tree),
  );

function isForTheOrganAbove(unit: UnitId, head: Pick<Head, 'accused' | 'office'>, tree: UnitTree): boolean {
  const organ = tree.organOf(head.office)?.id;
  if (organ === undefined || tree.organOf(unit)?.id !== organ || !tree.superiorOrganOf(organ)) return false;
  return head.accused.officers.some((id) => {
    const officer = tree.officer(id);
    return (
      officer !== undefined &&
      tree.organOf(officer.unit)?.id === organ &&
      officer.roles.some((role) => role === 'sealedOfficer' || role === 'petitionChief' || role === 'bureauHead')
    );
  });
}

/**
 * Whoever stepped aside knows that the case is there, and the lists of his unit count it; what is in it he has no task
 * that calls for (条例28(3), PIPL 6), and an interest that speaks against it. Asked to step aside, he may read.
 */
const ASIDE = forbid(
  '您已就本件回避,不得查阅、办理',
  'you stepped aside from this case, and neither read it nor act on it',
);

function onCase(
  principal: Principal,
  head: Head,
  parent: Head | undefined,
  tree: UnitTree,
  enough: (standings: ReadonlySet<Standing>) => boolean,
  otherwise: readonly [zh: string, en: string] = ['您可以查看,但不能办理', 'you may read this case, not act on it'],
): AccessDecision {
  if (isComplainedAbout(principal, head, tree)) return HIDDEN;
  const standings = standingsOf(principal, head, parent, tree);
  if (standings.size === 0) return HIDDEN;
  if (head.recused?.includes(principal.id)) return ASIDE;
  return enough(standings) ? allow(standings) : forbid(...otherwise);
}

/**
 * A reviewer of the organ; where each of them is complained about or steps aside, the chief of its petition office in their
 * place: the thirty days of the review run all the same (条例28(3), 35).
 */
function reviews(
  { unit, roles }: Principal,
  role: 'reviewer' | 'reReviewer',
  aside: readonly OfficerId[],
  head: Head,
  tree: UnitTree,
): boolean {
  if (roles.includes(role)) return true;
  if (!roles.includes('petitionChief') || tree.petitionOfficeOf(unit)?.id !== unit) return false;
  return !officersOf(tree.organOf(unit)?.id, role, tree).some(
    (one) => !aside.includes(one.id) && !isComplainedAbout(one, head, tree),
  );
}

/** The principal's organ is the organ of that unit, or stands above it. */
function isSuperiorOf(principal: Pick<Principal, 'unit'>, unit: UnitId, tree: UnitTree): boolean {
  const organ = tree.organOf(principal.unit)?.id;
  return organ !== undefined && tree.isWithin(unit, organ);
}

/** Whoever only reads the file of a case under review has no command on it; all others have some. */
const mayAct = (standings: ReadonlySet<Standing>): boolean =>
  [...standings].some((standing) => standing !== 'REVIEW_READER');

/** Supervisors and auditors see what was done, not what was written (`spec.md` §2.3). */
export const onlyWatches = (standings: ReadonlySet<Standing>): boolean =>
  [...standings].every((standing) => standing === 'SUPERVISOR' || standing === 'AUDITOR');

/** Who may open identity and narrative, with a reason and logged (P-04, `spec.md` §2.3). */
const REVEALS: readonly Standing[] = [
  'HANDLER',
  'UNIT_HEAD',
  'OFFICE',
  'CHIEF',
  'LEADER',
  'BUREAU_HEAD',
  'SEALED_OFFICER',
  'REVIEWER',
  'REVIEW_READER',
  'ADDRESSEE',
];

/** A registrar writes what came in; once it is registered and screened, it is masked for him too. */
function mayReveal(standings: ReadonlySet<Standing>, head: Head): boolean {
  const beingRegistered = !head.screened && (head.state === 'RECEIVED' || head.state === 'REGISTERED');
  // Place, words and phone first: until the report of an urgent matter is out, the duty leader reads them (条例25).
  const inDanger = head.urgent !== undefined && head.urgent.reportedAt === undefined;
  return (
    REVEALS.some((standing) => standings.has(standing)) ||
    (beingRegistered && standings.has('OFFICE_REGISTRAR')) ||
    (inDanger && standings.has('DUTY_LEADER'))
  );
}

/** A device account holds this role alone, in its token and in the tables: no person ever sees a receipt code. */
function isPrintStation(principal: Principal, tree: UnitTree): boolean {
  const roles = [...principal.roles, ...(tree.officer(principal.id)?.roles ?? [])];
  return principal.roles.length > 0 && roles.every((role) => role === 'slipPrinter');
}

function mayReadWorklist(principal: Principal, unit: UnitId, tree: UnitTree): boolean {
  const { roles } = principal;
  if (principal.unit === unit)
    return roles.some((role) =>
      [
        'registrar',
        'petitionOfficer',
        'petitionChief',
        'handler',
        'unitHead',
        'responsibleLeader',
        'bureauHead',
      ].includes(role),
    );
  return (
    isSuperiorOf(principal, unit, tree) &&
    roles.some((role) => ['petitionOfficer', 'petitionChief', 'bureauHead', 'supervisor'].includes(role))
  );
}

function mayReadReport(principal: Principal, unit: UnitId, tree: UnitTree): boolean {
  const { roles } = principal;
  if (roles.some((role) => ['unitHead', 'registrar', 'handler'].includes(role)) && tree.isWithin(unit, principal.unit))
    return true;
  if (!isSuperiorOf(principal, unit, tree)) return false;
  return roles.some((role) =>
    ['petitionOfficer', 'petitionChief', 'bureauHead', 'responsibleLeader', 'supervisor', 'auditor'].includes(role),
  );
}

function unknownAction(action: never): never {
  throw new Error(`unknown action ${JSON.stringify(action)}`);
}

/** An officer or the chief of a petition office. */
export const isOfPetitionOffice = ({ unit, roles }: Principal, tree: UnitTree): boolean =>
  tree.petitionOfficeOf(unit)?.id === unit && (roles.includes('petitionOfficer') || roles.includes('petitionChief'));
