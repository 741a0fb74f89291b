import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from '../journeys/client.ts';

/** The hosted template: stream of mailboxes, outbox, delivery, digest and audit run as they are deployed. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-03-02T09:00+08:00', force: true });
}, 60_000);
afterAll(() => journey.end());

const put = (path: string, body: unknown, as: string) => journey.send('PUT', path, { body, as });

test('a red reminder goes through stream, outbox and delivery; a gateway that is not there is seen', async () => {
  const gateway = { url: 'https://gateway.invalid/hook', secret: 'a-secret-of-at-least-thirty-two-signs' };
  expect((await put('/channels', { baseUrl: 'https://xf.example', webhook: gateway }, 'admin-he')).status).toBe(200);
  expect((await put('/preferences', { of: 'ME', channels: ['WEBHOOK'] }, 'reg-zhang')).status).toBe(200);
  expect((await put('/channels', { baseUrl: 'http://127.0.0.1/' }, 'admin-he')).status).toBe(400);
  const created = await journey.post('/petitions', petition());
  expect(created.status).toBe(201);
  await journey.goTo('2026-03-13T09:02+08:00');
  await journey.settle();
  const { body } = await journey.get('/deliveries?failed=true', 'admin-he');
  expect(body.deliveries).toMatchObject([{ officer: 'reg-zhang', what: 'INFORM_15D T-3', reason: 'UNREACHABLE' }]);

  const { schedules } = (await journey.get('/schedules', 'reg-zhang')).body;
  const last = Object.fromEntries(
    schedules.map(({ name, lastRun }: { name: string; lastRun: string | null }) => [name, lastRun]),
  );
  expect(last).toMatchObject({
    audit: '2026-03-12T23:30:00.000Z',
    'sealed-audit': '2026-03-12T23:35:00.000Z',
    digest: '2026-03-13T00:30:00.000Z',
    deliver: '2026-03-13T01:01:00.000Z',
  });
  const audits = (await journey.get('/audits', 'auditor-fang')).body.audits;
  expect(audits).toMatchObject([
    { store: 'CASES', heads: 1, findings: 0, complete: true },
    { store: 'SEALED', heads: 0, findings: 0, complete: true },
  ]);
}, 300_000);

test('the calendar feed answers without an account, as a calendar, for its secret alone', async () => {
  const { path } = (await journey.post('/units/donghu-wangjiang/calendar', {}, 'head-ma')).body;
  const feed = await journey.get(path);
  expect(feed.status).toBe(200);
  expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(feed.body).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect((await journey.get(path.replace(/.$/, (sign: string) => (sign === 'A' ? 'B' : 'A')))).status).toBe(404);
}, 60_000);
