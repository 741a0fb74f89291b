import {
  addDays,
  addMinutes,
  addWorkdays,
  atTime,
  type Calendar,
  canonicalInstant,
  localDateOf,
  previousWorkday,
} from './calendar.ts';
import { CLOCKS, type ClockDefinition, type ClockRole } from './clock-table.ts';
import type { OverdueStep } from './clocks.ts';
import type { DeadlineDates } from './deadlines.ts';
import type { Instant, LocalDate } from './ids.ts';

/** One rung of the reminder ladder: when it fires, for whom, and what it proposes. */
export interface Threshold {
  /** `T-10` … `T-0`, `D+0` … `D+7`, `M+5` …; of steps merged on one day the earliest. Unique within a clock. */
  readonly key: string;
  /** All steps that fall on it. */
  readonly merged: readonly string[];
  readonly at: Instant;
  /** 黄灯, 红灯, 超期. */
  readonly colour: 'YELLOW' | 'RED' | 'BLACK';
  readonly roles: readonly ClockRole[];
  readonly proposes?: 'SUPERVISION' | 'RED_FLAG' | 'ACCOUNTABILITY';
}

/** The dates a ladder hangs on. With the trigger, nothing is reminded of before the clock began. */
export type LadderDates = Pick<DeadlineDates, 'clock' | 'nominalDue' | 'due' | 'dueInstant'> &
  Partial<Pick<DeadlineDates, 'trigger'>> & {
    /** Since when the case is a major one (重大): its limit of handling is reminded of earlier. */
    readonly majorSince?: Instant;
  };

/** Reminders go out when offices open. */
const SEND_TIME = '09:00';
/** 重大信访事项: two steps more, before the first one of everybody else. */
const MAJOR_OFFSETS = [20, 15] as const;
const HANDLING: ReadonlySet<string> = new Set(['HANDLE_60D', 'EXT_30D', 'REMAKE']);

/** 红灯: so many days before the last day as counted. */
const RED_DAYS = 3;

const OVERDUE_STEPS: readonly { step: OverdueStep; days: number; proposes?: Threshold['proposes'] }[] = [
  { step: 'D+0', days: 0 },
  { step: 'D+1', days: 1, proposes: 'SUPERVISION' },
  { step: 'D+3', days: 3, proposes: 'RED_FLAG' },
  { step: 'D+7', days: 7, proposes: 'ACCOUNTABILITY' },
];

/** So many days after a limit of the law a review of responsibility is due. */
export const EXAMINED_AFTER_DAYS =
  OVERDUE_STEPS.find(({ proposes }) => proposes === 'ACCOUNTABILITY')?.days ?? Number.POSITIVE_INFINITY;

/** All rungs of a clock, earliest first. */
export function ladderOf(deadline: LadderDates, calendar: Calendar): Threshold[] {
  const definition = CLOCKS[deadline.clock];
  const overdue = overdueSteps(definition, deadline);
  if (definition.unit !== 'HOUR' && definition.unit !== 'MINUTE')
    return [...majorWarnings(definition, deadline, calendar), ...warnings(definition, deadline, calendar), ...overdue];
  return [...momentWarnings(definition, deadline), ...overdue].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The lamp of a clock at a moment: by the day before the end, by the instant after it. For a right, BLACK: it ended. */
export function colourAt(deadline: LadderDates, now: Instant, calendar: Calendar): 'GREEN' | Threshold['colour'] {
  const definition = CLOCKS[deadline.clock];
  const at = canonicalInstant(now);
  if (at > deadline.dueInstant) return 'BLACK';
  if (definition.unit === 'HOUR' || definition.unit === 'MINUTE') return 'RED';
  const today = localDateOf(at);
  if (today >= redFrom(definition, deadline.nominalDue, calendar)) return 'RED';
  const first = deadline.majorSince && HANDLING.has(deadline.clock) ? MAJOR_OFFSETS[0] : definition.remindOffsets[0];
  return first !== undefined && today >= stepDay(definition, deadline.nominalDue, first, calendar) ? 'YELLOW' : 'GREEN';
}

/** The day of a step: counted back in days or working days, and before a rest day to the last working day. */
function stepDay({ unit }: ClockDefinition, nominalDue: LocalDate, offset: number, calendar: Calendar): LocalDate {
  return unit === 'WORK_DAY'
    ? addWorkdays(previousWorkday(nominalDue, calendar), -offset, calendar)
    : previousWorkday(addDays(nominalDue, -offset), calendar);
}

/**
 * First day of the red lamp: three days before the last day as counted; a red step that a rest day brings forward takes
 * the lamp with it, so that reminder and lamp never contradict. For working-day clocks the last working day.
 */
function redFrom(definition: ClockDefinition, nominalDue: LocalDate, calendar: Calendar): LocalDate {
  if (definition.unit === 'WORK_DAY') return previousWorkday(nominalDue, calendar);
  const threeDays = addDays(nominalDue, -RED_DAYS);
  const offset = definition.remindOffsets.find((days) => days <= RED_DAYS);
  if (offset === undefined) return threeDays;
  const redStep = stepDay(definition, nominalDue, offset, calendar);
  return redStep < threeDays ? redStep : threeDays;
}

/** The steps of a major case that lie ahead when it becomes one, and since its clock began. */
function majorWarnings(definition: ClockDefinition, dates: LadderDates, calendar: Calendar): Threshold[] {
  const { majorSince, trigger, nominalDue } = dates;
  if (majorSince === undefined || !HANDLING.has(dates.clock)) return [];
  return MAJOR_OFFSETS.map((offset) =>
    warning(
      definition,
      [`T-${offset}`],
      atTime(stepDay(definition, nominalDue, offset, calendar), SEND_TIME),
      'YELLOW',
    ),
  ).filter(({ at }) => at >= majorSince && (trigger === undefined || at >= trigger));
}

function warnings(definition: ClockDefinition, { nominalDue, trigger }: LadderDates, calendar: Calendar): Threshold[] {
  const byDay = new Map<LocalDate, string[]>();
  for (const offset of definition.remindOffsets) {
    const day = stepDay(definition, nominalDue, offset, calendar);
    const merged = byDay.get(day);
    if (merged) merged.push(`T-${offset}`);
    else byDay.set(day, [`T-${offset}`]);
  }
  const red = redFrom(definition, nominalDue, calendar);
  const all = [...byDay].map(([day, merged]) =>
    warning(definition, merged, atTime(day, SEND_TIME), day >= red ? 'RED' : 'YELLOW'),
  );
  if (trigger === undefined) return all;
  const left = all.filter(({ at }) => at >= trigger);
  const last = all.at(-1);
  // A day set very near leaves no step: whoever must act is told at once instead of never.
  return left.length > 0 || !last ? left : [{ ...last, at: trigger }];
}

function warning(
  definition: ClockDefinition,
  merged: readonly string[],
  at: Instant,
  colour: 'YELLOW' | 'RED',
): Threshold {
  const { base, yellow = [], red = [] } = definition.recipients;
  const roles = colour === 'RED' ? [...base, ...yellow, ...red] : [...base, ...yellow];
  return { key: merged[0] ?? '', merged, at, colour, roles: [...new Set(roles)] };
}

function overdueSteps({ recipients }: ClockDefinition, { due, dueInstant }: LadderDates): Threshold[] {
  return OVERDUE_STEPS.flatMap(({ step, days, proposes }): Threshold[] => {
    const roles = recipients.overdue[step];
    if (!roles) return [];
    const at = days === 0 ? dueInstant : atTime(addDays(due, days), SEND_TIME);
    return [{ key: step, merged: [step], at, colour: 'BLACK', roles, ...(proposes ? { proposes } : {}) }];
  });
}

/** Hours and minutes leave no time to wait for 09:00: told at the start, and where it repeats until somebody answers. */
function momentWarnings(definition: ClockDefinition, { dueInstant, trigger }: LadderDates): Threshold[] {
  const minutes = (definition.n ?? 0) * (definition.unit === 'HOUR' ? 60 : 1);
  const start = trigger ?? addMinutes(dueInstant, -minutes);
  if (!definition.repeat)
    return definition.remindOffsets.slice(-1).map((offset) => warning(definition, [`T-${offset}`], start, 'RED'));
  const { everyMinutes, times } = definition.repeat;
  return Array.from({ length: times }, (_, index) => index * everyMinutes)
    .filter((after) => after !== minutes) // D+0 stands for that one
    .map((after) => {
      const call = warning(definition, [`M+${after}`], addMinutes(start, after), 'RED');
      return after > minutes ? { ...call, colour: 'BLACK' } : call;
    });
}
