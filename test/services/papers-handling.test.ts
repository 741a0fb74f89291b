import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../shared/domain/ids.ts';
import { APPROVE, accepted, cast, classified, DRAFT, heard } from '../builders/walk.ts';
import { asPetitioner, CHECK } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { clockIn, paper, papersIn, wordsOf } from './papers-read.ts';

describe('papers of the handling', () => {
  test('[A-31] DOC-PLAN: leader, person and limit', async () => {
    const world = new World();
    const content = await paper(world, await heard(world), 'DOC-PLAN');
    expect(content.number).toBeUndefined();
    const words = wordsOf(content);
    expect(words).toContain('包案领导:沈若谷');
    expect(words).toContain('承办人:朱砚田');
    expect(words).toContain('解决时限:2026年5月1日（星期五）');
    expect(clockIn(content, '办结')).toContain('2026年5月6日');
  });

  test('[A-32] DOC-PLAN of a major case names the task force', async () => {
    const world = new World();
    const id = await accepted(world);
    await world.command(id, cast(world).chief, { type: 'SET_MAJOR', leader: 'leader-shen', reason: '涉及多人受伤' });
    await world.command(id, world.officer('leader-shen'), {
      type: 'SET_PLAN',
      leader: 'leader-shen',
      handler: 'handler-zhu',
      dueAt: '2026-04-20',
      requirements: '两周内查清出警经过',
      taskForce: ['handler-zhu', 'handler-qin'],
    });
    const words = wordsOf(await paper(world, id, 'DOC-PLAN'));
    expect(words).toContain('专班成员:朱砚田、秦望川');
    expect(words).toContain('列为重大疑难事项的理由:涉及多人受伤');
    expect(words).toContain('两周内查清出警经过 朱砚田 2026年4月20日');
  });

  test('DOC-INTERVIEW: of a contact and of a statement', async () => {
    const world = new World();
    const id = await heard(world);
    const contact = wordsOf(await paper(world, id, 'DOC-INTERVIEW'));
    expect(contact).toContain('方式:电话');
    expect(contact).toContain('朱砚田记录：听取陈述');
    await world.command(id, world.officer('handler-zhu'), {
      type: 'HEAR_STATEMENT',
      at: world.now,
      statement: '我等了一个多小时',
      present: ['朱砚田', '秦望川'],
    });
    const heardWords = wordsOf(await paper(world, id, 'DOC-INTERVIEW'));
    expect(heardWords).toContain('听取人:朱砚田、秦望川');
    expect(heardWords).toContain('钱禾：我等了一个多小时');
    expect(heardWords).toContain('时间:2026年3月2日9时00分');
  });

  test('DOC-EXT and DOC-EXT-APPROVAL: two numbers of one series, the old limit and the new one', async () => {
    const world = new World();
    const id = await heard(world);
    await world.command(id, cast(world).bureauHead, {
      type: 'EXTEND',
      days: 20,
      reason: '需要调取外地证据',
      capacity: 'HEAD',
      method: 'POST',
    });
    const [approval, notice] = [await paper(world, id, 'DOC-EXT-APPROVAL'), await paper(world, id, 'DOC-EXT')];
    expect([approval.number, notice.number]).toEqual(['东湖分局信延〔2026〕1号', '东湖分局信延〔2026〕2号']);
    const extended = (await world.head(id)).clocks.find(({ code }) => code === 'EXT_30D');
    expect(extended?.due).toBe('2026-05-21');
    expect(clockIn(notice, '延期')).toBe('2026年5月21日（星期四）');
    expect(clockIn(notice, '原定办理期限')).toBe('2026年5月6日（星期三）');
    expect(clockIn(approval, '原定办理期限')).toBe('2026年5月6日（星期三）');
    const words = wordsOf(notice);
    expect(words).toContain('原定办理期限至2026年5月6日（星期三）');
    expect(words).toContain('赵启明（本机关负责人），2026年3月2日');
    expect(words).toContain('需要调取外地证据');
    expect(wordsOf(approval)).toContain('承办单位负责人，待签名');
    expect(wordsOf(approval)).toContain('听取信访人陈述事实和理由1次');
  });

  test('[P-09] DOC-RECUSAL: whose recusal, with what ground; refused, with a way on', async () => {
    const world = new World();
    const id = await heard(world);
    const { officer } = cast(world);
    const decide = (granted: boolean) => ({ type: 'DECIDE_RECUSAL', granted, reason: '不是亲属', method: 'POST' });
    await world.command(id, officer, { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '他是对方的表弟' });
    await world.command(id, world.officer('head-ma'), decide(false));
    const refused = await paper(world, id, 'DOC-RECUSAL');
    expect(refused).toMatchObject({ title: '回避决定书', number: '东湖分局信告〔2026〕1号' });
    expect(wordsOf(refused)).toContain('申请朱砚田回避。您的理由是：他是对方的表弟。');
    expect(wordsOf(refused)).toContain('不同意回避申请。理由：不是亲属。');
    expect(refused.remedy?.lines[0]).toContain('向云泽市公安局提出');
    await world.command(id, officer, { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '新查明二人合伙经商' });
    await world.command(id, world.officer('head-ma'), decide(true));
    const granted = wordsOf(await paper(world, id, 'DOC-RECUSAL'));
    expect(granted).toContain('朱砚田回避，改由承办单位另行指定的人员承办');
    expect(granted).toContain('新查明二人合伙经商');
  });

  test('DOC-SUPPL asks and stops nothing; DOC-SLIP puts it before a leader', async () => {
    const world = new World();
    const id = await heard(world);
    await world.command(id, world.officer('handler-zhu'), {
      type: 'REQUEST_SUPPLEMENT',
      what: '报警通话记录',
      method: 'POST',
    });
    const content = await paper(world, id, 'DOC-SUPPL');
    expect(content.number).toBe('东湖分局信告〔2026〕1号');
    expect(wordsOf(content)).toContain('报警通话记录');
    expect(wordsOf(content)).toContain('期限仍至2026年5月6日（星期三）');
    await world.command(id, cast(world).officer, {
      type: 'PROPOSE',
      proposal: '建议由分管领导接访',
      to: 'leader-shen',
    });
    const slip = await paper(world, id, 'DOC-SLIP');
    expect(slip.letterhead).toBe('PLAIN');
    expect(wordsOf(slip)).toContain('拟办 2026年3月2日9时00分 李存诚 建议由分管领导接访 沈若谷');
  });

  test('[P-12][P-26] DOC-WITHDRAW: his own words, three days, thirty days, and which other unit asks him', async () => {
    const world = new World();
    const id = await heard(world);
    await asPetitioner(world, id, { type: 'WITHDRAW', words: '问题已经解决', free: true });
    const content = await paper(world, id, 'DOC-WITHDRAW');
    const words = wordsOf(content);
    expect(words).toContain('“问题已经解决”');
    expect(words).toContain('云泽市公安局东湖分局信访室（不是承办单位）');
    expect(content.plainWords?.latest).toEqual([
      '考虑期最晚到2026年3月5日（星期四）。',
      '反悔最晚到2026年4月5日（星期日）。',
    ]);
    // The days on the paper are those that the decisions keep.
    const confirm = { type: 'CONFIRM_WITHDRAWAL', note: '本人自愿' };
    world.now = instant('2026-03-05T23:59+08:00');
    await expect(world.command(id, cast(world).officer, confirm)).rejects.toMatchObject({
      refusal: { code: 'COOLING_OFF' },
    });
    world.now = instant('2026-03-06T00:01+08:00');
    await world.command(id, cast(world).officer, confirm);
    world.now = instant('2026-04-05T23:59+08:00');
    await asPetitioner(world, id, { type: 'REVOKE_WITHDRAWAL', words: '我改变主意' });
    expect((await world.head(id)).state).toBe('INVESTIGATING');
  });

  test('DOC-URGENT: what, where and how many, to whom it was reported', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).officer, {
      type: 'FLAG_URGENT',
      lifeAtStake: false,
      place: '柳桥街道办事处门前',
      reason: '多人受伤',
      measures: ['AMBULANCE'],
    });
    await world.command(id, world.officer('leader-shen'), {
      type: 'RECORD_URGENT_REPORT',
      to: '云泽市公安局指挥中心',
      content: '三人受伤,已送医',
    });
    const content = await paper(world, id, 'DOC-URGENT');
    expect(content).toMatchObject({ number: '东湖分局信报〔2026〕1号', recipient: '云泽市公安局指挥中心' });
    const words = wordsOf(content);
    expect(words).toContain('地点:柳桥街道办事处门前');
    expect(words).toContain('联系医疗救护');
    expect(words).toContain('事项:三人受伤,已送医');
  });
});

describe('hearing and agreement', () => {
  test('[G12] a hearing while it is handled moves no day; its hour is not made up', async () => {
    const world = new World();
    const id = await heard(world);
    world.now = instant('2026-03-12T10:00+08:00');
    await world.command(id, world.officer('head-ma'), {
      type: 'HOLD_HEARING',
      from: '2026-03-10',
      to: '2026-03-11',
      ground: 'COMPLEX',
      reason: '各方说法不一',
      participants: ['钱禾', '望江派出所'],
      record: '双方陈述了出警经过。',
    });
    const notice = await paper(world, id, 'DOC-HEARING-NOTICE');
    expect(notice.number).toBe('东湖分局信听〔2026〕1号');
    expect(wordsOf(notice)).toContain('时间:2026年3月10日\n');
    expect(wordsOf(notice)).toContain('听证不停止办理期限的计算');
    const record = wordsOf(await paper(world, id, 'DOC-HEARING-RECORD'));
    expect(record).toContain('2026年3月10日至2026年3月11日');
    expect(record).toContain('双方陈述了出警经过。');
    expect(record).toContain('主持人:马千里');
  });

  const CONSENT = { petitionerConsents: true, otherSideConsents: true };

  test('[P-26] DOC-MEDIATION and DOC-SETTLEMENT: terms, and until when he may take it back', async () => {
    const world = new World();
    const mediated = await heard(world);
    await world.command(mediated, world.officer('mediator-bao'), {
      type: 'MEDIATE',
      ...CONSENT,
      parties: '钱禾、望江派出所',
      outcome: 'AGREED',
      terms: '望江派出所书面说明出警经过',
      note: '自愿',
    });
    const agreement = await paper(world, mediated, 'DOC-MEDIATION');
    expect(agreement).toMatchObject({ title: '调解协议书', number: '东湖分局信处〔2026〕1号' });
    expect(wordsOf(agreement)).toContain('调解员鲍和声主持');
    expect(wordsOf(agreement)).toContain('望江派出所书面说明出警经过');
    expect(agreement.plainWords?.latest).toEqual(['反悔最晚到2026年4月1日（星期三）。']);
    const settled = await heard(world);
    await world.command(settled, world.officer('head-ma'), {
      type: 'SETTLE',
      ...CONSENT,
      terms: '互相谅解',
      performance: '当场道歉',
      legalityCheck: true,
    });
    const terms = await paper(world, settled, 'DOC-SETTLEMENT');
    expect(terms.number).toBe('东湖分局信处〔2026〕2号');
    expect(wordsOf(terms)).toContain('当场道歉 协议各方 按协议约定');
  });

  test('a mediation that failed issues nothing', async () => {
    const world = new World();
    const id = await heard(world);
    const before = (await papersIn(world, id)).length;
    await world.command(id, world.officer('mediator-bao'), {
      type: 'MEDIATE',
      ...CONSENT,
      parties: '双方',
      outcome: 'FAILED',
      note: '未达成一致',
    });
    expect(await papersIn(world, id)).toHaveLength(before);
  });
});

describe('duties beside a case', () => {
  const story = async (): Promise<{ world: World; id: CaseId }> => {
    const world = new World();
    return { world, id: await heard(world) };
  };

  test('[A-62] DOC-SUPERVISION has finding and guidance, with the day of its clock', async () => {
    const { world, id } = await story();
    await world.command(id, world.officer('supervisor-kong'), {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '两周没有进展',
      guidance: '三日内联系信访人',
    });
    const content = await paper(world, id, 'DOC-SUPERVISION');
    expect(content).toMatchObject({ number: '东湖分局信督〔2026〕1号', recipient: '云泽市公安局东湖分局望江派出所' });
    expect(clockIn(content, '督办回复')).toBe('2026年3月11日（星期三）');
    const words = wordsOf(content);
    expect(words).toContain('拖延或者超过规定期限');
    expect(words).toContain('两周没有进展');
    expect(words).toContain('三日内联系信访人');
  });

  test('[A-63] DOC-CORRECTION carries the day that the office set', async () => {
    const { world, id } = await story();
    await world.command(id, cast(world).officer, {
      type: 'RAISE_CORRECTION',
      finding: '没有听取信访人陈述',
      correct: '补充听取',
      dueAt: '2026-03-20',
    });
    const content = await paper(world, id, 'DOC-CORRECTION');
    expect(content).toMatchObject({ title: '纠错通知书', recipient: '云泽市公安局东湖分局望江派出所' });
    expect(clockIn(content, '答复纠错通知')).toBe('2026年3月20日（星期五）');
  });

  test('DOC-SUGGEST and DOC-FEEDBACK: the answer quotes the letter it is about', async () => {
    const { world, id } = await story();
    const suggest = (text: string) => ({ type: 'SUGGEST3', suggestion: 'IMPROVE', to: 'donghu-zhian', text });
    await world.command(id, cast(world).chief, suggest('完善夜间出警值守'));
    await world.command(id, cast(world).chief, suggest('公开接警时限'));
    const letter = await paper(world, id, 'DOC-SUGGEST');
    expect(letter).toMatchObject({
      title: '改进工作建议书',
      number: '东湖分局信建〔2026〕2号',
      recipient: '云泽市公安局东湖分局治安大队',
    });
    await world.command(id, world.officer('head-hu'), {
      type: 'RECORD_ADOPTION',
      key: 'SUGGESTION-1',
      adoption: 'NOT',
      reason: '警力不足',
    });
    const feedback = await paper(world, id, 'DOC-FEEDBACK');
    expect(feedback).toMatchObject({ number: '东湖分局信回〔2026〕1号', recipient: '云泽市公安局东湖分局信访室' });
    expect(wordsOf(feedback)).toContain('你单位的建议（东湖分局信建〔2026〕1号）收悉');
    expect(wordsOf(feedback)).toContain('未采纳');
    expect(wordsOf(feedback)).toContain('警力不足');
  });

  test('[A-67] DOC-ACC: a ground with its article, or written reasons why there is none', async () => {
    const { world, id } = await story();
    const open = (about: string) =>
      world.command(id, world.officer('auditor-fang'), {
        type: 'OPEN_ACCOUNTABILITY',
        cause: 'AUDIT',
        reason: '抽查发现',
        about,
      });
    await open('一');
    await open('二');
    const decide = (key: string, decision: string, measures: string) =>
      world.command(id, cast(world).bureauHead, {
        type: 'DECIDE_ACCOUNTABILITY',
        key,
        decision,
        facts: '接警后未及时派警',
        measures,
      });
    await decide('ACCOUNTABILITY-1', 'ACC-2', '通报整改');
    const found = await paper(world, id, 'DOC-ACC');
    expect(found.number).toBe('东湖分局信督〔2026〕1号');
    expect(wordsOf(found)).toContain('应当作为而不作为，侵害信访人合法权益（ACC-2）');
    expect(found.legalBasis).toEqual(['《信访工作条例》第四十二条第二项']);
    expect(wordsOf(found)).toContain('通报整改');
    await decide('ACCOUNTABILITY-2', 'NO_ACTION', '');
    const none = wordsOf(await paper(world, id, 'DOC-ACC'));
    expect(none).toContain('不予追究责任');
    expect(none).not.toContain('（ACC-');
  });

  test('[P-10] DOC-FOLLOWUP: asked by the office after closing, with the consent', async () => {
    const { world, id } = await story();
    const { officer, bureauHead } = cast(world);
    await world.command(id, world.officer('handler-zhu'), DRAFT);
    await world.command(id, world.officer('head-ma'), APPROVE);
    await world.command(id, bureauHead, APPROVE);
    await world.command(id, world.officer('leader-shen'), CHECK);
    await world.command(id, officer, { type: 'DISPATCH', method: 'POST' });
    await world.command(id, officer, { type: 'DELIVER', method: 'POST', receivedAt: world.now, proof: '回执' });
    await world.command(id, world.officer('head-cao'), { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法办理' });
    world.now = instant('2026-04-10T09:00+08:00');
    await world.command(id, officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.NONE',
      lesson: '无',
      followUpConsent: true,
    });
    world.now = instant('2026-04-20T09:00+08:00');
    await world.command(id, officer, { type: 'FOLLOW_UP', method: 'PHONE', result: 'PERSISTS', note: '仍等待道歉' });
    const words = wordsOf(await paper(world, id, 'DOC-FOLLOWUP'));
    expect(words).toContain('首次回访');
    expect(words).toContain('2026年4月10日，结案时登记');
    expect(words).toContain('李存诚（云泽市公安局东湖分局信访室，非承办人）');
    expect(words).toContain('仍等待道歉');
    expect(words).toContain('信访人表示问题仍然存在');
  });
});
