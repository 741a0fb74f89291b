import type { ReviewRequest } from '../commands-review.ts';
import type { Clock, Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';
import { askerOf, filingOf, NO_REVIEW_WINDOW, type ReviewStage, STAGES, windowOf } from './review-window.ts';

/**
 * Another co-petitioner asks while a review of the same opinion runs: in time, his request joins it (条例35), with its
 * reasons on the record of the case of review, too, so that whoever reviews it reads them. A review that waits, as the
 * first request was late, is taken up by the one in time.
 */
export function joinReview(stage: ReviewStage, head: Head, command: ReviewRequest, context: DecideContext): Decision {
  const { apply, period, article } = STAGES[stage];
  const asker = askerOf(head, command);
  const window = windowOf(head, apply, asker);
  if (!window || asker === undefined) throw new Refused({ ...NO_REVIEW_WINDOW(article), field: '/recipient' });
  const { filedAt, receivedAt } = filingOf(command, window, context, article);
  if (filedAt > window.dueInstant) throw new Refused(TOO_LATE_TO_JOIN(window, article));
  const review = context.above?.find(({ id }) => id === head.inReview?.caseId);
  if (review?.state === 'OPINION_ISSUED') throw new Refused(REVIEW_DECIDED(article));
  const joins: PetitionEvent = { type: 'review-requested.v1', filedAt, late: false, recipient: asker, joins: true };
  const waits = head.state !== 'IN_REVIEW';
  const texts = { request: command.request, reasons: command.reasons };
  return {
    events: [
      joins,
      ...notice('DOC-REVIEW-REQ', context.actor.kind === 'PETITIONER' ? 'ELECTRONIC' : 'HAND'),
      ...stop(head, [apply], context.now, '已申请复查(复核)', 'MET', waits ? undefined : window.key),
      ...(waits ? [moveTo('IN_REVIEW')] : []),
    ],
    texts,
    ...(review
      ? {
          others: [
            {
              head: review,
              events: waits
                ? [joins, start(newClock(period, receivedAt, context.calendar)), moveTo('UNDER_REVIEW')]
                : [joins],
              texts,
            },
          ],
        }
      : {}),
  };
}

/** Whether a late request has a good cause is decided on a request of its own. */
const TOO_LATE_TO_JOIN = ({ due }: Clock, article: string) =>
  refusal(
    'TOO_LATE_TO_JOIN',
    'T2',
    article,
    [
      `本人申请期限已于 ${due} 24时届满,逾期申请不能并入正在办理的复查(复核)`,
      `his window ended at 24:00 on ${due}; a late request does not join the review that runs`,
    ],
    [
      '复查(复核)意见也向其送达,不服的可以继续申请复核;该次复查(复核)结束后仍要求复查的,写明 delayReason 另行申请',
      'the opinion of that review is served on him, too, and can be re-reviewed; or he asks with delayReason when it is over',
    ],
    '/filedAt',
  );

/** What nobody reads any more is not joined to. */
const REVIEW_DECIDED = (article: string) =>
  refusal(
    'REVIEW_DECIDED',
    'G7',
    article,
    [
      '正在办理的复查(复核)已经作出意见,尚未送达,不能再并入',
      'the review that runs has been decided and is being delivered; nothing joins it any more',
    ],
    [
      '该意见送达后再登记其申请,filedAt 填写实际提交时间:是否逾期以提交时间为准',
      'record his request once that opinion is delivered, with filedAt: it is in time by the instant of submission',
    ],
    '/recipient',
  );
