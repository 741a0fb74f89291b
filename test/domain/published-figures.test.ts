import { describe, expect, test } from 'vitest';
import {
  NOT_PUBLISHED,
  publishedFigures,
  publishedSheets,
  SMALLEST_CELL,
} from '../../shared/domain/published-figures.ts';
import { type Figure, percent, type ReportId } from '../../shared/domain/reports.ts';

const counted = (key: string, value: number): Figure => ({
  key,
  zh: key,
  en: key,
  value,
  display: String(value),
  cases: [],
});
const rated = (key: string, numerator: number, denominator: number): Figure => {
  const value = percent(numerator, denominator);
  return { ...counted(key, 0), value, display: value === null ? '—' : `${value}%`, numerator, denominator };
};

/** All tables of so many numbers up to a bound. */
function* tables(size: number, bound: number): Generator<number[]> {
  const table = Array.from({ length: size }, () => 0);
  for (;;) {
    yield [...table];
    const at = table.findIndex((value) => value < bound);
    if (at < 0) return;
    table.fill(0, 0, at);
    table[at] = (table[at] ?? 0) + 1;
  }
}

/**
 * Who knows the rules compares what is printed with what all tables would print: of the small numbers that are the same
 * in all that print the same he knows the value, where it stands in none of them.
 * @param numbers what nobody may learn of a table, beside its own numbers
 */
function followed(
  all: Iterable<number[]>,
  printed: (table: readonly number[]) => string,
  numbers: (table: readonly number[]) => readonly number[] = (table) => table,
): string[] {
  const alike = Map.groupBy(all, printed);
  return [...alike].flatMap(([paper, group]) => {
    const [first = [], ...others] = group.map(numbers);
    const known = first.findIndex(
      (value, at) => value > 0 && value < SMALLEST_CELL && others.every((other) => other[at] === value),
    );
    return known < 0 ? [] : [`${paper}: number ${known} is ${first[known]}`];
  });
}

const print = (id: ReportId, figures: readonly Figure[], beside: readonly Figure[] = []): string =>
  publishedFigures(id, figures, beside)
    .map(({ key, count, display }) => `${key} ${display.includes('%') ? display : count}`)
    .join(', ');
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('[P-23] no small number follows from what is published (§6)', () => {
  test('not from parts and their total', () => {
    const sheet = ([concluded = 0, passedOn = 0, inProgress = 0]: readonly number[]) =>
      print('R-26', [
        counted('received', concluded + passedOn + inProgress),
        counted('concluded', concluded),
        counted('passedOn', passedOn),
        counted('inProgress', inProgress),
      ]);
    expect(followed(tables(3, 14), sheet)).toEqual([]);
    // As many petitions as parts of them: one each.
    const channels = (parts: readonly number[]) =>
      print('R-01', [counted('submissions', sum(parts)), ...parts.map((part, at) => counted(`channel:${at}`, part))]);
    expect(followed(tables(5, 5), channels)).toEqual([]);
  });

  test('not from visits, batches and visitors', () => {
    const visits = ([visit = 0, letter = 0, sealed = 0, more = 0]: readonly number[]) =>
      print('R-01', [
        counted('submissions', visit + letter + sealed),
        counted('batches', visit),
        counted('people', visit === 0 ? 0 : visit + more),
        counted('channel:VISIT', visit),
        counted('channel:LETTER', letter),
        counted('sealed', sealed),
      ]);
    expect(followed(tables(4, 8), visits, (table) => table.slice(0, 3))).toEqual([]);
  });

  test('not from shares, nor from which categories there are', () => {
    const shares = (parts: readonly number[]) =>
      `${print('R-01', [counted('submissions', sum(parts))])}; ${print('R-03', [
        ...parts.slice(1).flatMap((part, at) => (part > 0 ? [rated(`category:${at}`, part, sum(parts))] : [])),
        rated('category:none', parts[0] ?? 0, sum(parts)),
      ])}`;
    // Twenty may be four of each of these five, or of more categories than these.
    const few = [...tables(5, 6)].filter((parts) => sum(parts) < 20);
    expect(followed(few, shares)).toEqual([]);
  });

  test('not from the rate of informing and its counts', () => {
    const informed = ([inTime = 0, late = 0, open = 0]: readonly number[]) =>
      print('R-04', [
        rated('rate', inTime, inTime + late + open),
        counted('inTime', inTime),
        counted('late', late),
        counted('open', open),
      ]);
    expect(followed(tables(3, 24), informed)).toEqual([]);
    expect(informed([5, 2, 4])).toBe('rate *, inTime 5, late *, open *');
    expect(informed([60, 20, 20])).toBe('rate 60%, inTime 60, late 20, open 20');
  });

  test('not from rates with extensions, without them, and by the limits before them', () => {
    /** Of those not extended in time and not, of the others in time by the first limit, by the second, and not; agreed. */
    type Cases = readonly number[];
    const concluded = ([inTime = 0, late = 0, byFirst = 0, bySecond = 0, open = 0, agreed = 0]: Cases) => {
      const [all, due] = [inTime + byFirst + bySecond, inTime + late + byFirst + bySecond + open];
      return print('R-05', [
        rated('rate', all, due),
        rated('rateWithoutExtensions', inTime, inTime + late),
        rated('rateByOriginalLimit', inTime + byFirst, due),
        counted('inTime', all),
        counted('late', late),
        counted('open', open),
        rated('agreedShare', agreed, due + agreed),
      ]);
    };
    const extended = ([inTime = 0, late = 0, byFirst = 0, bySecond = 0, open = 0, agreed = 0]: Cases) => [
      inTime,
      late,
      byFirst,
      bySecond,
      open,
      agreed,
      byFirst + bySecond,
      byFirst + bySecond + open,
      bySecond + open,
    ];
    const all = [...tables(3, 15)]
      .filter((inTime) => sum(inTime) <= 15)
      .flatMap(([inTime = 0, byFirst = 0, bySecond = 0]) =>
        [...tables(2, 6)].map(([late = 0, open = 0]) => [inTime, late, byFirst, bySecond, open]),
      );
    expect(followed(all, concluded, extended)).toEqual([]);
    expect(concluded([178, 14, 0, 2, 6, 10])).toContain('rateWithoutExtensions *, rateByOriginalLimit *');
    expect(concluded([178, 14, 20, 10, 6, 0])).not.toContain(NOT_PUBLISHED);
  });

  test('nor repeats from submissions and matters', () => {
    const matters = ([first = 0, repeats = 0]: readonly number[]) => {
      const submissions = [counted('submissions', first + repeats)];
      return `${print('R-01', submissions)}; ${print('R-02', [counted('matters', first)], submissions)}`;
    };
    const possible = [...tables(2, 20)].filter(([first = 0, repeats = 0]) => first > 0 || repeats === 0);
    expect(followed(possible, matters)).toEqual([]);
    expect(matters([298, 2])).toBe('submissions 300; matters *');
    expect(matters([290, 10])).toBe('submissions 300; matters 290');
  });
});

describe('[P-23] sheets of several units in one table', () => {
  /** Of each unit what is concluded and what is in progress. */
  const sheetsOf = (table: readonly number[]): Figure[][] =>
    Array.from({ length: table.length / 2 }, (_, unit) => {
      const [concluded = 0, inProgress = 0] = table.slice(2 * unit, 2 * unit + 2);
      return [
        counted('received', concluded + inProgress),
        counted('concluded', concluded),
        counted('passedOn', 0),
        counted('inProgress', inProgress),
      ];
    });
  const numbersOf = (table: readonly number[]): number[] =>
    sheetsOf(table).flatMap((sheet) => sheet.map(({ value }) => value ?? 0));
  /** With what else the paper prints: how many there are in all. */
  const paperOf = (table: readonly number[]): string => {
    const all = table.reduce((sum, one) => sum + one, 0);
    return JSON.stringify([publishedSheets(sheetsOf(table)), print('R-01', [counted('submissions', all)])]);
  };

  test.each([
    [2, 11],
    [3, 7],
  ])(
    'of %i units nothing small follows from the rows, the columns and the total (up to %i each)',
    (units, bound) => {
      expect(followed(tables(2 * units, bound), paperOf, numbersOf).slice(0, 5)).toEqual([]);
    },
    60_000,
  );

  test('what nobody is left out for is printed', () => {
    expect(publishedSheets(sheetsOf([7, 6, 9, 0]))).toEqual([
      ['13', '7', '0', '6'],
      ['9', '9', '0', '0'],
    ]);
    expect(publishedSheets(sheetsOf([6, 5, 2, 0, 8, 8]))).toEqual([
      ['*', '*', '*', '*'],
      ['*', '*', '*', '*'],
      ['16', '8', '0', '8'],
    ]);
  });
});
