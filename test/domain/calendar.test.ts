import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addWorkdays,
  atTime,
  CALENDAR,
  canonicalInstant,
  diffDays,
  endOfDay,
  epochOf,
  instantOf,
  isLocalDate,
  loadCalendar,
  localDateOf,
  nextWorkday,
  parseInstant,
  previousWorkday,
  startOfDay,
  weekdayOf,
} from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';

const day = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new Error(text);
  return text;
};

const epochDays = fc.integer({ min: -50_000, max: 80_000 });
const isoDay = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10) as LocalDate;

describe('civil days', () => {
  test('agree with the proleptic Gregorian calendar of Date in UTC', () => {
    fc.assert(
      fc.property(epochDays, fc.integer({ min: -4000, max: 4000 }), (days, n) => {
        const date = isoDay(days);
        expect(isLocalDate(date)).toBe(true);
        expect(addDays(date, n)).toBe(isoDay(days + n));
        expect(diffDays(date, isoDay(days + n))).toBe(n);
        expect(weekdayOf(date)).toBe(new Date(days * 86_400_000).getUTCDay());
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '1900-02-29',
  ])('refuse the unreal date %s', (text) => expect(isLocalDate(text)).toBe(false));

  test.each([
    '',
    '2026-1-5',
    '2026/01/05',
    '20260105',
    '2026-01-05T00:00',
    ' 2026-01-05',
    '2026-01-05\n',
    '２０２６-01-05',
  ])('refuse the text %j', (text) => expect(isLocalDate(text)).toBe(false));

  test('accept leap days', () => {
    expect(isLocalDate('2024-02-29')).toBe(true);
    expect(isLocalDate('2000-02-29')).toBe(true);
  });

  test('months go to the corresponding day, else to the end of the month (民法典202)', () => {
    expect(addMonths(day('2026-04-19'), 2)).toBe('2026-06-19');
    expect(addMonths(day('2025-12-31'), 2)).toBe('2026-02-28');
    expect(addMonths(day('2023-12-31'), 2)).toBe('2024-02-29');
    expect(addMonths(day('2026-01-31'), -2)).toBe('2025-11-30');
    expect(addMonths(day('2026-11-30'), 2)).toBe('2027-01-30');
  });

  test('leave no date outside the years 0001 to 9999', () => {
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(day('0001-01-01'), -1)).toThrow(RangeError);
  });
});

describe('instants', () => {
  test.each([
    ['2026-01-05T09:30+08:00', '2026-01-05T01:30:00.000Z'],
    ['2026-01-31T23:59:59+08:00', '2026-01-31T15:59:59.000Z'],
    ['2026-01-31T16:00:00Z', '2026-01-31T16:00:00.000Z'],
    ['2026-01-01T00:00-05:30', '2026-01-01T05:30:00.000Z'],
    ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
    ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z'],
    ['2024-02-29T23:59Z', '2024-02-29T23:59:00.000Z'],
  ])('%s is %s', (text, instant) => expect(parseInstant(text)).toBe(instant));

  test.each([
    '2026-02-30T09:00+08:00',
    '2026-01-05',
    '2026-01-05T09:30',
    '2026-01-05T24:00Z',
    '2026-01-05T09:60Z',
    '2026-01-05T09:30:60Z',
    '2026-01-05 09:30Z',
    '2026-01-05t09:30z',
    '2026-01-05T09:30+0800',
    '2026-01-05T09:30+08',
    '2026-01-05T09:30+24:00',
    '2026-01-05T09:30.5Z',
    '2026-01-05T09:30:00,5Z',
    '+002026-01-05T09:30Z',
    '0001-01-01T00:00Z',
    '9999-12-31T23:59Z',
    ' 2026-01-05T09:30Z',
    '2026-01-05T09:30Z\n',
    'now',
    '',
  ])('%j is none', (text) => expect(parseInstant(text)).toBeUndefined());

  test('agree with Date.parse, and sort as text', () => {
    const arbitrary = fc.record({
      epochMinute: fc.integer({ min: -3_000_000, max: 40_000_000 }),
      offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    });
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const [textA, textB] = [a, b].map(({ epochMinute, offset }) => {
          const wall = new Date((epochMinute + offset) * 60_000).toISOString().slice(0, 16);
          const [hours, minutes] = [Math.abs(offset) / 60, Math.abs(offset) % 60].map((n) =>
            String(Math.floor(n)).padStart(2, '0'),
          );
          return `${wall}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
        }) as [string, string];
        const [instantA, instantB] = [parseInstant(textA), parseInstant(textB)] as [Instant, Instant];
        expect(epochOf(instantA)).toBe(Date.parse(textA));
        expect(instantOf(epochOf(instantA))).toBe(instantA);
        expect(instantA < instantB).toBe(Date.parse(textA) < Date.parse(textB));
      }),
      { numRuns: 1000 },
    );
  });

  test('any text is an instant in canonical form or none', () => {
    const near = fc.stringMatching(
      /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const instant = parseInstant(text);
        if (instant === undefined) return;
        expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(parseInstant(instant)).toBe(instant);
        expect(isLocalDate(localDateOf(instant))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('[V02] [V03] the day in Shanghai changes at 16:00Z', () => {
    expect(localDateOf('2026-01-31T15:59:59.999Z' as Instant)).toBe('2026-01-31');
    expect(localDateOf('2026-01-31T16:00:00.000Z' as Instant)).toBe('2026-02-01');
    expect(localDateOf('2026-01-31T23:30-05:00' as Instant)).toBe('2026-02-01');
    expect(() => localDateOf('yesterday' as Instant)).toThrow(RangeError);
    expect(() => canonicalInstant('2026-01-05' as Instant)).toThrow(RangeError);
  });

  test('a day runs from 00:00 to 24:00 in Shanghai', () => {
    expect(startOfDay(day('2026-01-01'))).toBe('2025-12-31T16:00:00.000Z');
    expect(endOfDay(day('2026-01-01'))).toBe('2026-01-01T16:00:00.000Z');
    expect(atTime(day('2026-01-01'), '09:00')).toBe('2026-01-01T01:00:00.000Z');
    expect(atTime(day('2026-01-01'), '07:30')).toBe('2025-12-31T23:30:00.000Z');
  });
});

describe('working days', () => {
  test('2026 has 248 working days (国办发明电〔2025〕7号)', () => {
    const days = Array.from({ length: 365 }, (_, n) => addDays(day('2026-01-01'), n));
    expect(days.filter((date) => CALENDAR.isWorkday(date))).toHaveLength(248);
    expect(CALENDAR.noticeOf(day('2026-05-01'))).toBe('国办发明电〔2025〕7号');
    expect(CALENDAR.noticeOf(day('2019-05-01'))).toBeUndefined();
  });

  test('names holidays and make-up workdays', () => {
    expect(CALENDAR.nameOf(day('2026-02-17'))).toEqual({ zh: '春节', en: 'Spring Festival' });
    expect(CALENDAR.nameOf(day('2026-02-14'))).toEqual({ zh: '春节', en: 'Spring Festival' });
    expect(CALENDAR.nameOf(day('2025-10-06'))).toEqual({ zh: '中秋', en: 'Mid-autumn Festival' });
    expect(CALENDAR.nameOf(day('2026-03-04'))).toBeUndefined();
    expect(CALENDAR.isMakeUpWorkday(day('2026-02-14'))).toBe(true);
    expect(CALENDAR.isMakeUpWorkday(day('2026-02-13'))).toBe(false);
    expect(CALENDAR.isMakeUpWorkday(day('2026-02-15'))).toBe(false);
  });

  test('cuts periods to the span asked for', () => {
    expect(CALENDAR.periodsBetween(day('2026-02-14'), day('2026-02-16'))).toEqual([
      { kind: 'MAKE_UP', from: '2026-02-14', to: '2026-02-14', zh: '春节', en: 'Spring Festival' },
      { kind: 'HOLIDAY', from: '2026-02-15', to: '2026-02-16', zh: '春节', en: 'Spring Festival' },
    ]);
    expect(CALENDAR.periodsBetween(day('2026-02-20'), day('2026-02-24'))).toEqual([
      { kind: 'HOLIDAY', from: '2026-02-20', to: '2026-02-23', zh: '春节', en: 'Spring Festival' },
    ]);
    expect(CALENDAR.periodsBetween(day('2026-10-02'), day('2027-01-01')).map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-02', '2026-10-07'],
      ['2026-10-10', '2026-10-10'],
      ['2027-01-01', '2027-01-01'],
    ]);
    expect(CALENDAR.periodsBetween(day('2026-03-02'), day('2026-03-31'))).toEqual([]);
    expect(
      CALENDAR.periodsBetween(day('2026-10-10'), day('2027-05-01')).map(({ from, to, zh }) => [from, to, zh]),
    ).toEqual([
      ['2026-10-10', '2026-10-10', '国庆节'],
      ['2027-01-01', '2027-01-01', '元旦'],
      ['2027-05-01', '2027-05-01', '劳动节'],
    ]);
  });

  test('[V35] years without a notice: weekends and fixed statutory days rest, nothing else', () => {
    expect([CALENDAR.knownFrom, CALENDAR.knownThrough]).toEqual(['2004-01-01', '2026-12-31']);
    expect([CALENDAR.isKnown(day('2026-12-31')), CALENDAR.isKnown(day('2027-01-01'))]).toEqual([true, false]);
    expect(CALENDAR.isKnown(day('2003-12-31'))).toBe(false);
    const days = Array.from({ length: 366 }, (_, n) => addDays(day('2028-01-01'), n));
    const resting = days.filter((date) => !CALENDAR.isWorkday(date) && ![0, 6].includes(weekdayOf(date)));
    const statutory = ['2028-01-01', '2028-05-01', '2028-05-02', '2028-10-01', '2028-10-02', '2028-10-03'];
    expect(resting).toEqual(statutory.filter((date) => ![0, 6].includes(weekdayOf(day(date)))));
    expect(days.filter((date) => CALENDAR.nameOf(date))).toEqual(statutory);
    expect(CALENDAR.isWorkday(day('2027-01-01'))).toBe(false);
  });

  test('the next, the previous and the n-th', () => {
    expect(nextWorkday(day('2026-02-15'), CALENDAR)).toBe('2026-02-24');
    expect(nextWorkday(day('2026-02-14'), CALENDAR)).toBe('2026-02-14');
    expect(previousWorkday(day('2026-02-23'), CALENDAR)).toBe('2026-02-14');
    expect(previousWorkday(day('2026-09-27'), CALENDAR)).toBe('2026-09-24');
    expect(addWorkdays(day('2026-02-12'), 5, CALENDAR)).toBe('2026-02-26');
    expect(addWorkdays(day('2026-02-26'), -5, CALENDAR)).toBe('2026-02-12');
    expect(addWorkdays(day('2026-02-15'), 0, CALENDAR)).toBe('2026-02-15');
  });
});

describe('loading a table', () => {
  const table = (rows: unknown, over: object = {}) => ({
    version: 'CN-2030.1',
    notices: {},
    names: { 春节: 'Spring Festival', 清明: 'Tomb-sweeping Day' },
    years: { 2030: rows },
    ...over,
  });

  test('another table can be passed', () => {
    const calendar = loadCalendar(table([{ zh: '春节', off: ['02-02..02-08'], work: ['02-09'] }]));
    expect([calendar.version, calendar.knownThrough]).toEqual(['CN-2030.1', '2030-12-31']);
    expect(calendar.isWorkday(day('2030-02-04'))).toBe(false);
    expect(calendar.isWorkday(day('2030-02-09'))).toBe(true);
    expect(calendar.isWorkday(day('2026-02-17'))).toBe(true);
  });

  test.each([
    ['no object', undefined, 'table'],
    ['a bad version', table([], { version: 'latest' }), 'version'],
    ['no year', table([], { years: {} }), 'years'],
    ['a gap', table([], { years: { 2030: [], 2032: [] } }), 'years.2032'],
    ['a word for a year', table([], { years: { next: [] } }), 'years.next'],
    ['no list of rows', table('春节'), 'years.2030'],
    ['a row without days', table([{ zh: '春节' }]), 'years.2030[0].off'],
    ['a row without name', table([{ off: [] }]), 'years.2030[0].zh'],
    ['an unreal day', table([{ zh: '春节', off: ['02-30'] }]), 'years.2030 春节'],
    ['a reversed range', table([{ zh: '春节', off: ['02-08..02-02'] }]), 'years.2030 春节'],
    ['a make-up day that is a weekday', table([{ zh: '春节', off: [], work: ['02-06'] }]), 'years.2030 春节'],
    ['an unknown name', table([{ zh: '元宵', off: ['02-17'] }]), 'names.元宵'],
    ['an inherited name', table([{ zh: 'toString', off: ['02-17'] }]), 'names.toString'],
    ['a notice without number', table([], { notices: { 2030: 7 } }), 'notices.2030'],
    [
      'an overlap',
      table([
        { zh: '春节', off: ['04-01..04-05'] },
        { zh: '清明', off: ['04-05'] },
      ]),
      '2030-04-05',
    ],
  ])('refuses %s and names the entry', (_, data, where) => {
    expect(() => loadCalendar(data)).toThrow(`Calendar table, ${where}: `);
  });
});
