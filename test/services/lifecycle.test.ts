import { describe, expect, test } from 'vitest';
import { runningClock } from '../../shared/domain/petition.ts';
import { APPROVE, accepted, cast, classified, DRAFT, delivered, heard } from '../builders/walk.ts';
import { classifiedInCity } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const refused = (code: string, guard?: string) => ({
  refusal: expect.objectContaining({ code, ...(guard ? { guard } : {}) }),
});

describe('a petition that the organ handles itself', () => {
  test('walks from receipt to closing, each clock in its turn', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await delivered(world, '2026-04-22T10:00+08:00');
    const head = await world.head(id);
    expect(head.state).toBe('REVIEW_WINDOW');
    expect(head.clocks.map(({ code, key }) => (key ? `${code} ${key}` : code))).toEqual([
      'RATING_WINDOW NOTICE',
      'REVIEW_APPLY_30D',
      'RATING_WINDOW OPINION',
    ]);
    expect(head.stopped.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
      'INFORM_15D MET',
      'FIRST_CONTACT MET',
      'HANDLE_60D MET',
    ]);
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toMatchObject({ nominalDue: '2026-05-22', due: '2026-05-22' });
    expect(head.documents.map(({ kind }) => kind)).toEqual([
      'DOC-ACCEPT',
      'DOC-PLAN',
      'DOC-INTERVIEW',
      'DOC-OPINION',
      'DOC-DELIVERY',
    ]);
    world.now = instant('2026-05-23T00:00:01+08:00');
    await world.command(id, cast(world).officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无责' });
    await world.command(id, cast(world).officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.RESPONSE_SLOW',
      lesson: '夜间应急警力不足',
    });
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'WINDOW_EXPIRED' });
  });

  test('[A-02] acceptance waits for request, facts and reasons; a correction supplies them', async () => {
    const world = new World();
    const id = await classified(world, { facts: undefined, reasons: undefined });
    const { officer } = cast(world);
    const accept = { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' };
    await expect(world.command(id, officer, accept)).rejects.toMatchObject(refused('THREE_FIELDS_MISSING', 'A-02'));
    await world.command(id, officer, { type: 'CORRECT_RECORD', reason: '电话补充', facts: '经过', reasons: '理由' });
    await world.command(id, officer, accept);
    expect((await world.head(id)).state).toBe('ACCEPTED');
  });

  test('[A-31] the investigation begins only with leader, handler and limit', async () => {
    const world = new World();
    const id = await accepted(world);
    const head = world.officer('head-ma');
    const plan = { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-30' };
    await expect(world.command(id, head, plan)).rejects.toMatchObject(refused('HANDLER_MISSING', 'A-31'));
    await expect(
      world.command(id, head, { ...plan, handler: 'handler-zhu', dueAt: '2026-05-20' }),
    ).rejects.toMatchObject(refused('PLAN_AFTER_LIMIT', 'A-31'));
    await world.command(id, head, { ...plan, handler: 'handler-zhu' });
    expect(await world.head(id)).toMatchObject({
      state: 'INVESTIGATING',
      handler: 'handler-zhu',
      leader: 'leader-shen',
    });
  });

  test('the petitioner is heard before an opinion is drafted, or two attempts failed', async () => {
    const world = new World();
    const id = await accepted(world);
    const head = world.officer('head-ma');
    const handler = world.officer('handler-zhu');
    await world.command(id, head, { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    await world.command(id, head, { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-30' });
    await expect(world.command(id, handler, DRAFT)).rejects.toMatchObject(refused('PETITIONER_NOT_HEARD'));
    const failed = { type: 'LOG_CONTACT', outcome: 'FAILED', method: 'PHONE', note: '无人接听' };
    await world.command(id, handler, failed);
    expect(runningClock(await world.head(id), 'FIRST_CONTACT')).toBeDefined();
    await world.command(id, handler, failed);
    expect(runningClock(await world.head(id), 'FIRST_CONTACT')).toBeUndefined();
    await world.command(id, handler, DRAFT);
    expect((await world.head(id)).state).toBe('OPINION_DRAFT');
  });
});

describe('extension (条例34)', () => {
  const extend = { type: 'EXTEND', days: 15, reason: '需外地取证', capacity: 'HEAD', method: 'POST' };

  test('[V22] [V24] runs from the nominal day, in its own clock, and supersedes the first', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    expect(runningClock(await world.head(id), 'HANDLE_60D')).toMatchObject({
      nominalDue: '2026-09-06',
      due: '2026-09-07',
    });
    await world.command(id, cast(world).bureauHead, extend);
    const head = await world.head(id);
    expect(runningClock(head, 'HANDLE_60D')).toBeUndefined();
    expect(runningClock(head, 'EXT_30D')).toMatchObject({
      nominalDue: '2026-09-21',
      due: '2026-09-21',
      extensionDays: 15,
    });
  });

  test('[G1] more than 30 days is refused', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    await expect(world.command(id, cast(world).bureauHead, { ...extend, days: 31 })).rejects.toMatchObject(
      refused('EXTENSION_OUT_OF_RANGE', 'G1'),
    );
  });

  test('[G2] after the limit it is refused; on its last evening it is not', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    world.now = instant('2026-09-08T00:00:01+08:00');
    await expect(world.command(id, cast(world).bureauHead, extend)).rejects.toMatchObject(
      refused('EXTENSION_LATE', 'G2'),
    );
    world.now = instant('2026-09-07T23:59+08:00');
    await world.command(id, cast(world).bureauHead, extend);
  });

  test('[G3] a second one is refused', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    await world.command(id, cast(world).bureauHead, extend);
    await expect(world.command(id, cast(world).bureauHead, extend)).rejects.toMatchObject(
      refused('ALREADY_EXTENDED', 'G3'),
    );
  });

  test('[A-30] [G4] only the head of the organ approves; a delegate names the delegation', async () => {
    const world = new World('2026-07-08T01:00:00Z');
    const id = await accepted(world);
    await expect(world.command(id, cast(world).officer, extend)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    await expect(world.command(id, cast(world).bureauHead, { ...extend, capacity: 'DELEGATE' })).rejects.toMatchObject(
      refused('DELEGATION_MISSING', 'G4'),
    );
  });
});

describe('opinion and closing', () => {
  test('[A-45] [G9] an unanswered item, the drafter as approver, and an incomplete check are refused', async () => {
    const world = new World();
    const id = await heard(world);
    const handler = world.officer('handler-zhu');
    const blank = { ...DRAFT, opinion: { ...DRAFT.opinion, items: [{ item: 1, outcome: 'EXPLAIN', answer: ' ' }] } };
    await world.command(id, handler, blank);
    const head = world.officer('head-ma');
    await expect(world.command(id, head, APPROVE)).rejects.toMatchObject(refused('OPINION_INCOMPLETE', 'G9'));
    await world.command(id, head, { type: 'RETURN_DRAFT', reasons: '第一项未答复' });
    await world.command(id, handler, DRAFT);
    await expect(
      world.command(id, head, { ...APPROVE, check: { facts: true, law: false, papers: true } }),
    ).rejects.toMatchObject(refused('OPINION_INCOMPLETE', 'G9'));
    const drafterAsHead = { ...world.officer('head-ma'), id: handler.id };
    await expect(world.command(id, drafterAsHead, APPROVE)).rejects.toMatchObject(refused('DRAFTER_IS_APPROVER', 'G9'));
    await world.command(id, head, APPROVE);
    await expect(world.command(id, head, APPROVE)).rejects.toMatchObject(refused('WRONG_APPROVER', 'G9'));
  });

  test('[G10] no closing while the review window is open, nor for a reason that nothing supports', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await delivered(world, '2026-09-01T14:00+08:00');
    const close = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' };
    world.now = instant('2026-10-08T23:59+08:00');
    await expect(world.command(id, cast(world).officer, close)).rejects.toMatchObject(
      refused('REVIEW_WINDOW_OPEN', 'G10'),
    );
    world.now = instant('2026-10-09T00:00:01+08:00');
    await world.command(id, cast(world).officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无责' });
    await expect(world.command(id, cast(world).officer, { ...close, reason: 'SETTLED' })).rejects.toMatchObject(
      refused('REASON_NOT_PROVEN', 'G10'),
    );
    await world.command(id, cast(world).officer, close);
  });

  test('[G11] [V25] the 30 days begin at actual receipt, not at issue', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await delivered(world, '2026-09-01T14:00+08:00');
    expect(runningClock(await world.head(id), 'REVIEW_APPLY_30D')).toMatchObject({
      nominalDue: '2026-10-01',
      due: '2026-10-08',
    });
    const other = new World('2026-08-03T01:00:00Z');
    const early = await heard(other);
    await other.command(early, other.officer('handler-zhu'), DRAFT);
    await other.command(early, other.officer('head-ma'), APPROVE);
    await other.command(early, cast(other).bureauHead, APPROVE);
    const deliver = { type: 'DELIVER', method: 'HAND', receivedAt: '2026-08-01T09:00+08:00', proof: '签名' };
    await expect(other.command(early, cast(other).officer, deliver)).rejects.toMatchObject(
      refused('NOT_DISPATCHED', 'G11'),
    );
    await other.command(early, other.officer('leader-shen'), { type: 'CHECK_BEFORE_SEND', passed: true, note: '' });
    await other.command(early, cast(other).officer, { type: 'DISPATCH', method: 'HAND' });
    await expect(other.command(early, cast(other).officer, deliver)).rejects.toMatchObject(
      refused('RECEIPT_TIME_IMPOSSIBLE', 'G11'),
    );
  });
});

describe('conflicts of interest', () => {
  test('[G6] [P-03] no transfer to the unit complained about, one below it, or one headed by the officer complained about', async () => {
    const world = new World();
    const { officer } = cast(world);
    const unit = await classified(world, { accused: { units: ['donghu-liuqiao'] } });
    await expect(
      world.command(unit, officer, { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
    const below = await classified(world, { accused: { units: ['donghu-xingzhen'] } });
    await expect(
      world.command(below, officer, { type: 'TRANSFER', to: 'donghu-qizhongdui', reason: '属地', method: 'POST' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
    const headed = await classified(world, { accused: { officers: ['head-ma'] } });
    await expect(
      world.command(headed, officer, {
        type: 'ACCEPT',
        handlingUnit: 'donghu-wangjiang',
        requestItems: ['x'],
        method: 'POST',
      }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
  });

  test('[G6] [P-03] no transfer to an organ whose petition office the officer complained about heads, nor below it', async () => {
    const world = new World();
    const { cityOfficer } = cast(world);
    const id = await classifiedInCity(world);
    await world.command(id, cityOfficer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: ['chief-mao'] },
      reason: '补充',
    });
    for (const to of ['xiling', 'xiling-songling'])
      await expect(
        world.command(id, cityOfficer, { type: 'TRANSFER', to, reason: '属地', method: 'POST' }),
        to,
      ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
    await world.command(id, cityOfficer, { type: 'TRANSFER', to: 'donghu', reason: '指定', method: 'POST' });
    expect(await world.head(id)).toMatchObject({ state: 'REFERRED_DOWN' });
  });

  test('[P-10] the officer complained about never becomes handler, nor sees the case', async () => {
    const world = new World();
    const id = await accepted(world, { accused: { officers: ['handler-zhu'] } });
    await expect(
      world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' }),
    ).rejects.toMatchObject(refused('OFFICER_IS_ACCUSED', 'P-10'));
    const office = { ...cast(world).officer, id: world.officer('handler-zhu').id };
    await expect(world.command(id, office, { type: 'SIGN_FOR' })).rejects.toMatchObject({ body: { status: 404 } });
  });

  test('[G7] a sixth representative is refused, the visit itself is registered without any', async () => {
    const world = new World();
    const names = ['甲', '乙', '丙', '丁', '戊', '己'];
    await expect(world.submit({ channel: 'VISIT', headcount: 40, representatives: names })).rejects.toMatchObject(
      refused('TOO_MANY_REPRESENTATIVES', 'G7'),
    );
    const { head } = await world.submit({ channel: 'VISIT', headcount: 40 });
    expect(head).toMatchObject({ isGroup: true, headcount: 40, representatives: 0 });
  });
});
