import { type LinearModel, suggest } from '../../shared/domain/learning/linear-model.ts';
import type { Judged } from '../../shared/domain/learning/measure.ts';
import { type LabelledSample, type Prior, trainModel } from '../../shared/domain/learning/train-model.ts';
import { UnusableFile } from './read-samples.ts';

/** Trains on the samples of files. @throws when they hold one label only */
export function trainOn(samples: readonly LabelledSample[], files: string): LinearModel {
  if (new Set(samples.map(({ label }) => label)).size < 2)
    throw new UnusableFile(`${files}: all rows have one label; a model needs at least two`);
  return trainModel(samples, namesAsPriors(samples));
}

/** The names of labels as what is known before any sample; codes and numbers say nothing. */
const namesAsPriors = (samples: readonly LabelledSample[]): Prior[] =>
  [...new Set(samples.map(({ label }) => label))].sort().map((label) => ({ label, text: label }));

export interface JudgedAll {
  readonly judged: readonly Judged[];
  readonly microsecondsEach: number;
}

/** What a model says of samples, and how long one takes when warm. */
export function judgeAll(model: LinearModel, samples: readonly LabelledSample[]): JudgedAll {
  for (const sample of samples.slice(0, 50)) suggest(model, sample);
  const begun = performance.now();
  const judged = samples.map((sample) => ({ label: sample.label, suggestions: suggest(model, sample) }));
  return { judged, microsecondsEach: ((performance.now() - begun) * 1000) / Math.max(1, samples.length) };
}
