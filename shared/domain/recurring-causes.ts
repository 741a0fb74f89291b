import type { FactRow } from './facts.ts';
import type { CaseId, UnitId } from './ids.ts';

/**
 * 倾向性问题: so many matters of one unit with one root cause, concluded within so many days. It is about the
 * practice of the unit (its way of working), never about those who petitioned. Both numbers are the source's.
 */
export const RECURRING = { windowDays: 90, least: 3, cite: '抓住苗头性、倾向性问题 (A-103)', verified: false } as const;

export interface RecurringCause {
  readonly unit: UnitId;
  readonly rootCause: string;
  /** One of each matter. */
  readonly cases: readonly CaseId[];
}

/** Whether these cases alone are enough. */
export const isRecurring = ({ cases }: Pick<RecurringCause, 'cases'>): boolean => cases.length >= RECURRING.least;

/** Nothing went wrong: no cause to look for. */
const NO_CAUSE = 'RC.NONE';

/**
 * Causes that recur among these rows, most cases first; the rows are those concluded in the window. A matter counts
 * once, by what was concluded first of it: six copies of one letter are one occasion.
 * @param presentOf the unit that took over from one that is no more: its practice is theirs
 */
export function recurringCauses(rows: readonly FactRow[], presentOf: (unit: UnitId) => UnitId): RecurringCause[] {
  const caused = rows
    .filter(({ rootCause, sealed }) => rootCause !== undefined && rootCause !== NO_CAUSE && !sealed)
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return [...Map.groupBy(caused, ({ unit, rootCause }) => `${presentOf(unit)}/${rootCause}`).values()]
    .flatMap((group): RecurringCause[] => {
      const [first] = group;
      if (first?.rootCause === undefined) return [];
      const matters = [...Map.groupBy(group, ({ matter }) => matter).values()];
      const cases = matters.flatMap(([one]) => one?.caseId ?? []).sort();
      return [{ unit: presentOf(first.unit), rootCause: first.rootCause, cases }];
    })
    .filter(isRecurring)
    .sort((a, b) => b.cases.length - a.cases.length || (a.unit + a.rootCause < b.unit + b.rootCause ? -1 : 1));
}

const orderOf = ({ concludedDate, caseId }: FactRow): string => `${concludedDate} ${caseId}`;
