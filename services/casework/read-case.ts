import { CALENDAR, diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { deadlineOf } from '../../shared/domain/deadline-of-clock.ts';
import { lateByNominal } from '../../shared/domain/deadlines.ts';
import { nextCommands } from '../../shared/domain/decide/decide.ts';
import type { Instant, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import { colourAt } from '../../shared/domain/ladder.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';
import type { Clock, Head } from '../../shared/domain/petition.ts';
import { stateName } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../shared/events/record.ts';
import type { StoredProposal } from '../../shared/store/proposals.ts';

/** A running clock as officers see it, with the steps that lead to its date. */
function clockView(clock: Clock, now: Instant) {
  return {
    clock: clock.code,
    name: CLOCKS[clock.code].zh,
    class: CLOCKS[clock.code].class,
    article: CLOCKS[clock.code].cite,
    trigger: clock.trigger,
    nominalDue: clock.nominalDue,
    due: clock.due,
    dueInstant: clock.dueInstant,
    provisional: clock.provisional ?? false,
    calendarVersion: clock.calendarVersion,
    colour: colourAt({ ...clock, clock: clock.code }, now, CALENDAR),
    daysLeft: diffDays(localDateOf(now), clock.due),
    explanation: deadlineOf(clock, CALENDAR).explanation,
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

/** A case in full, without personal data: identity and narrative are opened on their own, with a reason. */
export function caseView(
  head: Head,
  standings: ReadonlySet<Standing>,
  proposal: StoredProposal | undefined,
  now: Instant,
  tree: UnitTree,
) {
  const { clocks, stopped, organ, office, unit, handler, leader, firstContactOfficer, ...plain } = head;
  return {
    ...plain,
    stateName: stateName(head.state),
    organ: unitView(organ, tree),
    office: unitView(office, tree),
    unit: unitView(unit, tree),
    handler: officerView(handler, tree),
    leader: officerView(leader, tree),
    firstContactOfficer: officerView(firstContactOfficer, tree),
    clocks: clocks.map((clock) => clockView(clock, now)),
    stoppedClocks: stopped.map(({ code, nominalDue, due, dueInstant, at, outcome }) => ({
      clock: code,
      name: CLOCKS[code].zh,
      nominalDue,
      due,
      stoppedAt: at,
      outcome,
      // A right that ran out unused is nobody's delay.
      onTime: outcome === 'EXPIRED' ? null : at <= dueInstant,
      lateByNominalDays: lateByNominal({ nominalDue }, at),
    })),
    proposal: proposal?.proposal ?? null,
    next: nextCommands(head, standings),
  };
}

/** A case in a list: numbers, dates and units, nothing of the person and nothing of the text. */
export function listEntry(head: Head, now: Instant, tree: UnitTree) {
  const next = [...head.clocks].sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1))[0];
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
          colour: colourAt({ ...next, clock: next.code }, now, CALENDAR),
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
