import { randomUUID } from 'node:crypto';
import type { Principal } from '../../shared/domain/access.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { logAccess, readAccessLog } from '../../shared/store/access-log.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY, readHistory, recordField } from '../../shared/store/cases.ts';
import { decryptField } from '../../shared/store/field-cipher.ts';
import { PERSON_INDEXES, readBody } from '../../shared/store/petition-texts.ts';
import { type FoundCase, findCase } from './find-case.ts';
import { listEntry } from './read-case.ts';

const dataKey = (found: FoundCase, deps: PetitionDeps): Promise<Uint8Array> =>
  (found.loaded.head.sealed ? deps.sealedKeys : deps.keys).unwrap(
    found.loaded.wrappedKey,
    found.loaded.head.petitionId,
  );

/**
 * Identity or narrative in the clear (P-04). The log entry is written first: what cannot be logged is not shown.
 */
export async function openFile(
  id: CaseId,
  what: 'IDENTITY' | 'NARRATIVE',
  reason: string,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
) {
  const found = await findCase(deps.database, id, principal, 'REVEAL_IDENTITY', tree);
  await logAccess(
    deps.database,
    found.tables,
    found.loaded.head.petitionId,
    { at: now, officer: principal.id, what, reason },
    randomUUID(),
  );
  const { petitionId } = found.loaded.head;
  const body = await readBody(deps.database, found.tables.texts, petitionId, await dataKey(found, deps));
  return what === 'IDENTITY'
    ? {
        identity: body.identity,
        representatives: body.extra.representatives ? JSON.parse(body.extra.representatives) : [],
      }
    : { texts: body.texts, extra: body.extra };
}

/** History of a case with its texts, and who opened the file. */
export async function readCaseHistory(id: CaseId, principal: Principal, tree: UnitTree, deps: PetitionDeps) {
  const found = await findCase(deps.database, id, principal, 'READ_HISTORY', tree);
  const { head } = found.loaded;
  const watches = [...found.standings].every((standing) => standing === 'AUDITOR' || standing === 'SUPERVISOR');
  const [records, access, key] = await Promise.all([
    readHistory(deps.database, found.tables, id),
    readAccessLog(deps.database, found.tables, head.petitionId),
    dataKey(found, deps),
  ]);
  return {
    records: records.map(({ record, texts }) => ({
      ...record,
      // Auditors and supervisors see what was done, not what was written (spec.md §2.3).
      texts: watches
        ? Object.keys(texts)
        : Object.fromEntries(
            Object.entries(texts).map(([name, bytes]) => [
              name,
              decryptField(key, head.petitionId, recordField(id, record.version, name), bytes),
            ]),
          ),
    })),
    access,
  };
}

/**
 * Petitions of the same person, by blind index; only from inside a registration, logged, never sorted by count
 * (P-27). Suggests, and never merges.
 */
export async function relatedPetitions(
  id: CaseId,
  reason: string,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
) {
  const found = await findCase(deps.database, id, principal, 'SEARCH_SAME_PERSON', tree);
  const { petitionId } = found.loaded.head;
  await logAccess(
    deps.database,
    found.tables,
    petitionId,
    { at: now, officer: principal.id, what: 'SAME_PERSON', reason },
    randomUUID(),
  );
  const { identity } = await readBody(deps.database, found.tables.texts, petitionId, await dataKey(found, deps));
  const tokens = deps.secrets.personTokens(identity);
  const hits = new Map<CaseId, string>();
  for (const { index, token } of PERSON_INDEXES) {
    const value = tokens[token];
    if (!value) continue;
    const page = await deps.database.query({ table: 'TEXTS', index, pk: value, limit: 20 });
    for (const { pk } of page.items) if (pk !== petitionId && !hits.has(pk as CaseId)) hits.set(pk as CaseId, token);
  }
  const heads = await readHeads(deps.database, ORDINARY, [...hits.keys()]);
  return {
    related: heads
      .filter((head) => head.state !== 'SEALED' && head.organ === found.loaded.head.organ)
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
      .map((head) => ({ ...listEntry(head, now, tree), matchedBy: hits.get(head.id) })),
  };
}
