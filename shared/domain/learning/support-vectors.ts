/** A sparse vector over the vocabulary. */
export interface Vector {
  readonly at: Int32Array;
  readonly value: Float64Array;
}

/** A linear function for each label over the vocabulary; the last weight of each is its bias. */
export type Weights = readonly Float64Array[];

export interface FitOptions {
  /** What an error costs. */
  readonly cost: number;
  /** How much dearer it is to miss a label than to suggest it wrongly: rare units are found, too. */
  readonly missCost: number;
  readonly rounds: number;
}

const ENOUGH = 1e-3;

/**
 * One against the rest with squared hinge loss, by dual coordinate descent (Hsieh et al. 2008). Its only randomness
 * is the order of visits, from a generator with a fixed seed: the same samples give the same weights, bit by bit.
 */
export function fitLinear(
  vectors: readonly Vector[],
  labels: readonly number[],
  labelCount: number,
  size: number,
  options: FitOptions,
): Weights {
  const squares = vectors.map(({ value }) => value.reduce((sum, one) => sum + one * one, 1));
  return Array.from({ length: labelCount }, (_, label) => fitOne(vectors, labels, label, size, squares, options));
}

function fitOne(
  vectors: readonly Vector[],
  labels: readonly number[],
  label: number,
  size: number,
  squares: readonly number[],
  { cost, missCost, rounds }: FitOptions,
): Float64Array {
  const weights = new Float64Array(size + 1);
  const duals = new Float64Array(vectors.length);
  const order = Int32Array.from(vectors, (_, index) => index);
  const next = numbersFrom(label + 1);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, next);
    let moved = 0;
    for (const index of order) {
      const vector = vectors[index] as Vector;
      const side = labels[index] === label ? 1 : -1;
      const slack = 1 / (2 * cost * (side === 1 ? missCost : 1));
      const dual = duals[index] as number;
      const gradient = side * scoreOf(vector, weights) - 1 + dual * slack;
      const better = Math.max(dual - gradient / ((squares[index] as number) + slack), 0);
      const step = (better - dual) * side;
      if (step === 0) continue;
      duals[index] = better;
      for (let part = 0; part < vector.at.length; part += 1) {
        const at = vector.at[part] as number;
        weights[at] = (weights[at] as number) + step * (vector.value[part] as number);
      }
      weights[size] = (weights[size] as number) + step;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved < ENOUGH) break;
  }
  return weights;
}

export function scoreOf({ at, value }: Vector, weights: Float64Array): number {
  let score = weights[weights.length - 1] as number;
  for (let part = 0; part < at.length; part += 1)
    score += (weights[at[part] as number] as number) * (value[part] as number);
  return score;
}

function shuffle(order: Int32Array, next: () => number): void {
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    const kept = order[index] as number;
    order[index] = order[other] as number;
    order[other] = kept;
  }
}

/** A fixed sequence in [0, 1) for a seed (mulberry32); no randomness of the machine. */
function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
