import type { Action, Principal } from '../domain/access.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Head } from '../domain/petition.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { isComplainedAbout } from '../domain/who-rules.ts';
import { noSuchPetition } from '../lambda/http.ts';
import { authorise } from '../lambda/principal.ts';
import { HttpProblem } from '../lambda/problem.ts';
import { type CaseTables, type LoadedCase, loadCase, ORDINARY, SEALED } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { casesAbove } from './cases-above.ts';

/** A case that this officer may see, with what he is to it. */
export interface FoundCase {
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  /** The cases above it, nearest first: referred from, or under review. */
  readonly above: readonly LoadedCase[];
  readonly standings: ReadonlySet<Standing>;
}

type CaseAction = Extract<Action, { head: Head }>['kind'];

/**
 * Loads a case and asks whether the officer may do this with it. Only the sealed officer is ever led to the sealed
 * table; for everybody else what lies there does not exist.
 * @throws HttpProblem 404 where it does not exist for him, 403 where he may see but not do
 */
export async function findCase(
  database: Database,
  id: CaseId,
  principal: Principal,
  kind: CaseAction,
  tree: UnitTree,
): Promise<FoundCase> {
  for (const tables of principal.roles.includes('sealedOfficer') ? [SEALED, ORDINARY] : [ORDINARY]) {
    const loaded = await loadCase(database, tables, id);
    if (!loaded) continue;
    await hideFromNamedBelow(database, tables, loaded.head, principal, tree);
    const above = await casesAbove(database, tables, loaded.head);
    const action = { kind, head: loaded.head, ...(above[0] ? { parent: above[0].head } : {}) };
    return { tables, loaded, above, standings: authorise(principal, action, tree) };
  }
  throw noSuchPetition();
}

/** Whether the officer may know of that case at all: the same question as opening it. */
export async function mayRead(database: Database, id: CaseId, principal: Principal, tree: UnitTree): Promise<boolean> {
  try {
    await findCase(database, id, principal, 'READ_CASE', tree);
    return true;
  } catch (error) {
    if (error instanceof HttpProblem) return false;
    throw error;
  }
}

/** The matter of a case, unless its first petition is none for this officer: not a word leads to that (P-03, P-10). */
export async function matterShown(
  database: Database,
  { matter, petitionId }: Pick<Head, 'matter' | 'petitionId'>,
  principal: Principal,
  tree: UnitTree,
): Promise<Pick<Head, 'matter'>> {
  if (matter === undefined) return {};
  return matter === petitionId || (await mayRead(database, matter, principal, tree)) ? { matter } : {};
}

/** Whoever a case below was found to complain of sees nothing of the cases above it either. */
async function hideFromNamedBelow(
  database: Database,
  tables: CaseTables,
  head: Head,
  principal: Principal,
  tree: UnitTree,
): Promise<void> {
  for (let child = head.childId; child; ) {
    const below = (await loadCase(database, tables, child))?.head;
    if (below && isComplainedAbout(principal, below, tree)) throw noSuchPetition();
    child = below?.childId;
  }
}
