import type { CommandOf } from '../commands.ts';
import { type Head, isOpen } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, type Standpoint } from './context.ts';
import { leaderClock, leads } from './duties-guards.ts';
import { isScreened, knownOfficer, officerIsNotAccused } from './guards.ts';

/**
 * 48 列为重大: led by the head of the organ or a deputy; reminded of earlier. Without a task force there
 * is no investigation: a plan that names none has to be made again.
 */
export function setMajor(head: Head, command: CommandOf<'SET_MAJOR'>, context: DecideContext): Decision {
  maySetMajor(head);
  knownOfficer(command.leader, context, '/leader');
  officerIsNotAccused(head, command.leader, context, '/leader');
  leads(command.leader, head, context, '/leader', 'A-34');
  const { officer } = context;
  if (officer === undefined) throw new Error('an officer says that a case is major');
  const replan = head.state === 'INVESTIGATING' && !head.taskForce?.length;
  return {
    events: [
      { type: 'major-set.v1', by: officer, leader: command.leader },
      ...(command.leader === head.leader ? [] : leaderClock(head, context, '确定包案领导')),
      ...(replan ? [moveTo('ACCEPTED')] : []),
    ],
    texts: { reason: command.reason },
  };
}

/** Screened, and not a major case yet. */
export function maySetMajor(head: Head): void {
  isScreened(head);
  if (head.major)
    throw new Refused(
      refusal(
        'ALREADY_MAJOR',
        'A-102',
        '条例18(2)',
        ['已经列为重大信访事项', 'it is a major case already'],
        ['更换包案领导的,用 INSTRUCT', 'to name another leader, INSTRUCT'],
      ),
    );
}

/** 53 包案领导活动: only what has evidence begins the 15 days anew; the rest is on record and no more. */
export function logLeaderAction(head: Head, command: CommandOf<'LOG_LEADER_ACTION'>, context: DecideContext): Decision {
  const evidenced = command.evidence.trim() !== '';
  return {
    events: [
      { type: 'leader-acted.v1', action: command.action, evidenced },
      ...(evidenced ? leaderClock(head, context, '包案领导活动') : []),
    ],
    texts: { ...(evidenced ? { evidence: command.evidence } : {}), note: command.note },
  };
}

/**
 * 撤销专班 (问题不化解,专班不能撤, A-33): while the case is open only the head of the organ, in writing; of a major case
 * never before its opinion is out.
 */
export function dissolveTaskForce(
  head: Head,
  command: CommandOf<'DISSOLVE_TASK_FORCE'>,
  context: DecideContext,
): Decision {
  mayDissolveTaskForce(head, context);
  const { officer } = context;
  if (officer === undefined) throw new Error('an officer dissolves a task force');
  return { events: [{ type: 'task-force-dissolved.v1', by: officer }], texts: { reason: command.reason } };
}

/** There is one, and its work is done or the head of the organ says so. */
export function mayDissolveTaskForce(head: Head, { standings }: Standpoint): void {
  if (!head.taskForce?.length)
    throw new Refused(
      refusal(
        'NO_TASK_FORCE',
        'A-33',
        '条例18(2)',
        ['本件没有专班', 'this case has no task force'],
        ['无需撤销', 'nothing is left to dissolve'],
      ),
    );
  const unsolved = isOpen(head) && head.concludedAt === undefined;
  if (unsolved && (head.major || !standings.has('BUREAU_HEAD')))
    throw new Refused(
      refusal(
        'TASK_FORCE_STAYS',
        'A-33',
        '条例18(2)',
        head.major
          ? ['问题未化解,重大信访事项的专班不能撤', 'the task force of a major case stays until its opinion is out']
          : ['问题未化解的,专班须由机关负责人书面决定撤销', 'before that, only the head of the organ dissolves it'],
        head.major
          ? ['处理意见发出后再撤销', 'dissolve it once the opinion is out']
          : ['由机关负责人决定', 'let the head of the organ decide'],
      ),
    );
}
