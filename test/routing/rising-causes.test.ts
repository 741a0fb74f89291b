import { describe, expect, test } from 'vitest';
import { addDays } from '../../shared/domain/calendar.ts';
import type { FactRow } from '../../shared/domain/facts.ts';
import type { CaseId, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import {
  chanceOf,
  isRising,
  risingCauses as risingOf,
  usualOf,
  WARNING,
} from '../../shared/domain/learning/rising-causes.ts';
import { u } from '../domain/demo-bureau.ts';

const TO = '2026-06-30' as LocalDate;
const risingCauses = (all: readonly FactRow[], to: LocalDate) => risingOf(all, to, (unit) => unit);
let number = 0;
const nextCase = (): CaseId => {
  number += 1;
  return `case-${number}` as CaseId;
};
const row = (daysAgo: number, more: Partial<FactRow> = {}, caseId = nextCase()): FactRow => ({
  caseId,
  version: 1,
  organ: u('donghu'),
  unit: u('donghu-liuqiao'),
  office: u('donghu-xinfang'),
  petition: caseId,
  matter: caseId,
  screened: true,
  sealed: false,
  category: 'RESPONSE.SLOW',
  submission: { channel: 'ONLINE', headcount: 1, visitBatch: false },
  registeredDate: addDays(TO, -daysAgo),
  receivedDate: addDays(TO, -daysAgo),
  referredOn: false,
  answers: true,
  ...more,
});
const rows = (counts: readonly number[], more: Partial<FactRow> = {}): FactRow[] =>
  counts.flatMap((count, window) => Array.from({ length: count }, () => row(window * WARNING.windowDays, more)));

describe('the statistic', () => {
  test('is a probability that falls with the count and rises with how unsteady the past was', () => {
    const steady = [2, 2, 1, 2, 3, 2, 2, 1, 2, 2, 3, 2];
    const chances = [0, 3, 6, 9, 12].map((count) => chanceOf(count, steady));
    expect(chances[0]).toBe(1);
    expect([...chances].sort((a, b) => b - a)).toEqual(chances);
    const unsteady = [0, 9, 0, 0, 8, 0, 1, 0, 0, 6, 0, 0];
    expect(chanceOf(9, unsteady)).toBeGreaterThan(chanceOf(9, steady));
    expect(chanceOf(5, new Array(12).fill(0))).toBeGreaterThan(0);
  });

  test('agrees with Poisson where the past is no more uneven than chance', () => {
    const past = new Array(1000).fill(4);
    const poisson =
      1 - [0, 1, 2, 3, 4, 5, 6].reduce((sum, k) => sum + (Math.exp(-4) * 4 ** k) / [1, 1, 2, 6, 24, 120, 720][k]!, 0);
    expect(chanceOf(7, past)).toBeCloseTo(poisson, 3);
  });

  test('quiet months warn seldom: under two in a hundred over 500 quiet fortnights', () => {
    let state = 7;
    const next = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return state / 2147483648;
    };
    const poisson = (mean: number) => {
      let [k, p] = [0, next()];
      for (const limit = Math.exp(-mean); p > limit; k += 1) p *= next();
      return k;
    };
    let warned = 0;
    for (let trial = 0; trial < 500; trial += 1) {
      const all = ['donghu-liuqiao', 'donghu-wangjiang', 'donghu-qingshi'].flatMap((unit) =>
        rows(
          Array.from({ length: WARNING.windows + 1 }, () => poisson(3)),
          { unit: u(unit) },
        ),
      );
      if (risingCauses(all, TO).length > 0) warned += 1;
    }
    expect(warned).toBeLessThanOrEqual(10);
  });
});

describe('warnings about issues, not people', () => {
  const PAST = [1, 2, 0, 1, 1, 2, 1, 0, 1, 1, 2, 1];

  test('[A-57] a cause that rises in one unit, with its cases', () => {
    const [warning, ...more] = risingCauses([...rows([9, ...PAST]), ...rows([2, ...PAST], { category: 'HUKOU' })], TO);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ category: 'RESPONSE.SLOW', unit: 'donghu-liuqiao', cases: { length: 9 }, to: TO });
  });

  test('k ≥ 5: four are none, even after nothing at all', () => {
    expect(risingCauses(rows([4]), TO)).toEqual([]);
    expect(risingCauses(rows([6]), TO)).toHaveLength(1);
  });

  test('[P-03] sealed and unscreened petitions, and cases answered elsewhere, count for nothing', () => {
    const many = [9, ...PAST];
    for (const more of [{ sealed: true }, { screened: false }, { answers: false }])
      expect(risingCauses(rows(many, more), TO)).toEqual([]);
  });

  test('what was referred below counts for the unit that answers it, not for the office that passed it on', () => {
    const passedOn = rows([9, ...PAST], { unit: u('city-xinfang'), answers: false, referredOn: true });
    const below = passedOn.map(
      ({ submission: _, ...one }): FactRow => ({
        ...one,
        caseId: nextCase(),
        unit: u('donghu-liuqiao'),
        answers: true,
        referredOn: false,
      }),
    );
    expect(risingCauses([...passedOn, ...below], TO)).toMatchObject([{ unit: 'donghu-liuqiao', cases: { length: 9 } }]);
  });

  test('[P-05] a warning names nobody', () => {
    const [warning] = risingCauses(rows([9, ...PAST]), TO);
    expect(Object.keys(warning ?? {}).sort()).toEqual(['cases', 'category', 'from', 'level', 'past', 'to', 'unit']);
  });

  test('a matter counts once, by its first petition: who keeps writing, or many hands under one letter, are no trend', () => {
    const first = row(0);
    const again = rows([9], { matter: first.matter });
    expect(risingCauses([...rows([0, ...PAST]), first, ...again], TO)).toEqual([]);
    expect(risingCauses([...rows([8, ...PAST]), first, ...again], TO)[0]?.cases.length).toBe(9);
    // Whether the first is on record or not, and wherever the others lie meanwhile.
    expect(risingCauses([...rows([8, ...PAST]), ...again], TO)[0]?.cases.length).toBe(8);
    const inTheOffice = again.map((one) => ({ ...one, unit: u('donghu-xinfang') }));
    expect(risingCauses([...rows([8, ...PAST]), first, ...inTheOffice], TO)).toMatchObject([{ cases: { length: 9 } }]);
    // A further letter that was referred to the same unit on its own.
    const below = again.map(({ submission: _, ...one }): FactRow => ({ ...one, caseId: nextCase() }));
    expect(risingCauses([...rows([8, ...PAST]), first, ...below], TO)[0]?.cases.length).toBe(9);
  });

  test('[P-03] where the first petition of a matter is sealed the matter counts by the next, once, in whatever unit', () => {
    const first = row(0, { sealed: true });
    const again = rows([2], { matter: first.matter });
    const elsewhere = row(0, { matter: first.matter, unit: u('donghu-wangjiang') });
    expect(risingCauses([...rows([8, ...PAST]), first, ...again, elsewhere], TO)).toMatchObject([
      { cases: { length: 9 } },
    ]);
  });

  test('a batch that is passed on counts by the days its petitions came, and a merged unit keeps its past', () => {
    const batch = [...Array(12).keys()].map((window) => row(window * WARNING.windowDays, { registeredDate: TO }));
    expect(risingCauses([...rows([0, ...PAST]), ...batch], TO)).toEqual([]);
    const before = rows([0, 6, 6, 6, 6, 6, 6, 6], { unit: u('donghu-qingshi') });
    expect(risingCauses([...before, ...rows([6])], TO)).toHaveLength(1);
    const merged = (unit: UnitId) => (unit === u('donghu-qingshi') ? u('donghu-liuqiao') : unit);
    expect(risingOf([...before, ...rows([6])], TO, merged)).toEqual([]);
  });

  test('[P-10] what is left of a cause without hidden cases is judged by itself', () => {
    const cause = risingCauses(rows([9, ...PAST]), TO)[0];
    if (!cause) throw new Error('nine are a warning');
    expect(isRising(cause)).toBe(true);
    expect(isRising({ ...cause, cases: cause.cases.slice(0, 5) })).toBe(chanceOf(5, cause.past) <= cause.level);
    expect(isRising({ ...cause, cases: cause.cases.slice(0, 4), past: [0, 0, 0] })).toBe(false);
    expect(isRising({ ...cause, cases: cause.cases.slice(0, 5), past: [5, 5, 5] })).toBe(false);
  });

  test('time before anything was on record is no quiet past', () => {
    const [first] = risingCauses(rows([6]), TO);
    expect(first?.past).toEqual([]);
    expect(chanceOf(6, [])).toBeGreaterThan(100 * chanceOf(6, new Array(12).fill(0)));
    const [second] = risingCauses([...rows([19, 1, 0]), row(3 * WARNING.windowDays - 1)], TO);
    expect(second?.past).toEqual([1, 1]);
    expect(usualOf({ past: second?.past ?? [] })).toBe(1);
  });
});
