/**
 * Measures the learner on labelled files (JSON lines; `text` and `title`, or named circumstances, and `label`).
 *
 *   npm run evaluate:routing -- --train FILE… --test FILE
 *   npm run evaluate:routing -- --folds 5 FILE…       the first file is split by text, the others only train
 *
 * In folds the same text never stands on both sides, and what the further files hold of it nearly so (a third of its
 * four-grams) is left out. A label of the test file that training never saw counts as missed.
 */
import { byName } from '../../shared/domain/learning/features.ts';
import { type Judged, measure, type Quality } from '../../shared/domain/learning/measure.ts';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { foldFor, type LabelledSample } from '../../shared/domain/learning/train-model.ts';
import { judgeAll, trainOn } from './judge-model.ts';
import { nearTwins } from './near-twins.ts';
import { readOptions } from './read-options.ts';
import { mergeSpellings, readSamples, UnusableInput, withInput } from './read-samples.ts';

const USAGE = 'Usage: npm run evaluate:routing -- --train FILE… --test FILE  or  -- --folds N FILE…';

withInput(() => {
  const { train, test, folds } = readTask();
  report(test === undefined ? inFolds(train, folds) : [onHeld(train, test)]);
});

interface Result {
  readonly judged: readonly Judged[];
  readonly milliseconds: readonly number[];
  readonly bytes: number;
  readonly seconds: number;
  /** Texts whose label training never saw. */
  readonly unseen: number;
}

function onHeld(train: readonly string[], test: string): Result {
  const [samples, held] = [readSamples(train), readSamples([test])];
  const taught = new Set(samples.map(wordsOf));
  const known = held.filter((sample) => taught.has(wordsOf(sample))).length;
  if (known > 0) console.log(`${test}: ${known} of ${held.length} rows stand in the training files, too`);
  return once(samples, held, train);
}

function wordsOf({ title = '', text, fields = {}, at = '' }: LabelledSample): string {
  return JSON.stringify([title, text, byName(fields), at]);
}

function once(samples: readonly LabelledSample[], held: readonly LabelledSample[], files: readonly string[]): Result {
  const begun = performance.now();
  const model = trainOn(samples, files.join(', '));
  const seconds = (performance.now() - begun) / 1000;
  const known = new Set(model.labels);
  const unseen = held.filter(({ label }) => !known.has(label)).length;
  return { ...judgeAll(model, held), bytes: modelToBytes(model).length, seconds, unseen };
}

function inFolds(files: readonly string[], count: number): Result[] {
  const [first = '', ...more] = files;
  const [split, extra] = [readSamples([first]), readSamples(more)];
  const twins = nearTwins(split, extra);
  return Array.from({ length: count }, (_, fold) => {
    const held = split.filter((sample) => foldFor(sample, count) === fold);
    if (held.length === 0) throw new UnusableInput(`${first} has too few different texts for ${count} folds`);
    const known = new Set(held.flatMap((sample) => twins.get(sample) ?? []));
    return once(
      [...split.filter((sample) => foldFor(sample, count) !== fold), ...extra.filter((sample) => !known.has(sample))],
      held,
      files,
    );
  });
}

function report(all: readonly Result[]): void {
  const judged = all.flatMap((result) => result.judged);
  const quality = measure(judged);
  print('as written', quality);
  const unknown = all.reduce((sum, { unseen }) => sum + unseen, 0);
  if (unknown > 0) console.log(`  of labels that training never saw ${unknown} texts`);
  const merge = mergeSpellings(
    judged.flatMap(({ label, suggestions }) => [label, ...suggestions.map((one) => one.label)]),
  );
  const merged = judged.map(({ label, suggestions }) => ({
    label: merge(label),
    suggestions: suggestions.map((one) => ({ ...one, label: merge(one.label) })),
  }));
  if (merged.some(({ label }, index) => label !== judged[index]?.label))
    print('spellings of a unit merged', measure(merged));
  console.log('\nreliability    samples  confidence  accuracy');
  for (const band of quality.reliability)
    console.log(
      `  ${band.from.toFixed(1)}–${band.to.toFixed(1)} ${String(band.samples).padStart(12)} ${percent(band.confidence)} ${percent(band.accuracy)}`,
    );
  console.log(`  expected calibration error ${quality.calibrationError.toFixed(4)}`);
  console.log('\nconfusion (is → said, the commonest twenty)');
  for (const { label, said, times } of quality.confusions.slice(0, 20))
    console.log(`  ${String(times).padStart(5)}  ${label} → ${said}`);
  const times = all.flatMap(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const at = (share: number): string => `${(times[Math.floor((times.length - 1) * share)] as number).toFixed(3)} ms`;
  console.log(`\ntime per text, warm   median ${at(0.5)}, 95 of 100 within ${at(0.95)}`);
  console.log(`model size            ${Math.max(...all.map(({ bytes }) => bytes))} bytes`);
  console.log(
    `training              ${(all.reduce((sum, { seconds }) => sum + seconds, 0) / all.length).toFixed(1)} s`,
  );
}

function print(name: string, quality: Quality): void {
  console.log(`${name}: ${quality.samples} texts`);
  console.log(`  accuracy                     ${quality.accuracy.toFixed(4)}`);
  console.log(`  macro-F1                     ${quality.macroF1.toFixed(4)}`);
  console.log(`  top-3                        ${quality.top3.toFixed(4)}`);
  console.log(`  accuracy on the surest 80 %  ${quality.surest80.toFixed(4)}`);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(11);
}

interface Task {
  readonly train: readonly string[];
  readonly test: string | undefined;
  readonly folds: number;
}

function readTask(): Task {
  const { options, files } = readOptions(USAGE, ['train', 'test', 'folds'], ['train']);
  const { train = [], test: [test] = [], folds: [count] = [] } = options;
  const folds = Number(count);
  const all = [...train, ...files];
  if (all.length === 0 || (test === undefined && count === undefined)) throw new UnusableInput(USAGE);
  const fail = (told: string): never => {
    throw new UnusableInput(`${told}\n${USAGE}`);
  };
  if (test !== undefined && count !== undefined) fail('--test and --folds are two ways to judge: one of them');
  if (files.length > 0 && (test !== undefined || train.length > 0))
    fail(`${files.join(', ')}: behind no option; --test takes one file, those to train on stand behind --train`);
  if (test === undefined && !(Number.isInteger(folds) && folds >= 2))
    fail(`--folds ${count}: a whole number from 2 on`);
  return { train: all, test, folds };
}
