import type { Head } from '../domain/petition.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { CLOSED_LISTS, readQueue, screeningQueue, unitQueue } from '../store/case-lists.ts';
import { type CaseTables, ORDINARY, SEALED } from '../store/cases.ts';
import { type Database, InvalidPosition } from '../store/database.ts';

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

/** One place where cases are found: a queue of open ones, or a list of closed ones with what still runs after the end. */
interface Place {
  readonly name: string;
  readonly tables: CaseTables;
  readonly queue: string;
}

/** Reads for one page at most: most queues of a city are empty, and none of them may hold up an answer. */
const READS = 60;

/**
 * Every case with running clocks, page after page, each once while nothing moves: worklists and screening queues of all
 * units, ordinary and sealed, each with the lists of closed cases whose follow-up or rating still runs.
 * @throws InvalidPosition
 */
export async function clockedCases(
  database: Database,
  tree: UnitTree,
  limit: number,
  position: string | undefined,
): Promise<ClockedPage> {
  const places = placesOf(tree);
  const [name, inPlace] = position === undefined ? [] : split(position);
  let at = name === undefined ? 0 : places.findIndex((place) => place.name === name);
  if (at < 0) throw new InvalidPosition();
  let after = inPlace;
  const cases: ClockedCase[] = [];
  for (let reads = 0; reads < READS && cases.length < limit; reads += 1) {
    const place = places[at];
    if (!place) break;
    const options = { limit: limit - cases.length, ...(after === undefined ? {} : { after }) };
    const page = await readQueue(database, place.tables, place.queue, options);
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

function placesOf(tree: UnitTree): Place[] {
  const units = tree.bureau.units.map(({ id }) => id).sort();
  const queues = [...units.flatMap((unit) => [unitQueue(unit), screeningQueue(unit)]), ...CLOSED_LISTS];
  return [ORDINARY, SEALED].flatMap((tables) =>
    queues.map((queue): Place => ({ name: `${tables.cases}/${queue}`, tables, queue })),
  );
}
