import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OPERATIONS } from '../../shared/api/operations.ts';
import { DeadlineError } from '../../shared/domain/deadline-error.ts';
import { Refused, refusal } from '../../shared/domain/refusal.ts';
import { type Answer, caseIdOf, type Handlers, httpEntry, type Request } from '../../shared/lambda/http.ts';
import { Conflict } from '../../shared/store/database.ts';
import { idOf } from '../store/a-case.ts';

const UUID = '0F0E7C3A-0000-4000-8000-000000000001';
const context = {} as Context;

interface Call {
  readonly route: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly path?: Record<string, string>;
  readonly rawPath?: string;
  readonly claims?: Record<string, unknown>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** An event as the HTTP API sends it, payload 2.0. */
function eventOf({ route, body, headers = JSON_TYPE, query, path, rawPath, claims }: Call): APIGatewayProxyEventV2 {
  const [method = '', template = ''] = route === '$default' ? ['DELETE', '/'] : route.split(' ');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: rawPath ?? template,
    headers,
    ...(body === undefined ? {} : { body }),
    ...(query ? { queryStringParameters: query } : {}),
    ...(path ? { pathParameters: path } : {}),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'r-1',
      timeEpoch: Date.parse('2026-03-02T01:00:00Z'),
      http: { method, path: rawPath ?? template, sourceIp: '203.0.113.7', protocol: 'HTTP/1.1', userAgent: '' },
      ...(claims ? { authorizer: { jwt: { claims } } } : {}),
    },
  } as unknown as APIGatewayProxyEventV2;
}

type Entry = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
const send = async (entry: unknown, call: Call) => {
  const answer = await (entry as Entry)(eventOf(call), context);
  return {
    status: answer.statusCode,
    headers: answer.headers ?? {},
    body: JSON.parse(answer.body ?? 'null') as Record<string, unknown>,
  };
};

let logged: string[];
beforeEach(() => {
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => logged.push(String(chunk)) > 0);
});
afterEach(() => vi.restoreAllMocks());

/** An entry whose handlers remember what they got, or throw `error`. */
function entryOf(error?: unknown) {
  const seen: Request[] = [];
  const handle = async (request: unknown): Promise<Answer> => {
    if (error !== undefined) throw error;
    seen.push(request as Request);
    return { status: 200, body: { ok: true } };
  };
  const handlers: Handlers<object> = {
    'POST /petitions': handle,
    'GET /petitions/{id}': async (request) => handle({ ...request, id: caseIdOf(request) }),
    'POST /petitions/{id}/commands': handle,
    'GET /worklist': handle,
    'GET /units': handle,
  };
  return { entry: httpEntry(OPERATIONS, handlers, async () => ({})), seen };
}

const submit = (call: Partial<Call> = {}): Call => ({
  route: 'POST /petitions',
  body: '{"channel":"ONLINE"}',
  ...call,
});

describe('a request that is right', () => {
  test('reaches its handler checked, with the gateway’s time, claims and source', async () => {
    const { entry, seen } = entryOf();
    const call = submit({
      headers: { ...JSON_TYPE, 'idempotency-key': UUID, 'if-match': '"3"' },
      claims: { sub: 'a' },
    });
    expect(await send(entry, call)).toMatchObject({
      status: 200,
      body: { ok: true },
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(seen[0]).toMatchObject({
      body: { channel: 'ONLINE' },
      now: '2026-03-02T01:00:00.000Z',
      idempotencyKey: UUID.toLowerCase(),
      ifMatch: 3,
      sourceIp: '203.0.113.7',
      claims: { sub: 'a' },
      rawBody: '{"channel":"ONLINE"}',
    });
  });

  test('a body in base64 is the same body', async () => {
    const { entry, seen } = entryOf();
    const event = {
      ...eventOf(submit({ body: Buffer.from('{"channel":"ONLINE","title":"信"}').toString('base64') })),
      isBase64Encoded: true,
    };
    await (entry as unknown as Entry)(event, context);
    expect(seen[0]?.body).toEqual({ channel: 'ONLINE', title: '信' });
  });

  test('a query is checked; a route without one takes none', async () => {
    const { entry, seen } = entryOf();
    expect((await send(entry, { route: 'GET /worklist', query: { limit: '20' } })).status).toBe(200);
    expect(seen[0]?.query).toEqual({ limit: 20 });
    expect((await send(entry, { route: 'GET /worklist', query: { limit: '0' } })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/limit' }],
    });
    expect((await send(entry, { route: 'GET /units', query: { q: 'x' } })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/q' }],
    });
  });
});

describe('a request that is wrong is a problem with its own status', () => {
  test.each<[name: string, call: Call, status: number, code: string]>([
    ['no content type', submit({ headers: {} }), 415, 'NOT_JSON'],
    ['another content type', submit({ headers: { 'content-type': 'text/plain' } }), 415, 'NOT_JSON'],
    ['a form', submit({ headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415, 'NOT_JSON'],
    ['no body', { route: 'POST /petitions' }, 400, 'BROKEN_JSON'],
    ['broken JSON', submit({ body: '{"channel":' }), 400, 'BROKEN_JSON'],
    ['a body above 5 MB', submit({ body: `"${'x'.repeat(5_000_000)}"` }), 413, 'BODY_TOO_LARGE'],
    [
      '5 MB counted in bytes, not in characters',
      submit({ body: `"${'信'.repeat(1_700_000)}"` }),
      413,
      'BODY_TOO_LARGE',
    ],
    ['a wrong field', submit({ body: '{"channel":"SMOKE"}' }), 400, 'INVALID_REQUEST'],
    ['a path that is not there', { route: '$default', rawPath: '/nothing' }, 404, 'NO_SUCH_PATH'],
    ['a route of another service', { route: 'GET /inbox', rawPath: '/inbox' }, 405, 'METHOD_NOT_ALLOWED'],
    ['an id of another form', { route: 'GET /petitions/{id}', path: { id: '1' } }, 404, 'NO_SUCH_PETITION'],
  ])('%s', async (_, call, status, code) => {
    const { entry, seen } = entryOf();
    const answer = await send(entry, call);
    expect(answer).toMatchObject({
      status,
      body: { status, code, type: `urn:xinfang:problem:${code.toLowerCase().replaceAll('_', '-')}` },
    });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body.detail).toMatch(/\p{Script=Han}/u);
    expect(answer.body.detailEn).toEqual(expect.any(String));
    expect(seen).toEqual([]);
  });

  test('JSON with a charset or in capitals is JSON', async () => {
    const { entry } = entryOf();
    for (const type of ['application/json; charset=utf-8', 'Application/JSON'])
      expect((await send(entry, submit({ headers: { 'content-type': type } }))).status).toBe(200);
  });

  test.each([
    ['/bureau', 'GET, PUT'],
    ['/petitions', 'POST'],
    ['/petitions/00000000000000000000000000', 'GET'],
    ['/petitions/00000000000000000000000000/commands', 'POST'],
  ])('405 on %s tells what is possible: %s', async (rawPath, allow) => {
    const answer = await send(entryOf().entry, { route: '$default', rawPath });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  test('an id of the right form reaches the handler', async () => {
    const { entry, seen } = entryOf();
    await send(entry, { route: 'GET /petitions/{id}', path: { id: idOf(1) } });
    expect(seen).toMatchObject([{ id: idOf(1) }]);
    for (const id of ['', idOf(1).toUpperCase(), `${idOf(1)}0`, `${idOf(1).slice(1)}#`])
      expect((await send(entry, { route: 'GET /petitions/{id}', path: { id } })).status).toBe(404);
  });
});

describe('headers', () => {
  const withHeader = (name: string, value: string) => submit({ headers: { ...JSON_TYPE, [name]: value } });

  test.each([
    '1',
    'not-a-uuid',
    `${UUID} `,
    UUID.replaceAll('-', ''),
    '',
  ])('Idempotency-Key %j is refused: it must be a UUID', async (key) => {
    const answer = await send(entryOf().entry, withHeader('idempotency-key', key));
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/headers/Idempotency-Key', zh: '应为 UUID' }] },
    });
  });

  test.each([
    ['"3"', 3],
    ['3', 3],
    [' "12" ', 12],
    ['"0"', 0],
  ])('If-Match %s is version %i', async (value, version) => {
    const { entry, seen } = entryOf();
    await send(entry, withHeader('if-match', value));
    expect(seen[0]?.ifMatch).toBe(version);
  });

  test.each([
    '*',
    'W/"3"',
    '"3", "4"',
    '""',
    'x',
    '-1',
    '1.5',
    '1e3',
    '"99999999999"',
  ])('If-Match %s is no version', async (value) => {
    const answer = await send(entryOf().entry, withHeader('if-match', value));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/headers/If-Match' }] } });
  });

  test('no If-Match is for the handler to judge', async () => {
    const { entry, seen } = entryOf();
    const call = { route: 'POST /petitions/{id}/commands', body: '{"type":"SIGN_FOR"}', path: { id: idOf(1) } };
    expect((await send(entry, call)).status).toBe(200);
    expect(seen[0]?.ifMatch).toBeUndefined();
  });
});

describe('errors of a handler', () => {
  const failWith = (error: unknown) => send(entryOf(error).entry, submit());
  const refused = (code: string, field?: string) =>
    new Refused(refusal(code, 'G6', '条例30(3)', ['不行', 'not so'], ['改为', 'do this'], field));

  test('a refusal of the domain is 409 with guard, article and remedy', async () => {
    expect((await failWith(refused('RECIPIENT_IS_ACCUSED'))).body).toMatchObject({
      status: 409,
      code: 'RECIPIENT_IS_ACCUSED',
      guard: 'G6',
      article: '条例30(3)',
      detail: '不行',
      detailEn: 'not so',
      remedy: '改为',
      remedyEn: 'do this',
    });
  });

  test('one about a field is 400 and names it; one about the caller is 403', async () => {
    expect((await failWith(refused('DATED_AFTER_RECEIPT', '/petitionDate'))).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/petitionDate', zh: '不行', en: 'not so' }],
    });
    expect((await failWith(refused('NOT_YOUR_COMMAND'))).status).toBe(403);
  });

  test('a deadline that cannot be counted is 400 at its field', async () => {
    const answer = await failWith(new DeadlineError('INVALID_DATE', 'hearing.to', ['日期无效', 'is no date']));
    expect(answer.body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/hearing/to', zh: '日期无效', en: 'is no date' }],
    });
  });

  test('a busy store is 503 with Retry-After', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    const inside = Object.assign(new Error('disk'), { $metadata: { httpStatusCode: 500, attempts: 4 } });
    const gone = Object.assign(new Error('socket hang up'), { $metadata: { attempts: 4 } });
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    for (const error of [new Conflict(), throttled, refused, inside, gone]) {
      const answer = await failWith(error);
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
      expect(answer.body).toMatchObject({ code: 'TRY_AGAIN', detail: expect.stringContaining('同一幂等键') });
    }
    // What the caller got wrong does not come right by waiting.
    const ours = Object.assign(new Error('bad key'), { $metadata: { httpStatusCode: 400 } });
    expect((await failWith(ours)).status).toBe(500);
  });

  test('[P-04] anything else is 500 and shows its message neither to the caller nor in the log', async () => {
    for (const error of [
      new Error('钱禾 at home 13800000000'),
      new Error('first\n    at 13800000000'),
      '13800000000',
      null,
    ]) {
      const answer = await failWith(error);
      expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
      // It may have come after the commit: nobody is told that nothing was stored.
      expect(JSON.stringify(answer)).toContain('是否已经保存尚不确定');
      expect(JSON.stringify(answer)).not.toMatch(/未保存|nothing was stored/);
      expect(JSON.stringify(answer)).not.toMatch(/钱禾|1380000/);
    }
    expect(logged.join('')).not.toMatch(/钱禾|1380000/);
    expect(JSON.parse(logged[0] ?? '{}')).toMatchObject({
      level: 'error',
      code: 'http.failed',
      route: 'POST /petitions',
      error: 'Error',
      at: expect.stringContaining('http.test.ts'),
    });
  });
});

describe('cold start', () => {
  test('runs once, at the first request that needs it, and again after a failure', async () => {
    const cold = vi
      .fn<() => Promise<object>>()
      .mockRejectedValueOnce(new Error('no table'))
      .mockResolvedValue({ warm: true });
    const handler = vi.fn(async () => ({ status: 200, body: {} }));
    const entry = httpEntry(OPERATIONS, { 'GET /units': handler }, cold);
    expect((await send(entry, { route: '$default', rawPath: '/nothing' })).status).toBe(404);
    expect(cold).toHaveBeenCalledTimes(0);
    expect((await send(entry, { route: 'GET /units' })).status).toBe(500);
    const answers = await Promise.all([1, 2, 3].map(() => send(entry, { route: 'GET /units' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(cold).toHaveBeenCalledTimes(2);
    expect(handler).toHaveBeenLastCalledWith(expect.anything(), { warm: true });
  });
});
