import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { readDeliveries } from '../../shared/store/notifications.ts';
import { APPROVE, cast, DRAFT } from '../builders/walk.ts';
import { ASKS, asPetitioner, CHECK, delivers, heardOf, reviewDelivered, reviewOf } from '../builders/walk-review.ts';
import { instant } from '../builders/world.ts';
import { type NotifiedWorld, startNotified } from './notified-world.ts';
import type { Gateway, MailServer } from './receivers.ts';

/** 10:00 in Shanghai: no night. */
const RECEIVED = '2026-03-02T02:00:00Z';
const BY_SMS = { organ: 'donghu', messages: { channel: 'SMS' } } as const;
const PRIVATE = /钱禾|柳桥|13800000000|出警|RESPONSE|无人到场|\b\d{16}\b/;

let bureau: NotifiedWorld;
let gateway: Gateway;
let mails: MailServer;
beforeEach(async () => {
  ({ bureau, gateway, mails } = await startNotified(RECEIVED));
});
afterEach(() => bureau.close());

const texts = () => gateway.taken.map(({ body }) => String(body.text));
const chinese = () => texts().map((text) => text.split('\n')[0] ?? '');
const ledger = async (day = localDateOf(bureau.world.now)) =>
  (await readDeliveries(bureau.world.database, day, { limit: 100 })).deliveries;

/** What a message says between its head and its tail. */
const step = (text: string): string => /提交的信访件(.*?)。请凭回执/.exec(text)?.[1] ?? text;
const steps = () => chinese().map(step);

const register = (id: CaseId) =>
  bureau.world.command(id, cast(bureau.world).officeRegistrar, {
    type: 'REGISTER',
    readBack: { how: 'WRITTEN_BY_PETITIONER' },
  });
const classify = (id: CaseId, purpose = 'APPEAL', category = 'RESPONSE.SLOW') =>
  bureau.world.command(id, cast(bureau.world).officer, { type: 'CLASSIFY', purpose, category });

describe('a message at every step, for whoever asked for it', () => {
  test('[N-13] nobody who did not ask is written to', async () => {
    await bureau.world.submit({ organ: 'donghu' });
    await bureau.tellAt();
    await bureau.tellAt('2026-03-18T02:00:00Z');
    expect(gateway.requests).toEqual([]);
    expect(mails.mails).toEqual([]);
    expect(await ledger()).toEqual([]);
  });

  test('received: exactly these words, in Chinese with English beside, to the telephone registered, once', async () => {
    const { id, receiptCode } = await bureau.world.submit(BY_SMS);
    await bureau.tellAt();
    await bureau.tellAt();
    expect(gateway.requests).toHaveLength(1);
    const [message] = gateway.taken;
    expect(message?.body).toEqual({
      id: message?.id,
      to: '13800000000',
      type: 'xinfang.petitioner.v1',
      channel: 'SMS',
      subject: '信访进度:已收到',
      text: [
        '【云泽市公安局东湖分局】您 2026-03-02 提交的信访件已收到。请凭回执上的查询码查询:https://chaxun.example,或者电话 0990-6120198。不想再收到消息,凭查询码随时可以停止。',
        'Your petition of 2026-03-02 was received. Look it up with the code on your receipt: https://chaxun.example or 0990-6120198. The same code ends these messages.',
      ].join('\n'),
    });
    expect(JSON.stringify(message)).not.toContain(id);
    expect(JSON.stringify(message)).not.toContain(receiptCode);
    expect(await ledger()).toEqual([
      expect.objectContaining({ what: 'RECEIVED', channel: 'SMS', state: 'SENT', attempts: 1 }),
    ]);
    expect(JSON.stringify(await ledger())).not.toMatch(new RegExp(`${id}|13800000000`));
  });

  test('the whole way of a case: each step one message, nothing of the case in any of them', async () => {
    const { world } = bureau;
    const { id } = await world.submit(BY_SMS);
    await bureau.tellAt();
    await register(id);
    await classify(id);
    await bureau.tellAt();
    const { officer, bureauHead } = cast(world);
    await world.command(id, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['说明出警经过并书面答复'],
      method: 'POST',
    });
    await bureau.tellAt();
    await world.command(id, world.officer('head-ma'), {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt: '2026-04-01',
    });
    await world.command(id, world.officer('handler-zhu'), {
      type: 'LOG_CONTACT',
      outcome: 'HEARD',
      method: 'PHONE',
      note: '听取陈述',
    });
    await world.command(id, bureauHead, {
      type: 'EXTEND',
      days: 15,
      capacity: 'HEAD',
      reason: '需要等待鉴定结论',
      method: 'POST',
    });
    await bureau.tellAt();
    await world.command(id, world.officer('handler-zhu'), DRAFT);
    await world.command(id, world.officer('head-ma'), APPROVE);
    await world.command(id, bureauHead, APPROVE);
    await world.command(id, world.officer('leader-shen'), CHECK);
    await bureau.tellAt();
    await world.command(id, officer, { type: 'DISPATCH', method: 'POST' });
    await bureau.tellAt();
    world.now = '2026-03-03T02:00:00.000Z' as never;
    await world.command(id, officer, { type: 'DELIVER', method: 'POST', receivedAt: world.now, proof: '回执签名' });
    await bureau.tellAt();
    await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '两组警力均在处置其他警情' });
    world.now = '2026-04-03T02:00:00.000Z' as never;
    await bureau.tellAt();
    await world.command(id, officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.RESPONSE_SLOW',
      lesson: '夜间警力不足',
    });
    await bureau.tellAt();
    expect(steps()).toEqual([
      '已收到',
      '已受理,正在办理',
      '的办理期限已依法延长,新的期限是 2026-05-18;延期告知书写明了理由',
      '已有书面答复,正在送达',
      '的书面答复已送达,不服的可以在 2026-04-02 24时前申请复查',
      '已结案',
    ]);
    expect(new Set(gateway.taken.map(({ id: one }) => one)).size).toBe(6);
    expect(gateway.requests).toHaveLength(6);
    for (const { body } of gateway.taken) expect(JSON.stringify({ ...body, to: '' })).not.toMatch(PRIVATE);
  });

  test.each([
    [
      'TRANSFER',
      { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地管辖', method: 'POST' },
      '已转送有权处理的机关,去向可以查询',
    ],
    [
      'ASSIGN',
      { type: 'ASSIGN', to: 'donghu-liuqiao', method: 'POST', requirements: '限期办结', reportDue: '2026-04-20' },
      '已交办有权处理的机关,去向可以查询',
    ],
  ])('where it went: %s', async (_name, command, words) => {
    const { id } = await bureau.world.submit(BY_SMS);
    await bureau.tellAt();
    await register(id);
    await classify(id);
    await bureau.world.command(id, cast(bureau.world).chief, command);
    await bureau.tellAt();
    expect(steps()).toEqual(['已收到', words]);
    expect(texts().at(-1)).not.toContain('柳桥');
  });

  test('a machine whose clock is behind: a step that reads as if it came before the consent is told', async () => {
    const { world } = bureau;
    const { id } = await world.submit(BY_SMS);
    world.now = instant('2026-03-02T01:58:30Z');
    await register(id);
    await classify(id);
    await world.command(id, cast(world).officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['说明'],
      method: 'POST',
    });
    world.now = instant('2026-03-02T02:05:00Z');
    await bureau.tellAt();
    expect(steps()).toEqual(['已受理,正在办理']);
  });

  test('where it went: another organ, a statutory procedure', async () => {
    const { world } = bureau;
    const { officer } = cast(world);
    const first = await world.submit(BY_SMS);
    await bureau.tellAt();
    await register(first.id);
    await classify(first.id, 'APPEAL', 'X.LABOR');
    await world.command(first.id, officer, {
      type: 'REDIRECT',
      organ: { name: '云泽市人力资源和社会保障局', address: '建设路1号', phone: '0990-1' },
      reason: '属于劳动争议',
      method: 'POST',
    });
    await bureau.tellAt();
    expect(steps().at(-1)).toBe('已有书面告知:应当向其他有权机关提出,告知书写明了名称和地址');
    expect(texts().at(-1)).not.toMatch(/人力资源|劳动|建设路/);
  });

  test('accepted in the simple procedure, and answered', async () => {
    const { world } = bureau;
    const { id } = await world.submit(BY_SMS);
    await bureau.tellAt();
    await register(id);
    await classify(id);
    await world.command(id, cast(world).officer, {
      type: 'ACCEPT_SIMPLE',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['说明'],
      method: 'POST',
    });
    await bureau.tellAt();
    await world.command(id, world.officer('head-ma'), {
      type: 'REPLY',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '已说明' }],
      legalBasis: '《信访工作条例》第三十一条',
      method: 'POST',
    });
    await bureau.tellAt();
    expect(steps()).toEqual(['已收到', '已按简易程序受理,将尽快答复', '已答复']);
  });

  test('a review that he asked for: its receipt, its answer', async () => {
    const { world } = bureau;
    const id = await heardOf(world, BY_SMS);
    await bureau.tellAt();
    await delivers(world, id, '2026-03-03T10:00+08:00');
    await bureau.tellAt();
    await asPetitioner(world, id, ASKS);
    await bureau.tellAt();
    await reviewDelivered(world, await reviewOf(world, id), 'UPHOLD', '2026-03-20T10:00+08:00');
    await bureau.tellAt();
    expect(steps()).toEqual([
      '已受理,正在办理',
      '的书面答复已送达,不服的可以在 2026-04-02 24时前申请复查',
      '的复查(复核)申请已收到',
      '的书面答复已送达,不服的可以在 2026-04-20 24时前申请复核',
    ]);
  });

  test('by mail, in the same words, with the id of the message as Message-ID', async () => {
    const { id } = await bureau.world.submit({
      organ: 'donghu',
      messages: { channel: 'MAIL', mail: 'qian@mail.example' },
    });
    await bureau.tellAt();
    expect(mails.mails.map(({ to }) => to)).toEqual([['qian@mail.example']]);
    const [line] = await ledger();
    expect(mails.mails[0]?.raw).toContain(`Message-ID: <${line?.id}@donghu.example>`);
    const [, body = ''] = mails.mails[0]?.raw.split(/\r?\n\r?\n/) ?? [];
    expect(Buffer.from(body, 'base64').toString()).toContain('您 2026-03-02 提交的信访件已收到。');
    expect(gateway.requests).toEqual([]);
    const stored = await bureau.world.database.query({ table: 'CASES', pk: id, from: 'MESSAGES', to: 'MESSAGES' });
    expect(stored.items).toMatchObject([{ channel: 'MAIL', mail: expect.any(Uint8Array) }]);
    expect(JSON.stringify(stored)).not.toContain('qian@mail.example');
  });
});
