import { type LinearModel, suggest } from '../../shared/domain/learning/linear-model.ts';
import type { Judged } from '../../shared/domain/learning/measure.ts';
import { type LabelledSample, type Prior, trainModel } from '../../shared/domain/learning/train-model.ts';
import { UnusableInput } from './read-samples.ts';

/** Trains on the samples of files. @throws when they hold one label only */
export function trainOn(samples: readonly LabelledSample[], files: string): LinearModel {
  if (new Set(samples.map(({ label }) => label)).size < 2)
    throw new UnusableInput(`${files}: all rows have one label; a model needs at least two`);
  return trainModel(samples, namesAsPriors(samples));
}

const WARM_UP = 50;

/** The names of labels as what is known before any sample; codes and numbers say nothing. */
const namesAsPriors = (samples: readonly LabelledSample[]): Prior[] =>
  [...new Set(samples.map(({ label }) => label))].sort().map((label) => ({ label, text: label }));

export interface JudgedAll {
  readonly judged: readonly Judged[];
  /** Of each text when warm: the median says what one takes, whatever else the machine does meanwhile. */
  readonly milliseconds: readonly number[];
}

/** What a model says of samples, and how long each takes when warm. */
export function judgeAll(model: LinearModel, samples: readonly LabelledSample[]): JudgedAll {
  for (const sample of samples.slice(0, WARM_UP)) suggest(model, sample);
  const milliseconds: number[] = [];
  const judged = samples.map((sample) => {
    const begun = performance.now();
    const suggestions = suggest(model, sample);
    milliseconds.push(performance.now() - begun);
    return { label: sample.label, suggestions };
  });
  return { judged, milliseconds };
}
