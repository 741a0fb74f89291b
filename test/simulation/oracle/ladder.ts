import type { Clock } from '../../../shared/domain/petition.ts';
import { CLOCK_RULES, type ClockRuleOracle } from './clock-rules.ts';
import { type Days, dayIn, hourOf, plusDays } from './days.ts';
import type { Edition } from './law-of-life.ts';

/** A rung as the specification counts it (§3.2). */
export interface Rung {
  readonly key: string;
  readonly steps: readonly string[];
  readonly at: string;
  readonly roles: readonly string[];
  /** The lamp: 黄灯 from the first step, 红灯 in the last three days (or on the last working day), 超期 after the end. */
  readonly colour: 'YELLOW' | 'RED' | 'BLACK';
}

type Dates = Pick<Clock, 'code' | 'trigger' | 'startedAt' | 'nominalDue' | 'due' | 'dueInstant'>;

const known = new Map<string, readonly Rung[]>();

/** A case since when it is a major one, if it is. */
type Case = { readonly major?: { readonly at: string } | undefined };

/** All rungs of a clock of a case by an edition of the law, earliest first; undefined for a clock that is not judged. */
export function rungsOf(clock: Dates, { major }: Case, { version, days }: Edition): readonly Rung[] | undefined {
  const rule = CLOCK_RULES[clock.code];
  if (!rule) return undefined;
  const began = clock.startedAt ?? clock.trigger;
  const name = `${clock.code} ${clock.nominalDue} ${clock.dueInstant} ${began} ${major?.at} ${version}`;
  let rungs = known.get(name);
  if (!rungs) {
    const ends = overdue(rule, clock);
    rungs =
      rule.unit === 'HOUR' || rule.unit === 'MINUTE'
        ? [...calls(rule, began), ...ends].sort((a, b) => (a.at < b.at ? -1 : 1))
        : [
            ...(major && MAJOR_TOO.has(clock.code) ? majorWarnings(rule, clock.nominalDue, began, major.at, days) : []),
            ...warnings(rule, clock.nominalDue, began, days),
            ...ends,
          ];
    if (known.size > 5000) known.clear();
    known.set(name, rungs);
  }
  return rungs;
}

const MAJOR_TOO: ReadonlySet<string> = new Set(['HANDLE_60D', 'EXT_30D', 'REMAKE']);

/** Two steps more for a major case (§2.2 row 48): twenty and fifteen days before, from when it is one. */
const majorWarnings = (rule: ClockRuleOracle, nominal: string, began: string, since: string, days: Days): Rung[] =>
  [20, 15]
    .map((offset) => ({ key: `T-${offset}`, at: hourOf(days.workdayUntil(plusDays(nominal, -offset)), 9) }))
    .filter(({ at }) => at >= began && at >= since)
    .map(({ key, at }) => ({
      key,
      at,
      steps: [key],
      roles: [...new Set([...rule.base, ...(rule.yellow ?? [])])],
      colour: 'YELLOW',
    }));

const minutesAfter = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

/** Where hours or minutes count nobody waits for the morning: told at the begin, and again where it says so. */
const calls = ({ calls: at = [0], offsets, base, unit, n }: ClockRuleOracle, began: string): Rung[] =>
  at.map((minutes) => {
    const key = offsets.length > 0 ? `T-${offsets.at(-1)}` : `M+${minutes}`;
    const isOver = unit === 'MINUTE' && minutes > n;
    return { key, steps: [key], at: minutesAfter(began, minutes), roles: base, colour: isOver ? 'BLACK' : 'RED' };
  });

function warnings(rule: ClockRuleOracle, nominal: string, began: string, days: Days): Rung[] {
  const dayOf = (offset: number) =>
    rule.unit === 'WORKDAY'
      ? days.workdaysAway(days.workdayUntil(nominal), -offset)
      : days.workdayUntil(plusDays(nominal, -offset));
  const steps = new Map<string, string[]>();
  for (const offset of rule.offsets) steps.set(dayOf(offset), [...(steps.get(dayOf(offset)) ?? []), `T-${offset}`]);
  const firstRed = rule.offsets.find((offset) => offset <= 3);
  const three = plusDays(nominal, -3);
  const redFrom =
    rule.unit === 'WORKDAY'
      ? days.workdayUntil(nominal)
      : firstRed !== undefined && dayOf(firstRed) < three
        ? dayOf(firstRed)
        : three;
  const all = [...steps].map(([day, of]): Rung => {
    const red = day >= redFrom;
    const roles = [...rule.base, ...(rule.yellow ?? []), ...(red ? (rule.red ?? []) : [])];
    return {
      key: of[0] ?? '',
      steps: of,
      at: hourOf(day, 9),
      roles: [...new Set(roles)],
      colour: red ? 'RED' : 'YELLOW',
    };
  });
  const ahead = all.filter(({ at }) => at >= began);
  const last = all.at(-1);
  // Where the day was set so near that no step is left, it is told at once.
  return ahead.length > 0 || !last ? ahead : [{ ...last, at: began }];
}

const STEPS = { 'D+0': 0, 'D+1': 1, 'D+3': 3, 'D+7': 7 } as const;

const overdue = (rule: ClockRuleOracle, { due, dueInstant }: Pick<Clock, 'due' | 'dueInstant'>): Rung[] =>
  Object.entries(STEPS).flatMap(([key, days]) => {
    const roles = rule.overdue[key];
    if (!roles) return [];
    return [
      { key, steps: [key], at: days === 0 ? dueInstant : hourOf(plusDays(due, days), 9), roles, colour: 'BLACK' },
    ];
  });

/** The last day of a clock, counted anew by an edition of the law (§3.1); undefined where it is not judged. */
export function datesOf(
  clock: Pick<Clock, 'code' | 'trigger' | 'extensionDays' | 'setDue' | 'hearing'>,
  { days }: Edition,
): { nominalDue: string; due: string; dueInstant: string } | undefined {
  const rule = CLOCK_RULES[clock.code];
  if (!rule) return undefined;
  if (rule.unit === 'HOUR' || rule.unit === 'MINUTE') {
    const dueInstant = minutesAfter(clock.trigger, rule.n * (rule.unit === 'HOUR' ? 60 : 1));
    return { nominalDue: dayIn(dueInstant), due: dayIn(dueInstant), dueInstant };
  }
  const from = dayIn(clock.trigger);
  const nominalDue =
    clock.setDue ??
    (rule.unit === 'WORKDAY'
      ? days.workdaysAway(from, rule.n)
      : plusDays(from, rule.n + (clock.extensionDays ?? 0) + hearingDays(clock)));
  const due = days.workdayFrom(nominalDue);
  return { nominalDue, due, dueInstant: hourOf(due, 24) };
}

/** Days of a hearing, the first and the last included, which a re-review does not count (条例36(2)). */
const hearingDays = ({ hearing }: Pick<Clock, 'hearing'>): number =>
  hearing ? (Date.parse(hearing.to) - Date.parse(hearing.from)) / 86_400_000 + 1 : 0;

/** The next rung that was not fired, over all clocks; `unknown` when some clock is not judged. */
export function nextRung(
  { clocks, major }: Case & { readonly clocks: readonly Clock[] },
  fired: ReadonlySet<string>,
  edition: Edition,
): string | undefined | 'unknown' {
  let next: string | undefined;
  for (const clock of clocks) {
    const rungs = rungsOf(clock, { major }, edition);
    if (!rungs) return 'unknown';
    for (const { steps, at } of rungs)
      if (steps.some((step) => !fired.has(firedName(clock, step))) && (next === undefined || at < next)) next = at;
  }
  return next;
}

export const firedName = (
  { code, key, nominalDue }: Pick<Clock, 'code' | 'key' | 'nominalDue'>,
  step: string,
): string => `${key === undefined ? code : `${code}/${key}`}:${step}@${nominalDue}`;
