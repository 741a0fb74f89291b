import { beforeEach, describe, expect, test } from 'vitest';
import {
  ConditionFailed,
  type Database,
  type Item,
  queryAll,
  type Write,
  withConflictRetry,
} from '../../shared/store/database.ts';

const put = (item: Item, condition?: Write['condition']): Write => ({
  kind: 'PUT',
  table: 'CASES',
  item,
  ...(condition ? { condition } : {}),
});

const numbered = (count: number, attributes: (at: number) => Partial<Item> = () => ({})): Item[] =>
  Array.from({ length: count }, (_, at) => ({ pk: 'p', sk: `s${String(at).padStart(3, '0')}`, ...attributes(at) }));

const positionsOf = async (attempt: Promise<unknown>): Promise<readonly number[]> => {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ConditionFailed);
  return (error as ConditionFailed).positions;
};

/** What every implementation of the port must do alike. */
export function databaseContract(fresh: () => Promise<Database>): void {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });
  const store = async (items: readonly Item[]) => {
    for (const item of items) await database.write(put(item));
  };
  const sks = (items: readonly Item[]) => items.map(({ sk }) => sk);

  describe('get and getMany', () => {
    test('an item comes back as it went in, with binary and nested values and without undefined attributes', async () => {
      const item: Item = {
        pk: 'p',
        sk: 's',
        text: '信访\u0001𠮷',
        empty: '',
        number: -1.5,
        yes: true,
        no: false,
        nothing: null,
        bytes: Buffer.from([0, 255, 128]),
        list: ['a', 1, ['b']],
        map: { inner: { bytes: Buffer.from([7]) }, none: [] },
        missing: undefined,
      };
      await database.write(put(item));
      const read = await database.get('CASES', { pk: 'p', sk: 's' }, { consistent: true });
      expect(Object.keys(read ?? {}).sort()).toEqual(
        Object.keys(item)
          .filter((name) => name !== 'missing')
          .sort(),
      );
      expect(read?.bytes).toBeInstanceOf(Uint8Array);
      expect(plain(read)).toEqual(plain({ ...item }));
    });

    test('what was read is a copy: changing it changes nothing stored', async () => {
      await store([{ pk: 'p', sk: 's', list: ['a'] }]);
      const read = await database.get('CASES', { pk: 'p', sk: 's' });
      (read?.list as string[]).push('b');
      expect((await database.get('CASES', { pk: 'p', sk: 's' }))?.list).toEqual(['a']);
    });

    test('a missing item, another sort key and another table give nothing', async () => {
      await store([{ pk: 'p', sk: 's' }]);
      expect(await database.get('CASES', { pk: 'p', sk: 't' })).toBeUndefined();
      expect(await database.get('SEALED', { pk: 'p', sk: 's' })).toBeUndefined();
    });

    test('more than a hundred keys are read, missing ones left out, repeated ones given once', async () => {
      await store(numbered(130));
      const keys = [...numbered(150), ...numbered(3)].map(({ pk, sk }) => ({ pk, sk }));
      const found = await database.getMany('CASES', keys, { consistent: true });
      expect(sks(found).sort()).toEqual(sks(numbered(130)));
      expect(await database.getMany('CASES', [])).toEqual([]);
    });
  });

  describe('query', () => {
    test('bounds of the sort key are inclusive, each may be missing, reversed ones find nothing', async () => {
      await store([...numbered(6), { pk: 'q', sk: 's001' }]);
      const find = async (bounds: { from?: string; to?: string }) =>
        sks((await database.query({ table: 'CASES', pk: 'p', ...bounds, consistent: true })).items);
      expect(await find({})).toEqual(sks(numbered(6)));
      expect(await find({ from: 's002', to: 's004' })).toEqual(['s002', 's003', 's004']);
      expect(await find({ from: 's004' })).toEqual(['s004', 's005']);
      expect(await find({ to: 's001' })).toEqual(['s000', 's001']);
      expect(await find({ from: 's004', to: 's001' })).toEqual([]);
      expect(await find({ from: 't' })).toEqual([]);
    });

    test.each([false, true])('pages join without gap or repetition, descending: %s', async (descending) => {
      await store(numbered(10));
      const expected = descending ? sks(numbered(10)).reverse() : sks(numbered(10));
      const first = await database.query({ table: 'CASES', pk: 'p', limit: 4, descending });
      expect(sks(first.items)).toEqual(expected.slice(0, 4));
      expect(first.next).toBeTypeOf('string');
      for (const limit of [1, 3, 5, 10, 11])
        expect(sks(await queryAll(database, { table: 'CASES', pk: 'p', limit, descending }))).toEqual(expected);
    });

    test('the last page has no position', async () => {
      await store(numbered(3));
      expect((await database.query({ table: 'CASES', pk: 'p', limit: 4 })).next).toBeUndefined();
      expect(await database.query({ table: 'CASES', pk: 'none' })).toEqual({ items: [] });
    });

    test('a position stays good when its item is deleted between two pages', async () => {
      await store(numbered(6));
      const first = await database.query({ table: 'CASES', pk: 'p', limit: 3 });
      await database.write({ kind: 'DELETE', table: 'CASES', key: { pk: 'p', sk: 's002' } });
      const second = await database.query({ table: 'CASES', pk: 'p', limit: 3, after: first.next ?? '' });
      expect(sks(second.items)).toEqual(['s003', 's004', 's005']);
    });
  });

  describe('sparse indexes', () => {
    const entry = (at: number) => ({ worklistPk: 'UNIT#u', worklistSk: `2026-01-0${9 - at}#${at}`, more: 'text' });

    test('give keys only, in the order of the index, and nothing for items without the attributes', async () => {
      await store(numbered(6, (at) => (at % 2 === 0 ? entry(at) : {})));
      const page = await database.query({ table: 'CASES', index: 'worklist', pk: 'UNIT#u' });
      expect(page.items).toEqual(
        [4, 2, 0].map((at) => ({
          pk: 'p',
          sk: `s00${at}`,
          worklistPk: 'UNIT#u',
          worklistSk: `2026-01-0${9 - at}#${at}`,
        })),
      );
    });

    test('an item leaves the index when it is put again without the attributes, or with others', async () => {
      await store(numbered(3, entry));
      await store([
        { pk: 'p', sk: 's000' },
        { pk: 'p', sk: 's001', worklistPk: 'UNIT#v', worklistSk: '2026' },
      ]);
      await database.write({ kind: 'DELETE', table: 'CASES', key: { pk: 'p', sk: 's002' } });
      expect((await database.query({ table: 'CASES', index: 'worklist', pk: 'UNIT#u' })).items).toEqual([]);
      expect(sks((await database.query({ table: 'CASES', index: 'worklist', pk: 'UNIT#v' })).items)).toEqual(['s001']);
    });

    test('page through items with equal sort keys, with bounds and from the end', async () => {
      await store(numbered(9, (at) => ({ worklistPk: 'UNIT#u', worklistSk: at < 7 ? 'same' : 'tail' })));
      const query = { table: 'CASES', index: 'worklist', pk: 'UNIT#u', limit: 2 } as const;
      expect(sks(await queryAll(database, query)).sort()).toEqual(sks(numbered(9)));
      expect(sks(await queryAll(database, { ...query, descending: true })).sort()).toEqual(sks(numbered(9)));
      expect(sks(await queryAll(database, { ...query, from: 'tail' })).sort()).toEqual(['s007', 's008']);
      expect(sks(await queryAll(database, { ...query, to: 'same' }))).toHaveLength(7);
    });

    test('an index over pk finds items by another attribute', async () => {
      for (const pk of ['b', 'a', 'c'])
        await database.write({
          kind: 'PUT',
          table: 'TEXTS',
          item: { pk, sk: 'BODY', phoneHash: pk === 'c' ? 'y' : 'x' },
        });
      const page = await database.query({ table: 'TEXTS', index: 'byPhone', pk: 'x' });
      expect(page.items).toEqual(['a', 'b'].map((pk) => ({ pk, sk: 'BODY', phoneHash: 'x' })));
    });
  });

  describe('conditions', () => {
    const item = (version?: number | string): Item => ({ pk: 'p', sk: 's', version });
    const stored = async () => (await database.get('CASES', { pk: 'p', sk: 's' }, { consistent: true }))?.version;

    test('ABSENT writes once', async () => {
      await database.write(put(item(1), { kind: 'ABSENT' }));
      expect(await positionsOf(database.write(put(item(2), { kind: 'ABSENT' })))).toEqual([0]);
      expect(await stored()).toBe(1);
    });

    test('EQUALS wants the item, the attribute and the very value', async () => {
      const equals = (value: number | string) => ({ kind: 'EQUALS', attribute: 'version', value }) as const;
      expect(await positionsOf(database.write(put(item(1), equals(1))))).toEqual([0]);
      await database.write(put(item(1)));
      expect(await positionsOf(database.write(put(item(2), equals(2))))).toEqual([0]);
      expect(await positionsOf(database.write(put(item(2), equals('1'))))).toEqual([0]);
      await database.write(put(item(2), equals(1)));
      expect(await stored()).toBe(2);
      await database.write(put(item()));
      expect(await positionsOf(database.write(put(item(3), equals(1))))).toEqual([0]);
    });

    test('OLDER writes over nothing and over less, never over the same, more or no number', async () => {
      const older = (value: number) => ({ kind: 'OLDER', attribute: 'version', value }) as const;
      await database.write(put(item(2), older(2)));
      expect(await positionsOf(database.write(put(item(2), older(2))))).toEqual([0]);
      expect(await positionsOf(database.write(put(item(1), older(1))))).toEqual([0]);
      await database.write(put(item(10), older(10)));
      expect(await stored()).toBe(10);
      for (const other of [item(), item('1')]) {
        await database.write(put(other));
        expect(await positionsOf(database.write(put(item(11), older(11))))).toEqual([0]);
      }
    });

    test('DELETE and CHECK hold conditions too', async () => {
      const key = { pk: 'p', sk: 's' };
      const is = (value: number) => ({ kind: 'EQUALS', attribute: 'version', value }) as const;
      await database.write(put(item(1)));
      expect(await positionsOf(database.write({ kind: 'DELETE', table: 'CASES', key, condition: is(2) }))).toEqual([0]);
      expect(await positionsOf(database.write({ kind: 'CHECK', table: 'CASES', key, condition: is(2) }))).toEqual([0]);
      await database.write({ kind: 'CHECK', table: 'CASES', key, condition: is(1) });
      await database.write({ kind: 'DELETE', table: 'CASES', key, condition: is(1) });
      expect(await stored()).toBeUndefined();
      await database.write({ kind: 'DELETE', table: 'CASES', key });
    });
  });

  describe('transact', () => {
    test('writes over several tables, or nothing, and names the conditions that failed', async () => {
      await store([{ pk: 'p', sk: 'there', version: 1 }]);
      const absent = { kind: 'ABSENT' } as const;
      const writes = (version: number): Write[] => [
        put({ pk: 'p', sk: 'new' }, absent),
        { kind: 'PUT', table: 'FACTS', item: { pk: 'p', sk: 'ROW' } },
        {
          kind: 'CHECK',
          table: 'CASES',
          key: { pk: 'p', sk: 'there' },
          condition: { kind: 'EQUALS', attribute: 'version', value: version },
        },
      ];
      expect(await positionsOf(database.transact(writes(2)))).toEqual([2]);
      const alsoThere = put({ pk: 'p', sk: 'gone' }, { kind: 'EQUALS', attribute: 'version', value: 1 });
      expect(await positionsOf(database.transact([alsoThere, ...writes(2)]))).toEqual([0, 3]);
      expect(await database.get('CASES', { pk: 'p', sk: 'new' }, { consistent: true })).toBeUndefined();
      expect(await database.get('FACTS', { pk: 'p', sk: 'ROW' }, { consistent: true })).toBeUndefined();
      await database.transact(writes(1));
      expect(sks(await queryAll(database, { table: 'CASES', pk: 'p' }))).toEqual(['new', 'there']);
      expect(await database.get('FACTS', { pk: 'p', sk: 'ROW' }, { consistent: true })).toBeDefined();
    });

    test('takes a hundred writes and refuses one more, and refuses to touch one item twice', async () => {
      await database.transact(numbered(100).map((item) => put(item)));
      await expect(
        database.transact(numbered(101, () => ({ again: true })).map((item) => put(item))),
      ).rejects.toThrow();
      await expect(
        database.transact([
          put({ pk: 'p', sk: 's000', again: true }),
          { kind: 'DELETE', table: 'CASES', key: { pk: 'p', sk: 's000' } },
        ]),
      ).rejects.toThrow();
      const items = await queryAll(database, { table: 'CASES', pk: 'p' });
      expect(items).toHaveLength(100);
      expect(items.every((item) => item.again === undefined)).toBe(true);
    });

    test('of fifty transactions at once on one version exactly one wins, version after version', async () => {
      await store([{ pk: 'p', sk: 'HEAD', version: 0 }]);
      for (let version = 0; version < 3; version += 1) {
        const attempts = Array.from({ length: 50 }, (_, writer) =>
          withConflictRetry(() =>
            database.transact([
              put(
                { pk: 'p', sk: 'HEAD', version: version + 1, writer },
                { kind: 'EQUALS', attribute: 'version', value: version },
              ),
              put({ pk: 'p', sk: `V#${version + 1}`, writer }, { kind: 'ABSENT' }),
            ]),
          ),
        );
        const outcomes = await Promise.allSettled(attempts);
        const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
        const losers = outcomes.flatMap((outcome) =>
          outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
        );
        expect(winners).toHaveLength(1);
        expect(losers.every((error) => error instanceof ConditionFailed)).toBe(true);
        const [head, record] = await Promise.all(
          ['HEAD', `V#${version + 1}`].map((sk) => database.get('CASES', { pk: 'p', sk }, { consistent: true })),
        );
        expect([head?.version, head?.writer, record?.writer]).toEqual([version + 1, winners[0], winners[0]]);
      }
    });
  });

  describe('increment', () => {
    const key = { pk: 'RATE#x#1', sk: 'RATE' };

    test('creates the counter, returns each value once under concurrency, and sets the expiry', async () => {
      expect(await database.increment('REGISTRY', key, 2, 1000)).toBe(2);
      const values = await Promise.all(Array.from({ length: 30 }, () => database.increment('REGISTRY', key, 1, 2000)));
      expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 3));
      const item = await database.get('REGISTRY', key, { consistent: true });
      expect(item).toEqual({ ...key, count: 32, expiresAt: 2000 });
    });
  });
}

/** Bytes as numbers, so that a Buffer and a plain array of bytes compare alike. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, plain(inner)]])),
  );
}
