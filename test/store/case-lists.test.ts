import { beforeEach, describe, expect, test } from 'vitest';
import { officerId } from '../../shared/domain/ids.ts';
import type { PetitionEvent } from '../../shared/domain/petition-events.ts';
import type { RouteProposal } from '../../shared/domain/routing.ts';
import { type AccessEntry, logAccess, readAccessLog } from '../../shared/store/access-log.ts';
import { changedBetween, readHeads, readQueue, screeningQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { JOURNAL_SHARDS, ORDINARY, shardOf } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { proposalMarks, putProposal, readProposal } from '../../shared/store/proposals.ts';
import { append, at, CONTACT, idOf, openCase } from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

const LATER = at('2026-03-05T01:00:00Z');
const CLASSIFIED: PetitionEvent = {
  type: 'classified.v1',
  purpose: 'APPEAL',
  category: 'RESPONSE.LATE',
  accused: { units: [], officers: [] },
};
const CLOSED: PetitionEvent[] = [
  { type: 'closed.v1', reason: 'WITHDRAWN' },
  { type: 'state-changed.v1', to: 'CLOSED' },
];

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });

  describe('queues', () => {
    const ids = async (queue: string, limit = 50) => {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await readQueue(database, ORDINARY, queue, { limit, ...(after ? { after } : {}) });
        found.push(...page.heads.map(({ id }) => id));
        after = page.next;
      } while (after);
      return found;
    };

    test('most urgent first, whatever the order of arrival, on one page or many', async () => {
      const days = ['2026-03-09', '2026-03-02', '2026-03-20', '2026-03-04', '2026-03-12'];
      for (const [n, day] of days.entries()) await openCase(database, n, at(`${day}T01:00:00Z`));
      const { head } = await openCase(database, 9, at('2026-03-21T01:00:00Z'));
      const expected = [1, 3, 0, 4, 2, 9].map(idOf);
      expect(await ids(screeningQueue(head.office))).toEqual(expected);
      expect(await ids(screeningQueue(head.office), 2)).toEqual(expected);
      expect(await ids(screeningQueue(head.office), 6)).toEqual(expected);
    });

    test('[P-03] before screening a case is in the screening queue only, then in its unit’s, at the end in none', async () => {
      const { head } = await openCase(database);
      const seen = async () => [await ids(screeningQueue(head.office)), await ids(unitQueue(head.unit))];
      expect(await seen()).toEqual([[idOf(1)], []]);
      await append(database, 1, [CLASSIFIED], LATER);
      expect(await seen()).toEqual([[], [idOf(1)]]);
      await append(database, 1, CLOSED, LATER);
      expect(await seen()).toEqual([[], []]);
    });

    test('heads by id leave out what is not there', async () => {
      await openCase(database, 1);
      await openCase(database, 2);
      expect((await readHeads(database, ORDINARY, [1, 2, 3].map(idOf))).map(({ id }) => id).sort()).toEqual([
        idOf(1),
        idOf(2),
      ]);
    });
  });

  describe('changedBetween', () => {
    test('finds each case with its newest version, over midnight UTC and all shards', async () => {
      const instants = [
        '2026-03-02T23:59:59.999Z',
        '2026-03-03T00:00:00.000Z',
        '2026-03-03T12:00:00Z',
        '2026-03-04T00:00:01Z',
      ].map(at);
      const cases = Array.from({ length: 12 }, (_, n) => n);
      expect(new Set(cases.map((n) => shardOf(idOf(n), JOURNAL_SHARDS))).size).toBe(JOURNAL_SHARDS);
      for (const n of cases) await openCase(database, n, instants[n % 4]);
      await append(database, 0, CONTACT, at('2026-03-04T00:00:00Z'));
      await append(database, 0, CONTACT, LATER);
      const changed = async (from: string, to: string) =>
        [...(await changedBetween(database, ORDINARY, at(from), at(to)))]
          .map(([id, version]) => `${Number(id.slice(1))}v${version}`)
          .sort();
      expect(await changed('2026-03-02T23:59:59.999Z', '2026-03-02T23:59:59.999Z')).toEqual(['0v1', '4v1', '8v1']);
      expect(await changed('2026-03-02T23:00:00Z', '2026-03-03T00:00:00Z')).toEqual([
        '0v1',
        '1v1',
        '4v1',
        '5v1',
        '8v1',
        '9v1',
      ]);
      expect(await changed('2026-03-03T00:00:00.001Z', '2026-03-04T00:00:00Z')).toEqual(['0v2', '10v1', '2v1', '6v1']);
      expect(await changed('2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual(
        ['0v3', ...cases.slice(1).map((n) => `${n}v1`)].sort(),
      );
      expect(await changed('2026-03-06T00:00:00Z', '2026-03-07T00:00:00Z')).toEqual([]);
      expect(await changed('2026-03-03T12:00:00Z', '2026-03-03T11:00:00Z')).toEqual([]);
    });
  });

  describe('proposals', () => {
    const proposal = (ruleSetVersion: string) =>
      ({ action: 'ACCEPT', reasons: [], ruleSetVersion }) as unknown as RouteProposal;

    const put = (forVersion: number, ruleSetVersion: string, rule?: string) =>
      putProposal(database, ORDINARY, idOf(1), {
        forVersion,
        proposal: proposal(ruleSetVersion),
        ...(rule ? { rule } : {}),
      });

    test('[P-07] an older or repeated one never overwrites, and the case is not touched', async () => {
      const { head } = await openCase(database);
      expect(await readProposal(database, ORDINARY, idOf(1))).toBeUndefined();
      expect(await put(1, 'a', 'night-racing')).toBe('STORED');
      expect(await put(1, 'b')).toBe('KNOWN');
      expect(await readProposal(database, ORDINARY, idOf(1))).toEqual({
        forVersion: 1,
        proposal: proposal('a'),
        rule: 'night-racing',
      });
      expect(await proposalMarks(database, ORDINARY, [idOf(1), idOf(2)])).toEqual(
        new Map([[idOf(1), { forVersion: 1, rule: 'night-racing' }]]),
      );
      expect((await readHeads(database, ORDINARY, [idOf(1)]))[0]).toEqual(head);
      await append(database, 1, CONTACT, LATER);
      expect(await put(2, 'c')).toBe('STORED');
      expect(await proposalMarks(database, ORDINARY, [idOf(1)])).toEqual(new Map([[idOf(1), { forVersion: 2 }]]));
    });

    test('one of another version than the present one is not stored: the case moved, or is not there', async () => {
      expect(await put(1, 'a')).toBe('MOVED');
      await openCase(database);
      await append(database, 1, CONTACT, LATER);
      expect(await put(1, 'a')).toBe('MOVED');
      expect(await put(3, 'a')).toBe('MOVED');
      expect(await readProposal(database, ORDINARY, idOf(1))).toBeUndefined();
    });
  });

  describe('access log', () => {
    const entry = (text: string, what: AccessEntry['what']): AccessEntry => ({
      at: at(text),
      officer: officerId('po-zhou'),
      what,
      reason: '核对地址',
    });

    test('[P-22] keeps every entry of a case in order of time, two of one instant as well, and never overwrites', async () => {
      const entries = [
        entry('2026-03-03T01:00:00Z', 'NARRATIVE'),
        entry('2026-03-02T01:00:00Z', 'IDENTITY'),
        entry('2026-03-03T01:00:00Z', 'SEALED'),
      ];
      for (const [n, one] of entries.entries()) await logAccess(database, ORDINARY, idOf(1), one, `n${n}`);
      await logAccess(database, ORDINARY, idOf(2), entry('2026-03-01T01:00:00Z', 'IDENTITY'), 'n');
      expect((await readAccessLog(database, ORDINARY, idOf(1))).map(({ what }) => what)).toEqual([
        'IDENTITY',
        'NARRATIVE',
        'SEALED',
      ]);
      expect((await readAccessLog(database, ORDINARY, idOf(1)))[0]).toEqual(entries[1]);
      await expect(
        logAccess(database, ORDINARY, idOf(1), { ...entry('2026-03-03T01:00:00Z', 'IDENTITY') }, 'n0'),
      ).rejects.toThrow();
      expect(await readAccessLog(database, ORDINARY, idOf(1))).toHaveLength(3);
    });
  });
});
