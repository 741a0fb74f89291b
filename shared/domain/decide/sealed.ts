import { isOpenToSomebody } from '../access.ts';
import { namedInAccusation } from '../accusation-names.ts';
import { accusedNamed } from '../accused-named.ts';
import { joined } from '../accused-parties.ts';
import type { Calendar } from '../calendar.ts';
import type { CommandOf } from '../commands.ts';
import { accusesSomebody, type Head } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, notice, start, stop } from './context.ts';
import { knownAccused } from './guards.ts';

/**
 * Sealed accusations (检举控告, §2.5): S_RECEIVED → S_SCREENED → S_FORWARDED | S_HELD → S_INFORMED → S_CLOSED. All of it is
 * the sealed officer's. A service part is split off (`paths-split.ts`) before, by way of S_SPLIT, or after it was forwarded
 * or held: §2.5 draws the three side by side because one letter may need two of them. Splitting disposes of the service
 * part alone. The accusation that is left is forwarded by authority or inspected (条例22(2)、30) before its reporter is told
 * (条例23(4)) and it is closed: none ends as "split", gone with nobody who looked into it.
 */

/** Clocks of a sealed case: screened in 5 working days, and a real-name reporter told in 15. */
export function sealedClocks(head: Pick<Head, 'receivedAt' | 'canBeInformed'>, calendar: Calendar): PetitionEvent[] {
  return [
    start(newClock('S_SCREEN_5WD', head.receivedAt, calendar)),
    ...(head.canBeInformed ? [start(newClock('S_INFORM_15WD', head.receivedAt, calendar))] : []),
  ];
}

/** Whom it accuses is added to those known before, never struck off by who screens it. */
export function screen(head: Head, command: CommandOf<'S_SCREEN'>, context: DecideContext): Decision {
  const { units = [], officers = [] } = command.accused ?? {};
  knownAccused({ units, officers }, context);
  const named = accusesSomebody({ units, officers });
  const accused = joined(head.accused, { units, officers });
  if (named && !isOpenToSomebody(accused, head.office, context.tree))
    throw new Refused(
      refusal(
        'NOBODY_LEFT_TO_OPEN_IT',
        'P-03',
        '条例30(3)',
        ['这样登记后,本系统内没有人可以办理此件', 'with these named, nobody here could open it any more'],
        ['用 S_FORWARD 移送有权的纪检监察机关', 'S_FORWARD it to the discipline or supervision organ in charge'],
        '/accused',
      ),
    );
  return {
    events: [...(named ? [{ type: 'accused-named.v1', accused } as const] : []), moveTo('S_SCREENED')],
    texts: { finding: command.finding },
  };
}

/** To the discipline or supervision organ in charge, never to those complained about. */
export function forward(head: Head, command: CommandOf<'S_FORWARD'>, context: DecideContext): Decision {
  const { units, officers } = accusedNamed(command.to, context.tree);
  const told = namedInAccusation(Object.values(context.stored?.texts ?? {}).join('\n'), context.tree);
  if (
    units.some((unit) => context.tree.conflictsWith(unit, head.accused) || told.units.includes(unit)) ||
    officers.some((officer) => [...head.accused.officers, ...told.officers].includes(officer))
  )
    throw new Refused(
      refusal(
        'RECIPIENT_IS_ACCUSED',
        'P-03',
        '条例30(3)',
        ['不得移送被检举控告的单位、人员', 'an accusation never goes to those it accuses'],
        ['移送其上级纪检监察、督察机关', 'forward it to the discipline organ above them'],
        '/to',
      ),
    );
  return {
    events: [...stop(head, ['S_SCREEN_5WD'], context.now, '已移送'), moveTo('S_FORWARDED')],
    texts: { to: command.to, reason: command.reason },
  };
}

export const hold = (head: Head, command: CommandOf<'S_HOLD'>, context: DecideContext): Decision => ({
  events: [...stop(head, ['S_SCREEN_5WD'], context.now, '自行核查'), moveTo('S_HELD')],
  texts: { plan: command.plan },
});

export const inform = (head: Head, command: CommandOf<'S_INFORM'>, context: DecideContext): Decision => ({
  events: [
    ...notice('DOC-S-NOTICE', command.method),
    ...stop(head, ['S_INFORM_15WD'], context.now, '已告知实名检举人'),
    moveTo('S_INFORMED'),
  ],
  texts: { content: command.content },
});

/** A real-name reporter is told before the case closes. */
export function closeSealed(head: Head, command: CommandOf<'S_CLOSE'>, _context: DecideContext): Decision {
  mayCloseSealed(head);
  return { events: [moveTo('S_CLOSED')], texts: { result: command.result } };
}

/** Whoever gave his name was told. */
export function mayCloseSealed(head: Head): void {
  if (head.canBeInformed && head.state !== 'S_INFORMED')
    throw new Refused(
      refusal(
        'REPORTER_NOT_INFORMED',
        undefined,
        '条例23(4)、30',
        ['实名检举的,应当先告知检举人', 'a real-name reporter is informed first'],
        ['先执行 S_INFORM', 'S_INFORM first'],
      ),
    );
}
