import { describe, expect, test } from 'vitest';
import { CLOCK_CODES, CLOCKS, isClockCode, isSettable } from '../../shared/domain/clock-table.ts';

describe('clock table', () => {
  test('holds the clocks of the specification', () => {
    expect(CLOCK_CODES).toHaveLength(39);
    expect(isClockCode('HANDLE_60D')).toBe(true);
    expect(isClockCode('toString')).toBe(false);
  });

  test.each(CLOCK_CODES)('%s is complete and its name agrees with its length', (code) => {
    const clock = CLOCKS[code];
    expect(clock.code).toBe(code);
    for (const text of [
      clock.zh,
      clock.en,
      clock.cite,
      clock.trigger.zh,
      clock.trigger.en,
      clock.stop.zh,
      clock.stop.en,
    ])
      expect(text).not.toBe('');
    expect(clock.remindOffsets).toEqual([...clock.remindOffsets].sort((a, b) => b - a));
    if (clock.n !== null && clock.unit !== 'HOUR' && clock.unit !== 'MINUTE')
      expect(
        clock.remindOffsets.every((offset) => offset < (clock.unit === 'CAL_MONTH' ? 28 : 1) * (clock.n ?? 0)),
      ).toBe(true);
    const named = /_(\d+)(D|WD|M)$/.exec(code);
    const unit = { D: 'CAL_DAY', WD: 'WORK_DAY', M: 'CAL_MONTH' } as const;
    if (named) expect([clock.n, clock.unit]).toEqual([Number(named[1]), unit[named[2] as keyof typeof unit]]);
  });

  test('a number in the law is cited from it and cannot be set', () => {
    for (const clock of Object.values(CLOCKS).filter(({ class: kind }) => kind === 'LAW')) {
      expect(clock.cite).toMatch(/^条例\d+/);
      expect(clock.verified).toBe('V');
      expect(isSettable(clock)).toBe(false);
    }
  });

  test('only what has no number of its own must be set, and all of that can be', () => {
    const open = Object.values(CLOCKS).filter(({ n }) => n === null);
    expect(open.map(({ code }) => code)).toEqual(['ASSIGN_REPORT', 'EXECUTE_SUPPORT', 'SUBTASK', 'LEGAL_ROUTE']);
    expect(open.every(isSettable)).toBe(true);
  });
});
