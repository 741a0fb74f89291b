import type { Setting } from '../bureau.ts';
import type { Suggestion } from './linear-model.ts';

/** What a model said of a sample whose label is known. */
export interface Judged {
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
}

export interface Quality {
  readonly samples: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly top3: number;
  /** Accuracy on the share of samples that the model is surest of. */
  readonly surest80: number;
  readonly reliability: readonly ReliabilityBand[];
  /** Mean distance between confidence and accuracy (expected calibration error). */
  readonly calibrationError: number;
  /** The commonest confusions: what it is, what was said, how often. */
  readonly confusions: readonly { readonly label: string; readonly said: string; readonly times: number }[];
}

export interface ReliabilityBand {
  readonly from: number;
  readonly to: number;
  readonly samples: number;
  readonly confidence: number;
  readonly accuracy: number;
}

const BANDS = 10;

export function measure(judged: readonly Judged[]): Quality {
  const bands = bandsOf(judged);
  return {
    samples: judged.length,
    accuracy: share(judged, isRight),
    macroF1: macroF1(judged),
    top3: share(judged, ({ label, suggestions }) => suggestions.slice(0, 3).some((one) => one.label === label)),
    surest80: share(surest(judged, 0.8), isRight),
    reliability: bands,
    calibrationError: bands.reduce(
      (sum, { samples, confidence, accuracy }) => sum + (samples / judged.length) * Math.abs(confidence - accuracy),
      0,
    ),
    confusions: confusionsOf(judged),
  };
}

const saidOf = ({ suggestions }: Judged): string => suggestions[0]?.label ?? '';
const confidenceOf = ({ suggestions }: Judged): number => suggestions[0]?.confidence ?? 0;
const isRight = (one: Judged): boolean => saidOf(one) === one.label;
const share = (judged: readonly Judged[], holds: (one: Judged) => boolean): number =>
  judged.length === 0 ? Number.NaN : judged.filter(holds).length / judged.length;

export const surest = (judged: readonly Judged[], part: number): readonly Judged[] =>
  [...judged].sort((a, b) => confidenceOf(b) - confidenceOf(a)).slice(0, Math.round(judged.length * part));

/** Mean over all labels that occur, of the harmonic mean of precision and recall. */
export function macroF1(judged: readonly Judged[]): number {
  const labels = [...new Set(judged.map(({ label }) => label))];
  const scores = labels.map((label) => {
    const right = judged.filter((one) => one.label === label && isRight(one)).length;
    const said = judged.filter((one) => saidOf(one) === label).length;
    const meant = judged.filter((one) => one.label === label).length;
    return (2 * right) / (said + meant);
  });
  return scores.reduce((sum, score) => sum + score, 0) / Math.max(1, labels.length);
}

function bandsOf(judged: readonly Judged[]): ReliabilityBand[] {
  return Array.from({ length: BANDS }, (_, band) => {
    const inside = judged.filter((one) => Math.min(BANDS - 1, Math.floor(confidenceOf(one) * BANDS)) === band);
    return {
      from: band / BANDS,
      to: (band + 1) / BANDS,
      samples: inside.length,
      confidence: inside.reduce((sum, one) => sum + confidenceOf(one), 0) / Math.max(1, inside.length),
      accuracy: inside.length === 0 ? 0 : share(inside, isRight),
    };
  }).filter(({ samples }) => samples > 0);
}

function confusionsOf(judged: readonly Judged[]): Quality['confusions'] {
  const times = new Map<string, number>();
  for (const one of judged) {
    if (isRight(one)) continue;
    const key = `${one.label}\u0000${saidOf(one)}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return [...times]
    .sort(([a, often], [b, other]) => other - often || (a < b ? -1 : 1))
    .map(([key, count]) => {
      const [label = '', said = ''] = key.split('\u0000');
      return { label, said, times: count };
    });
}

/** Our own measures, verified nowhere: what it takes to say of a model that it is better. */
export const PROOF: Setting<{
  /** A label is judged by so many different petitions at least, and so many labels are. */
  readonly judgesOfLabel: number;
  readonly labels: number;
  /** The gain comes by chance this rarely at most. */
  readonly chance: number;
}> = {
  value: { judgesOfLabel: 3, labels: 2, chance: 0.05 },
  cite: '本系统设定:替换模型的检验标准',
  verified: false,
};

/** Why a model does or does not take the place of another. */
export type Verdict = 'BETTER' | 'FEW_JUDGES' | 'NO_GAIN' | 'LESS_HONEST' | 'BY_CHANCE';

/**
 * A new model goes live only if it is better than the live one on the same recent confirmed cases, no less honest about
 * how sure it is, and better by more than chance brings: by a sign test on the cases where one of the two is right
 * (McNemar's exact test, one-sided).
 * @param candidate and
 * @param live of the same cases in the same order
 */
export function verdictOn(candidate: readonly Judged[], live: readonly Judged[]): Verdict {
  const { judgesOfLabel, labels, chance } = PROOF.value;
  const judges = [...Map.groupBy(candidate, ({ label }) => label).values()];
  if (judges.filter(({ length }) => length >= judgesOfLabel).length < labels) return 'FEW_JUDGES';
  const [found, present] = [measure(candidate), measure(live)];
  if (found.macroF1 <= present.macroF1 || found.accuracy < present.accuracy) return 'NO_GAIN';
  if (found.calibrationError > present.calibrationError + 0.05) return 'LESS_HONEST';
  const better = candidate.filter((one, at) => isRight(one) && !isRight(live[at] as Judged)).length;
  const worse = candidate.filter((one, at) => !isRight(one) && isRight(live[at] as Judged)).length;
  return chanceOf(better, worse) <= chance ? 'BETTER' : 'BY_CHANCE';
}

/** How likely a fair coin falls on one side as often as `better`, or oftener, in `better + worse` throws. */
function chanceOf(better: number, worse: number): number {
  const throws = better + worse;
  let chance = 0;
  let logOfTerm = -throws * Math.LN2;
  for (let heads = 0; heads <= throws; heads += 1) {
    if (heads >= better) chance += Math.exp(logOfTerm);
    logOfTerm += Math.log((throws - heads) / (heads + 1));
  }
  return chance;
}
