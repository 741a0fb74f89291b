import type { LabelledSample } from '../../shared/domain/learning/train-model.ts';

const GRAM = 4;
/** A four-gram of so many texts is a phrase, no trace of one text. */
const COMMON = 60;
const NEARLY = 0.3;

/** For each sample those of the others that are nearly the same text: their four-grams cover a third of its own. */
export function nearTwins(
  samples: readonly LabelledSample[],
  others: readonly LabelledSample[],
): ReadonlyMap<LabelledSample, readonly LabelledSample[]> {
  const holders = new Map<string, LabelledSample[]>();
  for (const sample of others)
    for (const gram of gramsOf(sample)) {
      const known = holders.get(gram);
      if (known === undefined) holders.set(gram, [sample]);
      else if (known.length <= COMMON) known.push(sample);
    }
  return new Map(
    samples.map((sample) => {
      const grams = gramsOf(sample);
      const shared = new Map<LabelledSample, number>();
      for (const gram of grams) {
        const known = holders.get(gram) ?? [];
        if (known.length <= COMMON) for (const other of known) shared.set(other, (shared.get(other) ?? 0) + 1);
      }
      return [sample, [...shared].filter(([, count]) => count > grams.size * NEARLY).map(([other]) => other)];
    }),
  );
}

function gramsOf({ title = '', text }: LabelledSample): Set<string> {
  const letters = `${title}${text}`.replace(/[^\p{L}\p{N}]/gu, '');
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= letters.length; at += 1) grams.add(letters.slice(at, at + GRAM));
  return grams;
}
