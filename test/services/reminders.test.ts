import { describe, expect, test } from 'vitest';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { fireDue } from '../../shared/domain/alarms.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database, Query } from '../../shared/store/database.ts';
import { decideReminders, loadForFiring } from '../../shared/store/due-alarms.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { accepted, cast, classified, delivered } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const inbox = async (world: World, principal: Principal) =>
  (await inboxOf(principal, {}, world.tree, world.database)).reminders.reverse();

/** Ticks every hour up to a day, as a schedule would. */
async function pass(world: World, until: string, stepHours = 1): Promise<void> {
  for (let at = Date.parse(world.now); at <= Date.parse(until); at += stepHours * 3_600_000) {
    world.now = instant(new Date(at).toISOString());
    await world.sweep();
  }
}

describe('the ladder in the inbox', () => {
  test('a page that the table ends early does not end the inbox', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    await world.submit({ organ: 'donghu' });
    await pass(world, '2026-03-05T03:00:00Z');
    const { database } = world;
    const shortPages = new Proxy(database, {
      get: (of, name: keyof Database) =>
        name === 'query' ? (query: Query) => of.query({ ...query, limit: 1 }) : of[name].bind(of),
    });
    const registrar = cast(world).officeRegistrar;
    const { reminders, next } = await inboxOf(registrar, {}, world.tree, shortPages);
    expect(reminders).toHaveLength(4);
    expect(reminders).toEqual((await inboxOf(registrar, {}, world.tree, database)).reminders);
    expect(next).toBe(null);
  });

  test('INFORM_15D: each threshold once per role, red tells the chief, then overdue and supervision', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    await pass(world, '2026-03-05T03:00:00Z');
    const registrar = await inbox(world, cast(world).officeRegistrar);
    // The vector of spec.md §3.2: T-5 Tue 2/10, T-3 Thu 2/12, T-1 and T-0 merge into Sat 2/14 (working).
    expect(registrar.map(({ threshold, at, covers }) => [threshold, at, covers])).toEqual([
      ['T-5', '2026-02-10T01:00:00.000Z', ['T-5']],
      ['T-3', '2026-02-12T01:00:00.000Z', ['T-3']],
      ['T-1', '2026-02-14T01:00:00.000Z', ['T-1', 'T-0']],
      ['D+0', '2026-02-24T16:00:00.000Z', ['D+0']],
    ]);
    expect(registrar.every(({ caseId, missed }) => caseId === id && missed.length === 0)).toBe(true);
    const chief = await inbox(world, cast(world).chief);
    expect(chief.map(({ threshold, proposes }) => [threshold, proposes])).toEqual([
      ['T-3', null],
      ['T-1', null],
      ['D+1', 'SUPERVISION'],
      ['D+3', 'RED_FLAG'],
    ]);
    const bureauHead = await inbox(world, cast(world).bureauHead);
    expect(bureauHead.map(({ threshold, proposes }) => [threshold, proposes])).toEqual([['D+7', 'ACCOUNTABILITY']]);
  });

  test('an unscreened petition reminds its petition office alone; no unit and no handler hears of it', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    await world.submit({ organ: 'donghu', place: '柳桥街道' });
    await pass(world, '2026-03-05T03:00:00Z', 6);
    for (const who of [cast(world).stationHead, cast(world).stationRegistrar, cast(world).handler])
      expect(await inbox(world, who)).toEqual([]);
  });

  test('nothing is sent for a clock that stopped', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const id = await classified(world);
    world.now = instant('2026-02-10T02:00:00Z');
    await world.sweep();
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await pass(world, '2026-03-01T03:00:00Z', 6);
    const sent = (await inbox(world, cast(world).officeRegistrar)).filter(({ clock }) => clock === 'INFORM_15D');
    expect(sent.map(({ threshold }) => threshold)).toEqual(['T-5']);
  });

  test('HANDLE_60D goes to the handler, yellow to his head, red to the leader; an extension has a ladder of its own', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    const head = world.officer('head-ma');
    await world.command(id, head, {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt: '2026-09-30',
    });
    await world.command(id, world.officer('handler-zhu'), {
      type: 'LOG_CONTACT',
      outcome: 'HEARD',
      method: 'PHONE',
      note: '已联系',
    });
    world.now = instant('2026-09-21T00:00:00Z');
    await pass(world, '2026-09-29T03:00:00Z');
    const ofHandle = async (officer: string) =>
      (await inbox(world, world.officer(officer))).filter(({ clock }) => clock === 'HANDLE_60D');
    const days = (await ofHandle('handler-zhu')).map(({ threshold, at }) => `${threshold} ${String(at).slice(0, 10)}`);
    expect(days).toEqual(['T-10 2026-09-22', 'T-5 2026-09-24', 'T-3 2026-09-29']);
    expect((await ofHandle('leader-shen')).map(({ threshold }) => threshold)).toEqual(['T-3']);
    await world.command(id, cast(world).bureauHead, {
      type: 'EXTEND',
      days: 20,
      reason: '复杂',
      capacity: 'HEAD',
      method: 'POST',
    });
    await pass(world, '2026-10-13T03:00:00Z');
    const clocks = (await inbox(world, world.officer('handler-zhu'))).map(
      ({ clock, threshold }) => `${clock} ${threshold}`,
    );
    expect(clocks.filter((line) => line.startsWith('HANDLE_60D'))).toHaveLength(3);
    expect(clocks).toContain('EXT_30D T-10');
  });

  test('REVIEW_APPLY_30D is the petitioner’s right: reminders before, no overdue step after', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await delivered(world, '2026-04-22T10:00+08:00');
    await pass(world, '2026-06-20T03:00:00Z', 6);
    const office = (await inbox(world, cast(world).officer)).filter(({ clock }) => clock === 'REVIEW_APPLY_30D');
    expect(office.map(({ threshold }) => threshold)).toEqual(['T-10', 'T-3']);
  });
});

describe('nothing twice, nothing lost', () => {
  test('a clock that begins in the past says so to the reminders queue; an ordinary one does not', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const typesAt = async (id: string, version: number) =>
      (await world.database.get('CASES', { pk: id, sk: `V#0000000${version}` }))?.types;
    const { id } = await world.submit({ organ: 'donghu', petitioner: undefined });
    expect(await typesAt(id, 1)).not.toContain('alarm-due');
    // Twelve days later the name becomes known: the 15 days count from receipt, and T-5 and T-3 are behind already.
    world.now = instant('2026-03-14T02:00:00Z');
    await world.command(id, cast(world).officer, {
      type: 'CORRECT_RECORD',
      reason: '来电补充姓名地址',
      petitioner: { name: '钱禾', address: '柳桥街12号' },
    });
    expect(await typesAt(id, 2)).toContain('alarm-due');
  });

  test('sweeps that run at once, and twice, decide each reminder once', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    for (let at = 0; at < 30; at += 1) await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-10T01:00:00Z');
    const runs = await Promise.all([world.sweep(), world.sweep(), world.sweep()]);
    expect(runs.reduce((sum, { reminders }) => sum + reminders, 0)).toBe(60);
    expect(await world.sweep()).toMatchObject({ due: 0, nextDue: '2026-02-12T01:00:00.000Z' });
    expect(await inbox(world, cast(world).officeRegistrar)).toHaveLength(30);
  });

  test('after days of outage the missed thresholds of a clock come as one message that says so', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-13T04:00:00Z');
    await world.sweep();
    const [only, ...more] = await inbox(world, cast(world).officeRegistrar);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ threshold: 'T-3', missed: ['T-5'] });
  });

  test('more than a page of alarms in one shard drains without a cap, and a failing case holds up nobody', async () => {
    const database = new MemoryDatabase();
    const world = new World('2026-01-31T02:00:00Z', database);
    for (let at = 0; at < 400; at += 1) await world.submit({ organ: 'donghu' });
    world.now = instant('2026-02-10T01:00:00Z');
    const transact = database.transact.bind(database);
    let unlucky: string | undefined;
    database.transact = async (writes) => {
      const alarm = writes[0]?.kind === 'PUT' ? writes[0].item.pk : undefined;
      unlucky ??= alarm;
      if (alarm === unlucky) throw new Error('this one always fails');
      return transact(writes);
    };
    expect(await world.sweep()).toMatchObject({ due: 400, decided: 399, failed: 1 });
    database.transact = transact;
    expect(await world.sweep()).toMatchObject({ due: 1, decided: 1 });
  });

  test('a clock that stops between reading the alarm and writing leaves no reminder', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    const id = await classified(world);
    world.now = instant('2026-02-10T01:00:00Z');
    const [loaded] = await loadForFiring(world.database, ORDINARY, [id]);
    if (!loaded) throw new Error('no case');
    const fired = fireDue(loaded.head, loaded.alarm, world.now, world.tree, CALENDAR);
    if (!fired) throw new Error('nothing due');
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    expect(await decideReminders(world.database, ORDINARY, loaded, fired.reminders, fired.alarm, world.now)).toBe(
      false,
    );
    expect(await inbox(world, cast(world).officeRegistrar)).toEqual([]);
  });

  test('[P-03] [P-10] nobody complained about is reminded: the role goes to a superior, the person sees nothing', async () => {
    const world = new World('2026-01-31T02:00:00Z');
    await world.submit({ organ: 'donghu', accused: { officers: ['reg-zhang'] } });
    await pass(world, '2026-02-14T03:00:00Z');
    expect(await inbox(world, cast(world).officeRegistrar)).toEqual([]);
    const chief = await inbox(world, cast(world).chief);
    expect(chief.map(({ threshold }) => threshold)).toContain('T-5');
  });
});
