import { addDays, addMinutes, type Calendar } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import type { Clock, Head } from '../../shared/domain/petition.ts';

/** One step that the table of clocks asks for, as the audit works it out. */
export interface ExpectedThreshold {
  /** As the ledger of the alarm names it: `INFORM_15D:T-5@2026-12-08`. */
  readonly fired: string;
  readonly at: Instant;
}

/**
 * The steps of every running clock, worked out anew from the table of `spec.md` §3.2: on purpose not with the ladder
 * that the sweep uses, so that a mistake there is seen here.
 */
export const expectedThresholds = (head: Head, calendar: Calendar): ExpectedThreshold[] =>
  head.clocks
    .flatMap((clock) => {
      const name = clock.key === undefined ? clock.code : `${clock.code}/${clock.key}`;
      return [...before(clock, head, calendar), ...after(clock)].map(([step, at]) => ({
        fired: `${name}:${step}@${clock.nominalDue}`,
        at,
      }));
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

type Step = readonly [name: string, at: Instant];

/** 09:00 in Shanghai is 01:00 in UTC, on every day of the year. */
const atNine = (day: LocalDate): Instant => `${day}T01:00:00.000Z` as Instant;

function before(clock: Clock, head: Head, calendar: Calendar): Step[] {
  const { unit, remindOffsets, repeat } = CLOCKS[clock.code];
  const begun = clock.startedAt ?? clock.trigger;
  if (unit === 'HOUR' || unit === 'MINUTE') return atOnce(clock, begun, repeat);
  const working = unit === 'WORK_DAY';
  const all = remindOffsets.map(
    (days): Step => [`T-${days}`, atNine(daysBefore(clock.nominalDue, days, working, calendar))],
  );
  const ahead = all.filter(([, at]) => at >= begun);
  // Where all lie behind, the last day of them is told of at once.
  const lastDay = all.at(-1)?.[1];
  const told = ahead.length > 0 ? ahead : all.filter(([, at]) => at === lastDay).map(([step]): Step => [step, begun]);
  return [...major(clock, head, begun, calendar), ...told];
}

function major({ code, nominalDue }: Clock, { major: since }: Head, begun: Instant, calendar: Calendar): Step[] {
  if (!since || (code !== 'HANDLE_60D' && code !== 'EXT_30D' && code !== 'REMAKE')) return [];
  return [20, 15]
    .map((days): Step => [`T-${days}`, atNine(daysBefore(nominalDue, days, false, calendar))])
    .filter(([, at]) => at >= since.at && at >= begun);
}

function daysBefore(due: LocalDate, days: number, working: boolean, calendar: Calendar): LocalDate {
  let day = working ? due : addDays(due, -days);
  while (!calendar.isWorkday(day)) day = addDays(day, -1);
  for (let left = working ? days : 0; left > 0; left -= 1) {
    day = addDays(day, -1);
    while (!calendar.isWorkday(day)) day = addDays(day, -1);
  }
  return day;
}

function atOnce(
  { code, dueInstant }: Clock,
  begun: Instant,
  repeat: { readonly everyMinutes: number; readonly times: number } | undefined,
): Step[] {
  const { remindOffsets } = CLOCKS[code];
  if (!repeat) return remindOffsets.slice(-1).map((offset): Step => [`T-${offset}`, begun]);
  return Array.from({ length: repeat.times }, (_, call) => call * repeat.everyMinutes)
    .map((minutes): Step => [`M+${minutes}`, addMinutes(begun, minutes)])
    .filter(([, at]) => at !== dueInstant);
}

function after({ code, due, dueInstant }: Clock): Step[] {
  const { overdue } = CLOCKS[code].recipients;
  return (['D+0', 'D+1', 'D+3', 'D+7'] as const)
    .filter((step) => overdue[step] !== undefined)
    .map((step): Step => [step, step === 'D+0' ? dueInstant : atNine(addDays(due, Number(step.slice(2))))]);
}
