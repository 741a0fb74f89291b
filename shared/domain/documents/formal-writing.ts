import { epochOf, instantOf, isLocalDate, weekdayOf } from '../calendar.ts';
import type { Instant, LocalDate } from '../ids.ts';
import type { NumberClass } from './number-classes.ts';

/**
 * How an official paper writes numbers, days and articles, in one place. Zero in a date is 〇 (not 零 and not the
 * letter O); brackets of a number are the six-cornered 〔〕.
 */
const DIGITS = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const WEEKDAYS = ['日', '一', '二', '三', '四', '五', '六'] as const;

/** 1–999 as it is spoken: 十, 十一, 二十三, 一百零五. */
export function chineseNumeral(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 999) throw new RangeError(`No Chinese numeral for ${n}.`);
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const digit = (value: number): string => DIGITS[value] ?? '';
  const head = hundreds > 0 ? `${digit(hundreds)}百` : '';
  if (tens === 0) return ones === 0 ? head : `${head}${head ? '零' : ''}${digit(ones)}`;
  return `${head}${tens === 1 && !head ? '' : digit(tens)}十${ones === 0 ? '' : digit(ones)}`;
}

const partsOf = (date: LocalDate): [string, number, number] => {
  if (!isLocalDate(date)) throw new RangeError(`Not a date: ${date}`);
  return [date.slice(0, 4), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
};

/** `2026-03-02` as 二〇二六年三月二日: the date beside the seal (成文日期). */
export function chineseDate(date: LocalDate): string {
  const [year, month, day] = partsOf(date);
  const digits = [...year].map((figure) => DIGITS[Number(figure)]).join('');
  return `${digits}年${chineseNumeral(month)}月${chineseNumeral(day)}日`;
}

/** `2026-03-02` as 2026年3月2日: days inside the text. */
export function plainDate(date: LocalDate): string {
  const [year, month, day] = partsOf(date);
  return `${year}年${month}月${day}日`;
}

/** 2026年3月2日（星期一）: days on which somebody has to act. */
export const dateWithWeekday = (date: LocalDate): string =>
  `${plainDate(date)}（星期${WEEKDAYS[weekdayOf(date)] ?? ''}）`;

/** An instant by the clock in Shanghai: 2026年3月2日9时05分; of a day whose hour is not on record, the day. */
export function plainMoment(instant: Instant | LocalDate): string {
  if (isLocalDate(instant)) return plainDate(instant);
  const local = instantOf(epochOf(instant as Instant) + 8 * 3_600_000);
  return `${plainDate(local.slice(0, 10) as LocalDate)}${Number(local.slice(11, 13))}时${local.slice(14, 16)}分`;
}

/** The number of a paper without its class, which its kind decides. */
export interface PaperNumber {
  /** Short name of the organ in numbers (机关代字), e.g. 云东公. */
  readonly organCode: string;
  readonly year: number;
  readonly seq: number;
}

/** 云东公信受〔2026〕15号. The running number has no leading zeros. */
export function documentNumber({ organCode, year, seq }: PaperNumber, numberClass: NumberClass): string {
  if (organCode.trim() === '') throw new RangeError('The organ has no short name for numbers.');
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`Not a year: ${year}`);
  if (!Number.isSafeInteger(seq) || seq < 1) throw new RangeError(`Not a running number: ${seq}`);
  return `${organCode}信${numberClass}〔${year}〕${seq}号`;
}

/** A place in a law: paragraph (款) and item (项) where one is meant. */
export interface Place {
  readonly paragraph?: number;
  readonly item?: number;
}

/** 《信访工作条例》第二十三条第二款. */
export const article = (law: string, number: number, { paragraph, item }: Place = {}): string =>
  `《${law}》第${chineseNumeral(number)}条${paragraph ? `第${chineseNumeral(paragraph)}款` : ''}${
    item ? `第${chineseNumeral(item)}项` : ''
  }`;

/** An article of the 信访工作条例 of 2022, on which nearly every paper rests. */
export const regulation = (number: number, place: Place = {}): string => article('信访工作条例', number, place);

/** Articles of one law under one name: 《信访工作条例》第二十三条、第三十四条. Each place is named once. */
export function citedTogether(articles: readonly string[]): string[] {
  const byLaw = new Map<string, Set<string>>();
  for (const cited of articles) {
    const [, law = cited, place = ''] = /^(《[^》]+》)(第.+)$/.exec(cited) ?? [];
    byLaw.set(law, (byLaw.get(law) ?? new Set()).add(place));
  }
  return [...byLaw].map(([law, places]) => `${law}${[...places].filter(Boolean).join('、')}`);
}

/** Punctuation of official Chinese: full width, except inside figures, dates and times. */
export const fullWidth = (text: string): string =>
  text
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .replace(/;/g, '；')
    .replace(/,(?!\d{3}(?!\d))/g, '，')
    .replace(/(?<!\d):|:(?!\d{2}(?!\d))/g, '：');
