import { treeOf, type UnitTree } from '../domain/unit-tree.ts';
import type { Database } from '../store/database.ts';
import { readBureau } from '../store/registry.ts';
import { problem } from './problem.ts';

/** The bureau's tables, read again when older than this; a change of units is not a matter of seconds. */
const FRESH_MS = 5_000;

export interface BureauSource {
  /** The unit tree. @throws HttpProblem 503 before the administrator has loaded the tables */
  tree(): Promise<UnitTree>;
  /** Forgets what it knows, after a change by this function itself. */
  forget(): void;
}

export function bureauSource(database: Database): BureauSource {
  let known: { readonly tree: UnitTree; readonly readAt: number } | undefined;
  return {
    async tree() {
      if (known && performance.now() - known.readAt < FRESH_MS) return known.tree;
      const bureau = await readBureau(database);
      if (!bureau)
        throw problem(503, 'BUREAU_NOT_LOADED', [
          '本机关的单位表尚未导入(PUT /bureau)',
          'the bureau’s tables have not been loaded yet (PUT /bureau)',
        ]);
      known = { tree: treeOf(bureau), readAt: performance.now() };
      return known.tree;
    },
    forget() {
      known = undefined;
    },
  };
}
