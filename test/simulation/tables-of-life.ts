import { inflateRawSync } from 'node:zlib';
import type { Bureau } from '../../shared/domain/bureau.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Item } from '../../shared/store/database.ts';
import { Findings } from './invariants/violation.ts';
import type { ItemChange } from './twins/store-core.ts';

/** So long a function may go on with the tables that it has read (ms): production keeps them no longer. */
const KEPT_MS = 5_000;

interface Tables {
  readonly from: number;
  readonly tree: UnitTree;
  readonly version: number;
  readonly stored: Item | undefined;
}

/**
 * The tables of the bureau (units, officers, roles, leave) as they were at each moment of a life. Whoever judges what a
 * function did asks for those that it may have used: at a change the old or the new ones, and nothing else.
 */
export class TablesOfLife {
  /** The newest first; each from its moment on. */
  #all: readonly Tables[];

  constructor(first: UnitTree) {
    this.#all = [{ from: Number.NEGATIVE_INFINITY, tree: first, version: 1, stored: undefined }];
  }

  /** The tables are stored: those that a life begins with, or others from this moment on. */
  see(changes: readonly ItemChange[], now: number): void {
    for (const { table, key, before, after } of changes) {
      if (table !== 'REGISTRY' || key.sk !== 'BUREAU' || !after) continue;
      const { version, ...tables } = JSON.parse(inflateRawSync(after.bytes as Uint8Array).toString('utf8')) as Bureau;
      const from = before ? now : Number.NEGATIVE_INFINITY;
      this.#all = [{ from, tree: treeOf(tables), version, stored: after }, ...(before ? this.#all : [])];
    }
  }

  /** When they changed last. */
  get changedAt(): number {
    return this.#all[0]?.from as number;
  }

  get changes(): number {
    return this.#all.length - 1;
  }

  /** As a function would have read them then. */
  storedAt(moment: number): Item | undefined {
    return this.#from(moment).stored;
  }

  versionAt(moment: number): number {
    return this.#from(moment).version;
  }

  ofVersion(version: number): UnitTree | undefined {
    return this.#all.find((one) => one.version === version)?.tree;
  }

  #from(moment: number): Tables {
    return this.#all.find(({ from }) => from <= moment) as Tables;
  }

  at(moment: number): UnitTree {
    return this.#from(moment).tree;
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

/** Right by one of these tables, or editions of the law, is right; where it is by none, what is wrong by the newest is told. */
export function judgedByAny<Judged>(
  all: readonly Judged[],
  findings: Findings,
  judge: (one: Judged, findings: Findings) => void,
): void {
  const [newest, ...older] = all;
  if (!newest) throw new Error('there is always one');
  if (older.length === 0) {
    judge(newest, findings);
    return;
  }
  const wrong = all.map((one) => {
    const found = new Findings();
    judge(one, found);
    return found.first;
  });
  const [first] = wrong;
  if (first && wrong.every((one) => one)) findings.add(first.invariant, first.detail);
}
