import type { Calendar } from './calendar.ts';
import { CLOCKS } from './clock-table.ts';
import { type Counted, inputOf } from './deadline-of-clock.ts';
import { computeDeadline, type Deadline, explainKept } from './explain-deadline.ts';
import type { Clock } from './petition.ts';

/** The deadline of a clock with the steps that lead to it, computed from what the clock carries. */
export const deadlineOf = (clock: Counted, calendar: Calendar): Deadline => computeDeadline(inputOf(clock), calendar);

/**
 * The derivation of a running clock as it stands: by the edition of calendar and local rules that it was counted by, or,
 * where its date was kept beside another one, with the step that says so. The dates are those of the clock.
 */
export function derivationOf(clock: Clock, calendar: Calendar): Deadline {
  const edition = clock.calendarVersion === calendar.version ? calendar : calendar.edition?.(clock.calendarVersion);
  const deadline = computeDeadline({ ...inputOf(clock), granted: true }, edition ?? calendar);
  if (deadline.nominalDue === clock.nominalDue && deadline.dueInstant === clock.dueInstant) return deadline;
  const { nominalDue, due, dueInstant, calendarVersion, provisional = false } = clock;
  return {
    ...deadline,
    nominalDue,
    due,
    dueInstant,
    rolled: nominalDue !== due,
    provisional,
    calendarVersion,
    explanation: explainKept(
      deadline.explanation,
      clock,
      deadline.due,
      CLOCKS[clock.code].petitionersRight === true && due > deadline.due,
    ),
  };
}
