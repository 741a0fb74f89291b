import { fireDue, rearm } from '../../shared/domain/alarms.ts';
import type { Calendar } from '../../shared/domain/calendar.ts';
import { candidatesFromReminders } from '../../shared/domain/candidates.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { PetitionerNotice } from '../../shared/domain/petitioner-messages.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { BureauSource } from '../../shared/lambda/bureau-source.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import { candidateWrites } from '../../shared/store/candidates.ts';
import { ALARM_SHARDS, type CaseTables, ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import {
  decideReminders,
  dueAlarms,
  loadForFiring,
  nextAlarm,
  putOffAlarm,
  type RingingCase,
} from '../../shared/store/due-alarms.ts';
import { readConsent } from '../../shared/store/message-consent.ts';
import { openAccountabilities } from './open-accountability.ts';

/** Alarms read at once. */
const BATCH = 50;

/** After so many minutes a case that failed is tried again, by how often it failed; from then on always the last. */
const RETRY_MINUTES = [1, 5, 15, 60] as const;

/** What a sweep did; due = decided + moved + failed, so that nothing disappears between the counts. */
export interface SweepCount {
  due: number;
  /** Cases whose reminders were decided and whose alarm was re-armed. */
  decided: number;
  reminders: number;
  /** Changed by a command or decided by another sweep meanwhile; looked at again if something is still due. */
  moved: number;
  /** Could not be decided: still due, tried again at a later time of their own. */
  failed: number;
}

export const emptyCount = (): SweepCount => ({ due: 0, decided: 0, reminders: 0, moved: 0, failed: 0 });

/** Fires what is due for the given cases. A case that fails is put off and never thrown: its alarm is the retry. */
export async function fireCases(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  count: SweepCount,
): Promise<void> {
  const cases = await loadForFiring(database, tables, ids);
  const outcomes = await Promise.all(cases.map((ringing) => fireCase(database, tables, ringing, now, tree, calendar)));
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
  ringing: RingingCase,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
): Promise<number | 'MOVED' | 'FAILED'> {
  const { head, alarm } = ringing;
  try {
    const fired = fireDue(head, alarm, now, tree, calendar);
    if (fired) {
      // What is sealed is for the sealed officer alone: nobody else examines it.
      const opened =
        tables.cases === ORDINARY.cases
          ? await openAccountabilities(ringing, fired.reminders, now, tree, calendar, database)
          : 'DONE';
      if (opened === 'MOVED') return 'MOVED';
      const raised =
        opened === 'DONE' && tables.cases === ORDINARY.cases ? candidatesFromReminders(fired.reminders) : [];
      const beside = raised.length > 0 ? await candidateWrites(database, head, { raised }, now) : [];
      const notices = await wanted(fired.notices, head, database);
      const further = { notices, beside };
      const decided = await decideReminders(database, tables, ringing, fired.reminders, fired.alarm, now, further);
      return decided ? fired.reminders.length : 'MOVED';
    }
    // A newer calendar put its next threshold later than it was armed for.
    if (alarm.wakeAt !== undefined && alarm.wakeAt <= now)
      await decideReminders(database, tables, ringing, [], rearm(head, alarm, calendar), now);
    return 'MOVED';
  } catch (error) {
    return putOff(database, tables, ringing, now, error);
  }
}

/** What the petitioner is told, where he asked for messages: nothing is written for those who did not. */
async function wanted(
  notices: readonly PetitionerNotice[],
  { petitionId }: Head,
  database: Database,
): Promise<readonly PetitionerNotice[]> {
  if (notices.length === 0) return notices;
  return (await readConsent(database, petitionId))?.channel ? notices : [];
}

/** A case that fails leaves the front of its shard to others; it stays due, and says so in the log each time. */
async function putOff(
  database: Database,
  tables: CaseTables,
  ringing: RingingCase,
  now: Instant,
  error: unknown,
): Promise<'FAILED'> {
  const minutes = RETRY_MINUTES[Math.min(ringing.failures, RETRY_MINUTES.length - 1)] ?? 0;
  const retryAt = new Date(Date.parse(now) + minutes * 60_000).toISOString() as Instant;
  const failure = { caseId: ringing.head.id, failures: ringing.failures + 1, error: errorName(error) };
  try {
    const stored = await putOffAlarm(database, tables, ringing, retryAt);
    log('error', 'sweep.case-failed', { ...failure, ...(stored ? { retryAt } : {}) });
  } catch (second) {
    // Then it is tried again by the next sweep, from where it is.
    log('error', 'sweep.case-failed', { ...failure, notPutOff: errorName(second) });
  }
  return 'FAILED';
}

/**
 * Sweeps one shard up to now, page after page. What is done leaves the due part of the index sooner or later; until
 * then it lies behind us, as does what failed or moved, and holds up nobody.
 * @returns false when time ran out before the shard was done
 */
export async function sweepShard(
  database: Database,
  tables: CaseTables,
  shard: number,
  now: Instant,
  bureau: BureauSource,
  count: SweepCount,
  timeLeft: () => boolean,
): Promise<boolean> {
  const tried = new Set<CaseId>();
  let limit = BATCH;
  let after: string | undefined;
  for (;;) {
    const page = await dueAlarms(database, tables, shard, now, { limit, ...(after === undefined ? {} : { after }) });
    const fresh = page.ids.filter((id) => !tried.has(id));
    for (const id of fresh) tried.add(id);
    if (fresh.length > 0) {
      // Asked anew for every page: what is loaded while a long sweep runs holds for what is left of it.
      const [tree, { calendar }] = await Promise.all([bureau.tree(), bureau.law()]);
      await fireCases(database, tables, fresh, now, tree, calendar, count);
    }
    if (page.next === undefined) return true;
    if (!timeLeft()) return false;
    // A page of nothing new is read larger, so that every turn comes closer to the end whatever the index shows.
    limit = fresh.length > 0 ? BATCH : limit + BATCH;
    after = page.next;
  }
}

/** When a sweep is next needed: the earliest armed alarm of all shards. */
export async function nextDue(database: Database, tables: CaseTables): Promise<Instant | null> {
  const shards = Array.from({ length: ALARM_SHARDS }, (_, shard) => shard);
  const next = await Promise.all(shards.map((shard) => nextAlarm(database, tables, shard)));
  return next.filter((instant) => instant !== undefined).sort()[0] ?? null;
}
