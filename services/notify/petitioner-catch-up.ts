import { addMinutes, localDateOf, parseInstant } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/log.ts';
import { readScheduleRuns, recordScheduleRun } from '../../shared/store/audits.ts';
import { changedBetween, readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { type MessageConsent, readConsents } from '../../shared/store/message-consent.ts';
import { putOut, readDeliveriesOf } from '../../shared/store/notifications.ts';
import { messageId, readNotices } from '../../shared/store/petitioner-notices.ts';
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
 * Two streams lead to a petitioner's messages; what they dropped is found here: steps of cases that changed since the
 * last run, and notices that were decided and never put out. History and mailbox are the record, the streams a shortcut.
 */
export async function catchUp(now: Instant, from: Database) {
  const until = addMinutes(now, -SETTLING_MINUTES);
  const last = (await readScheduleRuns(from)).find(({ name }) => name === NAME)?.at;
  const since = addMinutes(last ?? now, last ? -LOOK_BACK_MINUTES : -FIRST_LOOK_BACK_MINUTES);
  const changed = [...(await changedBetween(from, ORDINARY, since, until)).keys()];
  const decided = await decideSteps(
    from,
    changed.map((caseId) => ({ caseId, fromVersion: 1 })),
  );
  const heads = await readHeads(from, ORDINARY, changed);
  const consents = await readConsents(from, [...new Set(heads.map(({ petitionId }) => petitionId))]);
  let putOutAgain = 0;
  for (const [petition, consent] of consents)
    if (consent.channel) putOutAgain += await putOutForgotten(from, petition, consent, until);
  const outcome = { changed: changed.length, decided, putOut: putOutAgain };
  await recordScheduleRun(from, { name: NAME, at: now, outcome });
  if (decided + putOutAgain > 0) log('warn', 'petitioner-catch-up.behind', outcome);
  // Whatever comes after this wakes it by itself; what is settling now is looked at in the next hour.
  return { ...outcome, nextDue: changed.length > 0 ? addMinutes(now, 60) : null };
}

/** Decided some minutes ago, after he asked for messages, and no try of it on record. */
async function putOutForgotten(
  from: Database,
  petition: CaseId,
  { since }: MessageConsent,
  until: Instant,
): Promise<number> {
  const notices = (await readNotices(from, petition)).filter(
    ({ notice }) => since !== undefined && notice.at >= since && notice.decidedAt < until,
  );
  const keyed = notices.map(({ key, notice }) => ({
    key,
    notice,
    delivery: { day: localDateOf(notice.at), id: messageId(key) },
  }));
  const known = await readDeliveriesOf(
    from,
    keyed.map(({ delivery }) => delivery),
  );
  const forgotten = keyed.filter(({ delivery }) => !known.has(delivery.id));
  for (const { key, notice } of forgotten)
    await putOut(from, { kind: 'PETITIONER', source: key, at: notice.decidedAt, pending: [] });
  return forgotten.length;
}
