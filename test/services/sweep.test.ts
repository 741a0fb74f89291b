import { describe, expect, test } from 'vitest';
import { emptyCount, sweepShard } from '../../services/reminders/fire-alarms.ts';
import { sweep } from '../../services/reminders/sweep.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ALARM_SHARDS, alarmItem, loadCase, ORDINARY } from '../../shared/store/cases.ts';
import type { Item, Query, Write } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { cast, classified } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

/** Of a petition submitted then, the first threshold of INFORM_15D is due on February 10th. */
const SUBMITTED = '2026-01-31T02:00:00Z';
const FIRST_DUE = '2026-02-10T01:00:00Z';

/** An index that still shows every alarm where it was when first asked, as if nothing had been re-armed. */
class LaggingDatabase extends MemoryDatabase {
  readonly #stale = new Map<string, readonly Item[]>();
  shown = 0;
  override async query(query: Query) {
    if (query.index !== 'alarms' || query.to === undefined) return super.query(query);
    const { limit = 50, after, ...whole } = query;
    const stale = this.#stale.get(query.pk) ?? (await super.query(whole)).items;
    this.#stale.set(query.pk, stale);
    const from = after === undefined ? 0 : Number(after);
    const items = stale.slice(from, from + limit);
    this.shown += items.length;
    return from + limit < stale.length ? { items, next: String(from + limit) } : { items };
  }
}

/** A database on which deciding one case fails for as long as `poisoned` names it. */
class PoisonedDatabase extends MemoryDatabase {
  poisoned: string | undefined;
  override async transact(writes: readonly Write[]): Promise<void> {
    // What a command brings to somebody comes with the head of its case.
    const commands = writes.some((write) => write.kind === 'PUT' && write.item.sk === 'HEAD');
    const decides = !commands && writes.some(({ table }) => table === 'REMINDERS');
    if (decides && writes.some((write) => write.kind === 'PUT' && write.item.pk === this.poisoned))
      throw new Error('poison');
    return super.transact(writes);
  }
}

const submitMany = async (world: World, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await world.submit({ organ: 'donghu' });
};

describe('an index that lags behind', () => {
  test('a shard is swept to its end although it still shows what is done', async () => {
    const database = new LaggingDatabase();
    const world = new World(SUBMITTED, database);
    await submitMany(world, 1_800);
    world.now = instant(FIRST_DUE);
    const swept = await world.sweep();
    expect(swept).toMatchObject({ due: 1_800, decided: 1_800, moved: 0, failed: 0, unfinished: 0 });
    // Each entry was read once, not again with every page.
    expect(database.shown).toBe(1_800);
    // The index has not caught up: a second sweep decides nothing again, and ends.
    expect(await world.sweep()).toMatchObject({ due: 1_800, decided: 0, reminders: 0, moved: 1_800 });
  });

  test('an index that begins every page anew is read larger; one without an end stops with the time', async () => {
    const database = new MemoryDatabase();
    const world = new World(SUBMITTED, database);
    await submitMany(world, 1_800);
    world.now = instant(FIRST_DUE);
    const query = database.query.bind(database);
    const all = (await query({ table: 'CASES', index: 'alarms', pk: 'ALARM#3' })).items;
    expect(all.length).toBeGreaterThan(70);
    let pages = 0;
    database.query = async ({ limit = 50 }) => {
      pages += 1;
      return { items: all.slice(0, limit), next: 'there is always more' };
    };
    const count = emptyCount();
    const done = await sweepShard(database, ORDINARY, 3, world.now, world.deps.bureau, count, () => pages < 40);
    expect([done, pages]).toEqual([false, 40]);
    expect(count).toMatchObject({ due: all.length, decided: all.length });
  });
});

describe('a case that cannot be decided', () => {
  async function poisonedWorld() {
    const database = new PoisonedDatabase();
    const world = new World(SUBMITTED, database);
    const id = await classified(world);
    world.now = instant(FIRST_DUE);
    database.poisoned = id;
    return { database, world, id };
  }
  const wakeAt = async (world: World, id: CaseId) =>
    (await loadCase(world.database, ORDINARY, id))?.alarm.wakeAt?.slice(11, 16);

  test('is put off by 1, 5, 15 and 60 minutes, keeps what is due, and leaves the front to others', async () => {
    const { database, world, id } = await poisonedWorld();
    const waits: (string | undefined)[] = [];
    for (const at of ['01:00', '01:01', '01:06', '01:21', '02:21']) {
      world.now = instant(`2026-02-10T${at}:00Z`);
      expect(await world.sweep()).toMatchObject({ due: 1, failed: 1, decided: 0 });
      waits.push(await wakeAt(world, id));
      // Before its time it is not looked at, and says when the next sweep has to do with it.
      expect(await world.sweep()).toMatchObject({ due: 0, nextDue: `2026-02-10T${waits.at(-1)}:00.000Z` });
    }
    expect(waits).toEqual(['01:01', '01:06', '01:21', '02:21', '03:21']);
    database.poisoned = undefined;
    world.now = instant('2026-02-10T03:21:00Z');
    expect(await world.sweep()).toMatchObject({ due: 1, decided: 1 });
    // The reminder says when it was due, not when it was tried.
    const inbox = await database.query({ table: 'REMINDERS', pk: 'ROLE#donghu-xinfang#registrar' });
    const inform = inbox.items.filter(({ clock }) => clock === 'INFORM_15D');
    expect(inform.map(({ at, key }) => [at, key])).toEqual([['2026-02-10T01:00:00.000Z', 'T-5']]);
    expect(await wakeAt(world, id)).toBe('01:00');
  });

  test('is counted and kept in the record of the run', async () => {
    const { database, world } = await poisonedWorld();
    await world.sweep();
    const runs = await database.query({ table: 'REMINDERS', pk: 'RUN#2026-02-10' });
    expect(runs.items).toMatchObject([{ due: 1, decided: 0, moved: 0, failed: 1 }]);
  });

  test('whose clock a command stops is not tried again', async () => {
    const { world, id } = await poisonedWorld();
    await world.sweep();
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    world.now = instant('2026-02-10T01:30:00Z');
    expect(await world.sweep()).toMatchObject({ due: 0 });
  });

  test('that a command changed meanwhile is not put off under its new alarm', async () => {
    const { database, world, id } = await poisonedWorld();
    const write = database.write.bind(database);
    database.write = async (one) => {
      database.write = write;
      await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
      return write(one);
    };
    expect(await world.sweep()).toMatchObject({ due: 1, failed: 1 });
    const loaded = await loadCase(database, ORDINARY, id);
    expect(loaded?.alarm.wakeAt).not.toBe('2026-02-10T01:01:00.000Z');
    expect(loaded?.head.state).toBe('ACCEPTED');
  });
});

test('[P-03] whoever is complained about since a moment ago gets no reminder of a sweep that looked before', async () => {
  const database = new MemoryDatabase();
  const world = new World(SUBMITTED, database);
  const id = await classified(world);
  world.now = instant(FIRST_DUE);
  const transact = database.transact.bind(database);
  database.transact = async (writes) => {
    database.transact = transact;
    const accused = { units: [], officers: ['reg-zhang'] };
    const { officer } = cast(world);
    await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
    return transact(writes);
  };
  await world.sweep();
  await world.sweep();
  const box = async (role: string) => {
    const { items } = await database.query({ table: 'REMINDERS', pk: `ROLE#donghu-xinfang#${role}` });
    return items.filter(({ clock }) => clock === 'INFORM_15D');
  };
  expect(await box('registrar')).toEqual([]);
  expect(await box('petitionOfficer')).toHaveLength(1);
});

test('an alarm armed for an earlier day than its ladder now says is armed anew instead of ringing every minute', async () => {
  const world = new World(SUBMITTED);
  const id = await classified(world);
  const loaded = await loadCase(world.database, ORDINARY, id);
  if (!loaded) throw new Error('no case');
  const right = loaded.alarm.wakeAt;
  world.now = instant('2026-02-02T01:00:00Z');
  await world.database.write({
    kind: 'PUT',
    table: 'CASES',
    item: alarmItem(id, { ...loaded.alarm, wakeAt: instant('2026-02-02T00:00:00Z') }),
  });
  expect(await world.sweep()).toMatchObject({ due: 1, moved: 1, reminders: 0, nextDue: right });
  expect(await world.sweep()).toMatchObject({ due: 0 });
});

test('a sweep out of time hands over what is left of each shard', async () => {
  const world = new World(SUBMITTED);
  await submitMany(world, 1_200);
  world.now = instant(FIRST_DUE);
  const sent: unknown[] = [];
  const send = async (_queue: string, messages: readonly unknown[]) => void sent.push(...messages);
  const continueIn = { send, queueUrl: 'reminders' };
  const result = await sweep(world.now, { ...world.deps, tables: ORDINARY, continueIn }, () => false);
  expect(result.unfinished).toBe(sent.length);
  expect(sent.length).toBeGreaterThan(ALARM_SHARDS / 2);
  expect(sent[0]).toMatchObject({ type: 'xinfang.sweep-continued.v1', store: 'CASES' });
});
