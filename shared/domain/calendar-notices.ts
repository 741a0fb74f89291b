import { CALENDAR, type Calendar, isLocalDate, loadCalendar, STATUTORY, weekdayOf } from './calendar.ts';
import table from './calendar-data.json' with { type: 'json' };
import { type CalendarData, CalendarDataError, checkCalendarData, type HolidayRow } from './calendar-table.ts';
import type { LocalDate } from './ids.ts';
import { RuleDataError } from './rule-data-error.ts';

/** A yearly notice (国务院办公厅放假通知) as an administrator enters it, newer than the table that was shipped. */
export interface CalendarNotice {
  readonly year: number;
  /** Number of the notice, e.g. 国办发明电〔2025〕7号. */
  readonly notice: string;
  readonly holidays: readonly NoticeHoliday[];
}

/** One holiday: days off as `YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD`, and the weekend days worked for it. */
export interface NoticeHoliday {
  readonly zh: string;
  /** Needed for a name that the table does not have yet. */
  readonly en?: string | undefined;
  readonly off: readonly string[];
  readonly work?: readonly string[] | undefined;
}

const BUNDLED: CalendarData = table;
const LAST_BUNDLED = Math.max(...Object.keys(BUNDLED.years).map(Number));

/** Every notice names these; one that is missing was left out by whoever typed it. */
const EVERY_YEAR = ['元旦', '春节', '清明', '劳动', '端午', '中秋', '国庆'];

/** The shipped calendar with newer notices, the last of a year holding; a new version name for each list of notices. */
export const calendarWith = (notices: readonly CalendarNotice[]): Calendar =>
  notices.length === 0 ? CALENDAR : loadCalendar(tableWith(notices));

/** Checks a notice that comes after others. @throws RuleDataError naming the field */
export function checkNotice(notice: CalendarNotice, before: readonly CalendarNotice[]): void {
  const next = Math.max(LAST_BUNDLED, ...before.map(({ year }) => year)) + 1;
  if (!Number.isInteger(notice.year) || notice.year < LAST_BUNDLED || notice.year > next)
    throw new RuleDataError('/year', [
      `只能导入${LAST_BUNDLED}至${next}年的通知,年份不得跳过`,
      `must be from ${LAST_BUNDLED} to ${next}: no year is left out`,
    ]);
  if (!/〔\d{4}〕\d+号$/.test(notice.notice))
    throw new RuleDataError('/notice', ['应为文号,例如 国办发明电〔2025〕7号', 'must be the number of the notice']);
  const off = new Set<string>();
  const seen = new Set<string>();
  for (const [at, holiday] of notice.holidays.entries()) {
    if (holiday.en === undefined && !Object.hasOwn(BUNDLED.names, holiday.zh))
      throw new RuleDataError(`/holidays/${at}/en`, ['新的节日名称须附英文', 'is required for a name not known yet']);
    for (const kind of ['off', 'work'] as const)
      for (const [index, text] of (holiday[kind] ?? []).entries())
        for (const day of daysOf(text, kind, notice.year, `/holidays/${at}/${kind}/${index}`)) {
          if (seen.has(day))
            throw new RuleDataError(`/holidays/${at}/${kind}/${index}`, [`${day}重复`, `names ${day} a second time`]);
          seen.add(day);
          if (kind === 'off') off.add(day);
        }
  }
  nothingIsMissing(notice, off);
  try {
    checkCalendarData(tableWith([...before, notice]));
  } catch (error) {
    if (!(error instanceof CalendarDataError)) throw error;
    throw new RuleDataError('/holidays', [`与日历表不符:${error.message}`, `does not fit the table: ${error.message}`]);
  }
}

function nothingIsMissing({ year, holidays }: CalendarNotice, off: ReadonlySet<string>): void {
  const unnamed = EVERY_YEAR.filter((name) => !holidays.some(({ zh }) => zh.includes(name)));
  if (unnamed.length > 0)
    throw new RuleDataError('/holidays', [`缺少:${unnamed.join('、')}`, `leaves out ${unnamed.join(', ')}`]);
  const worked = STATUTORY.flatMap(({ from, to }) => [...daysBetween(`${year}-${from}`, `${year}-${to}`)]).filter(
    (day) => !off.has(day),
  );
  if (worked.length > 0)
    throw new RuleDataError('/holidays', [
      `法定节假日未列为休假日:${worked.join('、')}`,
      `does not list ${worked.join(', ')} as days off, which every year has`,
    ]);
}

/** Days of an entry; a holiday at New Year may begin in the last days of the year before. */
function daysOf(text: string, kind: 'off' | 'work', year: number, field: string): LocalDate[] {
  const [from = '', to = from, ...more] = text.split('..');
  if (more.length > 0 || !isLocalDate(from) || !isLocalDate(to) || to < from)
    throw new RuleDataError(field, [
      '应为 YYYY-MM-DD 或 YYYY-MM-DD..YYYY-MM-DD',
      'must be YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD',
    ]);
  if (from < `${year - 1}-12-01` || to > `${year}-12-31`)
    throw new RuleDataError(field, [`不在${year}年的通知范围内`, `lies outside what the notice of ${year} is about`]);
  const days = [...daysBetween(from, to)];
  const workday = kind === 'work' ? days.find((day) => weekdayOf(day) !== 0 && weekdayOf(day) !== 6) : undefined;
  if (workday) throw new RuleDataError(field, [`${workday}本就是工作日`, `${workday} is a working day anyway`]);
  return days;
}

/** Days of neighbouring years at most, by going through the days of each month that exist. */
function* daysBetween(from: string, to: string): Generator<LocalDate> {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1)
    for (let month = 1; month <= 12; month += 1)
      for (let day = 1; day <= 31; day += 1) {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        if (date >= from && date <= to && isLocalDate(date)) yield date;
      }
}

/** The table as it stands after these notices: a day belongs to the year it lies in, whichever notice names it. */
function tableWith(notices: readonly CalendarNotice[]): CalendarData {
  const latest = new Map(notices.map((notice) => [notice.year, notice]));
  const last = Math.max(LAST_BUNDLED, ...latest.keys());
  const years: Record<string, readonly HolidayRow[]> = { ...BUNDLED.years };
  for (const { year } of notices)
    for (const touched of [year - 1, year]) {
      const own = latest.get(touched);
      const next = latest.get(touched + 1);
      years[touched] = [
        ...(own ? rowsIn(own, touched) : (BUNDLED.years[touched] ?? [])),
        ...(next ? rowsIn(next, touched) : []),
      ];
    }
  const names = Object.fromEntries(notices.flatMap(({ holidays }) => holidays.map(({ zh, en = zh }) => [zh, en])));
  return {
    version: versionOf(notices, last),
    notices: { ...BUNDLED.notices, ...Object.fromEntries([...latest].map(([year, { notice }]) => [year, notice])) },
    names: { ...names, ...BUNDLED.names },
    years,
  };
}

/** `CN-2027.1` for the first notice of a new last year, then one more for each notice that came after it. */
function versionOf(notices: readonly CalendarNotice[], last: number): string {
  const first = notices.findIndex(({ year }) => year === last);
  if (last > LAST_BUNDLED) return `CN-${last}.${notices.length - first}`;
  const shipped = Number(BUNDLED.version.split('.')[1]);
  return `CN-${last}.${shipped + notices.length}`;
}

function rowsIn({ holidays }: CalendarNotice, year: number): HolidayRow[] {
  return holidays.flatMap(({ zh, off, work = [] }): HolidayRow[] => {
    const [rest, worked] = [off, work].map((texts) => texts.flatMap((text) => partIn(text, year)));
    if (!rest || !worked || rest.length + worked.length === 0) return [];
    return [{ zh, off: rest, ...(worked.length > 0 ? { work: worked } : {}) }];
  });
}

/** The part of an entry that lies in the year, as the table writes it: `MM-DD` or `MM-DD..MM-DD`. */
function partIn(text: string, year: number): string[] {
  const [first = '', last = first] = text.split('..');
  const from = first < `${year}-01-01` ? `${year}-01-01` : first;
  const to = last > `${year}-12-31` ? `${year}-12-31` : last;
  if (from > to) return [];
  return [from === to ? from.slice(5) : `${from.slice(5)}..${to.slice(5)}`];
}
