import {
  ConditionFailed,
  Conflict,
  type Database,
  type Item,
  type Key,
  type Page,
  type Query,
  type Write,
} from '../../../shared/store/database.ts';
import type { TableKey } from '../../../shared/store/tables.ts';
import type { Invocation } from './invocation.ts';
import type { StoreCore } from './store-core.ts';

interface Consistency {
  readonly consistent?: boolean;
}

/** How often the store fails, per call. */
export interface StoreRates {
  readonly read: number;
  readonly write: number;
}

class Throttled extends Error {
  override name = 'ProvisionedThroughputExceededException';
}
class TimedOut extends Error {
  override name = 'TimeoutError';
}

const NOTHING: Page = { items: [] };

/** The store as one invocation meets it: every call takes its time, and may fail on either side of its commit. */
export class StoreTwin implements Database {
  readonly #core: StoreCore;
  readonly #invocation: Invocation;
  readonly #rates: StoreRates;

  constructor(core: StoreCore, invocation: Invocation, rates: StoreRates) {
    this.#core = core;
    this.#invocation = invocation;
    this.#rates = rates;
  }

  get(table: TableKey, key: Key, options: Consistency = {}): Promise<Item | undefined> {
    const what = `get ${table} ${key.sk}`;
    return this.#read(what, async (where) =>
      this.#isStale(where, options, () => this.#core.isFresh(table, key.pk, key.sk))
        ? this.#core.stale(table, key)
        : this.#core.get(table, key),
    );
  }

  getMany(table: TableKey, keys: readonly Key[], options: Consistency = {}): Promise<Item[]> {
    if (keys.length === 0) return Promise.resolve([]);
    return this.#read(`get ${keys.length} of ${table}`, async (where) => {
      const fresh = () => keys.some(({ pk, sk }) => this.#core.isFresh(table, pk, sk));
      if (!this.#isStale(where, options, fresh)) return this.#core.getMany(table, keys);
      const unique = new Map(keys.map((key) => [`${key.pk}\u0000${key.sk}`, key]));
      return [...unique.values()].flatMap((key) => this.#core.stale(table, key) ?? []);
    });
  }

  query(query: Query): Promise<Page> {
    const what = `query ${query.table} ${query.index ?? query.pk}`;
    // Most partitions that schedules look at are empty, and nothing can come between there.
    if (this.#core.isEmpty(query)) return this.#readNothing(what);
    return this.#read(what, async (where) => {
      const stale = !query.index && this.#isStale(where, query, () => this.#core.isFresh(query.table, query.pk));
      const { page, lagged } = this.#core.find(query, stale);
      if (lagged) this.#invocation.machinery.faults.changedOutcome('index-lag');
      return page;
    });
  }

  /** A read that does not ask to be consistent may be answered by a replica that lags behind. */
  #isStale(where: string, { consistent }: Consistency, isFresh: () => boolean): boolean {
    if (consistent || !isFresh()) return false;
    const { machinery, random } = this.#invocation;
    if (!machinery.faults.strikes('index-lag', `${where} replica`, 0.5, random)) return false;
    machinery.faults.changedOutcome('index-lag');
    machinery.trace(() => `${where}: answered by a replica that lags behind`);
    return true;
  }

  write(write: Write): Promise<void> {
    return this.#commit(`write ${write.table}`, [write], true);
  }

  transact(writes: readonly Write[]): Promise<void> {
    return this.#commit(`transact ${writes.length}`, writes, false);
  }

  async increment(table: TableKey, key: Key, by: number, expiresAt: number): Promise<number> {
    let count = 0;
    await this.#changed(`increment ${table}`, async () => {
      count = await this.#core.increment(table, key, by, expiresAt);
    });
    return count;
  }

  async #readNothing(what: string): Promise<Page> {
    const { machinery, random } = this.#invocation;
    const where = this.#invocation.nextCall(what);
    if (machinery.faults.strikes('throttled', where, this.#rates.read, random)) this.#throttled(where);
    return NOTHING;
  }

  async #read<T>(what: string, effect: (where: string) => Promise<T>): Promise<T> {
    const { machinery, random } = this.#invocation;
    const where = this.#invocation.nextCall(what);
    await this.#travel(where);
    if (machinery.faults.strikes('throttled', where, this.#rates.read, random)) this.#throttled(where);
    return effect(where);
  }

  /** A lost acknowledgement of a single conditional write is worse: the client tries again and meets its own work. */
  #commit(what: string, writes: readonly Write[], single: boolean): Promise<void> {
    const store = () => this.#core.transact(writes, this.#invocation.begunAt);
    const again = single && this.#invocation.random.chance(0.5) ? store : () => Promise.reject(new TimedOut());
    return this.#changed(what, store, again);
  }

  async #changed(
    what: string,
    effect: () => Promise<void>,
    unacknowledged: () => Promise<void> = () => Promise.reject(new TimedOut()),
  ): Promise<void> {
    const { machinery, random } = this.#invocation;
    const { faults } = machinery;
    const rate = this.#rates.write;
    const where = this.#invocation.nextCall(what);
    await this.#travel(where);
    if (faults.strikes('throttled', where, rate, random)) this.#throttled(where);
    if (faults.strikes('conflict', where, rate, random)) {
      faults.changedOutcome('conflict');
      this.#invocation.disturbed = true;
      machinery.trace(() => `${where}: conflict`);
      throw new Conflict();
    }
    if (faults.strikes('crash-before-commit', where, rate, random)) {
      faults.changedOutcome('crash-before-commit');
      machinery.trace(() => `${where}: crashed before the commit`);
      return this.#invocation.crash();
    }
    await this.#stored(where, effect);
    if (faults.strikes('crash-after-commit', where, rate, random)) {
      faults.changedOutcome('crash-after-commit');
      machinery.trace(() => `${where}: crashed after the commit`);
      return this.#invocation.crash();
    }
    if (faults.strikes('lost-acknowledgement', where, rate, random)) {
      faults.changedOutcome('lost-acknowledgement');
      this.#invocation.disturbed = true;
      machinery.trace(() => `${where}: stored, acknowledgement lost`);
      await this.#travel(where);
      return unacknowledged();
    }
    await this.#travel(where);
  }

  async #stored(where: string, effect: () => Promise<void>): Promise<void> {
    const { trace } = this.#invocation.machinery;
    try {
      await effect();
      if (!this.#invocation.label.startsWith('reconcile')) trace(() => `${where}: stored`);
    } catch (error) {
      trace(() => `${where}: ${error instanceof ConditionFailed ? error.message : 'refused'}`);
      throw error;
    }
  }

  /** Some calls take so long that whoever waits for the function gives up. */
  async #travel(where: string): Promise<void> {
    const { random, machinery } = this.#invocation;
    const slow = machinery.faults.strikes('time-out-while-running', where, this.#rates.write / 1.3, random);
    await machinery.loop.sleep(slow ? random.between(20_000, 80_000) : random.between(1, 12));
  }

  #throttled(where: string): never {
    const { faults, trace } = this.#invocation.machinery;
    faults.changedOutcome('throttled');
    trace(() => `${where}: throttled`);
    this.#invocation.refused += 1;
    this.#invocation.disturbed = true;
    throw new Throttled();
  }
}
