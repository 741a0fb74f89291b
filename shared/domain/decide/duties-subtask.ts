import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { nextDutyKey } from '../regions.ts';
import { type DecideContext, type Decision, newClock, start, stop } from './context.ts';
import {
  answersFor,
  canAnswer,
  isOwedHere,
  judges,
  openDuty,
  waitsForJudgement,
  withinLimit,
} from './duties-guards.ts';
import { isFuture, knownUnit, recipientIsNotAccused } from './guards.ts';

/** 62 确定协办单位: its own day within the limit of the case; the lead unit gives the one answer. */
export function addCoUnit(head: Head, command: CommandOf<'ADD_CO_UNIT'>, context: DecideContext): Decision {
  const { unit, dueAt } = command;
  knownUnit(unit, context, '/unit');
  recipientIsNotAccused(head, unit, context, '/unit');
  if (unit === head.unit || context.tree.organOf(unit)?.id !== head.organ)
    throw new Refused(
      refusal(
        'NOT_A_CO_UNIT',
        'A-41',
        '条例24',
        ['协办单位应当是本机关内主办单位以外的单位', 'a co-unit is a unit of this organ other than the one that leads'],
        ['涉及其他机关的,转送或者报共同上级协调', 'another organ: transfer it, or ask the common superior'],
        '/unit',
      ),
    );
  canAnswer(unit, context, '/unit');
  const today = localDateOf(context.now);
  isFuture(dueAt, today, '/dueAt', '条例24');
  withinLimit(head, dueAt, today, 'SUBTASK_AFTER_LIMIT', 'A-41');
  const key = nextDutyKey(head, 'SUBTASK');
  const clock = newClock('SUBTASK', context.now, context.calendar, { key, setDue: dueAt });
  return {
    events: [
      {
        type: 'duty-opened.v1',
        duty: {
          kind: 'SUBTASK',
          key,
          unit,
          ...(context.officer ? { raisedBy: context.officer } : {}),
          openedAt: context.now,
          due: dueAt,
        },
      },
      start(clock),
    ],
    texts: { task: command.task },
  };
}

/** 62 反馈协办结果: the day stands until the lead unit accepts it. */
export function reportSubtask(head: Head, command: CommandOf<'REPORT_SUBTASK'>, context: DecideContext): Decision {
  isOwedHere('SUBTASK')(head, context);
  const duty = openDuty(head, 'SUBTASK', command.key);
  answersFor(duty, context);
  return { events: [{ type: 'duty-answered.v1', key: duty.key }], texts: { report: command.report } };
}

/** 62 审核协办结果: sent back, it is due on the day it was due before. */
export function judgeSubtask(head: Head, command: CommandOf<'JUDGE_SUBTASK'>, context: DecideContext): Decision {
  waitsForJudgement('SUBTASK')(head, context);
  const duty = openDuty(head, 'SUBTASK', command.key);
  judges(duty, context);
  return {
    events: command.accepted
      ? [
          { type: 'duty-settled.v1', key: duty.key, outcome: 'ACCEPTED' },
          ...stop(head, ['SUBTASK'], context.now, '协办结果已认可', 'MET', duty.key),
        ]
      : [{ type: 'duty-sent-back.v1', key: duty.key }],
    texts: { reason: command.reason },
  };
}
