import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { CommandBody } from '../../shared/api/commands.ts';
import { caseIdField, instant, localDate, text } from '../../shared/api/fields.ts';
import { PublicPetition } from '../../shared/api/petitions.ts';
import { type FieldError, HttpProblem } from '../../shared/lambda/problem.ts';
import { validate } from '../../shared/lambda/validate.ts';

function errorsOf(schema: z.ZodMiniType, value: unknown): readonly FieldError[] {
  try {
    validate(schema, value);
  } catch (error) {
    expect(error).toBeInstanceOf(HttpProblem);
    const { body } = error as HttpProblem;
    expect([body.status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    return body.errors as FieldError[];
  }
  throw new Error('it was valid');
}

/** A wrong value as field `x` gives one error there. */
const errorAt = (field: z.ZodMiniType, value: unknown): FieldError => {
  const errors = errorsOf(z.strictObject({ x: field }), value === undefined ? {} : { x: value });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.pointer).toBe('/x');
  return errors[0] as FieldError;
};

describe('each kind of issue names its place and what was expected, in Chinese and English', () => {
  const table: [name: string, field: z.ZodMiniType, value: unknown, zh: string, en: string][] = [
    ['a missing text', z.string(), undefined, '必填,应为文字', 'is required and must be a string'],
    ['a missing list', z.array(z.string()), undefined, '必填,应为列表', 'is required and must be a list'],
    ['a missing object', z.strictObject({}), undefined, '必填,应为对象', 'is required and must be an object'],
    ['a number for a text', z.string(), 5, '应为文字', 'must be a string'],
    ['null for a text', z.string(), null, '应为文字', 'must be a string'],
    ['a text for a number', z.number(), '5', '应为数字', 'must be a number'],
    ['a fraction for a whole number', z.int(), 1.5, '应为整数', 'must be a whole number'],
    ['a text for yes or no', z.boolean(), 'true', '应为 true 或 false', 'must be true or false'],
    ['an object for a list', z.array(z.string()), {}, '应为列表', 'must be a list'],
    ['an unknown choice', z.enum(['A', 'B']), 'C', '应为以下之一:A、B', 'must be one of A, B'],
    ['a missing choice', z.enum(['A', 'B']), undefined, '应为以下之一:A、B', 'must be one of A, B'],
    ['too large', z.int().check(z.maximum(5)), 6, '不得超过 5', 'must be at most 5'],
    ['too small', z.int().check(z.minimum(5)), 4, '不得少于 5', 'must be at least 5'],
    ['too long', z.string().check(z.maxLength(2)), 'abc', '不得超过 2 个字', 'must be at most 2 characters'],
    ['too short a list', z.array(z.string()).check(z.minLength(1)), [], '不得少于 1 项', 'must be at least 1 items'],
    [
      'another form in words',
      z.string().check(z.regex(/^1/, '应为1开头|must begin with 1')),
      'a',
      '应为1开头',
      'must begin with 1',
    ],
    ['another form', z.string().check(z.regex(/^\d+$/)), 'a', '格式不符:/^\\d+$/', 'does not match /^\\d+$/'],
    ['an empty text', text(5), '  ', '不能为空', 'must not be empty'],
    ['a NUL', text(5), 'a\u0000', '不能含有空字符(NUL)', 'must not contain NUL'],
    ['half a character', text(5), '\ud842', '不是有效的文字(孤立代理项)', 'is not well-formed Unicode'],
    [
      'a day that does not exist',
      localDate(),
      '2026-02-30',
      '应为1900至2999年间实际存在的日期 YYYY-MM-DD',
      'must be a real date YYYY-MM-DD between 1900 and 2999',
    ],
    [
      'a time without offset',
      instant(),
      '2026-11-03T09:00',
      '应为带时区的 ISO 8601 时间,例如 2026-11-03T09:00+08:00',
      'must be an ISO 8601 instant with offset, e.g. 2026-11-03T09:00+08:00',
    ],
    [
      'an id of another form',
      caseIdField(),
      'X',
      '应为信访件编号(26位)',
      'must be the id of a petition (26 characters)',
    ],
  ];

  test.each(table)('%s', (_, field, value, zh, en) => {
    expect(errorAt(field, value)).toEqual({ pointer: '/x', zh, en });
  });
});

describe('pointers', () => {
  test('the whole body has the empty pointer, and the sentence says so', () => {
    expect(errorsOf(PublicPetition(), undefined)).toEqual([{ pointer: '', zh: '应为对象', en: 'must be an object' }]);
    expect(() => validate(PublicPetition(), [])).toThrow(HttpProblem);
    try {
      validate(PublicPetition(), 3);
    } catch (error) {
      expect((error as HttpProblem).body).toMatchObject({
        detail: '请求体 应为对象',
        detailEn: 'the body must be an object',
      });
    }
  });

  test('lists count from 0; slash and tilde in names are escaped', () => {
    const schema = z.strictObject({ list: z.array(z.strictObject({ 'a/b~c': z.string() })) });
    expect(errorsOf(schema, { list: [{ 'a/b~c': 'x' }, { 'a/b~c': 1 }] })[0]?.pointer).toBe('/list/1/a~1b~0c');
  });

  test('every unknown field is named, also inside and with a dangerous name', () => {
    const body = JSON.parse(
      '{"channel":"ONLINE","petitioner":{"name":"钱禾","risk":1},"level":2,"__proto__":{"channel":"VISIT"}}',
    );
    const errors = errorsOf(PublicPetition(), body);
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/__proto__', '/level', '/petitioner/risk']);
    expect(errors.every(({ zh, en }) => zh === '没有这个字段' && en === 'is not a known field')).toBe(true);
  });

  test('several errors come together, at most twenty', () => {
    expect(
      errorsOf(z.strictObject({ a: z.string(), b: z.number() }), { a: 1, b: 'x' }).map(({ pointer }) => pointer),
    ).toEqual(['/a', '/b']);
    const many = z.array(z.string());
    expect(
      errorsOf(
        many,
        Array.from({ length: 50 }, () => 1),
      ),
    ).toHaveLength(20);
  });
});

describe('unions', () => {
  test.each([
    {},
    { type: 'NOTHING' },
    { type: 5 },
    { type: '__proto__' },
  ])('an unknown type %j is named at /type', (body) => {
    expect(errorsOf(CommandBody(), body)).toEqual([
      { pointer: '/type', zh: '不是已知的类型', en: 'is not a known type' },
    ]);
  });

  test('a known type is judged by its own fields', () => {
    expect(validate(CommandBody(), { type: 'SIGN_FOR' })).toEqual({ type: 'SIGN_FOR' });
    expect(errorsOf(CommandBody(), { type: 'SIGN_FOR', to: 'x' })[0]?.pointer).toBe('/to');
    expect(
      errorsOf(CommandBody(), { type: 'TRANSFER', to: 'No Unit', reason: '' })
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/reason', '/to']);
  });
});

describe('what is valid', () => {
  test('[P-01] the channel alone is a petition: missing parts never block receipt', () => {
    expect(validate(PublicPetition(), { channel: 'ONLINE' })).toEqual({ channel: 'ONLINE' });
  });

  test('an instant comes out in UTC', () => {
    expect(validate(instant(), '2026-11-03T09:00+08:00')).toBe('2026-11-03T01:00:00.000Z');
  });
});
