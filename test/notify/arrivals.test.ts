import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digest } from '../../services/notify/digest.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { readDeliveries } from '../../shared/store/notifications.ts';
import { accepted, cast, classified, delivered, heard } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { ASKS, asPetitioner } from '../builders/walk-review.ts';
import { demoBureau, instant } from '../builders/world.ts';
import { type NotifiedWorld, startNotified } from './notified-world.ts';
import type { Gateway } from './receivers.ts';

const WEBHOOK = { channels: ['WEBHOOK'] } as const;
/** 10:00 in Shanghai. */
const RECEIVED = '2026-03-02T02:00:00Z';
const TO_STATION = { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' };
const LETTER = { type: 'SUPERVISE', ground: 'S4', finding: '二十日未见进展', guidance: '三日内联系信访人' };

let bureau: NotifiedWorld;
let gateway: Gateway;
beforeEach(async () => {
  ({ bureau, gateway } = await startNotified(RECEIVED));
});
afterEach(() => bureau.close());

/** What went out of what newly came, in its order. */
const told = () =>
  gateway.taken
    .filter(({ body }) => body.type === 'xinfang.arrival.v1')
    .map(({ body }) => `${body.to} ${body.arrival}`);
const arrivals = async (officer: string) => {
  const { world } = bureau;
  const { reminders } = await inboxOf(world.officer(officer), { limit: 200 }, bureau.tree, world.database);
  return reminders.filter(({ colour }) => colour === 'NEW').map(({ id, caseId, text }) => ({ id, caseId, text }));
};
const ledger = async () =>
  (await readDeliveries(bureau.world.database, localDateOf(bureau.world.now), { limit: 100 })).deliveries;
const preferAll = async (...officers: string[]) => {
  for (const officer of officers) await bureau.prefer(officer, WEBHOOK);
};

/** Referred to 柳桥派出所; gives the case there. */
async function referred(): Promise<CaseId> {
  const { world } = bureau;
  const id = await classified(world);
  const { other } = await world.command(id, cast(world).officer, TO_STATION);
  return other?.id as CaseId;
}

describe('what newly comes to somebody is in his inbox, and pushed once', () => {
  test('registered: whoever screens; case number, reason, limit and link, nothing of the petition', async () => {
    await preferAll('po-li', 'reg-zhang');
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    await bureau.world.command(id, cast(bureau.world).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    await bureau.tick();
    await bureau.tick();
    expect(told()).toEqual(['po-li REGISTERED']);
    expect(gateway.requests).toHaveLength(1);
    expect(gateway.taken[0]?.body).toEqual({
      id: expect.any(String),
      to: 'po-li',
      type: 'xinfang.arrival.v1',
      caseId: id,
      arrival: 'REGISTERED',
      due: '2026-03-17',
      subject: '【新到】新登记件,请甄别分流(期限 2026-03-17)',
      text: [
        `信访件 ${id}`,
        '新登记件,请甄别分流。',
        '书面告知(直接收到)(INFORM_15D,条例23(2))期限 2026-03-17。',
        `办理:https://xf.example/petitions/${id}`,
      ].join('\n'),
    });
    expect(await arrivals('po-li')).toEqual([
      {
        id: expect.any(String),
        caseId: id,
        text: '新到 · 新登记件,请甄别分流 · 书面告知(直接收到)(INFORM_15D)期限 2026-03-17',
      },
    ]);
    // Who registered it knows of it.
    expect(await arrivals('reg-zhang')).toEqual([]);
    expect(await ledger()).toMatchObject([{ officer: 'po-li', what: 'NEW REGISTERED', state: 'SENT', attempts: 1 }]);
  });

  test('referred: registrar and head of the unit; signed for before it was sent: not sent, and recorded as such', async () => {
    await preferAll('reg-lin', 'head-liu');
    const child = await referred();
    await bureau.tick();
    expect(told().sort()).toEqual(['head-liu REFERRED', 'reg-lin REFERRED']);
    const second = await referred();
    await bureau.world.command(second, cast(bureau.world).stationRegistrar, { type: 'SIGN_FOR' });
    await bureau.tick();
    expect(told()).toHaveLength(2);
    expect(await ledger()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ officer: 'reg-lin', state: 'NOT_SENT', reason: 'MOVED_ON', what: 'NEW REFERRED' }),
        expect.objectContaining({ officer: 'head-liu', state: 'NOT_SENT', reason: 'MOVED_ON', what: 'NEW REFERRED' }),
      ]),
    );
    // The inbox always has it.
    expect((await arrivals('head-liu')).map(({ caseId }) => caseId).sort()).toEqual([child, second].sort());
  });

  test('charged, assigned, sponsored, handed over: each to whom it came, never to who brought it', async () => {
    await preferAll('head-ma', 'handler-zhu', 'handler-qin', 'leader-shen');
    const { world } = bureau;
    const id = await accepted(world);
    await bureau.tick();
    expect(told()).toEqual(['head-ma UNIT']);
    const dueAt = (await world.head(id)).clocks.find(({ code }) => code === 'HANDLE_60D')?.nominalDue ?? '';
    await world.command(id, world.officer('head-ma'), {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt,
    });
    await bureau.tick();
    expect(told().slice(1).sort()).toEqual(['handler-zhu HANDLER', 'leader-shen LEADER']);
    await world.command(id, world.officer('handler-zhu'), {
      type: 'LOG_CONTACT',
      outcome: 'HEARD',
      method: 'PHONE',
      note: '已联系',
    });
    await bureau.tick();
    expect(told()).toHaveLength(3);
  });

  test('a sub-task, a supervision letter, a request for review: to the unit or desk that owes it', async () => {
    const { world } = bureau;
    const coHead = world.holder('donghu-zhian', 'unitHead').id;
    await preferAll(coHead, 'head-ma', 'reviewer-tang');
    const id = await heard(world);
    await bureau.tick();
    gateway.taken.splice(0);
    await say(world, id, 'head-ma', {
      type: 'ADD_CO_UNIT',
      unit: 'donghu-zhian',
      task: '调取记录',
      dueAt: '2026-03-20',
    });
    await say(world, id, 'supervisor-kong', LETTER);
    await bureau.tick();
    expect(told().sort()).toEqual([`${coHead} SUBTASK`, 'head-ma SUPERVISION'].sort());
    expect((await arrivals(coHead)).map(({ text }) => text)).toEqual([
      '新到 · 协办任务 · 协办反馈(SUBTASK)期限 2026-03-20',
    ]);
    const reviewed = await delivered(world, '2026-04-01T10:00+08:00');
    await asPetitioner(world, reviewed, ASKS);
    await bureau.tick();
    expect(told().filter((line) => line.startsWith('reviewer'))).toEqual(['reviewer-tang REVIEW']);
  });

  test('what is owed of a closed case: an opinion that another unit carries out', async () => {
    const { world } = bureau;
    const head = world.holder('donghu-wangjiang', 'unitHead').id;
    await preferAll(head);
    const id = await delivered(world, '2026-03-02T10:00+08:00');
    const { officer } = cast(world);
    await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '警力均在处置其他警情' });
    world.now = instant('2026-04-02T09:00+08:00');
    await world.command(id, officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.RESPONSE_SLOW',
      lesson: '夜间警力不足',
    });
    await world.command(id, officer, {
      type: 'ORDER_EXECUTION',
      unit: 'donghu-wangjiang',
      what: '书面致歉',
      dueAt: '2026-04-20',
    });
    await bureau.tick();
    expect(told()).toEqual([`${head} EXECUTION`]);
    const owed = (await arrivals(head)).filter(({ text }) => text.includes('执行事项'));
    expect(owed.map(({ caseId }) => caseId)).toEqual([id]);
  });
});

describe('looked up at the moment of sending', () => {
  test('the deputy of who is on leave is told; quiet hours put it off, it is not red', async () => {
    const quiet = { channels: ['WEBHOOK'], quiet: { from: '09:00', to: '11:00' } } as const;
    await bureau.prefer('reg-lin', quiet);
    await preferAll('head-liu');
    bureau.change([{ officer: 'head-liu', deputy: 'reg-lin', from: '2026-03-01', to: '2026-03-10' } as never]);
    await referred();
    expect(await bureau.tick()).toMatchObject({ sent: 0, nextDue: '2026-03-02T03:00:00.000Z' });
    await bureau.tick('2026-03-02T02:59:00Z');
    expect(told()).toEqual([]);
    // For himself and for the head he stands in for: once.
    await bureau.tick('2026-03-02T03:00:00Z');
    expect(told()).toEqual(['reg-lin REFERRED']);
  });

  test('[P-03] never who is complained about, in the inbox or outside, and not who was named in between', async () => {
    await preferAll('head-ma', 'handler-zhu', 'handler-qin', 'leader-shen');
    const { world } = bureau;
    const id = await accepted(world, { accused: { officers: ['handler-qin'] } });
    await bureau.relay();
    await bureau.accuse(id, 'head-ma');
    await bureau.deliver();
    expect(told()).toEqual([]);
    expect(await arrivals('head-ma')).toEqual([]);
  });

  test('[P-03] an accusation lies in the inbox of the sealed desk, and never leaves the house', async () => {
    await preferAll('sealed-xie');
    const { id } = await bureau.world.submit({ organ: 'donghu', seal: true });
    await bureau.tick();
    expect(gateway.requests).toEqual([]);
    expect(await arrivals('sealed-xie')).toMatchObject([{ caseId: id }]);
    for (const { id: officer, roles } of demoBureau.officers)
      if (!roles.includes('sealedOfficer') && !roles.includes('slipPrinter'))
        expect(await arrivals(officer), officer).toEqual([]);
  });
});

describe('decided once, none lost', () => {
  test('a retry of the command brings nothing twice; a lost stream is made up for the next morning, once', async () => {
    await preferAll('reg-lin');
    const { world } = bureau;
    const id = await classified(world);
    const call = { version: (await world.head(id)).version, idempotencyKey: '3f2b8c1e-5a47-4c58-9c6e-0d8f4a2b7c19' };
    await world.command(id, cast(world).officer, TO_STATION, call);
    expect((await world.command(id, cast(world).officer, TO_STATION, call)).repeated).toBe(true);
    expect(await arrivals('reg-lin')).toHaveLength(1);
    bureau.trimStreams();
    await bureau.deliver();
    expect(told()).toEqual([]);
    for (const at of ['2026-03-03T00:30:00Z', '2026-03-04T00:30:00Z']) {
      world.now = at as never;
      await digest(world.now, { ...world.deps });
      await bureau.deliver();
    }
    expect(told()).toEqual(['reg-lin REFERRED']);
  });

  test('no effect without record: a command that is refused or behind leaves nothing in any inbox', async () => {
    const { world } = bureau;
    const id = await classified(world);
    const before = await arrivals('head-liu');
    await expect(
      world.command(id, cast(world).officer, TO_STATION, { version: 1, idempotencyKey: undefined }),
    ).rejects.toMatchObject({ body: { status: 412 } });
    await expect(world.command(id, cast(world).officer, { ...TO_STATION, to: 'no-unit' })).rejects.toThrow();
    expect(await arrivals('head-liu')).toEqual(before);
  });
});
