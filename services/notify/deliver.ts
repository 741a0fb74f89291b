import type { Context } from 'aws-lambda';
import { parseInstant } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import { recordScheduleRun } from '../../shared/store/audits.ts';
import {
  dueOutgoing,
  nextOutgoing,
  OUTBOX_SHARDS,
  type Outgoing,
  settleOutgoing,
} from '../../shared/store/notifications.ts';
import { type NotifyDeps, notifyDeps } from './deps.ts';
import { sendOutgoing } from './send-outgoing.ts';

let deps: NotifyDeps | undefined;

/** Time kept back for what is being sent. */
const RESERVE_MS = 25_000;
const BATCH = 20;

// Called by AWS, every minute; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  deps ??= notifyDeps(process.env);
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a delivery needs the time of its tick, not ${event.time}`);
  return deliver(now, deps, () => context.getRemainingTimeInMillis() > RESERVE_MS);
}

/** Sends what is due; what cannot be sent now is put off in its own time and holds up nobody. */
export async function deliver(now: Instant, by: NotifyDeps, timeLeft: () => boolean) {
  const count = { looked: 0, sent: 0, failed: 0, errors: 0 };
  const channels = await by.channels();
  for (let shard = 0; shard < OUTBOX_SHARDS; shard += 1) {
    for (let after: string | undefined, more = true; more && timeLeft(); ) {
      const page = await dueOutgoing(by.database, shard, now, { limit: BATCH, ...(after ? { after } : {}) });
      // One decision may lie in several mailboxes of one person: one after the other, so that it is sent once.
      const decisions = [...Map.groupBy(page.due, ({ source }) => source.sk).values()];
      await Promise.all(decisions.map((mailboxes) => inTurn(mailboxes)));
      after = page.next;
      more = after !== undefined;
    }
  }
  await recordScheduleRun(by.database, { name: 'deliver', at: now, outcome: count });
  if (count.looked > 0) log(count.failed + count.errors > 0 ? 'warn' : 'info', 'deliver.done', count);
  return { ...count, nextDue: (await nextOutgoing(by.database)) ?? null };

  async function inTurn(mailboxes: readonly Outgoing[]): Promise<void> {
    for (const outgoing of mailboxes) await one(outgoing);
  }

  async function one(outgoing: Outgoing): Promise<void> {
    count.looked += 1;
    try {
      const result = await sendOutgoing(outgoing, now, channels, by);
      count.sent += result.sent;
      count.failed += result.failed;
      await settleOutgoing(by.database, outgoing, result.later);
    } catch (error) {
      // It stays where it is; the next tick looks at it again.
      count.errors += 1;
      log('error', 'deliver.failed', { kind: outgoing.kind, error: errorName(error) });
    }
  }
}
