import { addMinutes, parseInstant } from '../../shared/domain/calendar.ts';
import { factVersion, isCounted, sameFacts, toFactRow } from '../../shared/domain/facts.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import { type CaseChanged, wants } from '../../shared/events/message.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/log.ts';
import { changedBetween, readHeads } from '../../shared/store/case-lists.ts';
import { type CaseTables, ORDINARY, readHistory, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { readFactRows } from '../../shared/store/fact-rows.ts';
import { type ProposalMark, proposalMarks } from '../../shared/store/proposals.ts';
import { readReconciled, writeReconciled } from '../../shared/store/registry.ts';
import { type RelayDeps, relayDeps } from './deps.ts';

interface ReconcileDeps {
  readonly database: Database;
  readonly relay: Pick<RelayDeps, 'send' | 'queues'>;
}

let warm: ReconcileDeps | undefined;

/** What changed in the last minutes is still on its way; the look back covers clocks that disagree. */
const SETTLING_MS = 2 * 60_000;
const LOOK_BACK_MS = 2 * 3_600_000;
/** After a span in which nothing changed it is enough to look once a day for what no message told of. */
const WHILE_QUIET_MINUTES = 24 * 60;
const WHILE_BUSY_MINUTES = 60;
/** Where no run is on record: as far back as a stream could have lost anything. */
const FIRST_LOOK_BACK_MS = 30 * 86_400_000;

// Called by AWS, every hour; `time` is the schedule's own
export async function handler(event: { time: string }) {
  // Cold start only
  warm ??= { database: databaseFrom(process.env), relay: relayDeps(process.env) };
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a reconcile needs the time of its tick, not ${event.time}`);
  return reconcile(now, warm);
}

/**
 * History is the record, the stream only a shortcut: whatever changed since the last run and has not reached its
 * consumers is sent again. A relay that was off for days, its stream trimmed, loses nothing.
 */
export async function reconcile(now: Instant, { database, relay }: ReconcileDeps) {
  const until = new Date(Date.parse(now) - SETTLING_MS).toISOString() as Instant;
  const last = await readReconciled(database);
  const lookBack = last ? Date.parse(last) - LOOK_BACK_MS : Date.parse(now) - FIRST_LOOK_BACK_MS;
  const from = new Date(lookBack).toISOString() as Instant;
  const changed = await changedBetween(database, ORDINARY, from, until);
  const changedSealed = await changedBetween(database, SEALED, from, until);
  const uncounted = [
    ...(await findUncounted(database, ORDINARY, 'CASES', changed)),
    ...(await findUncounted(database, SEALED, 'SEALED', changedSealed)),
  ];
  const unrouted = await findUnrouted(database, changed);
  if (relay.queues.REPORTING && uncounted.length > 0) await relay.send(relay.queues.REPORTING, uncounted);
  if (relay.queues.ROUTING && unrouted.length > 0) await relay.send(relay.queues.ROUTING, unrouted);
  await writeReconciled(database, until);
  const result = {
    compared: changed.size + changedSealed.size,
    uncounted: uncounted.length,
    unrouted: unrouted.length,
    // Whoever drives time may skip the ticks in between; the schedule itself goes by the hour.
    nextDue: addMinutes(now, changed.size + changedSealed.size > 0 ? WHILE_BUSY_MINUTES : WHILE_QUIET_MINUTES),
  };
  if (uncounted.length + unrouted.length > 0) log('warn', 'reconcile.behind', result);
  return result;
}

/** Newest version of each case that changed. */
type Changed = ReadonlyMap<CaseId, number>;

/** Cases whose fact row is behind them, in the versions that rows of their store carry. */
async function findUncounted(
  database: Database,
  tables: CaseTables,
  store: CaseChanged['store'],
  changed: Changed,
): Promise<CaseChanged[]> {
  const rows = await readFactRows(database, [...changed.keys()]);
  const behind = [...changed].filter(
    ([id, version]) => (rows.get(id)?.version ?? 0) < factVersion({ version, sealed: store === 'SEALED' }),
  );
  const heads = await readHeads(
    database,
    tables,
    behind.map(([id]) => id),
  );
  // A change that counts for nothing writes no row.
  const uncounted = heads.filter((head) => {
    const row = rows.get(head.id);
    return isCounted(head) && !(row && sameFacts(row, toFactRow(head)));
  });
  return uncounted.map((head) => messageOf(head, store, ['state-changed.v1']));
}

/** Cases that wait for screening without a proposal of what they say now, or whose rule has not acted. */
async function findUnrouted(database: Database, changed: Changed): Promise<CaseChanged[]> {
  const marks = await proposalMarks(database, ORDINARY, [...changed.keys()]);
  const doubtful = [...changed].filter(([id, version]) => {
    const mark = marks.get(id);
    return !mark || mark.rule !== undefined || mark.forVersion < version;
  });
  const heads = await readHeads(
    database,
    ORDINARY,
    doubtful.map(([id]) => id),
  );
  const unrouted: CaseChanged[] = [];
  for (const head of heads.filter((one) => isOpen(one) && !one.screened && !one.parentId))
    if (await missedByRouting(database, head, marks.get(head.id)))
      unrouted.push(messageOf(head, 'CASES', ['opened.v1']));
  return unrouted;
}

async function missedByRouting(database: Database, head: Head, mark: ProposalMark | undefined): Promise<boolean> {
  if (!mark || mark.rule) return true;
  const since = await readHistory(database, ORDINARY, head.id, mark.forVersion + 1);
  return since.some(({ record }) => {
    const types = record.events.map(({ type }) => type);
    return wants('ROUTING', messageOf(head, 'CASES', types));
  });
}

const messageOf = (head: Head, store: CaseChanged['store'], events: string[]): CaseChanged => ({
  type: 'xinfang.case-changed.v1',
  store,
  caseId: head.id,
  version: head.version,
  events,
});
