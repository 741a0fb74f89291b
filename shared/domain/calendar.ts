import table from './calendar-data.json' with { type: 'json' };
import { type CalendarData, checkCalendarData } from './calendar-table.ts';
import {
  addDays,
  addMonths,
  dateOf,
  dayNumber,
  diffDays,
  digit,
  four,
  isLocalDate,
  numberOf,
  weekdayOf,
  yearOf,
} from './civil-day.ts';
import type { Instant, LocalDate } from './ids.ts';
import type { OverlaysByClock } from './overlays.ts';

/**
 * The one module that owns dates and instants. Asia/Shanghai is UTC+8 without summer time, so that no time-zone database
 * and no setting of the machine takes part.
 */
export { addDays, addMonths, diffDays, isLocalDate, weekdayOf };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SHANGHAI_MS = 8 * HOUR_MS;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads ISO 8601 with `Z` or an offset, seconds optional: `2026-01-05T09:30+08:00`. Undefined for anything else: no
 * offset, an unreal date or time, 24:00, a leap second. Digits below the millisecond are dropped.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [, date = '', hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  if (!isLocalDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -1 : 1);
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  const ms = Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  const epoch = numberOf(date) * DAY_MS + minutes * 60_000 + ms;
  return epoch >= FIRST_MS && epoch <= LAST_MS ? instantOf(epoch) : undefined;
}

/** One day is kept free at both ends, so that the date in Shanghai of any instant stays within 0001–9999. */
const FIRST_MS = dayNumber(1, 1, 2) * DAY_MS;
const LAST_MS = dayNumber(9999, 12, 31) * DAY_MS - 1;

/** The instant of a count of milliseconds since 1970-01-01T00:00Z. */
export function instantOf(epochMs: number): Instant {
  const day = Math.floor(epochMs / DAY_MS);
  const hour = (epochMs - day * DAY_MS) / HOUR_MS;
  // Ladders write the same few hours of the same few days again and again; the dates of those are made already.
  if (hour % 1 === 0 && day >= 0 && day < LAST_SHORT_DAY)
    return `${dateOf(day)}T${hour < 10 ? '0' : ''}${hour}:00:00.000Z` as Instant;
  return new Date(epochMs).toISOString() as Instant;
}

/** Up to the year 9999 a date has ten characters. */
const LAST_SHORT_DAY = dayNumber(9999, 12, 31);

/** Milliseconds since 1970-01-01T00:00Z. Throws `RangeError` if the text is no instant. */
export function epochOf(i: Instant): number {
  const canonical = canonicalInstant(i);
  const time =
    ((digit(canonical, 11) * 10 + digit(canonical, 12)) * 60 + digit(canonical, 14) * 10 + digit(canonical, 15)) * 60;
  const ms = digit(canonical, 20) * 100 + digit(canonical, 21) * 10 + digit(canonical, 22);
  return (
    numberOf(canonical.slice(0, 10) as LocalDate) * DAY_MS +
    (time + digit(canonical, 17) * 10 + digit(canonical, 18)) * 1000 +
    ms
  );
}

/** The form that sorts as text. Throws `RangeError` for a text that was cast to `Instant` and is none. */
export function canonicalInstant(i: Instant): Instant {
  if (i.length === 24 && i.charCodeAt(23) === 0x5a) return i;
  const parsed = parseInstant(i);
  if (!parsed) throw new RangeError('An instant is ISO 8601 with an offset or Z.');
  return parsed;
}

/** `n` minutes later. */
export const addMinutes = (i: Instant, n: number): Instant => instantOf(epochOf(i) + n * 60_000);

/** The date in Shanghai: from 16:00Z on it is the next day. */
export function localDateOf(i: Instant): LocalDate {
  const canonical = canonicalInstant(i);
  const date = canonical.slice(0, 10) as LocalDate;
  return digit(canonical, 11) * 10 + digit(canonical, 12) >= 16 ? addDays(date, 1) : date;
}

/** 00:00 in Shanghai. */
export const startOfDay = (d: LocalDate): Instant => instantOf(numberOf(d) * DAY_MS - SHANGHAI_MS);

/** 24:00 in Shanghai, that is 00:00 of the next day (民法典203(2)). */
export const endOfDay = (d: LocalDate): Instant => instantOf((numberOf(d) + 1) * DAY_MS - SHANGHAI_MS);

/** A time of day in Shanghai, e.g. `09:00`. */
export const atTime = (d: LocalDate, time: `${number}:${number}`): Instant => {
  const minutes = (digit(time, 0) * 10 + digit(time, 1)) * 60 + digit(time, 3) * 10 + digit(time, 4);
  return instantOf(numberOf(d) * DAY_MS - SHANGHAI_MS + minutes * 60_000);
};

export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** A holiday (节假日) or a make-up workday (调休上班), both days included. */
export interface NamedPeriod extends Bilingual {
  readonly kind: 'HOLIDAY' | 'MAKE_UP';
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Working days of China as the State Council's yearly notices set them; years without a notice are estimated. */
export interface Calendar {
  readonly version: string;
  readonly knownFrom: LocalDate;
  /** Last day of the last year whose notice is in the table; later dates are provisional (日历未公布). */
  readonly knownThrough: LocalDate;
  isKnown(d: LocalDate): boolean;
  isWorkday(d: LocalDate): boolean;
  isMakeUpWorkday(d: LocalDate): boolean;
  /** Name of the holiday that the day belongs to, or for which it is worked. */
  nameOf(d: LocalDate): Bilingual | undefined;
  /** Number of the notice for the year of that date, where it was verified. */
  noticeOf(d: LocalDate): string | undefined;
  /** Holidays and make-up workdays between two dates, both included, cut to them, in order. */
  periodsBetween(from: LocalDate, to: LocalDate): readonly NamedPeriod[];
  /** Local rules (地方规则) that the bureau loaded, by clock; see `overlays.ts`. */
  readonly overlays?: OverlaysByClock;
  /** Days and local rules of another version, as clocks that carry it were counted by; see `law.ts`. */
  edition?(version: string): Calendar | undefined;
}

/** Days off in every year (全国年节及纪念日放假办法, 2025), known also before the notice comes out. */
export const STATUTORY: readonly {
  readonly from: string;
  readonly to: string;
  readonly zh: string;
  readonly en: string;
}[] = [
  { from: '01-01', to: '01-01', zh: '元旦', en: "New Year's Day" },
  { from: '05-01', to: '05-02', zh: '劳动节', en: 'Labour Day' },
  { from: '10-01', to: '10-03', zh: '国庆节', en: 'National Day' },
];

/** Builds a calendar from a frozen table. Throws `CalendarDataError` naming the entry that is wrong. */
export function loadCalendar(data: unknown): Calendar {
  const { version, notices, firstYear, lastYear, periods } = checkCalendarData(data);
  const knownFrom = `${firstYear}-01-01` as LocalDate;
  const knownThrough = `${lastYear}-12-31` as LocalDate;
  const listed = new Map<LocalDate, NamedPeriod>();
  for (const period of periods) for (const day of daysOf(period)) listed.set(day, period);

  const isKnown = (d: LocalDate): boolean => d >= knownFrom && d <= knownThrough;
  const estimated = (d: LocalDate) => STATUTORY.find(({ from, to }) => d.slice(5) >= from && d.slice(5) <= to);
  const periodOf = (d: LocalDate) => listed.get(d) ?? (isKnown(d) ? undefined : estimated(d));

  return {
    version,
    knownFrom,
    knownThrough,
    isKnown,
    isWorkday(d) {
      const period = listed.get(d);
      if (period) return period.kind === 'MAKE_UP';
      const weekday = weekdayOf(d);
      return weekday !== 0 && weekday !== 6 && (isKnown(d) || !estimated(d));
    },
    isMakeUpWorkday: (d) => listed.get(d)?.kind === 'MAKE_UP',
    nameOf(d) {
      const period = periodOf(d);
      return period && { zh: period.zh, en: period.en };
    },
    noticeOf: (d) => notices.get(d.slice(0, 4)),
    periodsBetween(from, to) {
      const found: NamedPeriod[] = [];
      for (let at = firstEndingFrom(periods, from); at < periods.length; at += 1) {
        const period = periods[at];
        if (!period || period.from > to) break;
        found.push(cut(period, from, to));
      }
      if (isKnown(from) && isKnown(to)) return found;
      return [...found, ...statutoryBetween(from, to, isKnown)].sort((a, b) => (a.from < b.from ? -1 : 1));
    },
  };
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);
const cut = (period: NamedPeriod, from: LocalDate, to: LocalDate): NamedPeriod =>
  period.from >= from && period.to <= to
    ? period
    : { ...period, from: later(period.from, from), to: earlier(period.to, to) };

function* daysOf({ from, to }: { readonly from: LocalDate; readonly to: LocalDate }): Generator<LocalDate> {
  for (let day = numberOf(from); day <= numberOf(to); day += 1) yield dateOf(day);
}

/** Index of the first period that ends on that date or later; periods are in order and do not overlap. */
function firstEndingFrom(periods: readonly NamedPeriod[], from: LocalDate): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((periods[middle]?.to ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

function statutoryBetween(from: LocalDate, to: LocalDate, isKnown: (d: LocalDate) => boolean): NamedPeriod[] {
  const found: NamedPeriod[] = [];
  for (let year = yearOf(from); year <= yearOf(to); year += 1)
    for (const { from: first, to: last, zh, en } of STATUTORY) {
      const [start, end] = [`${four(year)}-${first}`, `${four(year)}-${last}`] as [LocalDate, LocalDate];
      if (!isKnown(start) && start <= to && end >= from)
        found.push(cut({ kind: 'HOLIDAY', from: start, to: end, zh, en }, from, to));
    }
  return found;
}

/** The day itself if it is a working day, else the last one before it. */
export function previousWorkday(d: LocalDate, calendar: Calendar): LocalDate {
  let day = d;
  while (!calendar.isWorkday(day)) day = addDays(day, -1);
  return day;
}

/** The day itself if it is a working day, else the first one after it. */
export function nextWorkday(d: LocalDate, calendar: Calendar): LocalDate {
  let day = d;
  while (!calendar.isWorkday(day)) day = addDays(day, 1);
  return day;
}

/** The `n`-th working day strictly after the date, or strictly before it if `n` is negative; the date itself for 0. */
export function addWorkdays(d: LocalDate, n: number, calendar: Calendar): LocalDate {
  let [day, left] = [d, Math.abs(n)];
  while (left > 0) {
    day = addDays(day, Math.sign(n));
    if (calendar.isWorkday(day)) left -= 1;
  }
  return day;
}

/** Current table, 2004–2026; made by `node infra/calendar/freeze-calendar.ts`. */
export const CALENDAR: Calendar = loadCalendar(table satisfies CalendarData);
