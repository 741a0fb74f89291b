import {
  addDays,
  addMinutes,
  addMonths,
  addWorkdays,
  type Calendar,
  canonicalInstant,
  diffDays,
  endOfDay,
  isLocalDate,
  localDateOf,
  nextWorkday,
} from './calendar.ts';
import { CLOCKS, type ClockCode, type ClockDefinition, isClockCode, isSettable } from './clock-table.ts';
import type { ClockUnit } from './clocks.ts';
import { DeadlineError } from './deadline-error.ts';
import type { Instant, LocalDate } from './ids.ts';
import type { Overlay } from './overlays.ts';

export { DeadlineError };

/** Units in which a length can be set. */
type SetUnit = Extract<ClockUnit, 'CAL_DAY' | 'WORK_DAY' | 'CAL_MONTH'>;

export interface DeadlineInput {
  readonly clock: ClockCode;
  /** The event that starts the clock; its day in Shanghai is not counted. */
  readonly trigger: Instant;
  /** Length in the clock's unit, for clocks whose length may be set. */
  readonly days?: number;
  /** Unit of `days`, for a statutory route (LEGAL_ROUTE) only; otherwise calendar days. */
  readonly unit?: SetUnit;
  /** The last day as set in a document, instead of `days`. */
  readonly dueDate?: LocalDate;
  /** 1–30, for HANDLE_60D and EXT_30D (条例34); for REVIEW_30D as far as a local rule provides (G12). */
  readonly extensionDays?: number;
  /** Extension and hearing are of a running clock: they are reckoned, and not judged again by rules that came later. */
  readonly granted?: true;
  /** Days of the hearing (听证), both included, for REREVIEW_30D (条例36(2)). */
  readonly hearing?: { readonly from: LocalDate; readonly to: LocalDate };
}

/** A local rule (地方规则) that met a clock, with its source. */
export interface AppliedOverlay extends Overlay {
  /** False where the law itself gives the better date for the petitioner: then the law holds. */
  readonly applied: boolean;
}

/** A last day, and what it was counted from. */
export interface DeadlineDates {
  readonly clock: ClockCode;
  readonly article: string;
  readonly trigger: Instant;
  readonly triggerDate: LocalDate;
  /** Last day as counted. Reminders are measured from it. */
  readonly nominalDue: LocalDate;
  /** Last day after moving off a rest day (民法典203). Overdue is measured from it. */
  readonly due: LocalDate;
  readonly nominalInstant: Instant;
  /** 24:00 of `due` in Shanghai; for hours and minutes the instant itself. */
  readonly dueInstant: Instant;
  readonly rolled: boolean;
  /** A day that mattered lies in a year without a published notice (日历未公布). */
  readonly provisional: boolean;
  readonly extensionDays: number;
  readonly excludedDays: number;
  readonly calendarVersion: string;
  readonly overlay?: AppliedOverlay;
}

/** The dates, and how they were counted: in days, or in hours and minutes. */
export interface Reckoning {
  readonly dates: DeadlineDates;
  readonly definition: ClockDefinition;
  /** Absent where hours and minutes run. */
  readonly days?: {
    /** Length in the law or as set; `length` is the one that was counted. */
    readonly byLaw: Length;
    readonly length: Length;
    /** Last day of the bare length, before extension and hearing. */
    readonly counted: LocalDate;
    readonly hearing?: DeadlineInput['hearing'];
  };
}

/** The rule as applied to one clock: how far to count, or the last day that somebody set. */
export type Length = { readonly unit: SetUnit; readonly n: number } | { readonly dueDate: LocalDate };

/** Longest length that can be set, in days, working days or months. */
const MAX_LENGTH = 3650;
const MAX_HEARING_DAYS = 366;
const [FIRST_TRIGGER, LAST_TRIGGER] = ['1949-10-01', '2999-12-31'];

/** Counts a clock's last day. Throws `DeadlineError` with a code and the field for anything the law does not provide. */
export function reckonDeadline(input: DeadlineInput, calendar: Calendar): Reckoning {
  if (!isClockCode(input.clock))
    throw new DeadlineError('UNKNOWN_CLOCK', 'clock', ['没有这一期限', 'There is no such clock.']);
  const definition = CLOCKS[input.clock];
  const trigger = triggerOf(input);
  const triggerDate = localDateOf(trigger);
  const extensionDays = extensionOf(definition, input, calendar);
  if (input.hearing && input.clock !== 'REREVIEW_30D')
    throw new DeadlineError(
      'HEARING_NOT_ALLOWED',
      'hearing',
      ['仅复核期限可以扣除听证所需时间', 'Only the period of a re-review excludes the time of a hearing.'],
      '条例36(2)',
    );
  const byLaw = lengthOf(definition, input, triggerDate);
  const overlay = overlayOf(definition, input, calendar);
  if ('minutes' in byLaw)
    return { dates: momentDeadline(definition, trigger, byLaw.minutes, overlay, calendar), definition };

  const { length, counted, applied } = withOverlay(definition, byLaw, overlay, triggerDate, calendar);
  const excludedDays = excludedDaysOf(input, triggerDate, nextWorkday(counted, calendar));
  const nominalDue = extensionDays + excludedDays === 0 ? counted : addDays(counted, extensionDays + excludedDays);
  const due = nextWorkday(nominalDue, calendar);
  const countsWorkdays = 'unit' in length && length.unit === 'WORK_DAY';
  const provisional =
    !calendar.isKnown(nominalDue) ||
    !calendar.isKnown(due) ||
    (countsWorkdays && !calendar.isKnown(addDays(triggerDate, 1)));
  const dates = {
    clock: definition.code,
    article: definition.cite,
    trigger,
    triggerDate,
    nominalDue,
    due,
    nominalInstant: endOfDay(nominalDue),
    dueInstant: endOfDay(due),
    rolled: due !== nominalDue,
    provisional,
    extensionDays,
    excludedDays,
    calendarVersion: calendar.version,
    ...(overlay ? { overlay: { ...overlay, applied: applied || (extensionDays > 0 && isReview(definition)) } } : {}),
  };
  const hearing = input.hearing ? { hearing: input.hearing } : {};
  return { dates, definition, days: { byLaw, length, counted, ...hearing } };
}

/** Whether the last day has ended. At 24:00 sharp it has not been exceeded. */
export const isOverdue = (deadline: Pick<DeadlineDates, 'dueInstant'>, at: Instant): boolean =>
  canonicalInstant(at) > deadline.dueInstant;

/** Days after the last day as counted, even where the law lets it move to a later one; 0 if none. Shown in amber. */
export const lateByNominal = (deadline: Pick<DeadlineDates, 'nominalDue'>, at: Instant): number =>
  Math.max(0, diffDays(deadline.nominalDue, localDateOf(at)));

function triggerOf({ trigger }: DeadlineInput): Instant {
  let canonical: Instant;
  try {
    canonical = canonicalInstant(trigger);
  } catch {
    throw new DeadlineError('INVALID_TRIGGER', 'trigger', [
      '起算时间须带时区',
      'The trigger is an instant with an offset or Z.',
    ]);
  }
  if (canonical < FIRST_TRIGGER || canonical.slice(0, 10) > LAST_TRIGGER)
    throw new DeadlineError('TRIGGER_OUT_OF_RANGE', 'trigger', [
      '起算时间须在1949-10-01至2999-12-31之间',
      'The trigger lies between 1949-10-01 and 2999-12-31.',
    ]);
  return canonical;
}

const isReview = ({ code }: ClockDefinition): boolean => code === 'REVIEW_30D';

function extensionOf(
  definition: ClockDefinition,
  { extensionDays, granted }: DeadlineInput,
  calendar: Calendar,
): number {
  const extended = definition.extensionOf !== undefined;
  if (extensionDays === undefined && !extended) return 0;
  if (isReview(definition)) return reviewExtensionOf(extensionDays ?? 0, granted === true, calendar);
  if (!extended && definition.code !== 'HANDLE_60D')
    throw new DeadlineError(
      'EXTENSION_NOT_ALLOWED',
      'extensionDays',
      ['仅办理期限可以延长', 'Only the period of handling can be extended.'],
      '条例34',
    );
  if (extensionDays === undefined || !Number.isInteger(extensionDays) || extensionDays < 1 || extensionDays > 30)
    throw new DeadlineError(
      'EXTENSION_OUT_OF_RANGE',
      'extensionDays',
      ['延长期限为1至30日', 'An extension is 1 to 30 days.'],
      '条例34',
    );
  return extensionDays;
}

/** G12: the Regulations let no review be extended; a local rule may (北京). */
function reviewExtensionOf(days: number, granted: boolean, calendar: Calendar): number {
  const { extraDays, cite } = calendar.overlays?.get('REVIEW_30D') ?? {};
  if (granted) return days;
  if (extraDays === undefined)
    throw new DeadlineError(
      'EXTENSION_NOT_ALLOWED',
      'extensionDays',
      ['条例没有规定复查期限可以延长', 'The Regulations provide no extension of a review.'],
      '条例35',
    );
  if (!Number.isInteger(days) || days < 1 || days > extraDays)
    throw new DeadlineError(
      'EXTENSION_OUT_OF_RANGE',
      'extensionDays',
      [`地方规则允许延长1至${extraDays}日`, `The local rule allows an extension of 1 to ${extraDays} days.`],
      cite,
    );
  return days;
}

/** The local rule for this clock; a length that somebody set is his own decision, which no rule changes. */
function overlayOf(definition: ClockDefinition, { days, dueDate }: DeadlineInput, calendar: Calendar) {
  if (days !== undefined || dueDate !== undefined) return undefined;
  return calendar.overlays?.get(definition.extensionOf ?? definition.code);
}

/**
 * Counts by the law and by the local rule; the better date for the petitioner holds, so that no holiday turns a rule that
 * shortens into one that lengthens: the earlier one for the organ, the later one for a right of his own.
 */
function withOverlay(
  definition: ClockDefinition,
  byLaw: Length,
  overlay: Overlay | undefined,
  triggerDate: LocalDate,
  calendar: Calendar,
): { readonly length: Length; readonly counted: LocalDate; readonly applied: boolean } {
  const countedByLaw = countFrom(triggerDate, byLaw, calendar);
  const local = overlay && !('dueDate' in byLaw) ? localLength(definition, byLaw, overlay) : undefined;
  if (!local) return { length: byLaw, counted: countedByLaw, applied: false };
  const counted = countFrom(triggerDate, local, calendar);
  const applied = definition.petitionersRight ? counted >= countedByLaw : counted <= countedByLaw;
  return applied ? { length: local, counted, applied } : { length: byLaw, counted: countedByLaw, applied };
}

function localLength(
  definition: ClockDefinition,
  byLaw: Extract<Length, { n: number }>,
  { n, unit, extraDays = 0 }: Overlay,
): Length | undefined {
  const added = definition.petitionersRight ? extraDays : 0;
  if (n === undefined && added === 0) return undefined;
  return { unit: unit ?? byLaw.unit, n: (n ?? byLaw.n) + added };
}

/** How far to count. Throws where a length is missing, given twice, or not to be given. */
function lengthOf(
  definition: ClockDefinition,
  input: DeadlineInput,
  triggerDate: LocalDate,
): Length | { minutes: number } {
  const { days, dueDate, unit } = input;
  const given =
    days === undefined ? (dueDate === undefined ? (unit === undefined ? undefined : 'unit') : 'dueDate') : 'days';
  if (given && (!isSettable(definition) || (unit !== undefined && definition.unit !== 'VAR')))
    throw new DeadlineError(
      'LENGTH_FIXED',
      isSettable(definition) ? 'unit' : given,
      [`${definition.zh}的期限不可另定`, `The length of “${definition.en}” cannot be set.`],
      definition.cite,
    );
  if (days !== undefined && dueDate !== undefined)
    throw new DeadlineError('LENGTH_AMBIGUOUS', 'dueDate', [
      '天数与到期日只能填一项',
      'Give days or the last day, not both.',
    ]);
  if (dueDate !== undefined) return { dueDate: checkedDueDate(dueDate, triggerDate) };
  const rule = definition.extensionOf ? CLOCKS[definition.extensionOf] : definition;
  const n = days ?? rule.n;
  if (n === null)
    throw new DeadlineError(
      'NO_FIXED_LENGTH',
      'days',
      [
        `${definition.zh}没有固定期限,须填天数或到期日`,
        `“${definition.en}” has no fixed length: give days or the last day.`,
      ],
      definition.cite,
    );
  if (!Number.isInteger(n) || n < 1 || n > MAX_LENGTH)
    throw new DeadlineError('DAYS_OUT_OF_RANGE', 'days', [
      `天数为1至${MAX_LENGTH}的整数`,
      `Days are a whole number from 1 to ${MAX_LENGTH}.`,
    ]);
  if (rule.unit === 'HOUR') return { minutes: n * 60 };
  if (rule.unit === 'MINUTE') return { minutes: n };
  return { unit: rule.unit === 'VAR' ? (unit ?? 'CAL_DAY') : rule.unit, n };
}

function checkedDueDate(dueDate: LocalDate, triggerDate: LocalDate): LocalDate {
  if (!isLocalDate(dueDate))
    throw new DeadlineError('INVALID_DATE', 'dueDate', ['到期日不是有效日期', 'The last day is not a real date.']);
  if (dueDate <= triggerDate)
    throw new DeadlineError(
      'DUE_BEFORE_START',
      'dueDate',
      ['到期日须晚于起算日,起算当日不计入', 'The last day comes after the day of the trigger, which is not counted.'],
      '民法典201',
    );
  if (diffDays(triggerDate, dueDate) > MAX_LENGTH)
    throw new DeadlineError('DAYS_OUT_OF_RANGE', 'dueDate', [
      `到期日距起算日不超过${MAX_LENGTH}日`,
      `The last day is at most ${MAX_LENGTH} days after the trigger.`,
    ]);
  return dueDate;
}

/** Last day of the bare length: the day of the trigger is not counted, days inside are never skipped (民法典201). */
function countFrom(triggerDate: LocalDate, length: Length, calendar: Calendar): LocalDate {
  if ('dueDate' in length) return length.dueDate;
  if (length.unit === 'WORK_DAY') return addWorkdays(triggerDate, length.n, calendar);
  return length.unit === 'CAL_MONTH' ? addMonths(triggerDate, length.n) : addDays(triggerDate, length.n);
}

function excludedDaysOf({ hearing, granted }: DeadlineInput, triggerDate: LocalDate, lastDay: LocalDate): number {
  if (!hearing) return 0;
  const { from, to } = hearing;
  for (const [field, date] of [['hearing.from', from] as const, ['hearing.to', to] as const])
    if (!isLocalDate(date))
      throw new DeadlineError('INVALID_DATE', field, [
        '听证日期不是有效日期',
        'A day of the hearing is not a real date.',
      ]);
  if (to < from)
    throw new DeadlineError(
      'HEARING_REVERSED',
      'hearing.to',
      ['听证结束日不得早于开始日', 'The hearing ends before it begins.'],
      '条例36(2)',
    );
  if (!granted && (from <= triggerDate || from > lastDay))
    throw new DeadlineError(
      'HEARING_OUTSIDE_PERIOD',
      'hearing.from',
      ['听证须在复核期限内开始', 'The hearing begins within the period of the re-review.'],
      '条例36(2)',
    );
  const days = diffDays(from, to) + 1;
  if (days > MAX_HEARING_DAYS)
    throw new DeadlineError('DAYS_OUT_OF_RANGE', 'hearing.to', [
      `听证时间不超过${MAX_HEARING_DAYS}日`,
      `A hearing takes at most ${MAX_HEARING_DAYS} days.`,
    ]);
  return days;
}

/** Hours and minutes run on through nights and holidays; no day is moved. */
function momentDeadline(
  definition: ClockDefinition,
  trigger: Instant,
  byLaw: number,
  overlay: Overlay | undefined,
  calendar: Calendar,
): DeadlineDates {
  const minutes = overlay?.n === undefined ? byLaw : Math.min(byLaw, overlay.n * (definition.unit === 'HOUR' ? 60 : 1));
  const dueInstant = addMinutes(trigger, minutes);
  const due = localDateOf(dueInstant);
  const met = overlay ? { ...overlay, applied: true } : undefined;
  return {
    clock: definition.code,
    article: definition.cite,
    trigger,
    triggerDate: localDateOf(trigger),
    nominalDue: due,
    due,
    nominalInstant: dueInstant,
    dueInstant,
    rolled: false,
    provisional: false,
    extensionDays: 0,
    excludedDays: 0,
    calendarVersion: calendar.version,
    ...(met ? { overlay: met } : {}),
  };
}
