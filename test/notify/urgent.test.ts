import { afterEach, beforeEach, expect, test } from 'vitest';
import { cast } from '../builders/walk.ts';
import { demoBureau } from '../builders/world.ts';
import { NotifiedWorld, SECRET } from './notified-world.ts';
import { type Gateway, startGateway } from './receivers.ts';

const DANGER = {
  type: 'FLAG_URGENT',
  lifeAtStake: true,
  place: '望江路8号',
  reason: '有人聚集争执',
  measures: ['AMBULANCE', 'POLICE_DUTY'],
};
/** Three on duty in 东湖分局, in the order of the bureau's tables: 沈若谷, then 胡长宁, then 曹法严. */
const ON_DUTY = ['leader-shen', 'head-hu', 'head-cao'];

let bureau: NotifiedWorld;
let gateway: Gateway;
beforeEach(async () => {
  bureau = new NotifiedWorld('2026-03-02T15:00:00Z');
  gateway = await startGateway(SECRET, () => Date.parse(bureau.world.now));
  bureau.connect(gateway);
  for (const officer of [...ON_DUTY, 'chief-wang'])
    await bureau.prefer(officer, { channels: ['WEBHOOK'], quiet: { from: '22:00', to: '07:00' } });
});
afterEach(() => gateway.close());

const officers = demoBureau.officers.map((officer) =>
  ['head-hu', 'head-cao'].includes(officer.id)
    ? { ...officer, roles: [...officer.roles, 'dutyLeader' as const] }
    : officer,
);

/** Minute after minute for half an hour, at night. */
async function halfAnHour(until?: number): Promise<string[]> {
  const calls: string[] = [];
  for (let minute = 0; minute < 30; minute += 1) {
    if (minute === until) return calls;
    await bureau.tick(new Date(Date.parse('2026-03-02T15:00:00Z') + minute * 60_000).toISOString());
    for (const { body } of gateway.taken.splice(0)) if (body.clock === 'ACK_URGENT') calls.push(`${minute} ${body.to}`);
  }
  return calls;
}

test('[A-82] danger to life calls one after the other of those on duty every five minutes, at night too', async () => {
  bureau.change([], officers);
  const { id } = await bureau.world.submit({ organ: 'donghu' });
  await bureau.world.command(id, cast(bureau.world).officeRegistrar, DANGER);
  expect(await halfAnHour()).toEqual([
    '0 leader-shen',
    '5 head-hu',
    '10 head-cao',
    '15 leader-shen',
    '20 head-hu',
    '25 head-cao',
  ]);
});

test('[A-82] [P-03] nobody complained about is called, whoever is away is passed over, and it ends with the answer', async () => {
  bureau.change([{ officer: 'head-hu', deputy: 'head-hu', from: '2026-03-01', to: '2026-03-09' } as never], officers);
  const { id } = await bureau.world.submit({ organ: 'donghu' });
  await bureau.world.command(id, cast(bureau.world).officeRegistrar, DANGER);
  expect(await halfAnHour(12)).toEqual(['0 leader-shen', '5 head-cao', '10 leader-shen']);
  await bureau.world.command(id, bureau.world.officer('leader-shen'), { type: 'ACK_URGENT', note: '已到场' });
  expect(await halfAnHour()).toEqual([]);
});

test('[A-82] not acknowledged in five minutes, the head of the bureau is called too, once; the answer spares him', async () => {
  bureau.change([], officers);
  await bureau.prefer('bureau-zhao', { channels: ['WEBHOOK'], quiet: { from: '22:00', to: '07:00' } });
  const { id } = await bureau.world.submit({ organ: 'donghu' });
  await bureau.world.command(id, cast(bureau.world).officeRegistrar, DANGER);
  const calls = await halfAnHour();
  expect(calls.filter((call) => call.endsWith('bureau-zhao'))).toEqual(['5 bureau-zhao']);
  const { id: second } = await bureau.world.submit({ organ: 'donghu' });
  await bureau.world.command(second, cast(bureau.world).officeRegistrar, DANGER);
  await bureau.world.command(second, bureau.world.officer('leader-shen'), { type: 'ACK_URGENT', note: '已到场' });
  await bureau.world.command(id, bureau.world.officer('leader-shen'), { type: 'ACK_URGENT', note: '已到场' });
  const later = new Date(Date.parse(bureau.world.now) + 20 * 60_000).toISOString();
  await bureau.tick(later);
  expect(gateway.taken.splice(0).filter(({ body }) => body.clock === 'ACK_URGENT')).toEqual([]);
});
