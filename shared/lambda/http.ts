import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { UUID } from '../api/fields.ts';
import type { Operation } from '../api/operation.ts';
import type { OPERATIONS, Route } from '../api/operations.ts';
import { DeadlineError } from '../domain/deadline-error.ts';
import { type CaseId, caseId, type Instant } from '../domain/ids.ts';
import { Refused } from '../domain/refusal.ts';
import { errorName, log } from './log.ts';
import { HttpProblem, invalidFields, problem, problemOfRefusal } from './problem.ts';
import { validate } from './validate.ts';

/** What a handler gets: everything checked, nothing raw. */
export interface Request<Body = unknown, Query = unknown> {
  readonly body: Body;
  readonly query: Query;
  readonly path: Readonly<Record<string, string>>;
  readonly now: Instant;
  readonly claims: Readonly<Record<string, unknown>>;
  /** UUID of the client's intention, if it gave one. */
  readonly idempotencyKey: string | undefined;
  /** Version in If-Match, if given; `*` and lists are not versions. */
  readonly ifMatch: number | undefined;
  readonly sourceIp: string;
  /** The body as it came, for digests. */
  readonly rawBody: string;
}

export interface Answer {
  readonly status: number;
  /** Ignored where a file is handed out; a string whose content type is text goes out as it is. */
  readonly body: unknown;
  /** A file as bytes. */
  readonly file?: { readonly contentType: string; readonly name: string; readonly bytes: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
}

type Operations = (typeof OPERATIONS)[number];
type OperationAt<R extends Route> = Extract<Operations, { route: R }>;
type BodyOf<R extends Route> =
  OperationAt<R> extends { body: () => infer Schema extends z.ZodMiniType } ? z.output<Schema> : undefined;
type QueryOf<R extends Route> =
  OperationAt<R> extends { query: () => infer Schema extends z.ZodMiniType } ? z.output<Schema> : undefined;

/** Handlers of one service, by route; a route that is not in the list of operations does not compile. */
export type Handlers<Deps> = {
  readonly [R in Route]?: (request: Request<BodyOf<R>, QueryOf<R>>, deps: Deps) => Promise<Answer>;
};

type AnyHandler<Deps> = (request: Request, deps: Deps) => Promise<Answer>;

/** Largest body we read: the tables of the largest bureau; above it no text can be within its limit. */
const MAX_BODY_BYTES = 5_000_000;

/**
 * A Lambda entry for HTTP: `cold` runs once, at the first request, and is tried again after a failure.
 * Every answer below 500 that is not a success is `application/problem+json`.
 * @param operations those of the service, one for each handler at least
 * @throws at its start where a handler has no operation
 */
export function httpEntry<Deps>(operations: readonly Operation[], handlers: Handlers<Deps>, cold: () => Promise<Deps>) {
  const known = new Map<string, Operation>(operations.map((operation) => [operation.route, operation]));
  const stray = Object.keys(handlers).find((route) => !known.has(route));
  if (stray !== undefined) throw new Error(`no operation ${stray}`);
  let warm: Promise<Deps> | undefined;
  const dependencies = () => {
    warm ??= cold().catch((error: unknown) => {
      warm = undefined;
      throw error;
    });
    return warm;
  };
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use(answerProblems())
    .handler(async (event) => {
      const handler = handlers[event.routeKey as Route] as AnyHandler<Deps> | undefined;
      const operation = known.get(event.routeKey);
      if (!handler || !operation) throw unknownRoute(event, operations);
      const request = readRequest(event, operation);
      return respond(await handler(request, await dependencies()));
    });
}

/** Turns whatever was thrown into a problem; logs only code and ids. */
function answerProblems(): middy.MiddlewareObj<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Error,
  Context
> {
  return {
    onError: (request) => {
      const { error, event } = request;
      const found = problemOf(error);
      const fields = { route: event.routeKey, requestId: event.requestContext?.requestId ?? null };
      if (found.body.status >= 500)
        log('error', 'http.failed', { ...fields, error: errorName(error), at: placeOf(error) });
      else log('info', 'http.refused', { ...fields, status: found.body.status, problem: found.body.code });
      request.response = respond(
        { status: found.body.status, body: found.body, headers: found.headers },
        'application/problem+json; charset=utf-8',
      );
    },
  };
}

function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof Refused) return problemOfRefusal(error.refusal);
  if (error instanceof DeadlineError)
    return invalidFields([{ pointer: `/${error.field.replaceAll('.', '/')}`, zh: error.zh, en: error.en }]);
  if (isBusy(error)) return problem(503, 'TRY_AGAIN', UNREACHABLE, {}, { 'retry-after': '2' });
  return problem(500, 'INTERNAL', INTERNAL);
}

/** An error may come after what was stored: nobody is told that it was not. */
const INTERNAL = [
  '系统内部错误,是否已经保存尚不确定,请重新读取核对;用同一幂等键(Idempotency-Key)重试,不会重复登记或办理',
  'internal error; whether it was stored is not known, please read it again; with the same Idempotency-Key nothing is done twice',
] as const;

/** Whether it was stored is not known: an answer may have been lost on its way back. */
const UNREACHABLE = [
  '暂时无法存取数据,请稍后重试;用同一幂等键(Idempotency-Key)重试,不会重复登记或办理',
  'the data cannot be reached for now; please try again: with the same Idempotency-Key nothing is done twice',
] as const;

const BUSY = new Set([
  'Conflict',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TimeoutError',
]);

/** A service that refuses for now: it was busy, did not answer in time or at all, or failed inside. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (BUSY.has(error.name)) return true;
  const { code, $metadata: answered } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  return code === 'ECONNREFUSED' || (answered !== undefined && (answered.httpStatusCode ?? 503) >= 500);
}

/** Where in our code it was thrown, without its message, which may quote a user. */
const placeOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack
        ?.replace(error.message, '')
        .split('\n')
        .find((line) => /^\s+at /.test(line))
        ?.trim()
    : undefined;

function respond(answer: Answer, contentType = 'application/json; charset=utf-8'): APIGatewayProxyStructuredResultV2 {
  const { file } = answer;
  return {
    statusCode: answer.status,
    headers: {
      'content-type': file?.contentType ?? contentType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(file ? { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}` } : {}),
      ...answer.headers,
    },
    ...(file
      ? { body: Buffer.from(file.bytes).toString('base64'), isBase64Encoded: true }
      : { body: isPage(answer) ? String(answer.body) : JSON.stringify(answer.body) }),
  };
}

/** A page to print or a calendar, not a JSON string. */
const isPage = ({ body, headers }: Answer): boolean =>
  typeof body === 'string' && headers?.['content-type']?.startsWith('text/') === true;

function readRequest(event: APIGatewayProxyEventV2, operation: Operation): Request {
  const rawBody = operation.body ? bodyText(event) : '';
  return {
    body: operation.body ? validate(operation.body(), parseJson(rawBody)) : undefined,
    query: operation.query ? validate(operation.query(), event.queryStringParameters ?? {}) : noQuery(event),
    path: pathOf(event),
    now: new Date(event.requestContext.timeEpoch).toISOString() as Instant,
    claims: claimsOf(event),
    idempotencyKey: idempotencyKeyOf(event),
    ifMatch: ifMatchOf(event),
    sourceIp: event.requestContext.http.sourceIp,
    rawBody,
  };
}

function pathOf(event: APIGatewayProxyEventV2): Record<string, string> {
  return Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? '']));
}

/** Reads the id in a path. An id of another form is no petition: the same 404, so that nothing can be learnt. */
export function caseIdOf(request: Request): CaseId {
  const id = request.path.id ?? '';
  if (!/^[0-9a-z]{26}$/.test(id)) throw noSuchPetition();
  return caseId(id);
}

export const noSuchPetition = (): HttpProblem =>
  problem(404, 'NO_SUCH_PETITION', ['没有这个信访件', 'there is no such petition']);

function noQuery(event: APIGatewayProxyEventV2): undefined {
  const name = Object.keys(event.queryStringParameters ?? {})[0];
  if (name === undefined) return undefined;
  throw invalidFields([{ pointer: `/${name}`, zh: '没有这个参数', en: 'is not a known parameter' }]);
}

function bodyText(event: APIGatewayProxyEventV2): string {
  const type = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw problem(415, 'NOT_JSON', [
      `请求体应为 application/json,现为“${type || '未注明'}”`,
      `the body must be application/json, not "${type || 'unstated'}"`,
    ]);
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES)
    throw problem(413, 'BODY_TOO_LARGE', [
      `请求体不得超过 ${MAX_BODY_BYTES} 字节`,
      `the body must be at most ${MAX_BODY_BYTES} bytes`,
    ]);
  return bytes.toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    // Some clients begin with a byte order mark (RFC 8259 lets a reader ignore it).
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw problem(400, 'BROKEN_JSON', ['请求体不是有效的 JSON', 'the body is not valid JSON'], {
      errors: [{ pointer: '', zh: '不是有效的 JSON', en: 'is not valid JSON' }],
    });
  }
}

function claimsOf(event: APIGatewayProxyEventV2): Readonly<Record<string, unknown>> {
  const context = event.requestContext as { authorizer?: { jwt?: { claims?: Record<string, unknown> } } };
  return context.authorizer?.jwt?.claims ?? {};
}

function idempotencyKeyOf(event: APIGatewayProxyEventV2): string | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (UUID.test(key)) return key.toLowerCase();
  throw invalidFields([{ pointer: '/headers/Idempotency-Key', zh: '应为 UUID', en: 'must be a UUID' }]);
}

function ifMatchOf(event: APIGatewayProxyEventV2): number | undefined {
  const value = event.headers['if-match'];
  if (value === undefined) return undefined;
  const version = /^"?(0|[1-9]\d{0,8})"?$/.exec(value.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw invalidFields([
    { pointer: '/headers/If-Match', zh: '应为读取时的 ETag,例如 "3"', en: 'must be the ETag that was read, e.g. "3"' },
  ]);
}

/** 405 with `Allow` where another method has this path, else 404. */
function unknownRoute(event: APIGatewayProxyEventV2, operations: readonly Operation[]): HttpProblem {
  const { method, path } = event.requestContext.http;
  const allowed = operations
    .filter(({ route }) => matches(route.slice(route.indexOf(' ') + 1), path))
    .map(({ route }) => route.slice(0, route.indexOf(' ')));
  if (allowed.length === 0)
    return problem(404, 'NO_SUCH_PATH', [
      '没有这个地址,接口说明见 /openapi.json',
      'there is no such path; see /openapi.json',
    ]);
  return problem(
    405,
    'METHOD_NOT_ALLOWED',
    [
      `${method} 不适用于此地址,可用:${allowed.join('、')}`,
      `${method} is not possible here; use ${allowed.join(', ')}`,
    ],
    {},
    { allow: allowed.join(', ') },
  );
}

function matches(template: string, path: string): boolean {
  const expected = template.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((part, at) => (part.startsWith('{') ? actual[at] !== '' : part === actual[at]))
  );
}
