import type { Instant } from '../domain/ids.ts';
import { type Head, isOpen } from '../domain/petition.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { readHeads, readQueue, screeningQueue, unitQueue } from '../store/case-lists.ts';
import { ALARM_SHARDS, type CaseTables, ORDINARY, SEALED } from '../store/cases.ts';
import { type Database, InvalidPosition } from '../store/database.ts';
import { dueAlarms } from '../store/due-alarms.ts';

/** A case whose clocks may move, with where it is stored. */
export interface ClockedCase {
  readonly tables: CaseTables;
  readonly head: Head;
}

export interface ClockedPage {
  readonly cases: readonly ClockedCase[];
  /** Where the next page begins; absent at the end. */
  readonly next?: string;
}

/** One place where cases are found: a queue of open ones, or a shard of alarms for what still runs after the end. */
interface Place {
  readonly name: string;
  readonly tables: CaseTables;
  readonly read: (options: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<{ readonly heads: readonly Head[]; readonly next?: string }>;
}

/** Reads for one page at most: most queues of a city are empty, and none of them may hold up an answer. */
const READS = 60;
const END_OF_TIME = '9999-12-31T00:00:00.000Z' as Instant;

/**
 * Every case with running clocks, page after page, each once while nothing moves: worklists and screening queues of all
 * units, ordinary and sealed; then the alarms, for closed cases whose follow-up or rating still runs.
 * @throws InvalidPosition
 */
export async function clockedCases(
  database: Database,
  tree: UnitTree,
  limit: number,
  position: string | undefined,
): Promise<ClockedPage> {
  const places = placesOf(database, tree);
  const [name, inPlace] = position === undefined ? [] : split(position);
  let at = name === undefined ? 0 : places.findIndex((place) => place.name === name);
  if (at < 0) throw new InvalidPosition();
  let after = inPlace;
  const cases: ClockedCase[] = [];
  for (let reads = 0; reads < READS && cases.length < limit; reads += 1) {
    const place = places[at];
    if (!place) break;
    const page = await place.read({ limit: limit - cases.length, ...(after === undefined ? {} : { after }) });
    cases.push(...page.heads.map((head) => ({ tables: place.tables, head })));
    after = page.next;
    if (after === undefined) at += 1;
  }
  const place = places[at];
  return { cases, ...(place ? { next: `${place.name}|${after ?? ''}` } : {}) };
}

function split(position: string): [string, string | undefined] {
  const bar = position.indexOf('|');
  return [position.slice(0, bar), position.slice(bar + 1) || undefined];
}

function placesOf(database: Database, tree: UnitTree): Place[] {
  const units = tree.bureau.units.map(({ id }) => id).sort();
  const queues = units.flatMap((unit) => [unitQueue(unit), screeningQueue(unit)]);
  return [ORDINARY, SEALED].flatMap((tables) => [
    ...queues.map(
      (queue): Place => ({
        name: `${tables.cases}/${queue}`,
        tables,
        read: (options) => readQueue(database, tables, queue, options),
      }),
    ),
    ...Array.from(
      { length: ALARM_SHARDS },
      (_, shard): Place => ({
        name: `${tables.cases}/ALARM#${shard}`,
        tables,
        read: async (options) => {
          const { ids, next } = await dueAlarms(database, tables, shard, END_OF_TIME, options);
          const heads = await readHeads(database, tables, ids);
          return { heads: heads.filter((head) => !inQueue(head, tree)), ...(next === undefined ? {} : { next }) };
        },
      }),
    ),
  ]);
}

/** Found in a queue already; one whose unit has left the tables is in no queue that anybody reads. */
const inQueue = (head: Head, tree: UnitTree): boolean =>
  isOpen(head) && tree.unit(head.unit) !== undefined && tree.unit(head.office) !== undefined;
