import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { Findings } from './invariants/violation.ts';

/** So long a function may go on with the tables that it has read (ms): production keeps them no longer. */
const KEPT_MS = 5_000;

/**
 * The tables of the bureau (units, officers, roles, leave) as they were at each moment of a life. Whoever judges what a
 * function did asks for those that it may have used: at a change the old or the new ones, and nothing else.
 */
export class TablesOfLife {
  /** The newest first; each from its moment on. */
  readonly #all: { readonly from: number; readonly tree: UnitTree }[];

  constructor(first: UnitTree) {
    this.#all = [{ from: Number.NEGATIVE_INFINITY, tree: first }];
  }

  /** From this moment on others are in force. */
  replace(tree: UnitTree, from: number): void {
    this.#all.unshift({ from, tree });
  }

  at(moment: number): UnitTree {
    return this.between(moment, moment)[0] as UnitTree;
  }

  /** All that were in force at some moment of a span, the newest first. */
  between(from: number, to: number): readonly UnitTree[] {
    const begun = this.#all.filter((one) => one.from <= to);
    const oldest = begun.findIndex((one) => one.from <= from);
    return begun.slice(0, oldest + 1).map(({ tree }) => tree);
  }

  /** All that a function may have used which began then and is at work until now. */
  usedBy(begunAt: number, now: number): readonly UnitTree[] {
    return this.between(begunAt - KEPT_MS, now);
  }

  /** All of this life. */
  get all(): readonly UnitTree[] {
    return this.#all.map(({ tree }) => tree);
  }
}

/** Right by one of these tables is right; where it is by none, what is wrong by the newest is told. */
export function judgedByAny(
  trees: readonly UnitTree[],
  findings: Findings,
  judge: (tree: UnitTree, findings: Findings) => void,
): void {
  const [newest, ...older] = trees;
  if (!newest) throw new Error('there are always tables');
  if (older.length === 0) {
    judge(newest, findings);
    return;
  }
  const wrong = trees.map((tree) => {
    const found = new Findings();
    judge(tree, found);
    return found.first;
  });
  const [first] = wrong;
  if (first && wrong.every((one) => one)) findings.add(first.invariant, first.detail);
}
