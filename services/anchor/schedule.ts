import type { Context } from 'aws-lambda';
import { parseInstant } from '../../shared/domain/calendar.ts';
import { anchorHistories } from './anchor-histories.ts';
import { type AnchorDeps, anchorDeps } from './deps.ts';

let warm: AnchorDeps | undefined;

/** A day needs less than this, even if a hundred thousand cases changed; a day that is cut off begins again. */
const RESERVE_MS = 240_000;

// Called by AWS, every hour; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  warm ??= anchorDeps(process.env);
  // Every tick
  const now = parseInstant(event.time);
  if (!now) throw new Error(`anchoring needs the time of its tick, not ${event.time}`);
  return anchorHistories(now, warm, () => context.getRemainingTimeInMillis() > RESERVE_MS);
}
