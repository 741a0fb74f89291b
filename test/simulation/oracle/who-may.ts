import type { Officer, Role } from '../../../shared/domain/bureau.ts';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import { accusedUnits, heldNow, standsFor } from './held-now.ts';

type Place = 'OFFICE' | 'UNIT' | 'ORGAN' | 'FROM' | 'ABOVE' | 'HANDLES' | 'LEADS';
type Who = readonly (readonly [role: string, place: Place])[];

const OFFICER_OR_CHIEF: Who = [
  ['petitionOfficer', 'OFFICE'],
  ['petitionChief', 'OFFICE'],
];
const CHIEF: Who = [['petitionChief', 'OFFICE']];
const HANDLER: Who = [['handler', 'HANDLES']];
const SEALED_DESK: Who = [['sealedOfficer', 'ABOVE']];
const SUPERVISOR: Who = [
  ['supervisor', 'ABOVE'],
  ['petitionChief', 'OFFICE'],
];

/** Whose each command is (§2.2, column Actor), by role and by where the role is held; what is not listed is not judged. */
const WHO: Readonly<Record<string, Who>> = {
  SEAL: [['registrar', 'OFFICE'], ...OFFICER_OR_CHIEF],
  ASSIGN_HANDLER: [['unitHead', 'UNIT'], ...CHIEF],
  LOG_CONTACT: HANDLER,
  HEAR_STATEMENT: HANDLER,
  DRAFT_OPINION: HANDLER,
  RETURN_DRAFT: [
    ['unitHead', 'UNIT'],
    ['bureauHead', 'ORGAN'],
  ],
  CHECK_BEFORE_SEND: [['dutyLeader', 'ORGAN']],
  CHECK_CLOSING_REPORT: CHIEF,
  NOT_ACCEPT: CHIEF,
  NO_LONGER_ACCEPT: OFFICER_OR_CHIEF,
  REOPEN: CHIEF,
  PROPOSE: OFFICER_OR_CHIEF,
  CIRCULATE: OFFICER_OR_CHIEF,
  SUPERVISE: SUPERVISOR,
  JUDGE_ANSWER: SUPERVISOR,
  LOG_LEADER_ACTION: [['', 'LEADS']],
  SET_MAJOR: [['bureauHead', 'ORGAN'], ['', 'LEADS'], ...CHIEF],
  S_SCREEN: SEALED_DESK,
  S_FORWARD: SEALED_DESK,
  S_HOLD: SEALED_DESK,
  S_SPLIT: SEALED_DESK,
  S_INFORM: SEALED_DESK,
  S_CLOSE: SEALED_DESK,
  REGISTER: [
    ['registrar', 'OFFICE'],
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  CLASSIFY: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  REDIRECT: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  TRANSFER: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  ASSIGN: [['petitionChief', 'OFFICE']],
  ACCEPT: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  OBJECT: [['unitHead', 'UNIT']],
  RULE_OBJECTION: [
    ['petitionOfficer', 'FROM'],
    ['petitionChief', 'FROM'],
  ],
  SET_PLAN: [
    ['unitHead', 'UNIT'],
    ['bureauHead', 'ORGAN'],
    ['responsibleLeader', 'ORGAN'],
  ],
  APPROVE_OPINION: [
    ['unitHead', 'UNIT'],
    ['bureauHead', 'ORGAN'],
  ],
  EXTEND: [['bureauHead', 'ORGAN']],
  DISPATCH: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  DELIVER: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
  CLOSE: [
    ['petitionOfficer', 'OFFICE'],
    ['petitionChief', 'OFFICE'],
  ],
};

/**
 * What is wrong with who did it; whoever is complained about does nothing at all.
 * @param before all tables of the bureau so far: who was named by one of them stays in charge until he is replaced
 */
export function wrongActor(
  stored: Head,
  command: string,
  officer: string,
  tree: UnitTree,
  before: readonly UnitTree[],
): string | undefined {
  const head = heldNow(stored, tree);
  const who = tree.bureau.officers.find(({ id }) => id === officer);
  if (!who) return `${officer} is no officer`;
  if (complainsOf(head, officer, tree)) return `${officer} is complained about`;
  if (standsAside(head, officer)) return `${officer} stepped aside`;
  const allowed = WHO[command];
  if (!allowed) return undefined;
  const organ = tree.organOf(who.unit)?.id;
  const holds = (place: Place): boolean =>
    place === 'OFFICE'
      ? who.unit === head.office
      : place === 'UNIT'
        ? who.unit === head.unit
        : place === 'FROM'
          ? who.unit === head.referral?.from
          : place === 'HANDLES'
            ? head.handler === officer
            : place === 'LEADS'
              ? head.leader === officer
              : place === 'ABOVE'
                ? [head.office, ...tree.ancestors(head.office).map(({ id }) => id)].some((unit) => unit === organ)
                : organ === head.organ;
  const named = before.flatMap(({ bureau }) => bureau.officers.find(({ id }) => id === officer)?.roles ?? []);
  const may = allowed.some(([role, place]) => {
    const roles = place === 'HANDLES' ? named : who.roles;
    return (role === '' || roles.some((one) => one === role)) && holds(place);
  });
  const forHeads = allowed.some(([role]) => role === 'bureauHead') && actForHeads(head, tree).includes(who);
  return may || forHeads ? undefined : `${officer} of ${who.unit} is not who may`;
}

/** Whether the case complains of him, or of a unit that he serves in; an office may pass on what complains of its organ. */
export function complainsOf(head: Head, officer: string, tree: UnitTree): boolean {
  const unit = tree.bureau.officers.find(({ id }) => id === officer)?.unit;
  if (unit === undefined) return false;
  const line = [unit, ...tree.ancestors(unit).map(({ id }) => id)];
  const office = standsFor(head.office, tree);
  return (
    head.accused.officers.some((id) => id === officer) ||
    accusedUnits(head, tree).some((accused) => line.includes(accused) && !(unit === office && accused !== office))
  );
}

/** Whoever had to step aside, or is asked to and waits for the decision (条例28(3)). */
export const standsAside = ({ recused = [], recusal }: Head, officer: string): boolean =>
  recused.some((id) => id === officer) || recusal?.of === officer;

/**
 * Who acts as head of the organ while each head of it is complained about, stepped aside or is asked to (条例28(3)): the
 * leaders in charge who are not, and have not worked on the case; where there are none, the heads of the organ above.
 */
export function actForHeads(head: Head, tree: UnitTree): readonly Officer[] {
  if (head.sealed || !head.screened) return [];
  const free = (role: Role, organ: UnitId | undefined) =>
    tree.bureau.officers.filter(
      ({ id, unit, roles }) =>
        roles.includes(role) &&
        tree.organOf(unit)?.id === organ &&
        !complainsOf(head, id, tree) &&
        !standsAside(head, id),
    );
  if (free('bureauHead', head.organ).length > 0) return [];
  const worked: readonly (string | undefined)[] = [
    head.handler,
    head.leader,
    head.opinion?.drafter,
    ...(head.taskForce ?? []),
  ];
  const leaders = free('responsibleLeader', head.organ).filter(({ id }) => !worked.includes(id));
  return leaders.length > 0 ? leaders : free('bureauHead', aboveOf(head.organ, tree));
}

/** The next organ in the line above; at its top the one that reviews its opinions (条例35). */
export const aboveOf = (organ: UnitId, tree: UnitTree): UnitId | undefined =>
  tree.ancestors(organ).find(({ signsOpinions }) => signsOpinions)?.id ??
  tree.bureau.units.find(({ id }) => id === tree.bureau.units.find((one) => one.id === organ)?.reviewOrgan?.unit)?.id;

/** Whether an officer may be told that this case is due: never whom it complains of, of a sealed one the sealed desk. */
export function mayBeRemindedOf(head: Head, officer: string, tree: UnitTree): boolean {
  const who = tree.bureau.officers.find(({ id }) => id === officer);
  if (!who || complainsOf(head, officer, tree) || standsAside(head, officer) || head.state === 'SEALED') return false;
  const organ = tree.organOf(who.unit)?.id;
  return (
    !head.sealed ||
    who.roles.includes('auditor') ||
    (who.roles.includes('sealedOfficer') && isDeskOf(head, organ, tree) && !standsBack(head, who.unit, tree))
  );
}

/** What accuses the sealed officer, the chief or the head of an organ is for the organ above, if there is one (row 69). */
function isDeskOf(head: Head, organ: UnitId | undefined, tree: UnitTree): boolean {
  const own = tree.organOf(head.office)?.id;
  const heads = tree.bureau.officers.filter(
    ({ id, unit, roles }) =>
      head.accused.officers.includes(id) &&
      tree.organOf(unit)?.id === own &&
      roles.some((role) => ['sealedOfficer', 'petitionChief', 'bureauHead'].includes(role)),
  );
  const hasAbove = own !== undefined && tree.ancestors(own).some(({ signsOpinions }) => signsOpinions);
  return organ !== own || heads.length === 0 || !hasAbove;
}

/** Whoever serves under somebody accused leaves it to one who does not, of the organ or of one above (P-03). */
function standsBack(head: Head, unit: UnitId, tree: UnitTree): boolean {
  const lineOf = (of: UnitId) => [of, ...tree.ancestors(of).map(({ id }) => id)];
  const serves = (of: UnitId) =>
    tree.bureau.units.some(
      ({ id, head: business, petitionDutyHead: duty }) =>
        lineOf(of).includes(id) && [business, duty].some((leads) => head.accused.officers.includes(leads)),
    );
  const others = tree.bureau.officers.filter((one) => {
    const organ = tree.organOf(one.unit)?.id;
    return (
      one.roles.includes('sealedOfficer') &&
      organ !== undefined &&
      lineOf(head.office).includes(organ) &&
      isDeskOf(head, organ, tree) &&
      !complainsOf(head, one.id, tree)
    );
  });
  return serves(unit) && others.some((one) => !serves(one.unit));
}

/** Whether an officer may see this case (§2.3): before screening its office alone, afterwards those in whose hands it is. */
export function mayKnowOf(stored: Head, officer: string, tree: UnitTree): boolean {
  const head = heldNow(stored, tree);
  const who = tree.bureau.officers.find(({ id }) => id === officer);
  if (!who || complainsOf(head, officer, tree) || head.state === 'SEALED') return false;
  const organ = tree.organOf(who.unit)?.id;
  const above = (unit: UnitId | undefined) =>
    organ !== undefined && unit !== undefined && [unit, ...tree.ancestors(unit).map(({ id }) => id)].includes(organ);
  if (head.sealed)
    return (
      who.roles.includes('sealedOfficer') &&
      above(head.office) &&
      isDeskOf(head, organ, tree) &&
      !standsBack(head, who.unit, tree)
    );
  if (!head.screened)
    return (
      who.unit === head.office || (head.urgent !== undefined && who.roles.includes('dutyLeader') && above(head.organ))
    );
  const hands = [head.unit, head.office, head.organ, head.referral?.from, head.inReview?.organ, head.escalated?.to];
  const owing = (head.duties ?? []).map(({ unit }) => unit);
  const named = [head.handler, head.leader, head.slip?.asked, ...(head.slip?.readers ?? [])];
  return (
    [...hands, ...owing, head.dispute?.with].some(above) ||
    named.some((id) => id === officer) ||
    actForHeads(head, tree).includes(who) ||
    organ === aboveOf(head.organ, tree)
  );
}

/** Whether an officer may read what is in it: of those who know of it, whoever had to step aside may not (条例28(3)). */
export const mayOpen = (head: Head, officer: string, tree: UnitTree): boolean =>
  mayKnowOf(head, officer, tree) && !head.recused?.some((id) => id === officer);
