import { describe, expect, test } from 'vitest';
import { composeFor } from '../../shared/casework/papers/compose-for.ts';
import type { PastStep, Setting } from '../../shared/casework/papers/setting.ts';
import { officialCite } from '../../shared/casework/papers/statutory-route.ts';
import { issuerOf } from '../../shared/casework/papers/who-issues.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { officerId, unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { accepted, classified, heard } from '../builders/walk.ts';
import { World } from '../builders/world.ts';
import { clockIn, wordsOf } from './papers-read.ts';

/** A setting for a kind on that case as it stands, with what a test is about. */
function settingOf(world: World, head: Head, kind: string, command: unknown, more: Partial<Setting> = {}): Setting {
  return {
    issued: { type: 'document-issued.v1', kind, method: 'POST' },
    head,
    before: head,
    above: [],
    command: command as Command,
    texts: {},
    past: [],
    identity: { name: '钱禾' },
    petition: { request: '请依法处理', facts: '事实', reasons: '理由' },
    number: { organCode: '东公', year: 2026, seq: 1 },
    actor: { kind: 'OFFICER', id: officerId('po-li'), unit: unitId('donghu-xinfang'), standing: '' },
    now: world.now,
    tree: world.tree,
    calendar: CALENDAR,
    ...more,
  };
}

const step = (head: Head, command: PastStep['command'], texts: Record<string, string>): PastStep => ({
  caseId: head.id,
  at: head.updatedAt,
  actor: { kind: 'PETITIONER' },
  command,
  events: [],
  texts,
});

describe('texts of one name are told apart by the command that wrote them', () => {
  const draft = {
    facts: '经查属实',
    legalBasis: '《信访工作条例》第三十二条',
    answer1: '向您道歉',
    requestItem1: '道歉',
  };

  test('an opinion never prints the facts of a review of responsibility, nor the law of an aid referral', async () => {
    const world = new World();
    const head = await world.head(await heard(world));
    const past = [
      step(head, 'ACCEPT', { requestItem1: '道歉' }),
      step(head, 'DRAFT_OPINION', draft),
      step(head, 'REFER_AID', { legalBasis: '《法律援助法》', note: '转介' }),
      step(head, 'DECIDE_ACCOUNTABILITY', { facts: '带班民警擅离职守', measures: '停职' }),
    ];
    const words = wordsOf(
      composeFor(settingOf(world, head, 'DOC-OPINION', { type: 'DISPATCH', method: 'POST' }, { past })),
    );
    expect(words).toContain('经查属实');
    expect(words).not.toContain('擅离职守');
    expect(words).not.toContain('法律援助法');
  });

  test('the ground of a recusal is what he said, not the reason of what came after', async () => {
    const world = new World();
    const head = await world.head(await heard(world));
    const past = [step(head, 'APPLY_RECUSAL', { reason: '是对方亲戚' }), step(head, 'EXTEND', { reason: '案情复杂' })];
    const before = { ...head, recusal: { of: officerId('handler-zhu'), at: head.updatedAt } };
    const words = wordsOf(
      composeFor(
        settingOf(
          world,
          head,
          'DOC-RECUSAL',
          { type: 'DECIDE_RECUSAL', granted: false, reason: '查无此事' },
          { past, before },
        ),
      ),
    );
    expect(words).toContain('您的理由是：是对方亲戚。');
    expect(words).not.toContain('案情复杂');
  });

  test('measures of an urgent report are those of the flag', async () => {
    const world = new World();
    const head = await world.head(await classified(world));
    const flagged: PastStep = {
      ...step(head, 'FLAG_URGENT', { place: '东湖街', reason: '有人受伤' }),
      events: [{ type: 'urgent-flagged.v1', lifeAtStake: false, measures: ['AMBULANCE', 'INTERPRETER'] }],
    };
    const command = { type: 'RECORD_URGENT_REPORT', to: '市局', content: '已送医' };
    const words = wordsOf(composeFor(settingOf(world, head, 'DOC-URGENT', command, { past: [flagged] })));
    expect(words).toContain('联系医疗救护');
    expect(words).toContain('安排翻译或者手语协助');
  });
});

describe('the case that is cited', () => {
  test('[P-11] DOC-NACC names the organ, the number and the last day of what is pending', async () => {
    const world = new World();
    const cited = await world.head(await accepted(world));
    const head = await world.head(await classified(world));
    const command = { type: 'NOT_ACCEPT', pendingCase: cited.id, reason: '正在办理', method: 'POST' };
    const content = composeFor(settingOf(world, head, 'DOC-NACC', command, { cited }));
    const words = wordsOf(content);
    expect(words).toContain('已由云泽市公安局东湖分局于2026年3月2日受理（编号：东湖分局信受〔2026〕1号）');
    expect(clockIn(content, '办结')).toContain('2026年5月6日');
  });
});

describe('who issues', () => {
  test('a paper of somebody in another organ is of his organ, and is numbered there', async () => {
    const world = new World();
    const head = await world.head(await classified(world));
    const actor = { kind: 'OFFICER', id: officerId('chief-sun'), unit: unitId('yunze-xinfang'), standing: '' } as const;
    expect(issuerOf('DOC-JURIS', { head, actor, tree: world.tree })).toBe('yunze');
    expect(issuerOf('DOC-ACCEPT', { head, actor, tree: world.tree })).toBe('donghu');
    expect(issuerOf('DOC-JURIS', { head, actor: { kind: 'PETITIONER' }, tree: world.tree })).toBe('donghu');
  });

  test('[P-10] nobody complained about is the one to ask', async () => {
    const world = new World();
    const head = await world.head(await heard(world));
    const accused = { units: [], officers: [officerId('handler-zhu'), officerId('reg-zhang')] };
    const command = { type: 'REQUEST_SUPPLEMENT', what: '录音', method: 'POST' };
    const content = composeFor(settingOf(world, { ...head, accused }, 'DOC-SUPPL', command));
    expect(content.contact).toContain('联系人：马千里');
  });

  test('a kind that no command issues, and a command that issues no such paper, are faults of ours', async () => {
    const world = new World();
    const head = await world.head(await classified(world));
    expect(() => composeFor(settingOf(world, head, 'DOC-RECEIPT', { type: 'REGISTER' }))).toThrow('DOC-RECEIPT');
    expect(() => composeFor(settingOf(world, head, 'DOC-REDIRECT', { type: 'REGISTER' }))).toThrow('REGISTER');
    const command = { type: 'REQUEST_SUPPLEMENT', what: '录音', method: 'POST' };
    expect(() => composeFor({ ...settingOf(world, head, 'DOC-SUPPL', command), number: undefined })).toThrow('number');
  });

  test('articles are written out as a paper cites them', () => {
    expect(officialCite('行政诉讼法47、行政复议法23')).toBe('《行政诉讼法》第四十七条、《行政复议法》第二十三条');
    expect(officialCite('道路交通事故处理程序规定71、112(5)')).toBe(
      '《道路交通事故处理程序规定》第七十一条、《道路交通事故处理程序规定》第一百一十二条第五项',
    );
    expect(officialCite('条例31(2)')).toBe('《信访工作条例》第三十一条第二项');
  });
});
