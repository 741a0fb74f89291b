import { addDays, diffDays } from '../calendar.ts';
import type { FactRow } from '../facts.ts';
import type { CaseId, LocalDate, UnitId } from '../ids.ts';
import { categoryOf } from '../taxonomy.ts';

/**
 * Early warning (预警) about issues, never about people: the same cause in one unit or organ, more often lately than it
 * used to be there. Who wrote is no input, and who keeps writing, six hands under one letter, or a batch that is passed
 * on, are no trend: a matter counts once in each series, by its first petition.
 *
 * There are two series, each dated by a day that does not move when a case is handed on, so that a flow that never
 * changes looks the same in every window. UNIT: what units answer, by the day they got it. ORGAN: what came to an organ,
 * in whichever of its units it lies by now, by the day it came there.
 *
 * The statistic: with n counts in earlier windows of the same length (none from before anything was on record), mean m
 * and variance v, the next count is taken as negative binomial with mean (n·m + ½)/n, widened by how much the earlier
 * counts vary (Poisson where they vary no more than chance). A warning is a count of at least five whose probability
 * under that is at most one in a hundred, divided by the number of causes looked at in both series (Bonferroni): of all
 * quiet fortnights at most one in a hundred warns at all.
 */
export interface RisingCause {
  readonly series: Series;
  readonly category: string;
  /** Of `ORGAN` the organ. */
  readonly unit: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly cases: readonly CaseId[];
  /** The petition of each case that is not the first of one; digests of earlier versions lack it. */
  readonly petitions?: Readonly<Record<CaseId, CaseId>>;
  /** Cases of the earlier windows, the latest first. */
  readonly earlier: readonly (readonly CaseId[])[];
  /** At most so improbable is a count that warns. */
  readonly level: number;
}

export type Series = 'UNIT' | 'ORGAN';

/**
 * `lagDays`: so long after it came, at the latest, a petition is with its unit as a rule: fifteen days for the office to
 * accept or refer it (条例23), and most of them again below.
 */
export const WARNING = { windowDays: 14, windows: 12, least: 5, level: 0.01, lagDays: 28 } as const;

/** The first day of registration that has a part in the windows that end on `to`. */
export const risingSince = (to: LocalDate): LocalDate =>
  addDays(to, 1 - WARNING.windowDays * (WARNING.windows + 1) - WARNING.lagDays);

/** Counts of earlier windows. */
export const pastOf = ({ earlier }: Pick<RisingCause, 'earlier'>): number[] => earlier.map(({ length }) => length);

/** What was to be expected of a window, by those on record. */
export const usualOf = (past: readonly number[]): number =>
  past.reduce((sum, one) => sum + one, 0) / Math.max(1, past.length);

/** Whether so many cases are more than chance lets expect after these counts; without any there is nothing to rise from. */
export const isRising = ({ cases, level }: Pick<RisingCause, 'cases' | 'level'>, past: readonly number[]): boolean =>
  past.length > 0 && cases.length >= WARNING.least && chanceOf(cases.length, past) <= level;

/**
 * Causes that rose in the window that ends on `to`, rarest chance first.
 * @param rows those registered from {@link risingSince} on
 * @param presentOf the unit that took over from one that is no more: its past is theirs
 */
export function risingCauses(
  rows: readonly FactRow[],
  to: LocalDate,
  presentOf: (unit: UnitId) => UnitId,
): RisingCause[] {
  const sealed = new Set(rows.filter((row) => row.sealed).map(({ petition }) => petition));
  const sorted = rows.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  const counted = sorted.filter((row) => isCause(row, sealed));
  const groups = (['UNIT', 'ORGAN'] as const).flatMap((series) => groupsOf(series, counted, to, presentOf));
  const [first] = sorted;
  const onRecord = first ? diffDays(first.registeredDate, to) + 1 : 0;
  return groups
    .map(({ windows: [latest = [], ...earlier], ...group }) => ({
      ...group,
      from: addDays(to, 1 - WARNING.windowDays),
      to,
      cases: latest.map(({ caseId }) => caseId).sort(),
      petitions: Object.fromEntries(
        latest.filter((row) => !isItself(row)).map(({ caseId, petition }) => [caseId, petition]),
      ),
      earlier: earlier.slice(0, comparable(group.series, onRecord)).map((rows) => rows.map(({ caseId }) => caseId)),
      level: WARNING.level / groups.length,
    }))
    .map((cause) => ({ cause, past: pastOf(cause) }))
    .filter(({ cause, past }) => isRising(cause, past))
    .map(({ cause, past }) => ({ cause, chance: chanceOf(cause.cases.length, past) }))
    .sort((a, b) => a.chance - b.chance || (nameOf(a.cause) < nameOf(b.cause) ? -1 : 1))
    .map(({ cause }) => cause);
}

/** Not what was referred of it, or opened anew. What was split off an accusation is a petition like any other here. */
const isItself = ({ caseId, petition }: FactRow): boolean => caseId === petition;

/** By the day of registration, which never moves; of one day the petition itself before what was made of it. */
const place = (row: FactRow): string => `${row.registeredDate} ${isItself(row) ? 0 : 1} ${row.caseId}`;

const nameOf = ({ unit, category, series }: Pick<RisingCause, 'unit' | 'category' | 'series'>): string =>
  `${unit}/${category}/${series}`;

/** Who thanks, asks or suggests tells of nothing that goes wrong. */
const NO_GRIEVANCE: ReadonlySet<string> = new Set(['THANKS', 'CONSULT', 'SUGGESTION']);

/** Sealed matters and what nobody has looked at have no cause yet; a matter counts by its first petition that is not sealed. */
function isCause({ sealed, screened, category, matter, petition }: FactRow, sealedOnes: ReadonlySet<CaseId>): boolean {
  const purpose = category === undefined ? undefined : categoryOf(category)?.purpose;
  if (sealed || !screened || purpose === undefined || NO_GRIEVANCE.has(purpose)) return false;
  return matter === petition || sealedOnes.has(matter);
}

interface Group extends Pick<RisingCause, 'series' | 'unit' | 'category'> {
  readonly windows: FactRow[][];
}

function groupsOf(
  series: Series,
  rows: readonly FactRow[],
  to: LocalDate,
  presentOf: (unit: UnitId) => UnitId,
): Group[] {
  const groups = new Map<string, Group>();
  const seen = new Set<string>();
  for (const row of rows) {
    const { category = '', matter, petition } = row;
    const came = series === 'UNIT' ? cameToUnit(row) : cameToOrgan(row);
    if (came === undefined) continue;
    const unit = presentOf(series === 'UNIT' ? row.unit : row.organ);
    const key = nameOf({ unit, category, series });
    // An organ has a matter once, whatever it was called afterwards.
    const once = series === 'ORGAN' ? `${unit}/${matter}` : matter === petition ? `${key}/${matter}` : matter;
    if (seen.has(once)) continue;
    seen.add(once);
    const window = Math.floor(diffDays(came, to) / WARNING.windowDays);
    if (window < 0 || window > WARNING.windows) continue;
    const windows = Array.from({ length: WARNING.windows + 1 }, (): FactRow[] => []);
    const group = groups.get(key) ?? { series, unit, category, windows };
    groups.set(key, group);
    group.windows[window]?.push(row);
  }
  return [...groups.values()];
}

/** When the unit that answers got it; what lies at the petition office is with no unit yet. */
function cameToUnit(row: FactRow): LocalDate | undefined {
  if (!row.answers || row.unit === row.office) return undefined;
  return isItself(row) ? (row.acceptedDate ?? row.receivedDate) : row.registeredDate;
}

/** When it came to the organ to be dealt with, not to be reviewed: only the former has a duty to inform. */
function cameToOrgan(row: FactRow): LocalDate | undefined {
  if (isItself(row)) return row.receivedDate;
  return row.answers || row.referredOn || row.inform ? row.registeredDate : undefined;
}

/** How many windows lie wholly in the time on record, which for units begins when petitions have reached them. */
function comparable(series: Series, onRecord: number): number {
  const days = series === 'UNIT' ? onRecord - WARNING.lagDays : onRecord;
  return Math.max(0, Math.min(WARNING.windows, Math.floor(days / WARNING.windowDays) - 1));
}

/**
 * Without each organ whose rise is that of units or organs within it: at least half of its petitions are in their
 * warnings of the same category. Five old ones that a unit got are no reason for ten new ones of its organ. Asked of the causes that one reader is told, as he is told them.
 */
export function withoutSurrounding<
  Cause extends Partial<Pick<RisingCause, 'series' | 'petitions'>> & Pick<RisingCause, 'unit' | 'category' | 'cases'>,
>(causes: readonly Cause[], isWithin: (unit: UnitId, root: UnitId) => boolean): Cause[] {
  const lies = (a: Cause, b: Cause): boolean =>
    a !== b &&
    a.category === b.category &&
    b.series === 'ORGAN' &&
    (a.unit === b.unit ? a.series === 'UNIT' : isWithin(a.unit, b.unit));
  const depth = (cause: Cause): number => causes.filter((other) => lies(cause, other)).length;
  const told: Cause[] = [];
  for (const cause of causes.toSorted((a, b) => depth(b) - depth(a))) {
    const inner = told.filter((one) => lies(one, cause));
    const outermost = inner.filter((one) => !inner.some((other) => lies(one, other)));
    const held = heldBy(cause, outermost);
    if (held === 0 || 2 * held < cause.cases.length) told.push(cause);
  }
  return causes.filter((cause) => told.includes(cause));
}

type Held = Pick<RisingCause, 'cases' | 'petitions'>;

/** How many of the cause’s petitions are in these; where a stored one does not tell them, how many cases these have. */
function heldBy(cause: Held, inner: readonly Held[]): number {
  if ([cause, ...inner].some(({ petitions }) => petitions === undefined))
    return inner.reduce((sum, { cases }) => sum + cases.length, 0);
  const held = new Set(inner.flatMap(petitionsOf));
  return petitionsOf(cause).filter((petition) => held.has(petition)).length;
}

const petitionsOf = ({ cases, petitions }: Held): CaseId[] => cases.map((id) => petitions?.[id] ?? id);

/** Probability of `count` or more after these earlier counts; in logarithms, since the terms of large ones underflow. */
export function chanceOf(count: number, past: readonly number[]): number {
  const windows = Math.max(1, past.length);
  const mean = (past.reduce((sum, one) => sum + one, 0) + 0.5) / windows;
  const variance = past.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, windows - 1);
  // The mean itself is only estimated: its own spread widens the forecast.
  const spread = Math.max(variance, mean) + mean / windows;
  const shape = (mean * mean) / (spread - mean);
  const success = mean / spread;
  let term = shape * Math.log(success);
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    below += Math.exp(term);
    term += Math.log((shape + k) / (k + 1)) + Math.log1p(-success);
  }
  return Math.max(0, 1 - below);
}
