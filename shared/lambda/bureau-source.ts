import { type Law, lawOf } from '../domain/law.ts';
import { treeOf, type UnitTree } from '../domain/unit-tree.ts';
import type { Database } from '../store/database.ts';
import { readBureau } from '../store/registry.ts';
import { readLawData } from '../store/rules.ts';
import { problem } from './problem.ts';

/** The bureau's tables, read again when older than this; a change of units is not a matter of seconds. */
const FRESH_MS = 5_000;

export interface BureauSource {
  /** The unit tree. @throws HttpProblem 503 before the administrator has loaded the tables */
  tree(): Promise<UnitTree>;
  /** Calendar and local rules as the bureau loaded them; those that were shipped before it loaded any. */
  law(): Promise<Law>;
  /** Forgets what it knows, after a change by this function itself. */
  forget(): void;
}

/** @param clock milliseconds that only go on, to tell how old it is what was read */
export function bureauSource(database: Database, clock: () => number = () => performance.now()): BureauSource {
  let known: { readonly tree: UnitTree; readonly readAt: number } | undefined;
  let rules: { readonly law: Law; readonly readAt: number } | undefined;
  return {
    async tree() {
      if (known && clock() - known.readAt < FRESH_MS) return known.tree;
      const bureau = await readBureau(database);
      if (!bureau)
        throw problem(503, 'BUREAU_NOT_LOADED', [
          '本机关的单位表尚未导入(PUT /bureau)',
          'the bureau’s tables have not been loaded yet (PUT /bureau)',
        ]);
      known = { tree: treeOf(bureau), readAt: clock() };
      return known.tree;
    },
    async law() {
      if (rules && clock() - rules.readAt < FRESH_MS) return rules.law;
      const data = await readLawData(database);
      // The same version is the same law: its calendars are built once.
      const law = rules?.law.data.version === data.version ? rules.law : lawOf(data);
      rules = { law, readAt: clock() };
      return law;
    },
    forget() {
      known = undefined;
      rules = undefined;
    },
  };
}
