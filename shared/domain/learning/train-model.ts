import { fitCalibration } from './calibrate.ts';
import { byName, type Counts, countFeatures, hashOf, type Sample } from './features.ts';
import { type Kin, kinOf, lendToMembers } from './kin-labels.ts';
import { type LinearModel, RARITY_UNIT, TELLS_UNIT, type Vocabulary, vectorOf } from './linear-model.ts';
import { isWide, MOST_BYTES } from './model-bytes.ts';
import { type FitOptions, fitLinear, scoreOf, type Weights } from './support-vectors.ts';
import { tellingOf } from './telling-features.ts';

/** A sample with the label that a person confirmed. */
export interface LabelledSample extends Sample {
  readonly label: string;
}

/** What is known of a label before anybody confirmed it: its name, the words of the rules. Counts like one sample. */
export interface Prior {
  readonly label: string;
  readonly text: string;
}

const MOST_FEATURES = 120_000;
/**
 * A feature of one long text alone says nothing of the next; of short texts every word is needed. `floor`: what a
 * feature counts that tells nothing of the label, beside `worth` for each nat that it tells; `doubt`: as if it had been
 * seen so often more, everywhere alike. Of named circumstances each says something: there it was measured to do harm.
 */
const READING = {
  LONG: { least: 2, floor: 0.25, worth: 1, doubt: 5 },
  SHORT: { least: 1, floor: 1, worth: 1, doubt: 1 },
  CIRCUMSTANCES: { least: 1, floor: 1, worth: 0, doubt: 1 },
} as const;
const LONG_TEXT = 60;
/** Folds in which scores are made for the calibration: each sample is scored by a model that has not seen it. */
const FOLDS = 4;
/** Three numbers are fitted: of many samples half are enough for that, and training takes three fifths of the time. */
const MANY = { SAMPLES: 2_000, FOLDS: 2 } as const;
const MOST_WEIGHT = 127;
const MOST_TOLD = 255;
/** Its hash, where its weights begin, its rarity and what it tells. */
const BYTES_OF_FEATURE = 4 + 4 + 2 + 1;

/** Many labels: a mild fit that would rather suggest a rare unit than forget it. */
const optionsFor = (labelCount: number): FitOptions =>
  labelCount > 60 ? { cost: 0.3, missCost: 30, rounds: 8 } : { cost: 1, missCost: labelCount > 15 ? 5 : 1, rounds: 12 };

/**
 * Trains a model. Nothing in it depends on chance, on the machine or on the order of files: training twice on the same
 * samples gives the same model byte for byte.
 * @throws when there are fewer than two labels
 */
export function trainModel(samples: readonly LabelledSample[], priors: readonly Prior[] = []): LinearModel {
  const labels = [...new Set(samples.map(({ label }) => label))].sort();
  if (labels.length < 2) throw new Error('a model needs samples of at least two labels');
  const kin = kinOf(labels);
  const labelAt = new Map(labels.map((label, index) => [label, index]));
  const known = [...samples].sort(byContent);
  const hints = priors.filter(({ label }) => labelAt.has(label)).map(({ label, text }) => ({ label, text }));
  const all: readonly LabelledSample[] = [...known, ...hints];
  const counts = all.map(countFeatures);
  const targets = all.map(({ label }) => labelAt.get(label) as number);
  const foldOf = known.map((sample) => foldFor(sample));
  const scored: { scores: Float64Array; label: number }[] = [];
  for (let fold = 0; fold < (known.length > MANY.SAMPLES ? MANY.FOLDS : FOLDS); fold += 1) {
    const inside = all.map((_, index) => foldOf[index] !== fold);
    const part = fitOn(
      counts.filter((_, index) => inside[index]),
      targets.filter((_, index) => inside[index]),
      known,
      kin,
    );
    for (const index of known.keys())
      if (foldOf[index] === fold)
        scored.push({ scores: part.score(counts[index] as Counts), label: targets[index] as number });
  }
  const whole = fitOn(counts, targets, known, kin);
  return {
    labels,
    calibration: fitCalibration(scored),
    ...whole.vocabulary,
    ...quantise(whole.weights, labels.length),
  };
}

const byContent = (a: LabelledSample, b: LabelledSample): number => {
  const [left, right] = [contentOf(a), contentOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

const contentOf = ({ label, title = '', text, fields = {}, at = '' }: LabelledSample): string =>
  [at, text, title, label, ...byName(fields).flat()].join('\u0000');

/** By content without the label: the same words never stand on both sides; without any, the same circumstances. */
export const foldFor = ({ text, title = '', fields = {}, at = '' }: Sample, folds = FOLDS): number =>
  hashOf(`${title}${text}` || [...byName(fields).map(([, value]) => value), at].join('|'), 99) % folds;

function fitOn(counts: readonly Counts[], targets: readonly number[], known: readonly Sample[], kin: Kin) {
  const vocabulary = vocabularyOf(counts, targets, known);
  const vectors = counts.map((one) => vectorOf(one, vocabulary));
  const labelCount = kin.groupsOf.length;
  const all = fitLinear(
    vectors,
    targets.map((target) => [target, ...(kin.groupsOf[target] ?? []).map((group) => labelCount + group)]),
    labelCount + kin.groups.length,
    vocabulary.features.length,
    optionsFor(labelCount),
  );
  const weights = lendToMembers(all, kin);
  return {
    vocabulary,
    weights,
    score(one: Counts): Float64Array {
      const vector = vectorOf(one, vocabulary);
      return Float64Array.from(weights, (weight) => scoreOf(vector, weight));
    },
  };
}

function vocabularyOf(counts: readonly Counts[], targets: readonly number[], known: readonly Sample[]): Vocabulary {
  const seen = new Map<number, number>();
  for (const one of counts) for (const feature of one.keys()) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  const length = known.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, known.length);
  const kind = length > LONG_TEXT ? 'LONG' : length > 0 ? 'SHORT' : 'CIRCUMSTANCES';
  const { least, floor, worth, doubt } = READING[kind];
  const kept = [...seen]
    .filter(([, often]) => often >= least)
    .sort(([a, often], [b, other]) => other - often || a - b)
    .slice(0, MOST_FEATURES)
    .sort(([a], [b]) => a - b);
  const rarityOf = (often: number): number => Math.log((1 + counts.length) / (1 + often)) + 1;
  const features = Uint32Array.from(kept, ([feature]) => feature);
  return {
    features,
    rarity: Uint16Array.from(kept, ([, often]) => Math.round(rarityOf(often) * RARITY_UNIT)),
    tells: Uint8Array.from(tellingOf(features, counts, targets, doubt), (nats) =>
      Math.min(MOST_TOLD, Math.round((floor + worth * nats) * TELLS_UNIT)),
    ),
  };
}

/** Weights as whole numbers of one byte, the smallest left out until the model is small enough. */
function quantise(weights: Weights, labelCount: number) {
  const size = (weights[0]?.length ?? 1) - 1;
  const scales = Float32Array.from(weights, (weight) => greatest(weight, size) / MOST_WEIGHT || 1);
  const least = leastKept(weights, size, labelCount);
  const starts = new Uint32Array(size + 1);
  const targets: number[] = [];
  const values: number[] = [];
  for (let feature = 0; feature < size; feature += 1) {
    for (let label = 0; label < labelCount; label += 1) {
      const weight = weights[label]?.[feature] as number;
      const value = Math.round(weight / (scales[label] as number));
      if (value === 0 || Math.abs(weight) < least) continue;
      targets.push(label);
      values.push(value);
    }
    starts[feature + 1] = values.length;
  }
  return {
    starts,
    scales,
    targets: isWide(labelCount) ? Uint16Array.from(targets) : Uint8Array.from(targets),
    weights: Int8Array.from(values),
    biases: Float32Array.from(weights, (weight) => weight[size] as number),
  };
}

function greatest(weight: Float64Array, size: number): number {
  let most = 0;
  for (let at = 0; at < size; at += 1) most = Math.max(most, Math.abs(weight[at] as number));
  return most;
}

/** The magnitude below which weights are left out, so that all entries fit. */
function leastKept(weights: Weights, size: number, labelCount: number): number {
  const room = Math.floor((MOST_BYTES - 60_000 - size * BYTES_OF_FEATURE) / (isWide(labelCount) ? 3 : 2));
  const magnitudes = new Float32Array(size * labelCount);
  for (const [label, weight] of weights.entries())
    for (let at = 0; at < size; at += 1) magnitudes[label * size + at] = Math.abs(weight[at] as number);
  if (magnitudes.length <= room) return 0;
  magnitudes.sort();
  return magnitudes[magnitudes.length - room] as number;
}
