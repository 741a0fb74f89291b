import { addMinutes, parseInstant } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/log.ts';
import { lastRunOf, recordScheduleRun } from '../../shared/store/audits.ts';
import { changedBetween } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { decideSteps } from './decide-steps.ts';

let database: Database | undefined;

const NAME = 'petitioner-catch-up';
/** What changed in the last minutes is still on its way; the look back covers clocks that disagree. */
const SETTLING_MINUTES = 5;
const LOOK_BACK_MINUTES = 120;
/** Where no run is on record: as far back as a stream could have lost anything. */
const FIRST_LOOK_BACK_MINUTES = 30 * 24 * 60;

// Called by AWS, every hour; `time` is the schedule's own
export async function handler(event: { time: string }) {
  // Cold start only
  database ??= databaseFrom(process.env);
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a catch-up needs the time of its tick, not ${event.time}`);
  return catchUp(now, database);
}

/**
 * History is the record, its stream a shortcut: steps of cases that changed since the last run are decided here where the
 * stream dropped them. What the sweep decides goes out with its decision and needs no stream.
 */
export async function catchUp(now: Instant, from: Database) {
  const until = addMinutes(now, -SETTLING_MINUTES);
  const last = await lastRunOf(from, NAME);
  const since = addMinutes(last ?? now, last ? -LOOK_BACK_MINUTES : -FIRST_LOOK_BACK_MINUTES);
  const changed = await changedBetween(from, ORDINARY, since, until);
  const decided = await decideSteps(
    from,
    [...changed.keys()].map((caseId) => ({ caseId, fromVersion: 1 })),
  );
  const outcome = { changed: changed.size, decided };
  await recordScheduleRun(from, { name: NAME, at: now, outcome });
  if (decided > 0) log('warn', 'petitioner-catch-up.behind', outcome);
  // Whatever comes after this wakes it by itself; what is settling now is looked at in the next hour.
  return { ...outcome, nextDue: changed.size > 0 ? addMinutes(now, 60) : null };
}
