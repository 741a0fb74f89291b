import type { FactRow } from '../domain/facts.ts';
import type { CaseId, LocalDate, UnitId } from '../domain/ids.ts';
import { type DateBasis, dayOf } from '../domain/reports.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { ConditionFailed, type Database, type Item, queryAll } from './database.ts';
import { monthsBetween } from './months.ts';
import { packJson, unpackJson } from './packed-json.ts';

const month = (day: LocalDate): string => day.slice(0, 7);

function rowItem(row: FactRow): Item {
  const entry = (prefix: string, day: LocalDate | undefined): Record<string, string> =>
    day ? { [`${prefix}Pk`]: `${row.organ}#${month(day)}`, [`${prefix}Sk`]: `${day}#${row.caseId}` } : {};
  return {
    pk: row.caseId,
    sk: 'ROW',
    version: row.version,
    row: packJson(JSON.stringify(row)),
    ...entry('registered', row.registeredDate),
    ...entry('inform', row.inform?.waived ? undefined : row.inform?.due),
    ...entry('handle', row.handle?.due),
    ...entry('concluded', row.concludedDate),
  };
}

/** Writes a row if it is newer than the stored one. @returns false for a late or repeated delivery */
export async function putFactRow(database: Database, row: FactRow): Promise<boolean> {
  try {
    await database.write({
      kind: 'PUT',
      table: 'FACTS',
      item: rowItem(row),
      condition: { kind: 'OLDER', attribute: 'version', value: row.version },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** All organs of the subtree: each keeps its rows under its own key. */
export const organsBelow = (organ: UnitId, tree: UnitTree): UnitId[] => [
  ...new Set([...tree.subtree(organ)].flatMap((unit) => tree.organOf(unit)?.id ?? [])),
];

const INDEX_OF: Readonly<Record<DateBasis, string>> = {
  registeredDate: 'byRegistered',
  informDue: 'byInformDue',
  handleDue: 'byHandleDue',
  concludedDate: 'byConcluded',
};

/** Rows of some organs whose date of this basis lies in the period; reads only the months it touches. */
export async function findFactRows(
  database: Database,
  organs: readonly UnitId[],
  basis: DateBasis,
  from: LocalDate,
  to: LocalDate,
): Promise<FactRow[]> {
  const months = monthsBetween(from, to);
  const keys = await Promise.all(
    organs.flatMap((organ) =>
      months.map((bucket) =>
        queryAll(database, {
          table: 'FACTS',
          index: INDEX_OF[basis],
          pk: `${organ}#${bucket}`,
          from: from,
          to: `${to}#~`,
        }),
      ),
    ),
  );
  const items = await database.getMany(
    'FACTS',
    keys.flat().map(({ pk, sk }) => ({ pk, sk })),
  );
  return items
    .map((item) => readRow(item))
    .filter((row) => {
      const day = dayOf(row, basis);
      return day !== undefined && day >= from && day <= to;
    });
}

const readRow = (item: Item): FactRow => JSON.parse(unpackJson(item.row as Uint8Array)) as FactRow;

/** Rows of some cases, consistently; one that was never counted is left out. */
export async function readFactRows(database: Database, ids: readonly CaseId[]): Promise<Map<CaseId, FactRow>> {
  const items = await database.getMany(
    'FACTS',
    ids.map((id) => ({ pk: id, sk: 'ROW' })),
    { consistent: true },
  );
  return new Map(items.map((item) => [item.pk as CaseId, readRow(item)]));
}
