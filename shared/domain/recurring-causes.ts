import type { FactRow } from './facts.ts';
import type { CaseId, UnitId } from './ids.ts';

/**
 * 倾向性问题: so many cases of one unit with one root cause, concluded within so many days. It is about the
 * practice of the unit (its way of working), never about those who petitioned. Both numbers are the source's.
 */
export const RECURRING = { windowDays: 90, least: 3, cite: '抓住苗头性、倾向性问题 (A-103)', verified: false } as const;

export interface RecurringCause {
  readonly unit: UnitId;
  readonly rootCause: string;
  readonly cases: readonly CaseId[];
}

/** Whether these cases alone are enough. */
export const isRecurring = ({ cases }: Pick<RecurringCause, 'cases'>): boolean => cases.length >= RECURRING.least;

/** Nothing went wrong: no cause to look for. */
const NO_CAUSE = 'RC.NONE';

/** Causes that recur among these rows, most cases first; the rows are those concluded in the window. */
export function recurringCauses(rows: readonly FactRow[]): RecurringCause[] {
  const caused = rows.filter(({ rootCause, sealed }) => rootCause !== undefined && rootCause !== NO_CAUSE && !sealed);
  return [...Map.groupBy(caused, ({ unit, rootCause }) => `${unit}/${rootCause}`).values()]
    .flatMap((group): RecurringCause[] => {
      const [first] = group;
      if (first?.rootCause === undefined) return [];
      return [{ unit: first.unit, rootCause: first.rootCause, cases: group.map(({ caseId }) => caseId).sort() }];
    })
    .filter(isRecurring)
    .sort((a, b) => b.cases.length - a.cases.length || (a.unit + a.rootCause < b.unit + b.rootCause ? -1 : 1));
}
