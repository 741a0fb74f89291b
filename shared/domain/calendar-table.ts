import type { NamedPeriod } from './calendar.ts';
import { isLocalDate, weekdayOf } from './civil-day.ts';
import type { LocalDate } from './ids.ts';

/** One holiday of a year's notice: days off as `MM-DD` or `MM-DD..MM-DD`, both included, and weekends worked for it. */
export interface HolidayRow {
  readonly zh: string;
  readonly off: readonly string[];
  readonly work?: readonly string[];
}

/** The frozen table. Days belong to the year they lie in, also where the holiday is that of the next year. */
export interface CalendarData {
  /** `CN-<last year>.<revision>`. */
  readonly version: string;
  /** Number of the State Council notice by year, only where it was verified. */
  readonly notices: Readonly<Record<string, string>>;
  /** English name by Chinese name. */
  readonly names: Readonly<Record<string, string>>;
  readonly years: Readonly<Record<string, readonly HolidayRow[]>>;
}

export interface CheckedCalendar {
  readonly version: string;
  readonly notices: ReadonlyMap<string, string>;
  readonly firstYear: string;
  readonly lastYear: string;
  /** In order, without overlap. */
  readonly periods: readonly NamedPeriod[];
}

/** The table cannot be used; the message names the entry. */
export class CalendarDataError extends Error {
  constructor(where: string, what: string) {
    super(`Calendar table, ${where}: ${what}`);
    this.name = 'CalendarDataError';
  }
}

/** Checks a table and lays its years out as one list. Throws `CalendarDataError`. */
export function checkCalendarData(data: unknown): CheckedCalendar {
  const table = recordAt(data, 'table');
  if (typeof table.version !== 'string' || !/^[A-Z]{2}-\d{4}\.\d+$/.test(table.version))
    throw new CalendarDataError('version', 'expected e.g. CN-2026.1');
  const names = recordAt(table.names, 'names');
  const years = recordAt(table.years, 'years');
  const yearNames = Object.keys(years).sort();
  const [firstYear, lastYear] = [yearNames[0], yearNames.at(-1)];
  if (firstYear === undefined || lastYear === undefined) throw new CalendarDataError('years', 'there is none');
  for (const [index, year] of yearNames.entries())
    if (!/^\d{4}$/.test(year) || Number(year) !== Number(firstYear) + index)
      throw new CalendarDataError(`years.${year}`, 'years are four digits and follow one another without a gap');
  const periods = yearNames.flatMap((year) =>
    rowsAt(years[year], `years.${year}`).flatMap((row) => periodsOf(row, year, englishName(row.zh, names))),
  );
  periods.sort((a, b) => (a.from < b.from ? -1 : 1));
  for (const [index, period] of periods.entries()) {
    const next = periods[index + 1];
    if (next && next.from <= period.to) throw new CalendarDataError(next.from, `${next.zh} overlaps ${period.zh}`);
  }
  return { version: table.version, notices: noticesOf(table.notices), firstYear, lastYear, periods };
}

const recordAt = (value: unknown, where: string): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CalendarDataError(where, 'expected an object');
  return value as Record<string, unknown>;
};

const textsAt = (value: unknown, where: string): string[] => {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw new CalendarDataError(where, 'expected a list of texts');
  return value;
};

function rowsAt(value: unknown, where: string): HolidayRow[] {
  if (!Array.isArray(value)) throw new CalendarDataError(where, 'expected a list of holidays');
  return value.map((item: unknown, index) => {
    const row = recordAt(item, `${where}[${index}]`);
    if (typeof row.zh !== 'string') throw new CalendarDataError(`${where}[${index}].zh`, 'expected a name');
    return {
      zh: row.zh,
      off: textsAt(row.off, `${where}[${index}].off`),
      work: textsAt(row.work ?? [], `${where}[${index}].work`),
    };
  });
}

const englishName = (zh: string, names: Record<string, unknown>): string => {
  const en = Object.hasOwn(names, zh) ? names[zh] : undefined;
  if (typeof en !== 'string') throw new CalendarDataError(`names.${zh}`, 'the English name is missing');
  return en;
};

const noticesOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(recordAt(value, 'notices')).map(([year, notice]) => {
      if (typeof notice !== 'string')
        throw new CalendarDataError(`notices.${year}`, 'expected the number of the notice');
      return [year, notice];
    }),
  );

function periodsOf({ zh, off, work = [] }: HolidayRow, year: string, en: string): NamedPeriod[] {
  const holidays = off.map((text): NamedPeriod => {
    const [first = '', last = first] = text.split('..');
    const [from, to] = [dateIn(year, first, zh), dateIn(year, last, zh)];
    if (to < from) throw new CalendarDataError(`years.${year} ${zh}`, `${text} is reversed`);
    return { kind: 'HOLIDAY', from, to, zh, en };
  });
  const makeUps = work.map((text): NamedPeriod => {
    const day = dateIn(year, text, zh);
    if (weekdayOf(day) !== 0 && weekdayOf(day) !== 6)
      throw new CalendarDataError(`years.${year} ${zh}`, `${text} is a working day anyway`);
    return { kind: 'MAKE_UP', from: day, to: day, zh, en };
  });
  return [...holidays, ...makeUps];
}

function dateIn(year: string, text: string, zh: string): LocalDate {
  const date = `${year}-${text}`;
  if (!isLocalDate(date)) throw new CalendarDataError(`years.${year} ${zh}`, `${text} is no day of that year`);
  return date;
}
