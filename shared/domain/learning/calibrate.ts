import type { Calibration } from './linear-model.ts';

/** Scores of a sample by a model that has not seen it, and its label. */
export interface Scored {
  readonly scores: Float64Array;
  readonly label: number;
}

const ROUNDS = 60;
/** How strongly the curve is drawn to zero: as by a hundredth of a sample. */
const PULL = 0.01;

/** Fits how sure a lead makes (Platt 1999, by Newton's method) and how the rest is shared (by golden section). */
export function fitCalibration(scored: readonly Scored[]): Calibration {
  const judged = scored.map(judge);
  const [slope, height, offset] = fitSureness(judged);
  const missed = scored.filter((_, index) => judged[index]?.right === false);
  return { slope, height, offset, sharpness: fitSharpness(missed) };
}

type Triple = readonly [number, number, number];

interface Judged {
  /** The lead of the best label over the second, its score, and one for the offset. */
  readonly told: Triple;
  readonly right: boolean;
}

function judge({ scores, label }: Scored): Judged {
  let best = 0;
  for (const index of scores.keys()) if ((scores[index] as number) > (scores[best] as number)) best = index;
  let second = Number.NEGATIVE_INFINITY;
  for (const [index, score] of scores.entries()) if (index !== best) second = Math.max(second, score);
  const height = scores[best] as number;
  return { told: [height - second, height, 1], right: best === label };
}

/** Neither a greater lead nor a higher score may make less sure: where few samples say so, the lead alone counts. */
function fitSureness(judged: readonly Judged[]): Triple {
  const both = fitLogistic(judged);
  if (both[0] >= 0 && both[1] >= 0) return both;
  const [slope, , offset] = fitLogistic(judged.map(({ told, right }) => ({ told: [told[0], 0, 1], right })));
  return [Math.max(0, slope), 0, offset];
}

const surenessOf = ([a, b, c]: Triple, [lead, height, one]: Triple): number =>
  1 / (1 + Math.exp(-(a * lead + b * height + c * one)));

/** Logistic regression with a slight pull to zero, so that few samples give no infinite slope. */
function fitLogistic(judged: readonly Judged[]): Triple {
  let at: Triple = [1, 0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = at.map((one) => PULL * one);
    const bend = [0, 1, 2].map((row) => [0, 1, 2].map((column) => (row === column ? PULL : 0)));
    for (const { told, right } of judged) {
      const sure = surenessOf(at, told);
      for (let row = 0; row < 3; row += 1) {
        const one = told[row] as number;
        const line = bend[row] as number[];
        gradient[row] = (gradient[row] as number) + (sure - (right ? 1 : 0)) * one;
        for (let column = 0; column < 3; column += 1)
          line[column] = (line[column] as number) + sure * (1 - sure) * one * (told[column] as number);
      }
    }
    const step = solve(bend, gradient).map((one) => Math.max(-5, Math.min(5, one)));
    at = [at[0] - (step[0] as number), at[1] - (step[1] as number), at[2] - (step[2] as number)];
    if (step.every((one) => Math.abs(one) < 1e-9)) break;
  }
  return at;
}

/** Solves a symmetric positive system by elimination; the pull to zero keeps its diagonal above zero. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] as number]);
  for (const [pivot, row] of rows.entries())
    for (const other of rows.slice(pivot + 1)) {
      const factor = (other[pivot] as number) / (row[pivot] as number);
      for (let column = pivot; column < row.length; column += 1)
        other[column] = (other[column] as number) - factor * (row[column] as number);
    }
  const found: number[] = [];
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const line = rows[row] as number[];
    let rest = line.at(-1) as number;
    for (let column = row + 1; column < rows.length; column += 1)
      rest -= (line[column] as number) * (found[column] as number);
    found[row] = rest / (line[row] as number);
  }
  return found;
}

/** The sharpness under which the true labels of what was missed are likeliest among all but the first. */
function fitSharpness(missed: readonly Scored[]): number {
  const loss = (sharpness: number): number => missed.reduce((sum, one) => sum + lossOf(one, sharpness), 0);
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [0.1, 20];
  for (let round = 0; round < 40; round += 1) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (loss(left) <= loss(right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

function lossOf({ scores, label }: Scored, sharpness: number): number {
  const best = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  let all = 0;
  for (const score of scores) if (score < best) all += Math.exp(sharpness * (score - best));
  return Math.log(all) - sharpness * ((scores[label] as number) - best);
}
