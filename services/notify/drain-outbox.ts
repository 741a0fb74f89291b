import type { Instant } from '../../shared/domain/ids.ts';
import { errorName, log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import {
  type DeliveryKey,
  dueOutgoing,
  OUTBOX_SHARDS,
  type Outbox,
  type Outgoing,
  settleOutgoing,
} from '../../shared/store/notifications.ts';

const BATCH = 20;

/** What became of one thing to be sent. */
export interface Result {
  readonly sent: number;
  readonly failed: number;
  /** When it is looked at again; absent when it is done. */
  readonly later?: { readonly at: Instant; readonly pending: readonly DeliveryKey[] };
}

/**
 * Sends what is due of an outbox; what cannot be sent now is put off in its own time and holds up nobody. Whatever has
 * the same `together` goes one after the other.
 */
export async function drainOutbox(
  database: Database,
  outbox: Outbox,
  now: Instant,
  together: (outgoing: Outgoing) => string,
  send: (outgoing: Outgoing) => Promise<Result>,
  timeLeft: () => boolean,
) {
  const count = { looked: 0, sent: 0, failed: 0, errors: 0 };
  for (let shard = 0; shard < OUTBOX_SHARDS; shard += 1) {
    for (let after: string | undefined, more = true; more && timeLeft(); ) {
      const page = await dueOutgoing(database, outbox, shard, now, { limit: BATCH, ...(after ? { after } : {}) });
      const groups = [...Map.groupBy(page.due, together).values()];
      await Promise.all(groups.map(inTurn));
      after = page.next;
      more = after !== undefined;
    }
  }
  return count;

  async function inTurn(group: readonly Outgoing[]): Promise<void> {
    for (const outgoing of group) await one(outgoing);
  }

  async function one(outgoing: Outgoing): Promise<void> {
    count.looked += 1;
    try {
      const result = await send(outgoing);
      count.sent += result.sent;
      count.failed += result.failed;
      await settleOutgoing(database, outgoing, result.later);
    } catch (error) {
      // It stays where it is; the next tick looks at it again.
      count.errors += 1;
      log('error', 'deliver.failed', { kind: outgoing.kind, error: errorName(error) });
    }
  }
}
