import type { Context } from 'aws-lambda';
import { parseInstant } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { log } from '../../shared/lambda/log.ts';
import { recordScheduleRun } from '../../shared/store/audits.ts';
import { nextOutgoing } from '../../shared/store/notifications.ts';
import { type PetitionerDeps, petitionerDeps } from './deps.ts';
import { drainOutbox } from './drain-outbox.ts';
import { sendToPetitioner } from './send-to-petitioner.ts';

let deps: PetitionerDeps | undefined;

/** Time kept back for what is being sent. */
const RESERVE_MS = 25_000;

// Called by AWS, every minute; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  deps ??= petitionerDeps(process.env);
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`messages to petitioners need the time of their tick, not ${event.time}`);
  return tellPetitioners(now, deps, () => context.getRemainingTimeInMillis() > RESERVE_MS);
}

/** Sends what is due to petitioners; what belongs to one petition goes in its order. */
export async function tellPetitioners(now: Instant, by: PetitionerDeps, timeLeft: () => boolean) {
  const setUp = await by.channels();
  const count = await drainOutbox(
    by.database,
    'PETITIONERS',
    now,
    ({ source }) => source.pk,
    (outgoing) => sendToPetitioner(outgoing, now, setUp, by),
    timeLeft,
  );
  await recordScheduleRun(by.database, { name: 'tell-petitioners', at: now, outcome: count });
  if (count.looked > 0) log(count.failed + count.errors > 0 ? 'warn' : 'info', 'tell-petitioners.done', count);
  return { ...count, nextDue: (await nextOutgoing(by.database, 'PETITIONERS')) ?? null };
}
