/**
 * Measures the learner on labelled files (JSON lines; `text` and `title`, or named circumstances, and `label`).
 *
 *   npm run evaluate:routing -- --train FILE… --test FILE
 *   npm run evaluate:routing -- --train FILE… --folds 5        the first file is split, the others only train
 *
 * In folds the same text never stands on both sides, and what the further files hold of it nearly so (a third of its
 * four-grams) is left out.
 */
import { parseArgs } from 'node:util';
import { type Judged, measure, type Quality } from '../../shared/domain/learning/measure.ts';
import { modelToBytes } from '../../shared/domain/learning/model-bytes.ts';
import { foldFor, type LabelledSample, trainModel } from '../../shared/domain/learning/train-model.ts';
import { judgeAll, namesAsPriors } from './judge-model.ts';
import { nearTwins } from './near-twins.ts';
import { mergeSpellings, readSamples } from './read-samples.ts';

const USAGE = 'Usage: npm run evaluate:routing -- --train FILE… (--test FILE | --folds N)';

const { train, test, folds } = readOptions(process.argv.slice(2));
const results = test === undefined ? inFolds(train, folds) : [once(readSamples(train), readSamples([test]))];
report(results);

interface Result {
  readonly judged: readonly Judged[];
  readonly microsecondsEach: number;
  readonly bytes: number;
  readonly seconds: number;
}

function once(samples: readonly LabelledSample[], held: readonly LabelledSample[]): Result {
  const begun = performance.now();
  const model = trainModel(samples, namesAsPriors(samples));
  const seconds = (performance.now() - begun) / 1000;
  return { ...judgeAll(model, held), bytes: modelToBytes(model).length, seconds };
}

function inFolds(files: readonly string[], count: number): Result[] {
  const [first = '', ...more] = files;
  const [split, extra] = [readSamples([first]), readSamples(more)];
  const twins = nearTwins(split, extra);
  return Array.from({ length: count }, (_, fold) => {
    const held = split.filter((sample) => foldFor(sample, count) === fold);
    const known = new Set(held.flatMap((sample) => twins.get(sample) ?? []));
    return once(
      [...split.filter((sample) => foldFor(sample, count) !== fold), ...extra.filter((sample) => !known.has(sample))],
      held,
    );
  });
}

function report(all: readonly Result[]): void {
  const judged = all.flatMap((result) => result.judged);
  const quality = measure(judged);
  print('as written', quality);
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
  const mean = (pick: (result: Result) => number) => all.reduce((sum, result) => sum + pick(result), 0) / all.length;
  console.log(`\ntime per text, warm   ${(mean((result) => result.microsecondsEach) / 1000).toFixed(3)} ms`);
  console.log(`model size            ${Math.max(...all.map(({ bytes }) => bytes))} bytes`);
  console.log(`training              ${mean(({ seconds }) => seconds).toFixed(1)} s`);
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

function readOptions(args: string[]): { train: string[]; test: string | undefined; folds: number } {
  // `--train A B C`: everything up to the next option belongs to it.
  const spread: string[] = [];
  let option = '';
  for (const arg of args) {
    if (arg.startsWith('--')) option = arg;
    else if (option === '--train' && spread.at(-1) !== '--train') spread.push('--train');
    spread.push(arg);
  }
  const { values } = parseArgs({
    args: spread,
    options: { train: { type: 'string', multiple: true }, test: { type: 'string' }, folds: { type: 'string' } },
  });
  const count = Number(values.folds ?? 0);
  if (values.train === undefined || (values.test === undefined && !(Number.isInteger(count) && count >= 2))) {
    console.error(USAGE);
    process.exit(1);
  }
  return { train: values.train, test: values.test, folds: count };
}
