import type { OfficerId } from './ids.ts';
import { findUnitsAsNamed } from './place.ts';
import { compileWords, type Lexicon, normaliseText, scanWords } from './text-normalise.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Units and officers that words about the accused (被反映的单位、人员) point to. A citizen knows names, not ids; what
 * he wrote must bind from the first moment (P-03). A unit named with its superiors stands for itself alone.
 */
export function accusedNamed(words: string, tree: UnitTree): AccusedParties {
  const text = normaliseText(words);
  if (text === '') return { units: [], officers: [] };
  const named = findUnitsAsNamed(tree, text).map(({ unit }) => unit);
  return {
    units: named.filter((unit) => !named.some((other) => other !== unit && tree.isWithin(other, unit))),
    officers: officersNamed(text, tree),
  };
}

const namesOf = new WeakMap<UnitTree, Lexicon<OfficerId>>();
/** 王平安排人打我 is 王平 who arranged it, whoever else is called 王平安. */
const VERB_WITHIN = /^(?:安[排插置]|平[时日]|明[知明显]|正[在是]|强[行迫制]|成[天了为])/u;

/**
 * Officers whose names stand in a text, be they meant or a namesake; every petition is read for them. Of names that
 * contain each other the longest is read, and the shorter too where a verb may begin inside it: rather one too many is
 * bound (P-03).
 * @param text normalised
 */
export function officersNamed(text: string, tree: UnitTree): OfficerId[] {
  let names = namesOf.get(tree);
  if (!names) {
    names = compileWords(tree.bureau.officers.map(({ id, name }) => [name, id]));
    namesOf.set(tree, names);
  }
  const found = new Set<OfficerId>();
  for (const { word, start, values } of scanWords(names, text)) {
    const within = scanWords(names, word.slice(0, -1)).filter(
      (shorter) => shorter.start === 0 && VERB_WITHIN.test(text.slice(start + shorter.end, start + shorter.end + 2)),
    );
    for (const officer of [...values, ...within.flatMap((shorter) => shorter.values)]) found.add(officer);
  }
  return tree.bureau.officers.flatMap(({ id }) => (found.has(id) ? [id] : []));
}
