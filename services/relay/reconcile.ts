import { parseInstant } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { isOpen } from '../../shared/domain/petition.ts';
import type { CaseChanged } from '../../shared/events/message.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/log.ts';
import { changedBetween, readHeads } from '../../shared/store/case-lists.ts';
import { type CaseTables, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { factVersions } from '../../shared/store/fact-rows.ts';
import { proposalVersions } from '../../shared/store/proposals.ts';
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
  const ordinary = await findBehind(database, ORDINARY, 'CASES', from, until);
  const sealed = await findBehind(database, SEALED, 'SEALED', from, until);
  const reporting = [...ordinary.uncounted, ...sealed.uncounted];
  if (relay.queues.REPORTING && reporting.length > 0) await relay.send(relay.queues.REPORTING, reporting);
  if (relay.queues.ROUTING && ordinary.unrouted.length > 0) await relay.send(relay.queues.ROUTING, ordinary.unrouted);
  await writeReconciled(database, until);
  const result = {
    compared: ordinary.compared + sealed.compared,
    uncounted: reporting.length,
    unrouted: ordinary.unrouted.length,
  };
  if (reporting.length + ordinary.unrouted.length > 0) log('warn', 'reconcile.behind', result);
  return result;
}

async function findBehind(
  database: Database,
  tables: CaseTables,
  store: CaseChanged['store'],
  from: Instant,
  to: Instant,
) {
  const changed = await changedBetween(database, tables, from, to);
  const ids = [...changed.keys()];
  const counted = await factVersions(database, ids);
  const proposed = store === 'CASES' ? await proposalVersions(database, tables, ids) : new Map<CaseId, number>();
  const message = (id: CaseId, events: string[]): CaseChanged => ({
    type: 'xinfang.case-changed.v1',
    store,
    caseId: id,
    version: changed.get(id) ?? 1,
    events,
  });
  const uncounted = ids.filter((id) => (counted.get(id) ?? 0) < (changed.get(id) ?? 0));
  const unproposed = store === 'CASES' ? ids.filter((id) => !proposed.has(id)) : [];
  const waiting = (await readHeads(database, tables, unproposed)).filter(
    (head) => isOpen(head) && !head.screened && !head.parentId,
  );
  return {
    compared: ids.length,
    uncounted: uncounted.map((id) => message(id, ['state-changed.v1'])),
    unrouted: waiting.map(({ id }) => message(id, ['opened.v1'])),
  };
}
