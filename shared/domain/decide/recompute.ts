import { movesOf } from '../clock-moves.ts';
import type { CommandOf } from '../commands.ts';
import type { Head } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import type { DecideContext, Decision } from './context.ts';
import { moved } from './resume-clock.ts';

/** §3.1: a newly loaded calendar or local rule moves the running clocks of the case, each with what it was before. */
export function recomputeClocks(head: Head, command: CommandOf<'RECOMPUTE_CLOCKS'>, context: DecideContext): Decision {
  const moves = movesOf(head, context.calendar, command.why);
  if (moves.length === 0)
    throw new Refused(
      refusal(
        'NOTHING_TO_RECOMPUTE',
        undefined,
        command.why === 'CALENDAR' ? '民法典203' : '条例3',
        ['各项期限与现行日历和规则一致', 'every clock agrees with the present calendar and rules'],
        ['无需重算', 'nothing has to be done'],
      ),
    );
  return { events: moves.map((move) => moved(move, command.why)) };
}
