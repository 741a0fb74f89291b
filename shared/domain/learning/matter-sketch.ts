import { normaliseText } from '../text-normalise.ts';
import { hashOf } from './features.ts';
import { type LinearModel, RARITY_UNIT } from './linear-model.ts';

/**
 * How petitions on the same matter (信访事项) are found among a million without reading a million: each leaves a few of
 * its most telling n-grams as keys (what is written) and is looked up by many of its own (what is read). Whoever
 * shares a key is compared by its sketch. Keys and marks are keyed hashes: no fragment of a text lies in the clear.
 */
export interface Sketch {
  /** Where the petition can be found, most telling first. */
  readonly keys: readonly string[];
  /** Marks of its most telling n-grams with their weight; the squares of all weights of a text sum to one. */
  readonly marks: ReadonlyMap<number, number>;
}

/** What a text is compared by. */
export type Marks = Pick<Sketch, 'marks'>;

/** Everything of a text that a search looks for. */
export interface Probe extends Sketch {
  /** Keys under which a petition on the same matter may stand. */
  readonly lookUps: readonly string[];
}

/** A keyed hash of an n-gram: 16 bits as its mark, and its key in the index. */
export type Blind = (gram: number) => { readonly mark: number; readonly key: string };

/** How rare an n-gram is, as a weight; capped, so that a misspelling is not the most telling of all. */
export type Rarity = (gram: number) => number;

export const KEYS = 6;
const LOOK_UPS = 256;
/** At most 255, which is how many of one weight can be counted. */
const MARKS = 190;
/** So many steps of weight from one half to the next, and so many in all: whatever weighs less counts as the last. */
const STEPS = 4;
const LEVELS = 24;
const READ = 5_000;
/** An n-gram counts as if at least so many of the bureau's petitions had it. */
const RAREST = 8;

export function sketchOf(text: string, rarity: Rarity, blind: Blind): Probe {
  const told = tellingGrams(text, rarity);
  const seen = told.slice(0, LOOK_UPS).map(({ gram, weight }) => ({ ...blind(gram), weight }));
  return {
    keys: spread(told).map((gram) => blind(gram).key),
    marks: new Map(seen.slice(0, MARKS).map(({ mark, weight }) => [mark, weight])),
    lookUps: seen.map(({ key }) => key),
  };
}

interface Telling {
  readonly gram: number;
  readonly letters: string;
  readonly weight: number;
}

/** The most telling n-grams that bring letters of their own: eight pieces of one long name would be one key. */
function spread(told: readonly Telling[]): number[] {
  const letters = new Set<string>();
  const grams: number[] = [];
  for (const { gram, letters: own } of told) {
    if (grams.length === KEYS) break;
    if ([...own].every((letter) => letters.has(letter))) continue;
    for (const letter of own) letters.add(letter);
    grams.push(gram);
  }
  return grams;
}

/** n-grams of two and three letters by weight, the most telling first. */
function tellingGrams(text: string, rarity: Rarity): Telling[] {
  const counts = new Map<string, number>();
  const runs = normaliseText(text.slice(0, READ).replace(/[^\p{L}\p{N}]+/gu, '。')).match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const run of runs)
    for (let length = 2; length <= 3; length += 1)
      for (let start = 0; start + length <= run.length; start += 1) {
        const gram = run.slice(start, start + length);
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
      }
  const weighed = [...counts].map(([letters, count]) => {
    const gram = hashOf(letters, 0);
    return { gram, letters, weight: (1 + Math.log(count)) * rarity(gram) };
  });
  const length = Math.sqrt(weighed.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1;
  return weighed
    .map((one) => ({ ...one, weight: one.weight / length }))
    .sort((a, b) => b.weight - a.weight || a.gram - b.gram);
}

/** How alike two texts are, as far as their sketches tell. */
export interface Likeness {
  /** 0 to 1, what lists are ranked by: short of `sketchCosine` by the share of the texts that the sketches do not hold. */
  readonly likeness: number;
  /** 0 to 1: how alike the sketches are, as if they held the whole texts; 1 where they hold the same. */
  readonly sketchCosine: number;
}

/** `likeness` is the geometric mean of the cosine of the sketches and of the part that they bring to that of the texts. */
export function compare(a: Marks, b: Marks): Likeness {
  let shared = 0;
  for (const [mark, weight] of a.marks) shared += weight * (b.marks.get(mark) ?? 0);
  const sketchCosine = Math.min(1, shared / (lengthOf(a) * lengthOf(b) || 1));
  return { likeness: Math.min(1, Math.sqrt(shared * sketchCosine)), sketchCosine };
}

function lengthOf({ marks }: Marks): number {
  let squares = 0;
  for (const weight of marks.values()) squares += weight * weight;
  return Math.sqrt(squares);
}

/** Rarity among some texts, where those themselves are the history. */
export function rarityAmong(texts: readonly string[]): Rarity {
  const seen = new Map<number, number>();
  for (const text of texts)
    for (const { gram } of tellingGrams(text, () => 1)) seen.set(gram, (seen.get(gram) ?? 0) + 1);
  return rarityFrom(texts.length, (gram) => seen.get(gram) ?? 0);
}

/** Rarity as the bureau's own model learnt it from its confirmed petitions; before there is one, all are alike. */
export function rarityOf(model: LinearModel | undefined): Rarity {
  if (model === undefined) return () => 1;
  const weights = new Map<number, number>();
  for (const [index, gram] of model.features.entries())
    weights.set(gram, (model.rarity[index] as number) / RARITY_UNIT - 1);
  const rarest = Math.max(0, ...capped(weights.values()));
  return (gram) => Math.max(0.05, weights.get(gram) ?? rarest);
}

function* capped(values: Iterable<number>): Generator<number> {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  // The rarest features of a vocabulary were seen once or twice: count them as if more often.
  yield Math.max(0, most - Math.log((RAREST + 1) / 3));
}

const rarityFrom =
  (texts: number, seen: (gram: number) => number): Rarity =>
  (gram) =>
    Math.max(0.05, Math.log((texts + 1) / (Math.max(seen(gram), RAREST) + 1)));

/**
 * Marks of like weight stand together: one byte of what they weigh, one of how many they are, two for each mark. As
 * many petitions as are read of one key then fit into what one unit reads.
 */
export function sketchToBytes({ marks }: Marks): Uint8Array {
  const [most = 1] = marks.values();
  const top = levelOf(most);
  const levels = Map.groupBy(marks, ([, weight]) => Math.min(top + LEVELS - 1, Math.max(top, levelOf(weight))));
  return Uint8Array.from(
    [...levels].flatMap(([level, own]) => [level, own.length, ...own.flatMap(([mark]) => [mark & 255, mark >>> 8])]),
  );
}

const levelOf = (weight: number): number => Math.min(255 - LEVELS, Math.max(0, Math.round(-STEPS * Math.log2(weight))));

export function sketchFromBytes(bytes: Uint8Array): Marks {
  const marks = new Map<number, number>();
  for (let at = 0; at + 1 < bytes.length; ) {
    const weight = 2 ** (-(bytes[at] as number) / STEPS);
    const end = at + 2 + 2 * (bytes[at + 1] as number);
    for (at += 2; at < end; at += 2) marks.set((bytes[at] as number) | ((bytes[at + 1] as number) << 8), weight);
  }
  return { marks };
}
