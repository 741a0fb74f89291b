import { localDateOf } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import type { Head, OpinionFacts } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type Duty, nextDutyKey, openDuties } from '../regions.ts';
import { type DecideContext, type Decision, newClock, type Standpoint, start, stop } from './context.ts';
import { isFuture, isOfThisOrgan, knownUnit } from './guards.ts';

/** 30 责令执行: a supporting opinion is carried out, by whom and by when (条例32(2)). */
export function orderExecution(head: Head, command: CommandOf<'ORDER_EXECUTION'>, context: DecideContext): Decision {
  const opinion = mayOrderExecution(head);
  knownUnit(command.unit, context, '/unit');
  isOfThisOrgan(head, command.unit, context, '/unit', {
    article: '条例32(2)',
    says: ['执行单位应当属于作出意见的机关', 'the unit belongs to the organ that issued the opinion'],
    instead: ['从本机关的单位中选择', 'choose a unit of this organ'],
  });
  isFuture(command.dueAt, localDateOf(context.now), '/dueAt', '条例32(2)');
  if (opinion.executeBy && opinion.executeBy > localDateOf(context.now) && command.dueAt > opinion.executeBy)
    throw new Refused(
      refusal(
        'AFTER_DAY_IN_OPINION',
        undefined,
        '条例32(2)',
        [`意见书确定的执行日期为 ${opinion.executeBy}`, `the opinion names ${opinion.executeBy}`],
        [`填写 ${opinion.executeBy} 或更早的日期`, `give ${opinion.executeBy} or an earlier day`],
        '/dueAt',
      ),
    );
  const key = nextDutyKey(head, 'EXECUTION');
  const duty: Duty = {
    kind: 'EXECUTION',
    key,
    unit: command.unit,
    ...(context.officer ? { raisedBy: context.officer } : {}),
    openedAt: context.now,
    due: command.dueAt,
  };
  return {
    events: [
      { type: 'duty-opened.v1', duty },
      { type: 'document-issued.v1', kind: 'DOC-EXEC', method: 'ELECTRONIC', key },
      start(newClock('EXECUTE_SUPPORT', context.now, context.calendar, { key, setDue: command.dueAt })),
    ],
    texts: { what: command.what },
  };
}

/** @returns the opinion that supports something, and is out */
export function mayOrderExecution(head: Head): OpinionFacts {
  const { opinion } = head;
  if (!opinion?.dispatchedAt || !opinion.outcomes.includes('SUPPORT'))
    throw new Refused(
      refusal(
        'NOTHING_TO_EXECUTE',
        undefined,
        '条例32(2)',
        ['处理意见没有支持的诉求', 'the opinion supports no request'],
        ['只有支持信访请求的意见需要督促执行', 'only an opinion that supports a request is carried out'],
      ),
    );
  return opinion;
}

/** 57 确认执行: by another unit than the one that owes it; not done, its day stands. */
export function confirmExecution(
  head: Head,
  command: CommandOf<'CONFIRM_EXECUTION'>,
  context: DecideContext,
): Decision {
  mayConfirmExecution(head, context);
  const duty = executionOf(head, command.key);
  if (isOwnWork(duty, context)) throw new Refused({ ...CONFIRMED_BY_SAME_UNIT, field: '/key' });
  return {
    events: command.done
      ? [
          { type: 'duty-settled.v1', key: duty.key, outcome: 'DONE' },
          ...stop(head, ['EXECUTE_SUPPORT'], context.now, '执行情况已确认', 'MET', duty.key),
        ]
      : [{ type: 'duty-sent-back.v1', key: duty.key }],
    texts: { evidence: command.evidence },
  };
}

/** The one that is meant: the only open one, or the one named. */
function executionOf(head: Head, key: string | undefined): Duty {
  const open = openDuties(head, 'EXECUTION').filter((duty) => key === undefined || duty.key === key);
  const [duty] = open;
  if (duty && open.length === 1) return duty;
  if (!duty) throw new Refused({ ...NO_EXECUTION_OPEN, field: '/key' });
  throw new Refused(
    refusal(
      'WHICH_EXECUTION',
      undefined,
      '条例32(2)',
      ['有几项执行尚未确认,请注明哪一项', 'several are open: say which'],
      ['填写 key', 'give key'],
      '/key',
    ),
  );
}

/** Something is to be carried out, by another unit than the one that confirms it. */
export function mayConfirmExecution(head: Head, context: Standpoint): void {
  const open = openDuties(head, 'EXECUTION');
  if (open.length === 0) throw new Refused(NO_EXECUTION_OPEN);
  if (open.every((duty) => isOwnWork(duty, context))) throw new Refused(CONFIRMED_BY_SAME_UNIT);
}

const isOwnWork = (duty: Duty, { officer, tree }: Standpoint): boolean =>
  officer !== undefined && tree.officer(officer)?.unit === duty.unit;

const NO_EXECUTION_OPEN = refusal(
  'NO_EXECUTION_OPEN',
  undefined,
  '条例32(2)',
  ['没有待确认的执行事项', 'none is open'],
  ['先执行 ORDER_EXECUTION', 'ORDER_EXECUTION first'],
);

const CONFIRMED_BY_SAME_UNIT = refusal(
  'CONFIRMED_BY_SAME_UNIT',
  undefined,
  '条例32(2)',
  ['执行情况应当由执行单位以外的单位确认', 'a unit other than the one that carries it out confirms it'],
  ['由其他单位确认', 'let another unit confirm it'],
);
