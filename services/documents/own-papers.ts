import { type OpenedByReceipt, openByReceipt } from '../../shared/casework/by-receipt.ts';
import { receiptPaper } from '../../shared/casework/papers/outside-commands.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { type DocumentKind, isDocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { openedCase } from '../../shared/domain/opened-case.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { loadCase, readHistory, type StoredRecord } from '../../shared/store/cases.ts';
import { linesOf, noSuchPaper, openFrozen, type PaperLine, type PaperPlace } from './frozen-paper.ts';
import { keyOf } from './read-papers.ts';
import { openStored } from './stored-petition.ts';

/** A paper of the petitioner's: it may lie in any case of his petition. */
export interface OwnPlace extends PaperPlace {
  readonly case: CaseId;
}

/**
 * The papers that went to the petitioner (P-02), over all cases of his petition, by receipt code. Whoever petitions
 * together holds one code and sees the same; those of another petition on the matter are not among them.
 * @throws HttpProblem 404 for a code that leads nowhere, 429 after too many of them (P-25)
 */
export async function listOwnPapers(
  typed: string,
  sourceIp: string,
  now: Instant,
  deps: PetitionDeps,
): Promise<{ receipt: { kind: 'DOC-RECEIPT'; title: string; receivedAt: Instant }; documents: PaperLine[] }> {
  const opened = await openByReceipt(typed, sourceIp, now, deps);
  return {
    receipt: {
      kind: 'DOC-RECEIPT',
      title: kindOf('DOC-RECEIPT').zh,
      receivedAt: opened.first.head.receivedAt,
    },
    documents: (await ownPapers(opened, deps)).map(({ line }) => line),
  };
}

/** The receipt (收件回执) of what he handed in, as it stands registered; it is composed anew each time. */
export async function openOwnReceipt(
  typed: string,
  sourceIp: string,
  now: Instant,
  deps: PetitionDeps,
): Promise<DocumentContent> {
  const { tables, first } = await openByReceipt(typed, sourceIp, now, deps);
  return receiptPaper(await openStored({ tables, loaded: first }, now, deps));
}

/**
 * One of them, as it was issued.
 * @throws HttpProblem 404 also for a paper that exists and is not his, 500 where it is not what was issued
 */
export async function openOwnPaper(
  typed: string,
  place: OwnPlace,
  sourceIp: string,
  now: Instant,
  deps: PetitionDeps,
): Promise<DocumentContent> {
  const opened = await openByReceipt(typed, sourceIp, now, deps);
  const { first } = opened;
  const own = (await ownPapers(opened, deps)).find(
    ({ line }) => line.case === place.case && line.version === place.version && line.index === place.index,
  );
  const of = { id: place.case, petitionId: first.head.petitionId };
  const content = own && openFrozen(own.stored, place.index, of, await keyOf({ loaded: first }, deps));
  if (!content) throw noSuchPaper();
  return content;
}

interface OwnPaper {
  readonly line: PaperLine;
  readonly stored: StoredRecord;
}

/**
 * Walks from the first case through those that its history opened: also one that was sent back, or reviewed an opinion
 * that was made anew since. What was split off is a petition of its own.
 */
async function ownPapers({ tables, first }: OpenedByReceipt, deps: PetitionDeps): Promise<OwnPaper[]> {
  const own: OwnPaper[] = [];
  const cases: CaseId[] = [first.head.id];
  for (const id of cases) {
    const loaded = id === first.head.id ? first : await loadCase(deps.database, tables, id);
    if (loaded?.head.petitionId !== first.head.petitionId) continue;
    const history = await readHistory(deps.database, tables, id);
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
    for (const line of linesOf(stored.record)) {
      if (SENT_LATER.has(line.kind)) approved = { line, stored };
      else if (isHis(line.kind)) own.push({ line, stored });
    }
    if (approved && stored.record.events.some(({ type }) => type === 'opinion-dispatched.v1')) {
      own.push(approved);
      approved = undefined;
    }
  }
  return own;
}
