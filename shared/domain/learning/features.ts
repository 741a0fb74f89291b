import { normaliseText } from '../text-normalise.ts';

/** What a label is learnt from: a text, a title that says more than its length, and named circumstances. */
export interface Sample {
  readonly text: string;
  readonly title?: string;
  /** Circumstances by name (place, channel, kind): each counts by itself and together with every other. */
  readonly fields?: Readonly<Record<string, string>>;
  /** When it was made (ISO): units are renamed and duties move, so that what was right in spring is not in autumn. */
  readonly at?: string;
}

/** Counts of hashed features. A hash is all that leaves a text: no fragment of it is stored anywhere. */
export type Counts = Map<number, number>;

/** Read at most this much of a text, from its beginning and from its end: the rest cannot slow anybody down. */
const READ_FROM_START = 3_000;
const READ_FROM_END = 1_000;
const TITLE_WEIGHT = 3;
/** A short question is read with its punctuation and its edges: there is little else to go by. */
const SHORT = 60;
/** So many named circumstances are combined with each other. */
const MOST_FIELDS = 8;
const PERIOD_DAYS = 10;

const SEED = { TEXT: 0, TITLE: 7, EDGES: 11, FIELD: 23 } as const;

/** The features of a sample, counted; linear in what is read of it. */
export function countFeatures(sample: Sample): Counts {
  const counts: Counts = new Map();
  const short = sample.text.length <= SHORT;
  addLetters(counts, clip(sample.text), short ? 2 : 3, SEED.TEXT, 1);
  if (short && sample.text !== '') addEdges(counts, sample.text);
  if (sample.title) {
    const title = clip(sample.title);
    addLetters(counts, title, 3, SEED.TEXT, TITLE_WEIGHT);
    addLetters(counts, title, 3, SEED.TITLE, 1);
  }
  if (sample.fields) addFields(counts, sample.fields, sample.at);
  return counts;
}

const clip = (text: string): string =>
  text.length <= READ_FROM_START + READ_FROM_END
    ? text
    : `${text.slice(0, READ_FROM_START)} ${text.slice(-READ_FROM_END)}`;

/** n-grams of letters within runs of letters; a number counts by its length alone, a Latin word as a whole. */
function addLetters(counts: Counts, text: string, most: number, seed: number, weight: number): void {
  const runs = normaliseText(text.replace(/[^\p{L}\p{N}]+/gu, '。')).match(/\p{L}+|\p{N}+/gu) ?? [];
  for (const run of runs) {
    if (/^[a-z]+$/.test(run)) add(counts, hashOf(run.slice(0, 24), seed), weight);
    else if (/^\p{N}/u.test(run)) add(counts, hashOf('0'.repeat(Math.min(4, run.length)), seed), weight);
    else addGrams(counts, run, most, seed, weight);
  }
}

/** n-grams across punctuation, with where the text begins and ends. */
function addEdges(counts: Counts, text: string): void {
  addGrams(counts, `^${normaliseText(text)}$`, 2, SEED.EDGES, 1);
}

function addGrams(counts: Counts, run: string, most: number, seed: number, weight: number): void {
  for (let length = 1; length <= most; length += 1)
    for (let start = 0; start + length <= run.length; start += 1)
      add(counts, hashOf(run, seed, start, start + length), weight);
}

function addFields(counts: Counts, fields: Readonly<Record<string, string>>, at: string | undefined): void {
  const told = byName(fields)
    .filter(([, value]) => value !== '')
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => `${name}=${value.slice(0, 60)}`);
  const period = at === undefined ? undefined : periodOf(at);
  if (period !== undefined) told.push(period);
  for (const [index, one] of told.entries()) {
    add(counts, hashOf(one, SEED.FIELD), 1);
    for (const other of told.slice(index + 1)) add(counts, hashOf(`${one}&${other}`, SEED.FIELD), 1);
  }
}

/** Circumstances in the order of their names: the same ones are the same however somebody wrote them down. */
export const byName = (fields: Readonly<Record<string, string>>): [name: string, value: string][] =>
  Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));

function periodOf(at: string): string | undefined {
  const [year, month, day] = at.slice(0, 10).split('-').map(Number);
  if (!(year && month && day)) return undefined;
  return `period=${Math.floor((year * 372 + month * 31 + day) / PERIOD_DAYS)}`;
}

const add = (counts: Counts, feature: number, weight: number): void => {
  counts.set(feature, (counts.get(feature) ?? 0) + weight);
};

/** 32 bits, FNV-1a with a final mix. */
export function hashOf(text: string, seed: number, start = 0, end = text.length): number {
  let hash = 2166136261 ^ seed;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2246822519);
  hash ^= hash >>> 13;
  return hash >>> 0;
}
