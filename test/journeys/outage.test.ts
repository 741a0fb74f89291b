import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** The whole host is off for five days; nothing is lost, and nobody is buried in what was missed. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-03-02T09:30+08:00', force: true });
});
afterAll(() => journey.end());

const PETITIONS = 8;

interface Reminded {
  readonly caseId: string;
  readonly clock: string;
  readonly threshold: string;
  readonly missed: readonly string[];
  readonly colour: string;
  readonly text: string;
}
async function inbox(): Promise<Reminded[]> {
  const reply = await journey.get('/inbox?limit=100', 'reg-zhang');
  expect(reply).toMatchObject({ status: 200 });
  return reply.body.reminders.filter(({ clock }: Reminded) => clock === 'INFORM_15D');
}

test('[A-57] five days off: what was missed of one clock is one message that says so; nothing is missed or sent twice', async () => {
  const replies = await Promise.all(Array.from({ length: PETITIONS }, () => journey.post('/petitions', petition())));
  const ids = replies.map(({ body }) => body.id as string).sort();
  await journey.settle();
  await journey.goTo('2026-03-12T08:00+08:00');
  expect(await inbox()).toEqual([]);
  await journey.cutPowerAndRestart(5);
  // 17 March, after eight: the steps of the 12th, 13th and 16th are past, the one of nine o'clock is to come.
  await journey.goTo('2026-03-17T08:30+08:00');
  const caughtUp = await inbox();
  expect(caughtUp.map(({ caseId }) => caseId).sort()).toEqual(ids);
  for (const one of caughtUp) {
    expect(one).toMatchObject({ threshold: 'T-1', missed: ['T-5', 'T-3'], colour: 'RED' });
    expect(one.text).toContain('此前未发出的提醒一并在此:T-5、T-3');
  }
  await journey.goTo('2026-03-18T08:40+08:00');
  const later = await inbox();
  expect(later).toHaveLength(3 * PETITIONS);
  for (const id of ids)
    expect(
      later
        .filter(({ caseId }) => caseId === id)
        .map(({ threshold }) => threshold)
        .sort(),
    ).toEqual(['D+0', 'T-0', 'T-1']);
  // The audit of that morning, from outside the sweep, finds every threshold decided or armed.
  const { schedules } = (await journey.get('/schedules', 'po-li')).body;
  const audit = schedules.find(({ name }: { name: string }) => name === 'audit');
  expect(audit).toMatchObject({ lastRun: '2026-03-17T23:30:00.000Z', lastOutcome: { findings: 0, complete: true } });
});
