import type { LocalDate } from './ids.ts';

/**
 * Arithmetic on civil days without any time zone: a day is an integer (days since 1970-01-01) behind the text
 * `YYYY-MM-DD`, years 0001–9999. The rest of the project takes these functions from `calendar.ts`.
 */
const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
export const four = (year: number): string => (year < 1000 ? String(year).padStart(4, '0') : `${year}`);

/** Days since 1970-01-01 of a date of the Gregorian calendar; the year begins in March, so that leap days come last. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
export const yearOf = (d: string): number => digit(d, 0) * 1000 + digit(d, 1) * 100 + digit(d, 2) * 10 + digit(d, 3);
const monthOf = (d: string): number => digit(d, 5) * 10 + digit(d, 6);
const dayOf = (d: string): number => digit(d, 8) * 10 + digit(d, 9);
export const numberOf = (d: LocalDate): number => dayNumber(yearOf(d), monthOf(d), dayOf(d));

/** Texts of the days 1970–2051 once made: ladders walk over the same few hundred days again and again. */
const MADE: LocalDate[] = [];
const MADE_LIMIT = 30_000;

/** The inverse of `dayNumber`. Throws `RangeError` outside the years 0001–9999. */
export function dateOf(number: number): LocalDate {
  if (!(number >= 0 && number < MADE_LIMIT)) return spell(number);
  const made = MADE[number] ?? spell(number);
  MADE[number] = made;
  return made;
}

function spell(number: number): LocalDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (!(year >= 1 && year <= 9999)) throw new RangeError('A date lies outside the years 0001 to 9999.');
  return `${four(year)}-${two(month)}-${two(dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1)}` as LocalDate;
}

const monthLength = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** Whether the text is a real date `YYYY-MM-DD`; `2026-02-30` is not. */
export const isLocalDate = (text: string): text is LocalDate =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  yearOf(text) >= 1 &&
  monthOf(text) >= 1 &&
  monthOf(text) <= 12 &&
  dayOf(text) >= 1 &&
  dayOf(text) <= monthLength(yearOf(text), monthOf(text));

/** `n` days later, or earlier if negative. */
export const addDays = (d: LocalDate, n: number): LocalDate => dateOf(numberOf(d) + n);

/** Days from the first date to the second; positive when the second is later. */
export const diffDays = (from: LocalDate, to: LocalDate): number => numberOf(to) - numberOf(from);

/** The corresponding day `m` months later, else the last day of that month (民法典202). */
export function addMonths(d: LocalDate, m: number): LocalDate {
  const months = yearOf(d) * 12 + monthOf(d) - 1 + m;
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  return dateOf(dayNumber(year, month, Math.min(dayOf(d), monthLength(year, month))));
}

/** 0 Sunday … 6 Saturday. */
export const weekdayOf = (d: LocalDate): number => (((numberOf(d) + 4) % 7) + 7) % 7;
