import type { Calibration } from './linear-model.ts';

/** Scores of a sample by a model that has not seen it, and its label. */
export interface Scored {
  readonly scores: Float64Array;
  readonly label: number;
}

const ROUNDS = 60;

/** Fits how sure a lead makes (Platt 1999, by Newton's method) and how the rest is shared (by golden section). */
export function fitCalibration(scored: readonly Scored[]): Calibration {
  const leads = scored.map(leadOf);
  const { slope, offset } = fitLogistic(leads);
  const missed = scored.filter((_, index) => leads[index]?.right === false);
  return { slope, offset, sharpness: fitSharpness(missed) };
}

interface Lead {
  readonly lead: number;
  readonly right: boolean;
}

function leadOf({ scores, label }: Scored): Lead {
  let best = 0;
  for (const index of scores.keys()) if ((scores[index] as number) > (scores[best] as number)) best = index;
  let second = Number.NEGATIVE_INFINITY;
  for (const [index, score] of scores.entries()) if (index !== best) second = Math.max(second, score);
  return { lead: (scores[best] as number) - second, right: best === label };
}

/** Logistic regression on one variable with a slight pull to zero, so that few samples give no infinite slope. */
function fitLogistic(leads: readonly Lead[]): { slope: number; offset: number } {
  let [slope, offset] = [1, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    let [g0, g1, h00, h01, h11] = [0.01 * slope, 0.01 * offset, 0.01, 0, 0.01];
    for (const { lead, right } of leads) {
      const sure = 1 / (1 + Math.exp(-(slope * lead + offset)));
      const error = sure - (right ? 1 : 0);
      const bend = sure * (1 - sure);
      g0 += error * lead;
      g1 += error;
      h00 += bend * lead * lead;
      h01 += bend * lead;
      h11 += bend;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12)) break;
    const [down, across] = [(g0 * h11 - g1 * h01) / determinant, (g1 * h00 - g0 * h01) / determinant];
    slope -= Math.max(-5, Math.min(5, down));
    offset -= Math.max(-5, Math.min(5, across));
    if (Math.abs(down) + Math.abs(across) < 1e-9) break;
  }
  return { slope: Math.max(0, slope), offset };
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
