import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import type { Database } from '../../shared/store/database.ts';
import type { KnownLaw } from './known-law.ts';
import { DAY, HOUR } from './plan.ts';
import { Random } from './random.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { Invocation } from './twins/invocation.ts';
import type { StoreCore } from './twins/store-core.ts';
import { StoreTwin } from './twins/store-twin.ts';

const RATES = { read: 0.01, write: 0 } as const;
type Tables = Pick<BureauSource, 'tree' | 'forget'>;
/** No instance is warm for longer. */
const WARM_MS = DAY;
/** Whatever comes between, a change is made so long after it was planned. */
const PUT_OFF_MS = 2 * DAY;

/**
 * What each instance knows of the bureau's tables, by the production code that reads and keeps them. An instance is new,
 * or was called before, so many moments ago, and knows what stood there then: how long, its seed says.
 */
export class KnownTables {
  readonly #core: StoreCore;
  readonly #tables: TablesOfLife;
  /** When changes are planned. */
  readonly #planned: readonly number[];
  readonly #law: KnownLaw;
  readonly #sources = new WeakMap<Invocation, BureauSource>();

  constructor(core: StoreCore, tables: TablesOfLife, planned: readonly number[], law: KnownLaw) {
    this.#law = law;
    this.#core = core;
    this.#tables = tables;
    this.#planned = planned;
  }

  of(invocation: Invocation): BureauSource {
    const known = this.#sources.get(invocation) ?? this.#withLaw(invocation, this.#open(invocation));
    this.#sources.set(invocation, known);
    return known;
  }

  #withLaw(invocation: Invocation, { tree, forget }: Tables): BureauSource {
    const known = this.#law.of(invocation);
    return {
      tree,
      law: () => known.law(),
      forget() {
        forget();
        known.forget();
      },
    };
  }

  #open(invocation: Invocation): Tables {
    const { loop } = invocation.machinery;
    // Where no change is near, what an instance knows is what there is.
    const near = this.#planned.some((at) => at - HOUR < loop.now && loop.now < at + PUT_OFF_MS + WARM_MS);
    if (!near) return { tree: async () => this.#tables.at(loop.now), forget: () => undefined };
    const random = Random.of(invocation.machinery.seed, `tables known to ${invocation.label}`);
    const twin = new StoreTwin(this.#core, invocation, RATES);
    if (random.chance(0.3)) return bureauSource(twin);
    return warmSource(twin, invocation, this.#tables, random);
  }
}

/** An instance that was called before: it read the tables then, mostly less than five seconds ago. */
function warmSource(twin: Database, { begunAt, machinery }: Invocation, tables: TablesOfLife, random: Random) {
  const calledAt = begunAt - (random.chance(0.5) ? random.between(0, 5_000) : random.between(5_000, WARM_MS));
  let isThen = true;
  const database = new Proxy(twin, {
    get: (of, name: keyof Database) =>
      isThen && name === 'get'
        ? async () => tables.storedAt(calledAt)
        : isThen && name === 'getMany'
          ? async () => []
          : of[name].bind(of),
  });
  const source = bureauSource(database, () => (isThen ? calledAt : machinery.loop.now));
  let warm: Promise<unknown> | undefined;
  return {
    ...source,
    async tree() {
      warm ??= source.tree().then(() => {
        isThen = false;
      });
      await warm;
      return source.tree();
    },
    forget() {
      warm = Promise.resolve();
      isThen = false;
      source.forget();
    },
  };
}
