import { describe, expect, test } from 'vitest';
import { readScheduleExpression } from '../../infra/local/schedule-expression.ts';
import { SCHEDULES } from '../../infra/stack/schedules.ts';
import { listSchedules } from '../../services/notify/list-schedules.ts';
import { addDays, CALENDAR } from '../../shared/domain/calendar.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import {
  type JobName,
  nextOpening,
  nextRun,
  opensOn,
  TIMETABLE,
  type UnitTaskKind,
} from '../../shared/domain/schedules.ts';
import { instant, World } from '../builders/world.ts';

const day = (text: string) => text as LocalDate;

describe('GET /schedules lists what the stack runs', () => {
  test('every schedule of the stack, with its expression, and no other', () => {
    expect(Object.fromEntries(Object.entries(TIMETABLE).map(([name, { expression }]) => [name, expression]))).toEqual(
      Object.fromEntries(SCHEDULES.map(({ name, expression }) => [name, expression])),
    );
  });

  test('last runs as they were noted, the next as the local scheduler would fire', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await world.submit({ organ: 'donghu' });
    world.now = instant('2026-03-12T01:00:00Z');
    await world.sweep();
    const { schedules } = await listSchedules(world.database, instant('2026-03-12T01:00:30Z'), CALENDAR);
    expect(schedules.find(({ name }) => name === 'sweep')).toMatchObject({
      lastRun: '2026-03-12T01:00:00.000Z',
      nextRun: '2026-03-12T01:01:00.000Z',
    });
    expect(schedules.find(({ name }) => name === 'digest')).toMatchObject({
      lastRun: null,
      nextRun: '2026-03-13T00:30:00.000Z',
    });
  });

  test.each(Object.keys(TIMETABLE) as JobName[])('%s: next run agrees with the scheduler’s own reading', (name) => {
    const { expression } = TIMETABLE[name];
    if (!expression.startsWith('cron'))
      return expect(nextRun(expression, instant('2026-03-12T01:00:00Z'))).toMatch(/^2026/);
    const next = readScheduleExpression(expression, 'Asia/Shanghai');
    for (const now of ['2026-03-12T00:29:59Z', '2026-03-12T00:30:00Z', '2026-12-31T15:59:59Z', '2026-03-11T23:30:00Z'])
      expect(nextRun(expression, instant(now))).toBe(new Date(next(Date.parse(now)) ?? 0).toISOString());
  });
});

describe('days of unit tasks', () => {
  const opened = (kind: UnitTaskKind, from: string, days: number) =>
    Array.from({ length: days }, (_, at) => addDays(day(from), at)).filter((one) => opensOn(kind, one, CALENDAR));

  test('[A-37] WEEKLY_REVIEW: the first working day of the week, after a holiday the first after it', () => {
    expect(opened('WEEKLY_REVIEW', '2026-03-01', 14)).toEqual(['2026-03-02', '2026-03-09']);
    // Spring Festival 2/15–2/23: the week of 2/16 has no working day, that of 2/23 begins on Tuesday.
    expect(opened('WEEKLY_REVIEW', '2026-02-15', 14)).toEqual(['2026-02-24']);
  });

  test('[A-76] SCREEN_TWICE_MONTH: the 1st and the 15th, or the working day before', () => {
    // 3/1 is a Sunday, 2/28 a Saturday that is worked; 3/15 is a Sunday; 5/1 begins a holiday.
    expect(opened('ISSUE_SCREENING', '2026-02-25', 25)).toEqual(['2026-02-28', '2026-03-13']);
    expect(opened('ISSUE_SCREENING', '2026-04-20', 12)).toEqual(['2026-04-30']);
    expect(opened('ISSUE_SCREENING', '2026-01-25', 8)).toEqual(['2026-01-30']);
  });

  test('[A-77] area sheet and backlog review: the first working day of month and quarter', () => {
    expect(opened('AREA_MONTHLY', '2026-04-28', 14)).toEqual(['2026-05-06']);
    expect(opened('BACKLOG_REVIEW', '2026-03-25', 60)).toEqual(['2026-04-01']);
    expect(nextOpening('BACKLOG_REVIEW', day('2026-04-02'), CALENDAR)).toBe('2026-07-01');
  });
});
