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
  const labels = samplesByLabel(counts, targets).map((samples) => ({
    usual: samples.length / counts.length,
    often: oftenIn(samples, features),
  }));
  const seen = new Float64Array(features.length);
  for (const { often } of labels) for (const [at, times] of often) addAt(seen, at, times);
  // Labels that were never seen with a feature differ by what the doubt leaves them; all others are added one by one.
  const [told, unseen] = [new Float64Array(features.length), new Float64Array(features.length).fill(1)];
  for (const { usual, often } of labels)
    for (const [at, times] of often) {
      const share = (times + doubt * usual) / ((seen[at] as number) + doubt);
      addAt(told, at, share * Math.log(share / usual));
      addAt(unseen, at, -usual);
    }
  return told.map((nats, at) => {
    const left = doubt / ((seen[at] as number) + doubt);
    return Math.max(0, nats + Math.max(0, unseen[at] as number) * left * Math.log(left));
  });
}

function samplesByLabel(counts: readonly Counts[], targets: readonly number[]): Counts[][] {
  const samplesOf = new Map<number, Counts[]>();
  for (const [sample, one] of counts.entries()) {
    const alike = samplesOf.get(targets[sample] as number);
    if (alike) alike.push(one);
    else samplesOf.set(targets[sample] as number, [one]);
  }
  return [...samplesOf.values()];
}

/** In how many of the samples each feature of the vocabulary stands, by its place there. */
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
  sums[at] = (sums[at] as number) + amount;
};
