import { type LifeOptions, live } from './life.ts';
import type { Life } from './told-of-life.ts';

/** So many lives are tried at most. */
const MAX_LIVES = 400;

/** What is left of a life that still breaks the same invariant. */
export interface Shrunk {
  readonly life: Life;
  readonly dropped: ReadonlySet<string>;
}

/**
 * Leaves out actions, faults and outages, many at a time and then one by one, as long as the same invariant still
 * breaks. Draws have streams of their own, so what is left out moves nothing else.
 */
export async function shrink(
  broken: Life,
  again: (options: LifeOptions) => Promise<Life> = (options) => live(broken.seed, options),
): Promise<Shrunk> {
  let best: Shrunk = { life: broken, dropped: new Set() };
  let lives = 0;
  for (let chunk = Math.ceil(broken.parts.length / 2); chunk >= 1 && lives < MAX_LIVES; ) {
    let helped = false;
    const parts = [...best.life.parts].reverse();
    for (let at = 0; at < parts.length && lives < MAX_LIVES; at += chunk) {
      const dropped = new Set([...best.dropped, ...parts.slice(at, at + chunk)]);
      lives += 1;
      const life = await again({ dropped });
      if (life.violation?.invariant !== broken.violation?.invariant) continue;
      best = { life, dropped };
      helped = true;
    }
    if (chunk === 1 && !helped) break;
    chunk = chunk === 1 ? 1 : Math.ceil(chunk / 2);
  }
  return best;
}
