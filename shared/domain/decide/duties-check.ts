import { ownAccused } from '../accused-parties.ts';
import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { OfficerId } from '../ids.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { nextDutyKey } from '../regions.ts';
import { causeStated, knownRootCause } from './close.ts';
import { type DecideContext, type Decision, moveTo, newClock, type Standpoint, start } from './context.ts';
import { accountability, issuedOpinion } from './duties-account.ts';
import { answersFor, canAnswer, isOwedHere, openDuty, unitOfActor } from './duties-guards.ts';
import { isFuture, isNoneOf, isScreened } from './guards.ts';

/**
 * 60 发出前把关: the duty leader looks at what goes out. Where it does not pass, it lies before the head of the
 * organ again, who sends it back or approves it anew; no clock of the law moves.
 */
export function checkBeforeSend(head: Head, command: CommandOf<'CHECK_BEFORE_SEND'>, context: DecideContext): Decision {
  const officer = mayCheckBeforeSend(head, context);
  return {
    events: [
      { type: 'checked-before-send.v1', by: officer, passed: command.passed },
      ...(command.passed
        ? []
        : [start(newClock('APPROVE_3WD', context.now, context.calendar)), moveTo('OPINION_APPROVAL')]),
    ],
    ...(command.note.trim() ? { texts: { note: command.note } } : {}),
  };
}

/** @returns the officer who looks at it: before it goes out, and none who wrote it */
export function mayCheckBeforeSend(head: Head, { officer }: Standpoint): OfficerId {
  const { opinion } = head;
  if (opinion?.dispatchedAt)
    throw new Refused(
      refusal(
        'ALREADY_DISPATCHED',
        'A-36',
        '条例34',
        ['处理意见书已经发出', 'the opinion has been dispatched'],
        ['把关应当在发出之前', 'the check comes before it goes out'],
      ),
    );
  if (officer === undefined) throw new Error('an officer checks what goes out');
  if (officer === opinion?.drafter || officer === head.handler)
    throw new Refused(
      refusal(
        'CHECK_OF_ONESELF',
        'A-36',
        '条例31(6)',
        ['承办人、拟稿人不得为自己的文书把关', 'whoever handled or drafted it does not check it'],
        ['由其他值班领导把关', 'let another duty leader check it'],
      ),
    );
  return officer;
}

/**
 * 61 责任评定 (有责, A-29): by the petition or the legal office, never by the unit that drafted; it holds up no
 * dispatch. Whatever is not NONE opens a review of responsibility in the same step. A case that came back from
 * review is closed by the opinion of the organ above, not by CLOSE: what that asks for besides, the root cause and the
 * lesson, is said here.
 */
export function assessFault(head: Head, command: CommandOf<'ASSESS_FAULT'>, context: DecideContext): Decision {
  const officer = mayAssessFault(head, context);
  const { rootCause, lesson } = command;
  if (head.state === 'CLOSED') {
    const missing = rootCause === undefined ? '/rootCause' : lesson?.trim() ? undefined : '/lesson';
    if (missing) throw new Refused({ ...NOTHING_LEARNT, field: missing });
  }
  if (rootCause !== undefined) knownRootCause(rootCause);
  return {
    events: [
      { type: 'fault-assessed.v1', fault: command.fault, by: officer },
      ...causeStated(rootCause),
      ...(command.fault === 'NONE' ? [] : accountability(head, 'AGENCY_FAULT', issuedOpinion(head), context)),
    ],
    texts: { reasons: command.reasons, ...(lesson?.trim() ? { lesson } : {}) },
  };
}

/** @returns the officer who assesses: without a part in it, and nobody did before, or a review left its cause unsaid */
export function mayAssessFault(head: Head, context: Standpoint): OfficerId {
  const { officer, tree } = context;
  if (officer === undefined) throw new Error('an officer assesses the fault');
  const unit = unitOfActor(context);
  const drafter = head.opinion?.drafter;
  const drafting = [head.unit, ...(drafter ? [tree.officer(drafter)?.unit] : [])];
  if (drafting.includes(unit) || [drafter, head.handler, head.leader].includes(officer))
    throw new Refused(
      refusal(
        'FAULT_OF_ONESELF',
        'A-29',
        '条例28(3)、42',
        ['办理、拟稿单位不得评定本件有无责任', 'the unit that handled or drafted does not assess its own fault'],
        [
          '由信访部门或法制部门中未参与办理的人员评定',
          'let the petition or legal office do it, by somebody without a part in it',
        ],
      ),
    );
  const reviewed = head.state === 'CLOSED' && head.closeReason === 'REVIEWED';
  if (head.state === 'CLOSED' && !reviewed) throw new Refused(CLOSED_BY_ITSELF);
  const assessed = head.fault !== undefined && head.fault !== 'UNDETERMINED';
  if (assessed && !(reviewed && head.rootCause === undefined))
    throw new Refused(
      refusal(
        'FAULT_ASSESSED',
        'A-29',
        '条例42',
        ['有无责任已经评定', 'it was assessed before'],
        ['有异议的,由审计员启动责任审查', 'whoever disagrees asks the auditor to open a review'],
      ),
    );
  return officer;
}

const CLOSED_BY_ITSELF = refusal(
  'CLOSED_BY_ITSELF',
  'A-29',
  '条例42',
  ['本件结案前应评定的已经评定', 'what had to be assessed was, before it was closed'],
  ['有异议的,由审计员启动责任审查', 'whoever disagrees asks the auditor to open a review'],
);

const NOTHING_LEARNT = refusal(
  'NOTHING_LEARNT',
  'A-71',
  '条例40',
  [
    '本件因复查(复核)结案,问题根源和经验教训尚未写明',
    'it was closed by a review: its root cause and the lesson are not said yet',
  ],
  ['填写 rootCause 和 lesson', 'give rootCause and lesson'],
);

/** 63 纠错通知: to the unit that holds the case, before it is closed. */
export function raiseCorrection(head: Head, command: CommandOf<'RAISE_CORRECTION'>, context: DecideContext): Decision {
  mayRaiseCorrection(head, context);
  isFuture(command.dueAt, localDateOf(context.now), '/dueAt', '条例14(2)');
  const key = nextDutyKey(head, 'CORRECTION');
  return {
    events: [
      {
        type: 'duty-opened.v1',
        duty: {
          kind: 'CORRECTION',
          key,
          unit: head.unit,
          ...(context.officer ? { raisedBy: context.officer } : {}),
          openedAt: context.now,
          due: command.dueAt,
        },
      },
      { type: 'document-issued.v1', kind: 'DOC-CORRECTION', method: 'ELECTRONIC', key },
    ],
    texts: { finding: command.finding, correct: command.correct },
  };
}

/** To another unit than one's own, with somebody there who can answer. */
export function mayRaiseCorrection(head: Head, context: Standpoint): void {
  isScreened(head);
  if (unitOfActor(context) === head.unit)
    throw new Refused(
      refusal(
        'CORRECTION_OF_ONESELF',
        'A-63',
        '条例14(2)',
        [
          '纠错通知发给承办单位;本部门自办的,直接改正',
          'it goes to another unit; what one handles oneself is put right at once',
        ],
        ['直接改正', 'put it right'],
      ),
    );
  // Whom only other petitions complain of is watched all the same (条例14(2)).
  isNoneOf(ownAccused(head), head, head.unit, context, '');
  canAnswer(head.unit, context, '');
}

/** 63 答复纠错通知: corrected, or explained why not; either is an answer. */
export function answerCorrection(
  head: Head,
  command: CommandOf<'ANSWER_CORRECTION'>,
  context: DecideContext,
): Decision {
  isOwedHere('CORRECTION')(head, context);
  const duty = openDuty(head, 'CORRECTION', command.key);
  answersFor(duty, context);
  return {
    events: [
      { type: 'duty-answered.v1', key: duty.key },
      { type: 'duty-settled.v1', key: duty.key, outcome: command.corrected ? 'CORRECTED' : 'EXPLAINED' },
    ],
    texts: { answer: command.answer },
  };
}
