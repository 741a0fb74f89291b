import { TRADITIONAL } from './traditional-data.ts';

/**
 * Text as the rules compare it, and the scanner that finds their words. Both are linear in the length of the text:
 * no regular expression with nested repetition ever sees what a petitioner wrote.
 */

const toSimplified = new Map<string, string>();
const pairs = [...TRADITIONAL];
for (let index = 0; index + 1 < pairs.length; index += 2) {
  const traditional = pairs[index];
  const simplified = pairs[index + 1];
  if (traditional !== undefined && simplified !== undefined && traditional !== simplified) {
    toSimplified.set(traditional, simplified);
  }
}
const traditionalClass = new RegExp(`[${[...toSimplified.keys()].join('')}]`, 'gu');
/** White space, controls, zero-width and direction marks, variation selectors: nothing a word contains. */
const invisible = /(?:[\s\p{Cc}\p{Cf}\p{Variation_Selector}]|\u034F|\u115F|\u1160|\u3164)+/gu;
/**
 * More combining marks on one letter than any script writes. NFKC sorts them by class in quadratic time: 100,000 of two
 * classes by turns take seconds. The half-width voiced marks of kana become such marks by it.
 */
const tooManyMarks = /([\p{M}\uFF9E\uFF9F]{8})[\p{M}\uFF9E\uFF9F]+/gu;

/**
 * Brings spellings together: marks beyond the eighth of a letter dropped, NFKC (full-width to half-width, compatibility forms), invisible characters and white
 * space removed, lower case, traditional characters to simplified ones.
 */
export function normaliseText(text: string): string {
  return text
    .replace(tooManyMarks, '$1')
    .normalize('NFKC')
    .replace(invisible, '')
    .toLowerCase()
    .replace(traditionalClass, (character) => toSimplified.get(character) ?? character);
}

/** What stands between letters to hide or to format them: tags, entities, marks, pictures, commas and the like. */
const BETWEEN = /<[^<>]{0,60}>|&[a-z0-9#]{1,10};|[^\p{L}\p{N}。!?;]/gu;

/** The letters and digits of a normalised text alone, sentence by sentence. */
export const lettersOf = (text: string): string => text.replace(BETWEEN, '');

interface Node<T> {
  /** By UTF-16 code unit. */
  readonly next: Map<number, Node<T>>;
  values?: T[];
}

/** Words compiled for scanning; each carries what it stands for. */
export interface Lexicon<T> {
  readonly root: Node<T>;
  readonly size: number;
}

/** A word found: where it stands in the normalised text and all that it stands for. */
export interface Hit<T> {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly values: readonly T[];
}

/** Compiles words, normalised first; a word given twice stands for both values. */
export function compileWords<T>(entries: Iterable<readonly [word: string, value: T]>): Lexicon<T> {
  const root: Node<T> = { next: new Map() };
  let size = 0;
  for (const [word, value] of entries) {
    let node = root;
    const letters = normaliseText(word);
    if (letters === '') continue;
    for (let index = 0; index < letters.length; index += 1) {
      const letter = letters.charCodeAt(index);
      const next: Node<T> = node.next.get(letter) ?? { next: new Map() };
      node.next.set(letter, next);
      node = next;
    }
    if (node.values === undefined) size += 1;
    node.values = [...(node.values ?? []), value];
  }
  return { root, size };
}

/**
 * Finds words in normalised text: the longest at each position, none that lies inside another one found. A longer
 * harmless word (跳楼价) therefore hides a shorter one (跳楼). Time is text length × longest word at worst.
 */
export function scanWords<T>(lexicon: Lexicon<T>, text: string): Hit<T>[] {
  const hits: Hit<T>[] = [];
  const first = lexicon.root.next;
  let covered = 0;
  for (let start = 0; start < text.length; start += 1) {
    let node = first.get(text.charCodeAt(start));
    if (node === undefined) continue;
    let end = start + 1;
    let foundEnd = 0;
    let values: readonly T[] | undefined;
    while (node !== undefined) {
      if (node.values !== undefined) {
        foundEnd = end;
        values = node.values;
      }
      // Past the end of the text `charCodeAt` is NaN, which no word contains.
      node = node.next.get(text.charCodeAt(end));
      end += 1;
    }
    if (values !== undefined && foundEnd > covered && !cutsNumber(text, start, foundEnd)) {
      covered = foundEnd;
      hits.push({ word: text.slice(start, foundEnd), start, end: foundEnd, values });
    }
  }
  return hits;
}

/** A number is found whole or not at all: no 110 in a telephone number. */
const cutsNumber = (text: string, start: number, end: number): boolean =>
  (isDigit(text, start) && isDigit(text, start - 1)) || (isDigit(text, end - 1) && isDigit(text, end));

const isDigit = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
};
