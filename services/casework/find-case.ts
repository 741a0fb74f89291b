import { type Action, isComplainedAbout, type Principal } from '../../shared/domain/access.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Standing } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { noSuchPetition } from '../../shared/lambda/http.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { type CaseTables, type LoadedCase, loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

/** A case that this officer may see, with what he is to it. */
export interface FoundCase {
  readonly tables: CaseTables;
  readonly loaded: LoadedCase;
  readonly parent: LoadedCase | undefined;
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
    const parent = loaded.head.parentId && (await loadCase(database, tables, loaded.head.parentId));
    const action = { kind, head: loaded.head, ...(parent ? { parent: parent.head } : {}) };
    return { tables, loaded, parent: parent || undefined, standings: authorise(principal, action, tree) };
  }
  throw noSuchPetition();
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
