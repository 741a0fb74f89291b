import { randomUUID } from 'node:crypto';
import { listEntry } from '../../shared/casework/case-view.ts';
import { type FoundCase, findCase, mayRead } from '../../shared/casework/find-case.ts';
import { recordsShown } from '../../shared/casework/records-shown.ts';
import { decideAccess, onlyWatches, type Principal } from '../../shared/domain/access.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { type AccessEntry, logAccess, readAccessLog } from '../../shared/store/access-log.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { dataKeyOf, ORDINARY, readHistory, recordField, SEALED, type StoredRecord } from '../../shared/store/cases.ts';
import { decryptField } from '../../shared/store/field-cipher.ts';
import { PERSON_INDEXES, readBody } from '../../shared/store/petition-texts.ts';

const dataKey = async ({ loaded }: FoundCase, deps: PetitionDeps): Promise<Uint8Array> =>
  (await dataKeyOf(deps, loaded)).plain;

/** Logs before anything is opened: what cannot be logged is not shown. */
const logOpening = (found: FoundCase, entry: AccessEntry, deps: PetitionDeps): Promise<void> =>
  logAccess(deps.database, found.tables, found.loaded.head.petitionId, entry, randomUUID());

/** What the log says was opened; of a sealed accusation it says so first (P-03). */
const opened = (head: Head, part: 'IDENTITY' | 'NARRATIVE'): Pick<AccessEntry, 'what' | 'part'> =>
  head.sealed ? { what: 'SEALED', part } : { what: part };

/** Identity or narrative in the clear (P-04), logged with the reason given. */
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
  const { head } = found.loaded;
  await logOpening(found, { at: now, officer: principal.id, ...opened(head, what), reason }, deps);
  const body = await readBody(deps.database, found.tables.texts, head.petitionId, await dataKey(found, deps));
  return what === 'IDENTITY'
    ? {
        identity: body.identity,
        representatives: body.extra.representatives ? JSON.parse(body.extra.representatives) : [],
      }
    : { texts: body.texts, extra: body.extra };
}

/** Reason in the log for reading a history with its texts; nobody is asked for one. */
const READING_HISTORY = '查阅办理经过';

/** Texts that a correction replaced: what the petitioner told, with his identity. */
const isPetitionersOwn = (name: string): boolean => name.startsWith('before.');

/**
 * History of a case, and who opened the file. Its texts are content: whoever acts on the case reads them, and that is
 * logged; what the petitioner told stays for those who may open his file; auditors and supervisors see which texts
 * there are, each as null (spec.md §2.3).
 */
export async function readCaseHistory(
  id: CaseId,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
) {
  const found = await findCase(deps.database, id, principal, 'READ_HISTORY', tree);
  const { head } = found.loaded;
  const [above] = found.above;
  const parent = above && { parent: above.head };
  const reveals = decideAccess(principal, { kind: 'REVEAL_IDENTITY', head, ...parent }, tree).allowed;
  const mayReadText = (name: string) => !onlyWatches(found.standings) && (reveals || !isPetitionersOwn(name));
  const history = await readHistory(deps.database, found.tables, id);
  const records = await recordsShown(found, history, principal, tree, deps.database);
  if (records.some(({ texts }) => Object.keys(texts).some(mayReadText)))
    await logOpening(
      found,
      { at: now, officer: principal.id, ...opened(head, 'NARRATIVE'), reason: READING_HISTORY },
      deps,
    );
  // Who opened it before it was sealed stays logged where it lay then.
  const logs = (head.sealed ? [ORDINARY, SEALED] : [ORDINARY]).map((tables) =>
    readAccessLog(deps.database, tables, head.petitionId),
  );
  const [key, ...access] = await Promise.all([dataKey(found, deps), ...logs]);
  return {
    records: records.map((stored) => ({
      ...stored.record,
      texts: textsFor(stored, head, key, mayReadText),
    })),
    access: access.flat().sort((a, b) => (a.at < b.at ? -1 : 1)),
  };
}

/** Texts of a record in the clear; null for those that are not for the reader. */
function textsFor(
  { record, texts }: StoredRecord,
  head: Head,
  key: Uint8Array,
  mayRead: (name: string) => boolean,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, bytes]) => [
      name,
      mayRead(name) ? decryptField(key, head.petitionId, recordField(head.id, record.version, name), bytes) : null,
    ]),
  );
}

/** Petitions of one person that are looked at and that are shown, at most. A telephone may serve a whole village. */
const LOOKED_AT = 200;
const SHOWN = 20;

/**
 * Petitions of the same person in the same matter, by blind index; only from inside a registration, logged, newest
 * first, never sorted by count (P-27). Each is one that the searcher may read anyway. Suggests, and never merges.
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
  const { head: own } = found.loaded;
  await logOpening(found, { at: now, officer: principal.id, what: 'SAME_PERSON', reason }, deps);
  const { identity } = await readBody(deps.database, found.tables.texts, own.petitionId, await dataKey(found, deps));
  const tokens = deps.secrets.personTokens(identity);
  const hits = new Map<CaseId, string>();
  for (const { index, token } of PERSON_INDEXES) {
    const value = tokens[token];
    if (!value) continue;
    const page = await deps.database.query({ table: 'TEXTS', index, pk: value, limit: LOOKED_AT });
    for (const { pk } of page.items)
      if (pk !== own.petitionId && !hits.has(pk as CaseId)) hits.set(pk as CaseId, token);
  }
  const heads = await readHeads(deps.database, ORDINARY, [...hits.keys()]);
  const candidates = heads
    .filter((head) => head.organ === own.organ && maybeSameMatter(own, head))
    .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
  const related = [];
  for (const head of candidates) {
    if (related.length === SHOWN) break;
    if (await mayRead(deps.database, head.id, principal, tree))
      related.push({ ...listEntry(head, now, tree, (await deps.bureau.law()).calendar), matchedBy: hits.get(head.id) });
  }
  return { related };
}

/** Same category, or charged to the same unit; until both are classified nobody can tell. */
const maybeSameMatter = (own: Head, other: Head): boolean =>
  !own.category ||
  !other.category ||
  own.category === other.category ||
  (own.unit === other.unit && own.unit !== own.office);
