import { beforeEach, describe, expect, test } from 'vitest';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { canonicalJson, NO_PREVIOUS } from '../../shared/events/record.ts';
import {
  AlarmMoved,
  alarmItem,
  commit,
  loadCase,
  ORDINARY,
  prepare,
  readHistory,
  recordField,
  SEALED,
  shardOf,
  VersionConflict,
} from '../../shared/store/cases.ts';
import { ConditionFailed, type Database, type Write } from '../../shared/store/database.ts';
import { decryptField, digest } from '../../shared/store/field-cipher.ts';
import {
  append,
  at,
  CLERK,
  CONTACT,
  DATA_KEY,
  idOf,
  informed,
  load,
  openCase,
  opened,
  prepareChange,
  RECEIVED,
} from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

const LATER = at('2026-03-03T01:00:00Z');
const note = (pk: string): Write => ({
  kind: 'PUT',
  table: 'REGISTRY',
  item: { pk, sk: 'NOTE' },
  condition: { kind: 'ABSENT' },
});

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });

  describe('prepare and commit', () => {
    test('a new case has head, first record and an armed alarm', async () => {
      const { head, chain, wrappedKey, alarm } = await openCase(database);
      expect(head).toEqual(evolve(undefined, opened(idOf(1)), RECEIVED));
      expect([head.version, head.state, head.clocks.map(({ code }) => code)]).toEqual([1, 'RECEIVED', ['INFORM_15D']]);
      expect(Buffer.from(wrappedKey)).toEqual(DATA_KEY.wrapped);
      expect(alarm).toMatchObject({ rev: 1, fired: [] });
      expect(alarm.wakeAt).toBeDefined();
      const history = await readHistory(database, ORDINARY, idOf(1));
      expect(history.map(({ record }) => [record.version, record.command, record.hash])).toEqual([
        [1, 'SUBMIT', chain],
      ]);
    });

    test('a case that is not there is undefined, also in the other store', async () => {
      await openCase(database);
      expect(await loadCase(database, ORDINARY, idOf(2))).toBeUndefined();
      expect(await loadCase(database, SEALED, idOf(1))).toBeUndefined();
    });

    test('two cases of one command are stored together or not at all', async () => {
      const first = await openCase(database, 1);
      const second = await openCase(database, 2);
      await append(database, 2, CONTACT, LATER);
      const prepared = await prepare(
        [ORDINARY, ORDINARY],
        [
          { loaded: first, events: CONTACT },
          { loaded: second, events: CONTACT },
        ],
        { at: LATER, actor: CLERK, command: 'LOG_CONTACT' },
        [DATA_KEY, DATA_KEY],
        CALENDAR,
      );
      await expect(commit(database, prepared)).rejects.toBeInstanceOf(VersionConflict);
      expect((await load(database, 1)).head.version).toBe(1);
      expect(await readHistory(database, ORDINARY, idOf(1))).toHaveLength(1);
    });

    test('of two commands on one version the second gets VersionConflict and leaves nothing', async () => {
      const loaded = await openCase(database);
      const [first, second] = [
        await prepareChange({ loaded, events: CONTACT }, LATER),
        await prepareChange({ loaded, events: informed(LATER) }, LATER),
      ];
      await commit(database, first);
      await expect(commit(database, second, [note('x')])).rejects.toBeInstanceOf(VersionConflict);
      const now = await load(database);
      expect([now.head.version, now.head.heard, now.head.clocks.length, now.alarm.rev]).toEqual([2, 1, 1, 1]);
      expect(await database.get('REGISTRY', { pk: 'x', sk: 'NOTE' }, { consistent: true })).toBeUndefined();
    });

    test('twenty commands at once on one version: one is stored, each other one is told', async () => {
      const loaded = await openCase(database);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, async () =>
          commit(database, await prepareChange({ loaded, events: CONTACT }, LATER)),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(VersionConflict);
      expect((await load(database)).head).toMatchObject({ version: 2, heard: 1 });
    });

    test('opening a case twice is a VersionConflict', async () => {
      await openCase(database);
      const again = await prepareChange({ events: opened(idOf(1)) }, LATER);
      await expect(commit(database, again)).rejects.toBeInstanceOf(VersionConflict);
    });

    test('an alarm that a sweep re-armed is AlarmMoved, no conflict of versions', async () => {
      const loaded = await openCase(database);
      await database.write({
        kind: 'PUT',
        table: 'CASES',
        item: alarmItem(idOf(1), { ...loaded.alarm, rev: 2, fired: ['INFORM_15D:T-5'] }),
      });
      const stopping = await prepareChange({ loaded, events: informed(LATER) }, LATER);
      await expect(commit(database, stopping)).rejects.toBeInstanceOf(AlarmMoved);
      expect((await load(database)).head.version).toBe(1);
      await commit(database, await prepareChange({ loaded: await load(database), events: informed(LATER) }, LATER));
      const { alarm } = await load(database);
      expect(alarm).toEqual({ rev: 3, fired: ['INFORM_15D:T-5'] });
    });

    test('a command that changes no clock does not touch the alarm', async () => {
      const loaded = await openCase(database);
      await database.write({ kind: 'PUT', table: 'CASES', item: alarmItem(idOf(1), { ...loaded.alarm, rev: 7 }) });
      await commit(database, await prepareChange({ loaded, events: CONTACT }, LATER));
      expect((await load(database)).alarm.rev).toBe(7);
    });

    test('a further write that fails stops everything and is named by its own position', async () => {
      await database.write(note('taken'));
      const prepared = await prepareChange({ events: opened(idOf(1)) }, RECEIVED);
      const error = await commit(database, prepared, [note('free'), note('taken')]).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConditionFailed);
      expect((error as ConditionFailed).positions).toEqual([1]);
      expect(await loadCase(database, ORDINARY, idOf(1))).toBeUndefined();
      expect(await database.get('REGISTRY', { pk: 'free', sk: 'NOTE' })).toBeUndefined();
    });
  });

  describe('history', () => {
    test('[P-22] records are numbered without gaps and chained by their hashes', async () => {
      await openCase(database);
      for (let n = 0; n < 4; n += 1) await append(database, 1, CONTACT, LATER);
      const records = (await readHistory(database, ORDINARY, idOf(1))).map(({ record }) => record);
      expect(records.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
      let previous = NO_PREVIOUS;
      for (const { hash, ...unchained } of records) {
        expect(unchained.previous).toBe(previous);
        expect(digest(canonicalJson(unchained))).toBe(hash);
        previous = hash;
      }
      expect((await load(database)).chain).toBe(previous);
    });

    test('replaying the stored events gives the stored head', async () => {
      await openCase(database);
      await append(database, 1, CONTACT, LATER);
      await append(database, 1, informed(LATER), LATER);
      let head: Head | undefined;
      for (const { record } of await readHistory(database, ORDINARY, idOf(1)))
        head = evolve(head, record.events, record.at);
      expect(head).toEqual((await load(database)).head);
    });

    test('is read whole over many pages, and from a version on', async () => {
      await openCase(database);
      // Long records: a page of DynamoDB ends after 1 MB.
      const long = 'x'.repeat(150_000);
      for (let n = 0; n < 12; n += 1) {
        const change = {
          loaded: await load(database),
          events: CONTACT,
          texts: { note: [...long].map(() => Math.random().toString(36)[2]).join('') },
        };
        await commit(database, await prepareChange(change, LATER));
      }
      const all = await readHistory(database, ORDINARY, idOf(1));
      expect(all.map(({ record }) => record.version)).toEqual(Array.from({ length: 13 }, (_, n) => n + 1));
      expect((await readHistory(database, ORDINARY, idOf(1), 10)).map(({ record }) => record.version)).toEqual([
        10, 11, 12, 13,
      ]);
      expect(await readHistory(database, ORDINARY, idOf(1), 14)).toEqual([]);
    });

    test('texts stand beside the record, encrypted; the record holds their digests', async () => {
      const loaded = await openCase(database);
      await commit(database, await prepareChange({ loaded, events: CONTACT, texts: { note: '电话已接通' } }, LATER));
      const stored = (await readHistory(database, ORDINARY, idOf(1), 2))[0];
      const sealed = Buffer.from(stored?.texts.note ?? []);
      expect(stored?.record.texts).toEqual({ note: digest(sealed) });
      expect(JSON.stringify(stored?.record)).not.toContain('电话');
      expect(decryptField(DATA_KEY.plain, idOf(1), recordField(idOf(1), 2, 'note'), sealed)).toBe('电话已接通');
      expect(() => decryptField(DATA_KEY.plain, idOf(1), recordField(idOf(1), 3, 'note'), sealed)).toThrow();
    });
  });
});

describe('shardOf', () => {
  test('is stable and spreads ids evenly', () => {
    const counts = new Array<number>(16).fill(0);
    for (let n = 0; n < 16_000; n += 1) counts[shardOf(idOf(n), 16)] = (counts[shardOf(idOf(n), 16)] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
    expect(shardOf(idOf(1), 16)).toBe(shardOf(idOf(1), 16));
  });
});
