import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** Power cuts, a relay that is off for days, time that jumps: nothing lost, nothing twice. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
});
afterAll(() => journey.end());

const PETITIONS = 120;
const keys = Array.from({ length: PETITIONS }, () => randomUUID());
const body = (at: number) => petition({ facts: `第${at}件:报警后久候无人到场` });

interface Entry {
  readonly id: string;
}

/** Every case of the screening queue, page by page. */
async function screeningQueue(): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page = await journey.get(`/worklist?queue=SCREENING&limit=50${next ? `&after=${next}` : ''}`, 'po-li');
    ids.push(...page.body.cases.map((entry: Entry) => entry.id));
    next = page.body.next;
  }
  return ids;
}

test('a power cut under load: what was acknowledged is there, a second try registers nothing twice', async () => {
  const acknowledged = new Set<string>();
  let someAcknowledged = () => {};
  const enough = new Promise<void>((resolve) => {
    someAcknowledged = resolve;
  });
  const load = keys.map(async (key, at) => {
    await new Promise((resolve) => setTimeout(resolve, at * 5));
    const reply = await journey
      .post('/petitions', body(at), undefined, { 'idempotency-key': key })
      .catch(() => undefined);
    if (reply?.status === 201) acknowledged.add(reply.body.id);
    if (acknowledged.size >= 20) someAcknowledged();
  });
  await enough;
  await journey.cutPowerAndRestart();
  await Promise.all(load);
  expect(acknowledged.size).toBeGreaterThanOrEqual(20);
  expect(acknowledged.size).toBeLessThan(PETITIONS);
  const ids = new Set<string>();
  for (const [at, key] of keys.entries()) {
    const reply = await journey.post('/petitions', body(at), undefined, { 'idempotency-key': key });
    expect(reply.status).toBe(201);
    ids.add(reply.body.id);
  }
  expect(ids.size).toBe(PETITIONS);
  for (const id of acknowledged) expect(ids).toContain(id);
  await journey.settle();
  expect((await screeningQueue()).sort()).toEqual([...ids].sort());
});

test('sixteen days pass: one reminder per threshold and role for each, then the overdue steps, in order', async () => {
  await journey.goTo('2026-03-18T09:00+08:00');
  const seen = new Map<string, string[]>();
  for (const officer of ['reg-zhang', 'chief-wang']) {
    let before = '';
    do {
      const page = await journey.get(
        `/inbox?limit=100${before ? `&before=${encodeURIComponent(before)}` : ''}`,
        officer,
      );
      for (const { caseId, threshold, decidedAt } of page.body.reminders)
        seen.set(`${officer} ${caseId}`, [...(seen.get(`${officer} ${caseId}`) ?? []), `${threshold} ${decidedAt}`]);
      before = page.body.next ?? '';
    } while (before);
  }
  expect(seen.size).toBe(2 * PETITIONS);
  for (const [who, reminders] of seen) {
    const keysInOrder = reminders.reverse().map((line) => line.split(' ')[0]);
    expect(keysInOrder).toEqual(
      who.startsWith('reg-zhang') ? ['T-5', 'T-3', 'T-1', 'T-0', 'D+0'] : ['T-3', 'T-1', 'T-0', 'D+1'],
    );
    expect(reminders.map((line) => line.split(' ')[1])).toEqual(
      [...reminders.map((line) => line.split(' ')[1])].sort(),
    );
  }
});

test('five days with the relay off and the stream trimmed: then everything arrives', async () => {
  const late = petition({ facts: '停发期间提交:出警慢' });
  await journey.post('/_local/relay', { enabled: false });
  const created = await Promise.all(Array.from({ length: 20 }, () => journey.post('/petitions', late)));
  await journey.post('/_local/streams/trim', {});
  const before = await journey.get('/reports/R-01?unit=donghu&from=2026-03-18&to=2026-03-31', 'chief-wang');
  expect(before.body.figures[0].value).toBe(0);
  await journey.goTo('2026-03-23T09:00+08:00');
  await journey.post('/_local/relay', { enabled: true });
  await journey.goTo('2026-03-23T11:00+08:00');
  await journey.settle();
  const after = await journey.get('/reports/R-01?unit=donghu&from=2026-03-18&to=2026-03-31', 'chief-wang');
  expect(after.body.figures[0].value).toBe(20);
  for (const { body: petitionBody } of created) {
    const view = await journey.get(`/petitions/${petitionBody.id}`, 'po-li');
    expect(view.body.proposal).not.toBeNull();
  }
});
