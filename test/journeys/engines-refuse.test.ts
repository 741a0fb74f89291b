import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition, type Reply } from './client.ts';
import { CutLine, type Failure } from './cut-line.ts';

/** The line to the tables or to the queues is cut for a while, as a whole and under the feet of calls under way. */
let journey: Journey;
const lines = new Map<string, CutLine>();
beforeAll(async () => {
  journey = await Journey.begin({
    bundles: true,
    retrySeconds: 0.2,
    between: async (engine, endpoint) => {
      const line = await CutLine.to(endpoint);
      lines.set(engine, line);
      return line.address;
    },
  });
  await journey.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
  // Every function that is asked below has its code loaded: the cuts are what is measured, not a slow machine.
  const [key, commandKey] = [randomUUID(), randomUUID()];
  const { id } = (await untilAnswered(() => submit(key, '先来的一件:出警慢'))).body;
  await untilAnswered(() => register(id, commandKey));
  await untilAnswered(() => journey.get(`/petitions/${id}`, 'reg-zhang'));
  await untilAnswered(() => journey.get('/worklist?queue=SCREENING', 'po-li'));
  await untilAnswered(() => journey.get('/reports/R-01?unit=donghu&from=2026-03-02&to=2026-03-31', 'chief-wang'));
  await untilAnswered(() => journey.post('/_local/settle', {}));
  expect(await commandsOf(id)).toEqual(['SUBMIT', 'REGISTER']);
});
afterAll(async () => {
  await journey.end();
  for (const line of lines.values()) await line.cut('REFUSES');
});

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };

async function cut(engine: 'DYNAMODB' | 'SQS', how: Failure): Promise<void> {
  await lines.get(engine)?.cut(how);
}
const mend = async (engine: 'DYNAMODB' | 'SQS'): Promise<void> => void (await lines.get(engine)?.mend());

const submit = (key: string, facts: string): Promise<Reply> =>
  journey.post('/petitions', petition({ facts }), undefined, { 'idempotency-key': key });
const register = (id: string, key: string): Promise<Reply> =>
  journey.post(`/petitions/${id}/commands`, REGISTER, 'reg-zhang', { 'idempotency-key': key, 'if-match': '"1"' });

async function untilAnswered(call: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    const reply = await call();
    if (reply.status < 500) return reply;
  }
}

/** What a caller can act on: when to come back, and that coming back with the same key does nothing twice. */
function expectTryAgain(reply: Reply): void {
  expect(reply.status).toBe(503);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(reply.body).toMatchObject({ code: 'TRY_AGAIN', status: 503, title: '服务暂时不可用' });
  expect(reply.body.detail).toContain('同一幂等键');
  expect(reply.body.detailEn).toContain('same Idempotency-Key');
}

const depths = async (): Promise<Record<string, number>> => {
  const { body } = await journey.get('/_local/status');
  return Object.fromEntries(
    body.queues.map(({ name, ready, inflight }: { name: string; ready: number; inflight: number }) => [
      name,
      ready + inflight,
    ]),
  );
};

const commandsOf = async (id: string): Promise<string[]> =>
  (await journey.get(`/petitions/${id}`, 'reg-zhang')).body.history.map((line: { command: string }) => line.command);

test.each([
  'REFUSES',
  'HANGS',
] as const)('the tables: a line that %s is 503 with Retry-After, and the second try gives one petition and one command', async (how) => {
  const waiting = (await submit(randomUUID(), `断线之前提交(${how})`)).body.id;
  await journey.settle();
  const [key, commandKey] = [randomUUID(), randomUUID()];
  // Cut under the feet of what is under way: the answer of some is lost after they were stored.
  const racing = Array.from({ length: 12 }, () => randomUUID());
  const under = Promise.all(racing.map((one, at) => submit(one, `断线之际第${at}件(${how})`)));
  await new Promise((resolve) => setTimeout(resolve, 15));
  await cut('DYNAMODB', how);
  expectTryAgain(await submit(key, `断线之中(${how})`));
  expectTryAgain(await register(waiting, commandKey));
  expectTryAgain(await journey.get(`/petitions/${waiting}`, 'reg-zhang'));
  for (const reply of await under) if (reply.status !== 201) expectTryAgain(reply);

  await mend('DYNAMODB');
  const before = (await queueOf()).length;
  const first = await submit(key, `断线之中(${how})`);
  expect([first.status, (await register(waiting, commandKey)).status]).toEqual([201, 200]);
  const ids = await Promise.all(
    racing.map(async (one, at) => (await submit(one, `断线之际第${at}件(${how})`)).body.id),
  );
  const again = await Promise.all(
    racing.map(async (one, at) => (await submit(one, `断线之际第${at}件(${how})`)).body.id),
  );
  expect(again).toEqual(ids);
  expect(new Set([...ids, first.body.id, waiting]).size).toBe(14);
  await journey.settle();
  const queue = await queueOf();
  expect(queue.length).toBeLessThanOrEqual(before + 13);
  expect(new Set(queue).size).toBe(queue.length);
  for (const id of [...ids, first.body.id, waiting]) expect(queue).toContain(id);
  expect(await commandsOf(waiting)).toEqual(['SUBMIT', 'REGISTER']);
  for (const id of ids) expect(await commandsOf(id)).toEqual(['SUBMIT']);
});

test('the queues: petitions are taken all the same, and their messages arrive when the line is mended', async () => {
  await cut('SQS', 'REFUSES');
  const ids = [];
  for (let at = 0; at < 6; at += 1) {
    const reply = await submit(randomUUID(), `队列断线第${at}件:出警慢`);
    expect(reply.status).toBe(201);
    ids.push(reply.body.id);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const id of ids) expect((await journey.get(`/petitions/${id}`, 'po-li')).body.proposal).toBeNull();
  await mend('SQS');
  await journey.settle();
  for (const id of ids) expect((await journey.get(`/petitions/${id}`, 'po-li')).body.proposal).not.toBeNull();
});

test('a message that keeps failing is parked where people look, and does its work when it is given back', async () => {
  const { id } = (await submit(randomUUID(), '计数中断:出警慢')).body;
  await journey.settle();
  expect(await depths()).toMatchObject({ ReportingMessages: 0, ReportingMessagesDead: 0 });
  const counted = async () =>
    (await journey.get('/reports/R-01?unit=donghu&from=2026-03-02&to=2026-03-31', 'chief-wang')).body.figures[0].value;
  const before = await counted();
  // The petition is stored; who counts it finds no table from then on.
  await journey.post('/_local/relay', { enabled: false });
  const late = (await submit(randomUUID(), '计数中断之后:出警慢')).body.id;
  expect((await register(late, randomUUID())).status).toBe(200);
  await cut('DYNAMODB', 'REFUSES');
  await journey.post('/_local/relay', { enabled: true });
  await expect.poll(async () => (await depths()).ReportingMessagesDead, { timeout: 60_000 }).toBeGreaterThan(0);
  await mend('DYNAMODB');
  await journey.settle();
  expect(await counted()).toBe(before);
  const { redriven } = (await journey.post('/_local/queues/ReportingMessages/redrive', {})).body;
  expect(redriven).toBeGreaterThan(0);
  await journey.settle();
  expect(await counted()).toBe(before + 1);
  expect(await depths()).toMatchObject({ ReportingMessages: 0, ReportingMessagesDead: 0 });
  expect(id).not.toBe(late);
  // Given back once more: nothing is counted twice.
  expect((await journey.post('/_local/queues/ReportingMessages/redrive', {})).body).toEqual({ redriven: 0 });
  expect((await journey.post('/_local/queues/Nothing/redrive', {})).status).toBe(404);
});

/** Every case of the screening queue. */
async function queueOf(): Promise<string[]> {
  const page = await journey.get('/worklist?queue=SCREENING&limit=100', 'po-li');
  expect(page.body.next).toBeNull();
  return page.body.cases.map(({ id }: { id: string }) => id);
}
