import { type Counts, countFeatures, type Sample } from './features.ts';
import type { Vector } from './support-vectors.ts';

/** How raw scores become honest probabilities, fitted on samples that the scores were not trained on. */
export interface Calibration {
  /** Logistic curve over the lead of the best label and over its own score: the probability that it is right. */
  readonly slope: number;
  readonly height: number;
  readonly offset: number;
  /** Sharpness with which the rest is shared among the others. */
  readonly sharpness: number;
}

/** A trained model: a vocabulary of hashed features and, per feature, its weights for some labels in whole numbers. */
export interface LinearModel {
  readonly labels: readonly string[];
  readonly calibration: Calibration;
  /** Hashes of the features, ascending. */
  readonly features: Uint32Array;
  /** Rarity of each feature, in 1/4096. */
  readonly rarity: Uint16Array;
  /** How much each feature tells of the label, in 1/32; of repeats it tells nothing, so it stands beside the rarity. */
  readonly tells: Uint8Array;
  /** Where the weights of each feature begin; one more than features. */
  readonly starts: Uint32Array;
  readonly targets: Uint8Array | Uint16Array;
  readonly weights: Int8Array;
  /** What a weight of 1 is worth, per label. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
}

/** What turns the counts of a text into a vector. */
export type Vocabulary = Pick<LinearModel, 'features' | 'rarity' | 'tells'>;

export const RARITY_UNIT = 4096;
export const TELLS_UNIT = 32;

/** A label with the probability that it is right. */
export interface Suggestion {
  readonly label: string;
  readonly confidence: number;
}

/** The best labels for a sample, most likely first. */
export function suggest(model: LinearModel, sample: Sample, most = 3): Suggestion[] {
  return ranked(model.labels, rawScores(model, sample), model.calibration, most);
}

/** 0 to 1: how much of a text's features the model has ever seen; circumstances do not count. */
export function familiarity(model: Pick<LinearModel, 'features'>, { text, title = '' }: Sample): number {
  const counts = countFeatures({ text, title });
  let known = 0;
  for (const feature of counts.keys()) if (indexOf(model.features, feature) >= 0) known += 1;
  return counts.size === 0 ? 0 : known / counts.size;
}

/** Raw scores of a sample, one per label. */
export function rawScores(model: LinearModel, sample: Sample): Float64Array {
  const scores = Float64Array.from(model.biases);
  const { at, value } = vectorOf(countFeatures(sample), model);
  for (let part = 0; part < at.length; part += 1) {
    const feature = at[part] as number;
    const weight = value[part] as number;
    const end = model.starts[feature + 1] as number;
    for (let entry = model.starts[feature] as number; entry < end; entry += 1) {
      const label = model.targets[entry] as number;
      scores[label] =
        (scores[label] as number) + weight * (model.weights[entry] as number) * (model.scales[label] as number);
    }
  }
  return scores;
}

/** Best score first, each with its probability; none is likelier than the first, however unsure that is. */
export function ranked(
  labels: readonly string[],
  scores: Float64Array,
  { slope, height, offset, sharpness }: Calibration,
  most: number,
): Suggestion[] {
  const order = [...scores.keys()].sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const [first, second] = order;
  if (first === undefined) return [];
  if (second === undefined) return [{ label: labels[first] as string, confidence: 1 }];
  const best = scores[first] as number;
  const lead = best - (scores[second] as number);
  const sure = 1 / (1 + Math.exp(-(slope * lead + height * best + offset)));
  const shares = order
    .slice(1)
    .map((label) => Math.exp(sharpness * ((scores[label] as number) - (scores[second] as number))));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return order.slice(0, most).map((label, place) => ({
    label: labels[label] as string,
    confidence: place === 0 ? sure : Math.min(sure, ((1 - sure) * (shares[place - 1] as number)) / all),
  }));
}

/** Logarithmic counts of the features that the vocabulary knows, by rarity and by what they tell, of length one. */
export function vectorOf(counts: Counts, { features, rarity, tells }: Vocabulary): Vector {
  const at = new Int32Array(counts.size);
  const value = new Float64Array(counts.size);
  let known = 0;
  let square = 0;
  for (const [feature, count] of counts) {
    const index = indexOf(features, feature);
    if (index < 0) continue;
    const weight =
      ((1 + Math.log(count)) * (rarity[index] as number) * (tells[index] as number)) / (RARITY_UNIT * TELLS_UNIT);
    at[known] = index;
    value[known] = weight;
    known += 1;
    square += weight * weight;
  }
  const length = Math.sqrt(square) || 1;
  for (let part = 0; part < known; part += 1) value[part] = (value[part] as number) / length;
  return { at: at.subarray(0, known), value: value.subarray(0, known) };
}

/** Where a feature stands in an ascending vocabulary; -1 if it does not. */
export function indexOf(features: Uint32Array, feature: number): number {
  let low = 0;
  let high = features.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = features[middle] as number;
    if (found === feature) return middle;
    if (found < feature) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
