import { describe, expect, test } from 'vitest';
import { fitCalibration, type Scored } from '../../shared/domain/learning/calibrate.ts';
import { type Calibration, ranked } from '../../shared/domain/learning/linear-model.ts';

/** Always the same numbers between 0 and 1. */
const numbers = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
};

/** Scores of two labels; the first leads, and how often it is right is up to the caller. */
function scored(many: number, sure: (lead: number, height: number) => number): Scored[] {
  const next = numbers(5);
  return Array.from({ length: many }, () => {
    const [height, lead] = [next() * 2 - 1, next() * 2];
    return {
      scores: Float64Array.of(height, height - lead, height - lead - 1),
      label: next() < sure(lead, height) ? 0 : 1,
    };
  });
}

const confidence = (height: number, lead: number, fitted: Calibration): number =>
  ranked(['A', 'B', 'C'], Float64Array.of(height, height - lead, height - lead - 1), fitted, 1)[0]?.confidence ??
  Number.NaN;

describe('how sure a model says it is', () => {
  test('is how often it is right, by its lead and by how high its best score is', () => {
    const truth = (lead: number, height: number): number => 1 / (1 + Math.exp(-(2 * lead + height - 1)));
    const fitted = fitCalibration(scored(4000, truth));
    for (const [height, lead] of [
      [-0.5, 0.2],
      [0.5, 0.2],
      [0, 1],
      [0.8, 1.8],
    ] as const)
      expect(Math.abs(confidence(height, lead, fitted) - truth(lead, height))).toBeLessThan(0.05);
  });

  test('never falls with a greater lead or a higher score, whatever few samples say', () => {
    const against = fitCalibration(scored(60, (lead, height) => 1 / (1 + Math.exp(lead + height))));
    expect(confidence(0, 1.5, against)).toBeGreaterThanOrEqual(confidence(0, 0.1, against));
    expect(confidence(0.9, 1, against)).toBeGreaterThanOrEqual(confidence(-0.9, 1, against));
  });

  test('stays below certainty where nothing was ever missed', () => {
    const flawless = fitCalibration(scored(50, () => 1));
    expect(confidence(0.5, 1, flawless)).toBeGreaterThan(0.9);
    expect(confidence(0.5, 1, flawless)).toBeLessThan(1);
  });
});
