import { type DocumentKind, isDocumentKind, kindOf } from '../domain/documents/kinds.ts';
import type { CaseId } from '../domain/ids.ts';
import { openedCase } from '../domain/opened-case.ts';
import { loadCase, readHistory, type StoredRecord } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import type { OpenedByReceipt } from './by-receipt.ts';
import { type DocumentIssued, papersOf } from './issue-papers.ts';

/** A paper that went to the petitioner, in the record that issued it, with its place there, from 0. */
export interface OwnPaper {
  readonly stored: StoredRecord;
  readonly index: number;
  readonly paper: DocumentIssued;
}

/**
 * The papers that went to the petitioner (P-02). Walks from the first case through those that its history opened: also one
 * that was sent back, or reviewed an opinion that was made anew since. What was split off is a petition of its own.
 */
export async function ownPapers({ tables, first }: OpenedByReceipt, database: Database): Promise<OwnPaper[]> {
  const own: OwnPaper[] = [];
  const cases: CaseId[] = [first.head.id];
  for (const id of cases) {
    const loaded = id === first.head.id ? first : await loadCase(database, tables, id);
    if (loaded?.head.petitionId !== first.head.petitionId) continue;
    const history = await readHistory(database, tables, id);
    own.push(...ownPapersOf(history));
    cases.push(...history.flatMap(({ record }) => openedCase(record.events) ?? []));
  }
  return own;
}

/** Approved by one command and sent by another: his from the dispatch on, and only the one that was sent. */
const SENT_LATER: ReadonlySet<string> = new Set<DocumentKind>([
  'DOC-OPINION',
  'DOC-REVIEW-OPINION',
  'DOC-REREVIEW-OPINION',
]);

/** His request is addressed to the organ and is his own paper. */
const isHis = (kind: string): boolean =>
  isDocumentKind(kind) && (kindOf(kind).addressee === 'PETITIONER' || kind === 'DOC-REVIEW-REQ');

function ownPapersOf(history: readonly StoredRecord[]): OwnPaper[] {
  const own: OwnPaper[] = [];
  let approved: OwnPaper | undefined;
  for (const stored of history) {
    for (const [index, paper] of papersOf(stored.record.events).entries()) {
      if (SENT_LATER.has(paper.kind)) approved = { stored, index, paper };
      else if (isHis(paper.kind)) own.push({ stored, index, paper });
    }
    if (approved && stored.record.events.some(({ type }) => type === 'opinion-dispatched.v1')) {
      own.push(approved);
      approved = undefined;
    }
  }
  return own;
}
