import type { Bilingual } from './calendar.ts';
import {
  addDays,
  addMinutes,
  addWorkdays,
  type Calendar,
  localDateOf,
  nextWorkday,
  previousWorkday,
  startOfDay,
  weekdayOf,
} from './calendar.ts';
import type { Instant, LocalDate } from './ids.ts';

/** What runs by the clock, as people know it; the stack takes its expressions from here. Zone: Asia/Shanghai. */
export interface ScheduledJob extends Bilingual {
  /** EventBridge Scheduler's: `rate(1 minute)` or `cron(30 8 * * ? *)`. */
  readonly expression: string;
}

export const TIMETABLE = {
  sweep: { expression: 'rate(1 minute)', zh: '到期提醒', en: 'Reminders that are due' },
  'sealed-sweep': { expression: 'rate(1 minute)', zh: '检举控告到期提醒', en: 'Reminders of sealed accusations' },
  reconcile: { expression: 'rate(1 hour)', zh: '补发遗漏消息', en: 'Messages that were missed' },
  anchor: { expression: 'cron(10 * * * ? *)', zh: '办理记录存证', en: 'Anchors of histories' },
  'train-routing': { expression: 'cron(30 3 * * ? *)', zh: '从更正中学习分流', en: 'Routing learns from corrections' },
  'publish-areas': { expression: 'rate(1 hour)', zh: '发布行政区划代码', en: 'Areas of GB/T 2260 for routing' },
  deliver: { expression: 'rate(1 minute)', zh: '推送提醒', en: 'Delivery of reminders outside the inbox' },
  'tell-petitioners': { expression: 'rate(1 minute)', zh: '向信访人发送进度消息', en: 'Messages to petitioners' },
  'petitioner-catch-up': {
    expression: 'rate(1 hour)',
    zh: '补发信访人消息',
    en: 'Messages to petitioners that were missed',
  },
  audit: { expression: 'cron(30 7 * * ? *)', zh: '提醒核对', en: 'Audit of the sweep' },
  'sealed-audit': { expression: 'cron(35 7 * * ? *)', zh: '检举控告提醒核对', en: 'Audit of the sealed sweep' },
  digest: {
    expression: 'cron(30 8 * * ? *)',
    zh: '每日摘要、每周梳理议程、摸排任务',
    en: 'Daily digest, agenda of the weekly review, screening tasks',
  },
} as const satisfies Readonly<Record<string, ScheduledJob>>;
export type JobName = keyof typeof TIMETABLE;

/** Tasks of units that the daily digest opens on their days (sheets stop them). */
export const UNIT_TASKS = {
  WEEKLY_REVIEW: { zh: '每周梳理', en: 'Weekly review', day: 'FIRST_WORKDAY_OF_WEEK' },
  ISSUE_SCREENING: { zh: '每月2次摸排', en: 'Screening twice a month', day: 'FIRST_AND_FIFTEENTH' },
  AREA_MONTHLY: { zh: '辖区月报', en: 'Monthly area sheet', day: 'FIRST_WORKDAY_OF_MONTH' },
  BACKLOG_REVIEW: { zh: '积案评查', en: 'Review of the backlog', day: 'FIRST_WORKDAY_OF_QUARTER' },
} as const;
export type UnitTaskKind = keyof typeof UNIT_TASKS;
export const UNIT_TASK_KINDS = Object.keys(UNIT_TASKS) as readonly UnitTaskKind[];

/** Whether a task is opened on that day. The first of a working-day week is Monday, or the day after a holiday. */
export function opensOn(kind: UnitTaskKind, day: LocalDate, calendar: Calendar): boolean {
  if (!calendar.isWorkday(day)) return false;
  const first = (from: LocalDate) => nextWorkday(from, calendar) === day;
  switch (UNIT_TASKS[kind].day) {
    case 'FIRST_WORKDAY_OF_WEEK':
      return first(addDays(day, -((weekdayOf(day) + 6) % 7)));
    case 'FIRST_AND_FIFTEENTH':
      return ['01', '15'].some((date) =>
        [day, addDays(`${day.slice(0, 8)}28` as LocalDate, 4)].some(
          (near) => previousWorkday(`${near.slice(0, 8)}${date}` as LocalDate, calendar) === day,
        ),
      );
    case 'FIRST_WORKDAY_OF_MONTH':
      return first(`${day.slice(0, 8)}01` as LocalDate);
    case 'FIRST_WORKDAY_OF_QUARTER':
      return ['01', '04', '07', '10'].includes(day.slice(5, 7)) && first(`${day.slice(0, 8)}01` as LocalDate);
  }
}

/** Last working day of a task, the day it opens not counted; the first two as the table of clocks has them. */
export function taskDue(kind: UnitTaskKind, day: LocalDate, calendar: Calendar): LocalDate {
  const days = { WEEKLY_REVIEW: 1, ISSUE_SCREENING: 3, AREA_MONTHLY: 5, BACKLOG_REVIEW: 10 }[kind];
  return addWorkdays(day, days, calendar);
}

/** The next day on which a task is opened, today included; within the next quarter. */
export function nextOpening(kind: UnitTaskKind, from: LocalDate, calendar: Calendar): LocalDate | undefined {
  return Array.from({ length: 120 }, (_, days) => addDays(from, days)).find((day) => opensOn(kind, day, calendar));
}

const RATE = /^rate\((\d+) (minute|hour)s?\)$/;
const CRON = /^cron\((\S+) (\S+) \* \* \? \*\)$/;

/** When a job runs next after `now`; of a rate, counted from its last run. */
export function nextRun(expression: string, now: Instant, last?: Instant): Instant {
  const rate = RATE.exec(expression);
  if (rate) {
    const minutes = Number(rate[1]) * (rate[2] === 'hour' ? 60 : 1);
    const planned = addMinutes(last ?? now, minutes);
    return planned > now ? planned : addMinutes(now, minutes);
  }
  const cron = CRON.exec(expression);
  if (!cron) throw new Error(`no expression of this timetable: ${expression}`);
  const minutes = numbers(cron[1] ?? '', 60);
  const hours = numbers(cron[2] ?? '', 24);
  const today = localDateOf(now);
  for (const day of [today, addDays(today, 1)])
    for (const hour of hours)
      for (const minute of minutes) {
        const at = addMinutes(startOfDay(day), hour * 60 + minute);
        if (at > now) return at;
      }
  throw new Error(`${expression} never runs`);
}

/** `*`, `7` or `0,30`, in order. */
const numbers = (field: string, below: number): number[] =>
  field === '*'
    ? Array.from({ length: below }, (_, number) => number)
    : field
        .split(',')
        .map(Number)
        .sort((a, b) => a - b);
