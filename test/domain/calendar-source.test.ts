import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { NOTICES, type SourceDays, tableFrom, textOf } from '../../infra/calendar/table-from-source.ts';
import { addDays, CALENDAR, loadCalendar } from '../../shared/domain/calendar.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';

const source = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as SourceDays;

/** What the package answers, without its date library: that one shifts days under some time zones. */
const worksInSource = (date: string): boolean =>
  date in source.workdays || (!(date in source.holidays) && ![0, 6].includes(new Date(`${date}T00:00Z`).getUTCDay()));

const differencesIn = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let date = from as LocalDate; date <= to; date = addDays(date, 1))
    if (CALENDAR.isWorkday(date) !== worksInSource(date)) days.push(date);
  return days;
};

describe('the frozen calendar', () => {
  test('equals its source on every day of 2004–2026', () => {
    expect(differencesIn('2004-01-01', '2026-12-31')).toEqual([]);
  });

  test('[V35] differs where the source has no notice and takes statutory holidays for working days', () => {
    expect(differencesIn('2027-01-01', '2027-12-31')).toEqual(['2027-01-01', '2027-10-01']);
  });

  test('names each listed day as the source does', () => {
    for (const [date, label] of Object.entries({ ...source.holidays, ...source.workdays })) {
      const [en, zh] = label.split(',');
      expect(CALENDAR.nameOf(date as LocalDate), date).toEqual({ zh, en });
    }
  });

  test('is what the freezing script writes, byte for byte', () => {
    const text = readFileSync(new URL('../../shared/domain/calendar-data.json', import.meta.url), 'utf8');
    expect(text).toBe(textOf(tableFrom(source, CALENDAR.version)));
    expect(text.length).toBeLessThan(16_000);
  });

  test('joins neighbouring days and keeps holidays apart that interrupt one another', () => {
    const table = tableFrom(
      {
        holidays: {
          '2030-10-02': 'Mid-autumn Festival,中秋,1',
          '2030-10-01': 'National Day,国庆节,3',
          '2030-10-03': 'National Day,国庆节,3',
          '2030-10-04': 'National Day,国庆节,3',
        },
        workdays: { '2030-09-29': 'National Day,国庆节,3' },
      },
      'CN-2030.1',
    );
    expect(table.years).toEqual({
      2030: [
        { zh: '国庆节', off: ['10-01', '10-03..10-04'], work: ['09-29'] },
        { zh: '中秋', off: ['10-02'] },
      ],
    });
    expect(table.notices).toBe(NOTICES);
    expect(loadCalendar(JSON.parse(textOf(table))).isWorkday('2030-09-29' as LocalDate)).toBe(true);
  });

  test('refuses a day of the source without a name', () => {
    expect(() => tableFrom({ holidays: { '2030-10-01': '' }, workdays: {} }, 'CN-2030.1')).toThrow('2030-10-01');
  });
});
