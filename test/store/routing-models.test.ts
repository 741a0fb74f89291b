import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { queryAll } from '../../shared/store/database.ts';
import { DamagedDocument, readDocument, replaceDocument } from '../../shared/store/large-document.ts';
import {
  goLive,
  liveVersion,
  readLive,
  readModels,
  release,
  removeUnreachable,
  returnTo,
  rollBack,
  storeModels,
} from '../../shared/store/routing-models.ts';
import { instant, World } from '../builders/world.ts';

const stored = (version: string) => ({ version, trainedAt: instant('2026-03-02T01:00:00Z'), samples: 1, models: {} });

test('a version is stored once and never changed; the pointer moves forth and back', async () => {
  const { database } = new World();
  expect(await storeModels(database, stored('a'))).toBe(true);
  expect(await storeModels(database, { ...stored('a'), samples: 2 })).toBe(false);
  expect((await readModels(database, 'a'))?.samples).toBe(1);
  const before = await readLive(database);
  expect(await goLive(database, 'a', before)).toBe(true);
  // It was judged against what is live no longer.
  expect(await goLive(database, 'b', before)).toBe(false);
  expect(await goLive(database, 'b', await readLive(database))).toBe(true);
  expect(await liveVersion(database)).toBe('b');
  expect(await rollBack(database)).toEqual({ from: 'b', to: 'a' });
  expect(await rollBack(database, 'a')).toEqual({ from: 'a' });
  expect(await rollBack(database)).toEqual({ unchanged: true, held: true });
  expect(await goLive(database, 'b', await readLive(database))).toBe(false);
  expect([await release(database), await release(database)]).toEqual([true, false]);
  expect(await goLive(database, 'b', await readLive(database))).toBe(true);
});

/** `v4` is live, and before it were the others. */
async function fourVersions() {
  const { database } = new World();
  for (const version of ['v1', 'v2', 'v3', 'v4']) await goLive(database, version, await readLive(database));
  return database;
}

test('two roll-backs at once, and one that is sent again, go back one step; further back goes who names what is live', async () => {
  const database = await fourVersions();
  const once = { from: 'v4', to: 'v3' };
  const stays = { unchanged: true, live: 'v3', held: true };
  expect(await Promise.all([rollBack(database), rollBack(database)])).toEqual(expect.arrayContaining([once, stays]));
  expect(await rollBack(database)).toEqual(stays);
  expect(await rollBack(database, 'v4')).toEqual(stays);
  const further = { from: 'v3', to: 'v2' };
  expect(await Promise.all([rollBack(database, 'v3'), rollBack(database, 'v3')])).toContainEqual(further);
  expect((await readLive(database)).versions).toEqual(['v2', 'v1']);
});

test('one can return to what was left: the hold ends with the last of them, and what goes live ends the way back', async () => {
  const database = await fourVersions();
  for (const from of ['v4', 'v3', 'v2']) await rollBack(database, from);
  expect(await returnTo(database, 'v3')).toEqual({ from: 'v1', to: 'v3' });
  expect(await readLive(database)).toMatchObject({ versions: ['v3', 'v2', 'v1'], left: ['v4'], held: true });
  expect(await Promise.all([returnTo(database, 'v4'), returnTo(database, 'v4')])).toEqual(
    expect.arrayContaining([
      { from: 'v3', to: 'v4' },
      { unchanged: true, live: 'v4', held: false },
    ]),
  );
  expect(await readLive(database)).toMatchObject({ versions: ['v4', 'v3', 'v2', 'v1'], left: [], held: false });
  await rollBack(database);
  await release(database);
  expect(await readLive(database)).toMatchObject({ left: ['v4'], held: false });
  await goLive(database, 'v5', await readLive(database));
  expect(await returnTo(database, 'v4')).toEqual({ unchanged: true, live: 'v5', held: false });
  expect((await readLive(database)).versions).toEqual(['v5', 'v3', 'v2', 'v1']);
});

test('ten versions can be gone back to, each of them once', async () => {
  const { database } = new World();
  const names = Array.from({ length: 12 }, (_, at) => `v${at}`);
  for (const version of [...names, 'v5']) await goLive(database, version, await readLive(database));
  const { versions } = await readLive(database);
  expect(versions).toEqual(['v5', 'v11', 'v10', 'v9', 'v8', 'v7', 'v6', 'v4', 'v3', 'v2']);
});

test('a roll-back that a new version overtakes leaves that live', async () => {
  const database = await fourVersions();
  const write = database.write.bind(database);
  database.write = async (one) => {
    database.write = write;
    await goLive(database, 'v5', await readLive(database));
    return write(one);
  };
  expect(await rollBack(database)).toEqual({ unchanged: true, live: 'v5', held: false });
});

test('what can be gone to, what that was judged as, and what is young stays; all else is removed, whole', async () => {
  const { database } = new World();
  const [old, young] = [instant('2026-03-02T01:00:00Z'), instant('2026-03-03T01:00:00Z')];
  const big = { category: randomBytes(600_000).toString('base64') };
  const keep = async (version: string, fields = {}) =>
    storeModels(database, { ...stored(version), trainedAt: old, ...fields });
  await keep('judged');
  await keep('live', { judgedAs: 'judged' });
  await keep('left', { judgedAs: 'left-judged' });
  await keep('left-judged');
  await keep('forgotten', { judgedAs: 'forgotten-judged', models: big });
  await keep('forgotten-judged');
  await keep('tonight', { trainedAt: young });
  for (const version of ['live', 'left']) await goLive(database, version, await readLive(database));
  await rollBack(database);
  await removeUnreachable(database, young);
  await removeUnreachable(database, young);
  const there = async (version: string) => (await readModels(database, version)) !== undefined;
  const stay = ['judged', 'live', 'left', 'left-judged', 'tonight'];
  expect(await Promise.all(stay.map(there))).toEqual(stay.map(() => true));
  expect(await Promise.all(['forgotten', 'forgotten-judged'].map(there))).toEqual([false, false]);
  expect(await queryAll(database, { table: 'REGISTRY', pk: 'ROUTING_MODEL#forgotten' })).toEqual([]);
  const listed = await queryAll(database, { table: 'REGISTRY', pk: 'ROUTING_MODEL', from: 'STORED#', to: 'STORED$' });
  expect(listed).toHaveLength(stay.length);
});

test('what its lessons were about is as much of it as its bytes', async () => {
  const { database } = new World();
  await storeModels(database, { ...stored('heard'), models: { category: 'AAAA', heard: ['HUKOU'] } });
  const place = { table: 'REGISTRY', key: { pk: 'ROUTING_MODEL#heard', sk: 'MODEL' } } as const;
  const text = (await readDocument(database, place)) ?? '';
  expect((await readModels(database, 'heard'))?.models.heard).toEqual(['HUKOU']);
  expect(await replaceDocument(database, place, text.replace('"HUKOU"', '"FRAUD"'), 2, 1)).toBe(true);
  await expect(readModels(database, 'heard')).rejects.toBeInstanceOf(DamagedDocument);
});
