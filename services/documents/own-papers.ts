import { openByReceipt } from '../../shared/casework/by-receipt.ts';
import { ownPapers } from '../../shared/casework/own-papers.ts';
import { receiptPaper } from '../../shared/casework/papers/outside-commands.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import { kindOf } from '../../shared/domain/documents/kinds.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { lineOf, noSuchPaper, openFrozen, type PaperLine, type PaperPlace } from './frozen-paper.ts';
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
    documents: (await ownPapers(opened, deps.database)).map(lineOf),
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
  const own = (await ownPapers(opened, deps.database)).find(
    ({ stored: { record }, index }) =>
      record.caseId === place.case && record.version === place.version && index === place.index,
  );
  const of = { id: place.case, petitionId: first.head.petitionId };
  const content = own && openFrozen(own.stored, place.index, of, await keyOf({ loaded: first }, deps));
  if (!content) throw noSuchPaper();
  return content;
}
