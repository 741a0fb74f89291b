import type { CommandOf } from '../commands.ts';
import type { CloseReason, Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { rootCauseOf } from '../taxonomy.ts';
import { type DecideContext, type Decision, moveTo, newClock, type Standpoint, start, stop } from './context.ts';
import { knownWereServed } from './deliver.ts';
import { correctionsAnswered } from './guards.ts';
import { APPLY_CLOCKS, withoutReview } from './review-return.ts';
import { revocableUntil } from './review-withdraw.ts';

const FOLLOW_UPS = ['FOLLOWUP_1', 'FOLLOWUP_2'] as const;

/**
 * 35 结案: procedural reasons only, each proven by the record; root cause and lesson. Never while the petitioner
 * can still have it reviewed (G10), or somebody who was to receive it has not (G7), or he can take back what ended it
 * (P-26), nor before the organ's own fault was assessed.
 */
export function close(head: Head, command: CommandOf<'CLOSE'>, context: DecideContext): Decision {
  mayClose(head, context);
  if (!PROVEN_BY[command.reason]?.includes(head.state)) throw new Refused(NOT_PROVEN(command.reason));
  knownRootCause(command.rootCause);
  knownWereServed(head, command.notServed);
  const others = afterWithdrawnReview(head, context);
  return {
    events: [
      ...stop(head, APPLY_CLOCKS, context.now, '申请期限届满', 'EXPIRED'),
      ...stop(head, ['CLOSE_ENDED_5WD'], context.now, '已结案'),
      ...stop(head, FOLLOW_UPS, context.now, '再次结案', 'SUPERSEDED'),
      {
        type: 'closed.v1',
        reason: command.reason,
        rootCause: command.rootCause,
        ...(command.followUpConsent === undefined ? {} : { followUpConsent: command.followUpConsent }),
      },
      ...causeStated(command.rootCause),
      ...(command.followUpConsent && head.stage === 'HANDLING'
        ? FOLLOW_UPS.map((code): PetitionEvent => start(newClock(code, context.now, context.calendar)))
        : []),
      moveTo('CLOSED'),
    ],
    texts: { lesson: command.lesson, ...(command.notServed?.trim() ? { notServed: command.notServed } : {}) },
    ...(others.length > 0 ? { others } : {}),
  };
}

/** Whatever reason is given: nothing is open that could still change how the case ends. */
export function mayClose(head: Head, context: Standpoint): void {
  if (head.inReview) throw new Refused(REVIEW_PENDING);
  remedyWasOpened(head);
  windowIsOver(head, context);
  isFinal(head, context);
  settlementWasConfirmed(head);
  correctionsAnswered(head);
  faultWasAssessed(head);
}

/** The states of a case that bear a reason out. */
const PROVEN_BY: Readonly<Partial<Record<CloseReason, readonly Head['state'][]>>> = {
  WINDOW_EXPIRED: ['REVIEW_WINDOW'],
  NOT_CHALLENGED: ['REVIEW_WINDOW'],
  REPLIED: ['REPLIED'],
  SETTLED: ['SETTLED'],
  WITHDRAWN: ['WITHDRAWN'],
  FINAL: ['FINAL'],
};

/** A reply to an appeal is delivered first: with it the 30 days begin (条例35). */
function remedyWasOpened(head: Head): void {
  if (head.state !== 'REPLIED' || !head.opinion) return;
  throw new Refused(
    refusal(
      'REPLY_NOT_DELIVERED',
      'G10',
      '条例35',
      [
        '申诉求决的答复尚未送达,复查申请期限没有开始',
        'the reply to an appeal is not delivered: his 30 days have not begun',
      ],
      ['先执行 DELIVER(送达)', 'DELIVER it first'],
    ),
  );
}

function windowIsOver(head: Head, { now }: Standpoint): void {
  const [window] = head.clocks
    .filter(({ code }) => APPLY_CLOCKS.some((apply) => apply === code))
    .sort((a, b) => (a.dueInstant < b.dueInstant ? 1 : -1));
  if (!window || now > window.dueInstant) return;
  throw new Refused(
    refusal(
      'REVIEW_WINDOW_OPEN',
      'G10',
      window.code === 'REVIEW_APPLY_30D' ? '条例35' : '条例36(1)',
      [
        `信访人可在 ${window.due} 24时前申请复查(复核),此前不得结案`,
        `the petitioner may ask for review until 24:00 on ${window.due}; it cannot be closed before`,
      ],
      [`${window.due} 之后再结案`, `close it after ${window.due}`],
    ),
  );
}

/** P-26: a withdrawal or settlement can be taken back for thirty days. */
function isFinal(head: Head, { now }: Standpoint): void {
  const ended =
    head.state === 'SETTLED' ? head.settledAt : head.state === 'WITHDRAWN' ? head.withdrawal?.confirmedAt : undefined;
  if (!ended || now > revocableUntil(ended)) return;
  throw new Refused(
    refusal(
      'STILL_REVOCABLE',
      'P-26',
      '自愿撤回(三十日内可反悔)',
      ['三十日反悔期未满,不得结案', 'it can be taken back for thirty days; it cannot be closed before'],
      ['反悔期满后再结案', 'close it afterwards'],
    ),
  );
}

/** P-26: what the two sides agreed on was free, says somebody outside the handling unit who asked. */
function settlementWasConfirmed(head: Head): void {
  if (head.state !== 'SETTLED' || head.settlement) return;
  throw new Refused(
    refusal(
      'SETTLEMENT_NOT_CONFIRMED',
      'P-26',
      '条例33',
      ['和解是否自愿尚未经承办单位以外的单位核实', 'no other unit has asked whether he settled of his own will'],
      ['先执行 CONFIRM_SETTLEMENT', 'CONFIRM_SETTLEMENT first'],
    ),
  );
}

/** whoever issued an opinion lets somebody else say whether the organ was at fault. */
function faultWasAssessed(head: Head): void {
  if (head.stage !== 'HANDLING' || !head.opinion?.issuedAt || head.fault !== undefined) return;
  throw new Refused(
    refusal(
      'FAULT_NOT_ASSESSED',
      'A-29',
      '条例42(有责评定)',
      ['尚未评定本机关有无责任', 'nobody has assessed whether the organ was at fault'],
      ['先由信访部门或者法制部门执行 ASSESS_FAULT', 'let the petition office or the legal office ASSESS_FAULT first'],
    ),
  );
}

/** A review that the petitioner withdrew for good leaves the opinion as it was. */
const afterWithdrawnReview = (head: Head, { parent, calendar }: DecideContext) =>
  head.state === 'WITHDRAWN' && parent?.inReview?.caseId === head.id
    ? [{ head: parent, events: withoutReview(parent, 'WITHDRAWN', calendar) }]
    : [];

export function knownRootCause(code: string): void {
  if (rootCauseOf(code)) return;
  throw new Refused(
    refusal(
      'UNKNOWN_ROOT_CAUSE',
      'A-71',
      '条例40',
      [`没有原因代码“${code}”`, `there is no root-cause code "${code}"`],
      ['例如 RC.NONE、RC.RESPONSE_SLOW', 'for example RC.NONE, RC.RESPONSE_SLOW'],
      '/rootCause',
    ),
  );
}

/** What the case came from, where it is said: on the head from then on, and on the row that reports read. */
export const causeStated = (rootCause: string | undefined): PetitionEvent[] =>
  rootCause ? [{ type: 'cause-stated.v1', rootCause }] : [];

const NOT_PROVEN = (reason: string) =>
  refusal(
    'REASON_NOT_PROVEN',
    'G10',
    '条例33、35',
    [`没有支持“${reason}”的记录`, `nothing on record supports "${reason}"`],
    [
      '送达后申请期满的以 WINDOW_EXPIRED 结案;答复、和解、撤回、复核终结的以相应理由结案',
      'after delivery close as WINDOW_EXPIRED when the window has ended; a reply, settlement, withdrawal or final re-review by its own reason',
    ],
    '/reason',
  );

const REVIEW_PENDING = refusal(
  'REVIEW_PENDING',
  'G10',
  '条例35、36',
  ['复查(复核)申请尚未决定,不得结案', 'a request for review has not been decided; it cannot be closed'],
  ['等待复查(复核)机关决定', 'wait for the organ above'],
);
