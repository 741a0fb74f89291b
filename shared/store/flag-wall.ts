import { type ClearedFlag, freePlace, WALL_PLACES, type WallPlace } from '../domain/flags.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import { readHeads } from './case-lists.ts';
import { ORDINARY } from './cases.ts';
import { type Database, type Item, queryAll, type Write } from './database.ts';

const placeKey = (place: number) => ({ pk: 'WALL', sk: `PLACE#${String(place).padStart(2, '0')}` });

/** Who is on the wall, by place: twenty items at most. */
export async function readWall(database: Database): Promise<WallPlace[]> {
  const items = await queryAll(database, { table: 'REGISTRY', pk: 'WALL', consistent: true });
  return items.map(({ place, caseId, since, raised }: Item) => ({
    place: place as number,
    caseId: caseId as CaseId,
    since: since as Instant,
    ...(raised === undefined ? {} : { raised: raised as number }),
  }));
}

/** Flags that were cleared in a year, the latest first. */
export async function readCleared(
  database: Database,
  year: string,
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly flags: readonly ClearedFlag[]; readonly next?: string }> {
  const page = await database.query({ table: 'REGISTRY', pk: `WALL#${year}`, descending: true, ...options });
  const flags = page.items.map(({ caseId, since, clearedAt, raised, cleared }: Item) => ({
    caseId: caseId as CaseId,
    since: since as Instant,
    clearedAt: clearedAt as Instant,
    cleared: cleared as number,
    ...(raised === undefined ? {} : { raised: raised as number }),
  }));
  return { flags, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** On a full wall, a place whose case lost its flag without clearing it: it was sealed, and its head emptied. */
async function leftPlace(taken: readonly WallPlace[], database: Database): Promise<WallPlace | undefined> {
  const heads = await readHeads(
    database,
    ORDINARY,
    taken.map(({ caseId }) => caseId),
  );
  const flagged = new Set(heads.filter(({ flag }) => flag !== undefined).map(({ id }) => id));
  return taken.find(({ caseId }) => !flagged.has(caseId));
}

/**
 * What a flag needs besides its case: RAISE_FLAG takes a place of the wall, CLEAR_FLAG gives it back, in the same
 * transaction, and leaves a line in the history of the wall. Two that reach for one place: the second is decided again and takes the next.
 * @throws Refused when the wall is full
 */
export async function wallWrites(
  command: string,
  { id, version }: Pick<Head, 'id' | 'version'>,
  now: Instant,
  database: Database,
): Promise<Write[]> {
  if (command !== 'RAISE_FLAG' && command !== 'CLEAR_FLAG') return [];
  const taken = await readWall(database);
  if (command === 'RAISE_FLAG') {
    const left = taken.length < WALL_PLACES ? undefined : await leftPlace(taken, database);
    const place = left?.place ?? freePlace(taken);
    return [
      {
        kind: 'PUT',
        table: 'REGISTRY',
        item: { ...placeKey(place), place, caseId: id, since: now, raised: version + 1 },
        condition: left ? { kind: 'EQUALS', attribute: 'caseId', value: left.caseId } : { kind: 'ABSENT' },
      },
    ];
  }
  return taken
    .filter(({ caseId }) => caseId === id)
    .flatMap(({ place, since, raised }): Write[] => [
      {
        kind: 'DELETE',
        table: 'REGISTRY',
        key: placeKey(place),
        condition: { kind: 'EQUALS', attribute: 'caseId', value: id },
      },
      {
        kind: 'PUT',
        table: 'REGISTRY',
        item: {
          pk: `WALL#${now.slice(0, 4)}`,
          sk: `${now}#${id}`,
          caseId: id,
          since,
          clearedAt: now,
          cleared: version + 1,
          ...(raised === undefined ? {} : { raised }),
        },
        condition: { kind: 'ABSENT' },
      },
    ]);
}
