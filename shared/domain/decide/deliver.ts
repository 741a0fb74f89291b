import { localDateOf, parseInstant } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Instant } from '../ids.ts';
import type { Clock, Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, start, stop } from './context.ts';
import { APPLY_CLOCKS, type ReviewResult, returnsTo } from './review-return.ts';

/**
 * 29 送达: the petitioner's 30 days begin at actual receipt, never at issue (G11, 条例35), for each co-petitioner by
 * himself; the first delivery opens the window. A review opinion opens that of re-review and sends the case back; a
 * re-review opinion is the last. Whoever is served while another one's request is in review, or after the case was closed,
 * has his own thirty days all the same, and the case stays where it is.
 */
export function deliver(head: Head, command: CommandOf<'DELIVER'>, context: DecideContext): Decision {
  const sentAt = mayDeliver(head);
  const receivedAt = parseInstant(command.receivedAt);
  if (!receivedAt || receivedAt > context.now || localDateOf(receivedAt) < localDateOf(sentAt))
    throw new Refused(IMPOSSIBLE_RECEIPT);
  if (command.recipient !== undefined && command.recipient > head.headcount) throw new Refused(NO_SUCH_RECIPIENT(head));
  if (head.headcount > 1 && command.recipient === undefined && !command.everyone)
    throw new Refused(RECIPIENT_NOT_STATED(head));
  const key = command.recipient === undefined ? undefined : `P${command.recipient}`;
  if (!isFirst(head) && wasDelivered(head, key, sentAt))
    throw new Refused({ ...ALREADY_DELIVERED, field: '/recipient' });
  const others = head.stage === 'HANDLING' || !isFirst(head) ? [] : comingBack(head, receivedAt, context);
  return {
    events: [
      {
        type: 'delivered.v1',
        method: command.method,
        receivedAt,
        ...(command.recipient === undefined ? {} : { recipient: command.recipient }),
      },
      { type: 'document-issued.v1', kind: 'DOC-DELIVERY', method: command.method, ...(key ? { key } : {}) },
      ...(head.opinion ? rights(head, receivedAt, key, context) : []),
    ],
    texts: { proof: command.proof },
    ...(others.length > 0 ? { others } : {}),
  };
}

/** What begins with receipt, and where the case rests from then on. */
function rights(head: Head, receivedAt: Instant, key: string | undefined, context: DecideContext): PetitionEvent[] {
  const { calendar } = context;
  if (head.stage === 'REREVIEW') return [moveTo('DELIVERED'), moveTo('FINAL')];
  const apply = head.stage === 'REVIEW' ? 'REREVIEW_APPLY_30D' : 'REVIEW_APPLY_30D';
  const window = start(newClock(apply, receivedAt, calendar, key ? { key } : {}));
  if (!isFirst(head)) return [window];
  return [
    window,
    ...(head.stage === 'HANDLING' ? rating(head, receivedAt, context) : []),
    moveTo('DELIVERED'),
    moveTo('REVIEW_WINDOW'),
  ];
}

/** Nobody received it before. */
const isFirst = ({ state }: Head): boolean => state === 'OPINION_ISSUED' || state === 'REPLIED';

/** The opinion can be rated from now on (条例21(2)); one that it replaces no longer. */
const rating = (head: Head, receivedAt: Instant, { now, calendar }: DecideContext): PetitionEvent[] => [
  ...stop(head, ['RATING_WINDOW'], now, '重新作出意见', 'SUPERSEDED', 'OPINION'),
  start(newClock('RATING_WINDOW', receivedAt, calendar, { key: 'OPINION' })),
];

/** 68: the opinion of the organ above reached the petitioner. */
function comingBack(head: Head, receivedAt: Instant, context: DecideContext) {
  const { review } = head;
  if (!review?.decision) throw new Error(`case ${head.id} of ${head.stage} is delivered without a decision`);
  const result: ReviewResult = {
    decision: review.decision,
    caseId: head.id,
    deliveredAt: receivedAt,
    ...(review.remakeDue ? { remakeDue: review.remakeDue } : {}),
  };
  return returnsTo(head, result, context);
}

/** @returns when it went out; somebody has not received it yet */
export function mayDeliver(head: Head): Instant {
  const sentAt = sentAtOf(head);
  if (!sentAt) throw new Refused(head.state === 'CLOSED' ? CLOSED_WITHOUT : NOT_DISPATCHED);
  // An opinion of re-review opens no window, and so leaves no trace of who received it.
  const over = head.stage === 'REREVIEW' || everybodyHasIt(head, sentAt);
  if (!isFirst(head) && over) throw new Refused(ALREADY_DELIVERED);
  if (head.opinion?.overturned) throw new Refused(OVERTURNED);
  return sentAt;
}

const sentAtOf = ({ opinion, state, concludedAt }: Head): Instant | undefined =>
  opinion?.dispatchedAt ?? (state === 'REPLIED' ? concludedAt : undefined);

/**
 * Who received the opinion that stands, by the windows that it opened: each co-petitioner by his key, all of them by one
 * that has none, for a delivery to nobody in particular was one to all.
 */
function servedOf(head: Head, sentAt: Instant): ReadonlySet<string | undefined> {
  const windows: readonly Clock[] = [...head.clocks, ...head.stopped];
  return new Set(
    windows
      .filter(({ code }) => APPLY_CLOCKS.some((apply) => apply === code))
      .filter(({ trigger }) => localDateOf(trigger) >= localDateOf(sentAt))
      .map(({ key }) => key),
  );
}

/** Each co-petitioner receives it once. */
function wasDelivered(head: Head, key: string | undefined, sentAt: Instant): boolean {
  const served = servedOf(head, sentAt);
  return key === undefined || served.has(undefined) || served.has(key);
}

function everybodyHasIt(head: Head, sentAt: Instant): boolean {
  const served = servedOf(head, sentAt);
  return served.has(undefined) || served.size >= head.headcount;
}

/**
 * G7, G10, 条例35: the thirty days of each begin with his own receipt, so nothing ends before those whom the file knows
 * received it: the representatives, who were chosen to speak for all (条例20(3)), else everybody who was counted. Whom
 * nobody can find is served by witness (WITNESS) or public notice (NOTICE); who signed without a name, or withdrew or
 * settled for himself, needs none: the organ says so (`notServed`), on record, and may serve him later all the same.
 */
export function knownWereServed(head: Head, notServed: string | undefined): void {
  const sentAt = head.state === 'REVIEW_WINDOW' && head.canBeInformed ? sentAtOf(head) : undefined;
  if (!sentAt || notServed?.trim() || everybodyHasIt(head, sentAt)) return;
  const served = servedOf(head, sentAt);
  if (served.size >= (head.representatives || head.headcount)) return;
  throw new Refused(NOT_ALL_SERVED(head, served));
}

const ALREADY_DELIVERED = refusal(
  'ALREADY_DELIVERED',
  'G7',
  '条例35',
  [
    '已经送达;共同信访人逐人送达的,请注明是第几人',
    'it was delivered; for a co-petitioner say which of them received it',
  ],
  ['填写 recipient(从1起),或无需再送', 'give recipient, from 1, or nothing is left to do'],
);

const OVERTURNED = refusal(
  'OPINION_OVERTURNED',
  'G7',
  '条例35、36',
  ['该意见已被变更或者撤销,不再送达', 'the opinion was changed or revoked, and is served on nobody any more'],
  [
    '向其送达复查(复核)意见,或者重新作出的意见',
    'serve the opinion of the organ above on him, or the one that was made anew',
  ],
);

const NOT_DISPATCHED = refusal(
  'NOT_DISPATCHED',
  'G11',
  '条例34、35',
  ['意见书尚未发出', 'the opinion has not been dispatched'],
  ['先执行 DISPATCH', 'DISPATCH it first'],
);

const CLOSED_WITHOUT = refusal(
  'CLOSED_WITHOUT_OPINION',
  'G7',
  '条例35',
  ['本件结案时没有发出过需要送达的意见书', 'it was closed, and no opinion had been dispatched that could be delivered'],
  ['无需送达;有新的事实、理由的,可以重新提出', 'nothing is to be delivered; new facts or reasons make a new petition'],
);

const IMPOSSIBLE_RECEIPT = refusal(
  'RECEIPT_TIME_IMPOSSIBLE',
  'G11',
  '条例35',
  ['签收时间应在发出之后、现在之前', 'the time of receipt lies between dispatch and now'],
  ['填写信访人实际收到的时间(带时区)', 'give the instant at which the petitioner received it, with offset'],
  '/receivedAt',
);

/** One person's receipt begins nobody else's thirty days. */
const RECIPIENT_NOT_STATED = ({ headcount }: Head) =>
  refusal(
    'RECIPIENT_NOT_STATED',
    'G7',
    '条例35',
    [
      `登记的信访人为 ${headcount} 人,各人期限自本人收到之日起分别计算`,
      `${headcount} petitioners are registered: the 30 days of each begin with his own receipt`,
    ],
    ['填写 recipient(第几人,从1起);全体同时签收的,填 everyone: true', 'give recipient, from 1; or everyone: true'],
    '/recipient',
  );

const NO_SUCH_RECIPIENT = ({ headcount }: Head) =>
  refusal(
    'UNKNOWN_RECIPIENT',
    'G7',
    '条例35',
    [`登记的信访人为 ${headcount} 人`, `${headcount} petitioner(s) are registered`],
    [`填写 1 至 ${headcount}`, `give 1 to ${headcount}`],
    '/recipient',
  );

/** So many are named one by one; of a crowd the rest is counted. */
const NAMED = 10;

function NOT_ALL_SERVED({ headcount, representatives }: Head, served: ReadonlySet<string | undefined>) {
  const left: number[] = [];
  for (let one = 1; one <= headcount && left.length < NAMED; one += 1) if (!served.has(`P${one}`)) left.push(one);
  const more = headcount - served.size > left.length;
  const zh = `${left.map((one) => `第${one}人`).join('、')}${more ? '等' : ''}`;
  const en = `${left.join(', ')}${more ? ' …' : ''}`;
  const known = representatives || headcount;
  return refusal(
    'NOT_ALL_SERVED',
    'G7',
    '条例35',
    [
      `应当送达${representatives ? '推选的代表' : '登记的信访人'} ${known} 人,已送达 ${served.size} 人,尚未送达:${zh}`,
      `of ${known} ${representatives ? 'representatives' : 'petitioners'} ${served.size} received it; still to be served: ${en}`,
    ],
    [
      '先逐人执行 DELIVER(recipient);下落不明、拒收的,用 WITNESS(见证)或者 NOTICE(公告)送达;未留姓名、地址或者本人已撤回、和解而无需送达的,在 notServed 写明理由',
      'DELIVER to each of them (recipient); whom nobody finds, or who refuses it, by WITNESS or NOTICE; where one signed without name or address, or withdrew or settled for himself, say so in notServed',
    ],
    '/notServed',
  );
}
