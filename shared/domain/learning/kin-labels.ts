import type { Weights } from './support-vectors.ts';

/** Labels whose names begin alike: the sections of one bureau, the windows of one street. */
export interface Kin {
  /** What the names of a group begin with, ascending. */
  readonly groups: readonly string[];
  /** For each label the groups that it belongs to. */
  readonly groupsOf: readonly (readonly number[])[];
}

/** One shared character is chance. */
const SHORTEST = 2;
/** A beginning that more than this share of all labels have says nothing of any. */
const WIDEST = 1 / 4;
/** What a label is lent of the mean of its groups. */
const LENT = 0.2;

/** Finds the groups by the names alone: every beginning at which names part. Labels must be sorted. */
export function kinOf(labels: readonly string[]): Kin {
  // Of sorted names the longest shared beginnings are those of neighbours.
  const beginnings = new Set(labels.slice(1).map((label, index) => sharedBeginning(labels[index] as string, label)));
  const groups = [...beginnings]
    .filter((beginning) => beginning.length >= SHORTEST)
    .filter(
      (beginning) =>
        labels.filter((label) => label.startsWith(beginning)).length <= Math.max(2, labels.length * WIDEST),
    )
    .sort();
  return {
    groups,
    groupsOf: labels.map((label) => [...groups.keys()].filter((group) => label.startsWith(groups[group] as string))),
  };
}

function sharedBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

/**
 * A unit with few petitions of its own is known by those of its organ, too: each label is lent a share of the weights
 * that were learnt for its groups (shrinkage towards the parent, McCallum et al. 1998). What results is one linear
 * function per label again: the model neither grows nor slows.
 * @param all weights of the labels, then of the groups; those of the labels are changed
 */
export function lendToMembers(all: Weights, { groupsOf }: Kin): Weights {
  const weights = all.slice(0, groupsOf.length);
  for (const [label, groups] of groupsOf.entries()) {
    const own = weights[label] as Float64Array;
    for (const group of groups)
      for (const [at, weight] of (all[groupsOf.length + group] as Float64Array).entries())
        own[at] = (own[at] as number) + (LENT / groups.length) * weight;
  }
  return weights;
}
