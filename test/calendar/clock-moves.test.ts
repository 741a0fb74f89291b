import { describe, expect, test } from 'vitest';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type MoveCause, movesOf } from '../../shared/domain/clock-moves.ts';
import { derivationOf } from '../../shared/domain/derivation-of-clock.ts';
import type { Law } from '../../shared/domain/law.ts';
import type { Overlay } from '../../shared/domain/overlays.ts';
import type { Clock } from '../../shared/domain/petition.ts';
import { at, BEIJING, byShipped, clockBy, lawAfter, ZHEJIANG } from './a-law.ts';
import { NOTICE_2027 } from './notice-2027.ts';

const law2027 = lawAfter({ notice: NOTICE_2027 });
const moves = (clocks: readonly Clock[], law: Law, why: MoveCause) =>
  movesOf({ clocks }, law.calendar, why).map(({ from, to, change }) => [change, from.code, from.due, to.due]);
const moved = (clock: Clock, law: Law, why: MoveCause): Clock =>
  movesOf({ clocks: [clock] }, law.calendar, why)[0]?.to ?? clock;
const steps = (clock: Clock, law: Law) => derivationOf(clock, law.calendar).explanation.map(({ step }) => step);

describe('a new yearly notice', () => {
  test('moves the provisional clock to its day and keeps one version per clock', () => {
    // Reckoned without a notice, 5 February 2027 is an ordinary Friday.
    const clock = byShipped('HANDLE_60D', '2026-12-07T09:00+08:00');
    expect(clock).toMatchObject({ nominalDue: '2027-02-05', due: '2027-02-05', provisional: true });
    expect(moves([clock], law2027, 'CALENDAR')).toEqual([['DATES', 'HANDLE_60D', '2027-02-05', '2027-02-14']]);
    const to = moved(clock, law2027, 'CALENDAR');
    expect(to).toMatchObject({
      nominalDue: '2027-02-05',
      dueInstant: at('2027-02-15T00:00+08:00'),
      calendarVersion: 'CN-2027.1',
    });
    expect(to.provisional).toBeUndefined();
    expect(derivationOf(to, law2027.calendar).explanation.at(-1)?.zh).toBe('2027-02-14(周日)24:00届满');
  });

  test('[V34] a provisional day that proves right is confirmed', () => {
    const clock = byShipped('HANDLE_60D', '2026-11-03T09:00+08:00');
    expect(moves([clock], law2027, 'CALENDAR')).toEqual([['CONFIRMED', 'HANDLE_60D', '2027-01-04', '2027-01-04']]);
  });

  test('a clock of which only a reminder moves is armed anew, not silently late', () => {
    // T-5 of 17 February is the 12th, which becomes a holiday: the reminder goes out a week earlier.
    const clock = byShipped('HANDLE_60D', '2026-12-19T09:00+08:00');
    expect(clock.due).toBe('2027-02-17');
    const confirmed = { ...clock, provisional: false };
    expect(moves([confirmed], law2027, 'CALENDAR')).toEqual([['REMINDERS', 'HANDLE_60D', '2027-02-17', '2027-02-17']]);
  });

  test('a clock it does not concern is left alone; nothing moves twice', () => {
    const clocks = [
      byShipped('INFORM_15D', '2026-09-10T08:00+08:00'),
      byShipped('HANDLE_60D', '2026-12-07T09:00+08:00'),
    ];
    const after = clocks.map((clock) => moved(clock, law2027, 'CALENDAR'));
    expect(after[0]).toBe(clocks[0]);
    expect(moves(after, law2027, 'CALENDAR')).toEqual([]);
  });

  test('clocks of one code are told apart by their key, each with what it carries', () => {
    const subtask = (key: string, setDue: string) => byShipped('SUBTASK', '2026-12-01T09:00+08:00', { key, setDue });
    const found = movesOf(
      { clocks: [subtask('SUBTASK-1', '2027-02-08'), subtask('SUBTASK-2', '2026-12-21')] },
      law2027.calendar,
      'CALENDAR',
    );
    expect(found.map(({ to }) => [to.key, to.setDue, to.due])).toEqual([['SUBTASK-1', '2027-02-08', '2027-02-14']]);
  });

  test('a right of the petitioner never moves earlier: the day he was told stands, and the derivation says so', () => {
    // 4 October 2027 would be the last day; a correction makes it a holiday no more.
    const shorter = {
      ...NOTICE_2027,
      holidays: NOTICE_2027.holidays.map((holiday) =>
        holiday.zh === '国庆节' ? { zh: '国庆节', off: ['2027-10-01..2027-10-03'] } : holiday,
      ),
    };
    const window = clockBy(law2027.calendar, 'REVIEW_APPLY_30D', '2027-09-03T09:00+08:00');
    expect([window.nominalDue, window.due]).toEqual(['2027-10-03', '2027-10-08']);
    const duty = clockBy(law2027.calendar, 'REVIEW_30D', '2027-09-03T09:00+08:00');
    const corrected = lawAfter({ notice: NOTICE_2027 }, { notice: shorter });
    expect(moves([window, duty], corrected, 'CALENDAR').filter(([change]) => change === 'DATES')).toEqual([
      ['DATES', 'REVIEW_30D', '2027-10-08', '2027-10-04'],
    ]);
    const provisional = { ...window, provisional: true };
    const kept = moved(provisional, corrected, 'CALENDAR');
    expect(kept).toMatchObject({ due: '2027-10-08', calendarVersion: 'CN-2027.2' });
    expect(kept.provisional).toBeUndefined();
    expect(steps(kept, corrected).slice(-2)).toEqual(['KEPT', 'DUE']);
    expect(derivationOf(kept, corrected.calendar).explanation.at(-1)?.zh).toBe('2027-10-08(周五)24:00届满');
    expect(movesOf({ clocks: [kept] }, corrected.calendar, 'CALENDAR')).toEqual([]);
  });
});

describe('new local rules', () => {
  const local = (...overlays: Overlay[]) => lawAfter({ overlays });
  const inform = byShipped('INFORM_15D', '2026-01-05T09:30+08:00');
  const longer: Overlay = { clock: 'REVIEW_APPLY_30D', n: 40, cite: '某地规定', verified: false };

  test('shorten a running clock of the organ and lengthen one of the petitioner', () => {
    const apply = byShipped('REVIEW_APPLY_30D', '2026-03-02T09:00+08:00');
    expect(moves([inform, apply], local(ZHEJIANG, longer), 'OVERLAY')).toEqual([
      ['DATES', 'INFORM_15D', '2026-01-20', '2026-01-12'],
      ['DATES', 'REVIEW_APPLY_30D', '2026-04-01', '2026-04-13'],
    ]);
    expect(moved(inform, local(ZHEJIANG), 'OVERLAY').calendarVersion).toBe('CN-2026.1+L1');
  });

  test('taken back, they leave running clocks as they are, with the rule they were counted by', () => {
    const withRules = local(ZHEJIANG, longer);
    const clocks = [
      clockBy(withRules.calendar, 'INFORM_15D', '2026-01-05T09:30+08:00'),
      clockBy(withRules.calendar, 'REVIEW_APPLY_30D', '2026-03-02T09:00+08:00'),
    ];
    const without = lawAfter({ overlays: [ZHEJIANG, longer] }, { overlays: [] });
    expect(moves(clocks, without, 'OVERLAY')).toEqual([]);
    for (const clock of clocks)
      expect(derivationOf(clock, without.calendar)).toMatchObject({
        due: clock.due,
        overlay: { applied: true, verified: false },
      });
  });

  test('taken back, they do not settle a provisional day that another reckoning would not need', () => {
    const window = clockBy(local(longer).calendar, 'REVIEW_APPLY_30D', '2026-11-25T09:00+08:00');
    expect(window).toMatchObject({ nominalDue: '2027-01-04', provisional: true });
    expect(moves([window], lawAfter({ overlays: [longer] }, { overlays: [] }), 'OVERLAY')).toEqual([]);
  });

  test('a notice loaded after that brings days only: the clock keeps its own local rule', () => {
    const withRules = local(ZHEJIANG);
    const clock = clockBy(withRules.calendar, 'INFORM_15D', '2027-02-03T09:00+08:00');
    expect(clock.due).toBe('2027-02-10');
    const later = lawAfter({ overlays: [ZHEJIANG] }, { overlays: [] }, { notice: NOTICE_2027 });
    const to = moved(clock, later, 'CALENDAR');
    expect(to).toMatchObject({ due: '2027-02-17', calendarVersion: 'CN-2027.1+L1' });
    expect(steps(to, later)).toContain('OVERLAY');
  });

  test('[G12] an extension of a review that was granted outlives its rule', () => {
    const granted = clockBy(local(BEIJING).calendar, 'REVIEW_30D', '2026-05-20T09:00+08:00', { extensionDays: 20 });
    const without = lawAfter({ overlays: [BEIJING] }, { overlays: [] });
    expect(moves([granted], without, 'OVERLAY')).toEqual([]);
  });
});

describe('the derivation of a clock whose version nobody knows any more', () => {
  test('is that of today where the date is the same, and otherwise says that the date set stands', () => {
    const same = { ...byShipped('HANDLE_60D', '2026-03-02T09:00+08:00'), calendarVersion: 'CN-2025.1' };
    expect(derivationOf(same, CALENDAR).explanation.map(({ step }) => step)).not.toContain('KEPT');
    const other: Clock = { ...same, due: same.nominalDue, dueInstant: at('2026-05-02T00:00+08:00') };
    const { due, explanation } = derivationOf(other, CALENDAR);
    expect(due).toBe('2026-05-01');
    expect(explanation.slice(-2).map(({ step, zh }) => `${step} ${zh}`)).toEqual([
      'KEPT 该期限按CN-2025.1版算定为2026-05-01(周五);按现行日历或规则为2026-05-06(周三),尚未重算,以算定的为准',
      'DUE 2026-05-01(周五)24:00届满',
    ]);
  });

  test('[V29] a hearing on the clock is part of it', () => {
    const clock = byShipped('REREVIEW_30D', '2026-06-01T09:00+08:00', {
      hearing: { from: '2026-06-10', to: '2026-06-16' },
    });
    expect(derivationOf(clock, CALENDAR)).toMatchObject({ due: '2026-07-08', excludedDays: 7 });
  });
});
