import { describe, expect, test } from 'vitest';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { type Probe, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import type { Query } from '../../shared/store/database.ts';
import { findAlike, indexWrites, READ_PER_KEY, unindexWrites } from '../../shared/store/matter-index.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';

const idOf = (number: number) => String(number).padStart(26, 'a') as CaseId;
const at = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString() as Instant;
const probeOf = (text: string): Probe =>
  sketchOf(
    text,
    () => 1,
    (gram) => ({ mark: gram & 0xff_ffff, key: String(gram) }),
  );

/** Looked up and put in as routing does; returns the keys it stands under. */
async function add(database: MemoryDatabase, number: number, text: string): Promise<readonly string[]> {
  const probe = probeOf(text);
  const { keys } = await findAlike(database, idOf(number), probe, 10);
  for (const write of indexWrites(idOf(number), { keys, at: at(number) }, probe)) await database.write(write);
  return keys;
}

const LETTER = '鹭栖弄锯木厂夜里开工到三点,全弄老人睡不着,请派人来看看噪声到底有多大。';

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
    expect(alike[0]?.likeness).toBeGreaterThan(0.99);
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
    expect(alike.map(({ id }) => id).sort()).toEqual([46, 47, 48, 49].map(idOf).sort());
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
});
