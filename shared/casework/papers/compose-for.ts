import { composeDocument } from '../../domain/documents/compose.ts';
import type { DocumentContent } from '../../domain/documents/content.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { type DocumentKind, isDocumentKind } from '../../domain/documents/kinds.ts';
import { hearingNotice, hearingRecord, mediationPaper, settlementPaper } from './agreement.ts';
import { channelPaper, noLongerAcceptedPaper, notAcceptedPaper, redirectPaper } from './elsewhere.ts';
import {
  extensionApproval,
  extensionPaper,
  interviewPaper,
  planPaper,
  recusalPaper,
  slipOfProposal,
  supplementPaper,
  withdrawalPaper,
} from './handling.ts';
import { acceptPaper } from './intake.ts';
import { deliveryPaper, executionPaper, opinionPaper, replyPaper } from './opinion.ts';
import {
  assignPaper,
  closingReport,
  jurisdictionPaper,
  objectionPaper,
  objectionRuling,
  transferNotice,
  transferPaper,
} from './referral.ts';
import { sealedNotice, urgentPaper } from './report.ts';
import { lateRequest, reReviewOpinion, reviewOpinion, reviewRequest } from './review.ts';
import type { Setting } from './setting.ts';
import {
  accountabilityPaper,
  correctionPaper,
  feedbackPaper,
  followUpPaper,
  suggestPaper,
  supervisionPaper,
} from './supervision.ts';

/** Kinds that no command on a case issues; `outside-commands.ts` makes them. */
export const NOT_BY_COMMAND = ['DOC-RECEIPT', 'DOC-REG', 'DOC-SLIP-SEALED', 'DOC-ANNUAL'] as const;
export type IssuedKind = Exclude<DocumentKind, (typeof NOT_BY_COMMAND)[number]>;

/** What each kind says of a case; the compiler finds a kind that is missing. */
const PAPERS: { readonly [K in IssuedKind]: (setting: Setting) => DataOf<K> } = {
  'DOC-ACCEPT': acceptPaper,
  'DOC-REDIRECT': redirectPaper,
  'DOC-CHANNEL': channelPaper,
  'DOC-NACC': notAcceptedPaper,
  'DOC-NLACC': noLongerAcceptedPaper,
  'DOC-TRANSFER': transferPaper,
  'DOC-TRANSFER-NOTICE': transferNotice,
  'DOC-ASSIGN': assignPaper,
  'DOC-OBJECTION': objectionPaper,
  'DOC-OBJ-RULING': objectionRuling,
  'DOC-JURIS': jurisdictionPaper,
  'DOC-CLOSING-REPORT': closingReport,
  'DOC-EXT': extensionPaper,
  'DOC-EXT-APPROVAL': extensionApproval,
  'DOC-PLAN': planPaper,
  'DOC-RECUSAL': recusalPaper,
  'DOC-INTERVIEW': interviewPaper,
  'DOC-SUPPL': supplementPaper,
  'DOC-SLIP': slipOfProposal,
  'DOC-WITHDRAW': withdrawalPaper,
  'DOC-HEARING-NOTICE': hearingNotice,
  'DOC-HEARING-RECORD': hearingRecord,
  'DOC-MEDIATION': mediationPaper,
  'DOC-SETTLEMENT': settlementPaper,
  'DOC-OPINION': opinionPaper,
  'DOC-REPLY': replyPaper,
  'DOC-DELIVERY': deliveryPaper,
  'DOC-EXEC': executionPaper,
  'DOC-REVIEW-REQ': reviewRequest,
  'DOC-LATE': lateRequest,
  'DOC-REVIEW-OPINION': reviewOpinion,
  'DOC-REREVIEW-OPINION': reReviewOpinion,
  'DOC-SUPERVISION': supervisionPaper,
  'DOC-SUGGEST': suggestPaper,
  'DOC-FEEDBACK': feedbackPaper,
  'DOC-CORRECTION': correctionPaper,
  'DOC-ACC': accountabilityPaper,
  'DOC-FOLLOWUP': followUpPaper,
  'DOC-URGENT': urgentPaper,
  'DOC-S-NOTICE': sealedNotice,
};

const isIssued = (kind: string): kind is IssuedKind => isDocumentKind(kind) && Object.hasOwn(PAPERS, kind);

/**
 * The content of the paper that a command issues: pure, the same situation gives the same content.
 * @throws where the command issues no paper of that kind
 */
export function composeFor(situation: Setting): DocumentContent {
  const { kind } = situation.issued;
  if (!isIssued(kind)) throw new Error(`no command issues ${kind}`);
  return composeDocument(PAPERS[kind](situation));
}
