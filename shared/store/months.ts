import type { LocalDate } from '../domain/ids.ts';

/** The calendar months that a span of days touches, `YYYY-MM`, in order: lists are kept by month. */
export function monthsBetween(from: LocalDate, to: LocalDate): string[] {
  const months: string[] = [];
  let [year, number] = from.slice(0, 7).split('-').map(Number) as [number, number];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = `${year}-${String(number).padStart(2, '0')}`) {
    months.push(month);
    number += 1;
    if (number > 12) {
      number = 1;
      year += 1;
    }
  }
  return months;
}
