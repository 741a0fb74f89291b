import type { Context } from 'aws-lambda';
import { parseInstant } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { log } from '../../shared/lambda/log.ts';
import { recordScheduleRun } from '../../shared/store/audits.ts';
import { ALARM_SHARDS } from '../../shared/store/cases.ts';
import { type RemindersDeps, remindersDeps } from './deps.ts';
import { emptyCount, nextDue, sweepShard } from './fire-alarms.ts';
import { recordRun } from './record-run.ts';

let warm: Promise<RemindersDeps> | undefined;

/** Time kept back for recording the run and handing over what is left. */
const RESERVE_MS = 10_000;

// Called by AWS, every minute; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  warm ??= remindersDeps(process.env);
  const deps = await warm;
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a sweep needs the time of its tick, not ${event.time}`);
  const result = await sweep(now, deps, () => context.getRemainingTimeInMillis() > RESERVE_MS);
  return { ...result, leftWork: result.decided > 0 };
}

/**
 * Fires everything that is due by `now`, whatever was missed before. No cap: a shard that takes longer than this run
 * goes on in the next message.
 */
export async function sweep(now: Instant, deps: RemindersDeps, timeLeft: () => boolean) {
  const count = emptyCount();
  const unfinished: number[] = [];
  for (let shard = 0; shard < ALARM_SHARDS; shard += 1) {
    const done = await sweepShard(deps.database, deps.tables, shard, now, deps.bureau, count, timeLeft);
    if (!done) unfinished.push(shard);
  }
  const store = deps.tables.cases === 'SEALED' ? 'SEALED' : 'CASES';
  if (unfinished.length > 0 && deps.continueIn)
    await deps.continueIn.send(
      deps.continueIn.queueUrl,
      unfinished.map((shard) => ({ type: 'xinfang.sweep-continued.v1', store, shard })),
    );
  const result = { ...count, unfinished: unfinished.length, nextDue: await nextDue(deps.database, deps.tables) };
  await recordScheduleRun(deps.database, {
    name: store === 'SEALED' ? 'sealed-sweep' : 'sweep',
    at: now,
    outcome: result,
  });
  if (count.due > 0) {
    await recordRun(deps.database, store, now, result);
    log('info', 'sweep.done', { store, ...count, unfinished: unfinished.length });
  }
  return result;
}
