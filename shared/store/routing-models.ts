import { createHash } from 'node:crypto';
import type { Instant } from '../domain/ids.ts';
import type { Quality, Verdict } from '../domain/learning/measure.ts';
import { ConditionFailed, type Database, type Key, queryAll } from './database.ts';
import {
  DamagedDocument,
  type DocumentPlace,
  readJson,
  removeDocument,
  replaceDocument,
  unlessDamaged,
} from './large-document.ts';

/**
 * Routing models of the bureau, trained from its own confirmed petitions: each version for itself and never changed,
 * and one pointer that says which is live.
 *
 * | what | key in REGISTRY |
 * |---|---|
 * | a version, in parts | pk `ROUTING_MODEL#<version>`, sk `MODEL` |
 * | that it is stored, and since when | pk `ROUTING_MODEL`, sk `STORED#<version>` |
 * | which is live, and which were before | pk `ROUTING_MODEL`, sk `LIVE` |
 * | the areas of GB/T 2260 | pk `ROUTING_AREAS`, sk `AREAS` |
 */
export interface StoredModels {
  readonly version: string;
  readonly trainedAt: Instant;
  readonly samples: number;
  readonly models: ModelBytes;
  /** How good what it suggests was on the most recent cases, which it had not seen. */
  readonly quality?: Readonly<Partial<Record<Suggested, Quality>>>;
  /** Why it went live, or did not. */
  readonly verdicts?: Readonly<Partial<Record<Suggested, Verdict>>>;
  /** The version that was judged in its place: trained alike, without the cases that judged. */
  readonly judgedAs?: string;
}

export const SUGGESTED = ['category', 'unit'] as const;
export type Suggested = (typeof SUGGESTED)[number];
/** Models as bytes in base 64, by what they suggest. */
export interface ModelBytes extends Readonly<Partial<Record<Suggested, string>>> {
  /** Matters that the rules read in what `category` was taught; absent in versions that were stored before. */
  readonly heard?: readonly string[];
}

export interface LivePointer {
  /** Every change of what is live has its number; 0: nothing ever was. */
  readonly revision: number;
  /** Live first, then what was live before. */
  readonly versions: readonly string[];
  /** What somebody went back from, the last first: one can return to it until something else goes live. */
  readonly left: readonly string[];
  /** Somebody went back: nothing new goes live until he lets it. */
  readonly held: boolean;
}

const LIVE = { pk: 'ROUTING_MODEL', sk: 'LIVE' };
/** So many versions can be gone back to. */
const KEPT = 10;

const placeOf = (version: string): DocumentPlace => ({
  table: 'REGISTRY',
  key: { pk: `ROUTING_MODEL#${version}`, sk: 'MODEL' },
});

const STORED = 'STORED#';
const storedKey = (version: string): Key => ({ pk: LIVE.pk, sk: `${STORED}${version}` });

/** Stores a version; it does not become live by this. The same version again changes nothing, unless it is damaged. */
export async function storeModels(database: Database, stored: StoredModels): Promise<boolean> {
  const place = placeOf(stored.version);
  const { trainedAt, judgedAs } = stored;
  const listed = {
    kind: 'PUT',
    table: 'REGISTRY',
    item: { ...storedKey(stored.version), trainedAt, ...(judgedAs === undefined ? {} : { judgedAs }) },
  } as const;
  // Listed first: what a write leaves half done is found, too, when it is removed.
  await database.write({ ...listed, condition: { kind: 'ABSENT' } }).catch(unlessListed);
  const text = JSON.stringify({ ...stored, digest: digestOf(stored.models) });
  if (await replaceDocument(database, place, text, 1, 0)) return true;
  if (await unlessDamaged(readModels(database, stored.version))) return false;
  await database.write(listed);
  const version = ((await database.get(place.table, place.key, { consistent: true }))?.version as number) ?? 0;
  return replaceDocument(database, place, text, version + 1, version);
}

function unlessListed(error: unknown): void {
  if (!(error instanceof ConditionFailed)) throw error;
}

/**
 * Removes versions that nobody can go to and none of those was judged as. What is younger than `before` stays: it may be
 * on its way to go live, and what was not good enough can be looked at for a while.
 */
export async function removeUnreachable(database: Database, before: Instant): Promise<void> {
  const { versions, left } = await readLive(database);
  const stored = await queryAll(database, {
    table: 'REGISTRY',
    pk: LIVE.pk,
    from: STORED,
    to: `${STORED}\uffff`,
    consistent: true,
  });
  const reachable = new Set([...versions, ...left].map((version) => storedKey(version).sk));
  const judged = new Set(stored.filter(({ sk }) => reachable.has(sk)).map(({ judgedAs }) => judgedAs));
  for (const { sk, trainedAt } of stored) {
    const version = sk.slice(STORED.length);
    if (reachable.has(sk) || judged.has(version) || (trainedAt as string) >= before) continue;
    await removeDocument(database, placeOf(version));
    await database.write({ kind: 'DELETE', table: 'REGISTRY', key: storedKey(version) });
  }
}

/** SHA-256 of models, in hexadecimal. */
export const digestOf = (models: ModelBytes): string =>
  createHash('sha256')
    .update([...SUGGESTED.map((what) => models[what] ?? ''), ...(models.heard ?? [])].join('\n'))
    .digest('hex');

/** @throws DamagedDocument where its bytes are not those that were stored: a model with one wrong bit may never answer */
export async function readModels(database: Database, version: string): Promise<StoredModels | undefined> {
  const read = await readJson<StoredModels & { digest?: string }>(database, placeOf(version));
  if (read === undefined) return undefined;
  const { digest, ...stored } = read;
  if (digest !== digestOf(stored.models))
    throw new DamagedDocument(`the models of ${version} are not those that were stored`);
  return stored;
}

export async function liveVersion(database: Database): Promise<string | undefined> {
  return (await readLive(database)).versions[0];
}

export async function readLive(database: Database): Promise<LivePointer> {
  const item = await database.get('REGISTRY', LIVE, { consistent: true });
  return {
    revision: (item?.revision as number | undefined) ?? 0,
    versions: (item?.versions as readonly string[] | undefined) ?? [],
    left: (item?.left as readonly string[] | undefined) ?? [],
    held: item?.held === true,
  };
}

/**
 * Makes a stored version live in place of what it was judged against.
 * @returns false when what is live has changed since, or is held
 */
export async function goLive(database: Database, version: string, over: LivePointer): Promise<boolean> {
  if (over.held) return false;
  const versions = [version, ...over.versions.filter((other) => other !== version)].slice(0, KEPT);
  return movePointer(database, over, { versions, left: [], held: false });
}

/** What a change by hand came to: from what to what (absent: the rules alone), or what is live and stays it. */
export type Moved =
  | { readonly from?: string; readonly to?: string }
  | { readonly unchanged: true; readonly live?: string; readonly held: boolean };

/**
 * Goes back to the version that was live before, and holds it there: the next night would train much the same again.
 * Before the first one there are the rules alone. Two calls at once, or one that is sent again, go back one step: it
 * leaves `from` only while that is live, and what is live by a roll-back only if it is named.
 */
export async function rollBack(database: Database, from?: string): Promise<Moved> {
  const present = await readLive(database);
  const [live, ...before] = present.versions;
  if (live === undefined || (from === undefined ? present.held : from !== live)) return asItIs(present);
  const moved = await movePointer(database, present, { versions: before, left: [live, ...present.left], held: true });
  return moved ? fromTo(live, before[0]) : rollBack(database, live);
}

/** Makes a version live again that somebody went back from, with those between; the hold ends with the last of them. */
export async function returnTo(database: Database, version: string): Promise<Moved> {
  const present = await readLive(database);
  const steps = present.left.indexOf(version) + 1;
  if (steps === 0) return asItIs(present);
  const left = present.left.slice(steps);
  const versions = [...present.left.slice(0, steps).reverse(), ...present.versions];
  const moved = await movePointer(database, present, { versions, left, held: present.held && left.length > 0 });
  return moved ? fromTo(present.versions[0], version) : returnTo(database, version);
}

const fromTo = (from: string | undefined, to: string | undefined): Moved => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});

const asItIs = ({ versions: [live], held }: LivePointer): Moved => ({
  unchanged: true,
  ...(live === undefined ? {} : { live }),
  held,
});

/** Lets what is better go live again, after a roll-back. @returns whether it was held */
export async function release(database: Database): Promise<boolean> {
  const present = await readLive(database);
  if (!present.held) return false;
  return (await movePointer(database, present, { ...present, held: false })) || release(database);
}

async function movePointer(
  database: Database,
  { revision }: LivePointer,
  { versions, left, held }: Omit<LivePointer, 'revision'>,
): Promise<boolean> {
  try {
    await database.write({
      kind: 'PUT',
      table: 'REGISTRY',
      item: { ...LIVE, revision: revision + 1, versions, left, held },
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

/** Stores the areas unless these are there, and whole. @returns true when they were replaced */
export async function storeAreas(database: Database, stored: StoredAreas): Promise<boolean> {
  const present = await unlessDamaged(readAreas(database));
  if (present?.version === stored.version) return false;
  const item = await database.get('REGISTRY', AREAS.key, { consistent: true });
  const version = (item?.version as number | undefined) ?? 0;
  return replaceDocument(database, AREAS, JSON.stringify(stored), version + 1, version);
}

/** @throws DamagedDocument */
export const readAreas = (database: Database): Promise<StoredAreas | undefined> => readJson(database, AREAS);
