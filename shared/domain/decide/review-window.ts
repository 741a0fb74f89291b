import { localDateOf, parseInstant } from '../calendar.ts';
import type { ReviewRequest } from '../commands-review.ts';
import type { Clock, Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext } from './context.ts';

/** What differs between a review (复查, 条例35) and a re-review (复核, 条例36). */
export const STAGES = {
  REVIEW: { of: 'HANDLING', apply: 'REVIEW_APPLY_30D', period: 'REVIEW_30D', article: '条例35' },
  REREVIEW: { of: 'REVIEW', apply: 'REREVIEW_APPLY_30D', period: 'REREVIEW_30D', article: '条例36(1)' },
} as const;
export type ReviewStage = keyof typeof STAGES;

/**
 * His window: running, or ended without a request of his; of several co-petitioners his own, else the last of them. That
 * another one asked ends the clocks of all, for one review takes up the opinion as a whole, but nobody's thirty days
 * (条例35): by their dates, as they are, he joins that review while it runs, or asks when it is over. So nothing has to be
 * given back to anybody: nobody was barred. A delivery to all at once opened one window for each of them. Of an opinion
 * that was changed or revoked there is none: what the organ above said of it is served on all, and re-reviewed.
 */
export function windowOf(
  head: Head,
  apply: (typeof STAGES)[ReviewStage]['apply'],
  recipient: number | undefined,
): Clock | undefined {
  if (head.opinion?.overturned) return undefined;
  const [last] = [...head.clocks, ...head.stopped.filter((clock) => isUnused(clock, head))]
    .filter(({ code }) => code === apply)
    .filter(({ key }) => (recipient === undefined ? !hasAsked(head, key) : isOf(key, recipient, head)))
    .sort((a, b) => (a.dueInstant < b.dueInstant ? 1 : -1));
  return last;
}

/** Of one petitioner it ends by his request, or unused; of several by the request of whoever was first. */
const isUnused = ({ outcome, trigger }: Head['stopped'][number], { headcount, opinion }: Head): boolean =>
  outcome === 'EXPIRED' ||
  (outcome === 'MET' && headcount > 1 && localDateOf(trigger) >= localDateOf(opinion?.dispatchedAt ?? trigger));

const isOf = (key: string | undefined, recipient: number, { headcount }: Head): boolean =>
  key === `P${recipient}` || (key === undefined && recipient <= headcount);

const hasAsked = ({ reviewAsked = [] }: Head, key: string | undefined): boolean =>
  reviewAsked.some(({ recipient }) => `P${recipient}` === key);

/** Which of several asks; where nobody says so, whose window it is; of a delivery to all the first: the petition is his. */
export const askerOf = ({ headcount }: Head, { recipient }: ReviewRequest, window?: Clock): number | undefined =>
  headcount > 1 ? (recipient ?? Number(window?.key?.slice(1) ?? 1)) : undefined;

/** One person asks once for a review of the opinion that stands. */
export function asksOnce(head: Head, asker: number | undefined, article: string): void {
  if (asker === undefined || !hasAsked(head, `P${asker}`)) return;
  throw new Refused({ ...ALREADY_REQUESTED(article), field: '/recipient' });
}

/** T1–T3: by the instant of submission, or the postmark; the period of the organ runs from receipt. */
export function filingOf(command: ReviewRequest, window: Clock, { now, actor }: DecideContext, article: string) {
  const byOffice = command.filedAt !== undefined || command.receivedAt !== undefined;
  const receivedAt = command.receivedAt === undefined ? now : parseInstant(command.receivedAt);
  const filedAt = command.filedAt === undefined ? receivedAt : parseInstant(command.filedAt);
  const fits = filedAt && receivedAt && window.trigger <= filedAt && filedAt <= receivedAt && receivedAt <= now;
  if (fits && !(byOffice && actor.kind === 'PETITIONER')) return { filedAt, receivedAt };
  throw new Refused(
    refusal(
      'FILING_TIME_IMPOSSIBLE',
      'T3',
      article,
      [
        '提交(邮戳)时间应在意见送达之后、收到之前,收到时间不晚于现在,均由工作人员登记',
        'submission or postmark lies between delivery and receipt, receipt not after now; the office records them',
      ],
      ['核对邮戳和收件记录', 'check the postmark and the record of receipt'],
      '/filedAt',
    ),
  );
}

export const NO_REVIEW_WINDOW = (article: string) =>
  refusal(
    'NO_REVIEW_WINDOW',
    undefined,
    article,
    [
      '没有可以申请复查(复核)的意见:尚未送达,或者已经复查(复核)、和解',
      'there is no opinion to be reviewed: none was delivered, or it was reviewed or settled',
    ],
    ['核对送达记录;有新的事实、理由的,可以重新提出', 'check the delivery; new facts or reasons make a new matter'],
  );

export const ALREADY_REQUESTED = (article: string) =>
  refusal(
    'REVIEW_ALREADY_REQUESTED',
    undefined,
    article,
    ['复查(复核)申请已经提出', 'a request was made'],
    [
      '等待复查(复核)机关决定;其他共同信访人申请的,填写 recipient(第几人)',
      'wait for the organ above; where another of several petitioners asks, give recipient',
    ],
  );
