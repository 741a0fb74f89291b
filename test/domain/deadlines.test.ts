import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, CALENDAR, loadCalendar, parseInstant } from '../../shared/domain/calendar.ts';
import { CLOCK_CODES, CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import { type DeadlineInput, isOverdue, lateByNominal } from '../../shared/domain/deadlines.ts';
import { computeDeadline } from '../../shared/domain/explain-deadline.ts';
import type { Instant, LocalDate } from '../../shared/domain/ids.ts';
import vectors from './vectors/deadlines.json' with { type: 'json' };
import timeliness from './vectors/timeliness.json' with { type: 'json' };

const at = (text: string): Instant => {
  const instant = parseInstant(text);
  if (!instant) throw new Error(text);
  return instant;
};
const date = (text: string) => text as LocalDate;
const nine = (day: string): Instant => at(`${day}T09:00+08:00`);

type Vector = (typeof vectors)[number];
const inputOf = (vector: Vector): DeadlineInput => ({
  clock: vector.clock.replace('+EXT', '') as ClockCode,
  trigger: at(vector.trigger),
  ...(vector.extensionDays ? { extensionDays: vector.extensionDays } : {}),
  ...(vector.hearingFrom && vector.hearingTo
    ? { hearing: { from: date(vector.hearingFrom), to: date(vector.hearingTo) } }
    : {}),
});
const vectorById = (id: string): Vector => {
  const vector = vectors.find((each) => each.id === id);
  if (!vector) throw new Error(id);
  return vector;
};

const compute = (input: DeadlineInput) => computeDeadline(input, CALENDAR);

describe('vectors', () => {
  test.each(vectors)('[$id] $clock $trigger → $due: $why', (vector) => {
    expect(compute(inputOf(vector))).toMatchObject({
      triggerDate: vector.triggerDate,
      nominalDue: vector.nominalDue,
      due: vector.due,
      rolled: vector.rolled,
      provisional: vector.provisional,
      excludedDays: vector.excludeDays,
      calendarVersion: 'CN-2026.1',
      nominalInstant: at(`${addDays(date(vector.nominalDue), 1)}T00:00+08:00`),
      dueInstant: at(`${addDays(date(vector.due), 1)}T00:00+08:00`),
    });
  });

  test('[V24] the extended clock of its own gives the same dates', () => {
    const own = compute({ clock: 'EXT_30D', trigger: nine('2026-07-08'), extensionDays: 15 });
    const { explanation: _, ...rest } = compute(inputOf(vectorById('V24')));
    expect(own).toMatchObject({ ...rest, clock: 'EXT_30D' });
  });

  test('[V22] [V24] counted on from the nominal day, not from the day it moved to', () => {
    expect(compute(inputOf(vectorById('V22')))).toMatchObject({ nominalDue: '2026-09-06', due: '2026-09-07' });
    expect(compute({ clock: 'EXT_30D', trigger: nine('2026-07-08'), extensionDays: 1 }).nominalDue).toBe('2026-09-07');
  });

  test.each(timeliness)('[$id] $event at $at for $vector', ({ vector, at: when, overdue, lateByNominal: days }) => {
    const deadline = compute(inputOf(vectorById(vector)));
    expect(isOverdue(deadline, at(when))).toBe(overdue);
    expect(lateByNominal(deadline, at(when))).toBe(days);
  });

  test('24:00 sharp is in time, a millisecond later is not', () => {
    const deadline = compute(inputOf(vectorById('V25')));
    expect(isOverdue(deadline, '2026-10-08T16:00:00.000Z' as Instant)).toBe(false);
    expect(isOverdue(deadline, '2026-10-08T16:00:00.001Z' as Instant)).toBe(true);
    expect(lateByNominal(deadline, nine('2026-09-30'))).toBe(0);
  });
});

describe('lengths that are set', () => {
  test('a day named in the assignment, also on a rest day', () => {
    const deadline = compute({ clock: 'ASSIGN_REPORT', trigger: nine('2026-09-01'), dueDate: date('2026-10-01') });
    expect(deadline).toMatchObject({ nominalDue: '2026-10-01', due: '2026-10-08', rolled: true });
  });

  test('a number of days, months or working days', () => {
    const trigger = nine('2026-09-01');
    expect(compute({ clock: 'SUBTASK', trigger, days: 10 }).due).toBe('2026-09-11');
    expect(compute({ clock: 'SUPERVISE_REPLY', trigger, days: 3 }).due).toBe('2026-09-04');
    expect(compute({ clock: 'LEGAL_ROUTE', trigger, days: 7 }).due).toBe('2026-09-08');
    expect(compute({ clock: 'LEGAL_ROUTE', trigger, days: 3, unit: 'WORK_DAY' }).due).toBe('2026-09-04');
    expect(compute({ clock: 'LEGAL_ROUTE', trigger, days: 6, unit: 'CAL_MONTH' }).nominalDue).toBe('2027-03-01');
  });

  test('the default of our own promise and of a date that the law demands', () => {
    expect(compute({ clock: 'REMAKE', trigger: nine('2026-09-01') }).nominalDue).toBe('2026-10-01');
    expect(compute({ clock: 'SUGGEST_FEEDBACK', trigger: nine('2026-09-01'), days: 15 }).nominalDue).toBe('2026-09-16');
  });

  test('hours and minutes run through nights and holidays', () => {
    const urgent = compute({ clock: 'URGENT_REPORT', trigger: at('2026-10-01T23:30+08:00') });
    expect(urgent).toMatchObject({
      due: '2026-10-02',
      dueInstant: at('2026-10-02T01:30+08:00'),
      rolled: false,
      provisional: false,
    });
    const answer = compute({ clock: 'ACK_URGENT', trigger: at('2026-10-01T23:58:30+08:00') });
    expect(answer.dueInstant).toBe(at('2026-10-02T00:03:30+08:00'));
  });
});

describe('refusals', () => {
  const trigger = nine('2026-07-08');
  const hearing = (from: string, to: string) => ({
    clock: 'REREVIEW_30D' as const,
    trigger,
    hearing: { from: date(from), to: date(to) },
  });
  test.each<[string, DeadlineInput, string]>([
    ['UNKNOWN_CLOCK', { clock: 'HANDLE_90D' as ClockCode, trigger }, 'clock'],
    ['UNKNOWN_CLOCK', { clock: 'constructor' as ClockCode, trigger }, 'clock'],
    ['INVALID_TRIGGER', { clock: 'HANDLE_60D', trigger: '2026-07-08' as Instant }, 'trigger'],
    ['TRIGGER_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger: at('9000-01-01T00:00Z') }, 'trigger'],
    ['TRIGGER_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger: at('1900-01-01T00:00Z') }, 'trigger'],
    ['EXTENSION_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger, extensionDays: 31 }, 'extensionDays'],
    ['EXTENSION_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger, extensionDays: 0 }, 'extensionDays'],
    ['EXTENSION_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger, extensionDays: 1.5 }, 'extensionDays'],
    ['EXTENSION_OUT_OF_RANGE', { clock: 'HANDLE_60D', trigger, extensionDays: Number.NaN }, 'extensionDays'],
    ['EXTENSION_OUT_OF_RANGE', { clock: 'EXT_30D', trigger }, 'extensionDays'],
    ['EXTENSION_NOT_ALLOWED', { clock: 'REVIEW_30D', trigger, extensionDays: 10 }, 'extensionDays'],
    ['EXTENSION_NOT_ALLOWED', { clock: 'INFORM_15D', trigger, extensionDays: 10 }, 'extensionDays'],
    ['HEARING_NOT_ALLOWED', { ...hearing('2026-07-10', '2026-07-11'), clock: 'REVIEW_30D' }, 'hearing'],
    ['HEARING_NOT_ALLOWED', { ...hearing('2026-07-10', '2026-07-11'), clock: 'HANDLE_60D' }, 'hearing'],
    ['HEARING_REVERSED', hearing('2026-07-11', '2026-07-10'), 'hearing.to'],
    ['HEARING_OUTSIDE_PERIOD', hearing('2026-07-08', '2026-07-10'), 'hearing.from'],
    ['HEARING_OUTSIDE_PERIOD', hearing('2026-08-08', '2026-08-08'), 'hearing.from'],
    ['INVALID_DATE', hearing('2026-07-32', '2026-07-33'), 'hearing.from'],
    ['DAYS_OUT_OF_RANGE', hearing('2026-07-10', '2028-07-10'), 'hearing.to'],
    ['NO_FIXED_LENGTH', { clock: 'ASSIGN_REPORT', trigger }, 'days'],
    ['NO_FIXED_LENGTH', { clock: 'LEGAL_ROUTE', trigger }, 'days'],
    ['LENGTH_FIXED', { clock: 'HANDLE_60D', trigger, days: 90 }, 'days'],
    ['LENGTH_FIXED', { clock: 'REVIEW_APPLY_30D', trigger, dueDate: date('2026-07-09') }, 'dueDate'],
    ['LENGTH_FIXED', { clock: 'URGENT_REPORT', trigger, days: 4 }, 'days'],
    ['LENGTH_FIXED', { clock: 'SUBTASK', trigger, days: 4, unit: 'CAL_MONTH' }, 'unit'],
    ['LENGTH_FIXED', { clock: 'INFORM_15D', trigger, unit: 'WORK_DAY' }, 'unit'],
    ['LENGTH_AMBIGUOUS', { clock: 'SUBTASK', trigger, days: 4, dueDate: date('2026-07-12') }, 'dueDate'],
    ['DAYS_OUT_OF_RANGE', { clock: 'SUBTASK', trigger, days: 0 }, 'days'],
    ['DAYS_OUT_OF_RANGE', { clock: 'SUBTASK', trigger, days: 1e9 }, 'days'],
    ['DAYS_OUT_OF_RANGE', { clock: 'SUBTASK', trigger, dueDate: date('2999-01-01') }, 'dueDate'],
    ['DUE_BEFORE_START', { clock: 'SUBTASK', trigger, dueDate: date('2026-07-08') }, 'dueDate'],
    ['INVALID_DATE', { clock: 'SUBTASK', trigger, dueDate: date('2026-02-30') }, 'dueDate'],
  ])('%s: %j', (code, input, field) => {
    expect(() => compute(input)).toThrow(expect.objectContaining({ name: 'DeadlineError', code, field }));
  });

  test('[G1] the refusal is said in both languages, with its article', () => {
    expect(() => compute({ clock: 'HANDLE_60D', trigger, extensionDays: 31 })).toThrow(
      expect.objectContaining({ zh: '延长期限为1至30日', en: 'An extension is 1 to 30 days.', article: '条例34' }),
    );
  });
});

/** Counts with a Date in UTC, one day at a time, and looks each day up in the calendar. */
function slowly(trigger: Instant, n: number, unit: 'CAL_DAY' | 'WORK_DAY'): { nominalDue: string; due: string } {
  const cursor = new Date(Date.parse(trigger) + 8 * 3_600_000);
  cursor.setUTCHours(12, 0, 0, 0);
  const text = () => cursor.toISOString().slice(0, 10);
  const next = () => cursor.setUTCDate(cursor.getUTCDate() + 1);
  for (let counted = 0; counted < n; ) {
    next();
    if (unit === 'CAL_DAY' || CALENDAR.isWorkday(date(text()))) counted += 1;
  }
  const nominalDue = text();
  while (!CALENDAR.isWorkday(date(text()))) next();
  return { nominalDue, due: text() };
}

const triggers = fc
  .integer({ min: Date.parse('2003-06-01T00:00Z'), max: Date.parse('2030-12-31T00:00Z') })
  .map((ms) => new Date(ms).toISOString() as Instant);
const counting = fc.constantFrom(
  ...CLOCK_CODES.filter(
    (code) => CLOCKS[code].n !== null && ['CAL_DAY', 'WORK_DAY'].includes(CLOCKS[code].unit) && code !== 'EXT_30D',
  ),
);

describe('properties', () => {
  test('an independent count, a day at a time, agrees', () => {
    fc.assert(
      fc.property(triggers, counting, (trigger, clock) => {
        const { n, unit } = CLOCKS[clock];
        const { nominalDue, due } = compute({ clock, trigger });
        expect({ nominalDue, due }).toEqual(slowly(trigger, n ?? 0, unit as 'CAL_DAY' | 'WORK_DAY'));
      }),
      { numRuns: 3000 },
    );
  });

  test('the last day is the first working day from the nominal day on', () => {
    fc.assert(
      fc.property(triggers, counting, (trigger, clock) => {
        const { nominalDue, due, rolled } = compute({ clock, trigger });
        expect(CALENDAR.isWorkday(due)).toBe(true);
        expect(rolled).toBe(due !== nominalDue);
        for (let day = nominalDue; day < due; day = addDays(day, 1)) expect(CALENDAR.isWorkday(day)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('a later trigger never gives an earlier last day; the time of day makes no difference', () => {
    fc.assert(
      fc.property(triggers, fc.nat(40 * 86_400_000), counting, (trigger, later, clock) => {
        const first = compute({ clock, trigger });
        const second = compute({ clock, trigger: new Date(Date.parse(trigger) + later).toISOString() as Instant });
        expect(second.nominalDue >= first.nominalDue && second.due >= first.due).toBe(true);
        if (second.triggerDate === first.triggerDate) expect(second.dueInstant).toBe(first.dueInstant);
      }),
      { numRuns: 2000 },
    );
  });

  test('extended: never earlier than without, and one clock or the other gives the same', () => {
    fc.assert(
      fc.property(triggers, fc.integer({ min: 1, max: 30 }), (trigger, extensionDays) => {
        const plain = compute({ clock: 'HANDLE_60D', trigger });
        const extended = compute({ clock: 'HANDLE_60D', trigger, extensionDays });
        expect(extended.nominalDue).toBe(addDays(plain.nominalDue, extensionDays));
        expect(extended.due >= plain.due).toBe(true);
        expect(compute({ clock: 'EXT_30D', trigger, extensionDays }).due).toBe(extended.due);
      }),
    );
  });

  test('provisional exactly when a day that mattered has no notice', () => {
    fc.assert(
      fc.property(triggers, counting, (trigger, clock) => {
        const { triggerDate, nominalDue, due, provisional } = compute({ clock, trigger });
        const from = CLOCKS[clock].unit === 'WORK_DAY' ? addDays(triggerDate, 1) : nominalDue;
        let unknown = false;
        for (let day = from; day <= due; day = addDays(day, 1)) unknown ||= !CALENDAR.isKnown(day);
        expect(provisional).toBe(unknown);
      }),
      { numRuns: 1000 },
    );
  });

  test('working days counted before the first known year make the last day provisional, calendar days do not', () => {
    const trigger = at('2003-12-29T09:00+08:00');
    expect(compute({ clock: 'OBJECT_5WD', trigger })).toMatchObject({ due: '2004-01-06', provisional: true });
    expect(compute({ clock: 'INFORM_15D', trigger })).toMatchObject({ due: '2004-01-13', provisional: false });
  });

  test('every clock explains itself in both languages, from its trigger to its last day', () => {
    fc.assert(
      fc.property(triggers, counting, (trigger, clock) => {
        const { explanation, due, provisional, rolled } = compute({ clock, trigger });
        const steps = explanation.map(({ step }) => step);
        expect(steps.slice(0, 3)).toEqual(['TRIGGER', 'RULE', 'COUNT']);
        expect(steps.slice(-2)).toEqual(['CALENDAR', 'DUE']);
        expect(steps.includes('ROLL')).toBe(rolled);
        expect(explanation.every(({ zh, en }) => zh && en && !`${zh}${en}`.includes('undefined'))).toBe(true);
        expect(explanation.at(-1)?.zh).toContain(due);
        expect(explanation.at(-2)?.zh.startsWith('日历未公布')).toBe(provisional);
      }),
    );
  });

  test.each([
    'UTC',
    'Asia/Shanghai',
    'America/New_York',
    'Pacific/Kiritimati',
  ])('the machine in %s counts the same', (TZ) => {
    const module = new URL('../../shared/domain/explain-deadline.ts', import.meta.url).href;
    const calendar = new URL('../../shared/domain/calendar.ts', import.meta.url).href;
    const inputs = vectors.map(inputOf);
    const script = `
      const { computeDeadline } = await import(${JSON.stringify(module)});
      const { CALENDAR } = await import(${JSON.stringify(calendar)});
      console.log(JSON.stringify(${JSON.stringify(inputs)}.map((input) => computeDeadline(input, CALENDAR))));
    `;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TZ },
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toEqual(inputs.map(compute));
  });

  test('another calendar gives other days: an open provisional clock is computed again when a notice comes', () => {
    const published = loadCalendar({
      version: 'CN-2027.1',
      notices: {},
      names: { 元旦: "New Year's Day" },
      years: { 2026: [], 2027: [{ zh: '元旦', off: ['01-01..01-03'], work: ['01-09'] }] },
    });
    const input = inputOf(vectorById('V35'));
    expect(computeDeadline(input, published)).toMatchObject({
      due: '2027-01-04',
      provisional: false,
      calendarVersion: 'CN-2027.1',
    });
  });
});
