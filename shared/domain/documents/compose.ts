import { isLocalDate } from '../calendar.ts';
import * as agreement from './compose/agreement.ts';
import { type Body, type Composer, DISPATCH_NAMES } from './compose/body.ts';
import * as elsewhere from './compose/elsewhere.ts';
import * as handling from './compose/handling.ts';
import * as intake from './compose/intake.ts';
import * as opinion from './compose/opinion.ts';
import * as referral from './compose/referral.ts';
import * as report from './compose/report.ts';
import * as review from './compose/review.ts';
import * as supervision from './compose/supervision.ts';
import type { DocumentContent } from './content.ts';
import type { DocumentData } from './data.ts';
import { DocumentIncomplete } from './document-incomplete.ts';
import { citedTogether, documentNumber, fullWidth, regulation } from './formal-writing.ts';
import { type DocumentKind, kindOf } from './kinds.ts';
import { printable, printableAll } from './printable.ts';

/** One composer per kind; the compiler finds the one that is missing. */
const COMPOSERS: { readonly [K in DocumentKind]: Composer<K> } = {
  'DOC-RECEIPT': intake.composeReceipt,
  'DOC-REG': intake.composeRegister,
  'DOC-ACCEPT': intake.composeAccept,
  'DOC-SLIP-SEALED': intake.composeSealedSlip,
  'DOC-REDIRECT': elsewhere.composeRedirect,
  'DOC-CHANNEL': elsewhere.composeChannel,
  'DOC-NACC': elsewhere.composeNotAccepted,
  'DOC-NLACC': elsewhere.composeNoLongerAccepted,
  'DOC-TRANSFER': referral.composeTransfer,
  'DOC-TRANSFER-NOTICE': referral.composeTransferNotice,
  'DOC-ASSIGN': referral.composeAssign,
  'DOC-OBJECTION': referral.composeObjection,
  'DOC-OBJ-RULING': referral.composeObjectionRuling,
  'DOC-JURIS': referral.composeJurisdiction,
  'DOC-CLOSING-REPORT': referral.composeClosingReport,
  'DOC-EXT': handling.composeExtension,
  'DOC-EXT-APPROVAL': handling.composeExtensionApproval,
  'DOC-PLAN': handling.composePlan,
  'DOC-RECUSAL': handling.composeRecusal,
  'DOC-INTERVIEW': handling.composeInterview,
  'DOC-SUPPL': handling.composeSupplement,
  'DOC-SLIP': handling.composeSlip,
  'DOC-WITHDRAW': handling.composeWithdrawal,
  'DOC-HEARING-NOTICE': agreement.composeHearingNotice,
  'DOC-HEARING-RECORD': agreement.composeHearingRecord,
  'DOC-MEDIATION': agreement.composeMediation,
  'DOC-SETTLEMENT': agreement.composeSettlement,
  'DOC-OPINION': opinion.composeOpinion,
  'DOC-REPLY': opinion.composeReply,
  'DOC-DELIVERY': opinion.composeDelivery,
  'DOC-EXEC': opinion.composeExecution,
  'DOC-REVIEW-REQ': review.composeReviewRequest,
  'DOC-LATE': review.composeLate,
  'DOC-REVIEW-OPINION': review.composeReviewOpinion,
  'DOC-REREVIEW-OPINION': review.composeReReviewOpinion,
  'DOC-SUPERVISION': supervision.composeSupervision,
  'DOC-SUGGEST': supervision.composeSuggest,
  'DOC-FEEDBACK': supervision.composeFeedback,
  'DOC-CORRECTION': supervision.composeCorrection,
  'DOC-ACC': supervision.composeAccountability,
  'DOC-FOLLOWUP': supervision.composeFollowUp,
  'DOC-URGENT': report.composeUrgent,
  'DOC-ANNUAL': report.composeAnnual,
  'DOC-S-NOTICE': report.composeSealedNotice,
};

/**
 * The content of a document, from its typed data: pure, the same data give the same content. Throws
 * `DocumentIncomplete` with the field where mandatory content is blank or cannot be right.
 */
export function composeDocument(data: DocumentData): DocumentContent {
  checkFilled(data, '');
  const { kind, organ, contact, issuedOn } = data;
  const { zh, version, addressee } = kindOf(kind);
  // The map pairs each kind with its own data; the compiler cannot follow that through an index.
  const body = (COMPOSERS[kind] as (data: DocumentData) => Body)(data);
  const toPetitioner = addressee === 'PETITIONER';
  return printableAll<DocumentContent>({
    format: 1,
    kind,
    template: version,
    draft: data.number === 'DRAFT',
    sealed: data.sealed === true,
    letterhead: letterheadOf(kind),
    organ: organ.name,
    title: body.title ?? fullWidth(zh),
    ...numberOf(data),
    ...('matterId' in data ? { matter: data.matterId } : {}),
    ...recipientOf(data),
    blocks: body.blocks,
    legalBasis: citedTogether(body.legalBasis),
    ...(body.plainWords ? { plainWords: body.plainWords } : {}),
    ...(body.remedy ? { remedy: body.remedy } : {}),
    contact: `联系人：${contact.name}；电话：${contact.officePhone}；地址：${organ.address}。${
      data.supervisionPhone ? `监督电话：${data.supervisionPhone}。` : ''
    }`,
    date: issuedOn,
    ...(kind === 'DOC-REVIEW-REQ' ? {} : { seal: organ.name }),
    ...(toPetitioner ? { delivery: deliveryOf(data) } : {}),
    copies: data.copies ?? [],
    ...(toPetitioner && kind !== 'DOC-SLIP-SEALED' ? { queryHint: queryHintOf(data) } : {}),
  });
}

function numberOf(data: DocumentData): { number?: string } {
  const { numberClass } = kindOf(data.kind);
  if (!numberClass || data.number === 'DRAFT') return {};
  if (!data.number) throw new DocumentIncomplete('number', 'MISSING');
  try {
    return { number: documentNumber(data.number, numberClass) };
  } catch {
    throw new DocumentIncomplete('number', 'INVALID');
  }
}

function letterheadOf(kind: DocumentKind): DocumentContent['letterhead'] {
  if (kind === 'DOC-REVIEW-REQ') return 'PETITIONER';
  return kindOf(kind).addressee === 'INTERNAL' || kind === 'DOC-SLIP-SEALED' ? 'PLAIN' : 'RED';
}

function recipientOf(data: DocumentData): { recipient?: string } {
  if (!('recipient' in data)) return {};
  return { recipient: 'name' in data.recipient ? data.recipient.name : data.recipient.organ };
}

/** Left open where it is not known yet: it is filled in by hand when the paper is handed over. */
const deliveryOf = (data: DocumentData): string =>
  `送达方式：${'method' in data && data.method ? DISPATCH_NAMES[data.method] : '＿＿＿＿＿'}　收到日期：＿＿＿年＿＿月＿＿日　签收人：＿＿＿＿＿`;

const queryHintOf = (data: DocumentData): string =>
  `查询：凭收件时交给您的16位查询码，${
    'queryAt' in data && data.queryAt ? data.queryAt : '在本机关网上或者电话查询平台'
  }可以查看进度、期限和文书（${regulation(18)}）。工作人员不会向您索要查询码。`;

/**
 * Every text that is given says something and every day is a day, at any depth. Types demand what is mandatory; this
 * refuses the blank that types let through.
 */
function checkFilled(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (printable(value) === '') throw new DocumentIncomplete(path, 'MISSING');
    if (/(?:On|\.due|\.nominalDue)$/.test(path) && !isLocalDate(value)) throw new DocumentIncomplete(path, 'INVALID');
    return;
  }
  if (typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0))
    throw new DocumentIncomplete(path, 'INVALID');
  if (value === null || typeof value !== 'object') return;
  for (const [key, entry] of Object.entries(value)) checkFilled(entry, path ? `${path}.${key}` : key);
}
