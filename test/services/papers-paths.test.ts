import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../shared/domain/ids.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, referredTo, reReviewed, simple } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { clockIn, paper, wordsOf } from './papers-read.ts';

/** Dates: the petition came on Monday 2026-03-02; 15 days end on 2026-03-17, 60 days on 2026-05-01, rolled by Labour Day. */
const today = '2026-03-02';

describe('papers on the way in', () => {
  test('[P-09][P-11] DOC-ACCEPT: items, unit, the sixty days and where to ask for review', async () => {
    const world = new World();
    const id = await accepted(world);
    const content = await paper(world, id, 'DOC-ACCEPT');
    expect(content).toMatchObject({
      kind: 'DOC-ACCEPT',
      title: '受理告知书',
      number: '东湖分局信受〔2026〕1号',
      recipient: '钱禾',
      organ: '云泽市公安局东湖分局',
      matter: id,
      date: today,
      draft: false,
    });
    const handle = (await world.head(id)).clocks.find(({ code }) => code === 'HANDLE_60D');
    expect(clockIn(content, '办结')).toContain('2026年5月6日');
    expect(handle?.due).toBe('2026-05-06');
    const words = wordsOf(content);
    expect(words).toContain('说明出警经过并书面答复');
    expect(words).toContain('云泽市公安局东湖分局望江派出所');
    expect(words).toContain('可以口头或者书面申请其回避');
    expect(content.remedy?.lines.join()).toContain(
      '云泽市公安局（地址：云泽市澄江大道 1 号信访处；电话：0990-6120011）',
    );
    expect(content.plainWords?.latest.join()).toContain('2026年5月6日');
    expect(content.contact).toContain('监督电话：0990-6120119');
    expect((await world.head(id)).documents.at(-1)).toMatchObject({ number: content.number });
  });

  test('DOC-ACCEPT of the simple procedure names ten working days, of a suggestion none', async () => {
    const world = new World();
    const quick = await paper(world, await simple(world), 'DOC-ACCEPT');
    expect(quick.number).toBe('东湖分局信受〔2026〕1号');
    expect(quick.plainWords?.youCan).toContain('随时要求改按普通程序办理。');
    expect(quick.blocks.find(({ type }) => type === 'CLOCK')).toMatchObject({ lastDay: '2026年3月16日（星期一）' });
    const suggested = await classifiedAs(world, { purpose: 'SUGGESTION', category: 'TRAFFIC.FACILITY' });
    await world.command(suggested, cast(world).officer, { type: 'STUDY_SUGGESTION', method: 'POST' });
    const studied = await paper(world, suggested, 'DOC-ACCEPT');
    expect(studied.number).toBe('东湖分局信受〔2026〕2号');
    expect(wordsOf(studied)).toContain('法律没有规定研究答复的具体天数');
    expect(studied.remedy).toBeUndefined();
  });

  test('[P-11] DOC-REDIRECT: the competent organ with the phone that the bureau lists', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'X.LABOR' });
    await world.command(id, cast(world).officer, {
      type: 'REDIRECT',
      organ: { name: '云泽市人力资源和社会保障局', address: '云泽市勤工路 18 号' },
      reason: '属于劳动报酬争议。',
      method: 'POST',
    });
    const content = await paper(world, id, 'DOC-REDIRECT');
    expect(content).toMatchObject({ title: '告知书（向有权机关提出）', number: '东湖分局信告〔2026〕1号' });
    const words = wordsOf(content);
    expect(words).toContain('0990-6230000');
    expect(words).toContain('属于劳动报酬争议。请您向有权处理的机关提出');
    expect(content.remedy?.lines[0]).toContain('向云泽市人力资源和社会保障局提出');
    expect(content.legalBasis).toEqual(['《信访工作条例》第二十三条第一款']);
  });

  test('DOC-REPLY: an appeal keeps review and the ordinary procedure; a suggestion hears whether it was adopted', async () => {
    const world = new World();
    const id = await simple(world);
    const { chief, officer } = cast(world);
    await world.command(id, world.officer('head-ma'), {
      type: 'REPLY',
      items: [{ item: 1, outcome: 'SUPPORT', answer: '当晚出警迟延的经过已经说明。' }],
      legalBasis: '《信访工作条例》第三十一条',
      method: 'POST',
    });
    const appeal = await paper(world, id, 'DOC-REPLY');
    expect(appeal).toMatchObject({ title: '答复书', number: '东湖分局信回〔2026〕1号' });
    expect(wordsOf(appeal)).toContain('“说明出警经过”：当晚出警迟延的经过已经说明。');
    // Received today the thirty days end on 2026-04-01; the sixty days count from the simple acceptance.
    expect(appeal.plainWords?.latest.join()).toContain('2026年4月1日');
    expect(clockIn(appeal, '办结')).toContain('2026年5月6日');
    const suggested = await classifiedAs(world, { purpose: 'SUGGESTION', category: 'TRAFFIC.FACILITY' });
    await world.command(suggested, officer, { type: 'STUDY_SUGGESTION', method: 'POST' });
    await world.command(suggested, chief, {
      type: 'REPLY',
      items: [{ item: 1, outcome: 'REJECT', answer: '该路口已列入改造。' }],
      legalBasis: '',
      method: 'POST',
    });
    const studied = await paper(world, suggested, 'DOC-REPLY');
    expect(wordsOf(studied)).toContain('采纳情况：未采纳。');
    expect(wordsOf(studied)).toContain('“请依法处理并书面答复”：该路口已列入改造。');
    const asked = await classifiedAs(world, { purpose: 'CONSULT', category: 'SERVICE.CONSULT' });
    await world.command(asked, officer, {
      type: 'REPLY',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '凭身份证到户政窗口办理。' }],
      legalBasis: '',
      method: 'ELECTRONIC',
    });
    expect(wordsOf(await paper(world, asked, 'DOC-REPLY'))).toContain('凭身份证到户政窗口办理。');
  });
});

describe('DOC-CHANNEL (条例31)', () => {
  const CHANNEL = {
    type: 'CHANNEL',
    route: 'CRIM_RECON',
    reason: '对不予立案决定不服',
    organ: { name: '云泽市公安局东湖分局', address: '云泽市东湖区荷风路 66 号' },
    coSigner: 'head-cao',
    method: 'POST',
  };

  test('[P-11] prints the last day that stands on the case, and for 不予立案 also the other ways', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'CRIM.NOFILE' });
    await world.command(id, cast(world).officer, { ...CHANNEL, knownOn: '2026-02-27', toldInWriting: true });
    const content = await paper(world, id, 'DOC-CHANNEL');
    expect((await world.head(id)).route?.lastDay).toBe('2026-03-06');
    expect(clockIn(content, '刑事复议')).toBe('2026年3月6日（星期五）');
    expect(content).toMatchObject({ title: '导入法定程序告知书', number: '东湖分局信告〔2026〕1号' });
    expect(content.plainWords?.latest[0]).toBe('刑事复议：最晚到2026年3月6日（星期五）。');
    expect(content.legalBasis.join()).toMatch(/《信访工作条例》.*第三十一条第一项/);
    expect(wordsOf(content)).toContain('《公安机关办理刑事案件程序规定》第一百七十九条');
    expect(wordsOf(content)).toContain('同级人民检察院');
    // [P-31] who hears that it was wrong.
    expect(content.remedy?.lines.at(-1)).toContain('云泽市公安局东湖分局信访室');
  });

  test('a day that nobody knows is not made up, and the law of another procedure is not said to set none', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'CRIM.NOFILE' });
    await world.command(id, cast(world).officer, CHANNEL);
    const content = await paper(world, id, 'DOC-CHANNEL');
    expect((await world.head(id)).route?.lastDay).toBeUndefined();
    expect(content.plainWords?.latest[0]).toContain('自收到不予立案通知书之日起7日内（该日期未在案');
    const staff = await classifiedAs(world, { category: 'CRIM.NOFILE' });
    await world.command(staff, cast(world).officer, { ...CHANNEL, route: 'ARBITRATION' });
    const elsewhere = await paper(world, staff, 'DOC-CHANNEL');
    expect(elsewhere.plainWords?.latest[0]).not.toContain('没有期限');
    expect(elsewhere.plainWords?.latest[0]).toContain('仲裁：自该程序的法律规定的起算之日起该法律规定的期限内');
  });

  test('a duty of this organ names the unit, its case number and phone', async () => {
    const world = new World();
    const id = await classifiedAs(world, { category: 'ADMIN.DELAY' });
    await world.command(id, cast(world).officer, {
      ...CHANNEL,
      route: 'DUTY',
      organ: { name: '东湖分局治安大队', address: '云泽市东湖区荷风路 66 号', unit: 'donghu-zhian' },
      caseNumber: '东公(治)受案字〔2026〕7号',
    });
    const words = wordsOf(await paper(world, id, 'DOC-CHANNEL'));
    expect(words).toContain(
      '已由云泽市公安局东湖分局治安大队接收办理，案件编号：东公(治)受案字〔2026〕7号，电话：0990-6120220',
    );
  });
});

describe('refusals (P-11)', () => {
  test('DOC-NACC goes out with items, ground and a way on', async () => {
    const world = new World();
    const { cityOfficer, cityChief } = cast(world);
    const below = await accepted(world);
    const id = await classifiedInCity(world);
    await world.command(id, cityOfficer, { type: 'LINK_MATTER', matter: below, reason: '同一事项' });
    await world.command(id, cityChief, { type: 'NOT_ACCEPT', pendingCase: below, reason: '正在办理', method: 'POST' });
    const content = await paper(world, id, 'DOC-NACC');
    expect(content).toMatchObject({ title: '不予受理告知书', number: '云泽市局信告〔2026〕1号' });
    expect(content.remedy?.lines[0]).toContain('云泽市公安局信访处');
    expect(wordsOf(content)).toContain('已由云泽市公安局东湖分局于2026年3月2日受理（编号：东湖分局信受〔2026〕1号）');
    expect(clockIn(content, '办结')).toContain('2026年5月6日');
    expect(content.legalBasis).toEqual(['《信访工作条例》第十九条第三款']);
  });

  test('DOC-NLACC: what two persons compared', async () => {
    const world = new World();
    const { officer, chief } = cast(world);
    const [first, id] = [await classified(world), await classified(world)];
    const final = await reReviewed(world, first, { concludedAt: instant('2026-01-05T02:00:00Z') });
    await world.command(id, officer, { type: 'LINK_MATTER', matter: final, reason: '同一事项' });
    const command = (comparison: string) => ({
      type: 'NO_LONGER_ACCEPT',
      reReviewCase: final,
      comparison,
      newFacts: '没有提出新的事实和理由',
      hasNewFacts: false,
      method: 'POST',
    });
    await world.command(id, officer, command('事实与复核意见认定的相同'));
    await world.command(id, chief, command('理由也相同'));
    const content = await paper(world, id, 'DOC-NLACC');
    expect(content).toMatchObject({ title: '不再受理告知书', number: '东湖分局信终〔2026〕1号' });
    const words = wordsOf(content);
    expect(words).toContain('事实与复核意见认定的相同\n理由也相同');
    expect(words).toContain('比对人:李存诚、王敬之');
    expect(words).toContain('没有提出新的事实和理由');
    expect(content.remedy?.lines[0]).toContain('提交新的事实或者理由');
  });
});

describe('referral', () => {
  test('DOC-TRANSFER and its notice: where it went, and the days of the unit below', async () => {
    const world = new World();
    const id = await classified(world);
    const child = await referredTo(world, id, 'donghu-liuqiao');
    const letter = await paper(world, id, 'DOC-TRANSFER');
    expect(letter).toMatchObject({
      title: '转送函',
      number: '东湖分局信转〔2026〕1号',
      recipient: '云泽市公安局东湖分局柳桥派出所',
    });
    expect(clockIn(letter, '异议')).toBe('2026年3月9日（星期一）');
    const notice = await paper(world, id, 'DOC-TRANSFER-NOTICE');
    expect(notice).toMatchObject({ number: '东湖分局信告〔2026〕1号', recipient: '钱禾' });
    const below = await world.head(child);
    expect(below.clocks.find(({ code }) => code === 'REF_INFORM_15D')?.due).toBe('2026-03-17');
    expect(notice.plainWords?.latest.join()).toContain('2026年3月17日');
    expect(wordsOf(notice)).toContain('0990-6120286');
    expect(wordsOf(notice)).toContain('经审查，属地管理，现已转送');
  });

  test('DOC-OBJECTION and both rulings: number of the letter, and by whose organ it is ruled', async () => {
    const world = new World();
    const { cityChief, cityOfficer } = cast(world);
    const id = await classifiedInCity(world);
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    const object = {
      type: 'OBJECT',
      reasons: '事发地点不属于本局管辖范围,有现场录像可以证明。',
      proposedOrgan: '西岭分局',
    };
    await world.command(child, world.officer('chief-wang', ['unitHead', 'petitionChief']), object);
    const objection = await paper(world, child, 'DOC-OBJECTION');
    expect(objection).toMatchObject({ number: '东湖分局信异〔2026〕1号', recipient: '云泽市公安局信访处' });
    expect(wordsOf(objection)).toContain('云泽市局信转〔2026〕1号');
    expect(clockIn(objection, '异议')).toBe('2026年3月9日（星期一）');
    await world.command(child, cityChief, { type: 'RULE_OBJECTION', upheld: false, reason: '属地就在东湖' });
    const ruling = await paper(world, child, 'DOC-OBJ-RULING');
    expect(ruling).toMatchObject({ organ: '云泽市公安局', recipient: '云泽市公安局东湖分局信访室' });
    expect(ruling.number).toBe('云泽市局信异〔2026〕1号');
    expect(wordsOf(ruling)).toContain('东湖分局信异〔2026〕1号');
    expect(wordsOf(ruling)).toContain('原期限不变，最晚2026年3月17日');

    const other = await referredTo(world, await classifiedInCity(world), 'donghu', cityOfficer);
    await world.command(other, world.officer('chief-wang', ['unitHead', 'petitionChief']), object);
    await world.command(other, cityChief, { type: 'RULE_OBJECTION', upheld: true, reason: '确属西岭' });
    expect(wordsOf(await paper(world, other, 'DOC-OBJ-RULING'))).toContain('改由云泽市公安局信访处另行确定的单位办理');
  });

  test('DOC-JURIS names both sides, the decision and who keeps the duty meanwhile', async () => {
    const world = new World();
    const id = await classified(world);
    const reason = '事发地在两局交界处,监控显示在西岭一侧。';
    await world.command(id, cast(world).chief, { type: 'DISPUTE', with: 'xiling', reason });
    await world.command(id, cast(world).cityChief, {
      type: 'DECIDE_JURISDICTION',
      to: 'xiling',
      reason: '事发地在西岭',
    });
    const content = await paper(world, id, 'DOC-JURIS');
    expect(content).toMatchObject({
      title: '管辖决定书',
      number: '云泽市局信异〔2026〕1号',
      organ: '云泽市公安局',
      recipient: '云泽市公安局东湖分局信访室、云泽市公安局西岭分局',
    });
    const words = wordsOf(content);
    expect(words).toContain(reason);
    expect(words).toContain('该事项由云泽市公安局西岭分局办理。云泽市公安局东湖分局信访室在交接完成以前继续负责');
  });

  test('DOC-ASSIGN and DOC-CLOSING-REPORT: the day fixed, and what came of each item', async () => {
    const world = new World();
    const { cityChief, chief, officer } = cast(world);
    const id = await classifiedInCity(world);
    const { other } = await world.command(id, cityChief, {
      type: 'ASSIGN',
      to: 'donghu',
      requirements: '查明出警经过',
      reportDue: '2026-05-20',
      method: 'POST',
    });
    const child = other?.id as CaseId;
    const letter = await paper(world, id, 'DOC-ASSIGN');
    expect(letter).toMatchObject({ number: '云泽市局信交〔2026〕1号', recipient: '云泽市公安局东湖分局' });
    expect(wordsOf(letter)).toContain('最晚2026年5月20日（星期三）反馈结果');
    expect(wordsOf(await paper(world, id, 'DOC-TRANSFER-NOTICE'))).toContain('该单位办结后还应当向本机关报告结果');
    await world.command(child, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.MIGRANT' });
    await world.command(child, officer, {
      type: 'REDIRECT',
      organ: { name: '云泽市水利局', address: '云泽市清波路 2 号' },
      reason: '不属公安',
      method: 'POST',
    });
    await world.command(child, chief, { type: 'SUBMIT_CLOSING_REPORT', report: '经查不属公安职权,已告知。' });
    const report = await paper(world, child, 'DOC-CLOSING-REPORT');
    expect(report).toMatchObject({ number: '东湖分局信报〔2026〕1号', recipient: '云泽市公安局信访处' });
    const words = wordsOf(report);
    expect(words).toContain('文号：云泽市局信交〔2026〕1号');
    expect(words).toContain('反馈期限：2026年5月20日');
    expect(words).toContain('请依法处理并书面答复 已告知向有权机关提出');
    expect(words).toContain('信访人的意见:未登记');
    expect(words).toContain('电话：0990-6120198');
    expect(wordsOf(await paper(world, child, 'DOC-REDIRECT'))).toContain('电话:未登记');
  });

  test('PASS_ON issues the letter and the notice too', async () => {
    const world = new World();
    const id = await classified(world);
    await world.command(id, cast(world).officer, { type: 'PASS_ON', to: 'donghu-liuqiao', method: 'POST' });
    expect(wordsOf(await paper(world, id, 'DOC-TRANSFER'))).toContain('该事项属于该单位职权范围');
    expect((await paper(world, id, 'DOC-TRANSFER-NOTICE')).recipient).toBe('钱禾');
  });
});
