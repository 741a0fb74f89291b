import type { Head } from '../domain/petition.ts';
import { type CaseTables, type LoadedCase, loadCase } from '../store/cases.ts';
import type { Database } from '../store/database.ts';

/** A re-review moves the review and the case itself; sealing empties every case above. A line of organs is not longer. */
export async function casesAbove(database: Database, tables: CaseTables, head: Head): Promise<LoadedCase[]> {
  const above: LoadedCase[] = [];
  for (let id = head.parentId; id && above.length < 5; ) {
    const loaded = await loadCase(database, tables, id);
    if (!loaded) break;
    above.push(loaded);
    id = loaded.head.parentId;
  }
  return above;
}
