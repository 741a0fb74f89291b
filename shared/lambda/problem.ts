import type { Refusal } from '../domain/refusal.ts';

/** One wrong field: where (JSON pointer), and what was expected. */
export interface FieldError {
  readonly pointer: string;
  readonly zh: string;
  readonly en: string;
}

/** A problem (RFC 9457) in both languages; `detail` is Chinese, `detailEn` English. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly titleEn: string;
  readonly status: number;
  readonly detail: string;
  readonly detailEn: string;
  readonly code: string;
  readonly [extension: string]: unknown;
}

/** Thrown anywhere below an HTTP entry; becomes the answer. */
export class HttpProblem extends Error {
  readonly body: ProblemBody;
  readonly headers: Readonly<Record<string, string>>;
  constructor(body: ProblemBody, headers: Readonly<Record<string, string>> = {}) {
    super(`${body.status} ${body.code}`);
    this.name = 'HttpProblem';
    this.body = body;
    this.headers = headers;
  }
}

const TITLES: Readonly<Record<number, readonly [string, string]>> = {
  400: ['请求内容有误', 'The request is not valid'],
  403: ['没有权限', 'Not allowed'],
  404: ['没有找到', 'Not found'],
  405: ['不支持这种请求方式', 'Method not allowed'],
  409: ['现在不能这样办理', 'Not possible now'],
  412: ['已被他人更新', 'Somebody was first'],
  413: ['内容过长', 'Too long'],
  415: ['内容类型不支持', 'Unsupported media type'],
  422: ['同一幂等键已用于其他内容', 'The idempotency key was used for something else'],
  428: ['缺少版本号', 'A version is required'],
  429: ['尝试次数过多', 'Too many attempts'],
  500: ['系统内部错误', 'Internal error'],
  503: ['服务暂时不可用', 'Temporarily unavailable'],
};

/** Builds a problem; `code` is stable and in `type` as well. */
export function problem(
  status: number,
  code: string,
  [zh, en]: readonly [string, string],
  extensions: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): HttpProblem {
  const [title, titleEn] = TITLES[status] ?? ['错误', 'Error'];
  return new HttpProblem(
    {
      type: `urn:xinfang:problem:${code.toLowerCase().replaceAll('_', '-')}`,
      title,
      titleEn,
      status,
      detail: zh,
      detailEn: en,
      code,
      ...extensions,
    },
    headers,
  );
}

/** Refusals about the shape of what was sent are the caller's to mend (400); others depend on the case (409). */
export function problemOfRefusal(refusal: Refusal): HttpProblem {
  const { code, zh, en, article, guard, remedyZh, remedyEn, field } = refusal;
  return problem(refusal.code === 'NOT_YOUR_COMMAND' ? 403 : refusal.field ? 400 : 409, code, [zh, en], {
    article,
    ...(guard ? { guard } : {}),
    remedy: remedyZh,
    remedyEn,
    ...(field ? { errors: [{ pointer: field, zh, en }] } : {}),
  });
}

/** 400 naming each wrong field. */
export function invalidFields(errors: readonly FieldError[]): HttpProblem {
  const first = errors[0];
  return problem(
    400,
    'INVALID_REQUEST',
    [
      first ? `${first.pointer || '请求体'} ${first.zh}` : '请求内容有误',
      first ? `${first.pointer || 'the body'} ${first.en}` : 'the request is not valid',
    ],
    { errors },
  );
}
