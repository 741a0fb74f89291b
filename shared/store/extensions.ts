import { localDateOf } from '../domain/calendar.ts';
import type { Extension } from '../domain/extension-abuse.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';
import { monthsBetween } from './months.ts';

/** Extensions of an organ by the month of their approval. */
const listOf = (organ: UnitId, month: string): string => `EXTENDED#${organ}#${month}`;

/** Stored beside its case, in the transaction that extends it. */
export const extensionWrite = (extension: Extension): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item: {
    pk: extension.caseId,
    sk: `EXTENSION#${extension.at}`,
    ...extension,
    worklistPk: listOf(extension.organ, extension.on.slice(0, 7)),
    worklistSk: `${extension.on}#${extension.caseId}`,
  },
  condition: { kind: 'ABSENT' },
});

/** Extensions that an organ approved in those days, both included, in their order; reads the months they touch. */
export async function readExtensions(
  database: Database,
  organ: UnitId,
  from: LocalDate,
  to: LocalDate,
): Promise<Extension[]> {
  const pages = await Promise.all(
    monthsBetween(from, to).map((month) =>
      queryAll(database, { table: 'CASES', index: 'worklist', pk: listOf(organ, month), from, to: `${to}#~` }),
    ),
  );
  const items = await database.getMany(
    'CASES',
    pages.flat().map(({ pk, sk }) => ({ pk, sk })),
  );
  return items.map(readExtension).sort((a, b) => (a.at < b.at ? -1 : 1));
}

const readExtension = (item: Item): Extension => ({
  caseId: item.caseId as CaseId,
  organ: item.organ as UnitId,
  unit: item.unit as UnitId,
  approver: item.approver as OfficerId,
  at: item.at as Instant,
  on: localDateOf(item.at as Instant),
  limit: item.limit as LocalDate,
  days: item.days as number,
  reason: item.reason as string,
});
