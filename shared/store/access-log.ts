import type { CaseId, Instant, OfficerId } from '../domain/ids.ts';
import type { CaseTables } from './cases.ts';
import { type Database, queryAll, type Write } from './database.ts';

/** Who opened what of a case, when and why (P-04, P-22); the petitioner may ask for it. */
export interface AccessEntry {
  readonly at: Instant;
  readonly officer: OfficerId;
  /** `SEALED`: content of a sealed accusation; `part` says which. `CODE`: a lost receipt code was replaced. */
  readonly what: 'IDENTITY' | 'NARRATIVE' | 'SAME_PERSON' | 'SEALED' | 'CODE';
  readonly part?: 'IDENTITY' | 'NARRATIVE';
  /** The reason as given, without personal data of others. */
  readonly reason: string;
}

export const logAccess = (
  database: Database,
  tables: CaseTables,
  id: CaseId,
  entry: AccessEntry,
  nonce: string,
): Promise<void> => database.write(accessWrite(tables, id, entry, nonce));

/** The same, for a transaction that it stands in. */
export const accessWrite = (tables: CaseTables, id: CaseId, entry: AccessEntry, nonce: string): Write => ({
  kind: 'PUT',
  table: tables.cases,
  item: { pk: id, sk: `L#${entry.at}#${nonce}`, ...entry },
  condition: { kind: 'ABSENT' },
});

/** Who opened the file while it lay in these tables, oldest first. */
export async function readAccessLog(database: Database, tables: CaseTables, id: CaseId): Promise<AccessEntry[]> {
  const items = await queryAll(database, { table: tables.cases, pk: id, from: 'L#', to: 'L#~', consistent: true });
  return items.map(
    ({ at, officer, what, part, reason }) => ({ at, officer, what, ...(part ? { part } : {}), reason }) as AccessEntry,
  );
}
