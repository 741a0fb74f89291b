import { localDateOf, parseInstant } from '../../domain/calendar.ts';
import type { AnsweredItem } from '../../domain/documents/data/opinion.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { isDocumentKind, kindOf } from '../../domain/documents/kinds.ts';
import type { ReviewRight } from '../../domain/documents/parts.ts';
import { dutyOf } from '../../domain/regions.ts';
import { clockOf, counted, openedOn, printed } from './printed-clocks.ts';
import { commandIn, numberOf, type Setting } from './setting.ts';
import { actorName, forFile, nameOf, petitionerName, reviewOrganOf, toOrgan, toPetitioner } from './who-issues.ts';
import { inquiriesOf } from './work-done.ts';
import { factsOf, reasonsOf, recall, requestItemsOf, said } from './written-words.ts';

/** The right to review with its thirty days, shown for a receipt today: the real start is the receipt (条例35、36). */
export const reviewRight = (setting: Setting, code: 'REVIEW_APPLY_30D' | 'REREVIEW_APPLY_30D'): ReviewRight => ({
  organ: reviewOrganOf(setting, setting.head.organ),
  ifReceivedOn: localDateOf(setting.now),
  clock: counted(code, setting.now, setting),
});

/** 信访处理意见书: as drafted and approved; each item with its outcome (条例32). */
export function opinionPaper(setting: Setting): DataOf<'DOC-OPINION'> {
  const { head, now } = setting;
  const [first, ...rest] = requestItemsOf(setting).map((request, at) => answered(setting, request, at));
  return {
    ...toPetitioner(setting, 'DOC-OPINION'),
    acceptedOn: localDateOf(head.acceptedAt ?? now),
    petitionerFacts: factsOf(setting),
    petitionerReasons: reasonsOf(setting),
    inquiries: inquiriesOf(setting),
    found: [said(recall(setting, 'facts', 'DRAFT_OPINION'))],
    items: [first as AnsweredItem, ...rest],
    laws: [said(recall(setting, 'legalBasis', 'DRAFT_OPINION'))],
    review: reviewRight(setting, 'REVIEW_APPLY_30D'),
  };
}

function answered(setting: Setting, request: string, at: number): AnsweredItem {
  const { head, tree } = setting;
  const answer = said(recall(setting, `answer${at + 1}`, 'DRAFT_OPINION'));
  // Every item was answered and none twice, or the opinion would not have been approved: outcomes go by item.
  const outcome = head.opinion?.outcomes[at] ?? 'EXPLAIN';
  if (outcome !== 'SUPPORT') return { request, answer, outcome };
  const byOn = head.opinion?.executeBy;
  return {
    request,
    answer,
    outcome,
    execution: { what: '落实上述意见', who: nameOf(tree, head.unit), ...(byOn ? { byOn } : {}) },
  };
}

/** 答复书. */
export function replyPaper(setting: Setting): DataOf<'DOC-REPLY'> {
  const { items, legalBasis } = commandIn(setting, 'REPLY');
  const answers = requestItemsOf(setting).map((request, at) => ({
    request,
    answer: said(items.find(({ item }) => item === at + 1)?.answer),
  }));
  return {
    ...toPetitioner(setting, 'DOC-REPLY'),
    answers,
    ...(said(legalBasis, '') ? { laws: [said(legalBasis)] } : {}),
    path: replyPath(setting),
  };
}

function replyPath(setting: Setting): DataOf<'DOC-REPLY'>['path'] {
  const { head, now } = setting;
  const { items } = commandIn(setting, 'REPLY');
  if (head.purpose === 'APPEAL')
    return {
      type: 'SIMPLE',
      review: reviewRight(setting, 'REVIEW_APPLY_30D'),
      // Nothing is lost by the simple procedure: the sixty days count from its acceptance.
      ordinary: counted('HANDLE_60D', head.acceptedAt ?? now, setting),
    };
  if (head.purpose !== 'SUGGESTION') return { type: 'ENQUIRY' };
  const adopted = items.filter(({ outcome }) => outcome === 'SUPPORT').length;
  const adoption = adopted === items.length ? 'ADOPTED' : adopted > 0 ? 'PARTLY' : 'NOT';
  return { type: 'SUGGESTION', adoption, why: '理由见上述答复。' };
}

/** Papers whose receipt is proved. */
const DELIVERED = ['DOC-OPINION', 'DOC-REVIEW-OPINION', 'DOC-REREVIEW-OPINION', 'DOC-REPLY'];

/** 送达回证: from the receipt on, the petitioner's period runs. */
export function deliveryPaper(setting: Setting): DataOf<'DOC-DELIVERY'> {
  const { method, receivedAt, proof, recipient } = commandIn(setting, 'DELIVER');
  const { head, before, issued, now } = setting;
  const paper = before?.documents.findLast(({ kind }) => DELIVERED.includes(kind));
  const started = head.clocks.find(
    ({ code, key }) => (code === 'REVIEW_APPLY_30D' || code === 'REREVIEW_APPLY_30D') && key === issued.key,
  );
  const name = recipient === undefined ? petitionerName(setting) : `信访人（第${recipient}人）`;
  return {
    ...forFile(setting, 'DOC-DELIVERY'),
    document: {
      title: paper && isDocumentKind(paper.kind) ? kindOf(paper.kind).zh : '答复文书',
      ...(paper?.number ? { number: paper.number } : {}),
    },
    addressee: name,
    method,
    receivedAt: parseInstant(receivedAt) ?? now,
    receiver: { name, relation: '以送达凭证为准' },
    proof: said(proof),
    server: actorName(setting),
    ...(started ? { starts: printed(started, setting) } : {}),
  };
}

/** 执行督促书. */
export function executionPaper(setting: Setting): DataOf<'DOC-EXEC'> {
  const { unit, what, dueAt } = commandIn(setting, 'ORDER_EXECUTION');
  const { head, issued, tree, now } = setting;
  const owed = issued.key === undefined ? undefined : dutyOf(head, issued.key);
  const who = nameOf(tree, owed?.unit ?? unit);
  const clock = clockOf(head, ['EXECUTE_SUPPORT'], issued.key);
  return {
    ...toOrgan(setting, 'DOC-EXEC', who),
    opinionNumber: said(numberOf(head, 'DOC-OPINION', 'DOC-REPLY'), '文号未登记'),
    deliveredOn: openedOn(head) ?? localDateOf(head.opinion?.dispatchedAt ?? now),
    tasks: [{ what: said(what), who, byOn: dueAt }],
    clock: clock ? printed(clock, setting) : counted('EXECUTE_SUPPORT', now, setting, { setDue: dueAt }),
  };
}
