import type { Database, Write } from '../store/database.ts';
import { wallWrites } from '../store/flag-wall.ts';
import { type Decided, supervisionWrites } from './supervision-writes.ts';

/** What a command writes beside its cases, in the same transaction: the lists of the supervisor and the wall of flags. */
export async function writesBeside(decided: Decided, database: Database): Promise<Write[]> {
  const { command, head, now } = decided;
  return [...(await wallWrites(command, head, now, database)), ...(await supervisionWrites(decided, database))];
}
