import { ladderDates } from './alarms.ts';
import type { Calendar } from './calendar.ts';
import { CLOCKS } from './clock-table.ts';
import { recountOf } from './deadline-of-clock.ts';
import { ladderOf } from './ladder.ts';
import { daysOnly } from './law.ts';
import type { Clock, Head } from './petition.ts';

/** What a new calendar, or new local rules, would do to a running clock. */
export interface ClockMove {
  readonly from: Clock;
  readonly to: Clock;
  /** DATES: another last day. CONFIRMED: the same, no longer provisional. REMINDERS: only the days of its reminders. */
  readonly change: 'DATES' | 'CONFIRMED' | 'REMINDERS';
}

/** Why clocks are looked at again (§3.1). */
export type MoveCause = 'CALENDAR' | 'OVERLAY';

/** Every running clock of the case that would change. Nothing moves twice: recomputed once more, it stays. */
export const movesOf = (head: Reminded, calendar: Calendar, why: MoveCause): ClockMove[] =>
  head.clocks.flatMap((clock) => moveOf(clock, head, calendar, why) ?? []);

type Reminded = Pick<Head, 'clocks' | 'major'>;

/** The same for a clock that stood still while something was loaded: first its days, then the local rules. */
export function movesSince(
  clock: Clock,
  head: Reminded,
  calendar: Calendar,
): readonly (ClockMove & { readonly cause: MoveCause })[] {
  const days = moveOf(clock, head, calendar, 'CALENDAR');
  const rules = moveOf(days?.to ?? clock, head, calendar, 'OVERLAY');
  return [
    ...(days ? [{ ...days, cause: 'CALENDAR' as const }] : []),
    ...(rules ? [{ ...rules, cause: 'OVERLAY' as const }] : []),
  ];
}

function moveOf(clock: Clock, head: Reminded, present: Calendar, why: MoveCause): ClockMove | undefined {
  // A calendar brings days; the local rules of a running clock are not changed on that occasion.
  const calendar = why === 'CALENDAR' ? daysOnly(present, clock.calendarVersion) : present;
  const to = recounted(clock, calendar, why);
  if (to.nominalDue !== clock.nominalDue || to.dueInstant !== clock.dueInstant)
    return { from: clock, to, change: 'DATES' };
  if (clock.provisional && !to.provisional) return { from: clock, to, change: 'CONFIRMED' };
  return why === 'CALENDAR' && remindersMove(clock, head, calendar)
    ? { from: clock, to, change: 'REMINDERS' }
    : undefined;
}

/** The clock by this calendar; a date that may not move that way stays (a right never earlier, a duty never later). */
function recounted(clock: Clock, calendar: Calendar, why: MoveCause): Clock {
  const { provisional: _provisional, ...rest } = clock;
  const { nominalDue, due, dueInstant, provisional } = recountOf(clock, calendar);
  const earlier = nominalDue < clock.nominalDue || dueInstant < clock.dueInstant;
  const later = nominalDue > clock.nominalDue || dueInstant > clock.dueInstant;
  const held = CLOCKS[clock.code].petitionersRight ? earlier : why === 'OVERLAY' && later;
  // New local rules leave such a clock with its own; its derivation is read from them.
  if (held && why === 'OVERLAY') return clock;
  return {
    ...rest,
    ...(held ? {} : { nominalDue, due, dueInstant }),
    calendarVersion: calendar.version,
    ...(provisional ? { provisional } : {}),
  };
}

/** A reminder that another rest day brings forward must be armed anew, also where the last day is the same. */
function remindersMove(clock: Clock, head: Reminded, calendar: Calendar): boolean {
  const before = calendar.edition?.(clock.calendarVersion);
  if (!before || before.version === calendar.version) return false;
  const dates = ladderDates(head, clock);
  const [old, fresh] = [ladderOf(dates, before), ladderOf(dates, calendar)];
  return (
    old.length !== fresh.length ||
    old.some(({ key, at }, index) => fresh[index]?.key !== key || fresh[index]?.at !== at)
  );
}
