import * as z from 'zod/mini';
import { type FieldError, invalidFields } from './problem.ts';

/**
 * Checks a value against a schema.
 * @throws HttpProblem 400 that names every wrong field with what was expected, in both languages
 */
export function validate<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> {
  // The input tells a missing field from one of a wrong type; it stays here and reaches no message.
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.slice(0, 20).flatMap(fieldErrors));
}

type Issue = z.core.$ZodIssue;

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  string: ['文字', 'a string'],
  number: ['数字', 'a number'],
  int: ['整数', 'a whole number'],
  boolean: [' true 或 false', 'true or false'],
  array: ['列表', 'a list'],
  object: ['对象', 'an object'],
};

function fieldErrors(issue: Issue): FieldError[] {
  const pointer = pointerOf(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        zh: '没有这个字段',
        en: 'is not a known field',
      }));
    case 'invalid_type': {
      if (issue.input === undefined && issue.path.length > 0)
        return [
          {
            pointer,
            zh: `必填,应为${typeName(issue.expected)[0]}`,
            en: `is required and must be ${typeName(issue.expected)[1]}`,
          },
        ];
      return [{ pointer, zh: `应为${typeName(issue.expected)[0]}`, en: `must be ${typeName(issue.expected)[1]}` }];
    }
    case 'invalid_value':
      return [
        { pointer, zh: `应为以下之一:${issue.values.join('、')}`, en: `must be one of ${issue.values.join(', ')}` },
      ];
    case 'invalid_union':
      return [
        {
          pointer: pointerOf([
            ...issue.path,
            ...(issue.discriminator && !issue.path.includes(issue.discriminator) ? [issue.discriminator] : []),
          ]),
          zh: '不是已知的类型',
          en: 'is not a known type',
        },
      ];
    case 'too_big':
      return [{ pointer, ...bound('不得超过', 'must be at most', issue.maximum, issue.origin) }];
    case 'too_small':
      return [{ pointer, ...bound('不得少于', 'must be at least', issue.minimum, issue.origin) }];
    case 'invalid_format':
      // Where citizens write, the field says in words what it expects.
      return issue.message.includes('|')
        ? [{ pointer, ...inBoth(issue.message) }]
        : [
            {
              pointer,
              zh: `格式不符:${issue.pattern ?? issue.format}`,
              en: `does not match ${issue.pattern ?? issue.format}`,
            },
          ];
    default:
      return [{ pointer, ...inBoth(issue.message) }];
  }
}

/** A message of a schema: Chinese, a bar, English. */
function inBoth(message: string): Pick<FieldError, 'zh' | 'en'> {
  const [zh = '', en = zh] = message.split('|');
  return { zh, en };
}

/** What a limit counts; a number counts nothing. */
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: [' 个字', ' characters'],
  array: [' 项', ' items'],
};

function bound(zh: string, en: string, limit: number | bigint, origin: string): Pick<FieldError, 'zh' | 'en'> {
  const [unitZh, unitEn] = UNITS[origin] ?? ['', ''];
  return { zh: `${zh} ${limit}${unitZh}`, en: `${en} ${limit}${unitEn}` };
}

const typeName = (expected: string): readonly [string, string] => TYPES[expected] ?? [expected, expected];
