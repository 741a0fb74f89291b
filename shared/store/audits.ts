import type { CaseId, Instant, LocalDate } from '../domain/ids.ts';
import { type Database, type Item, queryAll } from './database.ts';

/** What the daily audit found missing: what was wrong, and whether it could be put right. */
export interface Finding {
  readonly caseId: CaseId;
  /** `INFORM_15D:T-5@2026-12-08`; of a clock that was not moved `INFORM_15D@2026-12-08`. */
  readonly threshold: string;
  readonly at: Instant;
  /**
   * NOT_ARMED: nothing would wake for it; NOT_FOUND: armed, but the index of alarms does not show it; LATE: armed and
   * long due; NOT_MOVED: a calendar was loaded, and the clock still has the dates of the one before.
   */
  readonly kind: 'NOT_ARMED' | 'NOT_FOUND' | 'LATE' | 'NOT_MOVED';
  readonly repaired: boolean;
}

/** One audit of one store. Sealed findings name no case: an age and a count are all that may be seen (P-03). */
export interface AuditRecord {
  readonly at: Instant;
  readonly store: 'CASES' | 'SEALED';
  readonly heads: number;
  readonly clocks: number;
  readonly thresholds: number;
  readonly findings: number;
  readonly repaired: number;
  /** False: time ran out before all queues were walked. */
  readonly complete: boolean;
  readonly examples: readonly Finding[];
}

export const writeAudit = (database: Database, day: LocalDate, audit: AuditRecord): Promise<void> =>
  database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: {
      pk: `AUDIT#${day}`,
      sk: `${audit.at}#${audit.store}`,
      ...audit,
      examples: audit.examples.map((finding) => ({ ...finding })),
    },
  });

/** Audits of a day, oldest first. */
export async function readAudits(database: Database, day: LocalDate): Promise<AuditRecord[]> {
  const items = await queryAll(database, { table: 'REMINDERS', pk: `AUDIT#${day}`, consistent: true });
  return items.map(({ pk: _pk, sk: _sk, ...audit }: Item) => audit as unknown as AuditRecord);
}

/** The last run of each schedule: one small item each, overwritten. */
export interface ScheduleRun {
  readonly name: string;
  readonly at: Instant;
  readonly outcome: Readonly<Record<string, string | number | boolean | null>>;
}

export const recordScheduleRun = (database: Database, run: ScheduleRun): Promise<void> =>
  database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: { pk: 'SCHEDULE', sk: run.name, at: run.at, outcome: run.outcome },
  });

/** When a schedule last ran to its end; undefined where it never did. */
export const lastRunOf = async (database: Database, name: string): Promise<Instant | undefined> =>
  (await database.get('REMINDERS', { pk: 'SCHEDULE', sk: name }, { consistent: true }))?.at as Instant | undefined;

export async function readScheduleRuns(database: Database): Promise<ScheduleRun[]> {
  const items = await queryAll(database, { table: 'REMINDERS', pk: 'SCHEDULE', consistent: true });
  return items.map(({ sk, at, outcome }) => ({
    name: sk,
    at: at as Instant,
    outcome: outcome as ScheduleRun['outcome'],
  }));
}
