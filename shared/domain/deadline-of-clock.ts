import type { Calendar } from './calendar.ts';
import { type DeadlineDates, type DeadlineInput, reckonDeadline } from './deadlines.ts';
import type { Clock } from './petition.ts';

/** What a clock carries that its dates are counted from. */
export type Counted = Pick<Clock, 'code' | 'trigger' | 'extensionDays' | 'setDue' | 'hearing'>;

/** What the dates of such a clock are reckoned from. */
export const inputOf = ({ code, trigger, extensionDays, setDue, hearing }: Counted): DeadlineInput => ({
  clock: code,
  trigger,
  ...(extensionDays === undefined ? {} : { extensionDays }),
  ...(setDue === undefined ? {} : { dueDate: setDue }),
  ...(hearing === undefined ? {} : { hearing }),
});

/** The dates of a clock, from what it carries. */
export const datesOf = (clock: Counted, calendar: Calendar): DeadlineDates =>
  reckonDeadline(inputOf(clock), calendar).dates;

/** The same for a clock that runs: what was granted to it is reckoned, and not judged again. */
export const recountOf = (clock: Counted, calendar: Calendar): DeadlineDates =>
  reckonDeadline({ ...inputOf(clock), granted: true }, calendar).dates;
