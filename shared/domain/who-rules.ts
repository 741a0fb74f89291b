import type { Principal } from './access.ts';
import type { Officer, Role, Unit } from './bureau.ts';
import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import { deputyOf } from './leave.ts';
import type { Head } from './petition.ts';
import { asideFrom, type Duty, openDuties } from './regions.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * While jurisdiction is disputed, the nearest organ above both decides (条例24), by its petition office or its head; or an
 * office above that one, once the dispute was reported up to it (ESCALATE_UP), as nothing was decided in time.
 */
export function decidesDispute({ unit, roles }: Principal, head: Head, tree: UnitTree): boolean {
  const superior = head.dispute && commonSuperior(head.unit, head.dispute.with, tree);
  if (!head.dispute || !superior) return false;
  const organ = tree.organOf(unit)?.id;
  if (roles.includes('bureauHead') && organ === superior.id) return true;
  const { escalated, dispute } = head;
  const reported = escalated?.to === unit && escalated.at >= dispute.at && tree.isWithin(superior.id, organ ?? unit);
  return roles.includes('petitionChief') && (reported || tree.petitionOfficeOf(superior.id)?.id === unit);
}

/**
 * The organ whose head rules on an objection, since the office that referred it is led by, or is itself, whom it complains
 * of (条例30(3)); undefined where the office rules, or, complained about himself, the head cannot in its place.
 */
export function ruledByHeadOf({ state, referral, accused }: Head, tree: UnitTree): UnitId | undefined {
  if (state !== 'OBJECTED' || !referral || !tree.conflictsWith(referral.from, accused)) return undefined;
  const organ = tree.organOf(referral.from)?.id;
  const rules = officersOf(organ, 'bureauHead', tree).some(({ id }) => !accused.officers.includes(id));
  return rules ? organ : undefined;
}

/**
 * The petition office of the organ above decides what no head of the organ may: whether he himself steps aside (条例28(3)),
 * and a review of responsibility in which each of them has a part.
 */
export function standsInForHeads({ id, unit }: Pick<Principal, 'id' | 'unit'>, head: Head, tree: UnitTree): boolean {
  const above = organAbove(head.organ, tree);
  if (above === undefined || tree.petitionOfficeOf(above.id)?.id !== unit) return false;
  if (head.recusal && tree.officer(head.recusal.of)?.roles.includes('bureauHead')) return true;
  return openDuties(head, 'ACCOUNTABILITY').some(
    (duty) => !duty.named?.includes(id) && headsHavePart(duty, head, tree),
  );
}

/** The organ above (上级机关), or where the tables have none, the one that reviews its opinions, if they have that (条例35). */
export function organAbove(organ: UnitId, tree: UnitTree): Unit | undefined {
  const reviews = tree.unit(organ)?.reviewOrgan?.unit;
  return tree.superiorOrganOf(organ) ?? (reviews && tree.unit(reviews));
}

/**
 * Nobody in the tables may take it in hand: it complains of the whole organ or of its head, so that each of its units
 * conflicts, and no organ above is there (条例30(3)). The petitioner is told of the one outside (条例23(1)).
 */
export const isForOutside = (organ: UnitId, accused: AccusedParties, tree: UnitTree): boolean =>
  tree.conflictsWith(organ, accused) && organAbove(organ, tree) === undefined;

/**
 * Who acts as head of the organ in a case of which none of its heads may know more: each is complained about, stepped
 * aside or is asked to (条例28(3)). A leader in charge (分管领导) free of all that, who has not worked on it either; where
 * there is none, a head of the organ above. Nobody, while a head of the organ may act himself.
 */
export function inPlaceOfHeads(head: Head, tree: UnitTree): readonly Officer[] {
  const free = (role: 'bureauHead' | 'responsibleLeader', organ: UnitId | undefined) =>
    officersOf(organ, role, tree).filter((officer) => mayBeTold(officer, head, tree));
  if (!head.screened || head.sealed || untold(head).length + head.accused.units.length === 0) return [];
  if (free('bureauHead', head.organ).length > 0) return [];
  const worked = workedOn(head);
  const leaders = free('responsibleLeader', head.organ).filter(({ id }) => !worked.includes(id));
  return leaders.length > 0 ? leaders : free('bureauHead', organAbove(head.organ, tree)?.id);
}

/**
 * He acts {@link inPlaceOfHeads}, or for a head of the organ who is on leave and might act himself: as that one may approve
 * what he sponsors, so may his deputy.
 */
export function actsAsHead({ id, unit, roles, standsInFor = [] }: Principal, head: Head, tree: UnitTree): boolean {
  const leads = roles.includes('bureauHead') || roles.includes('responsibleLeader');
  if (leads && inPlaceOfHeads(head, tree).some((officer) => officer.id === id)) return true;
  const away = standsInFor.flatMap((of) => tree.officer(of) ?? []);
  return tree.organOf(unit)?.id === head.organ && away.some((officer) => mayBeTold(officer, head, tree));
}

/**
 * With the heads of his organ who are on leave that day and whose deputy he is: the table of leave is the delegation on
 * record (条例34, §2.2 row 25). Only a leader in charge (分管领导) stands in for a head.
 */
export function withHeadsAway(principal: Principal, day: LocalDate, tree: UnitTree): Principal {
  const { id, unit, roles } = principal;
  if (!roles.includes('responsibleLeader') || roles.includes('bureauHead')) return principal;
  const heads = officersOf(tree.organOf(unit)?.id, 'bureauHead', tree);
  const standsInFor = heads.filter((head) => deputyOf(head.id, day, tree)?.id === id).map((head) => head.id);
  return standsInFor.length > 0 ? { ...principal, standsInFor } : principal;
}

/** Who holds that role in some unit of the organ. */
export const officersOf = (organ: UnitId | undefined, role: Role, tree: UnitTree): readonly Officer[] =>
  tree.bureau.officers.filter(({ unit, roles }) => roles.includes(role) && tree.organOf(unit)?.id === organ);

/**
 * Who decides whether an officer steps aside (条例28(3)): of a head the head of the organ, of that one the organ above, of
 * anybody else his own head, too. Where whoever should stands in no table, an organ outside does, on paper.
 */
export function recusalDecidedBy(of: OfficerId, head: Head, tree: UnitTree): 'UNIT' | 'ORGAN' | 'ABOVE' | 'OUTSIDE' {
  const roles = tree.officer(of)?.roles ?? [];
  const isOutside = organAbove(head.organ, tree) === undefined;
  if (roles.includes('bureauHead')) return isOutside ? 'OUTSIDE' : 'ABOVE';
  const heads = ['unitHead', 'petitionChief', 'responsibleLeader', 'dutyLeader'] as const;
  if (!heads.some((role) => roles.includes(role))) return 'UNIT';
  return isOutside && !isHeaded(head, tree) ? 'OUTSIDE' : 'ORGAN';
}

/** Some head of the organ may act in the case, or somebody acts for him. */
const isHeaded = (head: Head, tree: UnitTree): boolean =>
  officersOf(head.organ, 'bureauHead', tree).some((officer) => mayBeTold(officer, head, tree)) ||
  inPlaceOfHeads(head, tree).length > 0;

/** A handling officer of the unit that holds it, or of one below. */
export const canHandle = ({ unit, roles }: Officer, head: Pick<Head, 'unit'>, tree: UnitTree): boolean =>
  roles.includes('handler') && tree.isWithin(unit, head.unit);

/** A sponsoring leader (包案领导) is a leader of the organ or of one above it. */
export function canLead({ unit, roles }: Officer, head: Pick<Head, 'organ'>, tree: UnitTree): boolean {
  const organ = tree.organOf(unit)?.id;
  const isLeader = roles.some((role) => role === 'responsibleLeader' || role === 'bureauHead');
  return isLeader && organ !== undefined && tree.isWithin(head.organ, organ);
}

/** Who handled, led or drafted it, or was of its task force: none of them reviews or examines it (条例28(3)). */
export const workedOn = ({ handler, leader, opinion, taskForce = [] }: Head): OfficerId[] =>
  [handler, leader, opinion?.drafter, ...taskForce].filter((one) => one !== undefined);

/**
 * Each head of the organ has a part in what this review of responsibility looks into, is named by its report, stepped aside
 * or is complained about: the organ above decides it (条例28(3), A-67).
 */
export function headsHavePart(duty: Duty, head: Head, tree: UnitTree): boolean {
  const concerned = [...workedOn(head), ...(duty.named ?? [])];
  return officersOf(head.organ, 'bureauHead', tree).every(
    (officer) => concerned.includes(officer.id) || !mayBeTold(officer, head, tree),
  );
}

/** The nearest organ above both units (共同的上一级机关, 条例24); one that is a side of the dispute itself is none. */
export function commonSuperior(unit: UnitId, other: UnitId, tree: UnitTree): Unit | undefined {
  const above = tree.ancestors(unit).find(({ id, signsOpinions }) => signsOpinions && tree.isWithin(other, id));
  const sides = [unit, other];
  const isSide =
    above !== undefined &&
    (sides.includes(above.id) || sides.some((side) => side === tree.petitionOfficeOf(above.id)?.id));
  if (!above || !isSide) return above;
  return tree.ancestors(above.id).find(({ signsOpinions }) => signsOpinions);
}

/**
 * The officer complained about, and anyone serving in a unit complained about. The petition office that received a
 * complaint about its own whole organ still has to pass it on, so for it the organ itself does not count.
 */
export function isComplainedAbout(
  principal: Pick<Principal, 'id' | 'unit'>,
  head: Pick<Head, 'accused' | 'office'>,
  tree: UnitTree,
): boolean {
  if (head.accused.officers.includes(principal.id)) return true;
  const office = tree.presentOf(head.office);
  return tree
    .withHeirs(head.accused.units)
    .some((unit) => tree.isWithin(principal.unit, unit) && !(principal.unit === office && unit !== office));
}

/** May be told of it: neither complained about (P-03) nor stepping aside from it (条例28(3)). */
export const mayBeTold = (officer: Pick<Principal, 'id' | 'unit'>, head: Head, tree: UnitTree): boolean =>
  !isComplainedAbout(officer, head, tree) && !asideFrom(head).includes(officer.id);

/** Who is told nothing of it, whatever role he holds. */
export const untold = (head: Head): OfficerId[] => [...head.accused.officers, ...asideFrom(head)];
