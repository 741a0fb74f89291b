import { parseInstant } from '../../shared/domain/calendar.ts';
import { bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { log } from '../../shared/lambda/log.ts';
import { release, returnTo, rollBack } from '../../shared/store/routing-models.ts';
import type { LessonDeps } from './gather-lessons.ts';
import { learn } from './learn.ts';

let warm: LessonDeps | undefined;

/**
 * `time` is the schedule's own. An operator gives `rollBack` instead, and the version before is live again and stays it,
 * until he gives `release`: `true` leaves what the nights made live, a name leaves that version while it is live.
 * `returnTo` names a version that was left.
 */
type Event =
  | { readonly time: string }
  | { readonly rollBack: true | string }
  | { readonly returnTo: string }
  | { readonly release: true };

// Called by AWS, every night, and by operators
export async function handler(event: Event) {
  // Cold start only
  warm ??= lessonDeps();
  // Every tick
  if ('rollBack' in event || 'returnTo' in event) {
    const moved =
      'returnTo' in event
        ? await returnTo(warm.database, event.returnTo)
        : await rollBack(warm.database, event.rollBack === true ? undefined : event.rollBack);
    log('warn', 'routing.model-moved-by-hand', moved);
    return moved;
  }
  if ('release' in event) return { released: await release(warm.database) };
  const now = parseInstant(event.time);
  if (!now) throw new Error(`learning needs the time of its tick, not ${event.time}`);
  return learn(now, warm);
}

function lessonDeps(): LessonDeps {
  const database = databaseFrom(process.env);
  return { database, keys: keyRingFrom(required(process.env, 'DATA_KEY')), bureau: bureauSource(database) };
}
