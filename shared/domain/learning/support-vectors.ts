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

/** The gradients of a label lie so near to each other that further rounds change no decision. */
const ENOUGH = 0.05;

/** All vectors in three arrays, one behind the other: what a round reads lies where the processor looks next. */
interface Rows {
  readonly starts: Int32Array;
  readonly at: Int32Array;
  readonly value: Float64Array;
  /** The square of each vector, with one for its bias. */
  readonly squares: Float64Array;
}

/**
 * One against the rest with squared hinge loss, by dual coordinate descent with shrinking (Hsieh et al. 2008, "A dual
 * coordinate descent method for large-scale linear SVM", algorithms 1 and 3). Its only randomness is the order of
 * visits, from a generator with a fixed seed: the same samples give the same weights, bit by bit.
 * @param labels of each vector, one label or several: a unit, and the organs that it belongs to
 */
export function fitLinear(
  vectors: readonly Vector[],
  labels: readonly (number | readonly number[])[],
  labelCount: number,
  size: number,
  options: FitOptions,
): Weights {
  const rows = rowsOf(vectors);
  return Array.from({ length: labelCount }, (_, label) => {
    const sides = Int8Array.from(labels, (own) =>
      (Array.isArray(own) ? own.includes(label) : own === label) ? 1 : -1,
    );
    return fitOne(rows, sides, label, size, options);
  });
}

function rowsOf(vectors: readonly Vector[]): Rows {
  const starts = new Int32Array(vectors.length + 1);
  for (const [index, { at }] of vectors.entries()) starts[index + 1] = (starts[index] as number) + at.length;
  const length = starts[vectors.length] as number;
  const [at, value] = [new Int32Array(length), new Float64Array(length)];
  for (const [index, vector] of vectors.entries()) {
    at.set(vector.at, starts[index]);
    value.set(vector.value, starts[index]);
  }
  const squares = Float64Array.from(vectors, (vector) => vector.value.reduce((sum, one) => sum + one * one, 1));
  return { starts, at, value, squares };
}

function fitOne(
  { starts, at, value, squares }: Rows,
  sides: Int8Array,
  label: number,
  size: number,
  { cost, missCost, rounds }: FitOptions,
): Float64Array {
  const weights = new Float64Array(size + 1);
  const duals = new Float64Array(sides.length);
  const order = Int32Array.from(sides, (_, index) => index);
  const next = numbersFrom(label + 1);
  // Samples far on their own side are left alone until the others have settled: the first `active` are visited.
  let active = order.length;
  let shrinkFrom = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, active, next);
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let place = 0; place < active; place += 1) {
      const index = order[place] as number;
      const side = sides[index] as number;
      const slack = 1 / (2 * cost * (side === 1 ? missCost : 1));
      const dual = duals[index] as number;
      const [from, to] = [starts[index] as number, starts[index + 1] as number];
      let score = weights[size] as number;
      for (let part = from; part < to; part += 1)
        score += (weights[at[part] as number] as number) * (value[part] as number);
      const gradient = side * score - 1 + dual * slack;
      if (dual === 0 && gradient > shrinkFrom) {
        active -= 1;
        order[place] = order[active] as number;
        order[active] = index;
        place -= 1;
        continue;
      }
      const projected = dual === 0 ? Math.min(gradient, 0) : gradient;
      most = Math.max(most, projected);
      least = Math.min(least, projected);
      if (projected === 0) continue;
      const better = Math.max(dual - gradient / ((squares[index] as number) + slack), 0);
      const step = (better - dual) * side;
      duals[index] = better;
      for (let part = from; part < to; part += 1) {
        const feature = at[part] as number;
        weights[feature] = (weights[feature] as number) + step * (value[part] as number);
      }
      weights[size] = (weights[size] as number) + step;
    }
    shrinkFrom = most > 0 ? most : Number.POSITIVE_INFINITY;
    if (most - least > ENOUGH) continue;
    if (active === order.length) break;
    // Settled without the others: one more look at all of them.
    active = order.length;
    shrinkFrom = Number.POSITIVE_INFINITY;
  }
  return weights;
}

export function scoreOf({ at, value }: Vector, weights: Float64Array): number {
  let score = weights[weights.length - 1] as number;
  for (let part = 0; part < at.length; part += 1)
    score += (weights[at[part] as number] as number) * (value[part] as number);
  return score;
}

function shuffle(order: Int32Array, active: number, next: () => number): void {
  for (let index = active - 1; index > 0; index -= 1) {
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
