import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition, type Reply } from './client.ts';

/** The hosted template over driven time, at night: sweep, mailboxes and inbox as they are deployed. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-03-02T23:00+08:00', force: true });
});
afterAll(() => journey.end());

const MINUTE = 60_000;

/** What a client does on a busy machine: asks again, for reading, or with the same key. */
async function patiently(ask: () => Promise<Reply>): Promise<Reply> {
  for (let tries = 1; ; tries += 1) {
    const reply = await ask();
    if (reply.status < 500 || tries === 5) return reply;
  }
}

/** Calls to acknowledge that this officer has, as instants in milliseconds, oldest first. */
async function calls(officer: string): Promise<number[]> {
  const { status, body } = await patiently(() => journey.get('/inbox', officer));
  expect(status).toBe(200);
  return (body.reminders as { clock: string; at: string }[])
    .filter(({ clock }) => clock === 'ACK_URGENT')
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b);
}

async function goOn(minutes: number): Promise<void> {
  await journey.goTo(new Date(journey.cloud.now() + minutes * MINUTE).toISOString());
  await journey.settle();
}

test('[A-82] [A-83] the duty leader at once and every five minutes, the head at the fifth, nobody after the answer', async () => {
  const key = randomUUID();
  const made = await patiently(() => journey.post('/petitions', petition(), undefined, { 'idempotency-key': key }));
  expect(made.status).toBe(201);
  const { id } = made.body;
  await journey.settle();
  await patiently(() => journey.get(`/petitions/${id}`, 'reg-zhang'));
  await journey.command(id, 'reg-zhang', {
    type: 'FLAG_URGENT',
    lifeAtStake: true,
    place: '望江路8号',
    reason: '有人聚集争执',
    measures: ['AMBULANCE', 'POLICE_DUTY'],
  });
  await goOn(17);
  const onDuty = await calls('leader-shen');
  const [first = 0] = onDuty;
  // The machine's own minutes pass too: how many calls there were by now is their affair, that none is left out is ours.
  expect(onDuty.length).toBeGreaterThanOrEqual(4);
  expect(onDuty).toEqual(onDuty.map((_, at) => first + at * 5 * MINUTE));
  expect(await calls('bureau-zhao')).toEqual([first + 5 * MINUTE]);
  await patiently(() => journey.get(`/petitions/${id}`, 'leader-shen'));
  await journey.command(id, 'leader-shen', { type: 'ACK_URGENT', note: '已到场' });
  const before = await calls('leader-shen');
  expect(before.length).toBeLessThan(12);
  await goOn(90);
  expect(await calls('leader-shen')).toEqual(before);
  expect(await calls('bureau-zhao')).toHaveLength(1);
});
