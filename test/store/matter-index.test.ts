import { describe, expect, test } from 'vitest';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { compare, type Probe, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import type { Query } from '../../shared/store/database.ts';
import { findAlike, indexWrites, READ_PER_KEY, unindexWrites } from '../../shared/store/matter-index.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';

const idOf = (number: number) => String(number).padStart(26, 'a') as CaseId;
const at = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString() as Instant;
const probeOf = (text: string): Probe =>
  sketchOf(
    text,
    () => 1,
    (gram) => ({ mark: gram & 0xffff, key: String(gram) }),
  );

/** Looked up and put in as routing does; returns the keys it stands under. */
async function add(database: MemoryDatabase, number: number, text: string): Promise<readonly string[]> {
  const probe = probeOf(text);
  const { keys } = await findAlike(database, idOf(number), probe, 10);
  for (const write of indexWrites(idOf(number), { keys, at: at(number) }, probe)) await database.write(write);
  return keys;
}

const LETTER = '鹭栖弄锯木厂夜里开工到三点,全弄老人睡不着,请派人来看看噪声到底有多大。';

/** Letters that follow no rule, so that hardly an n-gram comes twice. */
const other = (from: number, length = 1_500) =>
  Array.from({ length }, (_, at) => String.fromCodePoint(0x4e00 + (((from + at) * 7_919) % 20_000))).join('');
const LONG = other(0, 3_000);

describe('[A-28] an index of matters whose look-up costs the same among few and many', () => {
  test('a key that is full takes no more: the next petition stands under the next most telling ones', async () => {
    const database = new MemoryDatabase();
    const keys: (readonly string[])[] = [];
    for (let number = 0; number < 3 * READ_PER_KEY; number += 1) keys.push(await add(database, number, LETTER));
    const under = Map.groupBy(keys.flat(), (key) => key);
    expect(Math.max(...[...under.values()].map(({ length }) => length))).toBe(READ_PER_KEY);
    expect(new Set(keys.map(({ length }) => length))).toEqual(new Set([6]));
    // All of them are still found, by the keys that each took.
    const { alike } = await findAlike(database, idOf(99), probeOf(LETTER), 100);
    expect(alike).toHaveLength(3 * READ_PER_KEY);
    expect(alike[0]?.sketchCosine).toBeGreaterThan(0.99);
  });

  test('of each key the newest few are read, and no look-up asks more than once', async () => {
    const database = new MemoryDatabase();
    const probe = probeOf(LETTER);
    for (let number = 0; number < 50; number += 1)
      for (const write of indexWrites(idOf(number), { keys: probe.keys, at: at(number) }, probe))
        await database.write(write);
    const asked: Query[] = [];
    const { query } = database;
    database.query = async (one) => {
      asked.push(one);
      return query.call(database, one);
    };
    const { alike } = await findAlike(database, idOf(99), probe, 100);
    expect(asked).toHaveLength(probe.lookUps.length);
    expect(asked.every(({ limit, descending }) => limit === READ_PER_KEY && descending)).toBe(true);
    expect(alike.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: READ_PER_KEY }, (_, at) => idOf(49 - at)).sort(),
    );
  });

  test('a text that has nothing but common words still stands somewhere, as the newest', async () => {
    const database = new MemoryDatabase();
    for (let number = 0; number < 10; number += 1) await add(database, number, '派出所');
    const { alike } = await findAlike(database, idOf(99), probeOf('派出所'), 100);
    expect(alike.map(({ id }) => id)).toContain(idOf(9));
  });

  test('keys stay the same when the message comes again, and what is taken out is gone', async () => {
    const database = new MemoryDatabase();
    for (let number = 0; number < READ_PER_KEY; number += 1) await add(database, number, LETTER);
    const again = await add(database, READ_PER_KEY - 1, LETTER);
    expect(await add(database, READ_PER_KEY - 1, LETTER)).toEqual(again);
    for (const write of unindexWrites(idOf(READ_PER_KEY - 1), { keys: again, at: at(READ_PER_KEY - 1) }))
      await database.write(write);
    const { alike } = await findAlike(database, idOf(99), probeOf(LETTER), 100);
    expect(alike.map(({ id }) => id)).not.toContain(idOf(READ_PER_KEY - 1));
  });

  test('what is read of a full key fits into half a unit, 4 KB, however long the texts are', async () => {
    // Weights of every size, as of a text where some is rare and most is common.
    const probe = sketchOf(
      LONG,
      (gram) => 0.05 * 1.05 ** (gram % 100),
      (gram) => ({ mark: gram & 0xffff, key: String(gram) }),
    );
    const [write] = indexWrites(idOf(1), { keys: ['k'.repeat(16)], at: at(1) }, probe);
    if (write?.kind !== 'PUT') throw new Error('nothing was put in');
    const bytes = Object.entries(write.item).reduce(
      (sum, [name, value]) => sum + name.length + (value as string | Uint8Array).length,
      0,
    );
    expect(bytes * READ_PER_KEY).toBeLessThanOrEqual(4_096);
  });

  test('a sketch holds the most telling of a long text: two of the same are alike entirely, others are not', async () => {
    const database = new MemoryDatabase();
    await add(database, 1, LONG);
    await add(database, 2, `${LONG.slice(0, 1_500)}${other(9_000)}`);
    const { alike } = await findAlike(database, idOf(99), probeOf(LONG), 10);
    expect(alike.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
    expect(alike[0]?.sketchCosine).toBeGreaterThan(0.99);
    expect(alike[1]?.sketchCosine).toBeLessThan(0.8);
    for (const { likeness, sketchCosine } of alike) expect(likeness).toBeLessThanOrEqual(sketchCosine);
  });

  test('copies of one letter name the best of them, another letter none', async () => {
    const database = new MemoryDatabase();
    for (let number = 0; number < 3; number += 1) await add(database, number, `${LETTER}${'甲乙丙'[number]}户`);
    await add(database, 3, '鹭栖弄锯木厂夜里开工,老人睡不着,报警没人管');
    const { alike } = await findAlike(database, idOf(99), probeOf(`${LETTER}甲户`), 10);
    expect(alike.map(({ id, copyOf }) => [id, copyOf])).toEqual([
      [idOf(0), undefined],
      [idOf(1), idOf(0)],
      [idOf(2), idOf(0)],
      [idOf(3), undefined],
    ]);
  });
});

test('a letter of sixty hands leaves room for whoever tells it otherwise', async () => {
  const database = new MemoryDatabase();
  await add(database, 99, '鹭栖弄锯木厂夜里开工,老人睡不着,报警没人管');
  for (let number = 0; number < 60; number += 1) await add(database, number, LETTER);
  const { alike } = await findAlike(database, idOf(100), probeOf(LETTER), 60);
  expect(alike.at(-1)).toMatchObject({ id: idOf(99) });
  expect(alike.filter(({ copyOf }) => copyOf === alike[0]?.id)).toHaveLength(39);
});

test('the earliest of many hands is always given, however it was worded: all are linked to one', async () => {
  for (const [first, hands] of [
    [LETTER, 120],
    [`${LETTER}此信由我起草`, 60],
  ] as const) {
    const database = new MemoryDatabase();
    await add(database, 0, first);
    for (let number = 1; number < hands; number += 1) await add(database, number, LETTER);
    for (const most of [60, 30]) {
      const { alike } = await findAlike(database, idOf(200), probeOf(LETTER), most);
      expect(alike.map(({ id }) => id)).toContain(idOf(0));
      expect(alike).toHaveLength(Math.min(most, 40));
      expect(alike.filter(({ copyOf }) => copyOf === undefined)).toHaveLength(1);
    }
  }
});

test('likeness is short of the cosine of the sketches by what they do not hold of the texts', () => {
  const half = { marks: new Map([[1, 0.6]]) };
  expect(compare(half, half)).toEqual({ likeness: expect.closeTo(0.6), sketchCosine: expect.closeTo(1) });
  const whole = {
    marks: new Map([
      [1, 0.6],
      [2, 0.8],
    ]),
  };
  expect(compare(whole, half)).toEqual({
    likeness: expect.closeTo(Math.sqrt(0.36 * 0.6)),
    sketchCosine: expect.closeTo(0.6),
  });
  expect(compare(half, { marks: new Map([[3, 1]]) })).toEqual({ likeness: 0, sketchCosine: 0 });
  expect(compare(half, { marks: new Map() })).toEqual({ likeness: 0, sketchCosine: 0 });
});
