import { randomUUID } from 'node:crypto';
import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../shared/api/operations.ts';
import vectors from '../domain/vectors/deadlines.json' with { type: 'json' };
import { Journey, petition, type Reply } from './client.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
});
afterAll(() => journey.end());

/** A problem body in both languages, naming the field where one is wrong. */
function expectProblem(reply: Reply, status: number, pointer?: string): void {
  expect(reply.status).toBe(status);
  expect(reply.headers.get('content-type')).toContain('application/problem+json');
  expect(reply.body).toMatchObject({
    status,
    title: expect.any(String),
    titleEn: expect.any(String),
    detail: expect.stringMatching(/\p{Script=Han}/u),
  });
  if (pointer !== undefined)
    expect(reply.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
}

describe('POST /deadlines', () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))('[%s] through HTTP', async (_id, vector) => {
    const extension = vector.clock.endsWith('+EXT');
    const excluded = vector.excludeDays > 0 ? { hearing: { from: '2026-06-10', to: '2026-06-16' } } : {};
    const { body, status } = await journey.post('/deadlines', {
      clock: vector.clock.replace('+EXT', ''),
      trigger: vector.trigger,
      ...(extension ? { extensionDays: vector.n - 60 } : {}),
      ...excluded,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ nominalDue: vector.nominalDue, due: vector.due, provisional: vector.provisional });
    expect(body.explanation.every(({ zh, en }: { zh: string; en: string }) => zh && en)).toBe(true);
  });

  test('hour and minute clocks give instants; a clock without a fixed length says so', async () => {
    const urgent = await journey.post('/deadlines', { clock: 'URGENT_REPORT', trigger: '2026-03-02T09:00+08:00' });
    expect(urgent.body.dueInstant).toBe('2026-03-02T03:00:00.000Z');
    expectProblem(
      await journey.post('/deadlines', { clock: 'ASSIGN_REPORT', trigger: '2026-03-02T09:00+08:00' }),
      400,
      '/clock',
    );
  });

  test('[G1] [G12] an impossible extension or one that the law does not have is refused by field', async () => {
    const base = { clock: 'HANDLE_60D', trigger: '2026-07-08T09:00+08:00' };
    expectProblem(await journey.post('/deadlines', { ...base, extensionDays: 31 }), 400, '/extensionDays');
    expectProblem(
      await journey.post('/deadlines', { ...base, clock: 'REVIEW_30D', extensionDays: 10 }),
      400,
      '/extensionDays',
    );
    expectProblem(await journey.post('/deadlines', { ...base, trigger: '2026-02-30T09:00+08:00' }), 400, '/trigger');
    expectProblem(await journey.post('/deadlines', { ...base, trigger: '2026-02-03' }), 400, '/trigger');
  });
});

describe('bad input', () => {
  const bad: [string, unknown, number, string][] = [
    ['unknown field', petition({ riskScore: 3 }), 400, '/riskScore'],
    ['[P-05] person-risk field', petition({ 重点人员: true }), 400, '/重点人员'],
    ['wrong channel', petition({ channel: 'PIGEON' }), 400, '/channel'],
    ['missing channel', { narrative: '内容' }, 400, '/channel'],
    ['wrong type', petition({ headcount: '十' }), 400, '/headcount'],
    ['zero people', petition({ headcount: 0 }), 400, '/headcount'],
    ['impossible date', petition({ petitionDate: '2026-02-30' }), 400, '/petitionDate'],
    ['date to come', petition({ petitionDate: '2999-01-01' }), 400, '/petitionDate'],
    ['NUL', petition({ narrative: '坏\u0000字' }), 400, '/narrative'],
    ['lone surrogate', petition({ narrative: '坏\ud800字' }), 400, '/narrative'],
    ['unknown unit', petition({ accused: { units: ['no-such-unit'] } }), 400, '/accused/units/0'],
    ['a station is no organ', petition({ organ: 'donghu-liuqiao' }), 400, '/organ'],
    ['nothing said', { channel: 'ONLINE' }, 400, '/request'],
    [
      '[G7] six representatives',
      petition({ channel: 'VISIT', headcount: 9, representatives: ['一', '二', '三', '四', '五', '六'] }),
      400,
      '/representatives',
    ],
    ['too long', petition({ narrative: '长'.repeat(100_001) }), 413, '/narrative'],
    ['a list', [], 400, ''],
    ['null', 'null', 400, ''],
    ['broken JSON', '{"channel":', 400, ''],
    ['empty', '', 400, ''],
  ];
  test.each(bad)('%s', async (_name, body, status, pointer) => {
    expectProblem(await journey.post('/petitions', body), status, pointer);
  });

  test('nothing of all that was stored', async () => {
    await journey.settle();
    expect((await journey.get('/worklist?queue=SCREENING', 'po-li')).body.cases).toEqual([]);
  });

  test('media type, method, path, key, version: each its own problem', async () => {
    expectProblem(
      await journey.send('POST', '/petitions', { body: 'a=b', headers: { 'content-type': 'text/plain' } }),
      415,
    );
    const wrongMethod = await journey.send('DELETE', '/petitions');
    expectProblem(wrongMethod, 405);
    expect(wrongMethod.headers.get('allow')).toBe('POST');
    expectProblem(await journey.get('/nothing/here'), 404);
    expectProblem(
      await journey.post('/petitions', petition(), undefined, { 'idempotency-key': 'mine' }),
      400,
      '/headers/Idempotency-Key',
    );
    expectProblem(await journey.get('/worklist?limit=9999', 'po-li'), 400, '/limit');
    expectProblem(await journey.get('/worklist?after=nonsense', 'po-li'), 400, '/after');
    const madeUp = Buffer.from('{"pk":{"S":"a"},"sk":{"S":"b"}}').toString('base64url');
    expectProblem(await journey.get(`/worklist?after=${madeUp}`, 'po-li'), 400, '/after');
    expectProblem(await journey.get('/reports/R-99?unit=donghu&from=2026-01-01&to=2026-01-31', 'po-li'), 404);
    expectProblem(await journey.get('/reports/R-01?unit=donghu&from=2026-02-01&to=2026-01-31', 'po-li'), 400, '/to');
    expectProblem(
      await journey.get('/reports/R-01?unit=donghu&from=2026-01-01&to=2026-01-31&groupBy=level', 'po-li'),
      400,
      '/groupBy',
    );
    expectProblem(await journey.get('/petitions/unknown', 'po-li'), 404);
  });

  test('emoji, right-to-left, 100,000 characters and a body of megabytes are answered', async () => {
    const kept = ['🙏🏽👨‍👩‍👧‍👦 请答复', 'שלום مرحبا 从右到左', '字'.repeat(100_000), '😀'.repeat(50_000)];
    for (const narrative of kept) {
      const created = await journey.post(
        '/petitions',
        petition({ request: undefined, facts: undefined, reasons: undefined, narrative }),
      );
      expect(created.status).toBe(201);
      await journey.settle();
      const shown = await journey.post(
        `/petitions/${created.body.id}/reveal`,
        { what: 'NARRATIVE', reason: '核对原文' },
        'po-li',
      );
      expect(shown.body.texts.narrative).toBe(narrative);
    }
    expect((await journey.post('/petitions', petition({ narrative: 'x'.repeat(3_000_000) }))).status).toBe(413);
    expect((await journey.post('/petitions', petition({ narrative: 'x'.repeat(11_000_000) }))).status).toBe(413);
  });

  test('a raw request with broken framing does not take the host down', async () => {
    const { port } = new URL(journey.cloud.url);
    await new Promise<void>((resolve) => {
      const broken = rawRequest({
        port,
        method: 'POST',
        path: '/petitions',
        headers: { 'content-type': 'application/json', 'content-length': '999' },
      });
      broken.on('error', () => resolve());
      broken.write('{');
      setTimeout(() => broken.destroy(), 50);
      broken.on('close', () => resolve());
    });
    expect((await journey.get('/health')).status).toBe(200);
  });
});

describe('who may call what', () => {
  test.each(
    OPERATIONS.filter((operation) => !('public' in operation)).map(({ route }) => route),
  )('%s needs a token', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const reply = await journey.send(method, path.replace('{id}', 'x'), method === 'GET' ? {} : { body: {} });
    expect(reply.status).toBe(401);
  });

  test('two officers at once through HTTP: 428 without a version, 412 with what changed', async () => {
    const { body } = await journey.post('/petitions', petition());
    const register = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };
    expectProblem(await journey.post(`/petitions/${body.id}/commands`, register, 'reg-zhang'), 428);
    const key = randomUUID();
    const first = await journey.post(`/petitions/${body.id}/commands`, register, 'reg-zhang', {
      'if-match': '"1"',
      'idempotency-key': key,
    });
    expect(first).toMatchObject({ status: 200, body: { version: 2 } });
    const lost = await journey.post(`/petitions/${body.id}/commands`, register, 'po-li', { 'if-match': '"1"' });
    expectProblem(lost, 412);
    expect(lost.body).toMatchObject({ version: 2, changed: [{ command: 'REGISTER', by: 'reg-zhang' }] });
    const again = await journey.post(`/petitions/${body.id}/commands`, register, 'reg-zhang', {
      'if-match': '"1"',
      'idempotency-key': key,
    });
    expect(again).toMatchObject({ status: 200, body: { version: 2, repeated: true } });
    expectProblem(
      await journey.post(`/petitions/${body.id}/commands`, { type: 'FORGET' }, 'po-li', { 'if-match': '"2"' }),
      400,
      '/type',
    );
  });

  test('a fresh installation knows the places of other cities at once, not from the first night on', async () => {
    const fields = { place: '浙江省义乌市', facts: '在义乌报警后一直没有人来' };
    const { id } = (await journey.post('/petitions', petition(fields))).body;
    await journey.settle();
    const { proposal } = (await journey.get(`/petitions/${id}`, 'po-li')).body;
    expect(proposal.reasons.map(({ rule }: { rule: string }) => rule)).toContain('ELSEWHERE');
  });

  test('the OpenAPI document lists every operation with its schema', async () => {
    const { body } = await journey.get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    for (const { route } of OPERATIONS) {
      const [method = '', path = ''] = route.split(' ');
      expect(body.paths[path][method.toLowerCase()]).toBeDefined();
    }
    const schema = body.paths['/petitions'].post.requestBody.content['application/json'].schema;
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.channel.enum).toContain('LETTER');
    expect(JSON.stringify(body)).not.toMatch(/重点人员|稳控|缠访/);
  });
});
