import type { CaseId } from '../domain/ids.ts';
import { likeness, type Probe, type Sketch, sketchFromBytes, sketchToBytes } from '../domain/learning/matter-sketch.ts';
import type { Database, Write } from './database.ts';

/**
 * Finds petitions on the same matter. A petition stands under a few keyed hashes of its most telling n-grams, each
 * with its sketch, so that a search reads what it compares and nothing else.
 *
 * | what | key in TEXTS |
 * |---|---|
 * | petitions that share a telling n-gram | pk `MATTER#<keyed hash>`, sk `<petitionId>` |
 */
const pkOf = (key: string): string => `MATTER#${key}`;

/** Of one key so many are read, whatever stands under it: a key that all have tells nothing. */
const READ_PER_KEY = 50;
/** Look-ups under way at once. */
const AT_ONCE = 32;

/** Puts a petition into the index; again and again with the same result. */
export const indexWrites = (id: CaseId, sketch: Sketch): Write[] => {
  const bytes = sketchToBytes(sketch);
  return sketch.keys.map((key) => ({ kind: 'PUT', table: 'TEXTS', item: { pk: pkOf(key), sk: id, sketch: bytes } }));
};

/** Takes a petition out: for a text that was corrected, and for one that is sealed. */
export const unindexWrites = (id: CaseId, keys: readonly string[]): Write[] =>
  keys.map((key) => ({ kind: 'DELETE', table: 'TEXTS', key: { pk: pkOf(key), sk: id } }));

/** A petition that shares something telling, and how much. */
export interface Alike {
  readonly id: CaseId;
  readonly likeness: number;
}

/** The petitions most alike, best first. Reads a bounded number of items, however many petitions there are. */
export async function findAlike(database: Database, own: CaseId, probe: Probe, most: number): Promise<Alike[]> {
  const found = new Map<CaseId, number>();
  for (let from = 0; from < probe.lookUps.length; from += AT_ONCE) {
    const pages = await Promise.all(
      probe.lookUps
        .slice(from, from + AT_ONCE)
        .map((key) => database.query({ table: 'TEXTS', pk: pkOf(key), limit: READ_PER_KEY, descending: true })),
    );
    for (const { sk, sketch } of pages.flatMap(({ items }) => items)) {
      const id = sk as CaseId;
      if (id !== own && !found.has(id)) found.set(id, likeness(probe, sketchFromBytes(sketch as Uint8Array)));
    }
  }
  return [...found]
    .map(([id, alike]) => ({ id, likeness: alike }))
    .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
    .slice(0, most);
}
