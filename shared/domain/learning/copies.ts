import { normaliseText } from '../text-normalise.ts';
import { hashOf } from './features.ts';

const READ = 5_000;
const GRAM = 4;
/** A text is compared by so many of its four-grams, those of the least hashes: a fair draw of them all (bottom-k). */
const MARKS = 48;
/** Whose four-grams are the same to this share are copies of one text: another name, date or last sentence. */
const NEARLY = 0.7;
/** A four-gram of so many texts is a phrase, no trace of one text; this bounds what a text is compared with. */
const COMMON = 60;

/**
 * Recognises copies of one letter (联名信) among texts that come one after the other.
 * @returns whether a text is a copy, whole or nearly, of one that came before; digits and punctuation do not count
 */
export function copyFinder(): (text: string) => boolean {
  const whole = new Set<string>();
  const holders = new Map<number, (readonly number[])[]>();
  return (text) => {
    const marks = marksOf(text);
    if (marks.length === 0) return false;
    const near = new Set(marks.flatMap((mark) => holders.get(mark) ?? []));
    if (whole.has(marks.join()) || [...near].some((other) => resemblance(marks, other) >= NEARLY)) return true;
    whole.add(marks.join());
    for (const mark of marks) {
      const known = holders.get(mark) ?? [];
      if (known.length < COMMON) holders.set(mark, [...known, marks]);
    }
    return false;
  };
}

/** Least first. */
function marksOf(text: string): readonly number[] {
  const letters = normaliseText(text.slice(0, READ)).replace(/[^\p{L}]/gu, '');
  const marks = new Set(letters === '' ? [] : [hashOf(letters.slice(0, GRAM), 0)]);
  for (let at = 1; at + GRAM <= letters.length; at += 1) marks.add(hashOf(letters, 0, at, at + GRAM));
  return [...marks].sort((a, b) => a - b).slice(0, MARKS);
}

/** Share of the least marks of two texts together that both of them have. */
function resemblance(a: readonly number[], b: readonly number[]): number {
  let [inA, inB, drawn, shared] = [0, 0, 0, 0];
  while (drawn < MARKS && (inA < a.length || inB < b.length)) {
    const [one, other] = [a[inA] ?? Number.POSITIVE_INFINITY, b[inB] ?? Number.POSITIVE_INFINITY];
    if (one === other) shared += 1;
    if (one <= other) inA += 1;
    if (other <= one) inB += 1;
    drawn += 1;
  }
  return shared / drawn;
}
