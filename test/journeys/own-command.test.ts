import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
});
afterAll(() => journey.end());

test('[P-25] the petitioner withdraws by code and name through HTTP, once; nothing that dates it is his to say', async () => {
  const { receiptCode, id } = (await journey.post('/petitions', petition())).body;
  const own = (command: unknown, proof: unknown = { name: '苗青禾' }, headers: Record<string, string> = {}) =>
    journey.post('/petitions/mine/commands', { receiptCode, proof, command }, undefined, headers);
  const withdraw = { type: 'WITHDRAW', words: '问题已解决', free: true };

  expect((await own(withdraw, {})).status).toBe(400);
  expect((await own({ type: 'CLOSE', reason: 'WITHDRAWN' })).status).toBe(400);
  const dated = await own({ type: 'REQUEST_REVIEW', request: '甲', reasons: '乙', filedAt: '2026-01-01T00:00Z' });
  expect(dated.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain('/command/filedAt');

  const wrong = await own(withdraw, { name: '苗青' });
  expect(wrong.status).toBe(403);
  expect(wrong.headers.get('content-type')).toContain('application/problem+json');

  const refused = await own({ ...withdraw, free: false });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ code: 'WITHDRAWAL_NOT_FREE', guard: 'P-12', article: '自愿撤回' });

  const key = { 'idempotency-key': randomUUID() };
  expect((await own(withdraw, { phone: '139 0000 1111' }, key)).body).toMatchObject({ id, repeated: false });
  expect((await own(withdraw, { phone: '139 0000 1111' }, key)).body).toMatchObject({ id, repeated: true });
  const seen = await journey.get(`/petitions/${id}`, 'po-li');
  expect(seen.body.withdrawal).toMatchObject({ from: 'RECEIVED' });
});
