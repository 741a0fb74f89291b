import {
  addDays,
  addWorkdays,
  type Bilingual,
  type Calendar,
  epochOf,
  instantOf,
  type NamedPeriod,
  weekdayOf,
} from './calendar.ts';
import type { ClockDefinition } from './clock-table.ts';
import {
  type AppliedOverlay,
  type DeadlineDates,
  type DeadlineInput,
  type Reckoning,
  reckonDeadline,
} from './deadlines.ts';
import type { Instant, LocalDate } from './ids.ts';

/** One sentence of a derivation, as the API returns it and documents print it. */
export interface ExplanationStep extends Bilingual {
  readonly step: ExplanationKind;
  /** Article; for a local rule its citation. */
  readonly article?: string;
  /** False on what nobody compared with the official text (未核实); shown as a badge. */
  readonly verified?: false;
}

/** KEPT: the date stands although it would be reckoned otherwise today. */
export type ExplanationKind =
  | 'TRIGGER'
  | 'RULE'
  | 'OVERLAY'
  | 'COUNT'
  | 'HOLIDAYS'
  | 'EXTENSION'
  | 'SUSPENSION'
  | 'ROLL'
  | 'CALENDAR'
  | 'KEPT'
  | 'DUE';

/** A last day together with its derivation. */
export interface Deadline extends DeadlineDates {
  readonly explanation: readonly ExplanationStep[];
}

/** What the sentences are made of: the dates, and how they were counted. */
type Derivation = DeadlineDates & Pick<Reckoning, 'definition'> & Required<Pick<Reckoning, 'days'>>['days'];

/**
 * A clock's last day with the steps that lead to it.
 * @throws DeadlineError as reckonDeadline
 */
export function computeDeadline(input: DeadlineInput, calendar: Calendar): Deadline {
  const { dates, definition, days } = reckonDeadline(input, calendar);
  return {
    ...dates,
    explanation: days
      ? explainDays({ ...dates, definition, ...days }, calendar)
      : explainMoment(definition, dates.trigger, dates.dueInstant, dates.overlay),
  };
}

const WEEKDAYS_ZH = ['日', '一', '二', '三', '四', '五', '六'];
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const UNITS = {
  CAL_DAY: { zh: '日(自然日)', en: 'calendar days' },
  WORK_DAY: { zh: '个工作日', en: 'working days' },
  CAL_MONTH: { zh: '个月', en: 'calendar months' },
  HOUR: { zh: '小时', en: 'hours' },
  MINUTE: { zh: '分钟', en: 'minutes' },
} as const;

const zhDay = (d: LocalDate): string => `${d}(周${WEEKDAYS_ZH[weekdayOf(d)]})`;
const enDay = (d: LocalDate): string => `${WEEKDAYS_EN[weekdayOf(d)]} ${d}`;

/** `2026-01-31 23:59`, by the clock in Shanghai. */
const minuteOf = (i: Instant): string =>
  instantOf(epochOf(i) + 8 * 3_600_000)
    .slice(0, 16)
    .replace('T', ' ');

/** The derivation of a clock that counts days, in the order in which it is reckoned. */
function explainDays(derivation: Derivation, calendar: Calendar): ExplanationStep[] {
  const { definition, trigger, nominalDue, due, provisional, overlay } = derivation;
  return [
    {
      step: 'TRIGGER',
      zh: `${minuteOf(trigger)}(北京时间)${definition.trigger.zh};当日不计入`,
      en: `${minuteOf(trigger)} (Shanghai): ${definition.trigger.en}; that day is not counted`,
      article: '民法典201',
    },
    ruleStep(derivation),
    ...(overlay ? [overlayStep(overlay, definition)] : []),
    countStep(derivation, calendar),
    ...holidaySteps(derivation, calendar),
    ...extensionSteps(derivation),
    ...suspensionSteps(derivation),
    ...(due === nominalDue ? [] : [rollStep(nominalDue, due, calendar)]),
    calendarStep(due, provisional, calendar),
    dueStep(due, provisional),
  ];
}

const dueStep = (due: LocalDate, provisional: boolean): ExplanationStep => ({
  step: 'DUE',
  zh: `${zhDay(due)}24:00届满${provisional ? '(暂定,日历未公布)' : ''}`,
  en: `ends on ${enDay(due)} at 24:00${provisional ? ' (provisional: calendar not published)' : ''}`,
  article: '民法典203',
});

/** A clock whose stored date stands beside another one that the law gives today: why, and the date that holds. */
export function explainKept(
  explanation: readonly ExplanationStep[],
  kept: { readonly due: LocalDate; readonly calendarVersion: string; readonly provisional?: boolean },
  reckoned: LocalDate,
  petitionersRight: boolean,
): ExplanationStep[] {
  const step: ExplanationStep = petitionersRight
    ? {
        step: 'KEPT',
        zh: `按现行日历或规则为${zhDay(reckoned)};信访人的期限不因此提前,仍以已告知的${zhDay(kept.due)}为准`,
        en: `reckoned today it would be ${enDay(reckoned)}; a right of the petitioner never moves earlier: ${enDay(kept.due)}, as he was told, stands`,
      }
    : {
        step: 'KEPT',
        zh: `该期限按${kept.calendarVersion}版算定为${zhDay(kept.due)};按现行日历或规则为${zhDay(reckoned)},尚未重算,以算定的为准`,
        en: `the clock was set to ${enDay(kept.due)} by version ${kept.calendarVersion}; reckoned today it would be ${enDay(reckoned)}, and until it is recomputed the date set stands`,
      };
  return [...explanation.filter((each) => each.step !== 'DUE'), step, dueStep(kept.due, kept.provisional ?? false)];
}

/** The derivation of a clock that counts hours or minutes. */
function explainMoment(
  definition: ClockDefinition,
  trigger: Instant,
  dueInstant: Instant,
  overlay: AppliedOverlay | undefined,
): ExplanationStep[] {
  const unit = definition.unit === 'MINUTE' ? UNITS.MINUTE : UNITS.HOUR;
  return [
    {
      step: 'TRIGGER',
      zh: `${minuteOf(trigger)}(北京时间)${definition.trigger.zh}`,
      en: `${minuteOf(trigger)} (Shanghai): ${definition.trigger.en}`,
    },
    {
      step: 'RULE',
      zh: `${definition.zh}:${definition.n}${unit.zh},昼夜节假日连续计算`,
      en: `${definition.en}: ${definition.n} ${unit.en}, running through nights and holidays`,
      article: definition.cite,
    },
    ...(overlay ? [overlayStep(overlay, definition)] : []),
    { step: 'DUE', zh: `${minuteOf(dueInstant)}(北京时间)届满`, en: `ends at ${minuteOf(dueInstant)} (Shanghai)` },
  ];
}

function ruleStep({ definition, byLaw: length }: Derivation): ExplanationStep {
  const promised =
    definition.class === 'POLICY' ? { zh: '(内部承诺)', en: ' (our own promise, no law)' } : { zh: '', en: '' };
  const [zh, en] =
    'dueDate' in length
      ? ['到期日由文书确定', 'the last day is set by the document']
      : [`${length.n}${UNITS[length.unit].zh}`, `${length.n} ${UNITS[length.unit].en}`];
  return {
    step: 'RULE',
    zh: `${definition.zh}:${zh}${promised.zh}`,
    en: `${definition.en}: ${en}${promised.en}`,
    article: definition.cite,
  };
}

/** A local rule, with its source and the badge of what nobody compared with the official text. */
function overlayStep(overlay: AppliedOverlay, definition: ClockDefinition): ExplanationStep {
  const { n, unit = definition.unit, extraDays, applied, cite } = overlay;
  const units = unit === 'VAR' ? UNITS.CAL_DAY : UNITS[unit];
  const extension = definition.code === 'REVIEW_30D' || definition.code === 'EXT_30D';
  const zh = [
    ...(n === undefined ? [] : [`${n}${units.zh}`]),
    ...(extraDays === undefined ? [] : [extension ? `可以延长至多${extraDays}日` : `增加${extraDays}日`]),
  ].join(',');
  const en = [
    ...(n === undefined ? [] : [`${n} ${units.en}`]),
    ...(extraDays === undefined
      ? []
      : [extension ? `may be extended by at most ${extraDays} days` : `${extraDays} days more`]),
  ].join(', ');
  const onlyExtension = n === undefined && extension;
  const idle =
    applied || onlyExtension
      ? { zh: '', en: '' }
      : { zh: ';本次法定期限更有利,不适用', en: '; the law itself is better here and holds' };
  return {
    step: 'OVERLAY',
    zh: `地方规则【未核实】:${zh}(${cite})${idle.zh}`,
    en: `local rule [unverified]: ${en} (${cite})${idle.en}`,
    article: cite,
    verified: false,
  };
}

/** Working days are few and listed one by one; of a longer count only the ends are named. */
const LISTED_WORKDAYS = 15;

function countStep({ length, triggerDate, counted }: Derivation, calendar: Calendar): ExplanationStep {
  if ('dueDate' in length)
    return { step: 'COUNT', zh: `所定到期日为${zhDay(counted)}`, en: `the day set is ${enDay(counted)}` };
  const first = addDays(triggerDate, 1);
  if (length.unit === 'CAL_MONTH')
    return {
      step: 'COUNT',
      zh: `${length.n}个月后的对应日(无对应日则为月末)为${zhDay(counted)}`,
      en: `the corresponding day ${length.n} months later, else the end of the month, is ${enDay(counted)}`,
      article: '民法典202',
    };
  if (length.unit === 'CAL_DAY')
    return {
      step: 'COUNT',
      zh: `自${first}起算,第${length.n}日为${zhDay(counted)}`,
      en: `counted from ${first}, day ${length.n} is ${enDay(counted)}`,
      article: '民法典201',
    };
  const days = length.n <= LISTED_WORKDAYS ? workdaysFrom(triggerDate, length.n, calendar) : [];
  const zh = days.map((day) => `${day.slice(5)}${calendar.isMakeUpWorkday(day) ? '(调休上班)' : ''}`).join('、');
  const en = days
    .map((day) => `${day.slice(5)}${calendar.isMakeUpWorkday(day) ? ' (make-up workday)' : ''}`)
    .join(', ');
  return {
    step: 'COUNT',
    zh: `自${first}起只计工作日,第${length.n}个工作日为${zhDay(counted)}${zh ? `:${zh}` : ''}`,
    en: `counting working days from ${first}, number ${length.n} is ${enDay(counted)}${en ? `: ${en}` : ''}`,
    article: '民法典201',
  };
}

function workdaysFrom(triggerDate: LocalDate, n: number, calendar: Calendar): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = triggerDate; days.length < n; ) {
    day = addWorkdays(day, 1, calendar);
    days.push(day);
  }
  return days;
}

/** Holidays and make-up workdays met from the day after the trigger to the last day as counted. */
function holidaySteps({ length, triggerDate, nominalDue }: Derivation, calendar: Calendar): ExplanationStep[] {
  const periods = calendar.periodsBetween(addDays(triggerDate, 1), nominalDue);
  if (periods.length === 0 || 'dueDate' in length) return [];
  const holidays = periods.filter(({ kind }) => kind === 'HOLIDAY');
  const makeUps = periods.filter(({ kind }) => kind === 'MAKE_UP');
  const skipped = length.unit === 'WORK_DAY';
  const zh = [
    ...(holidays.length > 0 ? [`期间遇${holidays.map(zhPeriod).join('、')},${skipped ? '休假日不计' : '不扣除'}`] : []),
    ...(makeUps.length > 0 ? [`${makeUps.map(zhPeriod).join('、')}为调休工作日${skipped ? ',计入' : ''}`] : []),
  ];
  const en = [
    ...(holidays.length > 0
      ? [`${holidays.map(enPeriod).join(', ')} ${skipped ? 'skipped' : 'inside, not skipped'}`]
      : []),
    ...(makeUps.length > 0 ? [`${makeUps.map(enPeriod).join(', ')} made up by work${skipped ? ', counted' : ''}`] : []),
  ];
  return [{ step: 'HOLIDAYS', zh: zh.join(';'), en: en.join('; ') }];
}

const zhPeriod = ({ zh, kind, from, to }: NamedPeriod): string =>
  kind === 'MAKE_UP' ? from : `${zh}(${from === to ? from : `${from}至${to}`})`;
const enPeriod = ({ en, kind, from, to }: NamedPeriod): string =>
  kind === 'MAKE_UP' ? from : `${en} (${from === to ? from : `${from} to ${to}`})`;

function extensionSteps({ extensionDays, length, counted, definition, overlay }: Derivation): ExplanationStep[] {
  if (extensionDays === 0 || 'dueDate' in length) return [];
  const [total, last] = [length.n + extensionDays, addDays(counted, extensionDays)];
  return [
    {
      step: 'EXTENSION',
      zh: `经本机关负责人批准延长${extensionDays}日,自顺延前的届满日续计,第${total}日为${zhDay(last)}`,
      en: `extended by ${extensionDays} days by the head of the organ, counted on from the day before any moving: day ${total} is ${enDay(last)}`,
      article: definition.code === 'REVIEW_30D' ? (overlay?.cite ?? '地方规则') : '条例34',
    },
  ];
}

function suspensionSteps({ hearing, excludedDays, nominalDue }: Derivation): ExplanationStep[] {
  if (!hearing) return [];
  return [
    {
      step: 'SUSPENSION',
      zh: `听证${hearing.from}至${hearing.to}共${excludedDays}日不计入期限,届满日为${zhDay(nominalDue)}`,
      en: `the hearing from ${hearing.from} to ${hearing.to}, ${excludedDays} days, is excluded: the last day is ${enDay(nominalDue)}`,
      article: '条例36(2)',
    },
  ];
}

function rollStep(nominalDue: LocalDate, due: LocalDate, calendar: Calendar): ExplanationStep {
  const name = calendar.nameOf(nominalDue) ?? { zh: '周末', en: 'weekend' };
  return {
    step: 'ROLL',
    zh: `${zhDay(nominalDue)}为${name.zh}休假日,顺延至其后首个工作日${zhDay(due)}`,
    en: `${enDay(nominalDue)} is a rest day (${name.en}); moved to the next working day, ${enDay(due)}`,
    article: '民法典203; 公安机关办理行政案件程序规定35',
  };
}

function calendarStep(due: LocalDate, provisional: boolean, calendar: Calendar): ExplanationStep {
  const notice = calendar.noticeOf(due);
  if (!provisional)
    return {
      step: 'CALENDAR',
      zh: `日历版本${calendar.version}${notice ? `(${notice})` : ''}`,
      en: `calendar ${calendar.version}${notice ? ` (${notice})` : ''}`,
    };
  return {
    step: 'CALENDAR',
    zh: `日历未公布:日历版本${calendar.version}仅含${calendar.knownFrom}至${calendar.knownThrough},其余按法定固定节日和周末暂算,公布后重算`,
    en: `calendar not published: ${calendar.version} covers ${calendar.knownFrom} to ${calendar.knownThrough}; other days are reckoned by fixed holidays and weekends, and again once published`,
  };
}
