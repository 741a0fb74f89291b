import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownMessages } from '../../services/intake/own-messages.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { registerPetition } from '../../services/intake/register-petition.ts';
import { fromClerk } from '../../services/intake/requests.ts';
import { type OwnMessages, Registration } from '../../shared/api/petitions.ts';
import { mailboxKey } from '../../shared/domain/alarms.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { type CaseId, officerId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { validate } from '../../shared/lambda/validate.ts';
import { readDeliveries } from '../../shared/store/notifications.ts';
import { cast, classified } from '../builders/walk.ts';
import { ASKS, asPetitioner, delivers, heardOf, reviewDelivered, reviewOf } from '../builders/walk-review.ts';
import { demoBureau } from '../builders/world.ts';
import { type NotifiedWorld, startNotified } from './notified-world.ts';
import type { Gateway, MailServer } from './receivers.ts';

/** 10:00 in Shanghai: no night. */
const RECEIVED = '2026-03-02T02:00:00Z';
const BY_SMS = { organ: 'donghu', messages: { channel: 'SMS' } } as const;
const PROOF = { name: '钱禾' };
const CLOSE = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.RESPONSE_SLOW', lesson: '夜间警力不足' };
const NO_FAULT = { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '两组警力均在处置其他警情' };

let bureau: NotifiedWorld;
let gateway: Gateway;
let mails: MailServer;
beforeEach(async () => {
  ({ bureau, gateway, mails } = await startNotified(RECEIVED));
});
afterEach(() => bureau.close());

const codeOf = (id: CaseId) => bureau.world.deps.secrets.receiptCode(id);
const choose = (id: CaseId, messages: OwnMessages['messages'], proof?: OwnMessages['proof']) =>
  ownMessages({ receiptCode: codeOf(id), proof, messages }, '198.51.100.7', bureau.world.now, bureau.world.deps);
const status = async (id: CaseId) =>
  (await petitionStatus(codeOf(id), '198.51.100.7', bureau.world.now, bureau.world.deps)) as unknown as {
    messages?: {
      on: boolean;
      sent: { text: string; state: string; reason?: string; at: string }[];
      changes: unknown[];
    };
  };
const ledger = async (day = localDateOf(bureau.world.now)) =>
  (await readDeliveries(bureau.world.database, day, { limit: 100 })).deliveries;
const undelivered = async () => (await readDeliveries(bureau.world.database, 'UNDELIVERED', { limit: 100 })).deliveries;
const subjects = () => gateway.taken.map(({ body }) => String(body.subject).replace('信访进度:', ''));

const closedAt = async (now: string, fields: Record<string, unknown> = {}): Promise<CaseId> => {
  const { world } = bureau;
  const id = await heardOf(world, BY_SMS);
  await delivers(world, id, '2026-03-02T10:00+08:00');
  await world.command(id, cast(world).officer, NO_FAULT);
  world.now = now as never;
  await world.command(id, cast(world).officer, { ...CLOSE, ...fields });
  return id;
};

describe('at least once, one effect', () => {
  test('an acknowledgement that was lost: the same id twice, taken once', async () => {
    await bureau.world.submit(BY_SMS);
    const { WEBHOOK: send } = bureau.channels;
    let lost = 0;
    bureau.channels = {
      WEBHOOK: async (message) => {
        await send?.(message);
        lost += 1;
        if (lost === 1) throw new Error('the run died after sending');
      },
    };
    expect(await bureau.tellAt()).toMatchObject({ errors: 1 });
    await bureau.tellAt('2026-03-02T02:05:00Z');
    expect(gateway.requests.map(({ status: answer }) => answer)).toEqual([204, 204]);
    expect(new Set(gateway.requests.map(({ id }) => id)).size).toBe(1);
    expect(gateway.taken).toHaveLength(1);
    expect(await ledger()).toMatchObject([{ what: 'RECEIVED', state: 'SENT' }]);
  });

  test('what does not arrive is tried again, stands in the list of failures without officer or case, and is given up', async () => {
    const { id } = await bureau.world.submit(BY_SMS);
    gateway.answers.push(503, 503, 503, 503, 503, 503);
    const tried: number[] = [];
    for (let minute = 0; minute < 330; minute += 1) {
      const before = gateway.requests.length;
      await bureau.tellAt(new Date(Date.parse(RECEIVED) + minute * 60_000).toISOString());
      if (gateway.requests.length > before) tried.push(minute);
      if (minute === 1) expect(await undelivered()).toMatchObject([{ state: 'WAITING', reason: 'HTTP_503' }]);
    }
    expect(tried).toEqual([0, 1, 6, 21, 81, 321]);
    expect(await undelivered()).toEqual([
      expect.objectContaining({ what: 'RECEIVED', channel: 'SMS', state: 'FAILED', reason: 'HTTP_503', attempts: 6 }),
    ]);
    expect(JSON.stringify(await undelivered())).not.toMatch(new RegExp(`officer|${id}|13800000000`));
    expect((await status(id)).messages?.sent).toMatchObject([{ text: '已收到', state: 'FAILED' }]);
  });

  test('runs at once send it once', async () => {
    for (let at = 0; at < 5; at += 1) await bureau.world.submit(BY_SMS);
    await bureau.relaySteps();
    await bureau.relay();
    await Promise.all([bureau.tell(), bureau.tell(), bureau.tell()]);
    expect(gateway.requests).toHaveLength(5);
    expect(gateway.taken).toHaveLength(5);
  });

  test('a bureau without the channel that he chose: a failure that is seen', async () => {
    bureau.channels = {};
    await bureau.world.submit(BY_SMS);
    await bureau.tellAt();
    expect(await undelivered()).toMatchObject([{ what: 'RECEIVED', reason: 'NO_CHANNEL' }]);
  });

  test('streams that dropped everything: the hourly catch-up finds it, once', async () => {
    const { id } = await bureau.world.submit(BY_SMS);
    await bureau.world.submit({ organ: 'donghu' });
    bureau.trimStreams();
    bureau.world.now = '2026-03-02T03:00:00.000Z' as never;
    expect(await bureau.catchUp()).toMatchObject({ changed: 2, decided: 1 });
    await bureau.tell();
    expect(subjects()).toEqual(['已收到']);
    bureau.world.now = '2026-03-02T04:00:00.000Z' as never;
    expect(await bureau.catchUp()).toMatchObject({ decided: 0 });
    await bureau.tell();
    expect(gateway.requests).toHaveLength(1);
    expect((await status(id)).messages?.sent).toMatchObject([{ text: '已收到', state: 'SENT' }]);
  });
});

describe('looked up at the moment of sending', () => {
  test('he ended it between decision and sending: not sent, recorded as such; nothing from then on', async () => {
    const { id } = await bureau.world.submit(BY_SMS);
    await bureau.relaySteps();
    await bureau.relay();
    expect(await choose(id, { channel: 'NONE' })).toMatchObject({ on: false });
    await bureau.tell();
    expect(gateway.requests).toEqual([]);
    expect(await ledger()).toMatchObject([{ what: 'RECEIVED', state: 'NOT_SENT', reason: 'CONSENT_WITHDRAWN' }]);
    await bureau.tellAt('2026-03-18T02:00:00Z');
    expect(gateway.requests).toEqual([]);
    const { messages } = await status(id);
    expect(messages).toMatchObject({
      on: false,
      changes: [
        { at: '2026-03-02T02:00:00.000Z', channel: 'SMS', by: 'PETITIONER' },
        { at: '2026-03-02T02:00:00.000Z', channel: 'NONE', by: 'PETITIONER' },
      ],
      sent: [{ text: '已收到', state: 'NOT_SENT', reason: '您已停止接收消息' }],
    });
  });

  test('a step that was overtaken while nobody could send: not sent, recorded as such; the newest is', async () => {
    const { world } = bureau;
    const { id } = await world.submit(BY_SMS);
    await bureau.relaySteps();
    await bureau.relay();
    await world.command(id, cast(world).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    await world.command(id, cast(world).officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    await world.command(id, cast(world).officer, { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' });
    await bureau.tellAt();
    expect(subjects()).toEqual(['已受理']);
    expect((await status(id)).messages?.sent).toMatchObject([
      { text: '已收到', state: 'NOT_SENT', reason: '发送前已有新的进展' },
      { text: '已受理', state: 'SENT' },
    ]);
  });

  test('[P-06] a telephone that was corrected is the one written to; no number of another is taken', async () => {
    const { world } = bureau;
    const { id } = await world.submit(BY_SMS);
    await bureau.relaySteps();
    await bureau.relay();
    await world.command(id, cast(world).officeRegistrar, {
      type: 'CORRECT_RECORD',
      petitioner: { phone: '13900002222' },
      reason: '号码登记有误',
    });
    await bureau.tell();
    expect(gateway.taken.map(({ body }) => body.to)).toEqual(['13900002222']);
  });

  test('night: nothing between 21:00 and 08:00, all of it in the morning', async () => {
    bureau.world.now = '2026-03-02T14:30:00.000Z' as never;
    await bureau.world.submit(BY_SMS);
    expect(await bureau.tellAt()).toMatchObject({ sent: 0, nextDue: '2026-03-03T00:00:00.000Z' });
    await bureau.tellAt('2026-03-02T23:59:00Z');
    expect(gateway.requests).toEqual([]);
    expect(await undelivered()).toEqual([]);
    await bureau.tellAt('2026-03-03T00:00:00Z');
    expect(subjects()).toEqual(['已收到']);
  });
});

describe('begin, change, end', () => {
  test('ended and begun again before anything was sent: what lies before the new beginning is not told', async () => {
    const { id } = await bureau.world.submit(BY_SMS);
    await bureau.relaySteps();
    bureau.world.now = '2026-03-02T02:10:00.000Z' as never;
    await choose(id, { channel: 'NONE' });
    await choose(id, { channel: 'SMS' }, PROOF);
    await bureau.tellAt();
    expect(gateway.requests).toEqual([]);
  });

  test('a registrar writes down what the visitor wants; the hours of the night are the bureau’s to set', async () => {
    const { world } = bureau;
    const body = validate(Registration(), {
      channel: 'VISIT',
      gist: '反映出警慢',
      request: '请书面答复',
      petitioner: { name: '钱禾', phone: '13800000000' },
      readBack: { how: 'SIGNATURE' },
      messages: { channel: 'SMS' },
    });
    const clerk = world.officer('reg-zhang');
    const { id, messages } = await registerPetition(
      {
        ...fromClerk(body, clerk, world.tree),
        actor: { kind: 'OFFICER', id: clerk.id, unit: clerk.unit, standing: 'OFFICE_REGISTRAR' },
        keyScope: clerk.id,
        idempotencyKey: undefined,
        request: body,
        now: world.now,
      },
      world.deps,
    );
    expect(messages).toEqual({ on: true, channel: 'SMS' });
    const night = { value: { from: '09:00', to: '11:00' }, cite: '本局夜间安静时段', verified: true } as const;
    bureau.tree = treeOf({ ...demoBureau, settings: { ...demoBureau.settings, petitionerQuiet: night } });
    expect(await bureau.tellAt()).toMatchObject({ sent: 0, nextDue: '2026-03-02T03:00:00.000Z' });
    await bureau.tellAt('2026-03-02T03:00:00Z');
    expect(subjects()).toEqual(['已收到']);
    expect((await status(id)).messages).toMatchObject({
      changes: [{ channel: 'SMS', by: 'REGISTRAR' }],
      quiet: { from: '09:00', to: '11:00', verified: true },
    });
  });

  test('[P-25] with the code alone it ends; to begin or change it he proves who he is', async () => {
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    await bureau.tellAt();
    await expect(choose(id, { channel: 'SMS' })).rejects.toMatchObject({ body: { status: 403, code: 'PROOF_NEEDED' } });
    await expect(choose(id, { channel: 'SMS' }, { name: '别人' })).rejects.toMatchObject({
      body: { code: 'PROOF_WRONG' },
    });
    expect(await choose(id, { channel: 'MAIL', mail: 'qian@mail.example' }, PROOF)).toMatchObject({
      on: true,
      channel: 'MAIL',
      quiet: { from: '21:00', to: '08:00', verified: false, badge: '未核实' },
    });
    bureau.world.now = '2026-03-03T02:00:00.000Z' as never;
    await bureau.tellAt();
    // What happened before he asked is not told.
    expect(mails.mails).toEqual([]);
    await bureau.world.command(id, cast(bureau.world).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    await bureau.world.command(id, cast(bureau.world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
    });
    await choose(id, { channel: 'WECHAT' }, PROOF);
    await bureau.world.command(id, cast(bureau.world).officer, {
      type: 'ACCEPT',
      requestItems: ['答复'],
      method: 'POST',
    });
    await bureau.tellAt();
    expect(gateway.taken.map(({ body }) => [body.channel, body.to])).toEqual([['WECHAT', '13800000000']]);
    expect(mails.mails).toEqual([]);
    expect(await choose(id, { channel: 'NONE' })).toMatchObject({ on: false, changes: [{}, {}, {}] });
    const stored = await bureau.world.database.get('CASES', { pk: id, sk: 'MESSAGES' });
    expect(stored).not.toHaveProperty('mail');
  });

  test('[P-01] a wish that cannot be met keeps no petition from being received, and says why', async () => {
    const { messages, id } = await bureau.world.submit({
      organ: 'donghu',
      petitioner: { name: '钱禾', address: '柳桥街12号' },
      messages: { channel: 'SMS' },
    });
    expect(messages).toMatchObject({ on: false, why: { zh: expect.stringContaining('没有留下电话') } });
    await bureau.tellAt();
    expect(gateway.requests).toEqual([]);
    await expect(choose(id, { channel: 'SMS' }, PROOF)).rejects.toMatchObject({ body: { code: 'NO_PHONE_ON_FILE' } });
  });

  test('the same request again gives the same answer and one consent', async () => {
    const key = '3f2b8c1e-5a47-4c58-9c6e-0d8f4a2b7c19';
    const first = await bureau.world.submit(BY_SMS, key);
    const again = await bureau.world.submit(BY_SMS, key);
    expect(again.messages).toEqual(first.messages);
    await bureau.tellAt();
    expect(gateway.requests).toHaveLength(1);
  });
});

describe('[P-03] an accusation is not given away by a message', () => {
  test('sealed from the beginning: no consent is taken, nothing is sent, the answer says why', async () => {
    const { id, messages } = await bureau.world.submit({ ...BY_SMS, seal: true });
    expect(messages).toMatchObject({ on: false, why: { zh: expect.stringContaining('保密') } });
    await bureau.tellAt();
    await bureau.tellAt('2026-05-18T02:00:00Z');
    expect(gateway.requests).toEqual([]);
    expect(await bureau.world.database.get('CASES', { pk: id, sk: 'MESSAGES' })).toBeUndefined();
    expect(await status(id)).not.toHaveProperty('messages');
    await expect(choose(id, { channel: 'SMS' }, PROOF)).rejects.toMatchObject({ body: { code: 'HANDLED_UNDER_SEAL' } });
    expect(await choose(id, { channel: 'NONE' })).toMatchObject({ on: false });
  });

  test('sealed later: the address goes with the sealing, and what waited is not sent', async () => {
    const { world } = bureau;
    const { id } = await world.submit({ organ: 'donghu', messages: { channel: 'MAIL', mail: 'qian@mail.example' } });
    await bureau.relaySteps();
    await bureau.relay();
    await world.command(id, cast(world).officer, { type: 'SEAL', reason: '反映民警违纪' });
    expect(await world.database.get('CASES', { pk: id, sk: 'MESSAGES' })).toBeUndefined();
    await bureau.tellAt();
    await bureau.tellAt('2026-05-18T02:00:00Z');
    expect(mails.mails).toEqual([]);
    await expect(choose(id, { channel: 'SMS' }, PROOF)).rejects.toMatchObject({ body: { code: 'HANDLED_UNDER_SEAL' } });
  });
});

describe('by the ladder of a clock', () => {
  test('for whoever asked for nothing, nothing is decided or stored at all', async () => {
    const id = await classified(bureau.world, { organ: 'donghu' });
    await bureau.tellAt('2026-03-18T01:00:00Z');
    const decided = await bureau.world.database.query({ table: 'REMINDERS', pk: `PETITIONER#${id}` });
    expect(decided.items).toEqual([]);
  });

  test('overdue: he is told on the day after, with the telephone of the supervision desk', async () => {
    await classified(bureau.world, BY_SMS);
    await bureau.tellAt();
    for (const at of ['2026-03-17T16:00:00Z', '2026-03-18T00:59:00Z']) await bureau.tellAt(at);
    expect(subjects()).toEqual(['已收到']);
    await bureau.tellAt('2026-03-18T01:00:00Z');
    await bureau.tellAt('2026-03-20T01:00:00Z');
    expect(subjects()).toEqual(['已收到', '已超期']);
    expect(gateway.taken.at(-1)?.body.text).toContain(
      '您 2026-03-02 提交的信访件有一项法定期限已于 2026-03-17 届满,公安机关尚未办完;督办电话 0990-6120119。',
    );
  });

  test('the window of review closes: told ten and three days before, and not after he asked for review', async () => {
    const { world } = bureau;
    const id = await heardOf(world, BY_SMS);
    await delivers(world, id, '2026-03-02T10:00+08:00');
    await bureau.tellAt();
    const before = gateway.taken.length;
    // Nominal end 4/1: T-10 is Sunday 3/22, so Friday 3/20; T-3 Sunday 3/29, so Friday 3/27.
    await bureau.tellAt('2026-03-20T01:00:00Z');
    await bureau.tellAt('2026-03-20T01:01:00Z');
    await bureau.tellAt('2026-03-27T01:00:00Z');
    expect(subjects().slice(before)).toEqual(['申请期限将满', '申请期限将满']);
    expect(gateway.taken.at(-1)?.body.text).toContain('可以申请复查(复核)的期限到 2026-04-01 24时为止');
    await asPetitioner(world, id, ASKS);
    await reviewDelivered(world, await reviewOf(world, id), 'UPHOLD', '2026-04-10T10:00+08:00');
    await bureau.tellAt();
    const answered = gateway.taken.length;
    // Re-review until 5/10, a Sunday: nobody but the petitioner is told of this one at all. T-10 4/30, T-3 5/7.
    await bureau.tellAt('2026-04-30T01:00:00Z');
    await bureau.tellAt('2026-05-07T01:00:00Z');
    // On 4/30 he is invited to rate besides.
    expect(subjects().slice(answered).sort()).toEqual(['申请期限将满', '申请期限将满', '评价邀请']);
  });

  test('of co-petitioners each has a window of his own; the messages are those of the one who asked for them', async () => {
    const { world } = bureau;
    const id = await heardOf(world, { ...BY_SMS, headcount: 2 });
    await delivers(world, id, '2026-03-02T10:00+08:00', undefined, { recipient: 1 });
    await bureau.tellAt();
    const before = gateway.taken.length;
    world.now = '2026-03-05T02:00:00.000Z' as never;
    await world.command(id, cast(world).officer, {
      type: 'DELIVER',
      method: 'POST',
      receivedAt: world.now,
      proof: '回执签名',
      recipient: 2,
    });
    await bureau.tellAt();
    // His own window ends on 4/1; that of the other, until 4/4, would be told of on 3/25.
    await bureau.tellAt('2026-03-20T01:00:00Z');
    await bureau.tellAt('2026-03-25T01:00:00Z');
    expect(subjects().slice(before)).toEqual(['申请期限将满']);
  });

  test('missed for days: the thresholds of one clock merge into one message', async () => {
    const { world } = bureau;
    const id = await heardOf(world, BY_SMS);
    await delivers(world, id, '2026-03-02T10:00+08:00');
    await bureau.tellAt();
    const before = gateway.taken.length;
    await bureau.tellAt('2026-03-28T02:00:00Z');
    expect(subjects().slice(before)).toEqual(['申请期限将满']);
  });

  test('[A-61] with his consent he is invited to both follow-ups, in time; [P-10] nobody complained about is asked to call', async () => {
    const id = await closedAt('2026-04-02T02:00:00.000Z', { followUpConsent: true });
    await bureau.tellAt();
    await bureau.accuse(id, 'handler-zhu');
    const before = gateway.taken.length;
    // 15 days: 4/17, T-3 on 4/14; 90 days: 7/1, T-5 on 6/26. Rating ends 5/31: T-30 is 5/1, a holiday, so 4/30.
    await bureau.tellAt('2026-04-14T01:00:00Z');
    expect(subjects().slice(before)).toEqual(['回访邀请']);
    expect(gateway.taken.at(-1)?.body.text).toContain('我们将在 2026-04-17 前按您的同意回访;回访人不是原承办人');
    const called = await bureau.world.database.query({
      table: 'REMINDERS',
      pk: mailboxKey({ kind: 'OFFICER', officer: officerId('handler-zhu') }),
    });
    expect(called.items.filter(({ clock }) => clock === 'FOLLOWUP_1')).toEqual([]);
    await bureau.world.command(id, cast(bureau.world).officer, {
      type: 'FOLLOW_UP',
      method: 'PHONE',
      result: 'RESOLVED',
      note: '已核实',
    });
    await bureau.tellAt('2026-04-30T01:00:00Z');
    await bureau.tellAt('2026-06-26T01:00:00Z');
    expect(subjects().slice(before)).toEqual(['回访邀请', '评价邀请', '回访邀请']);
    expect(gateway.taken.at(-2)?.body.text).toContain('您可以在 2026-06-01 前评价;没有评价不会算作满意');
  });

  test('without consent to follow-ups there is no invitation to them; whoever has rated is not asked to', async () => {
    const id = await closedAt('2026-04-02T02:00:00.000Z');
    await bureau.tellAt();
    const before = gateway.taken.length;
    for (const object of ['NOTICE', 'OPINION'])
      await asPetitioner(bureau.world, id, { type: 'RATE', object, rating: 'SATISFIED' });
    for (const at of ['2026-04-14', '2026-04-30', '2026-06-26']) await bureau.tellAt(`${at}T01:00:00Z`);
    expect(subjects().slice(before)).toEqual([]);
  });
});
