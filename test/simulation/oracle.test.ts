import { describe, expect, test } from 'vitest';
import { wrongInClocks } from './oracle/clocks-of-commands.ts';
import { SHIPPED_DAYS } from './oracle/days.ts';
import { datesOf, rungsOf } from './oracle/ladder.ts';
import { SHIPPED } from './oracle/law-of-life.ts';

/** The oracle judges production code, so it is held to the worked examples of the specification itself (§3.2, §4). */
describe('deadlines', () => {
  test.each([
    ['V01', 'INFORM_15D', '2026-01-05T01:30:00.000Z', '2026-01-20', '2026-01-20'],
    ['V02', 'INFORM_15D', '2026-01-31T15:59:59.000Z', '2026-02-15', '2026-02-24'],
    ['V03', 'INFORM_15D', '2026-01-31T16:00:00.000Z', '2026-02-16', '2026-02-24'],
    ['V08', 'INFORM_15D', '2026-09-10T00:00:00.000Z', '2026-09-25', '2026-09-28'],
    ['V10', 'OBJECT_5WD', '2026-02-12T03:00:00.000Z', '2026-02-26', '2026-02-26'],
    ['V11', 'OBJECT_5WD', '2026-02-25T03:00:00.000Z', '2026-03-03', '2026-03-03'],
    ['V16', 'HANDLE_60D', '2026-08-03T01:00:00.000Z', '2026-10-02', '2026-10-08'],
    ['V17', 'HANDLE_60D', '2026-08-11T01:00:00.000Z', '2026-10-10', '2026-10-10'],
    ['V25', 'REVIEW_APPLY_30D', '2026-09-01T06:00:00.000Z', '2026-10-01', '2026-10-08'],
    ['V27', 'REVIEW_30D', '2026-05-20T01:00:00.000Z', '2026-06-19', '2026-06-22'],
    ['V28', 'REREVIEW_30D', '2026-06-01T01:00:00.000Z', '2026-07-01', '2026-07-01'],
    ['V30', 'SIMPLE_ACCEPT_3WD', '2026-09-30T08:00:00.000Z', '2026-10-10', '2026-10-10'],
    ['V34', 'HANDLE_60D', '2026-11-03T01:00:00.000Z', '2027-01-02', '2027-01-04'],
    ['V35', 'INFORM_15D', '2026-12-17T01:00:00.000Z', '2027-01-01', '2027-01-04'],
  ] as const)('[%s] %s from %s', (_, code, trigger, nominalDue, due) => {
    expect(datesOf({ code, trigger: trigger as never }, SHIPPED)).toMatchObject({ nominalDue, due });
  });

  test('[V24] an extension is counted from acceptance', () => {
    const clock = { code: 'EXT_30D', trigger: '2026-07-08T01:00:00.000Z' as never, extensionDays: 15 } as const;
    expect(datesOf(clock, SHIPPED)).toMatchObject({ nominalDue: '2026-09-21', due: '2026-09-21' });
  });
});

test('[V29] the days of a hearing are not counted in a re-review', () => {
  const hearing = { from: '2026-06-10', to: '2026-06-16' } as never;
  const clock = { code: 'REREVIEW_30D', trigger: '2026-06-01T01:00:00.000Z' as never, hearing } as const;
  expect(datesOf(clock, SHIPPED)).toMatchObject({ nominalDue: '2026-07-08', due: '2026-07-08' });
});

test('make-up workdays are worked, holidays are not', () => {
  expect(['2026-02-14', '2026-02-28', '2026-10-10'].map((day) => SHIPPED_DAYS.worksOn(day))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['2026-02-15', '2026-10-07', '2027-05-02'].map((day) => SHIPPED_DAYS.worksOn(day))).toEqual([
    false,
    false,
    false,
  ]);
  expect(SHIPPED_DAYS.workdaysAway('2026-10-08', -1)).toBe('2026-09-30');
});

describe('ladders', () => {
  const steps = (code: 'HANDLE_60D' | 'INFORM_15D' | 'OBJECT_5WD', trigger: string) => {
    const dates = datesOf({ code, trigger: trigger as never }, SHIPPED);
    const rungs = rungsOf({ code, trigger, ...dates } as never, {}, SHIPPED) ?? [];
    return rungs
      .filter(({ key }) => key.startsWith('T-'))
      .map(({ steps: of, at }) => `${of.join('+')} ${at.slice(0, 10)}`);
  };

  test('of the specification, with rest days, make-up workdays and merged steps', () => {
    expect(steps('HANDLE_60D', '2026-08-03T01:00:00.000Z')).toEqual([
      'T-10 2026-09-22',
      'T-5 2026-09-24',
      'T-3 2026-09-29',
      'T-1+T-0 2026-09-30',
    ]);
    expect(steps('INFORM_15D', '2026-01-31T01:00:00.000Z')).toEqual([
      'T-5 2026-02-10',
      'T-3 2026-02-12',
      'T-1+T-0 2026-02-14',
    ]);
    expect(steps('OBJECT_5WD', '2026-02-12T03:00:00.000Z')).toEqual([
      'T-2 2026-02-24',
      'T-1 2026-02-25',
      'T-0 2026-02-26',
    ]);
  });

  test('where minutes count, somebody is called every five for an hour, and the head of the bureau at the sixth', () => {
    const trigger = '2026-03-07T15:58:00.000Z';
    const dates = datesOf({ code: 'ACK_URGENT', trigger: trigger as never }, SHIPPED);
    const rungs = rungsOf({ code: 'ACK_URGENT', trigger, ...dates } as never, {}, SHIPPED) ?? [];
    expect(rungs.map(({ at }) => (Date.parse(at) - Date.parse(trigger)) / 60_000)).toEqual([
      0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55,
    ]);
    expect(rungs[1]).toMatchObject({ key: 'D+0', roles: ['dutyLeader', 'bureauHead'] });
    // The five minutes end behind midnight, as does the day that they are noted under.
    expect(dates?.due).toBe('2026-03-08');
  });

  test('an urgent report is told of at once, and after its two hours', () => {
    const trigger = '2026-03-07T01:00:00.000Z';
    const dates = datesOf({ code: 'URGENT_REPORT', trigger: trigger as never }, SHIPPED);
    const rungs = rungsOf({ code: 'URGENT_REPORT', trigger, ...dates } as never, {}, SHIPPED) ?? [];
    expect(rungs.map(({ key, at }) => `${key} ${at.slice(0, 16)}`)).toEqual([
      'T-0 2026-03-07T01:00',
      'D+0 2026-03-07T03:00',
      'D+1 2026-03-08T01:00',
      'D+3 2026-03-10T01:00',
      'D+7 2026-03-14T01:00',
    ]);
  });

  test('red steps of the notice tell the chief as well, the last overdue step the head of the organ', () => {
    const dates = datesOf({ code: 'INFORM_15D', trigger: '2026-01-05T01:30:00.000Z' as never }, SHIPPED);
    const rungs =
      rungsOf({ code: 'INFORM_15D', trigger: '2026-01-05T01:30:00.000Z', ...dates } as never, {}, SHIPPED) ?? [];
    expect(rungs.map(({ key, roles }) => `${key} ${roles.join(',')}`)).toEqual([
      'T-5 registrar,petitionOfficer',
      'T-3 registrar,petitionOfficer,petitionChief',
      'T-1 registrar,petitionOfficer,petitionChief',
      'T-0 registrar,petitionOfficer,petitionChief',
      'D+0 registrar,petitionOfficer',
      'D+1 petitionChief',
      'D+3 unitHead',
      'D+7 bureauHead',
    ]);
  });
});

describe('clocks and commands', () => {
  const head = (fields: object) => ({ stage: 'HANDLING', clocks: [], stopped: [], ...fields }) as never;
  const wrong = (command: string, after: object, ...events: readonly object[]) =>
    wrongInClocks(head({}), head(after), { command, events } as never, new Map());
  const stops = (code: string) => ({ type: 'clock-stopped.v1', code, outcome: 'MET' });

  test('whoever answers a call for help has not reported it', () => {
    const urgent = { lifeAtStake: true, acknowledgedBy: 'duty', at: '' };
    expect(wrong('ACK_URGENT', { urgent, clocks: [{ code: 'URGENT_REPORT' }] }, stops('ACK_URGENT'))).toEqual([]);
    expect(wrong('ACK_URGENT', { urgent }, stops('ACK_URGENT'), stops('URGENT_REPORT'))).toEqual([
      'ACK_URGENT stops URGENT_REPORT',
      expect.stringContaining('without URGENT_REPORT'),
    ]);
  });

  test('a report that is sent back is due again', () => {
    const running = { state: 'ASSIGNED_DOWN', clocks: [{ code: 'ASSIGN_REPORT' }] };
    expect(wrong('CHECK_CLOSING_REPORT', running)).toEqual([]);
    expect(wrong('CHECK_CLOSING_REPORT', { ...running, clocks: [] })).toEqual([
      expect.stringContaining('without ASSIGN_REPORT'),
    ]);
  });

  test('what counts from acceptance counts from there again', () => {
    const resumed = (trigger: string) => ({ type: 'clock-resumed.v1', clock: { code: 'DRAFT_45D', trigger } });
    const after = { acceptedAt: '2026-03-02T01:00:00.000Z' };
    expect(wrong('RETURN_DRAFT', after, resumed('2026-03-02T01:00:00.000Z'))).toEqual([]);
    expect(wrong('RETURN_DRAFT', after, resumed('2026-04-02T01:00:00.000Z'))).toHaveLength(1);
  });

  test('what two persons waived is not owed: a promise leaves the head, its waiver stays on record', () => {
    const after = { state: 'INVESTIGATING', clocks: [{ code: 'HANDLE_60D' }] };
    const waived = { command: 'WAIVE_CLOCK', events: [stops('DRAFT_45D')] } as never;
    const contact = { command: 'LOG_CONTACT', events: [] } as never;
    expect(wrongInClocks(head({}), head(after), contact, new Map(), [waived])).toEqual([]);
    expect(wrongInClocks(head({}), head(after), contact, new Map())).toHaveLength(1);
  });
});
