import {
  type Condition,
  ConditionFailed,
  type Database,
  InvalidPosition,
  type Item,
  type Key,
  type Page,
  type Query,
  type Value,
  type Write,
} from '../../../shared/store/database.ts';
import { type IndexDefinition, TABLES, type TableKey } from '../../../shared/store/tables.ts';

/** So long a replica may lag behind; DynamoDB says usually less than a second. */
const REPLICA_MS = 900;

/** One item as a transaction left it. */
export interface ItemChange {
  readonly table: TableKey;
  readonly key: Key;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** An item that an index will show later, as it will show it. */
interface LateEntry {
  readonly showAt: number;
  readonly item: Item | undefined;
}

interface IndexView {
  readonly definition: IndexDefinition;
  /** What the index shows, by partition; small enough to sort when read. */
  readonly partitions: Map<string, Map<string, Item>>;
  readonly shown: Map<string, Item>;
  readonly late: Map<string, LateEntry[]>;
}

/**
 * DynamoDB as the port describes it, made for millions of calls: partitions instead of whole tables, indexes that may
 * lag behind, pages that end where they like. It holds the same contract suite as the other two databases.
 */
export class StoreCore implements Database {
  readonly #tables = new Map<TableKey, Map<string, Map<string, Item>>>();
  readonly #indexes = new Map<TableKey, Map<string, IndexView>>();
  /** What items were before their last change, by table, partition and sort key. */
  readonly #before = new Map<
    TableKey,
    Map<string, Map<string, { readonly item: Item | undefined; readonly at: number }>>
  >();
  /** Sees each transaction after it was stored, and when the function began that stored it. */
  observer: (changes: readonly ItemChange[], begunAt: number) => void = () => undefined;
  /** Sees what a transaction asks for, before it is judged. */
  guard: (writes: readonly Write[]) => void = () => undefined;
  /** Whether it refuses a transaction whatever stands there, as one that is too large. */
  refuses: (writes: readonly Write[]) => boolean = () => false;
  /** How late an index shows a change (ms); 0 is at once. */
  lag: (change: ItemChange, index: string) => number = () => 0;
  now: () => number = () => 0;
  /** Items a page holds at most, whatever was asked for: DynamoDB ends a page where it likes. */
  pageSize = Number.POSITIVE_INFINITY;

  constructor() {
    for (const [table, { indexes }] of Object.entries(TABLES) as [TableKey, (typeof TABLES)[TableKey]][]) {
      this.#tables.set(table, new Map());
      const views = indexes.map((definition): [string, IndexView] => [
        definition.name,
        { definition, partitions: new Map(), shown: new Map(), late: new Map() },
      ]);
      this.#indexes.set(table, new Map(views));
    }
  }

  async get(table: TableKey, key: Key): Promise<Item | undefined> {
    const item = this.peek(table, key.pk, key.sk);
    return item && copied(item);
  }

  async getMany(table: TableKey, keys: readonly Key[]): Promise<Item[]> {
    const seen = new Set<string>();
    return keys.flatMap(({ pk, sk }) => {
      const name = `${pk}\u0000${sk}`;
      if (seen.has(name)) return [];
      seen.add(name);
      const item = this.peek(table, pk, sk);
      return item ? [copied(item)] : [];
    });
  }

  async query(query: Query): Promise<Page> {
    return this.find(query).page;
  }

  async write(write: Write): Promise<void> {
    this.apply([write]);
  }

  async transact(writes: readonly Write[], begunAt?: number): Promise<void> {
    this.apply(writes, begunAt);
  }

  async increment(table: TableKey, key: Key, by: number, expiresAt: number): Promise<number> {
    const count = ((this.peek(table, key.pk, key.sk)?.count as number | undefined) ?? 0) + by;
    this.#set(table, { ...key, count, expiresAt });
    return count;
  }

  /** Whether a query has nothing to look at: the partition is empty, and nothing is on its way into the index. */
  isEmpty({ table, index, pk }: Query): boolean {
    if (!index) return (this.#table(table).get(pk)?.size ?? 0) === 0;
    const view = this.#indexes.get(table)?.get(index);
    return view !== undefined && view.late.size === 0 && (view.partitions.get(pk)?.size ?? 0) === 0;
  }

  /** Whether an item of a partition changed so lately that a replica may not know. */
  isFresh(table: TableKey, pk: string, sk?: string): boolean {
    const items = this.#before.get(table)?.get(pk);
    if (!items) return false;
    if (sk !== undefined) return this.#oldOf(table, pk, sk) !== undefined;
    return [...items.values()].some(({ at }) => at > this.now() - REPLICA_MS);
  }

  /** The same as a replica may still have it: what changed a moment ago is as it was before. */
  stale(table: TableKey, key: Key): Item | undefined {
    const old = this.#oldOf(table, key.pk, key.sk);
    const item = old ? old.item : this.peek(table, key.pk, key.sk);
    return item && copied(item);
  }

  #oldOf(table: TableKey, pk: string, sk: string): { readonly item: Item | undefined } | undefined {
    const old = this.#before.get(table)?.get(pk)?.get(sk);
    return old && old.at > this.now() - REPLICA_MS ? old : undefined;
  }

  #remember({ table, key: { pk, sk }, before }: ItemChange): void {
    const partitions = this.#before.get(table) ?? new Map();
    this.#before.set(table, partitions);
    const items = partitions.get(pk) ?? new Map();
    partitions.set(pk, items);
    const last = items.get(sk);
    // Of several changes in a moment a replica may know none.
    const item = last && last.at > this.now() - REPLICA_MS ? last.item : before;
    items.set(sk, { item, at: this.now() });
  }

  /** The item as it is, without a call. */
  peek(table: TableKey, pk: string, sk: string): Item | undefined {
    return this.#table(table).get(pk)?.get(sk);
  }

  /** All items of a table as they are. */
  *scan(table: TableKey): Generator<Item> {
    for (const partition of this.#table(table).values()) yield* partition.values();
  }

  /** All items of a partition, in order. */
  partition(table: TableKey, pk: string): Item[] {
    return [...(this.#table(table).get(pk)?.values() ?? [])].sort((a, b) => (a.sk < b.sk ? -1 : 1));
  }

  /** @returns the page, and whether the index lagged in what was asked for */
  find(query: Query, stale = false): { page: Page; lagged: boolean } {
    const { matches, position, lagged } = query.index ? this.#indexed(query) : this.#keyed(query, stale);
    if (query.descending) matches.reverse();
    const after = query.after === undefined ? undefined : readPosition(query.after);
    const rest =
      after === undefined
        ? matches
        : matches.filter((item) => (query.descending ? position(item) < after : position(item) > after));
    const page = rest.slice(0, Math.min(query.limit ?? rest.length, this.pageSize));
    const last = page.at(-1);
    const next = page.length < rest.length && last ? { next: JSON.stringify(position(last)) } : {};
    return { page: { items: query.index ? page : page.map(copied), ...next }, lagged };
  }

  /** All or nothing. @throws ConditionFailed */
  apply(writes: readonly Write[], begunAt = this.now()): void {
    if (writes.length > 100) throw new Error(`a transaction takes at most 100 writes, not ${writes.length}`);
    this.guard(writes);
    const keys = writes.map(keyOf);
    const names = new Set(writes.map(({ table }, at) => `${table} ${keys[at]?.pk}\u0000${keys[at]?.sk}`));
    if (names.size !== writes.length) throw new Error('a transaction cannot touch one item twice');
    if (this.refuses(writes)) throw new Error('this cannot be stored');
    const failed = writes.flatMap((write, at) => {
      const { pk, sk } = keys[at] as Key;
      return holds(write.condition, this.peek(write.table, pk, sk)) ? [] : [at];
    });
    if (failed.length > 0) throw new ConditionFailed(failed);
    const changes: ItemChange[] = [];
    for (const [at, write] of writes.entries()) {
      if (write.kind === 'CHECK') continue;
      const key = keys[at] as Key;
      const before = this.peek(write.table, key.pk, key.sk);
      const after = write.kind === 'PUT' ? this.#set(write.table, write.item) : this.#remove(write.table, key);
      if (before || after) changes.push({ table: write.table, key, before, after });
    }
    for (const change of changes) {
      this.#remember(change);
      this.#showInIndexes(change);
    }
    this.observer(changes, begunAt);
  }

  /** An item becomes another one behind everybody's back. */
  damage(table: TableKey, item: Item): void {
    const before = this.peek(table, item.pk, item.sk);
    const after = this.#set(table, item);
    this.#showInIndexes({ table, key: { pk: item.pk, sk: item.sk }, before, after });
  }

  #table(table: TableKey): Map<string, Map<string, Item>> {
    return this.#tables.get(table) as Map<string, Map<string, Item>>;
  }

  #set(table: TableKey, item: Item): Item {
    const stored = copied(item);
    const partitions = this.#table(table);
    const partition = partitions.get(item.pk);
    if (partition) partition.set(item.sk, stored);
    else partitions.set(item.pk, new Map([[item.sk, stored]]));
    return stored;
  }

  #remove(table: TableKey, key: Key): undefined {
    this.#table(table).get(key.pk)?.delete(key.sk);
  }

  #keyed({ table, pk, from, to }: Query, stale: boolean) {
    const present = [...(this.#table(table).get(pk)?.values() ?? [])];
    const known = stale ? [...(this.#before.get(table)?.get(pk)?.keys() ?? [])] : [];
    const all = stale
      ? [...new Set([...present.map(({ sk }) => sk), ...known])].flatMap((sk) => this.stale(table, { pk, sk }) ?? [])
      : present;
    const matches = all
      .filter(({ sk }) => (from === undefined || sk >= from) && (to === undefined || sk <= to))
      .sort((a, b) => (a.sk < b.sk ? -1 : 1));
    return { matches, position: ({ sk }: Item) => sk, lagged: false };
  }

  #indexed({ table, index, pk, from, to }: Query) {
    const view = this.#indexes.get(table)?.get(index ?? '');
    if (!view) throw new Error(`table ${table} has no index ${index}`);
    const { partitionKey, sortKey } = view.definition;
    this.#catchUp(view);
    const within = (item: Item | undefined): boolean =>
      item?.[partitionKey] === pk &&
      (from === undefined || String(item[sortKey]) >= from) &&
      (to === undefined || String(item[sortKey]) <= to);
    const position = (item: Item) => `${String(item[sortKey])}\u0000${item.pk}\u0000${item.sk}`;
    const matches = [...(view.partitions.get(pk)?.values() ?? [])]
      .filter(within)
      .sort((a, b) => (position(a) < position(b) ? -1 : 1));
    const lagged =
      view.late.size > 0 &&
      [...view.late].some(([name, entries]) => within(view.shown.get(name)) !== within(entries.at(-1)?.item));
    return { matches, position, lagged };
  }

  #showInIndexes(change: ItemChange): void {
    for (const { name } of TABLES[change.table].indexes) {
      const view = this.#indexes.get(change.table)?.get(name) as IndexView;
      const { partitionKey, sortKey } = view.definition;
      const same = change.before?.[partitionKey] === change.after?.[partitionKey];
      if (same && change.before?.[sortKey] === change.after?.[sortKey] && change.before && change.after) continue;
      const item = change.after && projected(change.after, view.definition);
      const itemName = `${change.key.pk}\u0000${change.key.sk}`;
      const waiting = view.late.get(itemName);
      const lag = this.lag(change, name);
      if (lag <= 0 && !waiting) show(view, itemName, item);
      else {
        // Changes of one item are shown in their order.
        const showAt = Math.max(this.now() + lag, waiting?.at(-1)?.showAt ?? 0);
        view.late.set(itemName, [...(waiting ?? []), { showAt, item }]);
      }
    }
  }

  #catchUp(view: IndexView): void {
    if (view.late.size === 0) return;
    for (const [name, entries] of view.late) {
      const left = entries.filter(({ showAt, item }) => {
        if (showAt > this.now()) return true;
        show(view, name, item);
        return false;
      });
      if (left.length === 0) view.late.delete(name);
      else view.late.set(name, left);
    }
  }
}

function show(view: IndexView, name: string, item: Item | undefined): void {
  const { partitionKey } = view.definition;
  const old = view.shown.get(name);
  if (old) view.partitions.get(String(old[partitionKey]))?.delete(name);
  view.shown.delete(name);
  if (!item) return;
  view.shown.set(name, item);
  const partition = view.partitions.get(String(item[partitionKey]));
  if (partition) partition.set(name, item);
  else view.partitions.set(String(item[partitionKey]), new Map([[name, item]]));
}

/** Keys only, and nothing at all without both attributes of the index. */
function projected(item: Item, { partitionKey, sortKey }: IndexDefinition): Item | undefined {
  if (typeof item[partitionKey] !== 'string' || typeof item[sortKey] !== 'string') return undefined;
  return { pk: item.pk, sk: item.sk, [partitionKey]: item[partitionKey], [sortKey]: item[sortKey] };
}

/** What goes in and comes out is a copy, as over a network; undefined attributes do not exist. Bytes are never changed. */
function copied(item: Item): Item {
  const copy: Record<string, Value> = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = copiedValue(value);
  }
  return copy as Item;
}

function copiedValue(value: Value): Value {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(copiedValue);
  const copy: Record<string, Value> = {};
  for (const name in value) copy[name] = copiedValue((value as Readonly<Record<string, Value>>)[name] as Value);
  return copy;
}

const keyOf = (write: Write): Key => (write.kind === 'PUT' ? { pk: write.item.pk, sk: write.item.sk } : write.key);

function readPosition(after: string): string {
  try {
    return JSON.parse(after) as string;
  } catch {
    throw new InvalidPosition();
  }
}

function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  if (!condition) return true;
  if (condition.kind === 'ABSENT') return item === undefined;
  if (condition.kind === 'EQUALS') return item !== undefined && item[condition.attribute] === condition.value;
  const stored = item?.[condition.attribute];
  return item === undefined || (typeof stored === 'number' && stored < condition.value);
}
