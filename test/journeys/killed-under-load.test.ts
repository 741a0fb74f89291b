import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { petition } from './client.ts';
import { HostInProcess } from './host-in-process.ts';

/** `kill -9` with sixteen requests in flight, ten times; each time the same folder is hosted at another port. */
let host: HostInProcess;
beforeAll(async () => {
  host = HostInProcess.prepare();
  await host.start();
  await host.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
});
afterAll(() => host.end());

const IN_FLIGHT = 16;
const KILLS = 10;
/** From this kill on time is being driven meanwhile, so that sweeps are cut off too. */
const DRIVEN_FROM = 5;
/** Petitions acknowledged before the next kill: never at the same point of anything. */
const BEFORE_KILL = [9, 14, 7, 12, 16, 8, 11, 6, 13, 10];

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };

interface Acknowledged {
  readonly id: string;
  readonly body: object;
  registered: boolean;
}

test('what was acknowledged is there once, commands and reminders too', async () => {
  const acknowledged = new Map<string, Acknowledged>();
  let stopping = false;
  let inFlight = 0;

  async function client(number: number): Promise<void> {
    for (let round = 0; !stopping; round += 1) {
      const key = randomUUID();
      const body = petition({ facts: `第${number}-${round}件:报警后久候无人到场` });
      inFlight += 1;
      const reply = await host.insist(() => host.post('/petitions', body, undefined, { 'idempotency-key': key }));
      expect(reply.status).toBe(201);
      const kept: Acknowledged = { id: reply.body.id, body, registered: false };
      acknowledged.set(key, kept);
      if (round % 2 === 0) {
        const command = { 'idempotency-key': randomUUID(), 'if-match': '"1"' };
        const path = `/petitions/${kept.id}/commands`;
        const done = await host.insist(() => host.post(path, REGISTER, 'reg-zhang', command));
        expect([done.status, done.body.code]).toEqual([200, undefined]);
        kept.registered = true;
      }
      inFlight -= 1;
    }
  }

  const clients = Array.from({ length: IN_FLIGHT }, (_, number) => client(number));
  /** A client that was answered wrongly ends the test at once. */
  const wronged = Promise.all(clients);
  const enough = async (wanted: number) => {
    while (acknowledged.size < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const ports = new Set<string>();
  for (let kills = 0; kills < KILLS; kills += 1) {
    ports.add(host.url);
    const driven =
      kills < DRIVEN_FROM ? undefined : host.post('/_local/clock', { advance: { days: 3 } }).catch(() => undefined);
    await Promise.race([enough(acknowledged.size + (BEFORE_KILL[kills] ?? 0)), wronged]);
    expect(inFlight).toBe(IN_FLIGHT);
    await host.kill();
    await driven;
    await host.start();
  }
  stopping = true;
  await wronged;
  expect(ports.size).toBe(KILLS);
  await host.insist(() => host.post('/_local/settle', {}));

  // Each petition once: under the same key the same one, and the queue holds no others.
  const ids = [...acknowledged.values()].map(({ id }) => id);
  expect(new Set(ids).size).toBe(acknowledged.size);
  const queue = await everyPage('/worklist?queue=SCREENING&limit=100', 'po-li', 'after', (body) => body.cases);
  expect(queue.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const sample = [...acknowledged].filter((_, at) => at % 8 === 0);
  for (const [key, { id, body }] of sample) {
    const again = await host.post('/petitions', body, undefined, { 'idempotency-key': key });
    expect([again.status, again.body.id]).toEqual([201, id]);
  }

  // Each command once: the history of a registered one has two records, of any other one.
  for (const { id, registered } of acknowledged.values()) {
    const view = await host.get(`/petitions/${id}`, 'reg-zhang');
    expect(view.body.history.map(({ command }: { command: string }) => command)).toEqual(
      registered ? ['SUBMIT', 'REGISTER'] : ['SUBMIT'],
    );
  }

  // Each reminder once, and those that fell due on the same day had the same.
  const { now } = (await host.get('/_local/clock')).body;
  const later = Math.max(Date.parse(now) + 2 * 3_600_000, Date.parse('2026-03-18T01:00:00Z'));
  const until = new Date(later).toISOString();
  await host.insist(() => host.post('/_local/clock', { set: until }));
  // A message that a kill took is sent again by the reconcile: none is without its proposal.
  for (const { id } of acknowledged.values())
    expect((await host.get(`/petitions/${id}`, 'po-li')).body.proposal, id).not.toBeNull();
  const reminders = await everyPage('/inbox?limit=100', 'reg-zhang', 'before', (body) => body.reminders);
  const steps = new Map<string, string[]>();
  const dues = new Map<string, string>();
  for (const { caseId, clock, threshold, due } of reminders.reverse()) {
    const one = `${caseId} ${clock}`;
    dues.set(one, `${clock} ${due}`);
    steps.set(one, [...(steps.get(one) ?? []), threshold]);
  }
  for (const [one, of] of steps) expect(of, one).toEqual([...new Set(of)]);
  const ofDay = Map.groupBy(steps, ([one]) => dues.get(one));
  for (const [day, cases] of ofDay) expect(new Set(cases.map(([, of]) => of.join())).size, day).toBe(1);
  const first = ofDay.get('INFORM_15D 2026-03-17') ?? [];
  expect(first.length).toBeGreaterThanOrEqual(40);
  expect(first[0]?.[1]).toEqual(['T-5', 'T-3', 'T-1', 'T-0', 'D+0']);
});

/** All entries of a list that comes in pages. */
async function everyPage(
  path: string,
  as: string,
  position: 'after' | 'before',
  // biome-ignore lint/suspicious/noExplicitAny: a journey looks into answers by name, as a client would
  entriesOf: (body: any) => any[],
) {
  const entries = [];
  for (let next = ''; ; ) {
    const page = await host.get(`${path}${next ? `&${position}=${encodeURIComponent(next)}` : ''}`, as);
    expect(page.status).toBe(200);
    entries.push(...entriesOf(page.body));
    next = page.body.next ?? '';
    if (!next) return entries;
  }
}
