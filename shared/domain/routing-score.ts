import { CONCEPTS, type Concept } from './routing-concepts.ts';
import { DANGER_WORDS, isPastDeath } from './routing-danger.ts';
import { COMPOUNDS, NEAR_RULES, type NearRule } from './routing-near.ts';
import { HARMLESS, NEEDS_POLICE, POLICE_NOTIONS, SIGNAL_WORDS, WORD_RULES, type WordRule } from './routing-rules.ts';
import { CATEGORIES, type CategoryCode } from './taxonomy.ts';
import type { Signal } from './taxonomy-data.ts';
import { compileWords, type Hit, type Lexicon, scanWords } from './text-normalise.ts';

type Meaning =
  | { readonly kind: 'RULE'; readonly rule: WordRule }
  | { readonly kind: 'CONCEPT'; readonly concept: Concept }
  | { readonly kind: 'SIGNAL'; readonly signal: Signal }
  | { readonly kind: 'DANGER' }
  | { readonly kind: 'HARMLESS' };

/** What the rules found for one category. */
export interface Score {
  readonly category: CategoryCode;
  readonly score: number;
  /** Words of the rules that were found, strongest first; never free text of the petitioner. */
  readonly words: readonly string[];
}

/** All that the rules read out of a text. */
export interface Reading {
  /** Categories with any score, best first; ties in the order of the taxonomy. */
  readonly ranked: readonly Score[];
  readonly danger: readonly string[];
  readonly signals: ReadonlyMap<Signal, readonly string[]>;
  readonly concepts: ReadonlyMap<Concept, readonly string[]>;
}

/** A part of the text with its weight: a title or a stated request says more than a narrative. */
export interface Part {
  /** Normalised text. */
  readonly text: string;
  readonly factor: number;
}

/** Below this score of a category nothing was recognised. */
export const RECOGNISED = 2.5;
/** Each further piece of evidence counts this much of the one before, so that length alone proves nothing. */
const FADE = 0.75;
/** Share of its score that a category about police conduct keeps in a text that names no police. */
const WITHOUT_POLICE = 0.6;

let compiled: Lexicon<Meaning> | undefined;

/** Compiled at the first call, not at import: a function that never routes does not pay for it. */
function lexicon(): Lexicon<Meaning> {
  compiled ??= compileWords(meaningsOfAllWords());
  return compiled;
}

function meaningsOfAllWords(): [string, Meaning][] {
  const meanings = new Map<string, Meaning[]>();
  const add = (words: readonly string[], meaning: Meaning): void => {
    for (const word of words) meanings.set(word, [...(meanings.get(word) ?? []), meaning]);
  };
  for (const rule of WORD_RULES) add(rule.words, { kind: 'RULE', rule });
  for (const concept of Object.keys(CONCEPTS) as (keyof typeof CONCEPTS)[])
    add(CONCEPTS[concept], { kind: 'CONCEPT', concept });
  for (const signal of Object.keys(SIGNAL_WORDS) as Signal[]) add(SIGNAL_WORDS[signal], { kind: 'SIGNAL', signal });
  add(DANGER_WORDS, { kind: 'DANGER' });
  const entries: [string, Meaning][] = [];
  for (const [word, own] of meanings) {
    for (const meaning of [...own, ...conceptsInside(word, meanings)]) entries.push([word, meaning]);
  }
  for (const word of HARMLESS) entries.push([word, { kind: 'HARMLESS' }]);
  return entries;
}

/** A long word hides the shorter ones in it, but not the notions they stand for: 派出所调解 still names the police. */
function conceptsInside(word: string, meanings: ReadonlyMap<string, readonly Meaning[]>): Meaning[] {
  if (meanings.get(word)?.some((meaning) => meaning.kind === 'CONCEPT')) return [];
  const found = new Map<Concept, Meaning>();
  for (let start = 0; start < word.length; start += 1) {
    for (let end = start + 1; end <= word.length; end += 1) {
      if (end - start === word.length) continue;
      for (const meaning of meanings.get(word.slice(start, end)) ?? []) {
        if (meaning.kind === 'CONCEPT') found.set(meaning.concept, meaning);
      }
    }
  }
  return [...found.values()];
}

const keys = new Map<NearRule, string>(NEAR_RULES.map((rule) => [rule, rule.near.join('+')]));
const keyOf = (rule: NearRule): string => keys.get(rule) ?? '';

const nearRulesOf = new Map<Concept, NearRule[]>();
for (const rule of NEAR_RULES) {
  for (const concept of new Set(rule.near)) nearRulesOf.set(concept, [...(nearRulesOf.get(concept) ?? []), rule]);
}

/** Stands for whoever the form says is complained of. */
const NAMED = { word: '被反映的单位或人员' };

/**
 * Reads the parts of a text as one, so that what a form splits (请处理…所长 | 收受红包) still stands together; linear in
 * their length.
 * @param complainedOf the form says whom it complains of: graft and torture are told of them, wherever they stand
 */
export function readText(parts: readonly Part[], complainedOf = false): Reading {
  const evidence = new Map<CategoryCode, Map<string, { weight: number; words: readonly string[] }>>();
  const danger = new Set<string>();
  const signals = new Map<Signal, Set<string>>();
  const concepts = new Map<Concept, Set<string>>();
  const note = (category: CategoryCode, key: string, weight: number, ...words: string[]): void => {
    const known = evidence.get(category) ?? new Map<string, { weight: number; words: readonly string[] }>();
    evidence.set(category, known);
    if ((known.get(key)?.weight ?? 0) < weight) known.set(key, { weight, words });
  };
  const last = new Map<Concept, Hit<Meaning>>();
  const whole = parts.map(({ text }) => text).join('');
  let before = 0;
  for (const part of parts) {
    for (const found of scanWords(lexicon(), part.text)) {
      const hit = { ...found, start: before + found.start, end: before + found.end };
      for (const meaning of hit.values) {
        if (meaning.kind === 'DANGER' && !isPastDeath(whole, hit.start, hit.end)) danger.add(hit.word);
        if (meaning.kind === 'SIGNAL') gather(signals, meaning.signal, hit.word);
        if (meaning.kind === 'RULE') note(meaning.rule.category, hit.word, meaning.rule.weight * part.factor, hit.word);
        if (meaning.kind === 'CONCEPT') gather(concepts, meaning.concept, hit.word);
      }
      for (const meaning of hit.values) {
        if (meaning.kind !== 'CONCEPT') continue;
        for (const [rule, other] of partners(meaning.concept, hit, last, whole, complainedOf)) {
          note(rule.category, keyOf(rule), rule.weight * part.factor, other.word, hit.word);
        }
      }
      for (const meaning of hit.values) if (meaning.kind === 'CONCEPT') last.set(meaning.concept, hit);
      for (const { concept, of, window, unless } of COMPOUNDS) {
        const [first, second] = [last.get(of[0]), last.get(of[1])];
        if (second !== hit || !first || hit.start - first.end > window) continue;
        if (unless?.test(whole.slice(first.end, hit.start))) continue;
        last.set(concept, hit);
        gather(concepts, concept, `${first.word}…${hit.word}`);
      }
    }
    before += part.text.length;
  }
  const namesPolice = POLICE_NOTIONS.some((notion) => concepts.has(notion));
  const ranked = CATEGORIES.flatMap(({ code }): Score[] => {
    const pieces = [...(evidence.get(code)?.values() ?? [])].sort((left, right) => right.weight - left.weight);
    if (pieces.length === 0) return [];
    const sum = pieces.reduce((total, piece, index) => total + piece.weight * FADE ** index, 0);
    const score = namesPolice || !NEEDS_POLICE.test(code) ? sum : sum * WITHOUT_POLICE;
    return [{ category: code, score, words: [...new Set(pieces.flatMap((piece) => piece.words))].slice(0, 12) }];
  }).sort((left, right) => right.score - left.score);
  return { ranked, danger: [...danger], signals: listed(signals), concepts: listed(concepts) };
}

function* partners(
  concept: Concept,
  hit: Hit<Meaning>,
  last: ReadonlyMap<Concept, Hit<Meaning>>,
  whole: string,
  complainedOf: boolean,
): Generator<[NearRule, Pick<Hit<Meaning>, 'word'>]> {
  for (const rule of nearRulesOf.get(concept) ?? []) {
    const [first, second] = rule.near;
    if (rule.ordered && concept !== second) continue;
    const other = last.get(concept === second ? first : second);
    const isNear =
      other !== undefined &&
      hit.start - other.end <= rule.window &&
      !rule.unless?.test(whole.slice(other.end, hit.start)) &&
      !rule.unlessOf?.test(before(whole, concept === second ? hit : other));
    if (isNear) yield [rule, other];
    else if (complainedOf && rule.ofAccused && concept === second) yield [rule, NAMED];
  }
}

/** What stands right before a word, as far as any rule looks. */
const before = (whole: string, { start }: Hit<Meaning>): string => whole.slice(Math.max(0, start - 12), start);

function gather<Key>(sets: Map<Key, Set<string>>, key: Key, word: string): void {
  const known = sets.get(key) ?? new Set<string>();
  known.add(word);
  sets.set(key, known);
}

const listed = <Key>(sets: ReadonlyMap<Key, ReadonlySet<string>>): Map<Key, readonly string[]> =>
  new Map([...sets].map(([key, words]) => [key, [...words]]));
