import { ownAccused } from '../accused-parties.ts';
import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { nextDutyKey, openDuties } from '../regions.ts';
import { type DecideContext, type Decision, newClock, type Standpoint, start, stop } from './context.ts';
import { candidateDecided } from './duties-candidates.ts';
import {
  answersFor,
  canAnswer,
  isOwedHere,
  judges,
  openDuty,
  unitOfActor,
  waitsForJudgement,
} from './duties-guards.ts';
import { isFuture, isNoneOf, isScreened } from './guards.ts';
import { forTheWall } from './wall-words.ts';

/** 37 督办: what was found, and what to do about it; to the unit that holds the case, answered by a day. */
export function supervise(head: Head, command: CommandOf<'SUPERVISE'>, context: DecideContext): Decision {
  maySupervise(head, context);
  const blank = (['finding', 'guidance'] as const).find((part) => !command[part].trim());
  if (blank)
    throw new Refused(
      refusal(
        'FINDING_AND_GUIDANCE',
        'A-62',
        '条例40(1)',
        [
          '督办函应当既指出问题,又提出办理意见,不能只督促不指导',
          'a supervision letter has both: what was found and what to do',
        ],
        ['补写缺少的部分', 'add the part that is missing'],
        `/${blank}`,
      ),
    );
  if (openDuties(head, 'SUPERVISION').some(({ code }) => code === command.ground))
    throw new Refused(
      refusal(
        'ALREADY_SUPERVISED',
        undefined,
        '条例40(1)',
        ['同一情形的督办尚未办结', 'a letter on the same ground is open'],
        ['待其答复,或以其他情形督办', 'wait for its answer, or name another ground'],
        '/ground',
      ),
    );
  const { dueAt } = command;
  if (dueAt !== undefined) isFuture(dueAt, localDateOf(context.now), '/dueAt', '条例40(1)');
  const key = nextDutyKey(head, 'SUPERVISION');
  const options = { key, ...(dueAt === undefined ? {} : { setDue: dueAt }) };
  const clock = newClock('SUPERVISE_REPLY', context.now, context.calendar, options);
  return {
    events: [
      {
        type: 'duty-opened.v1',
        duty: {
          kind: 'SUPERVISION',
          key,
          code: command.ground,
          unit: head.unit,
          ...(context.officer ? { raisedBy: context.officer } : {}),
          openedAt: context.now,
          due: clock.due,
        },
      },
      { type: 'document-issued.v1', kind: 'DOC-SUPERVISION', method: 'ELECTRONIC', key },
      start(clock),
      ...candidateDecided(command.candidate, 'SUPERVISED'),
    ],
    texts: { finding: command.finding, guidance: command.guidance },
  };
}

/** The unit that holds the case is not one's own, not complained about, and somebody there can answer. */
export function maySupervise(head: Head, context: Standpoint): void {
  isScreened(head);
  if (!context.standings.has('SUPERVISOR') && unitOfActor(context) === head.unit)
    throw new Refused(
      refusal(
        'SUPERVISION_OF_ONESELF',
        undefined,
        '条例14(2)',
        ['信访部门自办的事项,由督办员督办', 'what the petition office handles itself is for the supervisor'],
        ['请督办员督办', 'ask the supervisor'],
      ),
    );
  // Whom only other petitions complain of is watched all the same (条例14(2)).
  isNoneOf(ownAccused(head), head, head.unit, context, '');
  canAnswer(head.unit, context, '');
}

/** 55 答复督办: the clock runs on until the supervisor accepts it. */
export function answerSupervision(
  head: Head,
  command: CommandOf<'ANSWER_SUPERVISION'>,
  context: DecideContext,
): Decision {
  isOwedHere('SUPERVISION')(head, context);
  const duty = openDuty(head, 'SUPERVISION', command.key);
  answersFor(duty, context);
  return { events: [{ type: 'duty-answered.v1', key: duty.key }], texts: { answer: command.answer } };
}

/** 55 审核督办答复: sent back, the old day stands. */
export function judgeAnswer(head: Head, command: CommandOf<'JUDGE_ANSWER'>, context: DecideContext): Decision {
  waitsForJudgement('SUPERVISION')(head, context);
  const duty = openDuty(head, 'SUPERVISION', command.key);
  judges(duty, context);
  return {
    events: command.accepted
      ? [
          { type: 'duty-settled.v1', key: duty.key, outcome: 'ACCEPTED' },
          ...stop(head, ['SUPERVISE_REPLY'], context.now, '督办答复已认可', 'MET', duty.key),
        ]
      : [{ type: 'duty-sent-back.v1', key: duty.key }],
    texts: { reason: command.reason },
  };
}

/**
 * 38 挂牌督办(小红旗, A-56): on the case and the unit that holds it, never on the petitioner. That the wall has twenty
 * places is judged where the wall is listed: one case does not know of the others.
 */
export function raiseFlag(head: Head, command: CommandOf<'RAISE_FLAG'>, context: DecideContext): Decision {
  mayRaiseFlag(head);
  const { officer } = context;
  if (officer === undefined) throw new Error('an officer raises a flag');
  forTheWall({ reason: command.reason, clearCondition: command.clearCondition }, context);
  return {
    events: [{ type: 'flag-raised.v1', by: officer }, ...candidateDecided(command.candidate, 'FLAGGED')],
    texts: { reason: command.reason, clearCondition: command.clearCondition },
  };
}

/** Screened, and not flagged yet. */
export function mayRaiseFlag(head: Head): void {
  isScreened(head);
  if (head.flag)
    throw new Refused(
      refusal(
        'ALREADY_FLAGGED',
        'A-56',
        '条例39(3)',
        ['本件已经挂牌', 'the case is flagged already'],
        ['达到摘牌条件后用 CLEAR_FLAG 摘牌', 'CLEAR_FLAG once its condition is met'],
      ),
    );
}

/** 38 摘牌: with evidence, by somebody who leads and does not handle it. */
export function clearFlag(head: Head, command: CommandOf<'CLEAR_FLAG'>, context: DecideContext): Decision {
  mayClearFlag(head, context);
  forTheWall({ evidence: command.evidence }, context);
  return { events: [{ type: 'flag-cleared.v1' }], texts: { evidence: command.evidence } };
}

/** There is one, and it is not one's own unit's. */
export function mayClearFlag(head: Head, context: Standpoint): void {
  if (!head.flag)
    throw new Refused(
      refusal(
        'NOT_FLAGGED',
        'A-56',
        '条例39(3)',
        ['本件没有挂牌', 'the case is not flagged'],
        ['无需摘牌', 'nothing is left to clear'],
      ),
    );
  if (unitOfActor(context) === head.unit && head.flag.raisedBy !== context.officer)
    throw new Refused(
      refusal(
        'FLAG_OF_ONESELF',
        'A-56',
        '条例39(3)',
        ['被挂牌的单位不得自行摘牌', 'the unit that is flagged does not clear its own flag'],
        ['由挂牌的领导或者信访部门摘牌', 'let whoever raised it, or another leader, clear it'],
      ),
    );
}
