import { inflateRawSync } from 'node:zlib';
import { parseInstant } from '../../shared/domain/calendar.ts';
import { bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom, required } from '../../shared/lambda/environment.ts';
import { keyRingFrom } from '../../shared/lambda/key-ring.ts';
import { log } from '../../shared/lambda/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { rollBack, storeAreas } from '../../shared/store/routing-models.ts';
import areasData from './areas-data.json' with { type: 'json' };
import type { LessonDeps } from './gather-lessons.ts';
import { learn } from './learn.ts';

let warm: LessonDeps | undefined;

/** `time` is the schedule's own; an operator gives `rollBack` instead, and the version before is live again. */
type Event = { readonly time: string } | { readonly rollBack: true };

// Called by AWS, every night, and by operators
export async function handler(event: Event) {
  // Cold start only
  warm ??= lessonDeps();
  // Every tick
  if ('rollBack' in event) {
    const moved = await rollBack(warm.database);
    log('warn', 'routing.model-rolled-back', moved);
    return moved;
  }
  const now = parseInstant(event.time);
  if (!now) throw new Error(`learning needs the time of its tick, not ${event.time}`);
  await publishAreas(warm.database);
  return learn(now, warm);
}

/** Brings the areas of GB/T 2260 that this version of the code carries to where routing reads them. */
export const publishAreas = (database: Database): Promise<boolean> =>
  storeAreas(database, {
    version: areasData.version,
    areas: inflateRawSync(Buffer.from(areasData.deflated, 'base64')).toString('utf8'),
  });

function lessonDeps(): LessonDeps {
  const database = databaseFrom(process.env);
  return { database, keys: keyRingFrom(required(process.env, 'DATA_KEY')), bureau: bureauSource(database) };
}
