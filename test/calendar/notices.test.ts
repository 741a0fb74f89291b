import { describe, expect, test } from 'vitest';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CalendarNotice, calendarWith, checkNotice } from '../../shared/domain/calendar-notices.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { NOTICE_2027 } from './notice-2027.ts';

const day = (text: string) => text as LocalDate;
const NOTICE_2028 = {
  ...NOTICE_2027,
  year: 2028,
  notice: '国办发明电〔2027〕99号',
  holidays: NOTICE_2027.holidays.map((holiday, at) => {
    const shifted = (texts: readonly string[] | undefined) => texts?.map((text) => text.replaceAll('2027-', '2028-'));
    return { zh: holiday.zh, off: at === 0 ? ['2027-12-31..2028-01-02'] : (shifted(holiday.off) ?? []) };
  }),
};

describe('a calendar with newer notices', () => {
  const calendar = calendarWith([NOTICE_2027]);

  test('knows the new year, has a name of its own, and leaves the years before as they were', () => {
    expect([calendar.version, calendar.knownThrough]).toEqual(['CN-2027.1', '2027-12-31']);
    expect(calendar.noticeOf(day('2027-05-01'))).toBe('国办发明电〔2026〕99号');
    expect(calendar.isWorkday(day('2027-02-12'))).toBe(false);
    expect(calendar.isWorkday(day('2027-02-14'))).toBe(true);
    expect(calendar.nameOf(day('2027-02-08'))).toEqual({ zh: '春节', en: 'Spring Festival' });
    expect(calendar.periodsBetween(day('2026-01-01'), day('2026-11-30'))).toEqual(
      CALENDAR.periodsBetween(day('2026-01-01'), day('2026-11-30')),
    );
  });

  test('a day that the notice names in the December before belongs to that year', () => {
    expect(CALENDAR.isWorkday(day('2026-12-27'))).toBe(false);
    expect(calendar.isMakeUpWorkday(day('2026-12-27'))).toBe(true);
    const later = calendarWith([NOTICE_2027, NOTICE_2028]);
    expect([later.version, later.isWorkday(day('2027-12-31')), later.isWorkday(day('2028-01-02'))]).toEqual([
      'CN-2028.1',
      false,
      false,
    ]);
    expect(later.isWorkday(day('2027-02-14'))).toBe(true);
  });

  test('a corrected notice replaces the whole year and gives another version', () => {
    const corrected = { ...NOTICE_2027, holidays: NOTICE_2027.holidays.map(({ zh, off }) => ({ zh, off })) };
    const again = calendarWith([NOTICE_2027, corrected]);
    expect(again.version).toBe('CN-2027.2');
    expect(again.isWorkday(day('2027-02-14'))).toBe(false);
    expect(again.isWorkday(day('2026-12-27'))).toBe(false);
  });

  test('without notices it is the shipped one', () => {
    expect(calendarWith([])).toBe(CALENDAR);
  });
});

describe('a notice is refused, naming the field', () => {
  const refused = (notice: CalendarNotice, before: readonly CalendarNotice[] = []) => {
    try {
      checkNotice(notice, before);
    } catch (error) {
      return (error as { field: string }).field;
    }
    return 'accepted';
  };
  const withHoliday = (at: number, change: Partial<CalendarNotice['holidays'][number]>) => ({
    ...NOTICE_2027,
    holidays: NOTICE_2027.holidays.map((holiday, index) => (index === at ? { ...holiday, ...change } : holiday)),
  });

  test('a sound one is accepted, also the next one after it', () => {
    expect(refused(NOTICE_2027)).toBe('accepted');
    expect(refused(NOTICE_2028, [NOTICE_2027])).toBe('accepted');
  });

  test.each<[string, string, CalendarNotice]>([
    ['a year is left out', '/year', { ...NOTICE_2027, year: 2028 }],
    ['a year that is closed', '/year', { ...NOTICE_2027, year: 2025 }],
    ['no number', '/notice', { ...NOTICE_2027, notice: '国办通知' }],
    ['a holiday that is left out', '/holidays', { ...NOTICE_2027, holidays: NOTICE_2027.holidays.slice(0, -1) }],
    ['1 May worked', '/holidays', withHoliday(3, { off: ['2027-05-02..2027-05-05'] })],
    ['an unreal day', '/holidays/1/off/0', withHoliday(1, { off: ['2027-02-29'] })],
    ['a span reversed', '/holidays/1/off/0', withHoliday(1, { off: ['2027-02-12..2027-02-05'] })],
    ['a day of another year', '/holidays/1/off/0', withHoliday(1, { off: ['2028-02-05'] })],
    ['a Wednesday made up', '/holidays/1/work/0', withHoliday(1, { work: ['2027-02-17'] })],
    ['a day named twice', '/holidays/6/work/1', withHoliday(6, { work: ['2027-09-26', '2027-05-08'] })],
    ['a new name without English', '/holidays/4/en', withHoliday(4, { zh: '端午节' })],
    [
      'a day that 2026 has already',
      '/holidays',
      withHoliday(0, { work: ['2026-12-27'], off: NOTICE_2027.holidays[0]?.off ?? [], zh: '元旦' }),
    ],
  ])('%s: %s', (name, field, notice) => {
    const december = {
      ...NOTICE_2027,
      year: 2026,
      holidays: NOTICE_2027.holidays.map(({ zh, off, work }) => ({
        zh,
        off: off.map((text) => text.replaceAll('2027-', '2026-')),
        ...(work && zh === '元旦' ? { work: ['2026-12-27'] } : {}),
      })),
    };
    expect(refused(notice, name.includes('already') ? [december] : [])).toBe(field);
  });
});
