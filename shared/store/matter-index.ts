import type { CaseId, Instant } from '../domain/ids.ts';
import { JOINT } from '../domain/joint-matter.ts';
import {
  compare,
  KEYS,
  type Likeness,
  type Marks,
  type Probe,
  sketchFromBytes,
  sketchToBytes,
} from '../domain/learning/matter-sketch.ts';
import type { Database, Write } from './database.ts';

/**
 * Finds petitions on the same matter. A petition stands under a few keyed hashes of its most telling n-grams, each
 * with its sketch, so that a search reads what it compares and nothing else.
 *
 * | what | key in TEXTS |
 * |---|---|
 * | petitions that share a telling n-gram, by time | pk `MATTER#<keyed hash>`, sk `<instant>#<petitionId>` |
 *
 * What a search costs does not depend on how many petitions there are: of each key it reads the newest few, and a key
 * under which that many stand already tells too little for another petition to be put there, unless it has no better.
 */
const pkOf = (key: string): string => `MATTER#${key}`;

/** Of one key so many are read, newest first; as many fill it. An item has 512 bytes at most: together half a unit. */
export const READ_PER_KEY = 8;
/** So many copies of one letter are given. */
const MOST_COPIES = 40;
/** Look-ups under way at once. */
const AT_ONCE = 32;

/** Where a petition stands in the index: what takes it out again. */
export interface MatterPlace {
  readonly keys: readonly string[];
  /** The instant in its sort key. */
  readonly at: Instant;
}

const sortKey = (id: CaseId, at: Instant): string => `${at}#${id}`;
const idIn = (sk: string): CaseId => sk.slice(sk.indexOf('#') + 1) as CaseId;

/** Puts a petition into the index; again and again with the same result. */
export const indexWrites = (id: CaseId, { keys, at }: MatterPlace, sketch: Marks): Write[] => {
  const bytes = sketchToBytes(sketch);
  return keys.map((key) => ({
    kind: 'PUT',
    table: 'TEXTS',
    item: { pk: pkOf(key), sk: sortKey(id, at), sketch: bytes },
  }));
};

/** Takes a petition out: for a text that was corrected, and for one that is sealed. */
export const unindexWrites = (id: CaseId, { keys, at }: MatterPlace): Write[] =>
  keys.map((key) => ({ kind: 'DELETE', table: 'TEXTS', key: { pk: pkOf(key), sk: sortKey(id, at) } }));

/** A petition that shares something telling, and how much. */
export interface Alike extends Likeness {
  readonly id: CaseId;
  /** The better one of which it is a copy: the same letter by other hands. */
  readonly copyOf?: CaseId;
}

export interface AlikeFound {
  /** Best first. */
  readonly alike: readonly Alike[];
  /** All that it was compared with. */
  readonly compared: ReadonlyMap<CaseId, Likeness>;
  /** Under which keys the petition itself is to stand. */
  readonly keys: readonly string[];
}

/** The petitions most alike. Reads a bounded number of items, however many petitions there are. */
export async function findAlike(database: Database, own: CaseId, probe: Probe, most: number): Promise<AlikeFound> {
  const found = new Map<CaseId, Compared>();
  const full = new Set<string>();
  for (let from = 0; from < probe.lookUps.length; from += AT_ONCE) {
    const keys = probe.lookUps.slice(from, from + AT_ONCE);
    const pages = await Promise.all(
      keys.map((key) => database.query({ table: 'TEXTS', pk: pkOf(key), limit: READ_PER_KEY, descending: true })),
    );
    for (const [at, { items }] of pages.entries()) {
      let others = 0;
      for (const { sk, sketch } of items) {
        const id = idIn(sk);
        if (id === own) continue;
        others += 1;
        if (found.has(id)) continue;
        const marks = sketchFromBytes(sketch as Uint8Array);
        found.set(id, { id, sk, ...marks, ...compare(probe, marks) });
      }
      if (others >= READ_PER_KEY) full.add(keys[at] as string);
    }
  }
  const ranked = [...found.values()].sort(byLikeness);
  return {
    alike: bestOfEachLetter(ranked, most),
    compared: found,
    keys: roomyKeys(probe, full, ranked.some(isCopy)),
  };
}

/** Petitions that stand under the same keys, as of now: what was put there while a search was under way is among them. */
export async function standingUnder(database: Database, keys: readonly string[]): Promise<ReadonlySet<CaseId>> {
  const pages = await Promise.all(
    keys.map((key) =>
      database.query({ table: 'TEXTS', pk: pkOf(key), limit: READ_PER_KEY, descending: true, consistent: true }),
    ),
  );
  return new Set(pages.flatMap(({ items }) => items.map(({ sk }) => idIn(sk))));
}

type Compared = Likeness & Marks & { readonly id: CaseId; readonly sk: string };

const isCopy = ({ sketchCosine }: Likeness): boolean => sketchCosine >= JOINT.value.copies;

/** Best first, of equals the earliest. */
const byLikeness = (a: Compared, b: Compared): number => b.likeness - a.likeness || (a.sk < b.sk ? -1 : 1);

/**
 * The best, each copy with the name of the best of its letter: thirty hands under one letter are one thing to look at.
 * However many there are, they leave room for what tells it otherwise. Of those that are copies of what is looked up the
 * earliest is never left out, so that all of them are offered the same matter to be linked to.
 */
function bestOfEachLetter(ranked: readonly Compared[], most: number): Alike[] {
  const earliest = ranked
    .filter(isCopy)
    .reduce<Compared[]>(([first], one) => [first && first.sk < one.sk ? first : one], []);
  const letters: { readonly first: Compared; hands: number }[] = [];
  const best: (Compared & Pick<Alike, 'copyOf'>)[] = [];
  for (const one of new Set([...ranked.slice(0, 1), ...earliest, ...ranked])) {
    if (best.length === most) break;
    const letter = letters.find(({ first }) => isCopy(compare(first, one)));
    if (!letter) letters.push({ first: one, hands: 1 });
    else if (letter.hands === MOST_COPIES) continue;
    else letter.hands += 1;
    best.push(letter ? { ...one, copyOf: letter.first.id } : one);
  }
  return best.sort(byLikeness).map(({ sk: _, marks: __, ...one }) => one);
}

/**
 * The most telling keys that have room; where too few have, the most telling of all, under which it stands as the newest.
 * A copy leaves the first of them alone, under which the earliest copy may stand: a newest one would hide it.
 */
function roomyKeys({ keys, lookUps }: Probe, full: ReadonlySet<string>, copy: boolean): readonly string[] {
  if (!keys.some((key) => full.has(key))) return keys;
  const roomy = [...keys, ...lookUps].filter((key) => !full.has(key));
  const chosen = new Set([...roomy, ...keys.slice(copy && keys.length > 1 ? 1 : 0)]);
  return [...chosen].slice(0, Math.min(KEYS, keys.length));
}
