import { mayOpenSealed } from './access.ts';
import type { Role, Unit } from './bureau.ts';
import type { Calendar } from './calendar.ts';
import type { ClockCode, ClockRole } from './clock-table.ts';
import type { Instant, OfficerId, UnitId } from './ids.ts';
import { type LadderDates, ladderOf, type Threshold } from './ladder.ts';
import { type Clock, clockName, type Head } from './petition.ts';
import { eachOnce, noticeOfClock, type PetitionerNotice } from './petitioner-messages.ts';
import { dutyOf } from './regions.ts';
import { asHeldNow } from './unit-history.ts';
import type { UnitTree } from './unit-tree.ts';
import {
  commonSuperior,
  inPlaceOfHeads,
  mayBeTold,
  organAbove,
  recusalDecidedBy,
  ruledByHeadOf,
  untold,
} from './who-rules.ts';

/**
 * The alarm of a case: when to wake up next, and which thresholds were decided already. It stands beside the head,
 * so that a reminder never changes the head's version.
 */
export interface Alarm {
  readonly rev: number;
  /** Earliest threshold not decided yet; absent when nothing is left. */
  readonly wakeAt?: Instant;
  /** `CLOCK:KEY@nominal due`, e.g. `INFORM_15D:T-5@2026-12-08`, in the order decided. */
  readonly fired: readonly string[];
}

/** A reminder decided for one mailbox: one per case, clock, threshold and role. */
export interface Reminder {
  readonly clock: ClockCode;
  /** Which of several clocks of that code. */
  readonly clockKey?: string;
  readonly key: string;
  /** All thresholds that this message stands for; more than the merged day means that some were missed. */
  readonly covers: readonly string[];
  readonly missed: readonly string[];
  /** When it was due to fire. */
  readonly at: Instant;
  readonly colour: Threshold['colour'];
  readonly mailbox: Mailbox;
  readonly roles: readonly ClockRole[];
  /** Officers complained about, or who step aside: they may hold the role and still do not see it (P-03, 条例28(3)). */
  readonly hiddenFrom: readonly OfficerId[];
  readonly nominalDue: string;
  readonly due: string;
  readonly proposes?: Threshold['proposes'];
}

/** Where a reminder lies: with a person, or with a role of a unit, whoever holds it when he looks. */
export type Mailbox =
  | { readonly kind: 'OFFICER'; readonly officer: OfficerId }
  | { readonly kind: 'ROLE'; readonly unit: UnitId; readonly role: Role };

export const mailboxKey = (mailbox: Mailbox): string =>
  mailbox.kind === 'OFFICER' ? `OFFICER#${mailbox.officer}` : `ROLE#${mailbox.unit}#${mailbox.role}`;

export const NEW_ALARM: Alarm = { rev: 0, fired: [] };

/** A clock that runs a second time has another day, and a ladder of its own; so has each of several at once. */
const firedKey = ({ code, key, nominalDue }: Clock, step: string): string =>
  `${clockName(code, key)}:${step}@${nominalDue}`;

/** The dates that the ladder of this clock hangs on, in this case. */
export const ladderDates = (head: Pick<Head, 'major'>, clock: Clock): LadderDates => ({
  ...clock,
  clock: clock.code,
  trigger: clock.startedAt ?? clock.trigger,
  ...(head.major ? { majorSince: head.major.at } : {}),
});

/**
 * Thresholds of the running clocks that were not decided yet, with their clock, earliest first. Each step counts by
 * itself: a calendar that is loaded later may merge it with others, or part it from them.
 */
function pending(head: Head, alarm: Alarm, calendar: Calendar): { clock: Clock; threshold: Threshold }[] {
  const fired = new Set(alarm.fired);
  return head.clocks
    .flatMap((clock) =>
      ladderOf(ladderDates(head, clock), calendar).flatMap((threshold) => {
        const merged = threshold.merged.filter((step) => !fired.has(firedKey(clock, step)));
        const [key] = merged;
        return key === undefined ? [] : [{ clock, threshold: { ...threshold, key, merged } }];
      }),
    )
    .sort((a, b) => (a.threshold.at < b.threshold.at ? -1 : 1));
}

/** The alarm that belongs to this head: armed for the next undecided threshold of any running clock. */
export function rearm(head: Head, alarm: Alarm, calendar: Calendar): Alarm {
  const next = pending(head, alarm, calendar)[0];
  return { rev: alarm.rev + 1, fired: alarm.fired, ...(next ? { wakeAt: next.threshold.at } : {}) };
}

/** What is decided together. */
export interface Fired {
  readonly reminders: readonly Reminder[];
  /** To the petitioner, where he asked for messages; that is looked up when they are sent. */
  readonly notices: readonly PetitionerNotice[];
  readonly alarm: Alarm;
}

/**
 * What is due by `now`: the reminders to decide and the alarm that follows. Thresholds of one clock that were missed
 * merge into one message that says so. Nothing is due for a clock that stopped: it is no longer on the head.
 */
export function fireDue(head: Head, alarm: Alarm, now: Instant, tree: UnitTree, calendar: Calendar): Fired | undefined {
  const due = pending(head, alarm, calendar).filter(({ threshold }) => threshold.at <= now);
  if (due.length === 0) return undefined;
  const byClock = [...Map.groupBy(due, ({ clock }) => clock)].map(
    ([clock, entries]) => [clock, entries.map(({ threshold }) => threshold)] as const,
  );
  const reminders = byClock.flatMap(([clock, thresholds]) => remindersOf(head, clock, thresholds, tree));
  const notices = eachOnce(byClock.flatMap(([clock, thresholds]) => noticeOfClock(head, clock, thresholds) ?? []));
  const fired = [
    ...alarm.fired,
    ...due.flatMap(({ clock, threshold }) => threshold.merged.map((step) => firedKey(clock, step))),
  ];
  return { reminders, notices, alarm: rearm(head, { ...alarm, fired }, calendar) };
}

function remindersOf(head: Head, clock: Clock, thresholds: readonly Threshold[], tree: UnitTree): Reminder[] {
  const last = thresholds.at(-1);
  if (!last) return [];
  const missed = thresholds.slice(0, -1);
  const roles = [...new Set(thresholds.flatMap((threshold) => threshold.roles))];
  const addressed = roles.flatMap((role) => {
    const mailbox = mailboxFor(role, head, clock, tree);
    return mailbox ? [{ role, mailbox }] : [];
  });
  const proposes = thresholds.findLast((threshold) => threshold.proposes)?.proposes;
  return [...Map.groupBy(addressed, ({ mailbox }) => mailboxKey(mailbox)).values()].map((entries) => ({
    clock: clock.code,
    ...(clock.key === undefined ? {} : { clockKey: clock.key }),
    key: last.key,
    covers: last.merged,
    missed: missed.flatMap((threshold) => threshold.merged),
    at: last.at,
    colour: last.colour,
    mailbox: (entries[0] as { mailbox: Mailbox }).mailbox,
    roles: entries.map(({ role }) => role),
    hiddenFrom: untold(head),
    nominalDue: clock.nominalDue,
    due: clock.due,
    ...(proposes ? { proposes } : {}),
  }));
}

/** Clocks whose registrar is the registrar of the unit that received the referral. */
const UNIT_CLOCKS: ReadonlySet<ClockCode> = new Set(['REF_INFORM_15D', 'OBJECT_5WD']);

/**
 * The mailbox of a role for this case, never one of those complained about, nor of whoever steps aside: where nobody fit
 * holds the role, the next superior unit with that role, and in the end the chief of a petition office above, or where each is complained
 * about the head of an organ. Before screening nothing leaves the petition office.
 */
export function mailboxFor(
  role: ClockRole,
  stored: Head,
  clock: Pick<Clock, 'code' | 'key'>,
  tree: UnitTree,
): Mailbox | undefined {
  const head = owedBy(asHeldNow(stored, tree), clock.code, tree);
  // What a unit owes beside the course of the case is its own to answer, whoever handles the case.
  const owing = clock.key === undefined ? undefined : dutyOf(head, clock.key)?.unit;
  if (clock.code === 'RECUSAL_DECIDE' && head.screened && head.recusal) {
    // Whoever decides on it is told, not whom it asks to step aside.
    const by = recusalDecidedBy(head.recusal.of, head, tree);
    // What an organ outside decides, the chief of the own office takes down.
    if (by === 'ABOVE' || by === 'OUTSIDE') return chiefOf(organAbove(head.organ, tree), head, tree);
    if (by === 'ORGAN') return roleMailbox(head.organ, 'bureauHead', head, tree);
  }
  switch (role) {
    // He has no mailbox here: see `noticeOfClock`.
    case 'petitioner':
      return undefined;
    case 'handler':
      return (
        (owing === undefined || owing === head.unit ? personal(head.handler, head, tree) : undefined) ??
        roleMailbox(owing ?? head.unit, 'unitHead', head, tree)
      );
    case 'responsibleLeader':
      return personal(head.leader, head, tree) ?? roleMailbox(head.organ, 'bureauHead', head, tree);
    case 'bureauHead':
      return roleMailbox(head.organ, 'bureauHead', head, tree);
    case 'registrar':
      return roleMailbox(UNIT_CLOCKS.has(clock.code) ? head.unit : head.office, 'registrar', head, tree);
    case 'petitionOfficer':
    case 'petitionChief':
      return roleMailbox(head.office, role, head, tree);
    case 'unitHead':
      return head.screened
        ? roleMailbox(owing ?? head.unit, 'unitHead', head, tree)
        : roleMailbox(head.office, 'petitionChief', head, tree);
    case 'leadUnitHead':
      return roleMailbox(head.unit, 'unitHead', head, tree);
    case 'approver':
      return head.state === 'OPINION_DRAFT'
        ? roleMailbox(head.unit, 'unitHead', head, tree)
        : roleMailbox(head.organ, 'bureauHead', head, tree);
    case 'sealedOfficer':
      return roleMailbox(head.office, 'sealedOfficer', head, tree);
    case 'superiorPetitionChief':
      return chiefOf(decidingOrgan(head, tree), head, tree);
    case 'nextAboveSuperior': {
      const deciding = decidingOrgan(head, tree);
      const above = deciding && tree.superiorOrganOf(deciding.id);
      return above ? chiefOf(above, head, tree) : roleMailbox(deciding?.id ?? head.organ, 'bureauHead', head, tree);
    }
    default:
      return roleMailbox(head.organ, isRole(role) ? role : 'petitionChief', head, tree);
  }
}

/** An objection waits for the office that referred it (条例23(3)): until it has ruled, the fifteen days are its own to keep. */
function owedBy(head: Head, clock: ClockCode, tree: UnitTree): Head {
  const from = head.state === 'OBJECTED' && clock === 'REF_INFORM_15D' ? head.referral?.from : undefined;
  if (from === undefined) return head;
  const unit = ruledByHeadOf(head, tree) ?? from;
  return { ...head, unit, office: unit, organ: tree.organOf(from)?.id ?? head.organ };
}

/** Of a dispute, the organ that decides it (条例24). */
const decidingOrgan = (head: Head, tree: UnitTree): Unit | undefined =>
  head.dispute ? commonSuperior(head.unit, head.dispute.with, tree) : tree.superiorOrganOf(head.organ);

const chiefOf = (organ: Unit | undefined, head: Head, tree: UnitTree): Mailbox =>
  roleMailbox((organ && tree.petitionOfficeOf(organ.id)?.id) ?? head.office, 'petitionChief', head, tree);

const isRole = (role: ClockRole): role is ClockRole & Role =>
  role === 'reviewer' || role === 'reReviewer' || role === 'dutyLeader' || role === 'auditor' || role === 'supervisor';

function personal(officer: OfficerId | undefined, head: Head, tree: UnitTree): Mailbox | undefined {
  const unit = officer && tree.officer(officer)?.unit;
  return officer && unit && mayBeTold({ id: officer, unit }, head, tree) ? { kind: 'OFFICER', officer } : undefined;
}

/** Roles that sit in some unit of the organ, not necessarily in the line above the case. */
const SOMEWHERE_IN_ORGAN: ReadonlySet<Role> = new Set([
  'sealedOfficer',
  'dutyLeader',
  'reviewer',
  'reReviewer',
  'auditor',
  'supervisor',
]);

const lineOf = (unit: UnitId, tree: UnitTree): UnitId[] => [unit, ...tree.ancestors(unit).map(({ id }) => id)];

/**
 * The mailbox of a role of that unit, or of the nearest above it, where somebody fit to know of the case holds it; of the
 * head of its organ that of whoever acts for him. A leader is told by name: others of his role may have worked on it.
 */
export function deskOf(unit: UnitId, role: Role, head: Head, tree: UnitTree): Mailbox | undefined {
  const [acts] = role === 'bureauHead' && unit === head.organ ? inPlaceOfHeads(head, tree) : [];
  if (acts)
    return acts.roles.includes('bureauHead')
      ? { kind: 'ROLE', unit: acts.unit, role }
      : { kind: 'OFFICER', officer: acts.id };
  const line = lineOf(unit, tree);
  const candidates = SOMEWHERE_IN_ORGAN.has(role)
    ? line.flatMap((above) => unitsOfOrgan(above, tree))
    : role === 'unitHead' || role === 'bureauHead'
      ? line
      : [unit];
  const found = candidates.find((candidate) => holders(candidate, role, head, tree));
  return found && { kind: 'ROLE', unit: found, role };
}

/** As {@link deskOf}; where there is none, whoever stands in for it. */
export function roleMailbox(unit: UnitId, role: Role, head: Head, tree: UnitTree): Mailbox {
  const desk = deskOf(unit, role, head, tree);
  if (desk) return desk;
  const line = lineOf(unit, tree);
  if (head.sealed) return sealedFallback(line, head, tree);
  const offices = line.map((above) => tree.petitionOfficeOf(above)?.id).filter((id) => id !== undefined);
  const office = offices.find((id) => holders(id, 'petitionChief', head, tree));
  // Before anybody screened it no head of an organ opens it.
  const led =
    office === undefined && head.screened ? line.find((id) => holders(id, 'bureauHead', head, tree)) : undefined;
  return led === undefined
    ? { kind: 'ROLE', unit: office ?? offices.at(-1) ?? head.office, role: 'petitionChief' }
    : { kind: 'ROLE', unit: led, role: 'bureauHead' };
}

/** Of a sealed case nobody but a sealed officer hears, and where all are complained about, the auditor (P-03). */
function sealedFallback(line: readonly UnitId[], head: Head, tree: UnitTree): Mailbox {
  const auditors = line
    .flatMap((above) => unitsOfOrgan(above, tree))
    .find((unit) => holders(unit, 'auditor', head, tree));
  return { kind: 'ROLE', unit: auditors ?? line.at(-1) ?? head.office, role: 'auditor' };
}

/** Units that work under the seal of an organ; none for a unit that is no organ. */
const unitsOfOrgan = (organ: UnitId, tree: UnitTree): UnitId[] =>
  tree.unit(organ)?.signsOpinions
    ? tree.bureau.units.filter(({ id }) => tree.organOf(id)?.id === organ).map(({ id }) => id)
    : [];

const holders = (unit: UnitId, role: Role, head: Head, tree: UnitTree): boolean =>
  tree.bureau.officers.some(
    (officer) =>
      officer.unit === unit &&
      officer.roles.includes(role) &&
      mayBeTold(officer, head, tree) &&
      // What accuses the heads of an organ is told to the desk above, which alone may open it.
      (role !== 'sealedOfficer' || mayOpenSealed(officer, head, tree)),
  );
