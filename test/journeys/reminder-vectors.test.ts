import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** The reminder vectors of the specification (§3.2), read where officers read them: in their inboxes, over HTTP. */
interface Vector {
  readonly clock: string;
  readonly trigger: string;
  readonly nominalDue: string;
  readonly reminders: readonly { readonly day: string; readonly merged: readonly string[]; readonly colour: string }[];
}
const VECTORS = JSON.parse(
  readFileSync(new URL('../domain/vectors/reminders.json', import.meta.url), 'utf8'),
) as Vector[];
const vectorOf = (clock: string): Vector => {
  const found = VECTORS.find((vector) => vector.clock === clock);
  if (!found) throw new Error(`no reminder vector of ${clock}`);
  return found;
};

let journey: Journey;
afterEach(() => journey.end());

async function beginOn(day: string): Promise<void> {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: `${day}T09:00+08:00`, force: true });
}

/** What the officer was told of that clock of that case before its end, oldest first, as the vector writes it. */
async function told(id: string, { clock }: Vector, officer: string) {
  const { reminders } = (await journey.get('/inbox?limit=100', officer)).body as {
    reminders: { caseId: string; clock: string; colour: string; covers: string[]; at: string }[];
  };
  return reminders
    .filter((one) => one.caseId === id && one.clock === clock && one.colour !== 'BLACK')
    .map(({ at, covers, colour }) => ({ at, merged: covers, colour }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** 09:00 in Shanghai of each day of the vector. */
const expected = ({ reminders }: Vector) =>
  reminders.map(({ day, merged, colour }) => ({ at: `${day}T01:00:00.000Z`, merged, colour }));

/** The evening of a day: its reminders are out, and what ends on it is not overdue yet. */
const evening = (day: string) => journey.goTo(`${day}T20:00+08:00`);

async function classified(organ: string, registrar: string, officer: string): Promise<string> {
  const { id } = (await journey.post('/petitions', petition({ organ }))).body;
  await journey.settle();
  await journey.command(id, registrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  return id;
}

test('INFORM_15D over the Spring Festival, OBJECT_5WD counted in working days', async () => {
  const [inform, object] = [vectorOf('INFORM_15D'), vectorOf('OBJECT_5WD')];
  await beginOn('2026-01-30');
  await journey.goTo(inform.trigger);
  const direct = await classified('donghu', 'reg-zhang', 'po-li');
  await journey.goTo('2026-02-11T09:00+08:00');
  const above = await classified('yunze', 'reg-qian', 'po-zhou');
  await journey.goTo(object.trigger);
  await journey.command(above, 'chief-sun', {
    type: 'TRANSFER',
    to: 'donghu-liuqiao',
    reason: '事发地',
    method: 'POST',
  });
  const below = (await journey.get(`/petitions/${above}`, 'chief-sun')).body.childId;
  await evening('2026-02-14');
  expect(await told(direct, inform, 'reg-zhang')).toEqual(expected(inform));
  await evening('2026-02-26');
  expect(await told(below, object, 'reg-lin')).toEqual(expected(object));
});

test('HANDLE_60D into the National Day, SIMPLE_REPLY_10WD across it', async () => {
  const [handle, simple] = [vectorOf('HANDLE_60D'), vectorOf('SIMPLE_REPLY_10WD')];
  const accepting = { handlingUnit: 'donghu-wangjiang', requestItems: ['说明出警经过'], method: 'POST' };
  await beginOn('2026-08-01');
  const ordinary = await classified('donghu', 'reg-zhang', 'po-li');
  await journey.goTo(handle.trigger);
  await journey.command(ordinary, 'po-li', { type: 'ACCEPT', ...accepting });
  await journey.command(ordinary, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  // Nothing is due until the 22nd of September; the weeks before are not driven through.
  await journey.cutPowerAndRestart(43);
  await journey.goTo('2026-09-16T09:00+08:00');
  const quick = await classified('donghu', 'reg-zhang', 'po-li');
  await journey.goTo(simple.trigger);
  await journey.command(quick, 'po-li', { type: 'ACCEPT_SIMPLE', ...accepting });
  await journey.command(quick, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await evening('2026-10-08');
  expect(await told(ordinary, handle, 'handler-zhu')).toEqual(expected(handle));
  expect(await told(quick, simple, 'handler-zhu')).toEqual(expected(simple));
});
