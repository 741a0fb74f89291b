import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import { type RemindersDeps, remindersDeps } from './deps.ts';
import { emptyCount, fireCases, sweepShard } from './fire-alarms.ts';

/** A continued sweep takes at most this long per message, then hands over again. */
const SHARE_MS = 15_000;

// Called by AWS
export const handler = queueEntry<RemindersDeps>(handleMessage, () => remindersDeps(process.env));

// Every record
async function handleMessage(message: Message, now: Instant, deps: RemindersDeps): Promise<void> {
  const tree = await deps.bureau.tree();
  const count = emptyCount();
  if (message.type === 'xinfang.case-changed.v1') {
    // A clock that started late (back-dated receipt) may have thresholds behind it already: no need to wait.
    await fireCases(deps.database, deps.tables, [message.caseId as CaseId], now, tree, count);
  } else {
    const until = performance.now() + SHARE_MS;
    const timeLeft = () => performance.now() < until;
    const done = await sweepShard(deps.database, deps.tables, message.shard, now, tree, count, timeLeft);
    if (!done) await deps.continueIn?.send(deps.continueIn.queueUrl, [message]);
  }
  if (count.failed > 0) throw new Error(`${count.failed} alarms could not be fired`);
}
