/**
 * Days of China, counted by code of its own: from the State Council's notices for 2025 and 2026 as printed, and for
 * other years from the days that are off in every year. Nothing of `shared/domain` takes part.
 */
const DAY = 86_400_000;
const SHANGHAI = 8 * 3_600_000;

const OFF: ReadonlySet<string> = new Set([
  ...span('2025-01-01', 1),
  ...span('2025-01-28', 8),
  ...span('2025-04-04', 3),
  ...span('2025-05-01', 5),
  ...span('2025-05-31', 3),
  ...span('2025-10-01', 8),
  ...span('2026-01-01', 3),
  ...span('2026-02-15', 9),
  ...span('2026-04-04', 3),
  ...span('2026-05-01', 5),
  ...span('2026-06-19', 3),
  ...span('2026-09-25', 3),
  ...span('2026-10-01', 7),
]);
const WORKED: ReadonlySet<string> = new Set([
  '2025-01-26',
  '2025-02-08',
  '2025-04-27',
  '2025-09-28',
  '2025-10-11',
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
]);
const EVERY_YEAR: ReadonlySet<string> = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

function span(from: string, days: number): string[] {
  return Array.from({ length: days }, (_, at) => plusDays(from, at));
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export function worksOn(day: string): boolean {
  if (WORKED.has(day)) return true;
  if (OFF.has(day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  const noticed = day >= '2025-01-01' && day <= '2026-12-31';
  return noticed || !EVERY_YEAR.has(day.slice(5));
}

export function workdayFrom(day: string): string {
  let at = day;
  while (!worksOn(at)) at = plusDays(at, 1);
  return at;
}

export function workdayUntil(day: string): string {
  let at = day;
  while (!worksOn(at)) at = plusDays(at, -1);
  return at;
}

/** The n-th working day after the day, or before it. */
export function workdaysAway(day: string, n: number): string {
  let at = day;
  for (let left = Math.abs(n); left > 0; ) {
    at = plusDays(at, Math.sign(n));
    if (worksOn(at)) left -= 1;
  }
  return at;
}

/** The day in Shanghai of an instant. */
export const dayIn = (instant: string): string => new Date(Date.parse(instant) + SHANGHAI).toISOString().slice(0, 10);

/** An hour of that day in Shanghai; 24 is its end. */
export const hourOf = (day: string, hour: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000 - SHANGHAI).toISOString();
