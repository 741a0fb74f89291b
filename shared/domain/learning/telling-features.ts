import type { Counts } from './features.ts';
import { indexOf } from './linear-model.ts';

/**
 * What each feature tells of the label, in nats: how far the labels of the samples that have it differ from those of
 * all samples (Kullback and Leibler 1951). An n-gram that stands everywhere alike tells nothing, however rare it is;
 * supervised term weighting (Debole and Sebastiani 2003) lets it count less than one that only one unit is told of.
 * @param features hashes, ascending
 * @param targets label of each sample
 * @param doubt so many further samples are supposed to have each feature, of labels as everywhere: what was seen once
 *   is no certainty
 */
export function tellingOf(
  features: Uint32Array,
  counts: readonly Counts[],
  targets: readonly number[],
  doubt: number,
): Float64Array {
  const seen = new Float64Array(features.length);
  const samplesOf = new Map<number, Counts[]>();
  for (const [sample, one] of counts.entries()) {
    const target = targets[sample] as number;
    const alike = samplesOf.get(target);
    if (alike) alike.push(one);
    else samplesOf.set(target, [one]);
    for (const feature of one.keys()) addAt(seen, indexOf(features, feature), 1);
  }
  // Labels that were never seen with a feature differ by what the doubt leaves them; all others are added one by one.
  const [told, unseen] = [new Float64Array(features.length), new Float64Array(features.length).fill(1)];
  for (const samples of samplesOf.values()) {
    const usual = samples.length / counts.length;
    for (const [at, often] of oftenIn(samples, features)) {
      const share = (often + doubt * usual) / ((seen[at] as number) + doubt);
      addAt(told, at, share * Math.log(share / usual));
      addAt(unseen, at, -usual);
    }
  }
  return told.map((nats, at) => {
    const left = doubt / ((seen[at] as number) + doubt);
    return Math.max(0, nats + Math.max(0, unseen[at] as number) * left * Math.log(left));
  });
}

function oftenIn(samples: readonly Counts[], features: Uint32Array): Map<number, number> {
  const often = new Map<number, number>();
  for (const one of samples)
    for (const feature of one.keys()) {
      const at = indexOf(features, feature);
      if (at >= 0) often.set(at, (often.get(at) ?? 0) + 1);
    }
  return often;
}

const addAt = (sums: Float64Array, at: number, amount: number): void => {
  if (at >= 0) sums[at] = (sums[at] as number) + amount;
};
