import { decideAccess, type Principal } from '../domain/access.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Head } from '../domain/petition.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { readHeads } from '../store/case-lists.ts';
import { ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { hideComplaints } from './hide-complaints.ts';

/** A case that an officer may know of, with what he is to it. */
export interface ShownCase {
  readonly head: Head;
  readonly standings: ReadonlySet<Standing>;
}

/**
 * Those of the cases that the officer may know of as they are now: none that is sealed, none that complains of him or
 * of his unit, or lies above one that does (P-03, P-10).
 */
export async function shownCases(
  ids: readonly CaseId[],
  reader: Principal,
  tree: UnitTree,
  database: Database,
): Promise<Map<CaseId, ShownCase>> {
  const heads = await readHeads(database, ORDINARY, [...new Set(ids)]);
  const shown = new Map<CaseId, ShownCase>();
  for (const head of await hideComplaints(reader, heads, ORDINARY, tree, database)) {
    const access = decideAccess(reader, { kind: 'READ_CASE', head }, tree);
    if (access.allowed) shown.set(head.id, { head, standings: access.standings });
  }
  return shown;
}
