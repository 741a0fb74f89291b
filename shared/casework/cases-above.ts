import { MOST_HOPS } from '../domain/hops.ts';
import type { Head } from '../domain/petition.ts';
import { type CaseTables, type LoadedCase, loadCase } from '../store/cases.ts';
import type { Database } from '../store/database.ts';

/** Longer than a line of referrals may grow ({@link MOST_HOPS}), with review and re-review below it. */
export const DEEPEST = MOST_HOPS.value + 3;

/** A re-review moves the review and the case itself; sealing empties every case above. */
export async function casesAbove(database: Database, tables: CaseTables, head: Head): Promise<LoadedCase[]> {
  const above: LoadedCase[] = [];
  for (let id = head.parentId; id && above.length < DEEPEST; ) {
    const loaded = await loadCase(database, tables, id);
    if (!loaded) break;
    above.push(loaded);
    id = loaded.head.parentId;
  }
  return above;
}
