import { describe, expect, test } from 'vitest';
import { caseId, officerId } from '../../shared/domain/ids.ts';
import { APPROVE, accepted, DRAFT } from '../builders/walk.ts';
import { clocksOf, investigated, issued, lastDuty, say, settled } from '../builders/walk-duties.ts';
import { lastRecord, refused, storeCase } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const HELP = { type: 'ADD_CO_UNIT', unit: 'donghu-zhian', task: '调取当晚巡逻记录', dueAt: '2026-08-20' };
const DISPATCH = { type: 'DISPATCH', method: 'POST' };

describe('co-units and their sub-tasks (A-41)', () => {
  test('[A-41] asked, reported, sent back with the old day, accepted; only then is the opinion drafted', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const before = await world.head(id);
    const asked = await say(world, id, 'head-ma', HELP);
    const key = lastDuty(asked);
    expect(key).toBe('SUBTASK-1');
    expect(clocksOf(asked, 'SUBTASK')).toEqual(['SUBTASK-1@2026-08-20']);
    expect(asked.clocks.filter(({ code }) => code !== 'SUBTASK')).toEqual(before.clocks);
    await expect(say(world, id, 'handler-zhu', DRAFT)).rejects.toMatchObject(refused('SUBTASK_OPEN', 'A-41'));
    const judge = { type: 'JUDGE_SUBTASK', key, accepted: true, reason: '内容完整' };
    await expect(say(world, id, 'head-ma', judge)).rejects.toMatchObject(refused('NOT_ANSWERED'));
    const report = { type: 'REPORT_SUBTASK', key, report: '当晚两组在别处出警' };
    // Whoever owes nothing does not even see the case; the lead unit does not answer for the other.
    await expect(say(world, id, 'head-hu', { ...report, key: 'SUBTASK-9' })).rejects.toMatchObject(
      refused('NO_SUCH_DUTY'),
    );
    world.now = instant('2026-08-12T01:00:00Z');
    await say(world, id, 'head-hu', report);
    await expect(say(world, id, 'head-hu', report)).rejects.toMatchObject(refused('ALREADY_ANSWERED'));
    const back = await say(world, id, 'head-ma', { ...judge, accepted: false, reason: '缺少时间' });
    expect(clocksOf(back, 'SUBTASK')).toEqual(['SUBTASK-1@2026-08-20']);
    await say(world, id, 'head-hu', report);
    const done = await say(world, id, 'handler-zhu', judge);
    expect(settled(done, key)).toBe('ACCEPTED');
    expect(clocksOf(done, 'SUBTASK')).toEqual([]);
    expect(await say(world, id, 'handler-zhu', DRAFT)).toMatchObject({ state: 'OPINION_DRAFT' });
    // Nothing is owed any more: the other unit is a stranger again.
    await expect(say(world, id, 'head-hu', report)).rejects.toMatchObject({ body: { status: 404 } });
  });

  test('two sub-tasks have a clock each, and each its own reminders to its own unit', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    await say(world, id, 'head-ma', HELP);
    const head = await say(world, id, 'head-ma', { ...HELP, unit: 'donghu-liuqiao' });
    expect(clocksOf(head, 'SUBTASK')).toEqual(['SUBTASK-1@2026-08-20', 'SUBTASK-2@2026-08-20']);
    world.now = instant('2026-08-14T02:00:00Z');
    await world.sweep();
    for (const [unit, key] of [
      ['donghu-zhian', 'SUBTASK-1'],
      ['donghu-liuqiao', 'SUBTASK-2'],
    ]) {
      const inbox = await world.database.query({ table: 'REMINDERS', pk: `ROLE#${unit}#unitHead`, limit: 50 });
      const [came, ...reminded] = inbox.items;
      expect([came?.arrival, came?.of]).toEqual(['SUBTASK', key]);
      expect(reminded.map((item) => [item.clock, item.clockKey, item.key])).toEqual([['SUBTASK', key, 'T-5']]);
    }
    const lead = await world.database.query({ table: 'REMINDERS', pk: 'ROLE#donghu-wangjiang#unitHead', limit: 50 });
    expect(lead.items.filter((item) => item.clock === 'SUBTASK')).toEqual([]);
    await say(world, id, 'head-hu', { type: 'REPORT_SUBTASK', key: 'SUBTASK-1', report: '已调取' });
    await expect(
      say(world, id, 'head-hu', { type: 'REPORT_SUBTASK', key: 'SUBTASK-2', report: '代为反馈' }),
    ).rejects.toMatchObject(refused('NOT_YOUR_DUTY'));
    const judged = await say(world, id, 'head-ma', {
      type: 'JUDGE_SUBTASK',
      key: 'SUBTASK-1',
      accepted: true,
      reason: '完整',
    });
    expect(clocksOf(judged, 'SUBTASK')).toEqual(['SUBTASK-2@2026-08-20']);
  });

  test('a sub-task ends within the limit of the case, is for another unit of the organ, [G6] never the accused', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const help = (fields: object) => say(world, id, 'head-ma', { ...HELP, ...fields });
    await expect(help({ dueAt: '2026-10-03' })).rejects.toMatchObject(refused('SUBTASK_AFTER_LIMIT', 'A-41'));
    expect(clocksOf(await help({ dueAt: '2026-10-02' }), 'SUBTASK')).toEqual(['SUBTASK-1@2026-10-08']);
    await expect(help({ dueAt: '2026-08-03' })).rejects.toMatchObject(refused('DATE_NOT_IN_FUTURE'));
    for (const unit of ['donghu-wangjiang', 'xiling-zhian', 'yunze-zhian'])
      await expect(help({ unit })).rejects.toMatchObject(refused('NOT_A_CO_UNIT', 'A-41'));
    await expect(help({ unit: 'donghu' })).rejects.toMatchObject(refused('NOBODY_TO_ANSWER'));
    await expect(help({ unit: 'nowhere' })).rejects.toMatchObject(refused('UNKNOWN_UNIT'));
    await say(world, id, 'po-li', { type: 'CORRECT_RECORD', reason: '补记', incidentNumber: '110-7' });
    const accused = new World('2026-08-03T01:00:00Z');
    const other = await accused.submit({ organ: 'donghu' });
    await say(accused, other.id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    await say(accused, other.id, 'po-li', {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: ['donghu-zhian'], officers: [] },
    });
    await say(accused, other.id, 'po-li', {
      type: 'ACCEPT',
      handlingUnit: 'donghu-wangjiang',
      requestItems: ['答复'],
      method: 'POST',
    });
    await say(accused, other.id, 'head-ma', {
      type: 'SET_PLAN',
      leader: 'bureau-zhao',
      handler: 'handler-zhu',
      dueAt: '2026-09-01',
    });
    await expect(say(accused, other.id, 'head-ma', HELP)).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
  });
});

describe('checked before it goes out (A-36)', () => {
  test('[A-36] the duty leader looks at it first; what does not pass lies before the head again', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    await expect(say(world, id, 'po-li', DISPATCH)).rejects.toMatchObject(refused('NOT_CHECKED_BEFORE_SEND', 'A-36'));
    const check = { type: 'CHECK_BEFORE_SEND', passed: false, note: '第二段引用条款有误' };
    await expect(say(world, id, 'chief-wang', check)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    world.now = instant('2026-08-07T01:00:00Z');
    const failed = await say(world, id, 'leader-shen', check);
    expect(failed.state).toBe('OPINION_APPROVAL');
    expect(failed.sendCheck).toBeUndefined();
    expect(clocksOf(failed, 'APPROVE_3WD')).toEqual(['@2026-08-12']);
    expect(clocksOf(failed, 'HANDLE_60D')).toEqual(['@2026-10-08']);
    await say(world, id, 'bureau-zhao', { type: 'RETURN_DRAFT', reasons: '更正条款' });
    await say(world, id, 'handler-zhu', DRAFT);
    await say(world, id, 'head-ma', APPROVE);
    await say(world, id, 'bureau-zhao', APPROVE);
    await expect(say(world, id, 'po-li', DISPATCH)).rejects.toMatchObject(refused('NOT_CHECKED_BEFORE_SEND', 'A-36'));
    expect(await say(world, id, 'leader-shen', { ...check, passed: true })).toMatchObject({
      state: 'OPINION_ISSUED',
      sendCheck: { by: 'leader-shen' },
    });
    await say(world, id, 'po-li', DISPATCH);
    await expect(say(world, id, 'leader-shen', check)).rejects.toMatchObject(refused('ALREADY_DISPATCHED', 'A-36'));
  });

  test('[A-36] where the only duty leader handled or drafted it himself, nobody is there to wait for', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const like = await world.head(await issued(world));
    const opinion = like.opinion as NonNullable<typeof like.opinion>;
    const self = officerId('leader-shen');
    for (const [at, fields] of [{ handler: self }, { opinion: { ...opinion, drafter: self } }].entries()) {
      const id = caseId(String(at + 6).repeat(26));
      await storeCase(world, like, { id, petitionId: id, ...fields });
      await expect(
        say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '' }),
      ).rejects.toMatchObject(refused('CHECK_OF_ONESELF', 'A-36'));
      expect((await say(world, id, 'po-li', DISPATCH)).opinion?.dispatchedAt).toBe(world.now);
    }
  });

  test('a check that passed is gone when a later one does not', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '' });
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: false, note: '发现笔误' });
    await say(world, id, 'bureau-zhao', APPROVE);
    await expect(say(world, id, 'po-li', DISPATCH)).rejects.toMatchObject(refused('NOT_CHECKED_BEFORE_SEND', 'A-36'));
  });
});

describe('fault and correction (A-29, A-63, A-67)', () => {
  test('[A-29] [A-67] assessed by somebody else than the drafting unit; what is not NONE opens a review at once', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    const assess = { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '到场用时偏长' };
    await expect(say(world, id, 'head-ma', assess)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const assessed = await say(world, id, 'head-cao', assess);
    expect(assessed).toMatchObject({
      fault: 'PARTIAL',
      duties: [{ kind: 'ACCOUNTABILITY', code: 'AGENCY_FAULT', about: 'OPINION@2026-08-03', unit: 'donghu-wangjiang' }],
    });
    await expect(say(world, id, 'po-li', assess)).rejects.toMatchObject(refused('FAULT_ASSESSED', 'A-29'));
    expect((await lastRecord(world, id)).events.map(({ type }) => type)).toEqual([
      'fault-assessed.v1',
      'duty-opened.v1',
    ]);
  });

  test('[A-29] the office does not assess what it handled itself; undetermined is not the last word', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const own = await ownOpinion(world);
    const assess = { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法办理' };
    for (const officer of ['po-li', 'chief-wang'])
      await expect(say(world, own, officer, assess)).rejects.toMatchObject(refused('FAULT_OF_ONESELF', 'A-29'));
    const first = await say(world, own, 'head-cao', { ...assess, fault: 'UNDETERMINED' });
    expect(first.duties).toHaveLength(1);
    // The same opinion: looked into once.
    const second = await say(world, own, 'head-cao', { ...assess, fault: 'FULL' });
    expect(second).toMatchObject({ fault: 'FULL' });
    expect(second.duties).toHaveLength(1);
    const none = await issued(world);
    expect((await say(world, none, 'po-li', assess)).duties).toBeUndefined();
  });

  test('[A-63] a notice of correction goes to the handling unit and is answered before the case is closed', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    const raise = { type: 'RAISE_CORRECTION', finding: '漏答一项', correct: '补充答复', dueAt: '2026-08-20' };
    await expect(say(world, id, 'po-li', { ...raise, dueAt: '2026-08-03' })).rejects.toMatchObject(
      refused('DATE_NOT_IN_FUTURE'),
    );
    const raised = await say(world, id, 'po-li', raise);
    const key = lastDuty(raised);
    expect(raised.documents.at(-1)?.kind).toBe('DOC-CORRECTION');
    await say(world, id, 'po-li', { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无' });
    await say(world, id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '' });
    await say(world, id, 'po-li', DISPATCH);
    await say(world, id, 'po-li', {
      type: 'DELIVER',
      method: 'HAND',
      receivedAt: world.now,
      proof: '签名',
    });
    world.now = instant('2026-10-20T01:00:00Z');
    const close = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' };
    await expect(say(world, id, 'po-li', close)).rejects.toMatchObject(refused('CORRECTION_OPEN', 'A-63'));
    const answer = { type: 'ANSWER_CORRECTION', key, answer: '已补充答复', corrected: true };
    await expect(say(world, id, 'po-li', answer)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    expect(settled(await say(world, id, 'head-ma', answer), key)).toBe('CORRECTED');
    await expect(say(world, id, 'head-ma', answer)).rejects.toMatchObject(refused('NO_SUCH_DUTY'));
    expect((await say(world, id, 'po-li', close)).state).toBe('CLOSED');
  });

  test('[A-63] the office does not send itself a notice; an explanation is an answer too', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const raise = { type: 'RAISE_CORRECTION', finding: '漏答', correct: '补答', dueAt: '2026-08-20' };
    const own = await ownOpinion(world);
    await expect(say(world, own, 'po-li', raise)).rejects.toMatchObject(refused('CORRECTION_OF_ONESELF', 'A-63'));
    const id = await accepted(world);
    const key = lastDuty(await say(world, id, 'chief-wang', raise));
    const explained = await say(world, id, 'head-ma', {
      type: 'ANSWER_CORRECTION',
      key,
      answer: '该项已另案答复',
      corrected: false,
    });
    expect(settled(explained, key)).toBe('EXPLAINED');
  });
});

/** An opinion on a case that the petition office handled itself, as it may lie in the store. */
async function ownOpinion(world: World) {
  const like = await world.head(await issued(world));
  const id = caseId('2'.repeat(26));
  await storeCase(world, like, { id, petitionId: id, unit: like.office });
  return id;
}
