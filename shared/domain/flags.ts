import type { CaseId, Instant } from './ids.ts';
import { Refused, refusal } from './refusal.ts';

/** 红旗墙: so many cases at most are up at once, or a flag says nothing any more. */
export const WALL_PLACES = 20;

/** A place on the wall (挂牌督办): a case, never a person. */
export interface WallPlace {
  readonly place: number;
  readonly caseId: CaseId;
  readonly since: Instant;
  /** Version of the case whose record holds the words of the flag. */
  readonly raised?: number;
}

/** A flag that was cleared: the records of the case hold its words and the evidence. */
export interface ClearedFlag {
  readonly caseId: CaseId;
  readonly since: Instant;
  readonly clearedAt: Instant;
  readonly raised?: number;
  readonly cleared: number;
}

/** The first place that is free. @throws Refused when all are taken */
export function freePlace(taken: readonly Pick<WallPlace, 'place'>[]): number {
  const numbers = new Set(taken.map(({ place }) => place));
  const free = Array.from({ length: WALL_PLACES }, (_, at) => at + 1).find((place) => !numbers.has(place));
  if (free !== undefined) return free;
  throw new Refused(
    refusal(
      'WALL_FULL',
      'A-56',
      '条例39(3)',
      [`挂牌督办已满 ${WALL_PLACES} 件`, `all ${WALL_PLACES} places of the wall are taken`],
      ['先推动已挂牌的事项达到摘牌条件并摘牌', 'bring a flagged case to its condition and clear its flag first'],
    ),
  );
}
