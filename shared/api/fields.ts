import * as z from 'zod/mini';
import { isLocalDate, parseInstant } from '../domain/calendar.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import { isNetwork } from './network.ts';

/**
 * Building blocks of the request schemas. Every object is strict: an unknown field is an error that names it.
 * Messages stand here in both languages; `zod` itself carries none (its locales would double the bundle).
 */

/** Makes a schema at its first use: a function that answers three routes builds three schemas, not all of them. */
export const once = <Schema>(make: () => Schema): (() => Schema) => {
  let made: Schema | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Longest text in characters, in all fields of a petition together. */
export const MAX_TEXT = 100_000;

/** What every text has to be: well-formed, without NUL, and at least `min` characters that can be seen. */
const readable = (min: number) =>
  z.string().check(
    z.refine((value: string) => !value.includes('\u0000'), { error: '不能含有空字符(NUL)|must not contain NUL' }),
    z.refine((value: string) => value.isWellFormed(), {
      error: '不是有效的文字(孤立代理项)|is not well-formed Unicode',
    }),
    z.refine((value: string) => value.replace(/[\s\p{Cf}]/gu, '').length >= min, {
      error: min === 1 ? '不能为空|must not be empty' : `至少${min}个字|at least ${min} characters`,
    }),
  );

/** A text of at most `max` UTF-16 units. */
export const text = (max: number, min = 1) => readable(min).check(z.maxLength(max));

/** Reasons in detail (条例23(3), 24): so many characters at least, half of them letters or digits: dots are no reasons. */
export const detailed = (max: number, min: number) =>
  text(max, min).check(
    z.refine((value: string) => value.replace(/[^\p{L}\p{N}]/gu, '').length * 2 >= min, {
      error: '不能只有标点|cannot be dots alone',
    }),
  );

/** A longer text; all of them together have at most {@link MAX_TEXT} characters, above that the answer is 413. */
export const longText = () => readable(1);

export const localDate = () =>
  z.pipe(
    z.string().check(
      z.refine((value: string) => isLocalDate(value) && value >= '1900-01-01' && value <= '2999-12-31', {
        error: '应为1900至2999年间实际存在的日期 YYYY-MM-DD|must be a real date YYYY-MM-DD between 1900 and 2999',
      }),
    ),
    z.transform((value) => value as LocalDate),
  );

/** ISO 8601 with offset, e.g. `2026-11-03T09:00+08:00`. */
export const instant = () =>
  z.pipe(
    z.string().check(
      z.refine((value: string) => parseInstant(value) !== undefined, {
        error:
          '应为带时区的 ISO 8601 时间,例如 2026-11-03T09:00+08:00|must be an ISO 8601 instant with offset, e.g. 2026-11-03T09:00+08:00',
      }),
    ),
    z.transform((value) => parseInstant(value) as Instant),
  );

/** `HH:MM`, in Shanghai. */
export const clockTime = () =>
  z.pipe(
    z.string().check(
      z.refine((value: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value), {
        error: '应为 HH:MM|must be HH:MM',
      }),
    ),
    z.transform((value) => value as `${number}:${number}`),
  );

/** A network as `address/bits`. */
export const network = () =>
  z
    .string()
    .check(
      z.maxLength(50),
      z.refine(isNetwork, { error: '应为网段,例如 10.20.0.0/16|must be a network, e.g. 10.20.0.0/16' }),
    );

export const mailAddress = () =>
  z.string().check(
    z.maxLength(200),
    z.refine((value: string) => /^[^\s@<>"',;]+@[\w.-]+$/.test(value), {
      error: '应为电子邮箱地址|must be a mail address',
    }),
  );

const id = <Brand extends string>(pattern: RegExp, zh: string, en: string) =>
  z.pipe(
    z.string().check(z.refine((value: string) => pattern.test(value), { error: `${zh}|${en}` })),
    z.transform((value) => value as unknown as Brand),
  );

export const unitIdField = () => id<UnitId>(/^[a-z0-9][a-z0-9-]{0,63}$/, '应为单位编号', 'must be the id of a unit');
export const officerIdField = () => id<OfficerId>(/^[\w.@-]{1,64}$/, '应为人员编号', 'must be the id of an officer');
export const caseIdField = () =>
  id<CaseId>(/^[0-9a-z]{26}$/, '应为信访件编号(26位)', 'must be the id of a petition (26 characters)');

/** A UUID of any version, as clients make it for one intention of theirs. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Sixteen digits, as printed or typed; its check digit is judged later. */
export const receiptCodeField = () =>
  z
    .string()
    .check(
      z.regex(
        /^[\d\s-]{16,24}$/,
        '应为16位数字的查询码,可以有空格、短横线|must be the receipt code of 16 digits; spaces and hyphens may stand between',
      ),
    );

/** The second proof of a petitioner: name or telephone as registered (P-25). */
export const proofField = () =>
  z.strictObject({ name: z.optional(text(200)), phone: z.optional(text(50)) }).check(
    z.refine(({ name, phone }: { name?: string | undefined; phone?: string | undefined }) => Boolean(name ?? phone), {
      error: '请填写登记时的姓名或者电话|give the name or telephone as registered',
    }),
  );
