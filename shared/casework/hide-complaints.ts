import type { Principal } from '../domain/access.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { isComplainedAbout } from '../domain/who-rules.ts';
import { readHeads } from '../store/case-lists.ts';
import type { CaseTables } from '../store/cases.ts';
import type { Database } from '../store/database.ts';

/**
 * The heads that may stand in a list for this officer: none that complains of him or his unit (P-03, P-10), as it is
 * now and not as it was when the list was made, and none above a case that does. Reads the cases below, level by
 * level; lists of cases that were not passed on read nothing.
 */
export async function hideComplaints(
  reader: Principal,
  heads: readonly Head[],
  tables: CaseTables,
  tree: UnitTree,
  database: Database,
): Promise<Head[]> {
  const hidden = new Set(heads.filter((head) => isComplainedAbout(reader, head, tree)).map(({ id }) => id));
  let level = roots(heads.filter(({ id }) => !hidden.has(id)));
  while (level.size > 0) {
    const below = await readHeads(database, tables, [...level.keys()]);
    const next = new Map<CaseId, CaseId[]>();
    for (const head of below) {
      const above = level.get(head.id) ?? [];
      if (isComplainedAbout(reader, head, tree)) for (const id of above) hidden.add(id);
      else if (head.childId) next.set(head.childId, above);
    }
    level = next;
  }
  return heads.filter(({ id }) => !hidden.has(id));
}

/** Each case directly below, with the listed ones that it lies under. */
function roots(heads: readonly Head[]): Map<CaseId, CaseId[]> {
  const level = new Map<CaseId, CaseId[]>();
  for (const { id, childId } of heads) if (childId) level.set(childId, [...(level.get(childId) ?? []), id]);
  return level;
}
