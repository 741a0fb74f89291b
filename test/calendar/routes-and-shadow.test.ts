import { describe, expect, test } from 'vitest';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { shadowOf } from '../../shared/domain/shadow-clock.ts';
import { lastDayOf, type RouteFacts, STATUTORY_LIMITS } from '../../shared/domain/statutory-routes.ts';
import { ROUTE_CODES, type RouteCode } from '../../shared/domain/taxonomy-data.ts';
import { at, day } from './a-law.ts';

describe('last day for filing on a statutory route', () => {
  const lastDay = (route: RouteCode, facts: RouteFacts) => lastDayOf(route, facts, CALENDAR);

  test.each<[string, RouteCode, RouteFacts, string, string]>([
    [
      'seven calendar days, rolled off the Sunday',
      'CRIM_RECON',
      { knownOn: day('2026-03-01') },
      '2026-03-08',
      '2026-03-09',
    ],
    ['seven days are not working days', 'CRIM_RECON', { knownOn: day('2026-09-28') }, '2026-10-05', '2026-10-08'],
    ['three days', 'REAPPRAISAL', { knownOn: day('2026-03-03') }, '2026-03-06', '2026-03-06'],
    [
      'three working days over the Spring Festival',
      'TRAFFIC_REVIEW',
      { knownOn: day('2026-02-13') },
      '2026-02-25',
      '2026-02-25',
    ],
    [
      'sixty days, told in writing',
      'ADMIN_RECON',
      { knownOn: day('2026-03-02'), toldInWriting: true },
      '2026-05-01',
      '2026-05-06',
    ],
    ['six months', 'ADMIN_SUIT', { knownOn: day('2026-01-31') }, '2026-07-31', '2026-07-31'],
    [
      'fifteen days after reconsideration',
      'ADMIN_SUIT',
      { knownOn: day('2025-01-31'), reconsideredOn: day('2026-03-02') },
      '2026-03-17',
      '2026-03-17',
    ],
    [
      'two years, from a leap day to the end of the month',
      'STATE_COMP',
      { knownOn: day('2024-02-29') },
      '2026-02-28',
      '2026-02-28',
    ],
  ])('%s: %s', (_, route, facts, nominal, last) => {
    const found = lastDay(route, facts);
    expect([found.nominalLastDay, found.lastDay, found.provisional]).toEqual([nominal, last, false]);
    expect(found.explanation.at(-1)).toMatchObject({ step: 'DUE', zh: expect.stringContaining(last) });
  });

  describe('复议法20(3): not told in writing', () => {
    const knownOn = day('2025-03-03');
    test('it runs from learning of right and limit', () => {
      expect(lastDay('ADMIN_RECON', { knownOn, toldInWriting: false, limitKnownOn: day('2025-06-02') })).toMatchObject({
        nominalLastDay: '2025-08-01',
      });
    });

    test('at most one year from knowing the act', () => {
      const late = lastDay('ADMIN_RECON', { knownOn, toldInWriting: false, limitKnownOn: day('2026-02-10') });
      expect(late).toMatchObject({ nominalLastDay: '2026-03-03', lastDay: '2026-03-03' });
      expect(late.explanation.some(({ article, zh }) => article === '行政复议法20(3)' && zh.includes('一年'))).toBe(
        true,
      );
    });

    test('while he has not learned of it, only the year bounds it', () => {
      const { lastDay: last, explanation } = lastDay('ADMIN_RECON', { knownOn, toldInWriting: false });
      expect(last).toBe('2026-03-03');
      expect(explanation[0]?.zh).toContain('尚不知道');
    });

    test('where nobody knows whether he was told, the nearer day is printed and the question asked', () => {
      const { nominalLastDay, explanation } = lastDay('ADMIN_RECON', { knownOn });
      expect(nominalLastDay).toBe('2025-05-02');
      expect(explanation[0]?.zh).toContain('请问明');
    });
  });

  test('a day in a year without a notice is provisional and says so', () => {
    const found = lastDay('ADMIN_RECON', { knownOn: day('2026-11-04'), toldInWriting: true });
    expect(found).toMatchObject({ nominalLastDay: '2027-01-03', lastDay: '2027-01-04', provisional: true });
    expect(found.explanation.at(-1)?.zh).toContain('日历未公布');
  });

  test.each<[RouteCode, RouteFacts]>([
    ['CRIM_COMPLAINT30', {}],
    ['DUTY', {}],
    ['ARBITRATION', { knownOn: day('2026-03-02') }],
    ['PARTY_APPEAL', {}],
    ['OTHER_ADMIN', {}],
    ['REAPPRAISAL', { knownOn: day('2026-03-02'), criminalCase: true }],
    ['ADMIN_RECON', { toldInWriting: true }],
  ])('%s without a limit, or without the day it runs from: no day is made up', (route, facts) => {
    const found = lastDay(route, facts);
    expect(found.lastDay).toBeUndefined();
    expect(found.explanation).toHaveLength(1);
    expect(found.explanation[0]?.article).toBe(STATUTORY_LIMITS[route].cite);
  });

  test('every route of the taxonomy has its row: a filing limit with its beginning, or why there is none', () => {
    expect(Object.keys(STATUTORY_LIMITS)).toEqual([...ROUTE_CODES]);
    for (const { filing, from, noLimit } of Object.values(STATUTORY_LIMITS))
      expect([filing !== undefined, noLimit === undefined]).toEqual([from !== undefined, from !== undefined]);
  });
});

describe('[V33] the shadow limit', () => {
  const inform = { nominalDue: day('2026-03-17') };
  const now = at('2026-04-01T09:00+08:00');

  test('begins on day 15 without a decision of acceptance: 60 days from there', () => {
    expect(shadowOf({ inform }, at('2026-03-16T23:59+08:00'), CALENDAR)).toBeUndefined();
    expect(shadowOf({ inform }, at('2026-03-17T00:00+08:00'), CALENDAR)).toMatchObject({
      deadline: { nominalDue: '2026-05-16', due: '2026-05-18' },
      overdue: false,
    });
    expect(shadowOf({ inform }, at('2026-05-19T00:01+08:00'), CALENDAR)?.overdue).toBe(true);
  });

  test('there is none for an acceptance in time, on the very day included, nor for a case that goes elsewhere', () => {
    expect(shadowOf({ inform, acceptedAt: at('2026-03-17T23:59+08:00') }, now, CALENDAR)).toBeUndefined();
    expect(shadowOf({ inform, elsewhere: true }, now, CALENDAR)).toBeUndefined();
  });

  test('a late acceptance is compared with it', () => {
    const shadow = shadowOf(
      { inform, acceptedAt: at('2026-03-27T09:00+08:00'), handle: { nominalDue: day('2026-05-26') } },
      at('2026-06-20T09:00+08:00'),
      CALENDAR,
    );
    expect(shadow).toMatchObject({ overdue: false, acceptance: { daysAfterStart: 10, laterThanShadow: 10 } });
  });
});
