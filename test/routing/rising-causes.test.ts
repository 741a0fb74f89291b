import { describe, expect, test } from 'vitest';
import { addDays } from '../../shared/domain/calendar.ts';
import type { FactRow } from '../../shared/domain/facts.ts';
import type { CaseId, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import {
  chanceOf,
  isRising,
  pastOf,
  risingCauses as risingOf,
  usualOf,
  WARNING,
  withoutSurrounding,
} from '../../shared/domain/learning/rising-causes.ts';
import { demoTree, u } from '../domain/demo-bureau.ts';

const TO = '2026-06-30' as LocalDate;
const tree = demoTree();
/** As a reader is told them who may know of all cases. */
const risingCauses = (all: readonly FactRow[], to: LocalDate) =>
  withoutSurrounding(
    risingOf(all, to, (unit) => unit),
    tree.isWithin,
  );
/** On record for as long as windows are compared, in a category that never warns. */
const onRecord = (): FactRow =>
  row((WARNING.windows + 1) * WARNING.windowDays + WARNING.lagDays - 1, { category: 'SERVICE.THANKS' });
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
    // Large ones too, whose terms no floating point number holds.
    expect(chanceOf(4_000, new Array(12).fill(800))).toBeLessThan(0.01);
    expect(chanceOf(790, new Array(12).fill(800))).toBeCloseTo(0.63, 1);
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
      if (risingCauses([...all, onRecord()], TO).length > 0) warned += 1;
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
    expect(risingCauses([...rows([4]), onRecord()], TO)).toEqual([]);
    expect(risingCauses([...rows([6]), onRecord()], TO)).toMatchObject([{ series: 'UNIT', unit: 'donghu-liuqiao' }]);
  });

  test('[P-03] sealed and unscreened petitions, and reviews, count for nothing; a unit counts what it answers', () => {
    const many = [9, ...PAST];
    for (const more of [{ sealed: true }, { screened: false }]) expect(risingCauses(rows(many, more), TO)).toEqual([]);
    const reviews = rows(many, { answers: false }).map(
      ({ submission: _, ...one }): FactRow => ({ ...one, caseId: nextCase() }),
    );
    expect(risingCauses(reviews, TO)).toEqual([]);
    // What an organ passed on came to it all the same.
    expect(risingCauses(rows(many, { answers: false }), TO)).toMatchObject([{ series: 'ORGAN', unit: 'donghu' }]);
  });

  test('what was split off an accusation counts for a cause like a petition, though none was received with it', () => {
    const petitions = rows([9, ...PAST], { acceptedDate: TO });
    const splitOff = petitions.map(({ submission: _, ...one }): FactRow => one);
    expect(risingCauses(splitOff, TO)).toEqual(risingCauses(petitions, TO));
  });

  test('what was referred below counts for the unit that answers it, not for the office that passed it on', () => {
    const passedOn = rows([9, ...PAST], {
      organ: u('yunze'),
      unit: u('yunze-xinfang'),
      answers: false,
      referredOn: true,
    });
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
    const keys = ['cases', 'category', 'earlier', 'from', 'level', 'petitions', 'series', 'to', 'unit'];
    expect(Object.keys(warning ?? {}).sort()).toEqual(keys);
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

  test('a petition that two units answer counts in each of them', () => {
    const [here, there] = [u('donghu-liuqiao'), u('donghu-wangjiang')];
    const both = rows([9], { unit: here });
    const parts = both.map(({ submission: _, ...one }): FactRow => ({ ...one, caseId: nextCase(), unit: there }));
    const past = [here, there].flatMap((unit) => rows([0, ...PAST], { unit }));
    const units = risingOf([...past, ...both, ...parts], TO, (unit) => unit).filter(({ series }) => series === 'UNIT');
    expect(units.map(({ unit, cases }) => [unit, cases.length]).sort()).toEqual([
      [here, 9],
      [there, 9],
    ]);
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
    // The organ had as many before: it is the station that has more.
    expect(risingCauses([...before, ...rows([6])], TO)).toMatchObject([{ series: 'UNIT', unit: 'donghu-liuqiao' }]);
    const merged = (unit: UnitId) => (unit === u('donghu-qingshi') ? u('donghu-liuqiao') : unit);
    expect(risingOf([...before, ...rows([6])], TO, merged)).toEqual([]);
  });

  test('[A-57] a flow that never changes never warns, though what is new lies in the office and what is old in the station', () => {
    // One a day for half a year; the office keeps each for twelve days.
    const flow = [...Array(200).keys()].map((ago) =>
      ago < 12 ? row(ago, { unit: u('donghu-xinfang') }) : row(ago, { acceptedDate: addDays(TO, 12 - ago) }),
    );
    expect(risingCauses(flow, TO)).toEqual([]);
    // Where the bureau began to record two months ago the first of them is no quiet past of the stations.
    expect(risingCauses(flow.slice(0, 60), TO)).toEqual([]);
    // Rows of an earlier version are dated by the day the petition came.
    const old = flow.map(({ acceptedDate: _, ...one }): FactRow => one);
    expect(risingCauses(old, TO)).toEqual([]);
  });

  test('[A-57] what rises in an organ and in none of its units warns for the organ, by the day that it came there', () => {
    const units = ['donghu-liuqiao', 'donghu-wangjiang', 'donghu-qingshi'].map(u);
    const spread = units.flatMap((unit) => rows([4, 0, 1], { unit }));
    const all = [...spread, ...rows([3], { unit: u('donghu-xinfang') }), onRecord()];
    expect(risingCauses(all, TO)).toMatchObject([{ series: 'ORGAN', unit: 'donghu', cases: { length: 15 } }]);
    // It came to the city in spring and was referred to the district a week ago.
    const long = 12 * WARNING.windowDays;
    const city = { organ: u('yunze'), office: u('yunze-xinfang'), unit: u('yunze-xinfang') };
    const referred = [...Array(9).keys()].flatMap(() => {
      const first = row(long, { ...city, answers: false, referredOn: true });
      const { submission: _, ...below } = row(long, { petition: first.petition, matter: first.matter });
      return [first, { ...below, registeredDate: addDays(TO, -7), unit: u('donghu-xinfang') }];
    });
    expect(risingCauses([...referred, onRecord()], TO)).toMatchObject([{ series: 'ORGAN', unit: 'donghu' }]);
    // Still with its office, which owes a notice of what becomes of it; a review, of which it owes none, did not come to it.
    const inform = { due: addDays(TO, 8), state: 'RUNNING' } as unknown as NonNullable<FactRow['inform']>;
    const undecided = referred.map((one) => (one.submission ? one : { ...one, answers: false, inform }));
    expect(risingCauses([...undecided, onRecord()], TO)).toMatchObject([{ series: 'ORGAN', unit: 'donghu' }]);
    const reviewed = undecided.map(({ inform: _, ...one }): FactRow => one);
    expect(risingCauses([...reviewed, onRecord()], TO)).toEqual([]);
  });

  test('an organ is left out where what lies in it holds at least half of its count, in whatever depth', () => {
    const cause = (unit: string, count: number, series: 'UNIT' | 'ORGAN', category = 'RESPONSE.SLOW') => ({
      series,
      unit: u(unit),
      category,
      cases: Array.from({ length: count }, nextCase),
    });
    const named = (causes: readonly ReturnType<typeof cause>[]) =>
      withoutSurrounding(causes, tree.isWithin).map(({ unit }) => unit);
    const station = cause('donghu-liuqiao', 7, 'UNIT');
    expect(named([cause('donghu', 14, 'ORGAN'), station])).toEqual(['donghu-liuqiao']);
    expect(named([cause('donghu', 15, 'ORGAN'), station])).toEqual(['donghu', 'donghu-liuqiao']);
    // The city’s are the district’s, of which the station’s are a part.
    expect(named([cause('yunze', 30, 'ORGAN'), cause('donghu', 15, 'ORGAN'), station])).toEqual([
      'donghu',
      'donghu-liuqiao',
    ]);
    expect(named([cause('yunze', 31, 'ORGAN'), cause('donghu', 15, 'ORGAN'), station])).toHaveLength(3);
    expect(named([cause('yunze', 14, 'ORGAN'), cause('donghu', 14, 'ORGAN'), station])).toEqual(['donghu-liuqiao']);
    expect(named([cause('donghu', 14, 'ORGAN', 'HUKOU'), station])).toHaveLength(2);
    expect(named([cause('xiling', 14, 'ORGAN'), station])).toHaveLength(2);
    // An organ that answers itself is the unit.
    expect(named([cause('donghu', 9, 'ORGAN'), cause('donghu', 9, 'UNIT')])).toHaveLength(1);
  });

  test('an organ is left out for those of its own petitions alone that are in the warnings within it', () => {
    const cause = (unit: string, series: 'UNIT' | 'ORGAN', cases: CaseId[], petitions = {}) => ({
      series,
      unit: u(unit),
      category: 'RESPONSE.SLOW',
      cases,
      petitions,
    });
    const told = (...causes: ReturnType<typeof cause>[]) =>
      withoutSurrounding(causes, tree.isWithin).map(({ unit }) => unit);
    const fresh = Array.from({ length: 10 }, nextCase);
    // Five that the station got now came to the organ long ago.
    const old = cause('donghu-liuqiao', 'UNIT', Array.from({ length: 5 }, nextCase));
    expect(told(cause('donghu', 'ORGAN', fresh), old)).toEqual(['donghu', 'donghu-liuqiao']);
    const five = cause('donghu-liuqiao', 'UNIT', fresh.slice(0, 5));
    expect(told(cause('donghu', 'ORGAN', fresh), five)).toEqual(['donghu-liuqiao']);
    expect(told(cause('donghu', 'ORGAN', [...fresh, nextCase()]), five)).toEqual(['donghu', 'donghu-liuqiao']);
    // What was referred is another case of the same petition.
    const below = Array.from({ length: 5 }, nextCase);
    const referred = Object.fromEntries(below.map((id, at) => [id, fresh[at]]));
    expect(told(cause('yunze', 'ORGAN', fresh), cause('donghu', 'ORGAN', below, referred))).toEqual(['donghu']);
  });

  test('a cause tells the petitions of what was referred to its unit', () => {
    const below = rows([9, ...PAST]).map(({ submission: _, ...one }): FactRow => {
      const petition = nextCase();
      return { ...one, petition, matter: petition };
    });
    const [warning] = risingCauses([...below, onRecord()], TO);
    expect(warning?.petitions).toEqual(
      Object.fromEntries(below.slice(0, 9).map(({ caseId, petition }) => [caseId, petition])),
    );
    expect(risingCauses([...rows([9, ...PAST]), onRecord()], TO)[0]?.petitions).toEqual({});
  });

  test('thanks, enquiries and suggestions warn nobody', () => {
    for (const category of ['SERVICE.THANKS', 'SERVICE.CONSULT', 'SERVICE.SUGGEST'])
      expect(risingCauses([...rows([9], { category }), onRecord()], TO), category).toEqual([]);
  });

  test('[P-10] what is left of a cause without hidden cases is judged by itself', () => {
    const cause = risingCauses(rows([9, ...PAST]), TO)[0];
    if (!cause) throw new Error('nine are a warning');
    const past = pastOf(cause);
    expect(isRising(cause, past)).toBe(true);
    const cases = cause.cases.slice(0, 5);
    expect(isRising({ ...cause, cases }, past)).toBe(chanceOf(5, past) <= cause.level);
    expect(isRising({ ...cause, cases: cases.slice(0, 4) }, [0, 0, 0])).toBe(false);
    expect(isRising({ ...cause, cases }, [5, 5, 5])).toBe(false);
  });

  test('time before anything was on record is no quiet past, and without any past nothing rises', () => {
    expect(risingCauses(rows([60]), TO)).toEqual([]);
    expect(isRising({ cases: rows([60]).map(({ caseId }) => caseId), level: 1 }, [])).toBe(false);
    // Two windows of the organ; of its units, which get things later, none yet.
    const [second, ...more] = risingCauses([...rows([19, 1, 0]), row(3 * WARNING.windowDays - 1)], TO);
    expect(more).toEqual([]);
    expect(second?.series).toBe('ORGAN');
    expect(pastOf(second ?? { earlier: [] })).toEqual([1, 1]);
    expect(usualOf([1, 1])).toBe(1);
    // One old letter that is entered late has no part in it.
    const letter = row(0, { receivedDate: addDays(TO, -150), category: 'HUKOU' });
    expect(risingCauses([...rows([9]), letter], TO)).toEqual([]);
  });
});
