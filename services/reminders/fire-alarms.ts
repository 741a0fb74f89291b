import { fireDue } from '../../shared/domain/alarms.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import { ALARM_SHARDS, type CaseTables, type LoadedCase } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { decideReminders, dueAlarms, loadForFiring, nextAlarm } from '../../shared/store/due-alarms.ts';

/** Alarms read at once. */
const BATCH = 50;

/** What a sweep did; due = decided + moved + failed, so that nothing disappears between the counts. */
export interface SweepCount {
  due: number;
  /** Cases whose reminders were decided and whose alarm was re-armed. */
  decided: number;
  reminders: number;
  /** Changed by a command meanwhile; the next sweep looks again if something is still due. */
  moved: number;
  failed: number;
}

export const emptyCount = (): SweepCount => ({ due: 0, decided: 0, reminders: 0, moved: 0, failed: 0 });

/** Fires what is due for the given cases. */
export async function fireCases(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
  now: Instant,
  tree: UnitTree,
  count: SweepCount,
): Promise<void> {
  const cases = await loadForFiring(database, tables, ids);
  const outcomes = await Promise.all(cases.map((loaded) => fireCase(database, tables, loaded, now, tree)));
  for (const outcome of outcomes) {
    count.due += 1;
    if (outcome === 'MOVED') count.moved += 1;
    else if (outcome === 'FAILED') count.failed += 1;
    else {
      count.decided += 1;
      count.reminders += outcome;
    }
  }
}

async function fireCase(
  database: Database,
  tables: CaseTables,
  loaded: LoadedCase,
  now: Instant,
  tree: UnitTree,
): Promise<number | 'MOVED' | 'FAILED'> {
  try {
    const fired = fireDue(loaded.head, loaded.alarm, now, tree, CALENDAR);
    if (!fired) return 'MOVED';
    const decided = await decideReminders(database, tables, loaded, fired.reminders, fired.alarm, now);
    return decided ? fired.reminders.length : 'MOVED';
  } catch (error) {
    log('error', 'sweep.case-failed', { caseId: loaded.head.id, error: errorName(error) });
    return 'FAILED';
  }
}

/**
 * Sweeps one shard from its beginning up to now. Re-arming takes a case out of the due part of the index; one that
 * failed or moved stays there and is passed over, so that it holds up nobody behind it.
 * @returns false when time ran out before the shard was done
 */
export async function sweepShard(
  database: Database,
  tables: CaseTables,
  shard: number,
  now: Instant,
  tree: UnitTree,
  count: SweepCount,
  timeLeft: () => boolean,
): Promise<boolean> {
  const tried = new Set<CaseId>();
  let stayed = 0;
  for (;;) {
    const page = await dueAlarms(database, tables, shard, now, BATCH + stayed);
    const fresh = page.ids.filter((id) => !tried.has(id));
    if (fresh.length === 0) return true;
    for (const id of fresh) tried.add(id);
    const before = count.decided;
    await fireCases(database, tables, fresh, now, tree, count);
    stayed += fresh.length - (count.decided - before);
    if (!page.more) return true;
    if (!timeLeft()) return false;
  }
}

/** When a sweep is next needed: the earliest armed alarm of all shards. */
export async function nextDue(database: Database, tables: CaseTables): Promise<Instant | null> {
  const shards = Array.from({ length: ALARM_SHARDS }, (_, shard) => shard);
  const next = await Promise.all(shards.map((shard) => nextAlarm(database, tables, shard)));
  return next.filter((instant) => instant !== undefined).sort()[0] ?? null;
}
