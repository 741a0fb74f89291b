import { CLOCKS, type ClockCode, isClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import { transitionOf } from '../lifecycle-table.ts';
import { type Head, runningClock } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, stop } from './context.ts';

/**
 * §3.1 期限免除: a clock is never deleted; it is waived with a reason by two persons, and stays on record. The first
 * call proposes, the call of another officer decides. What the law gives the petitioner cannot be waived by an officer.
 */
export function waiveClock(head: Head, command: CommandOf<'WAIVE_CLOCK'>, context: DecideContext): Decision {
  mayWaive(head);
  const { clock: code, key } = command;
  const clock = isClockCode(code) ? runningClock(head, code, key) : undefined;
  if (!clock)
    throw new Refused(
      refusal(
        'CLOCK_NOT_RUNNING',
        undefined,
        '条例34',
        [`没有正在计算的期限“${code}”`, `no clock "${code}" is running`],
        ['正在计算的期限见 GET /petitions/{id}', 'the running clocks are in GET /petitions/{id}'],
        '/clock',
      ),
    );
  const rule = CLOCKS[clock.code];
  if (!isWaivable(clock.code))
    throw new Refused(
      refusal(
        'CLOCK_NOT_WAIVABLE',
        undefined,
        rule.cite,
        'petitionersRight' in rule
          ? ['这是信访人的权利,工作人员不得免除', 'it is a right of the petitioner; no officer waives it']
          : [`“${rule.zh}”由法律或下达者规定,不得免除`, `"${rule.en}" is set by law or by whoever ordered it`],
        ['按期办理;确有困难的,依法延期或说明原因', 'keep it; where the law allows, extend it, or say why it is late'],
        '/clock',
      ),
    );
  const { officer } = context;
  if (!officer) throw new Error('a clock is waived by officers');
  const which = { clock: clock.code, ...(clock.key === undefined ? {} : { key: clock.key }) };
  const texts = { reason: command.reason };
  const first = head.waiver;
  if (first?.clock !== which.clock || first.key !== which.key)
    return { events: [{ type: 'waiver-proposed.v1', ...which, by: officer }], texts };
  if (first.proposedBy === officer)
    throw new Refused(
      refusal(
        'SECOND_PERSON_REQUIRED',
        undefined,
        rule.cite,
        ['期限免除应当由第二人确认', 'a second person confirms that a clock is waived'],
        ['请信访部门负责人或机关负责人中的另一人执行', 'let the other of chief and head of the organ give the command'],
        '/clock',
      ),
    );
  return {
    events: [
      { type: 'waiver-confirmed.v1', ...which, by: officer },
      ...stop(head, [clock.code], context.now, '经两人确认免除', 'WAIVED', clock.key),
    ],
    texts,
  };
}

const isWaivable = (code: ClockCode): boolean => transitionOf('WAIVE_CLOCK').stops?.includes(code) === true;

/** Some clock runs that officers may waive. */
export function mayWaive(head: Head): void {
  if (head.clocks.some(({ code }) => isWaivable(code))) return;
  throw new Refused(
    refusal(
      'NO_CLOCK_TO_WAIVE',
      undefined,
      '条例34',
      [
        '没有可以免除的期限:法定期限和信访人的权利不得免除',
        'no clock runs that officers may waive: neither the law’s nor the petitioner’s are',
      ],
      ['按期办理', 'keep the limits that run'],
    ),
  );
}
