import { textTable } from '../../infra/local/submit/text-table.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { type Probe, type Rarity, rarityAmong, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import type { Database, Item, Page, Query, Write } from '../../shared/store/database.ts';
import { findAlike, indexWrites, READ_PER_KEY } from '../../shared/store/matter-index.ts';
import { type Finding, median, rounded } from './gate.ts';
import { inventMatter } from './invent-matters.ts';
import { measuredDatabase } from './measured-database.ts';

/** Look-ups at each size: so many of texts that nobody has told, always the same, and so many of ones told again. */
const ASKED = 100;
/** So many texts teach how rare an n-gram is, as the bureau's model would. */
const TEACH = 2_000;
/** So many are put into the embedded engine too, which reports its own units. */
const IN_ENGINE = 200;

const NEVER_TOLD = 5_000_000;

interface LookedUp {
  readonly total: number;
  /** Mean units and queries of one look-up, and the most that one took. */
  readonly units: number;
  readonly most: number;
  readonly queries: number;
  readonly items: number;
  readonly milliseconds: number;
  /** Share of repeats told in other words whose first telling is among the three best. */
  readonly found: number;
}

/** What a look-up in the index of matters costs among few and among many petitions. */
export async function measureMatters(sizes: readonly number[]): Promise<Finding> {
  const rarity = rarityAmong(Array.from({ length: TEACH }, (_, number) => inventMatter(number).told));
  const book = new CountedIndex();
  const rows: LookedUp[] = [];
  let indexed = 0;
  for (const total of sizes) {
    book.filling = true;
    for (; indexed < total; indexed += 1) await put(book, indexed, rarity);
    book.filling = false;
    const row = await lookUpAmong(book, total, rarity);
    rows.push(row);
  }
  const engine = await unitsInEngine(rarity);
  const [few, many] = [rows[0], rows.at(-1)];
  if (!few || !many) throw new Error('a comparison needs two sizes');
  return {
    title: '(f) one look-up in the index of matters',
    lines: textTable([
      ['petitions', 'RRU', 'most RRU', 'queries', 'items read', 'ms', 'repeats in the best three'],
      ...rows.map((row) => [
        row.total,
        rounded(row.units),
        rounded(row.most),
        rounded(row.queries),
        rounded(row.items),
        rounded(row.milliseconds),
        `${rounded(row.found * 100)} %`,
      ]),
    ]),
    gates: [
      {
        what: `look-up at ${few.total} and at ${many.total} petitions: difference of units`,
        measured: (100 * Math.abs(many.units - few.units)) / few.units,
        unit: '%',
        gate: 5,
        aim: 0.5,
      },
    ],
    notes: [
      'invented texts in an index in memory, under the real keys; units by the rule of billing from the size of what is read',
      `the embedded engine, asked the same among ${IN_ENGINE}, reports ${rounded(engine)} RRU`,
      'a look-up takes the newest few of each key, so its cost is that of its queries; reading the heads of what it found is not in it',
    ],
    data: rows,
  };
}

async function put(database: Database, number: number, rarity: Rarity): Promise<void> {
  const probe = probeOf(inventMatter(number).told, rarity);
  const { keys } = await findAlike(database, idOf(number), probe, 1);
  for (const write of indexWrites(idOf(number), { keys, at: instantOf(number) }, probe)) await database.write(write);
}

async function lookUpAmong(book: CountedIndex, total: number, rarity: Rarity): Promise<LookedUp> {
  const units: number[] = [];
  const times: number[] = [];
  let found = 0;
  book.queries = 0;
  book.items = 0;
  for (let asked = 0; asked < ASKED; asked += 1) {
    const probe = probeOf(inventMatter(NEVER_TOLD + asked).told, rarity);
    book.units = 0;
    const begun = performance.now();
    await findAlike(book, idOf(-1), probe, 40);
    times.push(performance.now() - begun);
    units.push(book.units);
  }
  const { queries, items } = book;
  for (let asked = 0; asked < ASKED; asked += 1) {
    // Spread over all that is there, old and new.
    const first = Math.floor(((asked + 0.5) * total) / ASKED);
    const { alike } = await findAlike(book, idOf(-1), probeOf(inventMatter(first).again, rarity), 3);
    if (alike.some(({ id }) => id === idOf(first))) found += 1;
  }
  return {
    total,
    units: units.reduce((sum, one) => sum + one, 0) / ASKED,
    most: Math.max(...units),
    queries: queries / ASKED,
    items: items / ASKED,
    milliseconds: median(times),
    found: found / ASKED,
  };
}

async function unitsInEngine(rarity: Rarity): Promise<number> {
  const { database, ledger, stop } = await measuredDatabase();
  try {
    for (let number = 0; number < IN_ENGINE; number += 1) await put(database, number, rarity);
    let sum = 0;
    for (let asked = 0; asked < ASKED; asked += 1) {
      const probe = probeOf(inventMatter(NEVER_TOLD + asked).told, rarity);
      const { units } = await ledger.during(() => findAlike(database, idOf(-1), probe, 40));
      sum += units.readTable;
    }
    return sum / ASKED;
  } finally {
    await stop();
  }
}

/** The n-gram itself stands for its keyed hash: as long as one, and no slower to make than a million times needs. */
const probeOf = (text: string, rarity: Rarity): Probe =>
  sketchOf(text, rarity, (gram) => ({ mark: gram & 0xffff, key: String(gram).padStart(16, '0') }));

const idOf = (number: number): CaseId => String(number + 1).padStart(26, '0') as CaseId;
const instantOf = (number: number): Instant =>
  new Date(Date.UTC(2020, 0, 1) + number * 60_000).toISOString() as Instant;

/** The partitions of the index of matters, packed: a million petitions with their sketches fit into the memory. */
class CountedIndex implements Database {
  /** While it is filled only the room under each key counts: nobody compares, so nothing is given out but how many. */
  filling = false;
  units = 0;
  queries = 0;
  items = 0;
  readonly #partitions = new Map<number, Entry[]>();
  /** Its items under all its keys are one. */
  #last: Entry = { sk: '', sketch: new Uint8Array() };

  async query({ pk, limit = 1_000, descending }: Query): Promise<Page> {
    const all = this.#partitions.get(keyOf(pk)) ?? [];
    if (this.filling) return UNREAD[Math.min(limit, all.length)] as Page;
    const entries = descending ? all.slice(-limit).reverse() : all.slice(0, limit);
    const items = entries.map(({ sk, sketch }): Item => ({ pk, sk, sketch }));
    const bytes = items.reduce((sum, item) => sum + sizeOf(item), 0);
    this.queries += 1;
    this.items += items.length;
    // Half a unit for each started 4 KB of an eventually consistent query, and for one that finds nothing.
    this.units += 0.5 * Math.max(1, Math.ceil(bytes / 4096));
    return { items };
  }

  /** Petitions come by time: whoever is put last is the newest. */
  async write(write: Write): Promise<void> {
    if (write.kind !== 'PUT') throw new Error('nothing is taken out here');
    const { pk, sk, sketch } = write.item;
    if (this.#last.sk !== sk) this.#last = { sk, sketch: sketch as Uint8Array };
    const entries = this.#partitions.get(keyOf(pk));
    if (entries) entries.push(this.#last);
    else this.#partitions.set(keyOf(pk), [this.#last]);
  }

  get(): Promise<undefined> {
    throw new Error('only look-ups are measured');
  }
  getMany(): Promise<Item[]> {
    throw new Error('only look-ups are measured');
  }
  transact(): Promise<void> {
    throw new Error('only look-ups are measured');
  }
  increment(): Promise<number> {
    throw new Error('only look-ups are measured');
  }
}

/** So many petitions under a key, whichever they are. */
const UNREAD = Array.from(
  { length: READ_PER_KEY + 1 },
  (_, count): Page => ({
    items: Array.from({ length: count }, () => ({ pk: '', sk: '#some', sketch: new Uint8Array() })),
  }),
);

interface Entry {
  readonly sk: string;
  readonly sketch: Uint8Array;
}

const keyOf = (pk: string): number => Number(pk.slice('MATTER#'.length));
const sizeOf = ({ pk, sk, sketch }: Item): number =>
  'pk'.length + 'sk'.length + 'sketch'.length + pk.length + sk.length + (sketch as Uint8Array).length;
