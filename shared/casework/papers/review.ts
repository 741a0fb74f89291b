import { localDateOf, parseInstant } from '../../domain/calendar.ts';
import type { Contested, ReviewDecision, ReviewStage } from '../../domain/documents/data/review.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { regulation } from '../../domain/documents/formal-writing.ts';
import type { NextRoute } from '../../domain/documents/parts.ts';
import type { Head } from '../../domain/petition.ts';
import { excludedBy } from './agreement.ts';
import { reviewRight } from './opinion.ts';
import { counted, openedOn, printed, windowOpened } from './printed-clocks.ts';
import { commandIn, numberOf, type Setting } from './setting.ts';
import { openRoute } from './statutory-route.ts';
import { nameOf, petitionerName, placeOf, reviewOrganOf, toOrgan, toPetitioner } from './who-issues.ts';
import { clean, inSentence, recall, said } from './written-words.ts';

/** Opinions that can be contested, with the reply that stands in the place of one. */
const OPINIONS = ['DOC-OPINION', 'DOC-REPLY', 'DOC-REVIEW-OPINION'];

function contestedOf(head: Head | undefined, setting: Setting, key?: string): Contested {
  const { tree, now } = setting;
  return {
    organ: head ? nameOf(tree, head.organ) : '原办理机关',
    number: said(numberOf(head, ...OPINIONS), '文号未登记'),
    receivedOn: openedOn(head, key) ?? localDateOf(head?.opinion?.dispatchedAt ?? now),
  };
}

const stageOf = (head: Head): ReviewStage => (head.stage === 'REREVIEW' ? 'REREVIEW' : 'REVIEW');

/** 复查(复核)申请书: the petitioner's own paper, to the organ of review. */
export function reviewRequest(setting: Setting): DataOf<'DOC-REVIEW-REQ'> {
  const command = commandIn(setting, 'REQUEST_REVIEW', 'REQUEST_REREVIEW');
  const { before, head, now } = setting;
  const reviewed = before ?? head;
  const key = command.recipient === undefined ? undefined : `P${command.recipient}`;
  const window = windowOpened(reviewed, key);
  const organ = reviewOrganOf(setting, head.organ);
  const filedAt = parseInstant(command.filedAt ?? command.receivedAt ?? '') ?? now;
  const late = window !== undefined && filedAt > window.dueInstant;
  return {
    ...toOrgan(setting, 'DOC-REVIEW-REQ', organ.name),
    organ,
    stage: command.type === 'REQUEST_REVIEW' ? 'REVIEW' : 'REREVIEW',
    requester: petitionerName(setting),
    ...(command.byAgent ? { agent: '由代理人提出（姓名见授权委托书）' } : {}),
    against: contestedOf(reviewed, setting, key),
    requests: [said(command.request)],
    reasons: [said(command.reasons)],
    filedOn: localDateOf(filedAt),
    lastDay: window ? printed(window, setting) : counted('REVIEW_APPLY_30D', now, setting),
    ...(late ? { lateBecause: said(command.delayReason) } : {}),
  };
}

/** 逾期申请审查告知书; of a request that is not admissible it gives the ground and what can still be done. */
export function lateRequest(setting: Setting): DataOf<'DOC-LATE'> {
  const { ground, reason } = commandIn(setting, 'REJECT_LATE');
  const { above, head, tree, now } = setting;
  const [reviewed] = above;
  const window = windowOpened(reviewed);
  const lastDay = window ? printed(window, setting) : counted('REVIEW_APPLY_30D', head.receivedAt, setting);
  const name = head.stage === 'REREVIEW' ? '复核' : '复查';
  const again: NextRoute[] =
    ground === 'INADMISSIBLE' && lastDay.due >= localDateOf(now)
      ? [
          {
            ...openRoute(`补正后重新申请${name}`, placeOf(tree, head.office), '', ''),
            cite: regulation(head.stage === 'REREVIEW' ? 36 : 35),
            limit: { type: 'BY', clock: lastDay },
          },
        ]
      : [];
  return {
    ...toPetitioner(setting, 'DOC-LATE'),
    stage: stageOf(head),
    against: contestedOf(reviewed, setting),
    filedOn: localDateOf(head.review?.filedAt ?? head.receivedAt),
    lastDay,
    ...(ground === 'LATE'
      ? { because: said(recall(setting, 'delayReason', 'REQUEST_REVIEW', 'REQUEST_REREVIEW')) }
      : {}),
    decision: {
      admitted: false,
      reason: said(reason),
      routes: [newMatter(setting, reviewed ?? head), ...again],
    },
  };
}

/** 条例36(3): new facts or reasons are never shut out. */
const newMatter = ({ tree }: Setting, head: Head): NextRoute =>
  openRoute(
    '有新的事实或者理由的，作为新的信访事项提出',
    placeOf(tree, head.office),
    regulation(17),
    '提出信访事项没有期限',
  );

const ASKED: ReadonlySet<string> = new Set(['REQUEST_REVIEW', 'REQUEST_REREVIEW']);

/** In the words of each who asked for this review: a request of another co-petitioner may have joined the first (G7). */
function saidInRequests({ past, head }: Setting, name: 'request' | 'reasons'): readonly [string, ...string[]] {
  const [first = said(undefined), ...rest] = past
    .filter(({ caseId, command }) => caseId === head.id && ASKED.has(command))
    .flatMap(({ texts }) => clean(texts[name]) ?? []);
  return [first, ...rest];
}

function reviewedBy(setting: Setting) {
  const { above, head } = setting;
  const drafted = ['REVIEW_DECIDE', 'REREVIEW_DECIDE'] as const;
  const answers = Array.from({ length: Math.max(1, head.requestItems) }, (_, at) =>
    recall(setting, `answer${at + 1}`, ...drafted),
  ).flatMap((answer) => answer ?? []);
  const [first = said(undefined), ...rest] = answers;
  return {
    against: contestedOf(above[0], setting),
    requestedOn: localDateOf(head.review?.filedAt ?? head.receivedAt),
    requests: saidInRequests(setting, 'request'),
    reasons: saidInRequests(setting, 'reasons').join('\n'),
    found: [said(recall(setting, 'facts', ...drafted))],
    decision: decisionOf(setting, [first, ...rest]),
    why: [first, ...rest].map((answer) => `${inSentence(answer)}。`).join('\n'),
    laws: [said(recall(setting, 'legalBasis', ...drafted))] as const,
  };
}

/** The day for the new opinion as fixed, else thirty days as if it were received today: later it can only become later. */
function decisionOf(setting: Setting, changes: readonly [string, ...string[]]): ReviewDecision {
  const { head, now } = setting;
  const { decision, remakeDue } = head.review ?? {};
  if (decision === 'CHANGE') return { type: 'CHANGE', changes };
  if (decision !== 'REVOKE_REMAKE') return { type: 'UPHOLD' };
  const fixed = remakeDue !== undefined && remakeDue > localDateOf(now);
  return { type: 'REVOKE_REMAKE', remake: counted('REMAKE', now, setting, fixed ? { setDue: remakeDue } : {}) };
}

/** 复查意见书. */
export const reviewOpinion = (setting: Setting): DataOf<'DOC-REVIEW-OPINION'> => ({
  ...toPetitioner(setting, 'DOC-REVIEW-OPINION'),
  ...reviewedBy(setting),
  reReview: reviewRight(setting, 'REREVIEW_APPLY_30D'),
});

/** 复核意见书: the last of the petition procedure. */
export function reReviewOpinion(setting: Setting): DataOf<'DOC-REREVIEW-OPINION'> {
  const hearing = excludedBy(setting, setting.head.hearing);
  return {
    ...toPetitioner(setting, 'DOC-REREVIEW-OPINION'),
    ...reviewedBy(setting),
    ...(hearing ? { hearing } : {}),
    routes: [],
  };
}
