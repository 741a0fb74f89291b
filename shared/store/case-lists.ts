import type { CaseId, Instant, UnitId } from '../domain/ids.ts';
import { type Head, isOnWorklist } from '../domain/petition.ts';
import { type CaseTables, CLOSED_SHARDS, JOURNAL_SHARDS, ORDINARY, readCase } from './cases.ts';
import { type Database, queryAll } from './database.ts';

/** A list of open cases by the date that is due next. */
export interface ListPage {
  readonly heads: readonly Head[];
  readonly next?: string;
}

/** The screening queue (甄别队列) of a petition office, or the worklist (工作列表) of a unit. */
export const screeningQueue = (office: UnitId): string => `SCREEN#${office}`;
export const unitQueue = (unit: UnitId): string => `UNIT#${unit}`;

/** Lists of closed cases whose follow-up or rating still runs, by the last date of theirs. */
export const CLOSED_LISTS: readonly string[] = Array.from({ length: CLOSED_SHARDS }, (_, shard) => `CLOSED#${shard}`);

/** One page of a queue, most urgent first; of what is due on `from` or later, where that is given. */
export async function readQueue(
  database: Database,
  tables: CaseTables,
  queue: string,
  options: { readonly limit: number; readonly after?: string; readonly from?: Instant },
): Promise<ListPage> {
  const page = await database.query({
    table: tables.cases,
    index: 'worklist',
    pk: queue,
    limit: options.limit,
    ...(options.after ? { after: options.after } : {}),
    ...(options.from ? { from: options.from } : {}),
  });
  const items = await database.getMany(
    tables.cases,
    page.items.map(({ pk }) => ({ pk, sk: 'HEAD' })),
    { consistent: true },
  );
  const order = new Map(page.items.map(({ pk }, at) => [pk, at]));
  const heads = items
    .sort((a, b) => (order.get(a.pk) ?? 0) - (order.get(b.pk) ?? 0))
    .map((item) => readCase(item, undefined).head);
  return { heads, ...(page.next ? { next: page.next } : {}) };
}

const PAGE = 200;

/** All cases on the worklists of units. The index may still show what was sealed or ended a moment ago: that is left out. */
export async function onWorklistsOf(database: Database, units: readonly UnitId[]): Promise<Head[]> {
  const found: Head[] = [];
  for (const unit of units)
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await readQueue(database, ORDINARY, unitQueue(unit), { limit: PAGE, ...(after ? { after } : {}) });
      found.push(...page.heads.filter(isOnWorklist));
      after = page.next;
    }
  return found;
}

/** Heads of some cases; missing ones are left out. */
export async function readHeads(database: Database, tables: CaseTables, ids: readonly CaseId[]): Promise<Head[]> {
  const items = await database.getMany(
    tables.cases,
    ids.map((id) => ({ pk: id, sk: 'HEAD' })),
    { consistent: true },
  );
  return items.map((item) => readCase(item, undefined).head);
}

/** Cases that changed in a span of time, with their newest version in it: what the reconcile compares. */
export async function changedBetween(
  database: Database,
  tables: CaseTables,
  from: Instant,
  to: Instant,
): Promise<Map<CaseId, number>> {
  const newest = new Map<CaseId, number>();
  for (const day of daysBetween(from, to)) {
    const shards = await Promise.all(
      Array.from({ length: JOURNAL_SHARDS }, (_, shard) =>
        queryAll(database, {
          table: tables.cases,
          index: 'journal',
          pk: `DAY#${day}#${shard}`,
          from,
          to: `${to}#~`,
        }),
      ),
    );
    for (const { journalSk } of shards.flat()) {
      const [, id, version] = String(journalSk).split('#') as [string, CaseId, string];
      newest.set(id, Math.max(newest.get(id) ?? 0, Number(version)));
    }
  }
  return newest;
}

function daysBetween(from: Instant, to: Instant): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from.slice(0, 10)}T00:00:00Z`); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
