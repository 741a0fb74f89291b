import type { Instant } from '../../shared/domain/ids.ts';
import type { Database } from '../../shared/store/database.ts';
import type { SweepCount } from './fire-alarms.ts';

/** Keeps what a sweep did, as proof of completeness: due, decided, moved, failed. */
export const recordRun = (
  database: Database,
  store: 'CASES' | 'SEALED',
  now: Instant,
  count: SweepCount & { readonly unfinished: number; readonly nextDue: Instant | null },
): Promise<void> =>
  database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: { pk: `RUN#${now.slice(0, 10)}`, sk: `${now}#${store}`, ...count },
  });
