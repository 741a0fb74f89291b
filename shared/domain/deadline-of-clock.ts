import type { Calendar } from './calendar.ts';
import { computeDeadline, type Deadline } from './deadlines.ts';
import type { Clock } from './petition.ts';

/** The deadline of a clock with the steps that lead to it, computed from what the clock carries. */
export const deadlineOf = (
  { code, trigger, extensionDays, setDue }: Pick<Clock, 'code' | 'trigger' | 'extensionDays' | 'setDue'>,
  calendar: Calendar,
): Deadline =>
  computeDeadline(
    {
      clock: code,
      trigger,
      ...(extensionDays === undefined ? {} : { extensionDays }),
      ...(setDue === undefined ? {} : { dueDate: setDue }),
    },
    calendar,
  );
