import { randomUUID } from 'node:crypto';
import { type FoundCase, findCase } from '../../shared/casework/find-case.ts';
import { papersOf, paperText } from '../../shared/casework/issue-papers.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { isDocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import { composeVolume, type VolumeData } from '../../shared/domain/documents/volume.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { logAccess } from '../../shared/store/access-log.ts';
import { dataKeyOf, readHistory, recordField, type StoredRecord } from '../../shared/store/cases.ts';
import { decryptField, digest } from '../../shared/store/field-cipher.ts';

/** Where a paper stands: the record that issued it, and its place among that record's papers, from 0. */
export interface PaperPlace {
  readonly version: number;
  readonly index: number;
}

/** The papers of a case, without their content. */
export async function listPapers(id: CaseId, principal: Principal, tree: UnitTree, deps: PetitionDeps) {
  const found = await findCase(deps.database, id, principal, 'READ_CASE', tree);
  const history = await readHistory(deps.database, found.tables, id);
  return {
    documents: history.flatMap(({ record }) =>
      papersOf(record.events).map((paper, index) => ({
        version: record.version,
        index,
        kind: paper.kind,
        title: isDocumentKind(paper.kind) ? kindOf(paper.kind).zh : paper.kind,
        number: paper.number ?? null,
        issuedAt: record.at,
        method: paper.method,
        hash: paper.hash ?? null,
      })),
    ),
  };
}

/**
 * The frozen content of one paper, for whoever may open the file; logged with the reason before it is shown (P-04).
 * @throws HttpProblem 404 where there is no such paper, 500 where what is stored is not what was issued
 */
export async function openPaper(
  id: CaseId,
  place: PaperPlace,
  reason: string,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<DocumentContent> {
  const found = await findCase(deps.database, id, principal, 'REVEAL_IDENTITY', tree);
  const [stored] = await readHistory(deps.database, found.tables, id, place.version);
  if (stored?.record.version !== place.version || !papersOf(stored.record.events)[place.index]) throw noSuchPaper();
  await logOpening(found, principal, reason, now, deps);
  const content = contentOf(stored, place.index, found, await keyOf(found, deps));
  if (!content) throw noSuchPaper();
  return content;
}

/** The whole case as one indexed volume (案卷): every paper and the history of commands. */
export async function openVolume(
  id: CaseId,
  reason: string,
  principal: Principal,
  now: Instant,
  tree: UnitTree,
  deps: PetitionDeps,
) {
  const found = await findCase(deps.database, id, principal, 'REVEAL_IDENTITY', tree);
  await logOpening(found, principal, reason, now, deps);
  const { head } = found.loaded;
  const [history, key] = await Promise.all([readHistory(deps.database, found.tables, id), keyOf(found, deps)]);
  const documents = history.flatMap((stored) =>
    papersOf(stored.record.events).flatMap((_, index) => contentOf(stored, index, found, key) ?? []),
  );
  const volume: VolumeData = {
    organ: tree.unit(head.organ)?.name ?? head.organ,
    matterId: head.petitionId,
    title: '信访事项案卷',
    petitioner: '信访人(见卷内文书)',
    handlingUnit: tree.unit(head.unit)?.name ?? head.unit,
    openedOn: localDateOf(head.registeredAt),
    ...(head.closedAt ? { closedOn: localDateOf(head.closedAt) } : {}),
    retention: { period: head.concludedAt ? '30年' : '10年', cite: '档案法实施条例第二十四条(期限待核实)' },
    filedBy: tree.officer(principal.id)?.name ?? principal.id,
    filedOn: localDateOf(now),
    documents,
    history: history.map(({ record }) => ({
      at: record.at,
      actor:
        record.actor.kind === 'OFFICER'
          ? (tree.unit(record.actor.unit)?.name ?? record.actor.unit)
          : record.actor.kind === 'RULE'
            ? '系统规则'
            : '信访人',
      what: record.command === 'SUBMIT' ? '提交' : transitionOf(record.command).zh,
      hash: record.hash,
    })),
  };
  return composeVolume(volume);
}

const logOpening = (found: FoundCase, principal: Principal, reason: string, at: Instant, deps: PetitionDeps) =>
  logAccess(
    deps.database,
    found.tables,
    found.loaded.head.petitionId,
    {
      at,
      officer: principal.id,
      ...(found.loaded.head.sealed
        ? { what: 'SEALED' as const, part: 'NARRATIVE' as const }
        : { what: 'NARRATIVE' as const }),
      reason,
    },
    randomUUID(),
  );

async function keyOf(found: FoundCase, deps: PetitionDeps): Promise<Uint8Array> {
  const keys = found.loaded.head.sealed ? deps.sealedKeys : deps.keys;
  return (await dataKeyOf(keys, found.loaded)).plain;
}

/** What was frozen, after it was compared with the digest in the chained event. */
function contentOf(
  stored: StoredRecord,
  index: number,
  found: FoundCase,
  key: Uint8Array,
): DocumentContent | undefined {
  const issued = papersOf(stored.record.events)[index];
  const sealed = stored.texts[paperText(index)];
  if (!issued?.hash || !sealed) return undefined;
  const { id, petitionId } = found.loaded.head;
  const text = decryptField(key, petitionId, recordField(id, stored.record.version, paperText(index)), sealed);
  if (digest(text) !== issued.hash)
    throw problem(500, 'DOCUMENT_CHANGED', [
      '存储的文书与签发时的摘要不一致,请运行 npm run verify-history 核查',
      'the stored paper differs from what was issued; run npm run verify-history',
    ]);
  return JSON.parse(text) as DocumentContent;
}

const noSuchPaper = () => problem(404, 'NO_SUCH_DOCUMENT', ['没有这份文书', 'there is no such paper']);
