import type { Instant } from '../domain/ids.ts';
import type { Quality } from '../domain/learning/measure.ts';
import { ConditionFailed, type Database } from './database.ts';
import { type DocumentPlace, readDocument, replaceDocument } from './large-document.ts';

/**
 * Routing models of the bureau, trained from its own confirmed petitions: each version for itself and never changed,
 * and one pointer that says which is live.
 *
 * | what | key in REGISTRY |
 * |---|---|
 * | a version, in parts | pk `ROUTING_MODEL#<version>`, sk `MODEL` |
 * | which is live, and which were before | pk `ROUTING_MODEL`, sk `LIVE` |
 * | the areas of GB/T 2260 | pk `ROUTING_AREAS`, sk `AREAS` |
 */
export interface StoredModels {
  readonly version: string;
  readonly trainedAt: Instant;
  readonly samples: number;
  /** Models as bytes in base 64, by what they suggest. */
  readonly models: Readonly<Partial<Record<'category' | 'unit', string>>>;
  /** How good it was on the most recent cases, which it had not seen. */
  readonly quality?: Quality;
}

interface LivePointer {
  readonly revision: number;
  /** Live first, then what was live before. */
  readonly versions: readonly string[];
}

const LIVE = { pk: 'ROUTING_MODEL', sk: 'LIVE' };
/** So many versions can be gone back to. */
const KEPT = 10;

const placeOf = (version: string): DocumentPlace => ({
  table: 'REGISTRY',
  key: { pk: `ROUTING_MODEL#${version}`, sk: 'MODEL' },
});

/** Stores a version; it does not become live by this. The same version again changes nothing. */
export const storeModels = (database: Database, stored: StoredModels): Promise<boolean> =>
  replaceDocument(database, placeOf(stored.version), JSON.stringify(stored), 1, 0);

export async function readModels(database: Database, version: string): Promise<StoredModels | undefined> {
  const text = await readDocument(database, placeOf(version));
  return text === undefined ? undefined : (JSON.parse(text) as StoredModels);
}

export async function liveVersion(database: Database): Promise<string | undefined> {
  return (await readPointer(database)).versions[0];
}

async function readPointer(database: Database): Promise<LivePointer> {
  const item = await database.get('REGISTRY', LIVE, { consistent: true });
  return {
    revision: (item?.revision as number | undefined) ?? 0,
    versions: (item?.versions as readonly string[] | undefined) ?? [],
  };
}

/** Makes a stored version live. @returns false when somebody else changed what is live meanwhile */
export async function goLive(database: Database, version: string): Promise<boolean> {
  const { revision, versions } = await readPointer(database);
  if (versions[0] === version) return true;
  return movePointer(database, revision, [version, ...versions.filter((other) => other !== version)].slice(0, KEPT));
}

/** Goes back to the version that was live before; before the first one there are the rules alone. */
export async function rollBack(database: Database): Promise<{ from?: string; to?: string }> {
  const { revision, versions } = await readPointer(database);
  const [from, to] = versions;
  if (from === undefined) return {};
  if (!(await movePointer(database, revision, versions.slice(1)))) return rollBack(database);
  return { from, ...(to === undefined ? {} : { to }) };
}

async function movePointer(database: Database, revision: number, versions: readonly string[]): Promise<boolean> {
  try {
    await database.write({
      kind: 'PUT',
      table: 'REGISTRY',
      item: { ...LIVE, revision: revision + 1, versions },
      condition: revision === 0 ? { kind: 'ABSENT' } : { kind: 'EQUALS', attribute: 'revision', value: revision },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Codes and names of GB/T 2260 as routing reads them, with where they come from. */
export interface StoredAreas {
  readonly version: string;
  readonly areas: string;
}

const AREAS: DocumentPlace = { table: 'REGISTRY', key: { pk: 'ROUTING_AREAS', sk: 'AREAS' } };

/** Stores the areas unless these are there. @returns true when they were replaced */
export async function storeAreas(database: Database, stored: StoredAreas): Promise<boolean> {
  const present = await readAreas(database);
  if (present?.version === stored.version) return false;
  const item = await database.get('REGISTRY', AREAS.key, { consistent: true });
  const version = (item?.version as number | undefined) ?? 0;
  return replaceDocument(database, AREAS, JSON.stringify(stored), version + 1, version);
}

export async function readAreas(database: Database): Promise<StoredAreas | undefined> {
  const text = await readDocument(database, AREAS);
  return text === undefined ? undefined : (JSON.parse(text) as StoredAreas);
}
