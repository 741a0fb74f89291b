import { inflateRawSync } from 'node:zlib';
import type { Bureau } from '../../shared/domain/bureau.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Item } from '../../shared/store/database.ts';
import { OverTime } from './oracle/over-time.ts';
import type { ItemChange } from './twins/store-core.ts';

interface Tables {
  readonly tree: UnitTree;
  readonly version: number;
  readonly stored: Item | undefined;
}

/**
 * The tables of the bureau (units, officers, roles, leave) as they were at each moment of a life. Whoever judges what a
 * function did asks for those that it may have used: at a change the old or the new ones, and nothing else.
 */
export class TablesOfLife {
  readonly #held: OverTime<Tables>;

  constructor(first: UnitTree) {
    this.#held = new OverTime<Tables>({ tree: first, version: 1, stored: undefined });
  }

  /** The tables are stored: those that a life begins with, or others from this moment on. */
  see(changes: readonly ItemChange[], now: number): void {
    for (const { table, key, before, after } of changes) {
      if (table !== 'REGISTRY' || key.sk !== 'BUREAU' || !after) continue;
      const { version, ...tables } = JSON.parse(inflateRawSync(after.bytes as Uint8Array).toString('utf8')) as Bureau;
      const stored: Tables = { tree: treeOf(tables), version, stored: after };
      if (before) this.#held.change(stored, now);
      else this.#held.begin(stored);
    }
  }

  /** When they changed last. */
  get changedAt(): number {
    return this.#held.changedAt;
  }

  get changes(): number {
    return this.#held.changes;
  }

  /** As a function would have read them then. */
  storedAt(moment: number): Item | undefined {
    return this.#held.at(moment).stored;
  }

  versionAt(moment: number): number {
    return this.#held.at(moment).version;
  }

  ofVersion(version: number): UnitTree | undefined {
    return this.#held.all.find((one) => one.version === version)?.tree;
  }

  at(moment: number): UnitTree {
    return this.#held.at(moment).tree;
  }

  /** All that a function may have used which began then and is at work until now, the newest first. */
  usedBy(begunAt: number, now: number): readonly UnitTree[] {
    return this.#held.usedBy(begunAt, now).map(({ tree }) => tree);
  }

  /** All of this life. */
  get all(): readonly UnitTree[] {
    return this.#held.all.map(({ tree }) => tree);
  }
}
