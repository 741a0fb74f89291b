import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ConditionFailed, type Database, type Item, type Key, pause, queryAll } from './database.ts';
import type { TableKey } from './tables.ts';

/**
 * A document that is replaced as a whole and may outgrow one item (400 KB): deflated, its first part in the item that
 * every reader begins with, the rest in items of its own that belong to one write and are never written again. That
 * first item is the commit point: it changes under its version, after the rest is there.
 */
export interface DocumentPlace {
  readonly table: TableKey;
  readonly key: Key;
}

/** Deflated bytes in one item; keys and names come on top. */
const PART_BYTES = 350_000;
/** So often a reader begins again when the document was replaced under his hands. */
const READS = 8;

const versionOf = (version: number): string => `PART#${String(version).padStart(8, '0')}`;
const partKey = ({ key }: DocumentPlace, version: number, write: string, at: number): Key => ({
  pk: key.pk,
  sk: `${versionOf(version)}#${write}#${String(at).padStart(4, '0')}`,
});

/** What is stored is not what was written: reading it again helps nobody. */
export class DamagedDocument extends Error {
  override readonly name = 'DamagedDocument';
}

/** What was read; undefined where it is damaged. @throws whatever else reading throws */
export async function unlessDamaged<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof DamagedDocument) return undefined;
    throw error;
  }
}

/** …as the JSON that it is. @throws DamagedDocument, also where it is none */
export async function readJson<T>(database: Database, place: DocumentPlace): Promise<T | undefined> {
  const text = await readDocument(database, place);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new DamagedDocument(`${place.key.pk} is no JSON`);
  }
}

/** The document as text, always of one write. @throws when it was replaced with every read, DamagedDocument */
export async function readDocument(database: Database, place: DocumentPlace): Promise<string | undefined> {
  const writes = new Set<unknown>();
  for (let read = 1; read <= READS; read += 1) {
    const first = await database.get(place.table, place.key, { consistent: true });
    if (!first) return undefined;
    writes.add(first.write);
    const keys = Array.from({ length: first.parts as number }, (_, at) =>
      partKey(place, first.version as number, first.write as string, at + 1),
    );
    const rest = await database.getMany(place.table, keys, { consistent: true });
    // A part that is gone belonged to a document that has been replaced since.
    if (rest.length === keys.length) return inflate([first, ...rest.sort((a, b) => (a.sk < b.sk ? -1 : 1))]);
    await pause(read);
  }
  if (writes.size === 1) throw new DamagedDocument(`a part of ${place.key.pk} is gone`);
  throw new Error(`${place.key.pk} was replaced with each of ${READS} reads`);
}

function inflate(items: readonly Item[]): string {
  try {
    return inflateRawSync(Buffer.concat(items.map(({ bytes }) => bytes as Uint8Array))).toString('utf8');
  } catch {
    throw new DamagedDocument(`${items[0]?.pk} cannot be inflated`);
  }
}

/**
 * Replaces the document. `version` is greater than `replaces`, which is 0 where there is none yet.
 * @returns false when somebody else replaced it first
 */
export async function replaceDocument(
  database: Database,
  place: DocumentPlace,
  text: string,
  version: number,
  replaces: number,
): Promise<boolean> {
  const write = randomUUID();
  const deflated = deflateRawSync(text);
  const [first = deflated, ...rest] = cut(deflated);
  const keys = rest.map((_, at) => partKey(place, version, write, at + 1));
  await Promise.all(
    rest.map((bytes, at) =>
      database.write({ kind: 'PUT', table: place.table, item: { ...(keys[at] ?? place.key), bytes } }),
    ),
  );
  try {
    await database.write({
      kind: 'PUT',
      table: place.table,
      item: { ...place.key, version, write, parts: rest.length, bytes: first },
      condition: replaces === 0 ? { kind: 'ABSENT' } : { kind: 'EQUALS', attribute: 'version', value: replaces },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // A write whose answer was lost, and that was sent again, meets itself.
    const present = await database.get(place.table, place.key, { consistent: true });
    if (present?.write !== write) {
      await remove(database, place, keys);
      return false;
    }
  }
  // What cannot be removed now is removed with the next replacement.
  await removeBefore(database, place, version).catch(() => undefined);
  return true;
}

/** Removes the document. Its first item goes first: whoever reads meanwhile finds the document or none. */
export async function removeDocument(database: Database, place: DocumentPlace): Promise<void> {
  await remove(database, place, [place.key]);
  const parts = await queryAll(database, {
    table: place.table,
    pk: place.key.pk,
    from: 'PART#',
    to: 'PART$',
    consistent: true,
  });
  await remove(database, place, parts);
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += PART_BYTES) parts.push(bytes.subarray(from, from + PART_BYTES));
  return parts;
}

/** Parts of earlier versions, whoever left them; nobody who writes for one of these can still succeed. */
async function removeBefore(database: Database, place: DocumentPlace, version: number): Promise<void> {
  const old = await queryAll(database, {
    table: place.table,
    pk: place.key.pk,
    from: 'PART#',
    to: versionOf(version),
    consistent: true,
  });
  await remove(database, place, old);
}

async function remove(database: Database, place: DocumentPlace, keys: readonly Key[]): Promise<void> {
  await Promise.all(keys.map(({ pk, sk }) => database.write({ kind: 'DELETE', table: place.table, key: { pk, sk } })));
}
