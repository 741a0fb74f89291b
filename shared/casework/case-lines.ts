import type { CaseId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import { readHeads } from '../store/case-lists.ts';
import { ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { DEEPEST } from './cases-above.ts';

/** Each case with those that followed from it, first to last; `next` says which, and what is gone ends the line. */
export async function caseLines(
  heads: readonly Head[],
  next: (head: Head) => CaseId | undefined,
  database: Database,
): Promise<Head[][]> {
  const lines = heads.map((head) => [head]);
  let wanted = lines.map((line, at) => ({ line, id: next(heads[at] as Head) }));
  for (let hop = 0; hop < DEEPEST; hop += 1) {
    const ids = wanted.flatMap(({ id }) => id ?? []);
    if (ids.length === 0) break;
    const found = new Map((await readHeads(database, ORDINARY, ids)).map((head) => [head.id, head]));
    wanted = wanted.flatMap(({ line, id }) => {
      const head = id && found.get(id);
      if (!head) return [];
      line.push(head);
      return [{ line, id: next(head) }];
    });
  }
  return lines;
}
