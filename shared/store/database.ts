import type { TableKey } from './tables.ts';

/**
 * The part of DynamoDB that the stores use, as a port. Two implementations hold the same contract suite:
 * `dynamo-database.ts` (AWS or an embedded engine) and `memory-database.ts` (the twin for tests and simulation).
 * Items are whole: a store reads an item and puts it back under a condition; there are no update expressions.
 */
export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | { readonly [key: string]: Value };

/** A stored item; `pk` and `sk` are its key, attributes named by an index put it into that index. */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly [attribute: string]: Value | undefined;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What must hold for a write, judged atomically with it. */
export type Condition =
  /** No item has this key. */
  | { readonly kind: 'ABSENT' }
  /** An item with this key exists and the attribute has exactly this value. */
  | { readonly kind: 'EQUALS'; readonly attribute: string; readonly value: string | number }
  /** No item has this key, or its numeric attribute is less than the value. */
  | { readonly kind: 'OLDER'; readonly attribute: string; readonly value: number };

export type Write =
  | { readonly kind: 'PUT'; readonly table: TableKey; readonly item: Item; readonly condition?: Condition }
  | { readonly kind: 'DELETE'; readonly table: TableKey; readonly key: Key; readonly condition?: Condition }
  | { readonly kind: 'CHECK'; readonly table: TableKey; readonly key: Key; readonly condition: Condition };

export interface Query {
  readonly table: TableKey;
  /** Index name; without it the table itself is read. */
  readonly index?: string;
  readonly pk: string;
  /** Bounds of the sort key, both inclusive; reversed bounds find nothing. */
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
  readonly descending?: boolean;
  /** Only for the table itself: an index is always eventually consistent. */
  readonly consistent?: boolean;
  /** `next` of the page before. */
  readonly after?: string;
}

export interface Page {
  /** Whole items from the table; from an index only the keys (all indexes are KEYS_ONLY). */
  readonly items: readonly Item[];
  /** Opaque position of the next page; absent at the end. */
  readonly next?: string;
}

export interface Database {
  get(table: TableKey, key: Key, options?: { consistent?: boolean }): Promise<Item | undefined>;
  /** Reads any number of keys of one table, each once; missing ones are left out, order is not kept. */
  getMany(table: TableKey, keys: readonly Key[], options?: { consistent?: boolean }): Promise<Item[]>;
  query(query: Query): Promise<Page>;
  /** One write. @throws ConditionFailed */
  write(write: Write): Promise<void>;
  /** All or nothing, at most 100 writes. @throws ConditionFailed with the positions that failed, Conflict */
  transact(writes: readonly Write[]): Promise<void>;
  /** Adds to a counter item and returns the new value; creates it at `by`. `expiresAt` in epoch seconds. */
  increment(table: TableKey, key: Key, by: number, expiresAt: number): Promise<number>;
}

/** A condition did not hold; `positions` are indexes into the writes of the call. */
export class ConditionFailed extends Error {
  readonly positions: readonly number[];
  constructor(positions: readonly number[]) {
    super(`condition failed at ${positions.join(', ')}`);
    this.name = 'ConditionFailed';
    this.positions = positions;
  }
}

/** Another transaction touched the same items at the same moment: trying again is right. */
export class Conflict extends Error {
  constructor() {
    super('transaction conflict');
    this.name = 'Conflict';
  }
}

/** `after` is no position that a page of this query gave out. */
export class InvalidPosition extends Error {
  constructor() {
    super('not a position of this query');
    this.name = 'InvalidPosition';
  }
}

/** Waits a little, longer with each try (milliseconds, jittered). */
export const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** tries));

/** Reads all pages of a query. Only for results whose size is bounded by what is asked. */
export async function queryAll(database: Database, query: Query): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page: Page = await database.query({ ...query, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** Repeats a write that met a {@link Conflict}, up to eight times, with growing jittered pauses (milliseconds). */
export async function withConflictRetry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Conflict) || tries >= 8) throw error;
      await pause(tries);
    }
  }
}
