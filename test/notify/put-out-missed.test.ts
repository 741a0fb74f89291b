import { afterEach, beforeEach, expect, test } from 'vitest';
import { digest } from '../../services/notify/digest.ts';
import { accepted } from '../builders/walk.ts';
import { instant } from '../builders/world.ts';
import { type NotifiedWorld, startNotified } from './notified-world.ts';
import type { Gateway } from './receivers.ts';

/** INFORM_15D of a petition received on 2026-03-02 ends on 3/17: T-5 (yellow) 3/12, T-3 (red) Fri 3/13. */
const RECEIVED = '2026-03-02T01:00:00Z';
const YELLOW = '2026-03-12T01:00:00Z';
const RED = '2026-03-13T01:00:00Z';

let bureau: NotifiedWorld;
let gateway: Gateway;
beforeEach(async () => {
  ({ bureau, gateway } = await startNotified(RECEIVED));
});
afterEach(() => bureau.close());

/** A sweep whose new reminders no stream tells of. */
async function sweepUnheard(at: string): Promise<void> {
  bureau.world.now = at as typeof bureau.world.now;
  await bureau.world.sweep();
}

async function morning(at: string) {
  bureau.world.now = at as typeof bureau.world.now;
  const { missed } = await digest(bureau.world.now, bureau.world.deps);
  await bureau.deliver();
  return missed;
}

const reminders = () => gateway.taken.filter(({ body }) => body.type === 'xinfang.reminder.v1');

test('a red reminder whose stream was lost is put out the next morning, a weekend or not, and once', async () => {
  await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
  const { id } = await bureau.world.submit({ organ: 'donghu' });
  await sweepUnheard(YELLOW);
  await sweepUnheard(RED);
  await bureau.deliver();
  expect(reminders()).toEqual([]);
  expect(await morning('2026-03-14T00:30:00Z')).toBe(1);
  expect(reminders()).toMatchObject([{ body: { to: 'reg-zhang', caseId: id, step: 'T-3' } }]);
  expect(await morning('2026-03-15T00:30:00Z')).toBe(0);
  expect(reminders()).toHaveLength(1);
});

test('what nobody wants outside stays in the inbox, and so does what is older than nine days', async () => {
  await bureau.world.submit({ organ: 'donghu' });
  await sweepUnheard(RED);
  expect(await morning('2026-03-14T00:30:00Z')).toBe(0);
  await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
  expect(await morning('2026-03-25T00:30:00Z')).toBe(0);
  expect(reminders()).toEqual([]);
});

test('mornings that were missed themselves: a run looks back to the one before it', async () => {
  await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
  await bureau.world.submit({ organ: 'donghu' });
  expect(await morning('2026-03-13T00:30:00Z')).toBe(0);
  await sweepUnheard(RED);
  expect(await morning('2026-03-25T00:30:00Z')).toBe(1);
  expect(reminders()).toMatchObject([{ body: { to: 'reg-zhang', step: 'T-3' } }]);
});

test('where no run has come to its end yet, the first one looks back to the beginning', async () => {
  await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
  await bureau.world.submit({ organ: 'donghu' });
  await sweepUnheard(RED);
  expect(await morning('2026-03-27T00:30:00Z')).toBe(1);
  expect(reminders()).toMatchObject([{ body: { to: 'reg-zhang', step: 'T-3' } }]);
});

test('a reminder that was sent is not missed, and one of this hour is still in hand', async () => {
  await bureau.prefer('reg-zhang', { channels: ['WEBHOOK'] });
  await bureau.world.submit({ organ: 'donghu' });
  await bureau.tick(RED);
  expect(reminders()).toHaveLength(1);
  expect(await morning('2026-03-14T00:30:00Z')).toBe(0);
  await sweepUnheard('2026-03-17T01:00:00Z');
  expect(await morning('2026-03-17T01:30:00Z')).toBe(0);
  expect(await morning('2026-03-18T00:30:00Z')).toBeGreaterThan(0);
});

test('what was decided for a unit that has been merged since is put out to whoever took over from it', async () => {
  await bureau.prefer('head-yuan', { channels: ['WEBHOOK'] });
  await accepted(bureau.world);
  bureau.trimStreams();
  bureau.world.now = instant('2026-03-03T00:30:00Z');
  bureau.abolish('donghu-wangjiang', 'donghu-qingshi');
  expect(await morning('2026-03-03T00:30:00Z')).toBeGreaterThan(0);
  expect(gateway.taken.filter(({ body }) => body.type === 'xinfang.arrival.v1')).toMatchObject([
    { body: { to: 'head-yuan', arrival: 'UNIT' } },
  ]);
});
