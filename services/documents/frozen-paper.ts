import { type DocumentIssued, papersOf, paperText } from '../../shared/casework/issue-papers.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { isDocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../shared/events/record.ts';
import { log } from '../../shared/lambda/log.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { recordField, type StoredRecord } from '../../shared/store/cases.ts';
import { decryptField, digest } from '../../shared/store/field-cipher.ts';

/** Where a paper stands: the record that issued it, and its place among that record's papers, from 0. */
export interface PaperPlace {
  readonly version: number;
  readonly index: number;
}

/** A line of a list of papers: that it was issued, and nothing of what it says. */
export interface PaperLine extends PaperPlace {
  readonly case: CaseId;
  readonly kind: string;
  readonly title: string;
  readonly number: string | null;
  readonly issuedAt: Instant;
  readonly method: string;
  /** SHA-256 of the frozen content; null for what was issued before papers were frozen. */
  readonly hash: string | null;
}

/** A paper that a record issued, as a line. */
export const lineOf = ({
  stored: { record },
  index,
  paper,
}: {
  readonly stored: Pick<StoredRecord, 'record'>;
  readonly index: number;
  readonly paper: DocumentIssued;
}): PaperLine => ({
  case: record.caseId,
  version: record.version,
  index,
  kind: paper.kind,
  title: isDocumentKind(paper.kind) ? kindOf(paper.kind).zh : paper.kind,
  number: paper.number ?? null,
  issuedAt: record.at,
  method: paper.method,
  hash: paper.hash ?? null,
});

/** The papers that a record issued, as lines. */
export const linesOf = (record: HistoryRecord): PaperLine[] =>
  papersOf(record.events).map((paper, index) => lineOf({ stored: { record }, index, paper }));

/**
 * What was frozen, after it was compared with the digest in the chained event; undefined where nothing was.
 * @throws HttpProblem 500 where what is stored is not what was issued; an error is logged, so that an alarm tells
 */
export function openFrozen(
  stored: StoredRecord,
  index: number,
  { id, petitionId }: Pick<Head, 'id' | 'petitionId'>,
  key: Uint8Array,
): DocumentContent | undefined {
  const { version, events } = stored.record;
  const issued: DocumentIssued | undefined = papersOf(events)[index];
  const sealed = stored.texts[paperText(index)];
  if (!issued?.hash || !sealed) return undefined;
  const text = decrypted(key, petitionId, recordField(id, version, paperText(index)), sealed);
  if (text === undefined || digest(text) !== issued.hash) {
    log('error', 'DOCUMENT_CHANGED', { case: id, version, index });
    throw problem(500, 'DOCUMENT_CHANGED', [
      '存储的文书与签发时的摘要不一致,请运行 npm run verify-history 核查',
      'the stored paper differs from what was issued; run npm run verify-history',
    ]);
  }
  return JSON.parse(text) as DocumentContent;
}

/** Undefined where the bytes are not what was encrypted. */
function decrypted(key: Uint8Array, id: CaseId, field: string, sealed: Uint8Array): string | undefined {
  try {
    return decryptField(key, id, field, sealed);
  } catch {
    return undefined;
  }
}

export const noSuchPaper = () => problem(404, 'NO_SUCH_DOCUMENT', ['没有这份文书', 'there is no such paper']);
