import type { Database, Write } from '../store/database.ts';
import { wallWrites } from '../store/flag-wall.ts';
import { citedCase, matterStands } from './cited-case.ts';
import { type Decided, supervisionWrites } from './supervision-writes.ts';

/** What an officer's command looks at beside its cases, and what it writes there. */
export const BESIDE = { look: citedCase, write: writesBeside } as const;

/**
 * What a command writes beside its cases, in the same transaction: the lists of the supervisor and the wall of flags; and
 * that what it looked at still stands.
 */
async function writesBeside(decided: Decided, database: Database): Promise<Write[]> {
  const { command, head, now, steps, elsewhere } = decided;
  const after = steps[0]?.after ?? head;
  return [
    ...(await wallWrites(command, head, now, database)),
    ...(await supervisionWrites(decided, database)),
    ...matterStands(command, head, after, elsewhere),
  ];
}
