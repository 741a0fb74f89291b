import { namedByMatter } from '../accused-parties.ts';
import { addDays, endOfDay, localDateOf, startOfDay } from '../calendar.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import type { Instant, LocalDate } from '../ids.ts';
import { type Clock, type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, type Standpoint, start, stop } from './context.ts';
import { resumeClock } from './resume-clock.ts';

/** Three days in which nothing happens on a withdrawal (P-12), and thirty in which he may take it back (P-26). */
const COOLING_DAYS = 3;
const REVOCABLE_DAYS = 30;

/** Clocks of a case that its withdrawal ends: neither met nor missed. */
const ENDED = [
  'INFORM_15D',
  'REF_INFORM_15D',
  'OBJECT_5WD',
  'HANDLE_60D',
  'EXT_30D',
  'FIRST_CONTACT',
  'DRAFT_45D',
  'LEADER_ACTION',
  'APPROVE_3WD',
  'SIMPLE_ACCEPT_3WD',
  'SIMPLE_REPLY_10WD',
  'REVIEW_30D',
  'REREVIEW_30D',
  'REMAKE',
] as const satisfies readonly ClockCode[];

/** 36 申请撤回: in his own words, of his own will; for three days nothing follows from it. */
export function withdraw(head: Head, command: CommandOf<'WITHDRAW'>, context: DecideContext): Decision {
  mayWithdraw(head);
  if (!command.free)
    throw new Refused(
      refusal(
        'WITHDRAWAL_NOT_FREE',
        'P-12',
        '自愿撤回',
        [
          '撤回须出于自愿;未声明自愿的不予登记,不影响办理',
          'a withdrawal is free or it is none; without that statement nothing is recorded, and the case goes on',
        ],
        ['由信访人声明自愿', 'the petitioner states that it is free'],
        '/free',
      ),
    );
  return {
    events: [
      { type: 'withdrawal-filed.v1', from: head.state },
      {
        type: 'document-issued.v1',
        kind: 'DOC-WITHDRAW',
        method: context.actor.kind === 'PETITIONER' ? 'ELECTRONIC' : 'HAND',
      },
    ],
    texts: { words: command.words },
  };
}

/** None waits for its confirmation. */
export function mayWithdraw({ withdrawal }: Head): void {
  if (withdrawal && !withdrawal.confirmedAt) throw new Refused(ALREADY_WITHDRAWN);
}

/** P-26: after the three days somebody outside the handling unit asks whether it was free. */
export function confirmWithdrawal(
  head: Head,
  command: CommandOf<'CONFIRM_WITHDRAWAL'>,
  context: DecideContext,
): Decision {
  mayConfirmWithdrawal(head, context);
  const { officer: by } = context;
  if (!by) throw new Error('a withdrawal is confirmed by an officer');
  const continues = command.continueInPublicInterest === true;
  if (!continues) ofEverybody(head, command.everyone, GOES_ON);
  return {
    events: [
      { type: 'withdrawal-confirmed.v1', by, continues },
      ...(continues
        ? []
        : [
            ...stop(head, ENDED, context.now, '信访人自愿撤回,已核实', 'WAIVED'),
            start(closingClock(context)),
            moveTo('WITHDRAWN'),
          ]),
    ],
    texts: { note: command.note },
  };
}

/** One was filed, its three days are over, and it is another unit that asks. */
export function mayConfirmWithdrawal(head: Head, context: Standpoint): void {
  const { withdrawal } = head;
  if (!withdrawal || withdrawal.confirmedAt) throw new Refused(NO_WITHDRAWAL);
  const until = addDays(localDateOf(withdrawal.filedAt), COOLING_DAYS);
  if (context.now <= endOfDay(until))
    throw new Refused(
      refusal(
        'COOLING_OFF',
        'P-12',
        '自愿撤回(三日冷静期)',
        [`三日冷静期至 ${until} 24时`, `the three days of cooling-off end at 24:00 on ${until}`],
        [`${until} 之后再核实,期间照常办理`, `confirm it after ${until}; the case goes on meanwhile`],
      ),
    );
  fromAnotherUnit(head, context);
}

/** P-26: somebody outside the handling unit asks whether he settled of his own will; before that it is not closed. */
export function confirmSettlement(
  head: Head,
  command: CommandOf<'CONFIRM_SETTLEMENT'>,
  context: DecideContext,
): Decision {
  mayConfirmSettlement(head, context);
  const { officer: by } = context;
  if (!by) throw new Error('a settlement is confirmed by an officer');
  ofEverybody(head, command.everyone, IS_TAKEN_BACK);
  return { events: [{ type: 'settlement-confirmed.v1', by }], texts: { note: command.note } };
}

/** Nobody confirmed it before, and it is another unit that asks. */
export function mayConfirmSettlement(head: Head, context: Standpoint): void {
  if (head.settlement) throw new Refused(SETTLEMENT_CONFIRMED);
  fromAnotherUnit(head, context);
}

/** 36 撤销撤回: within thirty days everything runs on with its old dates; a settlement can be taken back likewise. */
export function revokeWithdrawal(
  head: Head,
  command: CommandOf<'REVOKE_WITHDRAWAL'>,
  context: DecideContext,
): Decision {
  const ended = mayRevoke(head, context);
  return {
    events: [
      { type: 'withdrawal-revoked.v1' },
      ...stop(head, ['CLOSE_ENDED_5WD'], context.now, '信访人反悔', 'SUPERSEDED'),
      ...(ended ? [...namedByMatter(head, context.matterCases), ...runsOn(head, ended, context)] : []),
    ],
    texts: { words: command.words },
  };
}

/** @returns since when the case is over by it, where it is; there is something to take back, in time */
export function mayRevoke(head: Head, { now }: Standpoint): Instant | undefined {
  const ended = head.state === 'SETTLED' ? head.settledAt : head.withdrawal?.confirmedAt;
  if (!head.withdrawal && head.state !== 'SETTLED') throw new Refused(NO_WITHDRAWAL);
  const over = head.state === 'WITHDRAWN' || head.state === 'SETTLED';
  // What nobody has confirmed is not settled yet: it is confirmed or taken back, however late.
  const open = head.state === 'SETTLED' && !head.settlement;
  if (over && !open && ended && now > revocableUntil(ended))
    throw new Refused(
      refusal(
        'REVOCATION_LATE',
        'P-26',
        '自愿撤回(三十日内可反悔)',
        [`反悔期已于 ${lastDayOf(ended)} 届满`, `it could be taken back until ${lastDayOf(ended)}`],
        ['有新的事实、理由的,可以重新提出', 'new facts or reasons make a new petition'],
      ),
    );
  return over ? ended : undefined;
}

/** What was withdrawn or settled is closed soon after it cannot be taken back any more: the petition office is reminded. */
export const closingClock = ({ now, calendar }: Pick<DecideContext, 'now' | 'calendar'>): Clock =>
  newClock('CLOSE_ENDED_5WD', startOfDay(lastDayOf(now)), calendar, { startedAt: now });

/** The end of the days in which it can be taken back; before it the case is not closed. */
export const revocableUntil = (ended: Instant): Instant => endOfDay(lastDayOf(ended));
const lastDayOf = (ended: Instant): LocalDate => addDays(localDateOf(ended), REVOCABLE_DAYS);

/** Clocks of the law with their old dates; of our own promises those that the head no longer knows are made again. */
function runsOn(head: Head, ended: Instant, { now, calendar }: DecideContext): PetitionEvent[] {
  const to = head.state === 'SETTLED' ? 'INVESTIGATING' : (head.withdrawal?.from ?? 'REGISTERED');
  const back = head.stopped.filter(({ at, outcome }) => at === ended && outcome === 'WAIVED');
  const handled = back.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D');
  const drafting = handled && (to === 'ACCEPTED' || to === 'INVESTIGATING');
  return [
    ...back.flatMap((clock) => resumeClock(head, clock, calendar, '信访人反悔,恢复办理,期限照旧')),
    ...(drafting && head.acceptedAt && !runningClock(head, 'DRAFT_45D')
      ? [start(newClock('DRAFT_45D', head.acceptedAt, calendar))]
      : []),
    ...(head.leader && to === 'INVESTIGATING'
      ? [start(newClock('LEADER_ACTION', head.leaderActedAt ?? now, calendar))]
      : []),
    ...(to === 'OPINION_DRAFT' || to === 'OPINION_APPROVAL' ? [start(newClock('APPROVE_3WD', now, calendar))] : []),
    moveTo(to),
  ];
}

/**
 * What one signer wishes ends nothing for the others (G7): whoever records an agreement, or confirms it or a withdrawal,
 * finds that all of them wish it.
 */
export function ofEverybody(
  { headcount }: Head,
  everyone: true | undefined,
  [zh, en]: readonly [zh: string, en: string],
): void {
  if (headcount === 1 || everyone) return;
  throw new Refused(
    refusal(
      'OTHERS_HAVE_NOT_AGREED',
      'G7',
      '自愿撤回、和解(共同信访人)',
      [
        `登记的信访人为 ${headcount} 人,其中一人撤回、和解不影响其他人`,
        `${headcount} petitioners are registered: one who withdraws or settles ends it for none of the others`,
      ],
      [`经核实全体同意的,填 everyone: true;${zh}`, `say everyone: true once all agree; ${en}`],
      '/everyone',
    ),
  );
}

const GOES_ON = [
  '其他人不撤回的,填 continueInPublicInterest: true,继续办理',
  'where others do not, continueInPublicInterest: true lets it go on',
] as const;

const IS_TAKEN_BACK = [
  `其他人不同意的,由信访部门在协议达成后 ${REVOCABLE_DAYS} 日内执行 REVOKE_WITHDRAWAL,恢复办理,期限照旧`,
  `where others do not, the petition office takes it back by REVOKE_WITHDRAWAL within its ${REVOCABLE_DAYS} days: the case goes on, with its old dates`,
] as const;

function fromAnotherUnit(head: Head, { officer, tree }: Standpoint): void {
  const unit = officer && tree.officer(officer)?.unit;
  const handling = head.stage === 'HANDLING' && head.acceptedAt !== undefined && unit === head.unit;
  if (!handling && officer !== head.handler && officer !== head.opinion?.drafter) return;
  throw new Refused(
    refusal(
      'CONFIRMED_BY_HANDLING_UNIT',
      'P-26',
      '自愿撤回(另一单位核实)',
      [
        '撤回、和解应当由承办单位以外的单位核实',
        'a unit other than the handling one confirms a withdrawal or settlement',
      ],
      ['由其他单位向信访人核实', 'let another unit ask the petitioner'],
    ),
  );
}

const ALREADY_WITHDRAWN = refusal(
  'WITHDRAWAL_PENDING',
  'P-12',
  '自愿撤回',
  ['已有撤回申请,正在冷静期或者待核实', 'a withdrawal was filed and waits for its confirmation'],
  ['等待核实,或撤销该申请', 'wait for it, or take it back'],
);

const SETTLEMENT_CONFIRMED = refusal(
  'SETTLEMENT_CONFIRMED',
  'P-26',
  '条例33',
  ['该和解已经核实', 'this settlement was confirmed before'],
  ['反悔期满后结案', 'close the case when it cannot be taken back any more'],
);

const NO_WITHDRAWAL = refusal(
  'NO_WITHDRAWAL',
  'P-12',
  '自愿撤回',
  ['没有待处理的撤回申请', 'there is no withdrawal to deal with'],
  ['先由信访人提出 WITHDRAW', 'the petitioner files WITHDRAW first'],
);
