import { randomInt } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../shared/store/database.ts';
import { decryptField, encryptField } from '../../shared/store/field-cipher.ts';
import { bodyItems, bodyWrites, PERSON_INDEXES, readBody, readBodyItem } from '../../shared/store/petition-texts.ts';
import { DATA_KEY, idOf } from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

const ID = idOf(1);
const IDENTITY = { name: '钱禾', address: '柳桥街12号', phone: '13800000000', idNumber: '110101199001010000' };

/** Characters that hardly deflate: Chinese ones of the basic and the supplementary plane, and emoji. */
const randomText = (characters: number): string =>
  Array.from({ length: characters }, (_, n) =>
    String.fromCodePoint(
      n % 10 === 0
        ? randomInt(0x1f300, 0x1f600)
        : n % 2 === 0
          ? randomInt(0x20000, 0x2a6d0)
          : randomInt(0x4e00, 0x9fa6),
    ),
  ).join('');

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });
  const store = async (body: Parameters<typeof bodyWrites>[2], id = ID) =>
    database.transact(bodyWrites('TEXTS', id, body, DATA_KEY));
  const read = () => readBody(database, 'TEXTS', ID, DATA_KEY.plain);
  const previous = async () => ({ previous: (await readBodyItem(database, 'TEXTS', ID)) ?? { pk: ID, sk: 'BODY' } });

  test('identity, texts and the rest come back apart; without a body there is nothing', async () => {
    expect(await read()).toEqual({ identity: {}, texts: {}, extra: {} });
    await store({ identity: IDENTITY, texts: { request: '请依法处理', title: '题' }, extra: { place: '柳桥街道' } });
    expect(await read()).toEqual({
      identity: IDENTITY,
      texts: { request: '请依法处理', title: '题' },
      extra: { place: '柳桥街道' },
    });
    expect(await bodyItems(database, 'TEXTS', ID)).toHaveLength(1);
  });

  test('[P-04] nothing is stored in the clear, each identity field is encrypted on its own', async () => {
    await store({ identity: IDENTITY, texts: { request: '请依法处理' } });
    const item = await readBodyItem(database, 'TEXTS', ID);
    const bytes = Buffer.concat(
      Object.values(item?.fields as Record<string, Uint8Array>).map((field) => Buffer.from(field)),
    );
    for (const value of [...Object.values(IDENTITY), '请依法处理'])
      expect(bytes.includes(Buffer.from(value))).toBe(false);
    expect(Object.keys(item?.fields ?? {}).sort()).toEqual(['address', 'idNumber', 'name', 'phone', 'request']);
  });

  test.each([
    [100_000, 1],
    [130_000, 2],
  ])('%i random characters and emoji stand in chunks of at most 300 KB and come back', async (characters, chunks) => {
    const facts = randomText(characters);
    await store({ identity: IDENTITY, texts: { request: '短', facts } });
    const item = await readBodyItem(database, 'TEXTS', ID);
    expect(item?.chunks).toEqual({ facts: chunks });
    const sizes = (await bodyItems(database, 'TEXTS', ID)).slice(1).map(({ part }) => (part as Uint8Array).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeGreaterThan((chunks - 1) * 300_000 + 1_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(300_000);
    const body = await read();
    expect(body.texts.facts === facts).toBe(true);
    expect(body.texts.request).toBe('短');
  });

  test('a correction keeps what it does not name, and the blind index with it', async () => {
    const facts = randomText(100_000);
    await store({
      identity: IDENTITY,
      texts: { request: '旧', facts },
      extra: { place: '柳桥' },
      tokens: { phone: 'p', idNumber: 'i', nameAddress: 'n' },
    });
    await store({ texts: { request: '新' }, ...(await previous()) });
    const body = await read();
    expect(body).toMatchObject({ identity: IDENTITY, texts: { request: '新' }, extra: { place: '柳桥' } });
    expect(body.texts.facts === facts).toBe(true);
    await store({ texts: {}, identity: { phone: '13900000000' }, tokens: { phone: 'q' }, ...(await previous()) });
    expect((await read()).identity).toEqual({ ...IDENTITY, phone: '13900000000' });
    const found = await Promise.all(
      [
        ['byPhone', 'p'],
        ['byPhone', 'q'],
        ['byIdNumber', 'i'],
        ['byNameAddress', 'n'],
      ].map(async ([index = '', pk = '']) =>
        (await database.query({ table: 'TEXTS', index, pk })).items.map((entry) => entry.pk),
      ),
    );
    expect(found).toEqual([[], [ID], [ID], [ID]]);
    expect(PERSON_INDEXES.map(({ index }) => index)).toEqual(['byIdNumber', 'byNameAddress', 'byPhone']);
  });

  test.each([
    ['short', 5],
    ['of one chunk', 60_000],
  ])('a long text that becomes %s leaves no chunk behind', async (_, characters) => {
    await store({ texts: { facts: randomText(130_000) } });
    const facts = randomText(characters);
    await store({ texts: { facts }, ...(await previous()) });
    expect((await read()).texts.facts === facts).toBe(true);
    const stored = await database.query({ table: 'TEXTS', pk: ID, consistent: true });
    expect(stored.items.map(({ sk }) => sk)).toEqual((await bodyItems(database, 'TEXTS', ID)).map(({ sk }) => sk));
  });

  test('a missing chunk is an error, not a shorter text', async () => {
    await store({ texts: { facts: randomText(130_000) } });
    await database.write({ kind: 'DELETE', table: 'TEXTS', key: { pk: ID, sk: 'BODY#facts#001' } });
    // Not `rejects`: a failure would print the text.
    expect(
      await read().then(
        () => 'opened',
        (error: Error) => error.message,
      ),
    ).toBe('a part of facts is missing');
  });

  test('a ciphertext moved to another petition or field is refused', async () => {
    await store({ identity: IDENTITY, texts: { request: '甲', facts: '乙' } });
    const item = await readBodyItem(database, 'TEXTS', ID);
    const fields = item?.fields as Record<string, Uint8Array>;
    const swapped = { ...fields, request: fields.facts ?? Buffer.of() };
    await database.write({ kind: 'PUT', table: 'TEXTS', item: { pk: ID, sk: 'BODY', fields: swapped } });
    await expect(read()).rejects.toThrow();
    await database.write({ kind: 'PUT', table: 'TEXTS', item: { pk: idOf(2), sk: 'BODY', fields } });
    await expect(readBody(database, 'TEXTS', idOf(2), DATA_KEY.plain)).rejects.toThrow();
  });
});

describe('field cipher', () => {
  const sealed = () => encryptField(DATA_KEY.plain, ID, 'request', '请依法处理');
  const open = (bytes: Uint8Array, id: string = ID, field = 'request', key: Uint8Array = DATA_KEY.plain) =>
    decryptField(key, id, field, bytes);

  test('opens with its own key, petition and field only', () => {
    expect(open(sealed())).toBe('请依法处理');
    expect(() => open(sealed(), idOf(2))).toThrow();
    expect(() => open(sealed(), ID, 'facts')).toThrow();
    expect(() => open(sealed(), ID, 'request', Buffer.alloc(32, 6))).toThrow();
  });

  test('every changed byte and every cut is refused', () => {
    const bytes = sealed();
    for (let at = 0; at < bytes.length; at += 1) {
      const tampered = Buffer.from(bytes);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      expect(() => open(tampered)).toThrow();
      expect(() => open(bytes.subarray(0, at))).toThrow();
    }
  });

  test('the same text never gives the same ciphertext', () => {
    expect(Buffer.from(sealed())).not.toEqual(Buffer.from(sealed()));
  });

  test('a text that ends as another begins does not pass for it: petition and field are kept apart', () => {
    const bytes = encryptField(DATA_KEY.plain, 'a', 'b', 'x');
    expect(() => decryptField(DATA_KEY.plain, 'a|b', '', bytes)).toThrow();
  });
});
