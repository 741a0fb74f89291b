import {
  type Condition,
  ConditionFailed,
  type Database,
  type Item,
  type Key,
  type Page,
  type Query,
  type Write,
} from './database.ts';
import { TABLES, type TableKey } from './tables.ts';

/** A change as the table's stream would carry it. */
export interface Change {
  readonly table: TableKey;
  readonly kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly key: Key;
  readonly item?: Item;
}

/** The in-memory twin of DynamoDB: same atomicity, conditions, sparse indexes and streams, no network. */
export class MemoryDatabase implements Database {
  readonly #tables = new Map<TableKey, Map<string, Item>>();
  /** Changes of tables that have a stream, in commit order. */
  readonly changes: Change[] = [];

  async get(table: TableKey, key: Key): Promise<Item | undefined> {
    return clone(this.#rows(table).get(rowKey(key)));
  }

  async getMany(table: TableKey, keys: readonly Key[]): Promise<Item[]> {
    return [...new Set(keys.map(rowKey))]
      .map((key) => clone(this.#rows(table).get(key)))
      .filter((item) => item !== undefined);
  }

  async query(query: Query): Promise<Page> {
    const index = query.index ? TABLES[query.table].indexes.find(({ name }) => name === query.index) : undefined;
    if (query.index && !index) throw new Error(`table ${query.table} has no index ${query.index}`);
    const pkAttribute = index?.partitionKey ?? 'pk';
    const skAttribute = index?.sortKey ?? 'sk';
    const position = (item: Item) => `${String(item[skAttribute])}\u0000${item.pk}\u0000${item.sk}`;
    const matches = [...this.#rows(query.table).values()]
      .filter((item) => item[pkAttribute] === query.pk && typeof item[skAttribute] === 'string')
      .filter((item) => query.from === undefined || (item[skAttribute] as string) >= query.from)
      .filter((item) => query.to === undefined || (item[skAttribute] as string) <= query.to)
      .sort((a, b) => (position(a) < position(b) ? -1 : 1));
    if (query.descending) matches.reverse();
    // A position stays good when its item has gone meanwhile.
    const after = query.after === undefined ? undefined : (JSON.parse(query.after) as string);
    const rest = matches.filter(
      (item) => after === undefined || (query.descending ? position(item) < after : position(item) > after),
    );
    const page = rest.slice(0, query.limit ?? rest.length);
    const last = page.at(-1);
    const items = page.map((item) => (index ? keysOf(item, pkAttribute, skAttribute) : (clone(item) as Item)));
    return page.length < rest.length && last ? { items, next: JSON.stringify(position(last)) } : { items };
  }

  async write(write: Write): Promise<void> {
    await this.transact([write]);
  }

  async transact(writes: readonly Write[]): Promise<void> {
    if (writes.length > 100) throw new Error(`a transaction takes at most 100 writes, not ${writes.length}`);
    const touched = new Set(writes.map((write) => `${write.table}\u0000${rowKey(keyOf(write))}`));
    if (touched.size !== writes.length) throw new Error('a transaction cannot touch one item twice');
    const failed = writes.flatMap((write, position) =>
      holds(write.condition, this.#rows(write.table).get(rowKey(keyOf(write)))) ? [] : [position],
    );
    if (failed.length > 0) throw new ConditionFailed(failed);
    for (const write of writes) this.#apply(write);
  }

  async increment(table: TableKey, key: Key, by: number, expiresAt: number): Promise<number> {
    const before = this.#rows(table).get(rowKey(key));
    const count = ((before?.count as number | undefined) ?? 0) + by;
    this.#rows(table).set(rowKey(key), { ...key, count, expiresAt });
    return count;
  }

  #rows(table: TableKey): Map<string, Item> {
    let rows = this.#tables.get(table);
    if (!rows) {
      rows = new Map();
      this.#tables.set(table, rows);
    }
    return rows;
  }

  #apply(write: Write): void {
    if (write.kind === 'CHECK') return;
    const rows = this.#rows(write.table);
    const key = keyOf(write);
    const existed = rows.has(rowKey(key));
    if (write.kind === 'PUT') rows.set(rowKey(key), clone(write.item) as Item);
    else rows.delete(rowKey(key));
    if (!TABLES[write.table].stream || (write.kind === 'DELETE' && !existed)) return;
    this.changes.push(
      write.kind === 'PUT'
        ? { table: write.table, kind: existed ? 'MODIFY' : 'INSERT', key, item: clone(write.item) as Item }
        : { table: write.table, kind: 'REMOVE', key },
    );
  }
}

const rowKey = (key: Key): string => `${key.pk}\u0000${key.sk}`;

const keyOf = (write: Write): Key =>
  write.kind === 'PUT' ? { pk: write.item.pk, sk: write.item.sk } : { pk: write.key.pk, sk: write.key.sk };

const keysOf = (item: Item, pkAttribute: string, skAttribute: string): Item => ({
  pk: item.pk,
  sk: item.sk,
  [pkAttribute]: item[pkAttribute],
  [skAttribute]: item[skAttribute],
});

function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  if (!condition) return true;
  if (condition.kind === 'ABSENT') return item === undefined;
  if (condition.kind === 'EQUALS') return item !== undefined && item[condition.attribute] === condition.value;
  const stored = item?.[condition.attribute];
  return item === undefined || (typeof stored === 'number' && stored < condition.value);
}

/** What comes out is a copy, as it would be over a network; undefined attributes do not exist. */
const clone = (item: Item | undefined): Item | undefined =>
  item &&
  (Object.fromEntries(Object.entries(structuredClone(item)).filter(([, value]) => value !== undefined)) as Item);
