import { localDateOf } from '../calendar.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import { daysOnly } from '../law.ts';
import { type Head, runningClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, type Standpoint, start, stop } from './context.ts';
import { reviewerIsIndependent } from './review-decide.ts';
import { closingClock, ofEverybody } from './review-withdraw.ts';

/** Stopped when both sides agreed. Not in time and not late: agreements stay out of the figures of either (P-26). */
const HANDLING = [
  'HANDLE_60D',
  'EXT_30D',
  'FIRST_CONTACT',
  'DRAFT_45D',
  'LEADER_ACTION',
  'APPROVE_3WD',
  'REMAKE',
] as const satisfies readonly ClockCode[];

/**
 * 23 听证, as held: no clock moves, save that in re-review its days, both included, do not count (条例36(2)).
 */
export function holdHearing(head: Head, command: CommandOf<'HOLD_HEARING'>, context: DecideContext): Decision {
  mayHoldHearing(head, context);
  const { from, to } = command;
  const begun = localDateOf(head.acceptedAt ?? head.receivedAt);
  if (from > to || to > localDateOf(context.now) || from < begun) throw new Refused(IMPOSSIBLE_DAYS);
  return {
    events: [
      { type: 'hearing-held.v1', from, to, ground: command.ground },
      { type: 'document-issued.v1', kind: 'DOC-HEARING-NOTICE', method: 'HAND' },
      { type: 'document-issued.v1', kind: 'DOC-HEARING-RECORD', method: 'HAND' },
      ...daysExcluded(head, command, context),
    ],
    texts: { reason: command.reason, participants: command.participants.join('、'), record: command.record },
  };
}

/** By its host; of a re-review the days of one hearing are excluded, no more. */
export function mayHoldHearing(head: Head, context: Standpoint): void {
  const reviewing = head.state === 'UNDER_REVIEW';
  if (reviewing !== context.standings.has('REVIEWER')) throw new Refused(WRONG_HOST(reviewing));
  if (reviewing) reviewerIsIndependent(head, context);
  if (runningClock(head, 'REREVIEW_30D')?.hearing) throw new Refused(HEARD_BEFORE);
}

function daysExcluded(
  head: Head,
  { from, to }: CommandOf<'HOLD_HEARING'>,
  { calendar }: DecideContext,
): PetitionEvent[] {
  const clock = runningClock(head, 'REREVIEW_30D');
  if (!clock) return [];
  // Only a hearing that begins within the period lengthens it (V29).
  if (from <= localDateOf(clock.trigger) || from > clock.due) throw new Refused(IMPOSSIBLE_DAYS);
  const { nominalDue, due } = clock;
  const moved = newClock('REREVIEW_30D', clock.trigger, daysOnly(calendar, clock.calendarVersion), {
    hearing: { from, to },
  });
  return [{ type: 'clock-moved.v1', clock: moved, from: { nominalDue, due }, why: 'HEARING' }];
}

/** 24 调解: both sides take part of their own will; agreed in writing, the matter is settled (条例33). */
export function mediate(head: Head, command: CommandOf<'MEDIATE'>, context: DecideContext): Decision {
  bothConsent(command);
  const agreed = command.outcome === 'AGREED';
  if (agreed && !command.terms?.trim())
    throw new Refused(
      refusal(
        'TERMS_MISSING',
        undefined,
        '条例33',
        ['达成协议的,应当写明协议内容', 'an agreement states its terms'],
        ['填写 terms', 'give terms'],
        '/terms',
      ),
    );
  if (agreed) ofEverybody(head, command.everyone, OTHERS_GO_ON);
  return {
    events: [
      { type: 'mediated.v1', outcome: command.outcome },
      ...(agreed ? settled(head, 'DOC-MEDIATION', context) : []),
    ],
    texts: { parties: command.parties, note: command.note, ...(command.terms ? { terms: command.terms } : {}) },
  };
}

/** 24 和解: the terms were checked against the law. */
export function settle(head: Head, command: CommandOf<'SETTLE'>, context: DecideContext): Decision {
  bothConsent(command);
  if (!command.legalityCheck)
    throw new Refused(
      refusal(
        'LEGALITY_NOT_CHECKED',
        undefined,
        '条例33',
        ['和解内容不得违反法律规定,应当先作合法性审查', 'the terms are checked against the law first'],
        ['审查后填写 legalityCheck', 'check them, then give legalityCheck'],
        '/legalityCheck',
      ),
    );
  ofEverybody(head, command.everyone, OTHERS_GO_ON);
  return {
    events: settled(head, 'DOC-SETTLEMENT', context),
    texts: { terms: command.terms, performance: command.performance },
  };
}

const OTHERS_GO_ON = ['其他人不同意的,继续办理', 'where others do not, the case goes on'] as const;

const settled = (head: Head, kind: string, context: DecideContext): PetitionEvent[] => [
  { type: 'settled.v1' },
  { type: 'document-issued.v1', kind, method: 'HAND' },
  ...stop(head, HANDLING, context.now, '双方自愿达成协议', 'WAIVED'),
  start(closingClock(context)),
  moveTo('SETTLED'),
];

function bothConsent(command: { readonly petitionerConsents: boolean; readonly otherSideConsents: boolean }): void {
  if (command.petitionerConsents && command.otherSideConsents) return;
  throw new Refused(
    refusal(
      'CONSENT_MISSING',
      undefined,
      '条例33',
      ['调解、和解应当双方自愿并书面同意', 'both sides consent in writing, of their own will'],
      ['取得双方书面同意后再进行;否则继续调查', 'obtain the consent of both, else go on with the investigation'],
      command.petitionerConsents ? '/otherSideConsents' : '/petitionerConsents',
    ),
  );
}

const WRONG_HOST = (reviewing: boolean) =>
  refusal(
    'WRONG_HOST_OF_HEARING',
    undefined,
    '条例31(6)、36(2)',
    reviewing
      ? ['复查(复核)中的听证由复查(复核)人员主持', 'in review the reviewer holds the hearing']
      : ['办理中的听证由承办单位负责人主持', 'the head of the handling unit holds the hearing'],
    ['请由其主持并登记', 'let him hold and record it'],
  );

const IMPOSSIBLE_DAYS = refusal(
  'HEARING_DAYS_IMPOSSIBLE',
  undefined,
  '条例36(2)',
  [
    '听证日期应在办理期间内,结束不早于开始、不晚于今天',
    'the hearing was held while the case was in hand, ends not before it begins and not after today',
  ],
  ['听证结束后按实际日期登记', 'record it when it is over, with the days on which it was held'],
  '/from',
);

const HEARD_BEFORE = refusal(
  'HEARING_ALREADY_EXCLUDED',
  undefined,
  '条例36(2)',
  ['听证时间已经扣除一次', 'the days of a hearing were excluded once already'],
  ['复核期限不再变动', 'the period of the re-review does not move again'],
);
