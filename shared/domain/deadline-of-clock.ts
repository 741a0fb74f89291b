import type { Calendar } from './calendar.ts';
import { CLOCKS } from './clock-table.ts';
import { computeDeadline, type Deadline } from './deadlines.ts';
import { explainKept } from './explain-deadline.ts';
import type { Clock } from './petition.ts';

/** What a clock carries that its dates are counted from. */
type Counted = Pick<Clock, 'code' | 'trigger' | 'extensionDays' | 'setDue' | 'hearing'>;

/** The deadline of a clock with the steps that lead to it, computed from what the clock carries. */
export const deadlineOf = (clock: Counted, calendar: Calendar): Deadline => count(clock, calendar, {});

/** The same for a clock that runs: what was granted to it is reckoned, and not judged again. */
export const recountOf = (clock: Counted, calendar: Calendar): Deadline => count(clock, calendar, { granted: true });

const count = (
  { code, trigger, extensionDays, setDue, hearing }: Counted,
  calendar: Calendar,
  judged: { granted?: true },
): Deadline =>
  computeDeadline(
    {
      clock: code,
      trigger,
      ...judged,
      ...(extensionDays === undefined ? {} : { extensionDays }),
      ...(setDue === undefined ? {} : { dueDate: setDue }),
      ...(hearing === undefined ? {} : { hearing }),
    },
    calendar,
  );

/**
 * The derivation of a running clock as it stands: by the edition of calendar and local rules that it was counted by, or,
 * where its date was kept beside another one, with the step that says so. The dates are those of the clock.
 */
export function derivationOf(clock: Clock, calendar: Calendar): Deadline {
  const edition = clock.calendarVersion === calendar.version ? calendar : calendar.edition?.(clock.calendarVersion);
  const deadline = recountOf(clock, edition ?? calendar);
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
