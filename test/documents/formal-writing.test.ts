import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  article,
  chineseDate,
  chineseNumeral,
  citedTogether,
  dateWithWeekday,
  documentNumber,
  fullWidth,
  plainDate,
  plainMoment,
  regulation,
} from '../../shared/domain/documents/formal-writing.ts';
import { printable, printableAll } from '../../shared/domain/documents/printable.ts';
import { at, day } from './invented.ts';

describe('dates of official papers', () => {
  test.each([
    ['2026-03-02', '二〇二六年三月二日'],
    ['2030-10-10', '二〇三〇年十月十日'],
    ['2009-12-31', '二〇〇九年十二月三十一日'],
    ['2020-11-20', '二〇二〇年十一月二十日'],
  ])('%s is %s, with 〇 for zero', (date, written) => {
    expect(chineseDate(day(date))).toBe(written);
  });

  test('days in the text are in figures, with the weekday where somebody has to act', () => {
    expect(plainDate(day('2026-05-06'))).toBe('2026年5月6日');
    expect(dateWithWeekday(day('2026-05-06'))).toBe('2026年5月6日（星期三）');
    expect(dateWithWeekday(day('2026-09-27'))).toBe('2026年9月27日（星期日）');
  });

  test('[V03] an instant is told by the clock in Shanghai', () => {
    expect(plainMoment(at('2026-01-31T16:00:00Z'))).toBe('2026年2月1日0时00分');
  });

  test.each(['2026-02-30', '2026-13-01', 'tomorrow'])('%s is no date', (text) => {
    expect(() => chineseDate(day(text))).toThrow(RangeError);
    expect(() => plainDate(day(text))).toThrow(RangeError);
  });
});

describe('numerals', () => {
  test.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [36, '三十六'],
    [100, '一百'],
    [105, '一百零五'],
    [110, '一百一十'],
    [188, '一百八十八'],
  ])('%i is %s', (n, written) => {
    expect(chineseNumeral(n)).toBe(written);
  });

  test('each of 1–999 has its own', () => {
    const all = Array.from({ length: 999 }, (_, index) => chineseNumeral(index + 1));
    expect(new Set(all).size).toBe(999);
  });

  test.each([0, -1, 1.5, 1000])('%d has none', (n) => {
    expect(() => chineseNumeral(n)).toThrow(RangeError);
  });
});

describe('numbers of papers', () => {
  test('{机关代字}信{类}〔{year}〕{seq}号, in six-cornered brackets, without leading zeros', () => {
    expect(documentNumber({ organCode: '云东公', year: 2026, seq: 15 }, '受')).toBe('云东公信受〔2026〕15号');
    expect(documentNumber({ organCode: '云公', year: 2027, seq: 1 }, '复查')).toBe('云公信复查〔2027〕1号');
  });

  test.each([
    [{ organCode: ' ', year: 2026, seq: 1 }],
    [{ organCode: '云公', year: 26, seq: 1 }],
    [{ organCode: '云公', year: 2026, seq: 0 }],
    [{ organCode: '云公', year: 2026, seq: 1.5 }],
  ])('%j is refused', (number) => {
    expect(() => documentNumber(number, '受')).toThrow(RangeError);
  });

  test('two papers never share one', () => {
    const paper = fc.record({
      organCode: fc.constantFrom('云公', '云东公'),
      year: fc.integer({ min: 2020, max: 2040 }),
      seq: fc.integer({ min: 1, max: 99999 }),
    });
    fc.assert(
      fc.property(paper, paper, (a, b) => {
        const same = a.organCode === b.organCode && a.year === b.year && a.seq === b.seq;
        expect(documentNumber(a, '受') === documentNumber(b, '受')).toBe(same);
      }),
    );
  });
});

describe('articles and punctuation', () => {
  test('an article is written out, and those of one law stand under its name', () => {
    expect(regulation(23, { paragraph: 2 })).toBe('《信访工作条例》第二十三条第二款');
    expect(regulation(22, { paragraph: 1, item: 3 })).toBe('《信访工作条例》第二十二条第一款第三项');
    expect(article('民法典', 188)).toBe('《民法典》第一百八十八条');
    expect(
      citedTogether([regulation(31, { item: 6 }), '《110接处警工作规则》', regulation(32), regulation(32), '内部规范']),
    ).toEqual(['《信访工作条例》第三十一条第六项、第三十二条', '《110接处警工作规则》', '内部规范']);
  });

  test('punctuation is of full width, but not inside times and figures', () => {
    expect(fullWidth('办结:60日(自然日);不扣除,至24:00')).toBe('办结：60日（自然日）；不扣除，至24:00');
    expect(fullWidth('1,200元')).toBe('1,200元');
  });
});

describe('what can be printed', () => {
  test('control characters, lone surrogates and reordering marks are dropped; emoji, line ends and rare characters stay', () => {
    expect(printable('甲\u0000\u0008乙\uD83D丙\u202E丁\uFFFE')).toBe('甲乙丙丁');
    expect(printable('谢谢😀👨‍👩‍👧𠮷\r\n再见\ttab')).toBe('谢谢😀👨‍👩‍👧𠮷\n再见 tab');
  });

  test('whatever comes in, what comes out is well formed, allowed in XML, and stays as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = printable(text);
        expect(clean.isWellFormed()).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids
        expect(clean).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        expect(printable(clean)).toBe(clean);
      }),
    );
  });

  test('it reaches every depth and leaves out what is undefined', () => {
    expect(printableAll({ a: ['\u0007x'], b: undefined, c: { d: ' y ' }, e: 1 })).toStrictEqual({
      a: ['x'],
      c: { d: 'y' },
      e: 1,
    });
  });
});
