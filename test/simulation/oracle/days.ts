/**
 * Days of China, counted by code of its own: from the State Council's notices for 2025 and 2026 as printed, from those
 * that a bureau of the simulation loads beside them, and for other years from the days that are off in every year.
 * Nothing of `shared/domain` takes part.
 */
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

/** A holiday as a notice names it: off from a day on for some days, and the weekend days worked for it. */
export interface Holiday {
  readonly zh: string;
  readonly en?: string;
  readonly from: string;
  readonly days: number;
  readonly work: readonly string[];
}

const holiday = (zh: string, from: string, days: number, work: readonly string[] = []): Holiday => ({
  zh,
  from,
  days,
  work,
});

const NOTICE_2025: readonly Holiday[] = [
  holiday('元旦', '2025-01-01', 1),
  holiday('春节', '2025-01-28', 8, ['2025-01-26', '2025-02-08']),
  holiday('清明', '2025-04-04', 3),
  holiday('劳动节', '2025-05-01', 5, ['2025-04-27']),
  holiday('端午', '2025-05-31', 3),
  holiday('国庆节、中秋', '2025-10-01', 8, ['2025-09-28', '2025-10-11']),
];
export const NOTICE_2026: readonly Holiday[] = [
  holiday('元旦', '2026-01-01', 3, ['2026-01-04']),
  holiday('春节', '2026-02-15', 9, ['2026-02-14', '2026-02-28']),
  holiday('清明', '2026-04-04', 3),
  holiday('劳动节', '2026-05-01', 5, ['2026-05-09']),
  holiday('端午', '2026-06-19', 3),
  holiday('中秋', '2026-09-25', 3),
  holiday('国庆节', '2026-10-01', 7, ['2026-09-20', '2026-10-10']),
];
/** As it might be printed; invented. */
export const NOTICE_2027: readonly Holiday[] = [
  holiday('元旦', '2027-01-01', 3, ['2026-12-27']),
  holiday('春节', '2027-02-05', 8, ['2027-01-31', '2027-02-14']),
  holiday('清明', '2027-04-03', 3),
  holiday('劳动节', '2027-05-01', 5, ['2027-04-25', '2027-05-08']),
  holiday('端午', '2027-06-09', 1),
  holiday('中秋', '2027-09-15', 1),
  holiday('国庆节', '2027-10-01', 7, ['2027-09-26', '2027-10-09']),
];

const EVERY_YEAR: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/** Which days are worked, by notices for the years from 2025 on without a gap. */
export class Days {
  readonly #off: ReadonlySet<string>;
  readonly #worked: ReadonlySet<string>;
  readonly #through: string;

  constructor(notices: readonly (readonly Holiday[])[]) {
    const holidays = notices.flat();
    this.#off = new Set(holidays.flatMap(({ from, days }) => span(from, days)));
    this.#worked = new Set(holidays.flatMap(({ work }) => work));
    this.#through = `${2024 + notices.length}-12-31`;
  }

  /** Whether a notice says which days of that year are worked. */
  knows(day: string): boolean {
    return day >= '2025-01-01' && day <= this.#through;
  }

  worksOn(day: string): boolean {
    if (this.#worked.has(day)) return true;
    if (this.#off.has(day)) return false;
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6) return false;
    return this.knows(day) || !EVERY_YEAR.has(day.slice(5));
  }

  workdayFrom(day: string): string {
    let at = day;
    while (!this.worksOn(at)) at = plusDays(at, 1);
    return at;
  }

  workdayUntil(day: string): string {
    let at = day;
    while (!this.worksOn(at)) at = plusDays(at, -1);
    return at;
  }

  /** The n-th working day after the day, or before it. */
  workdaysAway(day: string, n: number): string {
    let at = day;
    for (let left = Math.abs(n); left > 0; ) {
      at = plusDays(at, Math.sign(n));
      if (this.worksOn(at)) left -= 1;
    }
    return at;
  }
}

/** By the notices that are shipped, with others in place of the last, or after it. */
export const daysWith = (notice2026: readonly Holiday[], ...later: readonly (readonly Holiday[])[]): Days =>
  new Days([NOTICE_2025, notice2026, ...later]);

export const SHIPPED_DAYS = daysWith(NOTICE_2026);

/** So many days on end. */
export function span(from: string, days: number): string[] {
  return Array.from({ length: days }, (_, at) => plusDays(from, at));
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The day in Shanghai of an instant. */
export const dayIn = (instant: string): string => new Date(Date.parse(instant) + SHANGHAI).toISOString().slice(0, 10);

/** An hour of that day in Shanghai; 24 is its end. */
export const hourOf = (day: string, hour: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 - SHANGHAI).toISOString();
