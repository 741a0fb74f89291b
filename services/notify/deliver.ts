import type { Context } from 'aws-lambda';
import { parseInstant } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { log } from '../../shared/lambda/log.ts';
import { recordScheduleRun } from '../../shared/store/audits.ts';
import { nextOutgoing } from '../../shared/store/notifications.ts';
import { type NotifyDeps, notifyDeps } from './deps.ts';
import { drainOutbox } from './drain-outbox.ts';
import { sendOutgoing } from './send-outgoing.ts';

let deps: NotifyDeps | undefined;

/** Time kept back for what is being sent. */
const RESERVE_MS = 25_000;

// Called by AWS, every minute; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  deps ??= notifyDeps(process.env);
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a delivery needs the time of its tick, not ${event.time}`);
  return deliver(now, deps, () => context.getRemainingTimeInMillis() > RESERVE_MS);
}

/** Sends what is due to officers. */
export async function deliver(now: Instant, by: NotifyDeps, timeLeft: () => boolean) {
  const channels = await by.channels();
  const count = await drainOutbox(
    by.database,
    'OFFICERS',
    now,
    // One decision may lie in several mailboxes of one person: one after the other, so that it is sent once.
    ({ source }) => source.sk,
    (outgoing) => sendOutgoing(outgoing, now, channels, by),
    timeLeft,
  );
  await recordScheduleRun(by.database, { name: 'deliver', at: now, outcome: count });
  if (count.looked > 0) log(count.failed + count.errors > 0 ? 'warn' : 'info', 'deliver.done', count);
  return { ...count, nextDue: (await nextOutgoing(by.database, 'OFFICERS')) ?? null };
}
