import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { log } from '../../shared/lambda/log.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import { type RemindersDeps, remindersDeps } from './deps.ts';
import { emptyCount, fireCases, sweepShard } from './fire-alarms.ts';

/** A continued sweep takes at most this long per message, then hands over again. */
const SHARE_MS = 15_000;

// Called by AWS
export const handler = queueEntry<RemindersDeps>(handleMessage, () => remindersDeps(process.env));

/**
 * Every record: fires what is due for a case that changed, or goes on with a sweep that ran out of time.
 * @throws when an alarm could not be fired
 */
export async function handleMessage(message: Message, now: Instant, deps: RemindersDeps): Promise<void> {
  const count = emptyCount();
  if (message.type === 'xinfang.case-changed.v1') {
    const [tree, { calendar }] = await Promise.all([deps.bureau.tree(), deps.bureau.law()]);
    // A clock that started late (back-dated receipt) may have thresholds behind it already: no need to wait.
    await fireCases(deps.database, deps.tables, [message.caseId as CaseId], now, tree, calendar, count);
    // The alarm tries again by itself; the message does so too, and is parked in the end where people look.
    if (count.failed > 0) throw new Error('the alarm could not be fired');
  } else {
    const until = performance.now() + SHARE_MS;
    const timeLeft = () => performance.now() < until;
    const done = await sweepShard(deps.database, deps.tables, message.shard, now, deps.bureau, count, timeLeft);
    if (!done) await deps.continueIn?.send(deps.continueIn.queueUrl, [message]);
    // What failed was put off, case by case; the message would only sweep the others again.
    if (count.due > 0) log('info', 'sweep.continued', { store: message.store, shard: message.shard, ...count, done });
  }
}
