import { addDays, diffDays } from '../calendar.ts';
import type { FactRow } from '../facts.ts';
import type { CaseId, LocalDate, UnitId } from '../ids.ts';
import { isCategoryCode } from '../taxonomy.ts';

/**
 * Early warning (预警) about issues, never about people: the same cause in one unit, more often lately than it used to
 * be there. Counted are matters by category and unit, each once, by its first petition: who keeps writing, or six hands
 * under one letter, are no trend. Who wrote them is no input.
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
  /** What was to be expected from the unit's own past, by so many earlier windows. */
  readonly usual: number;
  readonly windows: number;
  /** Probability of so many or more if nothing had changed. */
  readonly chance: number;
  readonly cases: readonly CaseId[];
}

export const WARNING = { windowDays: 14, windows: 12, least: 5, level: 0.01 } as const;

/** Causes that rose in the window that ends on `to`, rarest chance first. */
export function risingCauses(rows: readonly FactRow[], to: LocalDate): RisingCause[] {
  const groups = new Map<string, { unit: UnitId; category: string; windows: CaseId[][] }>();
  const seen = new Set<string>();
  let oldest = 0;
  for (const row of rows.toSorted((a, b) => (a.registeredDate < b.registeredDate ? -1 : 1))) {
    oldest = Math.max(oldest, diffDays(row.registeredDate, to));
    // Sealed matters and what nobody has looked at have no cause yet.
    if (row.sealed || !row.screened || !row.answers) continue;
    // A further petition of a matter that has one.
    if (row.submission && row.matter !== row.caseId) continue;
    if (row.category === undefined || !isCategoryCode(row.category)) continue;
    const ago = diffDays(row.registeredDate, to);
    const window = Math.floor(ago / WARNING.windowDays);
    if (ago < 0 || window > WARNING.windows) continue;
    const key = `${row.unit}/${row.category}`;
    if (seen.has(`${key}/${row.matter}`)) continue;
    seen.add(`${key}/${row.matter}`);
    const group = groups.get(key) ?? {
      unit: row.unit,
      category: row.category,
      windows: Array.from({ length: WARNING.windows + 1 }, (): CaseId[] => []),
    };
    groups.set(key, group);
    group.windows[window]?.push(row.caseId);
  }
  // Windows that lie wholly in the time on record.
  const compared = Math.max(0, Math.min(WARNING.windows, Math.floor((oldest + 1) / WARNING.windowDays) - 1));
  const looked = [...groups.values()].filter(({ windows }) => (windows[0]?.length ?? 0) >= WARNING.least);
  return looked
    .map(({ unit, category, windows: [latest = [], ...earlier] }) => {
      const past = earlier.slice(0, compared).map(({ length }) => length);
      const chance = chanceOf(latest.length, past);
      return {
        category,
        unit,
        from: addDays(to, 1 - WARNING.windowDays),
        to,
        usual: past.reduce((sum, one) => sum + one, 0) / Math.max(1, past.length),
        windows: past.length,
        chance,
        cases: [...latest].sort(),
      };
    })
    .filter(({ chance }) => chance <= WARNING.level / groups.size)
    .sort((a, b) => a.chance - b.chance || (a.unit + a.category < b.unit + b.category ? -1 : 1));
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
