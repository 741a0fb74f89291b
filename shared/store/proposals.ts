import type { CaseId } from '../domain/ids.ts';
import type { RouteProposal } from '../domain/routing.ts';
import type { CaseTables } from './cases.ts';
import { ConditionFailed, type Database } from './database.ts';

/** A routing proposal (拟办去向) beside its case; it never changes the case, a person does (P-07). */
export interface StoredProposal {
  readonly forVersion: number;
  readonly proposal: RouteProposal;
}

const keyOf = (id: CaseId) => ({ pk: id, sk: 'PROPOSAL' });

/** Stores a proposal unless one for this or a newer version is there. */
export async function putProposal(
  database: Database,
  tables: CaseTables,
  id: CaseId,
  stored: StoredProposal,
): Promise<boolean> {
  try {
    await database.write({
      kind: 'PUT',
      table: tables.cases,
      item: { ...keyOf(id), forVersion: stored.forVersion, proposal: JSON.stringify(stored.proposal) },
      condition: { kind: 'OLDER', attribute: 'forVersion', value: stored.forVersion },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

export async function readProposal(
  database: Database,
  tables: CaseTables,
  id: CaseId,
): Promise<StoredProposal | undefined> {
  const item = await database.get(tables.cases, keyOf(id), { consistent: true });
  return (
    item && { forVersion: item.forVersion as number, proposal: JSON.parse(item.proposal as string) as RouteProposal }
  );
}

/** Versions that have a proposal, for the reconcile. */
export async function proposalVersions(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
): Promise<Map<CaseId, number>> {
  const items = await database.getMany(tables.cases, ids.map(keyOf), { consistent: true });
  return new Map(items.map((item) => [item.pk as CaseId, item.forVersion as number]));
}
