import { beforeEach, describe, expect, test } from 'vitest';
import { fireDue } from '../../shared/domain/alarms.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import {
  ALARM_SHARDS,
  alarmItem,
  commit,
  type LoadedCase,
  ORDINARY,
  SEALED,
  shardOf,
} from '../../shared/store/cases.ts';
import { type Database, type Item, queryAll } from '../../shared/store/database.ts';
import {
  decideReminders,
  dueAlarms,
  loadForFiring,
  nextAlarm,
  putOffAlarm,
  reminderItem,
} from '../../shared/store/due-alarms.ts';
import { readInbox } from '../../shared/store/inbox.ts';
import { append, at, idOf, informed, load, openCase, prepareChange, tree } from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

/** Five days before INFORM_15D of the test case is due: the first thresholds have passed. */
const NOW = at('2026-03-12T08:00:00Z');
const LATER = at('2026-03-13T01:00:00Z');

const fire = (loaded: LoadedCase, now: Instant = NOW) => {
  const fired = fireDue(loaded.head, loaded.alarm, now, tree, CALENDAR);
  if (!fired || fired.reminders.length === 0) throw new Error('the test needs something due');
  return fired;
};

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });
  const decide = (loaded: LoadedCase, now = NOW) => {
    const { reminders, alarm } = fire(loaded, now);
    return decideReminders(database, ORDINARY, loaded, reminders, alarm, now);
  };
  const inbox = async (loaded: LoadedCase): Promise<Item[]> => {
    const mailboxes = new Set(fire(loaded).reminders.map((reminder) => reminderItem(loaded.head.id, reminder, NOW).pk));
    return (
      await Promise.all([...mailboxes].map((pk) => queryAll(database, { table: 'REMINDERS', pk, consistent: true })))
    ).flat();
  };

  describe('decideReminders', () => {
    test('puts each reminder into its inbox and re-arms the alarm, without touching the head', async () => {
      const loaded = await openCase(database);
      const { reminders, alarm } = fire(loaded);
      expect(await decide(loaded)).toBe(true);
      const stored = await inbox(loaded);
      expect(stored).toHaveLength(reminders.length);
      expect(stored[0]).toMatchObject({ caseId: idOf(1), clock: 'INFORM_15D', decidedAt: NOW });
      const after = await load(database);
      expect(after.alarm).toEqual(alarm);
      expect(after.head).toEqual(loaded.head);
    });

    test('exactly once, however often and however many at once', async () => {
      const loaded = await openCase(database);
      const decided = await Promise.all(Array.from({ length: 10 }, () => decide(loaded)));
      expect(decided.filter(Boolean)).toHaveLength(1);
      expect(await decide(loaded)).toBe(false);
      expect(await inbox(loaded)).toHaveLength(fire(loaded).reminders.length);
      const after = await load(database);
      expect(fireDue(after.head, after.alarm, NOW, tree, CALENDAR)).toBeUndefined();
    });

    test('an alarm that a command moved gives false, and nothing is written', async () => {
      const loaded = await openCase(database);
      await append(database, 1, informed(NOW), NOW);
      expect(await decide(loaded)).toBe(false);
      expect(await inbox(loaded)).toEqual([]);
      expect((await load(database)).alarm).toEqual({ rev: 2, fired: [] });
    });

    test('a reminder that is in the inbox already stays as it is, the others are added', async () => {
      const loaded = await openCase(database);
      const { reminders } = fire(loaded);
      const first = reminders[0];
      if (!first) throw new Error('no reminder');
      const there = { ...reminderItem(idOf(1), first, at('2026-03-11T00:00:00Z')), read: true };
      await database.write({ kind: 'PUT', table: 'REMINDERS', item: there });
      expect(await decide(loaded)).toBe(true);
      const stored = await inbox(loaded);
      expect(stored).toHaveLength(reminders.length);
      expect(stored.find(({ pk, sk }) => pk === there.pk && sk === there.sk)).toMatchObject({
        read: true,
        decidedAt: '2026-03-11T00:00:00.000Z',
      });
      expect((await load(database)).alarm.rev).toBe(2);
    });

    test('a command after a reminder meets the alarm as re-armed', async () => {
      const loaded = await openCase(database);
      await decide(loaded);
      await commit(database, await prepareChange({ loaded: await load(database), events: informed(LATER) }, LATER));
      const { alarm } = await load(database);
      expect([alarm.rev, alarm.wakeAt, alarm.fired]).toEqual([3, undefined, fire(loaded).alarm.fired]);
    });
  });

  describe('due alarms', () => {
    const shard = shardOf(idOf(1), ALARM_SHARDS);
    const sameShard = Array.from({ length: 400 }, (_, n) => n)
      .filter((n) => shardOf(idOf(n), ALARM_SHARDS) === shard)
      .slice(0, 5);
    const arm = (n: number, wakeAt?: Instant, table: 'CASES' | 'SEALED' = 'CASES') =>
      database.write({
        kind: 'PUT',
        table,
        item: alarmItem(idOf(n), { rev: 1, fired: [], ...(wakeAt ? { wakeAt } : {}) }),
      });

    test('of one shard, by now inclusive, oldest first, a page at a time', async () => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0] = sameShard;
      await arm(a, at('2026-03-12T07:59:59Z'));
      await arm(b, NOW);
      await arm(c, at('2026-03-12T08:00:00.001Z'));
      await arm(d, at('2026-01-01T00:00:00Z'));
      await arm(e);
      await arm(
        Array.from({ length: 99 }, (_, n) => n).find((n) => shardOf(idOf(n), ALARM_SHARDS) !== shard) ?? 0,
        at('2026-01-01T00:00:00Z'),
      );
      expect(await dueAlarms(database, ORDINARY, shard, NOW, { limit: 10 })).toEqual({ ids: [d, a, b].map(idOf) });
      const first = await dueAlarms(database, ORDINARY, shard, NOW, { limit: 2 });
      expect(first).toEqual({ ids: [d, a].map(idOf), next: expect.any(String) });
      expect(await dueAlarms(database, SEALED, shard, NOW, { limit: 10 })).toEqual({ ids: [] });
      // What was done on the first page may go or stay meanwhile: the second begins after it.
      await arm(a, at('2026-04-01T00:00:00Z'));
      const second = await dueAlarms(database, ORDINARY, shard, NOW, { limit: 2, after: first.next ?? '' });
      expect(second).toEqual({ ids: [idOf(b)] });
      await arm(a, at('2026-03-12T07:59:59Z'));
      expect(await nextAlarm(database, ORDINARY, shard)).toBe('2026-01-01T00:00:00.000Z');
      expect(await nextAlarm(database, SEALED, shard)).toBeUndefined();
    });

    test('re-arming takes a case out of what is due, stopping the clock takes it out of the index', async () => {
      const loaded = await openCase(database);
      expect((await dueAlarms(database, ORDINARY, shard, NOW, { limit: 10 })).ids).toEqual([idOf(1)]);
      await decide(loaded);
      expect((await dueAlarms(database, ORDINARY, shard, NOW, { limit: 10 })).ids).toEqual([]);
      expect(((await nextAlarm(database, ORDINARY, shard)) ?? '') > NOW).toBe(true);
      await append(database, 1, informed(NOW), NOW);
      expect(await nextAlarm(database, ORDINARY, shard)).toBeUndefined();
    });

    test('an alarm that is put off rings again later; nothing counts as decided, and a success forgets the failures', async () => {
      await openCase(database);
      const ringing = async () => {
        const [one] = await loadForFiring(database, ORDINARY, [idOf(1)]);
        if (!one) throw new Error('no case');
        return one;
      };
      const before = await ringing();
      expect(before.failures).toBe(0);
      expect(await putOffAlarm(database, ORDINARY, before, LATER)).toBe(true);
      expect(await putOffAlarm(database, ORDINARY, before, LATER)).toBe(false);
      const after = await ringing();
      expect(after).toMatchObject({ failures: 1, alarm: { rev: 2, wakeAt: LATER, fired: before.alarm.fired } });
      expect((await dueAlarms(database, ORDINARY, shard, NOW, { limit: 10 })).ids).toEqual([]);
      expect((await dueAlarms(database, ORDINARY, shard, LATER, { limit: 10 })).ids).toEqual([idOf(1)]);
      expect(fire(after).reminders).toEqual(fire(before).reminders);
      expect(await putOffAlarm(database, ORDINARY, after, LATER)).toBe(true);
      expect((await ringing()).failures).toBe(2);
      await decide(await ringing());
      expect((await ringing()).failures).toBe(0);
    });

    test('cases are loaded with their alarms; ids without a case are left out', async () => {
      await openCase(database, 1);
      await openCase(database, 2);
      await arm(3, NOW);
      const loaded = await loadForFiring(database, ORDINARY, [1, 2, 3, 4].map(idOf));
      expect(loaded.map(({ head }) => head.id).sort()).toEqual([idOf(1), idOf(2)]);
      expect(loaded.every(({ alarm }) => alarm.rev === 1)).toBe(true);
    });
  });

  test('the inbox shows the newest first over several mailboxes, and goes on before a position', async () => {
    const mailboxes = [
      { kind: 'OFFICER', officer: tree.bureau.officers[0]?.id ?? '' },
      { kind: 'ROLE', unit: tree.bureau.units[0]?.id ?? '', role: 'registrar' },
    ] as Parameters<typeof readInbox>[1];
    const keys = [`OFFICER#${tree.bureau.officers[0]?.id}`, `ROLE#${tree.bureau.units[0]?.id}#registrar`];
    for (let n = 0; n < 8; n += 1)
      await database.write({
        kind: 'PUT',
        table: 'REMINDERS',
        item: { pk: keys[n % 2] ?? '', sk: `2026-03-0${n + 1}` },
      });
    const first = await readInbox(database, mailboxes, { limit: 3 });
    expect(first.map(({ sk }) => sk)).toEqual(['2026-03-08', '2026-03-07', '2026-03-06']);
    const second = await readInbox(database, mailboxes, { limit: 3, before: '2026-03-06' });
    expect(second.map(({ sk }) => sk)).toEqual(['2026-03-05', '2026-03-04', '2026-03-03']);
  });
});
