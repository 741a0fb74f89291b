import { addDays, diffDays } from '../calendar.ts';
import type { FactRow } from '../facts.ts';
import type { CaseId, LocalDate, UnitId } from '../ids.ts';
import { isCategoryCode } from '../taxonomy.ts';

/**
 * Early warning (预警) about issues, never about people: the same cause in one unit, more often lately than it used to
 * be there. Counted are matters by category and the unit that answers them, each once, by the day its first petition
 * came: who keeps writing, six hands under one letter, or a batch that is passed on, are no trend. Who wrote them is no
 * input.
 *
 * The statistic: with n counts in earlier windows of the same length (none from before anything was on record), mean m
 * and variance v, the next count is taken as negative binomial with mean (n·m + ½)/n, widened by how much the earlier
 * counts vary (Poisson where they vary no more than chance). A warning is a count of at least five whose probability
 * under that is at most one in a hundred, divided by the number of causes looked at (Bonferroni): of all quiet
 * fortnights at most one in a hundred warns at all.
 */
export interface RisingCause {
  readonly category: string;
  readonly unit: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly cases: readonly CaseId[];
  /** Counts of the earlier windows, the latest first. */
  readonly past: readonly number[];
  /** At most so improbable is a count that warns. */
  readonly level: number;
}

export const WARNING = { windowDays: 14, windows: 12, least: 5, level: 0.01 } as const;

/** What was to be expected of a window, by those on record. */
export const usualOf = ({ past }: Pick<RisingCause, 'past'>): number =>
  past.reduce((sum, one) => sum + one, 0) / Math.max(1, past.length);

/** Whether these cases alone are more than chance lets expect: what a reader may not know of must not speak for them. */
export const isRising = ({ cases, past, level }: Pick<RisingCause, 'cases' | 'past' | 'level'>): boolean =>
  cases.length >= WARNING.least && chanceOf(cases.length, past) <= level;

/**
 * Causes that rose in the window that ends on `to`, rarest chance first.
 * @param presentOf the unit that took over from one that is no more: its past is theirs
 */
export function risingCauses(
  rows: readonly FactRow[],
  to: LocalDate,
  presentOf: (unit: UnitId) => UnitId,
): RisingCause[] {
  const groups = new Map<string, { unit: UnitId; category: string; windows: CaseId[][] }>();
  const seen = new Set<string>();
  const sealed = new Set(rows.filter((row) => row.sealed).map(({ petition }) => petition));
  let oldest = 0;
  for (const row of rows.toSorted((a, b) => (a.receivedDate < b.receivedDate ? -1 : 1))) {
    const ago = diffDays(row.receivedDate, to);
    oldest = Math.max(oldest, ago);
    // Sealed matters and what nobody has looked at have no cause yet.
    if (row.sealed || !row.screened || !row.answers) continue;
    // A further petition of a matter counts for it only where the first one is sealed.
    if (row.matter !== row.petition && !sealed.has(row.matter)) continue;
    if (row.category === undefined || !isCategoryCode(row.category)) continue;
    const window = Math.floor(ago / WARNING.windowDays);
    if (ago < 0 || window > WARNING.windows) continue;
    const unit = presentOf(row.unit);
    const key = `${unit}/${row.category}`;
    const once = row.matter === row.petition ? `${key}/${row.matter}` : row.matter;
    if (seen.has(once)) continue;
    seen.add(once);
    const group = groups.get(key) ?? {
      unit,
      category: row.category,
      windows: Array.from({ length: WARNING.windows + 1 }, (): CaseId[] => []),
    };
    groups.set(key, group);
    group.windows[window]?.push(row.caseId);
  }
  // Windows that lie wholly in the time on record.
  const compared = Math.max(0, Math.min(WARNING.windows, Math.floor((oldest + 1) / WARNING.windowDays) - 1));
  const chance = ({ cases, past }: RisingCause): number => chanceOf(cases.length, past);
  return [...groups.values()]
    .map(({ unit, category, windows: [latest = [], ...earlier] }) => ({
      category,
      unit,
      from: addDays(to, 1 - WARNING.windowDays),
      to,
      cases: [...latest].sort(),
      past: earlier.slice(0, compared).map(({ length }) => length),
      level: WARNING.level / groups.size,
    }))
    .filter(isRising)
    .sort((a, b) => chance(a) - chance(b) || (a.unit + a.category < b.unit + b.category ? -1 : 1));
}

/** Probability of `count` or more after these earlier counts. */
export function chanceOf(count: number, past: readonly number[]): number {
  const windows = Math.max(1, past.length);
  const mean = (past.reduce((sum, one) => sum + one, 0) + 0.5) / windows;
  const variance = past.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, windows - 1);
  // The mean itself is only estimated: its own spread widens the forecast.
  const spread = Math.max(variance, mean) + mean / windows;
  const shape = (mean * mean) / (spread - mean);
  const success = mean / spread;
  let term = success ** shape;
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    below += term;
    term *= ((shape + k) / (k + 1)) * (1 - success);
  }
  return Math.max(0, 1 - below);
}
