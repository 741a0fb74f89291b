import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BadClockBody, readClockChange } from '../../infra/local/clock.ts';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { readScheduleExpression } from '../../infra/local/schedule-expression.ts';
import type { AdvanceReport } from '../../infra/local/scheduler.ts';
import { host, makePlace, post } from './fixtures/host.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

describe('driving time', () => {
  const place = makePlace();
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await host(place);
  });
  afterAll(async () => {
    await cloud.stop();
    place.remove();
  });
  beforeEach(() => {
    for (const suffix of ['', '.due', '.broken', '.left']) rmSync(`${place.recordFile}${suffix}`, { force: true });
  });

  const clock = async (body: unknown) => {
    const response = await post(cloud, '/_local/clock', body);
    return { status: response.status, ...((await response.json()) as Partial<AdvanceReport>) };
  };
  const noted = () =>
    place
      .records<{ what: string; time?: string; id?: string }>('Tick')
      .map(({ time }) => time ?? '')
      .sort();
  const wholeMinuteAfter = (instant: number) => new Date(Math.ceil(instant / MINUTE) * MINUTE).toISOString();

  test('16 days: everything that is due is fired, in order, and idle ticks are left out', async () => {
    const from = cloud.now();
    const dues = [from + 2 * DAY, from + 5 * DAY, from + 5 * DAY + 3 * MINUTE, from + 15 * DAY].map(wholeMinuteAfter);
    writeFileSync(`${place.recordFile}.due`, JSON.stringify(dues));
    const answer = await clock({ advance: { days: 16 } });

    expect(answer).toMatchObject({ status: 200, fired: { daily: 16 } });
    expect(Date.parse(answer.to ?? '') - Date.parse(answer.from ?? '')).toBe(16 * DAY);
    // One to begin with, one at each due time, and one after each job that came of it; not 23,040.
    expect(answer.fired).toHaveProperty('tick', 1 + 2 * dues.length);
    expect(noted()).toEqual(expect.arrayContaining(dues));
    // In order, and each job was done before time went on.
    const jobs = place.records<{ id: string; attributes: Record<string, string> }>('job');
    expect(jobs.map(({ id }) => id)).toEqual(dues);
    for (const { id, attributes } of jobs) {
      const late = Number(attributes.ApproximateFirstReceiveTimestamp) - Date.parse(id);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(30_000);
    }
    const daily = place.records<{ time: string }>('Daily').map(({ time }) => time);
    expect(daily).toEqual([...daily].sort());
    expect(daily.every((time) => time.endsWith('T00:30:00.000Z'))).toBe(true);
    expect(Math.abs(cloud.now() - Date.parse(answer.to ?? ''))).toBeLessThan(5_000);
  });

  test('a schedule that left work wakes those that had none', async () => {
    writeFileSync(`${place.recordFile}.left`, '');
    const answer = await clock({ advance: { days: 3 } });
    // One to begin with, and one after each daily run.
    expect(answer).toMatchObject({ status: 200, fired: { daily: 3, tick: 1 + 3 } });
  });

  test('a schedule that keeps failing is reported, parked and does not hold time up', async () => {
    writeFileSync(`${place.recordFile}.broken`, '');
    const answer = await clock({ advance: 'PT3H' });
    expect(answer.status).toBe(200);
    // The daily one falls into the three hours or not, by the time of day at which this runs.
    expect(answer.failed).toEqual(answer.fired);
    expect(answer.fired?.tick).toBeLessThan(10);
    const fired = Object.values(answer.fired ?? {}).reduce((sum, times) => sum + times, 0);
    const status = (await (await fetch(`${cloud.url}/_local/status`)).json()) as {
      queues: { name: string; ready: number }[];
      schedules: { name: string; lastFailure?: string }[];
    };
    expect(status.queues.find(({ name }) => name === 'ScheduleDead')?.ready).toBe(fired);
    expect(status.schedules.find(({ name }) => name === 'tick')?.lastFailure).toContain('broken, as asked');
  });

  test('to a given instant; backwards only by force', async () => {
    const next = new Date(cloud.now() + 10 * MINUTE).toISOString();
    expect(await clock({ set: next })).toMatchObject({ status: 200, to: next });
    const past = '2020-01-06T09:00:00+08:00';
    const refused = await clock({ set: past });
    expect(refused).toEqual({ status: 409, message: expect.stringContaining('only goes forward') });
    expect(await clock({ set: past, force: true })).toMatchObject({
      status: 200,
      to: '2020-01-06T01:00:00.000Z',
      fired: {},
    });
    const { now } = (await (await fetch(`${cloud.url}/_local/clock`)).json()) as { now: string };
    expect(now.slice(0, 10)).toBe('2020-01-06');
  });

  test('two at once are done one after the other', async () => {
    const from = cloud.now();
    const answers = await Promise.all([clock({ advance: { hours: 2 } }), clock({ advance: { hours: 3 } })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(cloud.now()).toBeGreaterThanOrEqual(from + 5 * 60 * MINUTE);
    expect(noted()).toEqual([...new Set(noted())]);
  });

  test('a bad body is refused, naming the field', async () => {
    for (const [body, field] of [
      [{}, 'set'],
      [{ set: 'tomorrow' }, 'set'],
      [{ advance: { days: 'x' } }, 'advance.days'],
    ] as const) {
      expect(await clock(body)).toMatchObject({ status: 400, field, message: expect.stringContaining(field) });
    }
    expect((await clock('not json')).status).toBe(400);
  });

  test('a schedule can be run out of turn', async () => {
    const response = await post(cloud, '/_local/schedules/tick/run', {});
    expect(await response.json()).toEqual({ result: { nextDue: null } });
    expect(noted().length).toBeGreaterThan(0);
  });
});

describe('what POST /_local/clock understands', () => {
  const now = Date.parse('2026-01-05T01:00:00Z');
  const target = (body: unknown) => new Date(readClockChange(body, now).target).toISOString();
  const field = (body: unknown) => {
    try {
      readClockChange(body, now);
      return undefined;
    } catch (error) {
      return error instanceof BadClockBody ? error.field : String(error);
    }
  };

  test('instants and durations', () => {
    expect(target({ set: '2026-02-28T09:00:00+08:00' })).toBe('2026-02-28T01:00:00.000Z');
    expect(target({ set: '2026-02-28T09:00Z' })).toBe('2026-02-28T09:00:00.000Z');
    expect(target({ advance: { days: 1, hours: 2, minutes: 3 } })).toBe('2026-01-06T03:03:00.000Z');
    expect(target({ advance: 'P16D' })).toBe('2026-01-21T01:00:00.000Z');
    expect(target({ advance: 'P1W' })).toBe('2026-01-12T01:00:00.000Z');
    expect(target({ advance: 'P1DT2H3M4S' })).toBe('2026-01-06T03:03:04.000Z');
  });

  test.each([
    [[], 'body'],
    [null, 'body'],
    [{ set: '2026-02-30T09:00:00+08:00' }, 'set'],
    [{ set: '2026-01-06T09:00:00' }, 'set'],
    [{ set: '2026-01-06T25:00:00Z' }, 'set'],
    [{ set: 5 }, 'set'],
    [{ set: '2026-01-06T09:00:00Z', advance: 'P1D' }, 'advance'],
    [{ advance: {} }, 'advance'],
    [{ advance: 'P' }, 'advance'],
    [{ advance: 'PT' }, 'advance'],
    [{ advance: '16 days' }, 'advance'],
    [{ advance: { weeks: 1 } }, 'advance.weeks'],
    [{ advance: { days: Number.NaN } }, 'advance.days'],
    [{ advance: { days: 1e9 } }, 'advance'],
    [{ advance: 'P1D', force: 'yes' }, 'force'],
    [{ forward: 'P1D' }, 'forward'],
  ])('refuses %j, naming %s', (body, expected) => {
    expect(field(body)).toBe(expected);
  });
});

describe('schedule expressions', () => {
  const firings = (expression: string, zone: string, from: string, times: number) => {
    const next = readScheduleExpression(expression, zone);
    let at = Date.parse(from);
    return Array.from({ length: times }, () => {
      at = next(at) ?? Number.NaN;
      return new Date(at).toISOString();
    });
  };

  test('rates fire at whole multiples, strictly after', () => {
    expect(firings('rate(1 minute)', 'UTC', '2026-01-05T01:00:00Z', 2)).toEqual([
      '2026-01-05T01:01:00.000Z',
      '2026-01-05T01:02:00.000Z',
    ]);
    expect(firings('rate(12 hours)', 'Asia/Shanghai', '2026-01-05T01:00:00Z', 2)).toEqual([
      '2026-01-05T12:00:00.000Z',
      '2026-01-06T00:00:00.000Z',
    ]);
  });

  test('cron has six fields, counts Sunday as 1, and heeds the zone', () => {
    expect(firings('cron(30 8 * * ? *)', 'Asia/Shanghai', '2026-01-05T00:30:00Z', 1)).toEqual([
      '2026-01-06T00:30:00.000Z',
    ]);
    // 2 is Monday: 2026-01-12 is one.
    expect(firings('cron(0 9 ? * 2 *)', 'Asia/Shanghai', '2026-01-05T02:00:00Z', 1)).toEqual([
      '2026-01-12T01:00:00.000Z',
    ]);
    expect(firings('cron(0 9 ? * MON-FRI *)', 'Asia/Shanghai', '2026-01-09T02:00:00Z', 1)).toEqual([
      '2026-01-12T01:00:00.000Z',
    ]);
    expect(firings('cron(0 0 1,15 * ? *)', 'UTC', '2026-01-05T00:00:00Z', 2)).toEqual([
      '2026-01-15T00:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
    ]);
    expect(readScheduleExpression('cron(0 0 1 1 ? 2025)', 'UTC')(Date.parse('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  test('anything else is refused with a sentence', () => {
    for (const wrong of ['rate(0 minutes)', 'rate(1 week)', 'cron(* * * * *)', 'cron(61 * * * ? *)', 'every day']) {
      expect(() => readScheduleExpression(wrong, 'UTC')).toThrow(wrong);
    }
  });
});
