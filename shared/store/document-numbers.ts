import { type NumberClass, SEALED_CLASS } from '../domain/documents/number-classes.ts';
import type { CaseId, Instant, OfficerId, UnitId } from '../domain/ids.ts';
import { ConditionFailed, type Database, type Item, pause, type Write, withConflictRetry } from './database.ts';
import type { TableKey } from './tables.ts';

/** A series of numbers (文号序列): one per organ, class and year. */
export interface NumberSeries {
  readonly organ: UnitId;
  readonly numberClass: NumberClass;
  readonly year: number;
}

/** One line of the register of numbers (发文登记簿). */
export interface RegisteredNumber {
  readonly seq: number;
  readonly caseId?: CaseId;
  /** Version of the case whose record issued the paper. */
  readonly version?: number;
  readonly kind?: string;
  readonly at: Instant;
  /** A number that was taken out of use stays in the register with the reason (作废); it is never used again. */
  readonly void?: { readonly by: OfficerId; readonly reason: string };
}

/** Where the register of a series lies: that of accusations with them, in the sealed store. */
const tableOf = ({ numberClass }: NumberSeries): TableKey => (numberClass === SEALED_CLASS ? 'SEALED' : 'REGISTRY');
const seriesKey = ({ organ, numberClass, year }: NumberSeries): string => `NUMBER#${organ}#${numberClass}#${year}`;
/** Whether a partition holds the register of a series. */
export const isNumberSeries = (pk: string): boolean => pk.startsWith('NUMBER#');
const seqKey = (seq: number): string => `N#${String(seq).padStart(8, '0')}`;

/** The last number of a series that was used; 0 where none was. */
export async function lastNumber(database: Database, series: NumberSeries): Promise<number> {
  const { items } = await database.query({
    table: tableOf(series),
    pk: seriesKey(series),
    from: 'N#',
    to: 'N#99999999',
    descending: true,
    limit: 1,
    consistent: true,
  });
  return (items[0]?.seq as number | undefined) ?? 0;
}

/**
 * Takes a number in the transaction that issues the paper: the line of the register and the paper exist together or
 * not at all, so a series has no doubles, and no gaps but those that were voided. When somebody else was first the
 * condition fails, and the caller tries again with the next one.
 */
export function takeNumber(series: NumberSeries, line: RegisteredNumber): Write {
  return {
    kind: 'PUT',
    table: tableOf(series),
    item: { pk: seriesKey(series), sk: seqKey(line.seq), ...asItem(line) },
    condition: { kind: 'ABSENT' },
  };
}

/** Voids a number that nothing carries yet: the next of the series is taken out of use, with the reason. */
export async function voidNumber(
  database: Database,
  series: NumberSeries,
  by: OfficerId,
  reason: string,
  at: Instant,
): Promise<number> {
  const seq = (await lastNumber(database, series)) + 1;
  await database.write(takeNumber(series, { seq, at, void: { by, reason } }));
  return seq;
}

/**
 * The number of a form that no command issues (登记表): taken when it is first asked for, in one transaction with the
 * line that finds it again by case and kind; the same ever after.
 */
export async function numberForm(
  database: Database,
  series: NumberSeries,
  line: Required<Pick<RegisteredNumber, 'caseId' | 'version' | 'kind' | 'at'>>,
): Promise<{ readonly year: number; readonly seq: number }> {
  const key = { pk: `FORM#${line.caseId}`, sk: line.kind };
  for (let attempt = 1; ; attempt += 1) {
    const taken = await database.get('REGISTRY', key, { consistent: true });
    if (taken) return { year: taken.year as number, seq: taken.seq as number };
    const seq = (await lastNumber(database, series)) + 1;
    const { year } = series;
    try {
      const form: Write = {
        kind: 'PUT',
        table: 'REGISTRY',
        item: { ...key, year, seq },
        condition: { kind: 'ABSENT' },
      };
      await withConflictRetry(() => database.transact([takeNumber(series, { seq, ...line }), form]));
      return { year, seq };
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt >= 200) throw error;
      await pause(Math.min(attempt, 5));
    }
  }
}

/** The register of a series, in order. */
export async function readNumbers(
  database: Database,
  series: NumberSeries,
  page: { readonly limit: number; readonly after?: string },
): Promise<{ readonly numbers: readonly RegisteredNumber[]; readonly next?: string }> {
  const { items, next } = await database.query({
    table: tableOf(series),
    pk: seriesKey(series),
    from: 'N#',
    to: 'N#99999999',
    limit: page.limit,
    consistent: true,
    ...(page.after === undefined ? {} : { after: page.after }),
  });
  return { numbers: items.map(fromItem), ...(next === undefined ? {} : { next }) };
}

const asItem = ({ seq, caseId, version, kind, at, void: voided }: RegisteredNumber) => ({
  seq,
  at,
  ...(caseId ? { caseId } : {}),
  ...(version ? { version } : {}),
  ...(kind ? { kind } : {}),
  ...(voided ? { voidedBy: voided.by, voidReason: voided.reason } : {}),
});

const fromItem = (item: Item): RegisteredNumber => ({
  seq: item.seq as number,
  at: item.at as Instant,
  ...(item.caseId ? { caseId: item.caseId as CaseId } : {}),
  ...(item.version ? { version: item.version as number } : {}),
  ...(item.kind ? { kind: item.kind as string } : {}),
  ...(item.voidedBy ? { void: { by: item.voidedBy as OfficerId, reason: item.voidReason as string } } : {}),
});
