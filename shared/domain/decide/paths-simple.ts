import type { CommandOf } from '../commands.ts';
import type { Instant } from '../ids.ts';
import { type Clock, type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import {
  type DecideContext,
  type Decision,
  moveTo,
  newClock,
  notice,
  type Standpoint,
  start,
  stop,
} from './context.ts';
import { chargedUnit, isScreened, noticeHasMethod } from './guards.ts';
import { asDecided } from './paths-dispute.ts';
import { hasReviewOrgan, holdingOf, informed, isPoliceMatter, receivedHere } from './paths-guards.ts';
import { mayReferOn, refer } from './referral.ts';

/** Simple procedure (简易办理): its figures come from an excerpt of a national document and are marked unverified. */
const CITE = '简易办理办法4–5(待核实)';

/** What stands against the simple procedure, if anything; nothing but facts of the case, judged by no score. */
function obstacle(head: Head): readonly [code: string, zh: string, en: string] | undefined {
  if (head.purpose === undefined || head.purpose === 'ACCUSATION' || head.purpose === 'CRIME_REPORT')
    return [
      'NOT_FOR_SIMPLE',
      '检举控告、报案不适用简易办理',
      'neither an accusation nor a report of a crime is simple',
    ];
  if (head.purpose === 'APPEAL' && head.article !== undefined && !head.article.includes('31(6)'))
    return [
      'ART_31_1_TO_5',
      '属于条例第三十一条第一项至第五项的,应当导入法定程序',
      'under Art. 31(1)–(5) it is channelled',
    ];
  if (head.matter !== undefined) return ['NOT_FIRST', '不是初次信访', 'it is not the first petition of the matter'];
  if (head.referral?.kind === 'ASSIGN')
    return ['ASSIGNED_BY_SUPERIOR', '上级交办件不适用简易办理', 'what a superior assigned is not for it'];
  if (head.accused.units.length > 1)
    return ['SEVERAL_BODIES', '涉及两个以上责任单位', 'more than one unit answers for it'];
  return undefined;
}

/** Three working days for a simple acceptance, from receipt by the organ that may decide. */
const acceptClock = (head: Head, { calendar }: Standpoint): Clock =>
  newClock('SIMPLE_ACCEPT_3WD', receivedHere(head), calendar);

/**
 * The three days run where a person said, with the class, that the case is fit for the simple procedure (that the request
 * can likely be met no rule knows), and there is time left. They remind of a choice: when they end nobody is late, and the
 * ordinary procedure applies. They end where a new class no longer fits, or the officer thinks otherwise.
 */
export function simpleClock(
  before: Head,
  after: Head,
  wanted: boolean | undefined,
  context: DecideContext,
): PetitionEvent[] {
  const fits = obstacle(after) === undefined && after.purpose !== 'THANKS';
  if (!fits || wanted === false)
    return stop(before, ['SIMPLE_ACCEPT_3WD'], context.now, '重新分类,不适用简易办理', 'SUPERSEDED');
  if (wanted === undefined || runningClock(before, 'SIMPLE_ACCEPT_3WD')) return [];
  const clock = acceptClock(before, context);
  return context.now > clock.dueInstant ? [] : [start(clock)];
}

/** 14 简易受理: in three working days; later the ordinary procedure applies, and the 15 days stand. */
export function acceptSimple(head: Head, command: CommandOf<'ACCEPT_SIMPLE'>, context: DecideContext): Decision {
  mayAcceptSimply(head, context);
  const holding = holdingOf(head, chargedUnit(head, command.handlingUnit, '/handlingUnit'), context, '/handlingUnit');
  asDecided(head, holding.unit, context, '/handlingUnit');
  noticeHasMethod(head, command.method);
  return {
    events: [
      { type: 'simple-accepted.v1', holding, requestItems: command.requestItems.length },
      ...notice('DOC-ACCEPT', command.method),
      ...informed(head, context.now, '简易受理告知书发出', true),
      start(newClock('SIMPLE_REPLY_10WD', context.now, context.calendar)),
      ...(command.method ? [start(newClock('RATING_WINDOW', context.now, context.calendar, { key: 'NOTICE' }))] : []),
      moveTo('SIMPLE'),
    ],
    texts: Object.fromEntries(command.requestItems.map((item, at) => [`requestItem${at + 1}`, item])),
  };
}

/** It fits the simple procedure, and its three working days are not over. */
export function mayAcceptSimply(head: Head, context: Standpoint): void {
  isScreened(head);
  isPoliceMatter(head);
  mayBeSimple(head);
  hasReviewOrgan(head, context);
  const clock = runningClock(head, 'SIMPLE_ACCEPT_3WD') ?? acceptClock(head, context);
  if (context.now > clock.dueInstant)
    throw new Refused(
      refusal(
        'SIMPLE_TOO_LATE',
        undefined,
        CITE,
        [
          `选择简易程序的期限已于 ${clock.due} 届满,适用普通程序;15日告知期限不变,并未超期`,
          `the simple procedure could be chosen until ${clock.due}; the ordinary one applies, nothing is late: the 15 days stand`,
        ],
        ['改用 ACCEPT 或 REPLY', 'ACCEPT it, or REPLY'],
      ),
    );
}

function mayBeSimple(head: Head): void {
  const against = obstacle(head);
  if (!against) return;
  const [code, zh, en] = against;
  throw new Refused(
    refusal(
      code,
      undefined,
      CITE,
      [zh, en],
      ['按普通程序或者相应程序办理', 'use the ordinary procedure, or that of its kind'],
    ),
  );
}

/** 15 转普通程序: nothing is gained or lost in time: the 60 days count from the simple acceptance. */
export function switchOrdinary(head: Head, command: CommandOf<'SWITCH_ORDINARY'>, context: DecideContext): Decision {
  const acceptedAt = maySwitch(head);
  if (head.state !== 'SIMPLE' && !command.atPetitionersWish)
    throw new Refused(
      refusal(
        'ALREADY_REPLIED',
        undefined,
        CITE,
        ['已经答复;只有信访人要求时才转普通程序', 'it was answered; only the petitioner’s own wish reopens it'],
        ['信访人要求的,填写 atPetitionersWish', 'if he wishes so, set atPetitionersWish'],
        '/atPetitionersWish',
      ),
    );
  return {
    events: [
      { type: 'switched-ordinary.v1', atPetitionersWish: command.atPetitionersWish },
      ...stop(head, ['SIMPLE_REPLY_10WD', 'REVIEW_APPLY_30D'], context.now, '转普通程序', 'SUPERSEDED'),
      // The reply is no answer any more: what is rated is the opinion to come.
      ...stop(head, ['RATING_WINDOW'], context.now, '转普通程序', 'SUPERSEDED', 'OPINION'),
      start(newClock('HANDLE_60D', acceptedAt, context.calendar)),
      start(newClock('DRAFT_45D', acceptedAt, context.calendar)),
      moveTo('ACCEPTED'),
    ],
    texts: { reason: command.reason },
  };
}

/** An appeal in the simple procedure. @returns since when its sixty days count */
export function maySwitch(head: Head): Instant {
  if (head.procedure !== 'SIMPLE' || head.purpose !== 'APPEAL' || !head.acceptedAt)
    throw new Refused(
      refusal(
        'NOT_SIMPLE_APPEAL',
        undefined,
        '条例31(6)、34',
        ['只有简易受理的申诉求决事项可以转普通程序', 'only an appeal in the simple procedure turns ordinary'],
        ['建议、咨询直接答复', 'a suggestion or an enquiry is simply answered'],
      ),
    );
  return head.acceptedAt;
}

/** 51 简易转送: an intermediate level passes it on within one working day; the three days run where it arrives. */
export function passOn(head: Head, command: CommandOf<'PASS_ON'>, context: DecideContext): Decision {
  mayPassOn(head);
  const referred = refer(head, 'TRANSFER', command.to, command.method, context);
  const clock = newClock('SIMPLE_PASS_1WD', receivedHere(head), context.calendar);
  return {
    ...referred,
    events: [
      { type: 'passed-on.v1', to: command.to },
      start(clock),
      { type: 'clock-stopped.v1', code: clock.code, at: context.now, outcome: 'MET', why: '简易件已转出' },
      ...referred.events,
    ],
    others: (referred.others ?? []).map(({ events, ...other }) => ({
      ...other,
      events: [...events, start(newClock('SIMPLE_ACCEPT_3WD', context.now, context.calendar))],
    })),
  };
}

/** Screened, and it fits the simple procedure. */
export function mayPassOn(head: Head): void {
  mayReferOn(head);
  mayBeSimple(head);
}
