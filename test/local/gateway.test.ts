import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { BUREAU, host, makePlace, post } from './fixtures/host.ts';
import { TEMPLATE_WITH_DEFAULT } from './fixtures/template.ts';

const place = makePlace();
const warnings: string[] = [];
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await host(place, { log: (line) => warnings.push(line) });
});
afterAll(async () => {
  await cloud.stop();
  place.remove();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${cloud.url}${path}`, { headers });

describe('events of payload format 2.0', () => {
  test('carry path, query, headers, cookies and domain time', async () => {
    const before = cloud.now();
    const response = await get('/echo/%E6%9F%B3%E6%A1%A5?a=1&b=x%20y&a=2', { 'X-Some': 'Value', cookie: 'k=v; l=w' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    const { event } = (await response.json()) as { event: Record<string, never> };
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /echo/{name}',
      rawPath: '/echo/柳桥',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { name: '柳桥' },
      cookies: ['k=v', 'l=w'],
      headers: { 'x-some': 'Value' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/echo/柳桥', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        routeKey: 'GET /echo/{name}',
        stage: '$default',
      },
    });
    const { timeEpoch, time, requestId, authorizer } = event.requestContext as unknown as Record<string, unknown>;
    expect(timeEpoch).toBeGreaterThanOrEqual(before);
    expect(timeEpoch).toBeLessThanOrEqual(cloud.now());
    expect(time).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/);
    expect(requestId).toEqual(expect.any(String));
    expect(authorizer).toBeUndefined();
    expect(event).not.toHaveProperty('headers.cookie');
    expect(event).not.toHaveProperty('body');
  });

  test('carry text as text, anything else in base64, and refuse text that is none', async () => {
    const send = async (type: string, body: string | Uint8Array<ArrayBuffer>) => {
      const response = await fetch(`${cloud.url}/echo/x`, { method: 'POST', headers: { 'content-type': type }, body });
      return { status: response.status, ...((await response.json()) as { event?: Record<string, unknown> }) };
    };
    expect((await send('application/problem+json; charset=utf-8', '{"a":"信访"}')).event).toMatchObject({
      body: '{"a":"信访"}',
      isBase64Encoded: false,
    });
    const zipped = gzipSync('信访');
    expect((await send('application/gzip', zipped)).event).toMatchObject({
      body: zipped.toString('base64'),
      isBase64Encoded: true,
    });
    expect(await send('application/json', Buffer.from([0x22, 0xff, 0x22]))).toEqual({
      status: 400,
      message: 'Bad Request',
    });
  });

  test('reach a function with its own environment, the engines and a context', async () => {
    const { context, environment } = (await (await get('/echo/x')).json()) as {
      context: object;
      environment: Record<string, string>;
    };
    expect(context).toMatchObject({ name: 'NotesHttp', remaining: expect.any(Number) });
    expect(environment).toMatchObject({
      NOTES_TABLE: 'Notes',
      JOBS_QUEUE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/Jobs$/),
      NOTE_KEY: `file:${cloud.dataFolder}/keys/NoteKey.key`,
      AWS_LAMBDA_FUNCTION_NAME: 'NotesHttp',
      AWS_ENDPOINT_URL_DYNAMODB: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AWS_ENDPOINT_URL_SQS: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      TZ: 'UTC',
    });
    // Nothing of the machine's own environment.
    expect(environment).not.toHaveProperty('PATH');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
  });
});

describe('routes', () => {
  test('prefer an exact path to one with parameters', async () => {
    const keyOf = async (path: string) =>
      ((await (await get(path)).json()) as { event: { routeKey: string } }).event.routeKey;
    expect(await keyOf('/echo/fixed')).toBe('GET /echo/fixed');
    expect(await keyOf('/echo/other')).toBe('GET /echo/{name}');
  });

  test('without match are a plain 404, also for a wrong method', async () => {
    for (const response of [await get('/nowhere'), await get('/echo'), await get('/echo/a/b'), await get('/notes')]) {
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ message: 'Not Found' });
    }
  });

  test('without match go to $default where there is one', async () => {
    const other = makePlace();
    const withDefault = await host(other, { template: TEMPLATE_WITH_DEFAULT });
    const response = await fetch(`${withDefault.url}/nowhere`);
    expect(((await response.json()) as { event: object }).event).toMatchObject({
      routeKey: '$default',
      rawPath: '/nowhere',
    });
    await withDefault.stop();
    other.remove();
  });

  test('a resource type that nobody knows is named once', () => {
    expect(warnings.filter((line) => line.includes('AWS::'))).toEqual([
      'The local host does not know AWS::Strange::Thing (Strange) and goes on without it.',
    ]);
  });
});

describe('the JWT authorizer', () => {
  const me = async (token?: string) => get('/me', token === undefined ? {} : { authorization: `Bearer ${token}` });

  test('hands on claims as text, arrays as "[a b]"', async () => {
    const answer = (await (await post(cloud, '/_local/token', { officer: 'reg-zhang' })).json()) as { token: string };
    expect(answer).toMatchObject({ expiresIn: 8 * 3600 });
    const response = await me(answer.token);
    expect(response.status).toBe(200);
    const { event } = (await response.json()) as {
      event: { requestContext: { authorizer: { jwt: { claims: object } } } };
    };
    expect(event.requestContext.authorizer.jwt).toEqual({
      scopes: null,
      claims: {
        sub: 'reg-zhang',
        name: '张三',
        unit: 'unit',
        roles: '[registrar handler]',
        iss: `${cloud.url}/_local/issuer`,
        aud: 'xinfang',
        iat: expect.stringMatching(/^\d+$/),
        exp: expect.stringMatching(/^\d+$/),
      },
    });
  });

  test('refuses what is missing, expired, for somebody else, forged or no token at all', async () => {
    const [officer] = BUREAU.officers;
    if (!officer) throw new Error('the fixture has an officer');
    const good = await cloud.token(officer);
    const refused = {
      missing: await get('/me'),
      expired: await me(await cloud.token(officer, { seconds: -1 })),
      otherAudience: await me(await cloud.token(officer, { audience: 'somebody-else' })),
      forged: await me(`${good.slice(0, -6)}AAAAAA`),
      none: await me('abc'),
      otherScheme: await get('/me', { authorization: `Basic ${good}` }),
    };
    for (const [what, response] of Object.entries(refused)) {
      expect([what, response.status]).toEqual([what, 401]);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toEqual({ message: 'Unauthorized' });
    }
    expect((await me(good)).status).toBe(200);
  });

  test('a token that was good once is refused when it has expired', async () => {
    const token = await cloud.token('reg-zhang', { seconds: 1 });
    expect((await me(token)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await me(token)).status).toBe(401);
  });

  test('publishes its keys as an OpenID Connect issuer', async () => {
    const configuration = (await (await get('/_local/issuer/.well-known/openid-configuration')).json()) as Record<
      string,
      string
    >;
    expect(configuration).toMatchObject({ issuer: `${cloud.url}/_local/issuer` });
    const { keys } = (await (await fetch(configuration.jwks_uri ?? '')).json()) as { keys: object[] };
    expect(keys).toEqual([
      { kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB', n: expect.any(String), kid: expect.any(String) },
    ]);
  });
});

describe('answers', () => {
  test('of a function: status, headers, cookies, binary bodies; any other value is JSON', async () => {
    const response = await post(cloud, '/reply', {
      statusCode: 202,
      headers: { 'X-Custom': 'a' },
      cookies: ['a=1', 'b=2'],
      body: Buffer.from([1, 2, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-custom')).toBe('a');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255]);
    expect(await (await post(cloud, '/reply', { some: 'value' })).json()).toEqual({ some: 'value' });
    expect((await post(cloud, '/reply', { statusCode: 204 })).status).toBe(204);
  });

  test('of a function that fails are a plain 500, and the next call works', async () => {
    for (const how of ['throw', 'bad status', 'bad header', 'exit', 'sleep', 'loop']) {
      const response = await post(cloud, '/slow', { how });
      expect([how, response.status, await response.json()]).toEqual([how, 500, { message: 'Internal Server Error' }]);
      expect([how, await (await post(cloud, '/slow', { how: 'well' })).text()]).toEqual([how, 'fine']);
    }
  });

  test('wait for code that is still being loaded, and no longer than the route says for its work', async () => {
    const elsewhere = makePlace();
    const cold = await host(elsewhere, { warm: false });
    const first = await post(cold, '/late', { milliseconds: 0 });
    expect([first.status, await first.text()]).toEqual([200, 'late, but fine']);
    const slow = await post(cold, '/late', { milliseconds: 5_000 });
    expect([slow.status, await slow.json()]).toEqual([503, { message: 'Service Unavailable' }]);
    await cold.stop();
    elsewhere.remove();
  });

  test('to web pages of allowed origins carry CORS headers, to others none', async () => {
    const ask = (origin: string) =>
      fetch(`${cloud.url}/notes`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await ask('https://b.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://b.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect((await ask('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false);
    const answer = await get('/echo/x', { origin: 'https://a.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://a.example');
  });
});

describe('bad requests', () => {
  test('with a body over 10 MB are answered with 413, asked first or not', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
    const response = await fetch(`${cloud.url}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
    const head = `POST /notes HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n`;
    expect(await raw(`${head}expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(body);
        controller.close();
      },
    });
    const streamed = { method: 'POST', body: chunked, duplex: 'half' } as RequestInit;
    expect((await fetch(`${cloud.url}/notes`, streamed)).status).toBe(413);
  });

  test('of exactly 10 MB are passed on', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 'a');
    const response = await fetch(`${cloud.url}/echo/x`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    expect(response.status).toBe(200);
  });

  test('with a broken address or broken HTTP get 400 and harm nobody', async () => {
    for (const path of ['/echo/%', '/echo/%ff', '/echo/x?a=%E6%9F', `/echo/${'a'.repeat(20_000)}`]) {
      expect([path.slice(0, 20), (await get(path)).status]).toEqual([path.slice(0, 20), 400]);
    }
    expect(await raw('GET /echo/\xff HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(`GET /echo/${'a'.repeat(70_000)} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw('\x00\x01\x02\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await get('/echo/x')).status).toBe(200);
  });
});

describe('/_local/ is for this machine alone', () => {
  test('pages of other sites are refused, by origin and by name', async () => {
    const officer = { officer: 'reg-zhang' };
    expect((await post(cloud, '/_local/token', officer, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(cloud, '/_local/token', officer, { origin: 'http://localhost:5173' })).status).toBe(200);
    expect(await raw('GET /_local/officers HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n')).toMatch(
      / 403 /,
    );
  });

  test('mistakes are named', async () => {
    const answer = async (path: string, body: unknown) => {
      const response = await post(cloud, path, body);
      return [response.status, ((await response.json()) as { message: string }).message];
    };
    expect(await answer('/_local/token', { officer: 'nobody' })).toEqual([404, expect.stringContaining('nobody')]);
    expect(await answer('/_local/token', {})).toEqual([400, expect.stringContaining('officer')]);
    expect(await answer('/_local/token', '{')).toEqual([400, expect.stringContaining('JSON')]);
    expect(await answer('/_local/relay', { enabled: 'yes' })).toEqual([400, expect.stringContaining('enabled')]);
    expect(await answer('/_local/nothing', {})).toEqual([404, expect.stringContaining('POST clock')]);
    expect(await answer('/_local/schedules/none/run', {})).toEqual([404, expect.stringContaining('none')]);
  });
});

/** What the server answers to these bytes. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(cloud.url).port), '127.0.0.1', () => socket.write(text, 'latin1'));
    let answer = '';
    socket.setTimeout(3_000, () => socket.destroy());
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
