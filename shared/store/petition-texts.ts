import type { Identity } from '../domain/commands.ts';
import type { CaseId } from '../domain/ids.ts';
import { TEXT_FIELDS, type TextField } from '../domain/petition.ts';
import type { PersonMarks } from '../domain/same-person.ts';
import type { Database, Item, Write } from './database.ts';
import { decryptField, encryptField } from './field-cipher.ts';
import type { TableKey } from './tables.ts';

/** Identity fields, each encrypted on its own (P-04), and the larger texts. */
const IDENTITY_FIELDS = ['name', 'address', 'phone', 'idNumber'] as const;

/** A ciphertext above this stands in chunk items beside the body: an item holds 400 KB, and a petition some ten texts. */
const INLINE_BYTES = 30_000;
const CHUNK_BYTES = 300_000;

/** Keyed hashes that find petitions of the same person (blind index); see `shared/lambda/secrets.ts`. */
export interface PersonTokens {
  readonly phone?: string;
  readonly idNumber?: string;
  readonly nameAddress?: string;
}

/** What the petitioner gave, in the clear. */
export interface PetitionBody {
  readonly identity: Identity;
  readonly texts: Partial<Record<TextField, string>>;
  readonly extra: Readonly<Record<string, string>>;
}

interface BodyInput {
  readonly texts: Partial<Record<TextField, string>>;
  readonly identity?: Identity;
  /** Other texts of the registration: visit record, help needed, representatives. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly tokens?: PersonTokens;
  readonly previous?: Item;
}

/** The body's writes: one item, and chunks where a text is long. Fields not given again stay as stored. */
export function bodyWrites(
  table: TableKey,
  petitionId: CaseId,
  body: BodyInput,
  dataKey: { readonly plain: Uint8Array },
): Write[] {
  const fields = { ...body.identity, ...body.texts, ...body.extra } as Record<string, string | undefined>;
  const inline: Record<string, Uint8Array> = { ...((body.previous?.fields as Record<string, Uint8Array>) ?? {}) };
  const chunks: Record<string, number> = { ...((body.previous?.chunks as Record<string, number>) ?? {}) };
  const chunkWrites: Write[] = [];
  for (const [field, text] of Object.entries(fields)) {
    if (text === undefined) continue;
    const sealed = encryptField(dataKey.plain, petitionId, field, text);
    const partsBefore = chunks[field] ?? 0;
    const parts = sealed.length <= INLINE_BYTES ? 0 : Math.ceil(sealed.length / CHUNK_BYTES);
    delete chunks[field];
    delete inline[field];
    if (parts === 0) inline[field] = sealed;
    else chunks[field] = parts;
    for (let at = 0; at < parts; at += 1)
      chunkWrites.push({
        kind: 'PUT',
        table,
        item: {
          pk: petitionId,
          sk: chunkKey(field, at),
          part: sealed.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
        },
      });
    // A part that nothing points to any more would stay behind when the petition is sealed.
    for (let at = parts; at < partsBefore; at += 1)
      chunkWrites.push({ kind: 'DELETE', table, key: { pk: petitionId, sk: chunkKey(field, at) } });
  }
  const tokens = body.tokens ?? {};
  const kept = body.previous ?? ({} as Partial<Item>);
  return [
    {
      kind: 'PUT',
      table,
      item: {
        pk: petitionId,
        sk: 'BODY',
        fields: inline,
        ...(Object.keys(chunks).length > 0 ? { chunks } : {}),
        phoneHash: tokens.phone ?? kept.phoneHash,
        idNumberHash: tokens.idNumber ?? kept.idNumberHash,
        nameAddressHash: tokens.nameAddress ?? kept.nameAddressHash,
      },
    },
    ...chunkWrites,
  ];
}

const chunkKey = (field: string, at: number): string => `BODY#${field}#${String(at).padStart(3, '0')}`;

/** Reads and decrypts a petition's body. */
export async function readBody(
  database: Database,
  table: TableKey,
  petitionId: CaseId,
  dataKey: Uint8Array,
): Promise<PetitionBody> {
  const item = await readBodyItem(database, table, petitionId);
  if (!item) return { identity: {}, texts: {}, extra: {} };
  const sealed: Record<string, Uint8Array> = { ...(item.fields as Record<string, Uint8Array>) };
  for (const [field, parts] of Object.entries((item.chunks ?? {}) as Record<string, number>))
    sealed[field] = await readChunks(database, table, petitionId, field, parts);
  const identity: Record<string, string> = {};
  const texts: Partial<Record<TextField, string>> = {};
  const extra: Record<string, string> = {};
  for (const [field, bytes] of Object.entries(sealed)) {
    const text = decryptField(dataKey, petitionId, field, bytes);
    if ((IDENTITY_FIELDS as readonly string[]).includes(field)) identity[field] = text;
    else if ((TEXT_FIELDS as readonly string[]).includes(field)) texts[field as TextField] = text;
    else extra[field] = text;
  }
  return { identity, texts, extra };
}

/** The telephone alone, as it is registered now; nothing else of the body is opened. */
export async function readPhone(
  database: Database,
  table: TableKey,
  petitionId: CaseId,
  dataKey: Uint8Array,
): Promise<string | undefined> {
  const item = await readBodyItem(database, table, petitionId);
  const sealed = (item?.fields as Readonly<Record<string, Uint8Array>> | undefined)?.phone;
  return sealed && decryptField(dataKey, petitionId, 'phone', sealed);
}

/** The body as stored, for a correction to build on. */
export const readBodyItem = (database: Database, table: TableKey, petitionId: CaseId): Promise<Item | undefined> =>
  database.get(table, { pk: petitionId, sk: 'BODY' }, { consistent: true });

/** What the petitioner of each of these petitions is known by; what they say is not opened. */
export async function personsOf(
  database: Database,
  table: TableKey,
  petitions: readonly CaseId[],
): Promise<Map<CaseId, PersonMarks>> {
  const keys = [...new Set(petitions)].map((pk) => ({ pk, sk: 'BODY' }));
  const items = await database.getMany(table, keys, { consistent: true });
  return new Map(
    items.map(({ pk, idNumberHash, nameAddressHash }) => [
      pk as CaseId,
      {
        ...(typeof idNumberHash === 'string' ? { idNumber: idNumberHash } : {}),
        ...(typeof nameAddressHash === 'string' ? { nameAddress: nameAddressHash } : {}),
      },
    ]),
  );
}

async function readChunks(
  database: Database,
  table: TableKey,
  petitionId: CaseId,
  field: string,
  parts: number,
): Promise<Uint8Array> {
  const keys = Array.from({ length: parts }, (_, at) => ({ pk: petitionId, sk: chunkKey(field, at) }));
  const items = await database.getMany(table, keys, { consistent: true });
  const ordered = items.sort((a, b) => (a.sk < b.sk ? -1 : 1)).map((item) => item.part as Uint8Array);
  if (ordered.length !== parts) throw new Error(`a part of ${field} is missing`);
  return Buffer.concat(ordered);
}

/** All items of a body, for moving it into the sealed store. */
export async function bodyItems(database: Database, table: TableKey, petitionId: CaseId): Promise<Item[]> {
  const item = await readBodyItem(database, table, petitionId);
  if (!item) return [];
  const keys = Object.entries((item.chunks ?? {}) as Record<string, number>).flatMap(([field, parts]) =>
    Array.from({ length: parts }, (_, at) => ({ pk: petitionId as string, sk: chunkKey(field, at) })),
  );
  return [item, ...(await database.getMany(table, keys, { consistent: true }))];
}

/** Indexes of the blind index, strongest evidence first. */
export const PERSON_INDEXES = [
  { index: 'byIdNumber', token: 'idNumber' },
  { index: 'byNameAddress', token: 'nameAddress' },
  { index: 'byPhone', token: 'phone' },
] as const;
