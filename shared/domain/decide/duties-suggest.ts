import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { nextDutyKey } from '../regions.ts';
import { type DecideContext, type Decision, newClock, start, stop } from './context.ts';
import { answersFor, canAnswer, isOwedHere, openDuty, unitOfActor } from './duties-guards.ts';
import { isFuture, isScreened, knownUnit, recipientIsNotAccused } from './guards.ts';

/** 39 三项建议 (条例40): to a unit of this organ, beside the office, or of one above; never to the petitioner. */
export function suggest3(head: Head, command: CommandOf<'SUGGEST3'>, context: DecideContext): Decision {
  isScreened(head);
  const { to, dueAt } = command;
  knownUnit(to, context, '/to');
  recipientIsNotAccused(head, to, context, '/to');
  const organ = context.tree.organOf(to)?.id;
  if (to === unitOfActor(context) || organ === undefined || !context.tree.isWithin(head.organ, organ))
    throw new Refused(
      refusal(
        'NOT_ABOVE_OR_BESIDE',
        undefined,
        '条例40',
        [
          '建议向本机关其他部门或者上级机关提出',
          'a suggestion goes to another unit of this organ, or to one of an organ above',
        ],
        ['改选其他单位', 'choose another unit'],
        '/to',
      ),
    );
  canAnswer(to, context, '/to');
  if (dueAt !== undefined) isFuture(dueAt, localDateOf(context.now), '/dueAt', '条例40(4)');
  const key = nextDutyKey(head, 'SUGGESTION');
  const options = { key, ...(dueAt === undefined ? {} : { setDue: dueAt }) };
  const clock = newClock('SUGGEST_FEEDBACK', context.now, context.calendar, options);
  return {
    events: [
      {
        type: 'duty-opened.v1',
        duty: {
          kind: 'SUGGESTION',
          key,
          code: command.suggestion,
          unit: to,
          ...(context.officer ? { raisedBy: context.officer } : {}),
          openedAt: context.now,
          due: clock.due,
        },
      },
      { type: 'document-issued.v1', kind: 'DOC-SUGGEST', method: 'ELECTRONIC', key },
      start(clock),
    ],
    texts: { text: command.text },
  };
}

/** 56 反馈采纳情况 (条例40(4)): whoever does not adopt all of it says why. */
export function recordAdoption(head: Head, command: CommandOf<'RECORD_ADOPTION'>, context: DecideContext): Decision {
  isOwedHere('SUGGESTION')(head, context);
  const duty = openDuty(head, 'SUGGESTION', command.key);
  answersFor(duty, context);
  if (command.adoption !== 'ADOPTED' && !command.reason.trim())
    throw new Refused(
      refusal(
        'REASON_MISSING',
        undefined,
        '条例40(4)',
        ['部分采纳或者未采纳的,应当说明理由', 'whoever adopts it in part, or not, says why'],
        ['填写 reason', 'give reason'],
        '/reason',
      ),
    );
  return {
    events: [
      { type: 'document-issued.v1', kind: 'DOC-FEEDBACK', method: 'ELECTRONIC', key: duty.key },
      { type: 'duty-answered.v1', key: duty.key },
      { type: 'duty-settled.v1', key: duty.key, outcome: command.adoption },
      ...stop(head, ['SUGGEST_FEEDBACK'], context.now, '已书面反馈采纳情况', 'MET', duty.key),
    ],
    ...(command.reason.trim() ? { texts: { reason: command.reason } } : {}),
  };
}
