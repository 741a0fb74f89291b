import { ownAccused } from '../domain/accused-parties.ts';
import { ladderDates } from '../domain/alarms.ts';
import { type Calendar, diffDays, localDateOf } from '../domain/calendar.ts';
import { CLOCKS } from '../domain/clock-table.ts';
import { lateByNominal } from '../domain/deadlines.ts';
import { nextCommands } from '../domain/decide/next-commands.ts';
import { derivationOf } from '../domain/derivation-of-clock.ts';
import type { CaseId, Instant, OfficerId, UnitId } from '../domain/ids.ts';
import { colourAt } from '../domain/ladder.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Clock, Head } from '../domain/petition.ts';
import { shadowOf } from '../domain/shadow-clock.ts';
import { stateName } from '../domain/state-names.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import type { HistoryRecord } from '../events/record.ts';
import type { StoredProposal } from '../store/proposals.ts';
import { shownTo } from './hide-from-unit.ts';

/** A choice whose time is over: the ordinary procedure applies. */
const hasLapsed = ({ code, dueInstant }: Clock, now: Instant): boolean =>
  CLOCKS[code].lapses === true && now > dueInstant;

/** A running clock as officers see it, with the steps that lead to its date. */
function clockView(clock: Clock, head: Head, now: Instant, calendar: Calendar) {
  const { explanation, overlay } = derivationOf(clock, calendar);
  return {
    clock: clock.code,
    ...(clock.key === undefined ? {} : { key: clock.key }),
    name: CLOCKS[clock.code].zh,
    class: CLOCKS[clock.code].class,
    article: CLOCKS[clock.code].cite,
    // What is our promise or could not be checked in the law's text says so (§8).
    verified: CLOCKS[clock.code].verified === 'V',
    trigger: clock.trigger,
    nominalDue: clock.nominalDue,
    due: clock.due,
    dueInstant: clock.dueInstant,
    provisional: clock.provisional ?? false,
    calendarVersion: clock.calendarVersion,
    // A choice that lapsed is over, and late for nobody.
    colour: hasLapsed(clock, now) ? 'GREEN' : colourAt(ladderDates(head, clock), now, calendar),
    daysLeft: diffDays(localDateOf(now), clock.due),
    // A local rule shows its source wherever the clock is shown, and that nobody verified it.
    overlay: overlay?.applied ? { cite: overlay.cite, verified: overlay.verified, badge: '未核实' } : null,
    explanation,
  };
}

/** The shadow limit (影子期限): shown in red from day 15 on while nobody has decided on acceptance (V33). */
function shadowView(head: Head, now: Instant, calendar: Calendar) {
  const inform = [...head.clocks, ...head.stopped].find(
    ({ code }) => code === 'INFORM_15D' || code === 'REF_INFORM_15D',
  );
  if (!inform) return null;
  const handle = [...head.clocks, ...head.stopped].find(({ code }) => code === 'HANDLE_60D');
  const elsewhere = !head.acceptedAt && head.state !== 'RECEIVED' && head.state !== 'REGISTERED';
  const shadow = shadowOf({ inform, acceptedAt: head.acceptedAt, elsewhere, handle }, now, calendar);
  if (!shadow) return null;
  return {
    name: CLOCKS.SHADOW_60D.zh,
    class: CLOCKS.SHADOW_60D.class,
    due: shadow.deadline.due,
    overdue: shadow.overdue,
    acceptance: shadow.acceptance ?? null,
    explanation: shadow.deadline.explanation,
  };
}

const unitView = (id: UnitId, tree: UnitTree) => {
  const unit = tree.unit(id);
  return {
    id,
    name: unit?.name ?? id,
    // 一岗双责: both heads, always.
    head: officerView(unit?.head, tree),
    petitionDutyHead: officerView(unit?.petitionDutyHead, tree),
  };
};

const officerView = (id: OfficerId | undefined, tree: UnitTree) =>
  id === undefined
    ? null
    : { id, name: tree.officer(id)?.name ?? id, officePhone: tree.officer(id)?.officePhone ?? null };

/** Who reads a case, in what capacity, the cases above it, nearest first, and its matter where he may know of it. */
export interface Reader {
  readonly id: OfficerId;
  readonly standings: ReadonlySet<Standing>;
  readonly above: readonly { readonly head: Head }[];
  readonly matter?: CaseId;
}

/** A case in full, without personal data: identity and narrative are opened on their own, with a reason. */
export function caseView(
  head: Head,
  { id: officer, standings, above, matter }: Reader,
  proposal: StoredProposal | undefined,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
) {
  const [parent, grandparent] = above.map((one) => one.head);
  const {
    clocks,
    stopped,
    organ,
    office,
    unit,
    handler,
    leader,
    firstContactOfficer,
    matter: _own,
    accused,
    accusedByLink,
    countedBefore: _counted,
    ...plain
  } = shownTo(head, standings);
  return {
    ...plain,
    ...(matter ? { matter } : {}),
    // Whom a matter complains of, of which he may not know, is barred here, and told to nobody (P-03).
    accused: matter ? accused : ownAccused({ accused, accusedByLink }),
    stateName: stateName(head.state),
    organ: unitView(organ, tree),
    office: unitView(office, tree),
    unit: unitView(unit, tree),
    handler: officerView(handler, tree),
    leader: officerView(leader, tree),
    firstContactOfficer: officerView(firstContactOfficer, tree),
    clocks: clocks.map((clock) => clockView(clock, head, now, calendar)),
    shadow: shadowView(head, now, calendar),
    stoppedClocks: stopped.map(({ code, nominalDue, due, dueInstant, at, outcome }) => ({
      clock: code,
      name: CLOCKS[code].zh,
      nominalDue,
      due,
      stoppedAt: at,
      outcome,
      // A right that ran out unused, and a choice that lapsed, are nobody's delay.
      onTime: outcome === 'EXPIRED' || (CLOCKS[code].lapses && outcome === 'SUPERSEDED') ? null : at <= dueInstant,
      lateByNominalDays: lateByNominal({ nominalDue }, at),
    })),
    proposal: proposal?.proposal ?? null,
    next: nextCommands(head, {
      now,
      officer,
      standings,
      tree,
      calendar,
      ...(parent ? { parent } : {}),
      ...(grandparent ? { grandparent } : {}),
    }),
  };
}

/** A case in a list: numbers, dates and units, nothing of the person and nothing of the text. */
export function listEntry(head: Head, now: Instant, tree: UnitTree, calendar: Calendar) {
  const [next] = head.clocks
    .filter((clock) => !hasLapsed(clock, now))
    .sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1));
  return {
    id: head.id,
    state: head.state,
    stateName: stateName(head.state),
    channel: head.channel,
    purpose: head.purpose ?? null,
    category: head.category ?? null,
    receivedAt: head.receivedAt,
    headcount: head.headcount,
    unit: { id: head.unit, name: tree.unit(head.unit)?.name ?? head.unit },
    handler: head.handler ?? null,
    hops: head.hops,
    nextDue: next
      ? {
          clock: next.code,
          nominalDue: next.nominalDue,
          due: next.due,
          colour: colourAt(ladderDates(head, next), now, calendar),
        }
      : null,
    version: head.version,
  };
}

/** One line of the history for the detail view; texts and hashes are in `GET /petitions/{id}/history`. */
export const historyLine = ({ version, at, command, actor, events }: HistoryRecord) => ({
  version,
  at,
  command,
  by:
    actor.kind === 'OFFICER'
      ? actor.id
      : actor.kind === 'RULE'
        ? `${actor.rule} (${actor.switchedOnBy})`
        : 'petitioner',
  events: events.map(({ type }) => type),
});
