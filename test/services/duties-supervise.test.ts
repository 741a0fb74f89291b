import { describe, expect, test } from 'vitest';
import { caseId } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { accepted, classified } from '../builders/walk.ts';
import { clocksOf, investigated, issued, lastDuty, say, settled } from '../builders/walk-duties.ts';
import { classifiedAs, lastRecord, refused, storeCase } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const LETTER = { type: 'SUPERVISE', ground: 'S4', finding: '二十日未见进展', guidance: '三日内调取录音并联系信访人' };

describe('supervision (督办, 条例14(2)、40(1))', () => {
  test('[A-55] a letter has seven working days; sent back, the old day stands; accepted, its clock stops', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const sent = await say(world, id, 'supervisor-kong', LETTER);
    const key = lastDuty(sent);
    expect(sent.duties).toMatchObject([
      { key: 'SUPERVISION-1', code: 'S4', unit: 'donghu-wangjiang', due: '2026-08-12' },
    ]);
    expect(clocksOf(sent, 'SUPERVISE_REPLY')).toEqual(['SUPERVISION-1@2026-08-12']);
    expect(sent.documents.at(-1)?.kind).toBe('DOC-SUPERVISION');
    const judge = { type: 'JUDGE_ANSWER', key, accepted: false, reason: '未写明调取时间' };
    await expect(say(world, id, 'supervisor-kong', judge)).rejects.toMatchObject(refused('NOT_ANSWERED'));
    const answer = { type: 'ANSWER_SUPERVISION', key, answer: '已调取录音' };
    await expect(say(world, id, 'handler-zhu', answer)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    world.now = instant('2026-08-10T01:00:00Z');
    const answered = await say(world, id, 'head-ma', answer);
    expect(clocksOf(answered, 'SUPERVISE_REPLY')).toEqual(['SUPERVISION-1@2026-08-12']);
    await expect(say(world, id, 'head-ma', answer)).rejects.toMatchObject(refused('ALREADY_ANSWERED'));
    await expect(say(world, id, 'head-ma', judge)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const back = await say(world, id, 'supervisor-kong', judge);
    expect(clocksOf(back, 'SUPERVISE_REPLY')).toEqual(['SUPERVISION-1@2026-08-12']);
    await say(world, id, 'head-ma', answer);
    const done = await say(world, id, 'chief-wang', { ...judge, accepted: true, reason: '属实' });
    expect(settled(done, key)).toBe('ACCEPTED');
    expect(clocksOf(done, 'SUPERVISE_REPLY')).toEqual([]);
  });

  test('[A-62] never only pressed and not guided, nor the other way round', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    for (const part of ['finding', 'guidance'])
      await expect(say(world, id, 'supervisor-kong', { ...LETTER, [part]: ' ' })).rejects.toMatchObject({
        refusal: { code: 'FINDING_AND_GUIDANCE', guard: 'A-62', article: '条例40(1)', field: `/${part}` },
      });
  });

  test('two letters on two grounds have a clock each; the same ground is asked once; a day can be set', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    await say(world, id, 'chief-wang', LETTER);
    await expect(say(world, id, 'supervisor-kong', LETTER)).rejects.toMatchObject(refused('ALREADY_SUPERVISED'));
    const both = await say(world, id, 'supervisor-gao', { ...LETTER, ground: 'S2', dueAt: '2026-08-07' });
    expect(clocksOf(both, 'SUPERVISE_REPLY')).toEqual(['SUPERVISION-1@2026-08-12', 'SUPERVISION-2@2026-08-07']);
    await expect(
      say(world, id, 'supervisor-gao', { ...LETTER, ground: 'S3', dueAt: '2026-08-03' }),
    ).rejects.toMatchObject(refused('DATE_NOT_IN_FUTURE'));
    await say(world, id, 'head-ma', { type: 'ANSWER_SUPERVISION', key: 'SUPERVISION-2', answer: '已联系' });
    const one = await say(world, id, 'supervisor-kong', {
      type: 'JUDGE_ANSWER',
      key: 'SUPERVISION-2',
      accepted: true,
      reason: '属实',
    });
    expect(clocksOf(one, 'SUPERVISE_REPLY')).toEqual(['SUPERVISION-1@2026-08-12']);
  });

  test('the chief does not supervise or judge his own office; the supervisor does', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classified(world);
    await expect(say(world, id, 'chief-wang', LETTER)).rejects.toMatchObject(refused('SUPERVISION_OF_ONESELF'));
    const key = lastDuty(await say(world, id, 'supervisor-kong', LETTER));
    await say(world, id, 'chief-wang', { type: 'ANSWER_SUPERVISION', key, answer: '今日受理' });
    const judge = { type: 'JUDGE_ANSWER', key, accepted: true, reason: '属实' };
    await expect(say(world, id, 'chief-wang', judge)).rejects.toMatchObject(refused('JUDGE_OF_ONESELF'));
    expect(settled(await say(world, id, 'supervisor-kong', judge), key)).toBe('ACCEPTED');
  });

  test('[P-03] no letter and no correction goes to a unit complained about', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const like = await world.head(await accepted(world));
    const id = caseId('3'.repeat(26));
    await storeCase(world, like, { id, petitionId: id, accused: { units: [like.unit], officers: [] } });
    await expect(say(world, id, 'supervisor-kong', LETTER)).rejects.toMatchObject(
      refused('RECIPIENT_IS_ACCUSED', 'G6'),
    );
    await expect(
      say(world, id, 'po-li', { type: 'RAISE_CORRECTION', finding: '漏答', correct: '补答', dueAt: '2026-08-20' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
  });

  test('a letter is answered also where the case has gone on: redirected meanwhile', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classifiedAs(world, { category: 'X.FAMILY' });
    const key = lastDuty(await say(world, id, 'supervisor-kong', LETTER));
    await say(world, id, 'po-li', {
      type: 'REDIRECT',
      organ: { name: '人民调解委员会', address: '柳桥街3号' },
      reason: '家庭纠纷',
      method: 'POST',
    });
    await say(world, id, 'chief-wang', { type: 'ANSWER_SUPERVISION', key, answer: '已告知' });
    const done = await say(world, id, 'supervisor-kong', { type: 'JUDGE_ANSWER', key, accepted: true, reason: '属实' });
    expect(done).toMatchObject({ state: 'REDIRECTED', clocks: [] });
  });
});

describe('the little red flag (A-56)', () => {
  test('[A-56] raised on the case with a condition, cleared with evidence, never by the unit it is on', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classified(world);
    const raise = { type: 'RAISE_FLAG', reason: '久拖不决', clearCondition: '出具处理意见' };
    const before = await world.head(id);
    const raised = await say(world, id, 'bureau-zhao', raise);
    expect(raised).toMatchObject({ flag: { raisedBy: 'bureau-zhao', at: world.now }, clocks: before.clocks });
    await expect(say(world, id, 'chief-wang', raise)).rejects.toMatchObject(refused('ALREADY_FLAGGED', 'A-56'));
    const clear = { type: 'CLEAR_FLAG', evidence: '处理意见书' };
    await expect(say(world, id, 'chief-wang', clear)).rejects.toMatchObject(refused('FLAG_OF_ONESELF', 'A-56'));
    expect((await say(world, id, 'bureau-zhao', clear)).flag).toBeUndefined();
    await expect(say(world, id, 'bureau-zhao', clear)).rejects.toMatchObject(refused('NOT_FLAGGED', 'A-56'));
    // The words stand with the record, not in it.
    expect(JSON.stringify((await lastRecord(world, id)).events)).not.toContain('处理意见书');
  });
});

describe('three kinds of suggestion (三项建议, 条例40)', () => {
  const SUGGEST = { type: 'SUGGEST3', suggestion: 'IMPROVE', to: 'donghu-wangjiang', text: '完善接警后回告' };

  test('[A-43] thirty days for a written feedback; whoever does not adopt it all says why', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const sent = await say(world, id, 'chief-wang', SUGGEST);
    const key = lastDuty(sent);
    expect(clocksOf(sent, 'SUGGEST_FEEDBACK')).toEqual(['SUGGESTION-1@2026-09-02']);
    expect(sent.documents.at(-1)?.kind).toBe('DOC-SUGGEST');
    const adopt = { type: 'RECORD_ADOPTION', key, adoption: 'PARTLY', reason: '' };
    await expect(say(world, id, 'head-ma', adopt)).rejects.toMatchObject(refused('REASON_MISSING'));
    const done = await say(world, id, 'head-ma', { ...adopt, reason: '回告已列入,时限另定' });
    expect(settled(done, key)).toBe('PARTLY');
    expect(clocksOf(done, 'SUGGEST_FEEDBACK')).toEqual([]);
    expect(done.documents.at(-1)?.kind).toBe('DOC-FEEDBACK');
  });

  test('to a unit beside or above that can answer, never below another organ, never to oneself, [G6] never to the accused', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    for (const to of ['xiling-zhian', 'donghu-xinfang'])
      await expect(say(world, id, 'chief-wang', { ...SUGGEST, to })).rejects.toMatchObject(
        refused('NOT_ABOVE_OR_BESIDE'),
      );
    await expect(say(world, id, 'chief-wang', { ...SUGGEST, to: 'yunze' })).rejects.toMatchObject(
      refused('NOBODY_TO_ANSWER'),
    );
    await expect(say(world, id, 'chief-wang', { ...SUGGEST, dueAt: '2026-08-01' })).rejects.toMatchObject(
      refused('DATE_NOT_IN_FUTURE'),
    );
    const above = await say(world, id, 'chief-wang', {
      ...SUGGEST,
      suggestion: 'POLICY',
      to: 'yunze-zhihui',
      dueAt: '2026-08-20',
    });
    expect(clocksOf(above, 'SUGGEST_FEEDBACK')).toEqual(['SUGGESTION-1@2026-08-20']);
    await expect(
      say(world, id, 'head-ma', { type: 'RECORD_ADOPTION', key: 'SUGGESTION-1', adoption: 'ADOPTED', reason: '' }),
    ).rejects.toMatchObject(refused('NOT_YOUR_DUTY'));
    await say(world, id, 'head-hong', {
      type: 'RECORD_ADOPTION',
      key: 'SUGGESTION-1',
      adoption: 'ADOPTED',
      reason: '',
    });
    const accused = await classifiedAs(world, { accused: { units: ['donghu-liuqiao'], officers: [] } });
    await expect(say(world, accused, 'chief-wang', { ...SUGGEST, to: 'donghu-liuqiao' })).rejects.toMatchObject(
      refused('RECIPIENT_IS_ACCUSED', 'G6'),
    );
  });
});

describe('accountability (条例42–46, A-67)', () => {
  const DECIDE = { type: 'DECIDE_ACCOUNTABILITY', decision: 'NO_ACTION', facts: '警力不足,已按预案处置', measures: '' };

  test('[A-66] [A-67] opened by the auditor, once for one thing; decided in writing, also where nothing follows', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const open = { type: 'OPEN_ACCOUNTABILITY', cause: 'LEAK', reason: '疑似泄露', about: 'LEAK@2026-08-02' };
    await expect(say(world, id, 'chief-wang', open)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const opened = await say(world, id, 'auditor-fang', open);
    const key = lastDuty(opened);
    await expect(say(world, id, 'auditor-fang', open)).rejects.toMatchObject(refused('ACCOUNTABILITY_OPEN', 'A-67'));
    // Another leak is another review.
    expect((await say(world, id, 'auditor-fang', { ...open, about: 'LEAK@2026-08-03' })).duties).toHaveLength(2);
    await expect(say(world, id, 'bureau-zhao', { ...DECIDE, key, facts: ' ' })).rejects.toMatchObject({
      refusal: { code: 'DECISION_INCOMPLETE', guard: 'A-67', field: '/facts' },
    });
    await expect(say(world, id, 'bureau-zhao', { ...DECIDE, key, decision: 'ACC-2' })).rejects.toMatchObject({
      refusal: { code: 'DECISION_INCOMPLETE', field: '/measures' },
    });
    const decided = await say(world, id, 'bureau-zhao', { ...DECIDE, key });
    expect(settled(decided, key)).toBe('NO_ACTION');
    expect(decided.documents.at(-1)?.kind).toBe('DOC-ACC');
    // The same thing is not opened again; another one is.
    await expect(say(world, id, 'auditor-fang', open)).rejects.toMatchObject(refused('ACCOUNTABILITY_OPEN'));
    expect((await say(world, id, 'auditor-fang', { ...open, cause: 'AUDIT', about: undefined })).duties).toHaveLength(
      3,
    );
  });

  test('[P-09] whoever led the case does not decide; where that is the only head, the organ above does', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    await say(world, id, 'head-ma', {
      type: 'SET_PLAN',
      leader: 'bureau-zhao',
      handler: 'handler-zhu',
      dueAt: '2026-09-01',
    });
    const key = lastDuty(
      await say(world, id, 'auditor-fang', { type: 'OPEN_ACCOUNTABILITY', cause: 'AUDIT', reason: '抽查发现' }),
    );
    await expect(say(world, id, 'bureau-zhao', { ...DECIDE, key })).rejects.toMatchObject(
      refused('DECIDER_CONCERNED', 'P-09'),
    );
    await say(world, id, 'chief-wang', {
      type: 'ESCALATE_UP',
      organ: '云泽市公安局',
      unit: 'yunze',
      reason: '请上级认定责任',
    });
    const decided = await say(world, id, 'chief-sun', { ...DECIDE, key, decision: 'ACC-3', measures: '通报整改' });
    expect(settled(decided, key)).toBe('ACC-3');
  });

  test('the organ above does not decide where the own head can', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const key = lastDuty(
      await say(world, id, 'auditor-fang', { type: 'OPEN_ACCOUNTABILITY', cause: 'AUDIT', reason: '抽查发现' }),
    );
    await say(world, id, 'chief-wang', { type: 'ESCALATE_UP', organ: '云泽市公安局', unit: 'yunze', reason: '报告' });
    await expect(say(world, id, 'chief-sun', { ...DECIDE, key })).rejects.toMatchObject(
      refused('ORGAN_DECIDES', 'A-67'),
    );
  });

  test('no words in what the review is about: it stands in the clear', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    await expect(
      say(world, id, 'auditor-fang', { type: 'OPEN_ACCOUNTABILITY', cause: 'LEAK', reason: '疑似', about: '某人泄露' }),
    ).rejects.toMatchObject({ body: { status: 400 } });
  });
});

describe('meetings, aid, visits, statements', () => {
  test('[A-40] a joint review is on record with who saw it differently; the words are not in the event', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const meeting = {
      type: 'RECORD_MEETING',
      kind: 'JOINT_REVIEW',
      on: '2026-08-03',
      participants: ['leader-shen', 'head-cao'],
      views: '法制认为程序有瑕疵',
      conclusion: '补正后答复',
      dissent: '治安大队认为无需补正',
    };
    const before = await world.head(id);
    const after = await say(world, id, 'head-ma', meeting);
    expect(after.clocks).toEqual(before.clocks);
    expect((await lastRecord(world, id)).events).toEqual([
      {
        type: 'meeting-recorded.v1',
        kind: 'JOINT_REVIEW',
        on: '2026-08-03',
        participants: ['leader-shen', 'head-cao'],
        dissent: true,
      },
    ]);
    expect(Object.keys((await lastRecord(world, id)).texts)).toEqual(['conclusion', 'dissent', 'views']);
    await say(world, id, 'head-ma', { ...meeting, dissent: undefined });
    expect((await lastRecord(world, id)).events).toMatchObject([{ dissent: false }]);
    for (const on of ['2026-08-02', '2026-08-04'])
      await expect(say(world, id, 'head-ma', { ...meeting, on })).rejects.toMatchObject(refused('DAY_IMPOSSIBLE'));
    await expect(say(world, id, 'head-ma', { ...meeting, participants: ['nobody'] })).rejects.toMatchObject(
      refused('UNKNOWN_OFFICER'),
    );
    const accused = await classifiedAs(world, { accused: { units: ['donghu-liuqiao'], officers: [] } });
    await expect(say(world, accused, 'chief-wang', { ...meeting, participants: ['head-liu'] })).rejects.toMatchObject(
      refused('OFFICER_IS_ACCUSED', 'P-10'),
    );
  });

  test('[A-42] a joint meeting and a review of the backlog are on record too, before and after closing, by those who lead', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const meeting = {
      type: 'RECORD_MEETING',
      kind: 'JOINT_MEETING',
      on: '2026-08-03',
      participants: ['chief-wang', 'leader-shen'],
      views: '各单位通报进展',
      conclusion: '由望江派出所牵头答复',
    };
    await expect(say(world, id, 'handler-zhu', meeting)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    for (const [officer, kind] of [
      ['chief-wang', 'JOINT_MEETING'],
      ['leader-shen', 'BACKLOG_REVIEW'],
      ['bureau-zhao', 'JOINT_REVIEW'],
    ] as const) {
      const before = await world.head(id);
      const outcome = kind === 'BACKLOG_REVIEW' ? { outcome: 'EXPLAINED' } : {};
      const after = await say(world, id, officer, { ...meeting, kind, ...outcome });
      expect((await lastRecord(world, id)).events).toMatchObject([
        { type: 'meeting-recorded.v1', kind, dissent: false, ...outcome },
      ]);
      // Nothing of the case moves; what the review came to is seen by the next one.
      const reviewed = kind === 'BACKLOG_REVIEW' ? { backlog: { on: '2026-08-03', outcome: 'EXPLAINED' } } : {};
      expect({ ...after, version: 0, updatedAt: '' }).toEqual({ ...before, ...reviewed, version: 0, updatedAt: '' });
    }
    expect(transitionOf('RECORD_MEETING').from).toEqual(
      expect.arrayContaining(['REVIEW_WINDOW', 'IN_REVIEW', 'CLOSED']),
    );
  });

  test('[A-48] [A-53] assistance carries its legal basis; legal aid needs none; [P-03] never by those complained about', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classifiedAs(world, { accused: { units: ['donghu-liuqiao'], officers: [] } });
    const aid = { type: 'REFER_AID', aid: 'ASSISTANCE', to: '东湖区民政局', note: '生活困难' };
    await expect(say(world, id, 'po-li', aid)).rejects.toMatchObject(refused('NO_LEGAL_BASIS', 'A-53'));
    await say(world, id, 'po-li', { ...aid, legalBasis: '社会救助暂行办法' });
    await say(world, id, 'po-li', { ...aid, aid: 'LEGAL_AID', to: '法律援助中心' });
    await expect(say(world, id, 'po-li', { ...aid, aid: 'MEDIATION', to: '柳桥派出所调解室' })).rejects.toMatchObject(
      refused('RECIPIENT_IS_ACCUSED', 'P-03'),
    );
  });

  test('[A-14] [P-06] nobody is visited at home without his consent', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    const visit = { type: 'RECORD_FIELD_VISIT', consent: true, on: '2026-08-03', result: '当面听取' };
    await expect(say(world, id, 'leader-shen', { ...visit, consent: false })).rejects.toMatchObject(
      refused('VISIT_WITHOUT_CONSENT', 'P-06'),
    );
    await expect(say(world, id, 'leader-shen', { ...visit, on: '2026-08-04' })).rejects.toMatchObject(
      refused('DAY_IMPOSSIBLE'),
    );
    await say(world, id, 'leader-shen', visit);
    expect((await lastRecord(world, id)).events).toEqual([{ type: 'field-visited.v1', on: '2026-08-03' }]);
  });

  test('a statement keeps the promise of first contact; a request for papers stops no clock', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await accepted(world);
    await say(world, id, 'head-ma', {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt: '2026-09-01',
    });
    world.now = instant('2026-08-04T01:00:00Z');
    const hear = {
      type: 'HEAR_STATEMENT',
      at: '2026-08-04T08:30+08:00',
      statement: '当晚报警三次',
      present: ['朱警官'],
    };
    for (const at of ['2026-08-04T12:00+08:00', '2026-08-02T08:30+08:00'])
      await expect(say(world, id, 'handler-zhu', { ...hear, at })).rejects.toMatchObject(
        refused('HEARD_AT_IMPOSSIBLE'),
      );
    expect(clocksOf(await world.head(id), 'FIRST_CONTACT')).toEqual(['@2026-08-06']);
    const heard = await say(world, id, 'handler-zhu', hear);
    expect(heard.heard).toBe(1);
    expect(clocksOf(heard, 'FIRST_CONTACT')).toEqual([]);
    expect(heard.documents.at(-1)?.kind).toBe('DOC-INTERVIEW');
    const asked = await say(world, id, 'handler-zhu', { type: 'REQUEST_SUPPLEMENT', what: '报警记录', method: 'POST' });
    expect(asked.clocks).toEqual(heard.clocks);
    expect(asked.documents.at(-1)?.kind).toBe('DOC-SUPPL');
  });

  test('a duty that a unit owes opens the case to its head, and closes it again', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await issued(world);
    const key = lastDuty(
      await say(world, id, 'chief-wang', { type: 'SUGGEST3', suggestion: 'IMPROVE', to: 'donghu-zhian', text: '联动' }),
    );
    await say(world, id, 'head-hu', { type: 'RECORD_ADOPTION', key, adoption: 'NOT', reason: '已有机制' });
    await expect(
      say(world, id, 'head-hu', { type: 'RECORD_ADOPTION', key, adoption: 'NOT', reason: '已有机制' }),
    ).rejects.toMatchObject({ body: { status: 404 } });
  });
});
