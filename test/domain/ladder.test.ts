import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, atTime, CALENDAR, endOfDay, localDateOf, parseInstant } from '../../shared/domain/calendar.ts';
import { CLOCK_CODES, CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import type { DeadlineInput } from '../../shared/domain/deadlines.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import { colourAt, ladderOf } from '../../shared/domain/ladder.ts';
import vectors from './vectors/reminders.json' with { type: 'json' };

const at = (text: string): Instant => parseInstant(text) as Instant;
const date = (text: string) => text as LocalDate;
const compute = (clock: ClockCode, trigger: string, over: Partial<DeadlineInput> = {}) =>
  computeDeadline({ clock, trigger: at(trigger), ...over }, CALENDAR);
const rungs = (clock: ClockCode, trigger: string, over: Partial<DeadlineInput> = {}) =>
  ladderOf(compute(clock, trigger, over), CALENDAR);
const later = (instant: Instant, ms: number) => new Date(Date.parse(instant) + ms).toISOString() as Instant;

describe('reminder vectors (spec §3.2)', () => {
  test.each(vectors)('$clock from $trigger', ({ clock, trigger, nominalDue, redFrom, reminders }) => {
    const deadline = compute(clock as ClockCode, trigger);
    expect(deadline.nominalDue).toBe(nominalDue);
    const warnings = ladderOf(deadline, CALENDAR).filter(({ colour }) => colour !== 'BLACK');
    expect(warnings.map(({ key, merged, at: when, colour }) => ({ key, merged, when, colour }))).toEqual(
      reminders.map(({ day, merged, colour }) => ({ key: merged[0], merged, when: at(`${day}T09:00+08:00`), colour })),
    );
    expect(colourAt(deadline, at(`${redFrom}T00:00+08:00`), CALENDAR)).toBe('RED');
    expect(colourAt(deadline, later(at(`${redFrom}T00:00+08:00`), -1), CALENDAR)).toBe('YELLOW');
  });
});

describe('who is told', () => {
  test('HANDLE_60D: handler, then unit head, then responsible leader; after the end up to the head of the bureau', () => {
    expect(
      rungs('HANDLE_60D', '2026-08-03T09:00+08:00').map(({ key, colour, roles, proposes }) => [
        key,
        colour,
        roles,
        proposes,
      ]),
    ).toEqual([
      ['T-10', 'YELLOW', ['handler', 'unitHead'], undefined],
      ['T-5', 'YELLOW', ['handler', 'unitHead'], undefined],
      ['T-3', 'RED', ['handler', 'unitHead', 'responsibleLeader'], undefined],
      ['T-1', 'RED', ['handler', 'unitHead', 'responsibleLeader'], undefined],
      ['D+0', 'BLACK', ['handler', 'unitHead'], undefined],
      ['D+1', 'BLACK', ['petitionChief'], 'SUPERVISION'],
      ['D+3', 'BLACK', ['responsibleLeader'], 'RED_FLAG'],
      ['D+7', 'BLACK', ['bureauHead'], 'ACCOUNTABILITY'],
    ]);
  });

  test('INFORM_15D: registrar and petition officer, on red the petition chief', () => {
    expect(rungs('INFORM_15D', '2026-01-05T09:30+08:00').map(({ key, roles }) => [key, roles])).toEqual([
      ['T-5', ['registrar', 'petitionOfficer']],
      ['T-3', ['registrar', 'petitionOfficer', 'petitionChief']],
      ['T-1', ['registrar', 'petitionOfficer', 'petitionChief']],
      ['T-0', ['registrar', 'petitionOfficer', 'petitionChief']],
      ['D+0', ['registrar', 'petitionOfficer']],
      ['D+1', ['petitionChief']],
      ['D+3', ['unitHead']],
      ['D+7', ['bureauHead']],
    ]);
  });

  test.each([
    'REVIEW_APPLY_30D',
    'REREVIEW_APPLY_30D',
    'RATING_WINDOW',
  ] as const)('%s, a right, is never overdue', (clock) => {
    const thresholds = rungs(clock, '2026-05-06T09:00+08:00');
    expect(thresholds.length).toBeGreaterThan(0);
    expect(thresholds.filter(({ colour }) => colour === 'BLACK')).toEqual([]);
  });

  test('SHADOW_60D reminds nobody', () => {
    expect(rungs('SHADOW_60D', '2026-03-17T00:00+08:00')).toEqual([]);
  });

  test('sealed accusations: only the sealed desk and the auditor ever hear of them (条例30)', () => {
    for (const clock of ['S_SCREEN_5WD', 'S_INFORM_15WD'] as const) {
      const roles = new Set(rungs(clock, '2026-05-06T09:00+08:00').flatMap((threshold) => threshold.roles));
      expect([...roles].sort()).toEqual(['auditor', 'sealedOfficer']);
    }
  });
});

describe('instants', () => {
  test('after the end: 24:00 of the last day, then 09:00 of the calendar day, also on rest days', () => {
    const black = rungs('HANDLE_60D', '2026-08-12T09:00+08:00').filter(({ colour }) => colour === 'BLACK');
    expect(black.map(({ key, at: when }) => [key, when])).toEqual([
      ['D+0', at('2026-10-13T00:00+08:00')],
      ['D+1', at('2026-10-13T09:00+08:00')],
      ['D+3', at('2026-10-15T09:00+08:00')],
      ['D+7', at('2026-10-19T09:00+08:00')],
    ]);
    const friday = rungs('HANDLE_60D', '2026-05-12T09:00+08:00').find(({ key }) => key === 'D+1');
    expect(friday?.at).toBe(at('2026-07-14T09:00+08:00'));
    const weekend = rungs('INFORM_15D', '2026-03-05T09:00+08:00').find(({ key }) => key === 'D+1');
    expect(weekend?.at).toBe(at('2026-03-21T09:00+08:00'));
  });

  test('all steps in one holiday merge on the day before it, in red', () => {
    const thresholds = rungs('DRAFT_45D', '2026-01-08T09:00+08:00');
    expect(thresholds.slice(0, 1)).toMatchObject([
      { key: 'T-5', merged: ['T-5', 'T-1', 'T-0'], colour: 'RED', at: at('2026-02-14T09:00+08:00') },
    ]);
  });

  test('a red step brought forward by a weekend takes the lamp with it', () => {
    const deadline = compute('HANDLE_60D', '2026-05-09T09:00+08:00');
    expect(deadline.nominalDue).toBe('2026-07-08');
    const [, second] = ladderOf(deadline, CALENDAR);
    expect(second).toMatchObject({
      key: 'T-5',
      merged: ['T-5', 'T-3'],
      colour: 'RED',
      at: at('2026-07-03T09:00+08:00'),
    });
    expect(colourAt(deadline, at('2026-07-03T09:00+08:00'), CALENDAR)).toBe('RED');
    expect(colourAt(deadline, at('2026-07-02T09:00+08:00'), CALENDAR)).toBe('YELLOW');
  });

  test('an extended clock has its own ladder, measured from the new day', () => {
    const plain = rungs('HANDLE_60D', '2026-07-08T09:00+08:00');
    const extended = rungs('EXT_30D', '2026-07-08T09:00+08:00', { extensionDays: 15 });
    expect(extended.at(0)?.at).toBe(at('2026-09-11T09:00+08:00'));
    expect(new Set(extended.flatMap(({ merged }) => merged))).toEqual(new Set(plain.flatMap(({ merged }) => merged)));
  });

  test('a day set very near: no step before the start, but at least one', () => {
    const soon = rungs('ASSIGN_REPORT', '2026-03-02T10:00+08:00', { dueDate: date('2026-03-06') });
    expect(soon.filter(({ colour }) => colour !== 'BLACK').map(({ key }) => key)).toEqual(['T-3', 'T-1', 'T-0']);
    const atOnce = rungs('ASSIGN_REPORT', '2026-02-14T10:00+08:00', { dueDate: date('2026-02-20') });
    expect(atOnce[0]).toMatchObject({ at: at('2026-02-14T10:00+08:00'), colour: 'RED' });
    expect(atOnce[0]?.merged).toContain('T-0');
  });

  test('hours and minutes tell at once and do not wait for the morning', () => {
    expect(rungs('URGENT_REPORT', '2026-10-01T23:30+08:00').map(({ key, at: when }) => [key, when])).toEqual([
      ['T-0', at('2026-10-01T23:30+08:00')],
      ['D+0', at('2026-10-02T01:30+08:00')],
      ['D+1', at('2026-10-03T09:00+08:00')],
      ['D+3', at('2026-10-05T09:00+08:00')],
      ['D+7', at('2026-10-09T09:00+08:00')],
    ]);
    const calls = rungs('ACK_URGENT', '2026-10-01T23:30+08:00');
    expect(calls.map(({ key }) => key).slice(0, 4)).toEqual(['M+0', 'D+0', 'M+10', 'M+15']);
    expect(calls.map(({ at: when }) => (Date.parse(when) - Date.parse(at('2026-10-01T23:30+08:00'))) / 60_000)).toEqual(
      Array.from({ length: 12 }, (_, n) => n * 5),
    );
    expect(calls[1]?.roles).toEqual(['dutyLeader', 'bureauHead']);
  });

  test('hours: the start is known from the end when the trigger is not given', () => {
    const { trigger: _, ...dates } = compute('URGENT_REPORT', '2026-10-01T23:30+08:00');
    expect(ladderOf(dates, CALENDAR)[0]?.at).toBe(at('2026-10-01T23:30+08:00'));
  });
});

describe('lamps', () => {
  test('[A-57] [V25] green, yellow, red, black over the life of a clock', () => {
    const deadline = compute('REVIEW_APPLY_30D', '2026-09-01T14:00+08:00');
    const colours = ['2026-09-20', '2026-09-21', '2026-09-27', '2026-09-28', '2026-10-08'].map((day) =>
      colourAt(deadline, at(`${day}T12:00+08:00`), CALENDAR),
    );
    expect(colours).toEqual(['GREEN', 'YELLOW', 'YELLOW', 'RED', 'RED']);
    expect(colourAt(deadline, deadline.dueInstant, CALENDAR)).toBe('RED');
    expect(colourAt(deadline, later(deadline.dueInstant, 1), CALENDAR)).toBe('BLACK');
  });

  test('SHADOW_60D has no yellow, hours are red from the start', () => {
    const shadow = compute('SHADOW_60D', '2026-03-17T00:00+08:00');
    expect(colourAt(shadow, at('2026-05-12T23:59+08:00'), CALENDAR)).toBe('GREEN');
    expect(colourAt(shadow, at('2026-05-13T00:00+08:00'), CALENDAR)).toBe('RED');
    expect(colourAt(compute('URGENT_REPORT', '2026-03-17T00:00+08:00'), at('2026-03-17T00:00+08:00'), CALENDAR)).toBe(
      'RED',
    );
  });
});

describe('properties', () => {
  const triggers = fc
    .integer({ min: Date.parse('2005-01-01T00:00Z'), max: Date.parse('2029-12-31T00:00Z') })
    .map((ms) => new Date(ms).toISOString());
  const inputs = fc.record({
    clock: fc.constantFrom(...CLOCK_CODES),
    trigger: triggers,
    days: fc.integer({ min: 1, max: 120 }),
  });
  const deadlineOf = ({ clock, trigger, days }: { clock: ClockCode; trigger: string; days: number }) =>
    compute(clock, trigger, {
      ...(CLOCKS[clock].n === null ? { days } : {}),
      ...(clock === 'EXT_30D' ? { extensionDays: Math.min(days, 30) } : {}),
    });
  const days = (clock: ClockCode) => !['HOUR', 'MINUTE'].includes(CLOCKS[clock].unit);

  test('in order, keys unique, black exactly from the end on', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const deadline = deadlineOf(input);
        const thresholds = ladderOf(deadline, CALENDAR);
        const instants = thresholds.map(({ at: when }) => when);
        expect(instants).toEqual([...instants].sort());
        expect(new Set(thresholds.map(({ key }) => key)).size).toBe(thresholds.length);
        for (const { at: when, colour, key, merged, roles } of thresholds) {
          expect(when >= deadline.trigger).toBe(true);
          expect(colour === 'BLACK').toBe(when >= deadline.dueInstant);
          expect(merged[0]).toBe(key);
          expect(roles.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('warnings go out at 09:00 of a working day, each offset once, in the colour of the lamp', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        if (!days(input.clock)) return;
        const deadline = deadlineOf(input);
        const { trigger: _, ...dates } = deadline;
        const warnings = ladderOf(dates, CALENDAR).filter(({ colour }) => colour !== 'BLACK');
        expect(warnings.flatMap(({ merged }) => merged)).toEqual(
          CLOCKS[input.clock].remindOffsets.map((offset) => `T-${offset}`),
        );
        for (const { at: when, colour } of warnings) {
          expect(CALENDAR.isWorkday(localDateOf(when))).toBe(true);
          expect(when).toBe(atTime(localDateOf(when), '09:00'));
          expect(colourAt(deadline, when, CALENDAR)).toBe(colour);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('for calendar clocks the lamp is red at the latest three days before the nominal day, and never goes back', () => {
    const order = ['GREEN', 'YELLOW', 'RED', 'BLACK'];
    fc.assert(
      fc.property(inputs, (input) => {
        const deadline = deadlineOf(input);
        if (CLOCKS[input.clock].unit === 'CAL_DAY')
          expect(colourAt(deadline, atTime(addDays(deadline.nominalDue, -3), '00:00'), CALENDAR)).toBe('RED');
        let last = 0;
        for (let day = deadline.triggerDate; day <= addDays(deadline.due, 2); day = addDays(day, 1)) {
          const now = order.indexOf(colourAt(deadline, endOfDay(day), CALENDAR));
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
        expect(order[last]).toBe('BLACK');
      }),
      { numRuns: 300 },
    );
  });
});
