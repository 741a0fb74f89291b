import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Clock, Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import { heldNow, standsFor } from './held-now.ts';
import { aboveOf, actForHeads, complainsOf, mayBeRemindedOf, standsAside } from './who-may.ts';

/** Units of which any may hold the mailbox of that role. */
interface Desk {
  readonly units: readonly UnitId[];
  readonly role: string;
}

/** Referred to a unit, a case is signed for and objected to at its own desk, not at the petition office's (条例23(3)). */
const AT_THE_UNITS_OWN_DESK: ReadonlySet<string> = new Set(['REF_INFORM_15D', 'OBJECT_5WD']);

/** Roles that are held somewhere in an organ, not in the line above a case. */
const SOMEWHERE: ReadonlySet<string> = new Set([
  'sealedOfficer',
  'dutyLeader',
  'reviewer',
  'reReviewer',
  'auditor',
  'supervisor',
]);

/**
 * Whether a reminder for a role of a clock lies in that mailbox: with the person named in the case, else at the first
 * desk that is answerable where somebody fit to know sits (§3, column Remind; 条例30(3)). The table is written down here
 * a second time, and asks nothing of the code that decides.
 * @returns undefined where nobody fit is to be found, or the role is not judged
 */
export function liesRight(
  mailbox: string,
  role: string,
  stored: Head,
  clock: Pick<Clock, 'code' | 'key'>,
  tree: UnitTree,
): boolean | undefined {
  const head = waitingFor(inPresentHands(stored, tree), clock, tree);
  const owing = clock.key === undefined ? undefined : head.duties?.find(({ key }) => key === clock.key)?.unit;
  const person =
    role === 'handler' && (owing === undefined || owing === head.unit)
      ? head.handler
      : role === 'responsibleLeader'
        ? head.leader
        : undefined;
  const isFit = (id: string) =>
    head.sealed ? mayBeRemindedOf(head, id, tree) : !complainsOf(head, id, tree) && !standsAside(head, id);
  const isThere = person && tree.bureau.officers.some(({ id }) => id === person);
  if (isThere && !complainsOf(head, person, tree) && !standsAside(head, person)) return mailbox === `OFFICER#${person}`;
  const staffed = (unit: UnitId, as: string): boolean =>
    tree.bureau.officers.some((one) => one.unit === unit && one.roles.some((held) => held === as) && isFit(one.id));
  const desks = desksOf(role, head, owing ?? head.unit, clock, tree);
  const acting = desks[0]?.role === 'bureauHead' && desks[0].units.includes(head.organ) ? actForHeads(head, tree) : [];
  if (acting.length > 0)
    return acting.some(({ id, unit, roles }) =>
      roles.includes('bureauHead') ? mailbox === `ROLE#${unit}#bureauHead` : mailbox === `OFFICER#${id}`,
    );
  const desk = desks.find(({ units, role: as }) => units.some((unit) => staffed(unit, as)));
  return desk?.units.some((unit) => staffed(unit, desk.role) && mailbox === `ROLE#${unit}#${desk.role}`);
}

/** The desks of a role, the answerable one first, then those above it. */
function desksOf(
  role: string,
  head: Head,
  owing: UnitId,
  { code }: Pick<Clock, 'code'>,
  tree: UnitTree,
): readonly Desk[] {
  const { unit, office, organ } = head;
  const rank = code === 'RECUSAL_DECIDE' && head.screened ? rankOfAsked(head, tree) : 'NONE';
  // Nobody decides on himself (row 20): of a head his organ does, of its head the organ above.
  if (rank === 'HEAD') return inLine(organ, 'bureauHead', head, tree);
  if (rank === 'HEAD_OF_ORGAN') {
    return at(officeOf(aboveOf(organ, tree), tree) ?? office, 'petitionChief', head, tree);
  }
  switch (role) {
    case 'handler':
      return inLine(owing, 'unitHead', head, tree);
    case 'unitHead':
      // Before screening nothing leaves the petition office (§2.3).
      return head.screened ? inLine(owing, 'unitHead', head, tree) : at(office, 'petitionChief', head, tree);
    case 'leadUnitHead':
      return inLine(unit, 'unitHead', head, tree);
    case 'approver':
      return head.state === 'OPINION_DRAFT'
        ? inLine(unit, 'unitHead', head, tree)
        : inLine(organ, 'bureauHead', head, tree);
    case 'responsibleLeader':
    case 'bureauHead':
      return inLine(organ, 'bureauHead', head, tree);
    case 'registrar':
      return at(AT_THE_UNITS_OWN_DESK.has(code) ? unit : office, 'registrar', head, tree);
    case 'petitionOfficer':
    case 'petitionChief':
      return at(office, role, head, tree);
    case 'reviewHead':
      return at(organ, 'petitionChief', head, tree);
    case 'superiorPetitionChief':
      return at(officeOf(organsDeciding(head, tree)[0], tree) ?? office, 'petitionChief', head, tree);
    case 'nextAboveSuperior': {
      const [first, next] = organsDeciding(head, tree);
      return next === undefined
        ? inLine(first ?? organ, 'bureauHead', head, tree)
        : at(officeOf(next, tree) ?? office, 'petitionChief', head, tree);
    }
    default:
      return SOMEWHERE.has(role) ? inOrgan(role === 'sealedOfficer' ? office : organ, role, head, tree) : [];
  }
}

function rankOfAsked({ recusal }: Head, tree: UnitTree): 'HEAD_OF_ORGAN' | 'HEAD' | 'NONE' {
  const roles: readonly string[] = tree.bureau.officers.find(({ id }) => id === recusal?.of)?.roles ?? [];
  if (roles.includes('bureauHead')) return 'HEAD_OF_ORGAN';
  return roles.some((role) => /^(unitHead|petitionChief|responsibleLeader|dutyLeader)$/.test(role)) ? 'HEAD' : 'NONE';
}

const lineOf = (unit: UnitId, tree: UnitTree): readonly UnitId[] => [unit, ...tree.ancestors(unit).map(({ id }) => id)];

/**
 * Where nobody of the role is left the chief of a petition office above hears of it, and where each is complained about
 * the head of an organ; of what is sealed they never do.
 */
const chiefs = (unit: UnitId, { sealed, screened }: Head, tree: UnitTree): readonly Desk[] =>
  sealed
    ? []
    : [
        ...lineOf(unit, tree).map((above) => ({
          units: tree.bureau.units
            .filter(({ id, branch, until }) => branch === 'PETITION' && !until && sameOrgan(id, above, tree))
            .map(({ id }) => id),
          role: 'petitionChief',
        })),
        // Before anybody screened it no head of an organ opens it.
        ...(screened ? lineOf(unit, tree).map((above) => ({ units: [above], role: 'bureauHead' })) : []),
      ];

const sameOrgan = (unit: UnitId, other: UnitId, tree: UnitTree): boolean =>
  tree.organOf(unit)?.id === tree.organOf(other)?.id;

const at = (unit: UnitId, role: string, head: Head, tree: UnitTree): readonly Desk[] => [
  { units: [unit], role },
  ...chiefs(unit, head, tree),
];

const inLine = (unit: UnitId, role: string, head: Head, tree: UnitTree): readonly Desk[] => [
  ...lineOf(unit, tree).map((above) => ({ units: [above], role })),
  ...chiefs(unit, head, tree),
];

const inOrgan = (unit: UnitId, role: string, head: Head, tree: UnitTree): readonly Desk[] => [
  ...lineOf(unit, tree)
    .filter((above) => tree.organOf(above)?.id === above)
    .map((organ) => ({
      units: tree.bureau.units.filter(({ id }) => tree.organOf(id)?.id === organ).map(({ id }) => id),
      role,
    })),
  ...chiefs(unit, head, tree),
];

const officeOf = (id: UnitId | undefined, tree: UnitTree): UnitId | undefined =>
  id && tree.bureau.units.find((one) => one.branch === 'PETITION' && sameOrgan(one.id, id, tree))?.id;

/** Who decides a dispute, and those above: from the nearest organ above both sides on that is neither (条例24). */
function organsDeciding({ unit, organ, dispute }: Head, tree: UnitTree): readonly UnitId[] {
  const organs = lineOf(dispute ? unit : organ, tree).filter((id) => tree.organOf(id)?.id === id);
  const from = dispute
    ? organs.findIndex((id) => {
        const sides = [unit, dispute.with];
        return (
          lineOf(dispute.with, tree).includes(id) && ![id, officeOf(id, tree)].some((one) => one && sides.includes(one))
        );
      })
    : organs.findIndex((id) => id !== organ);
  return from < 0 ? [] : organs.slice(from);
}

/**
 * Contested, the fifteen days are those of the office that sent it down, which has to rule (条例23(3)); led by somebody
 * complained about, it does not, and the head of its organ does (条例30(3)), unless he is complained about himself.
 */
function waitingFor(head: Head, { code }: Pick<Clock, 'code'>, tree: UnitTree): Head {
  const from = head.referral?.from;
  if (head.state !== 'OBJECTED' || code !== 'REF_INFORM_15D' || !from) return head;
  const organ = tree.organOf(from)?.id ?? from;
  const isLedByOthers = tree.bureau.officers.some(
    ({ id, unit, roles }) =>
      roles.includes('bureauHead') && sameOrgan(unit, from, tree) && !head.accused.officers.some((one) => one === id),
  );
  const ruling = tree.conflictsWith(from, head.accused) && isLedByOthers ? organ : from;
  return { ...head, unit: ruling, office: ruling, organ };
}

/** As `heldNow`; a unit that went to another organ takes its cases with it. */
function inPresentHands(stored: Head, tree: UnitTree): Head {
  const head = heldNow(stored, tree);
  const organ = tree.organOf(head.unit)?.id;
  if (standsFor(stored.unit, tree) === stored.unit || organ === undefined || organ === head.organ) return head;
  const office = tree.bureau.units.find(
    ({ id, branch, until }) => branch === 'PETITION' && !until && sameOrgan(id, organ, tree),
  );
  return { ...head, organ, office: office?.id ?? head.office };
}
