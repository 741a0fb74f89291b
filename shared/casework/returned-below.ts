import { type LoadedCase, loadCase, ORDINARY, readHistory } from '../store/cases.ts';
import type { Database } from '../store/database.ts';

/**
 * Cases below these that came back (退回), however deep: no link leads to them any more, only the history of the case
 * that had referred. Read where all that is left of a petition must be found, which is rare.
 */
export async function returnedBelow(database: Database, cases: readonly LoadedCase[]): Promise<LoadedCase[]> {
  const found: LoadedCase[] = [];
  for (let level = cases; level.length > 0; ) {
    const histories = await Promise.all(level.map(({ head }) => readHistory(database, ORDINARY, head.id)));
    const ids = histories
      .flat()
      .flatMap(({ record }) => record.events)
      .flatMap((event) => (event.type === 'referral-returned.v1' ? [event.childId] : []));
    const below = await Promise.all(ids.map((id) => loadCase(database, ORDINARY, id)));
    level = below.filter((one) => one !== undefined);
    found.push(...level);
  }
  return found;
}
