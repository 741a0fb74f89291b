import { addDays } from '../domain/calendar.ts';
import type { LocalDate, UnitId } from '../domain/ids.ts';
import { type RisingCause, risingCauses, risingSince } from '../domain/learning/rising-causes.ts';
import { RECURRING, type RecurringCause, recurringCauses } from '../domain/recurring-causes.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import type { Database } from '../store/database.ts';
import { findFactRows, organsBelow } from '../store/fact-rows.ts';

/**
 * Causes that rose beyond their usual level in an organ and those below it, in the window that ends on `to`.
 * Reads the months of the windows, not the past.
 */
export async function risingInOrgan(
  organ: UnitId,
  to: LocalDate,
  tree: UnitTree,
  database: Database,
): Promise<RisingCause[]> {
  const rows = await findFactRows(database, organsBelow(organ, tree), 'registeredDate', risingSince(to), to);
  return risingCauses(rows, to, (unit) => tree.presentOf(unit));
}

/** The first day of the window that ends on `to`, in which root causes are looked for. */
export const recurringSince = (to: LocalDate): LocalDate => addDays(to, 1 - RECURRING.windowDays);

/** Root causes that recur in the units of an organ and of those below it, in the window that ends on `to`. */
export async function recurringInOrgan(
  organ: UnitId,
  to: LocalDate,
  tree: UnitTree,
  database: Database,
): Promise<RecurringCause[]> {
  const organs = organsBelow(organ, tree);
  const rows = await findFactRows(database, organs, 'concludedDate', recurringSince(to), to);
  return recurringCauses(rows, (unit) => tree.presentOf(unit));
}
