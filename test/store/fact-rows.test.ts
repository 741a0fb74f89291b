import { beforeEach, describe, expect, test } from 'vitest';
import { type FactRow, toFactRow } from '../../shared/domain/facts.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { type LocalDate, type UnitId, unitId } from '../../shared/domain/ids.ts';
import type { DateBasis } from '../../shared/domain/reports.ts';
import type { Database } from '../../shared/store/database.ts';
import { findFactRows, putFactRow, readFactRows } from '../../shared/store/fact-rows.ts';
import { at, idOf, openCase } from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

const day = (text: string) => text as LocalDate;
const [DONGHU, LIANTANG] = [unitId('donghu'), unitId('liantang')];

/** A row of an organ with its dates; the rest as a fresh petition has it. */
const row = (n: number, changes: Partial<FactRow> = {}): FactRow => ({
  caseId: idOf(n),
  version: 1,
  organ: DONGHU,
  unit: DONGHU,
  office: DONGHU,
  petition: idOf(n),
  matter: idOf(n),
  screened: false,
  sealed: false,
  registeredDate: day('2026-03-10'),
  receivedDate: day('2026-03-10'),
  referredOn: false,
  answers: true,
  ...changes,
});
const clock = (due: string, waived = false) =>
  ({ code: 'INFORM_15D', nominalDue: day(due), due: day(due), dueInstant: at(`${due}T16:00:00Z`), waived }) as const;

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });
  const find = async (
    from: string,
    to: string,
    organs: readonly UnitId[] = [DONGHU],
    basis: DateBasis = 'registeredDate',
  ) =>
    (await findFactRows(database, organs, basis, day(from), day(to)))
      .map(({ caseId }) => Number(caseId.slice(1)))
      .sort((a, b) => a - b);

  describe('putFactRow', () => {
    test('an older or repeated version never overwrites, in any order of delivery', async () => {
      expect(await putFactRow(database, row(1, { version: 2, screened: true }))).toBe(true);
      expect(await putFactRow(database, row(1, { version: 1 }))).toBe(false);
      expect(await putFactRow(database, row(1, { version: 2, referredOn: true }))).toBe(false);
      expect(
        (await findFactRows(database, [DONGHU], 'registeredDate', day('2026-03-01'), day('2026-03-31')))[0],
      ).toEqual(row(1, { version: 2, screened: true }));
      expect(await putFactRow(database, row(1, { version: 10, referredOn: true }))).toBe(true);
      expect(versions(await readFactRows(database, [idOf(1), idOf(2)]))).toEqual(new Map([[idOf(1), 10]]));
    });

    test('all versions at once leave the newest', async () => {
      const deliveries = [3, 1, 7, 5, 2, 8, 6, 4];
      await Promise.all(
        deliveries.map((version) =>
          putFactRow(database, row(1, { version, registeredDate: day(`2026-03-0${version}`) })),
        ),
      );
      expect(versions(await readFactRows(database, [idOf(1)]))).toEqual(new Map([[idOf(1), 8]]));
      expect(await find('2026-03-01', '2026-03-07')).toEqual([]);
      expect(await find('2026-03-08', '2026-03-08')).toEqual([1]);
    });

    test('the row of a stored head comes back as projected', async () => {
      const { head } = await openCase(database);
      const projected = toFactRow(head);
      await putFactRow(database, projected);
      expect(
        await findFactRows(
          database,
          [head.organ],
          'registeredDate',
          projected.registeredDate,
          projected.registeredDate,
        ),
      ).toEqual([projected]);
    });
  });

  describe('findFactRows', () => {
    test('[R-01] both days of the period count, the days beside it do not, across months and years', async () => {
      const days = [
        '2025-11-30',
        '2025-12-01',
        '2025-12-31',
        '2026-01-01',
        '2026-01-31',
        '2026-02-01',
        '2026-02-28',
        '2026-03-01',
      ];
      for (const [at, registeredDate] of days.entries())
        await putFactRow(database, row(at, { registeredDate: day(registeredDate) }));
      expect(await find('2025-12-01', '2025-12-31')).toEqual([1, 2]);
      expect(await find('2025-12-31', '2026-01-01')).toEqual([2, 3]);
      expect(await find('2025-12-02', '2026-02-28')).toEqual([2, 3, 4, 5, 6]);
      expect(await find('2026-02-28', '2026-02-28')).toEqual([6]);
      expect(await find('2020-01-01', '2030-12-31')).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(await find('2026-03-02', '2026-03-01')).toEqual([]);
    });

    test('only the organs asked for', async () => {
      await putFactRow(database, row(1));
      await putFactRow(database, row(2, { organ: LIANTANG }));
      await putFactRow(database, row(3, { organ: unitId('donghu-2') }));
      expect(await find('2026-03-01', '2026-03-31')).toEqual([1]);
      expect(await find('2026-03-01', '2026-03-31', [DONGHU, LIANTANG])).toEqual([1, 2]);
      expect(await find('2026-03-01', '2026-03-31', [])).toEqual([]);
    });

    test('each date of a row finds its own period; a waived duty to inform is in none', async () => {
      const handle = { ...clock('2026-05-09'), code: 'HANDLE_60D', extended: false } as const;
      await putFactRow(database, row(1, { inform: clock('2026-03-25'), handle }));
      await putFactRow(database, row(2, { inform: clock('2026-03-25', true) }));
      expect(await find('2026-03-25', '2026-03-25', [DONGHU], 'informDue')).toEqual([1]);
      expect(await find('2026-05-01', '2026-05-31', [DONGHU], 'handleDue')).toEqual([1]);
      expect(await find('2026-03-10', '2026-03-10')).toEqual([1, 2]);
    });

    test('a row whose date or organ moved is found in the new place only', async () => {
      await putFactRow(database, row(1, { inform: clock('2026-03-31') }));
      await putFactRow(database, row(1, { version: 2, organ: LIANTANG, inform: clock('2026-04-01') }));
      expect(await find('2026-03-01', '2026-04-30', [DONGHU], 'informDue')).toEqual([]);
      expect(await find('2026-03-01', '2026-03-31', [LIANTANG], 'informDue')).toEqual([]);
      expect(await find('2026-03-01', '2026-04-30', [LIANTANG], 'informDue')).toEqual([1]);
    });

    test('more rows than one batch holds', async () => {
      await Promise.all(Array.from({ length: 120 }, (_, n) => putFactRow(database, row(n))));
      expect(await find('2026-03-01', '2026-03-31')).toHaveLength(120);
    });
  });
});

const versions = (rows: ReadonlyMap<CaseId, FactRow>): Map<CaseId, number> =>
  new Map([...rows].map(([id, { version }]) => [id, version]));
