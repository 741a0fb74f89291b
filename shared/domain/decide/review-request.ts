import type { CommandOf } from '../commands.ts';
import type { ReviewRequest } from '../commands-review.ts';
import type { Instant, UnitId } from '../ids.ts';
import type { Clock, Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { ofMatter } from '../regions.ts';
import {
  type DecideContext,
  type Decision,
  moveTo,
  newClock,
  notice,
  type OtherChange,
  type Precondition,
  type Standpoint,
  start,
  stop,
} from './context.ts';
import { reviewerIsIndependent } from './review-decide.ts';
import { joinReview } from './review-join.ts';
import { APPLY_CLOCKS, withoutReview } from './review-return.ts';
import {
  ALREADY_REQUESTED,
  askerOf,
  asksOnce,
  filingOf,
  NO_REVIEW_WINDOW,
  type ReviewStage,
  STAGES,
  windowOf,
} from './review-window.ts';

/** 31 申请复查 */
export const requestReview = (head: Head, command: CommandOf<'REQUEST_REVIEW'>, context: DecideContext): Decision =>
  requestStage('REVIEW', head, command, context);

/** 33 申请复核 */
export const requestRereview = (head: Head, command: CommandOf<'REQUEST_REREVIEW'>, context: DecideContext): Decision =>
  requestStage('REREVIEW', head, command, context);

/**
 * In time, the organ above opens its case and its period runs from receipt of the request. Late and with a reason, that
 * organ says first whether the reason holds; until then the case stays as it is. One request takes up the opinion as a
 * whole: the clocks of all who received it end with it, and who asks after him joins it (G7).
 */
function requestStage(stage: ReviewStage, head: Head, command: ReviewRequest, context: DecideContext): Decision {
  mayRequest(stage)(head, context);
  const { apply, article } = STAGES[stage];
  const window = windowOf(head, apply, command.recipient);
  const asker = askerOf(head, command, window);
  asksOnce(head, asker, article);
  if (head.inReview) return joinReview(stage, head, { ...command, recipient: asker }, context);
  if (!window) throw new Refused({ ...NO_REVIEW_WINDOW(article), field: '/recipient' });
  const { filedAt, receivedAt } = filingOf(command, window, context, article);
  const late = filedAt > window.dueInstant;
  if (late && !command.delayReason?.trim()) throw new Refused(REQUEST_LATE(window, article));
  const organ = reviewOrganOf(head, context, article);
  const opens = organ.unit !== undefined;
  const waits = late && opens;
  const texts = {
    request: command.request,
    reasons: command.reasons,
    ...(command.delayReason ? { delayReason: command.delayReason } : {}),
  };
  return {
    events: [
      {
        type: 'review-requested.v1',
        ...(opens ? { caseId: context.childId } : {}),
        ...(organ.unit ? { organ: organ.unit } : {}),
        filedAt,
        late,
        ...(asker === undefined ? {} : { recipient: asker }),
      },
      ...notice('DOC-REVIEW-REQ', context.actor.kind === 'PETITIONER' ? 'ELECTRONIC' : 'HAND'),
      ...(waits ? [] : [...stop(head, [apply], context.now, '已申请复查(复核)'), moveTo('IN_REVIEW')]),
    ],
    texts,
    ...(organ.unit
      ? { others: [{ ...openedIn(organ.unit, stage, head, { filedAt, receivedAt, late }, context), texts }] }
      : {}),
  };
}

/** An opinion of the stage before was delivered, one whom it went to has not asked yet, and somebody reviews it. */
export const mayRequest =
  (stage: ReviewStage): Precondition =>
  (head, context) => {
    const { of, apply, article } = STAGES[stage];
    if (head.stage !== of) throw new Refused(OTHER_STAGE(stage, article));
    // Another one of several may still join it.
    if (head.inReview && head.headcount === 1) throw new Refused(ALREADY_REQUESTED(article));
    if (!windowOf(head, apply, undefined))
      throw new Refused(head.inReview ? ALREADY_REQUESTED(article) : NO_REVIEW_WINDOW(article));
    reviewOrganOf(head, context, article);
  };

function reviewOrganOf(head: Head, { tree }: Standpoint, article: string) {
  const organ = tree.unit(head.organ)?.reviewOrgan;
  if (!organ) throw new Refused(NO_REVIEW_ORGAN(article));
  return organ;
}

/** The case in the organ above: the same petition, its own period, nothing of the opinion under review. */
function openedIn(
  unit: UnitId,
  stage: ReviewStage,
  of: Head,
  { filedAt, receivedAt, late }: { readonly filedAt: Instant; readonly receivedAt: Instant; readonly late: boolean },
  context: DecideContext,
): OtherChange {
  const organ = context.tree.organOf(unit);
  const office = context.tree.petitionOfficeOf(unit);
  if (!organ || !office) throw new Error(`review organ ${unit} has no petition office`);
  const opened: PetitionEvent = {
    type: 'opened.v1',
    head: {
      id: context.childId,
      petitionId: of.petitionId,
      parentId: of.id,
      ...ofMatter(of),
      stage,
      state: 'REQ_RECEIVED',
      sealed: false,
      screened: true,
      organ: organ.id,
      office: office.id,
      unit: office.id,
      receivedBy: office.id,
      channel: of.channel,
      receivedAt,
      registeredAt: context.now,
      ...(of.purpose ? { purpose: of.purpose } : {}),
      ...(of.category ? { category: of.category } : {}),
      ...(of.article ? { article: of.article } : {}),
      accused: of.accused,
      namesAccused: of.namesAccused,
      headcount: of.headcount,
      isGroup: of.isGroup,
      representatives: of.representatives,
      texts: of.texts,
      canBeInformed: of.canBeInformed,
      requestItems: of.requestItems,
      hops: of.hops,
      heard: 0,
      failedContacts: 0,
      review: { of: of.id, originalUnit: of.unit, originalOrgan: of.organ, filedAt, late },
    },
  };
  if (late) return { events: [opened] };
  return {
    events: [opened, start(newClock(STAGES[stage].period, receivedAt, context.calendar)), moveTo('UNDER_REVIEW')],
  };
}

/** 34 准许逾期申请: the reason holds; the case under review follows, and the period counts from receipt all the same. */
export function admitLate(head: Head, command: CommandOf<'ADMIT_LATE'>, context: DecideContext): Decision {
  reviewerIsIndependent(head, context);
  const { period } = STAGES[head.stage === 'REREVIEW' ? 'REREVIEW' : 'REVIEW'];
  const { parent } = context;
  const admitted: PetitionEvent = { type: 'late-decided.v1', admitted: true, ground: command.cause };
  return {
    events: [admitted, start(newClock(period, head.receivedAt, context.calendar)), moveTo('UNDER_REVIEW')],
    texts: { reason: command.reason },
    ...(parent?.inReview?.caseId === head.id
      ? {
          others: [
            {
              head: parent,
              events: [admitted, ...stop(parent, APPLY_CLOCKS, context.now, '准许逾期申请'), moveTo('IN_REVIEW')],
            },
          ],
        }
      : {}),
  };
}

/** 34 不予复查复核: with ground and reasons in writing; the case under review is where it was. */
export function rejectLate(head: Head, command: CommandOf<'REJECT_LATE'>, context: DecideContext): Decision {
  reviewerIsIndependent(head, context);
  if (command.ground === 'LATE' && head.state !== 'REQ_RECEIVED') throw new Refused(NOT_LATE);
  const { parent } = context;
  return {
    events: [
      { type: 'late-decided.v1', admitted: false, ground: command.ground },
      ...notice('DOC-LATE', command.method),
      ...stop(head, ['REVIEW_30D', 'REREVIEW_30D'], context.now, '不予复查(复核)'),
      moveTo(command.ground === 'LATE' ? 'REQ_LATE' : 'REQ_INADMISSIBLE'),
    ],
    texts: { reason: command.reason },
    ...(parent?.inReview?.caseId === head.id
      ? { others: [{ head: parent, events: withoutReview(parent, command.ground, context.calendar) }] }
      : {}),
  };
}

const OTHER_STAGE = (stage: ReviewStage, article: string) =>
  refusal(
    'OTHER_STAGE',
    undefined,
    article,
    stage === 'REVIEW'
      ? ['对处理意见申请复查;对复查意见应申请复核', 'a review is of the opinion; a review opinion is re-reviewed']
      : ['只有对复查意见可以申请复核', 'only a review opinion is re-reviewed'],
    stage === 'REVIEW' ? ['改用 REQUEST_REREVIEW', 'use REQUEST_REREVIEW'] : ['先申请复查', 'ask for a review first'],
  );

const REQUEST_LATE = ({ due }: Clock, article: string) =>
  refusal(
    'REVIEW_REQUEST_LATE',
    'T2',
    article,
    [
      `申请期限已于 ${due} 24时届满;有不可抗力或者其他正当理由的,请写明`,
      `the window ended at 24:00 on ${due}; force majeure or another justified cause has to be stated`,
    ],
    ['填写 delayReason', 'give delayReason'],
    '/delayReason',
  );

const NO_REVIEW_ORGAN = (article: string) =>
  refusal(
    'NO_REVIEW_ORGAN',
    'G9',
    article,
    ['本机关尚未设定复查(复核)机关', 'no organ of review is configured'],
    ['由管理员在单位表中设定', 'the administrator sets it in the table of units'],
  );

const NOT_LATE = refusal(
  'REQUEST_NOT_LATE',
  undefined,
  '条例35、36',
  ['申请在期限内,或者已准许逾期', 'the request was in time, or its delay was admitted'],
  ['不符合条件的,以 INADMISSIBLE 说明理由', 'where it is inadmissible, say so as INADMISSIBLE'],
  '/ground',
);
