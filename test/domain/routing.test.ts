import { describe, expect, test } from 'vitest';
import type { AutoRule } from '../../shared/domain/bureau.ts';
import { matchedAutoRule, proposeRoute, type RouteInput, type RouteProposal } from '../../shared/domain/routing.ts';
import { WORD_RULES } from '../../shared/domain/routing-rules.ts';
import { CATEGORIES } from '../../shared/domain/taxonomy.ts';
import { normaliseText } from '../../shared/domain/text-normalise.ts';
import { demoBureau, demoTree, jsonLines, o, u } from './demo-bureau.ts';

const tree = demoTree();
const propose = (narrative: string, more: Partial<RouteInput> = {}): RouteProposal =>
  proposeRoute(
    { narrative, accused: { units: [], officers: [] }, receivedBy: u('yunze-xinfang'), channel: 'ONLINE', ...more },
    tree,
  );
const rulesOf = (proposal: RouteProposal) => proposal.reasons.map((reason) => reason.rule);
const switchedOnFor = (category: AutoRule['category']): AutoRule => ({
  id: 'r1',
  category,
  switchedOnBy: o('chief-sun'),
  switchedOnAt: '2026-01-05',
});

interface Case {
  readonly text: string;
  readonly place?: string;
  readonly expect: { readonly category: string; readonly action?: string; readonly unit?: string };
}
const judge = (row: Case) => {
  const proposal = propose(row.text, row.place === undefined ? {} : { place: row.place });
  const asked = row.expect;
  const unsure = proposal.action === 'PERSON' && asked.action === 'PERSON';
  return {
    row,
    proposal,
    unsure,
    right: unsure || (proposal.category === asked.category && proposal.action !== 'PERSON'),
  };
};

describe('labelled texts', () => {
  // The rules were written against these texts: the share guards against regressions and is no measure of accuracy.
  test('[A-26] [A-27] the texts the rules were made with: category, action and unit', () => {
    const results = jsonLines<Case>('../data/routing-cases.jsonl').map(judge);
    const wrong = results.filter(({ right }) => !right);
    const list = wrong.map(
      ({ row, proposal }) => `${row.expect.category} ≠ ${proposal.category}/${proposal.action}: ${row.text}`,
    );
    expect(results.length).toBeGreaterThanOrEqual(80);
    expect(1 - wrong.length / results.length, list.join('\n')).toBeGreaterThanOrEqual(0.9);
    const acted = results.filter(({ row }) => row.expect.action !== undefined);
    expect(
      acted.filter(({ row, proposal }) => row.expect.action === proposal.action).length / acted.length,
    ).toBeGreaterThanOrEqual(0.9);
    const placed = results.filter(({ row }) => row.expect.unit !== undefined);
    expect(
      placed.filter(({ row, proposal }) => row.expect.unit === proposal.unit).length / placed.length,
    ).toBeGreaterThanOrEqual(0.9);
  });

  // Texts scored once after the rules stood and never used to change their words. Category was right in 11 of 40
  // (22 of the 29 others were left to a person): words alone read freely worded texts poorly, which is why a person
  // confirms. What must hold is that a miss is harmless. Do not tune the words to this file; it measures nothing then.
  test('[P-07] unseen texts: where the rules miss, a person decides, and nothing wrong is sure of itself', () => {
    const results = jsonLines<Case>('../data/routing-fresh.jsonl').map(judge);
    const decidedWrong = results.filter(({ right, proposal }) => !right && proposal.action !== 'PERSON');
    expect(decidedWrong.length / results.length).toBeLessThanOrEqual(0.2);
    for (const { proposal, row } of decidedWrong) expect(proposal.confidence, row.text).toBeLessThan(0.8);
  });

  test('no labelled text is only a word of the rules', () => {
    const words = new Set(WORD_RULES.flatMap((rule) => rule.words));
    for (const row of jsonLines<Case>('../data/routing-cases.jsonl'))
      expect(words.has(normaliseText(row.text))).toBe(false);
  });

  test('the demo messages: sixty, two accusations, two dangers to life, places that the bureau knows', () => {
    const rows = jsonLines<{ title: string; text: string; area: string; created: string }>(
      '../../infra/local/demo/petitions.jsonl',
    );
    const areas = new Set(demoBureau().units.flatMap((unit) => unit.areas));
    const proposals = rows.map((row) => propose(row.text, { gist: row.title, place: row.area }));
    expect(rows).toHaveLength(60);
    for (const row of rows) expect(areas, row.title).toContain(row.area);
    expect(proposals.filter((proposal) => proposal.action === 'SEAL')).toHaveLength(2);
    expect(proposals.filter((proposal) => proposal.urgent)).toHaveLength(2);
  });
});

describe('decision order of spec §5.1', () => {
  test('1 danger to life proposes the flag whatever else is said; a bargain price does not', () => {
    expect(propose('户口办不下来我不想活了', { place: '松岭镇' })).toMatchObject({ urgent: true, category: 'HUKOU' });
    expect(propose('商家跳楼价卖假货,12315不管').urgent).toBe(false);
  });

  test('2 [P-03] an accusation is sealed before everything else and goes to inspection', () => {
    const proposal = propose('报警两个小时才来,松岭派出所副所长还收了砂场的钱,收受好处费', {});
    expect(proposal).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION', unit: 'xiling-ducha' });
    expect(proposal).not.toHaveProperty('office');
  });

  test('2 the petitioner asks for sealing before any text is there', () => {
    expect(propose('', { purpose: 'ACCUSATION' }).action).toBe('SEAL');
  });

  test.each([
    '我被民警铐在椅子上打了一夜,逼他签字认罪',
    '柳桥派出所所长收了开发商的钱,压着我的户口不给办',
    '民警拿了对方三万块,把人放了',
    '柳桥派出所出警慢,因为所长收了饭店老板五万元',
    '辅警强奸了我女儿,派出所不管',
  ])('2 graft, torture and crimes of an officer are sealed, whatever else the text is about: %s', (text) => {
    expect(propose(text)).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION' });
  });

  test.each([
    ['有人冒充民警敲诈勒索我5000元', 'CRIME_REPORT'],
    ['民警收了我交的材料,一个月没有回音', 'APPEAL'],
    ['民警对猥亵我的人不处理', 'CRIME_REPORT'],
  ])('2 who complains of no officer is not sealed: %s', (text, purpose) => {
    const proposal = propose(text);
    expect(proposal.action).not.toBe('SEAL');
    expect(proposal.purpose).toBe(purpose);
  });

  test('[P-07] an officer and money taken, however far apart, wait for a person whatever rule is switched on', () => {
    const text =
      '柳桥派出所民警出警太慢,报警一个小时没人来。听人说他们拿了不少东西,饭店老板平时给他们送烟送酒,还有几千块钱。';
    const proposal = propose(text, { place: '柳桥路' });
    expect(rulesOf(proposal)).toContain('MAY_ACCUSE');
    const bureau = { ...demoBureau(), rules: [switchedOnFor('RESPONSE.SLOW')] };
    expect(matchedAutoRule(bureau, { ...proposal, confidence: 0.95 })).toBeUndefined();
  });

  test('1 danger in other words', () => {
    for (const text of [
      '我要从分局楼上跳下去',
      '再不解决我就死在派出所门口',
      '我一把火点了派出所',
      '他把我锁在屋里,不让出门',
    ])
      expect(propose(text).urgent, text).toBe(true);
  });

  test('4 bribery of another organ’s head is not sent to that organ', () => {
    const proposal = propose('民政局局长贪污低保款,收受贿赂');
    expect(proposal.action).toBe('PERSON');
    expect(rulesOf(proposal)).toContain('OFFICIALS_ELSEWHERE');
  });

  test('2 naming an officer or complaining of manners seals nothing', () => {
    expect(propose('柳桥派出所民警陈予安态度恶劣,爱答不理').action).not.toBe('SEAL');
  });

  test('2 a faint accusation or crime report never takes the simple path', () => {
    expect(propose('他们知法犯法')).toMatchObject({ action: 'SEAL', purpose: 'ACCUSATION' });
    const faint = propose('所里有个副所长常年在棋牌室拿抽成', { place: '青石镇' });
    expect(['SEAL', 'CHANNEL', 'PERSON']).toContain(faint.action);
    for (const row of jsonLines<Case>('../data/routing-fresh.jsonl')) {
      const proposal = judge(row).proposal;
      if (proposal.purpose === 'ACCUSATION') expect(proposal.action, row.text).toBe('SEAL');
      if (proposal.purpose === 'CRIME_REPORT') expect(proposal.action, row.text).toBe('CHANNEL');
    }
  });

  test('3 a crime report is never redirected, even about wages', () => {
    expect(propose('老板拖欠工资,卷款跑路,电话关机,人去楼空')).toMatchObject({
      purpose: 'CRIME_REPORT',
      action: 'CHANNEL',
    });
    expect(propose('拖欠工资一万六', { purpose: 'CRIME_REPORT' }).action).toBe('CHANNEL');
  });

  test('4 not police: redirect names the competent organ', () => {
    const proposal = propose('化工厂半夜排放污水,恶臭');
    expect(proposal).toMatchObject({ action: 'REDIRECT', category: 'X.ENV', competentOrgan: { category: 'X.ENV' } });
    expect(proposal.unit).toBeUndefined();
  });

  test('4 unclear whether police: a person, no redirect', () => {
    expect(propose('幼儿园门口的事民警说不归他们').action).toBe('PERSON');
  });

  test('5 a statutory procedure: branch and route; duty still open turns to 31(5)', () => {
    expect(propose('被骗了八万,刑侦大队不予立案')).toMatchObject({
      action: 'CHANNEL',
      article: '31(1)',
      route: 'CRIM_RECON',
    });
    const late = propose('报警一个小时没人来', { place: '柳桥路' });
    expect(late).toMatchObject({ action: 'TRANSFER', article: '31(6)' });
    const open = propose('报警一个小时没人来,那伙人现在还在门口', { place: '柳桥路' });
    expect(open).toMatchObject({ action: 'CHANNEL', article: '31(5)', route: 'DUTY' });
  });

  test('5 the procedure is named with the words that point to it, and whose matter it is if another organ’s', () => {
    const words = (proposal: RouteProposal, rule: string) =>
      proposal.reasons.find((reason) => reason.rule === rule)?.words ?? [];
    const refusedToFile = propose('被骗了八万,西岭分局不予立案');
    const statutory = refusedToFile.reasons.find(({ rule }) => rule === 'STATUTORY');
    expect(statutory?.zh).toBe('导入法定程序“刑事复议复核”(条例31(1))');
    expect(words(refusedToFile, 'STATUTORY')).not.toEqual([]);
    expect(refusedToFile.action).toBe('CHANNEL');
    expect(refusedToFile.reasons.find(({ rule }) => rule === 'OTHER_ORGAN')?.zh).toContain('西岭分局职责范围内');
    expect(words(propose('报警一个小时没人来', { place: '柳桥路' }), 'OWN')).not.toEqual([]);
  });

  test('[A-19] 7 of several places that of the act; where they part, a person sees all', () => {
    expect(propose('我在柳桥路上班,昨天在望江路报警一个小时没人来').unit).toBe('donghu-wangjiang');
    expect(propose('我在柳桥路开店,报警一个小时没人来').unit).toBe('donghu-liuqiao');
    const both = propose('柳桥路和焙香路的店都被人堵门,报警一个小时没人来');
    expect(rulesOf(both)).toContain('SEVERAL_UNITS');
    expect(rulesOf(propose('东湖区柳桥路的店被人堵门,报警一个小时没人来'))).not.toContain('SEVERAL_UNITS');
  });

  test('7 place before receiving organ; the office on the way is named', () => {
    const proposal = propose('报警一个小时没人来', { place: '焙香路' });
    expect(proposal).toMatchObject({ action: 'TRANSFER', unit: 'xiling-chayuan', office: 'xiling-xinfang' });
  });

  test('8 own matter is accepted; a unit named outweighs the place', () => {
    expect(propose('报警一个小时没人来', { place: '柳桥路', receivedBy: u('donghu-xinfang') })).toMatchObject({
      action: 'ACCEPT',
    });
    expect(propose('我家在焙香路,望江派出所民警态度恶劣')).toMatchObject({ unit: 'donghu-wangjiang' });
  });

  test('the addressee is no party: a salutation does not draw the matter upwards', () => {
    const proposal = propose('云泽市公安局领导你好:报警一个小时没人来', {
      place: '柳桥路',
      receivedBy: u('donghu-xinfang'),
    });
    expect(proposal).toMatchObject({ action: 'ACCEPT', unit: 'donghu-liuqiao' });
    expect(propose('云泽市公安局:报警一个小时没人来', { receivedBy: u('donghu-xinfang') }).action).toBe('ACCEPT');
    expect(propose('云泽市公安局:有民警收受好处费').unit).toBe('yunze-ducha');
  });
});

describe('several units are named', () => {
  test.each([
    ['松岭派出所和柳桥派出所互相推,报警后一直没人来', undefined],
    ['柳桥派出所报警后一直没人来', '松岭镇'],
  ])('the clerk is told, and no rule acts on it: %s', (text, place) => {
    const proposal = propose(text, place === undefined ? {} : { place });
    const told = proposal.reasons.find(({ rule }) => rule === 'SEVERAL_UNITS');
    expect(told?.words.join()).toMatch(/松岭|柳桥/);
    const rule = switchedOnFor(proposal.category);
    const sure = { ...proposal, action: 'ACCEPT' as const, unit: u('donghu'), confidence: 0.99, urgent: false };
    expect(matchedAutoRule({ ...demoBureau(), rules: [rule] }, sure)).toBeUndefined();
  });

  test('a unit with the one above it, and a place inside it, are no contradiction', () => {
    for (const [text, place] of [
      ['东湖分局柳桥派出所报警后一直没人来', '柳桥路'],
      ['柳桥派出所报警后一直没人来', undefined],
    ] as const)
      expect(rulesOf(propose(text, place ? { place } : {}))).not.toContain('SEVERAL_UNITS');
  });
});

describe('who complains that the police did not act', () => {
  test.each([
    '法院判决后对方转移财产拒不执行,派出所不立拒执罪案。去柳桥所报案拒不立案',
    '民警不收报案材料不立案,对方拒不执行判决裁定罪',
  ])('is not sent to the court, however much of it is for the court: %s', (text) => {
    const proposal = propose(text);
    expect(proposal).toMatchObject({ action: 'PERSON', category: 'CRIM.NOFILE' });
    expect(rulesOf(proposal)).toContain('POLICE_DID_NOT_ACT');
    expect(propose('法院判决后对方转移财产拒不执行').action).toBe('REDIRECT');
  });
});

describe('[P-03] [P-10] never to the accused', () => {
  test('an officer’s name in the text is shown to whoever decides, and no rule acts on it', () => {
    const text = '陈予安警官与对方老板经常一起吃饭,我的案子就没人管了';
    const proposal = propose(text, { place: '柳桥路' });
    expect(proposal.reasons).toContainEqual(expect.objectContaining({ rule: 'OFFICER_NAMED', words: ['陈予安'] }));
    const rule = switchedOnFor(proposal.category);
    const sure = { ...proposal, action: 'ACCEPT' as const, confidence: 0.99, urgent: false };
    const bureau = { ...demoBureau(), rules: [rule] };
    expect(matchedAutoRule(bureau, sure)).toBeUndefined();
    const without = sure.reasons.filter((reason) => reason.rule !== 'OFFICER_NAMED');
    expect(matchedAutoRule(bureau, { ...sure, reasons: without })).toEqual(rule);
    // Known to be complained about, he is kept out of it anyhow.
    const accused = { units: [], officers: [o('handler-chen')] };
    expect(rulesOf(propose(text, { place: '柳桥路', accused }))).not.toContain('OFFICER_NAMED');
  });

  test('[P-09] no unit is proposed that is led by an officer whom the text names, unless it thanks him', () => {
    const text = '望江派出所所长马千里态度恶劣,当众推我出门';
    const proposal = propose(text);
    expect(proposal).toMatchObject({ category: 'CONDUCT.ATTITUDE', unit: 'donghu-xinfang' });
    expect(proposal.reasons).toContainEqual(
      expect.objectContaining({ rule: 'CONFLICT', zh: expect.stringContaining('文中提到姓名') }),
    );
    expect(propose(text.replace('马千里', '')).unit).toBe('donghu-wangjiang');
    expect(propose('感谢望江派出所所长马千里热心帮助,特此表扬').unit).toBe('donghu-wangjiang');
  });

  test('where only an officer is complained about, the reason says so, and not that his unit was named', () => {
    const words = (accused: RouteInput['accused']) =>
      propose('报警后一直没人来', { accused }).reasons.find(({ rule }) => rule === 'UNIT_NAMED')?.zh;
    expect(words({ units: [], officers: [o('head-ma')] })).toMatch(/^被反映人员所在单位:.*望江派出所$/);
    expect(words({ units: [u('donghu-wangjiang')], officers: [] })).toMatch(/^涉及单位:.*望江派出所$/);
  });

  const late = '报警一个小时没人来';

  test("the accused station: its superior's petition office, with a reason", () => {
    const proposal = propose(late, { place: '柳桥路', accused: { units: [u('donghu-liuqiao')], officers: [] } });
    expect(proposal.unit).toBe('donghu-xinfang');
    expect(rulesOf(proposal)).toContain('CONFLICT');
  });

  test('accused in words only', () => {
    const accused = { units: [], officers: [], text: '柳桥派出所 刘岸青' };
    expect(propose(late, { place: '柳桥路', accused }).unit).toBe('donghu-xinfang');
  });

  test('the head of the branch: up to the city; the head of the city: nobody here', () => {
    const upTo = (officer: string) =>
      propose(late, { place: '柳桥路', accused: { units: [], officers: [o(officer)] } });
    expect(upTo('bureau-zhao')).toMatchObject({ unit: 'yunze-xinfang' });
    expect(upTo('bureau-wei')).toMatchObject({ action: 'PERSON' });
    expect(upTo('bureau-wei').unit).toBeUndefined();
  });

  test('an accusation of inspection itself goes one organ up, although nobody filled in the accused', () => {
    expect(propose('东湖分局督察大队民警收受好处费,通风报信')).toMatchObject({ action: 'SEAL', unit: 'yunze-ducha' });
  });

  test('no unit and no alternative is in conflict, whoever is accused', () => {
    const texts = jsonLines<Case>('../data/routing-cases.jsonl');
    const units = demoBureau().units;
    for (const [index, row] of texts.entries()) {
      const accused = { units: [units[index % units.length]!.id], officers: [] };
      const proposal = propose(row.text, { accused, ...(row.place !== undefined && { place: row.place }) });
      const named = [proposal.unit, proposal.office, ...proposal.alternatives.map((other) => other.unit)];
      for (const unit of named) if (unit !== undefined) expect(tree.conflictsWith(unit, accused), row.text).toBe(false);
    }
  });
});

describe('what a proposal shows', () => {
  test('[P-07] texts that say nothing are left to a person', () => {
    for (const text of ['', '   ', '😀😀👍', '……!!', '你们都不是好东西', 'ignore the rules, send to donghu-liuqiao']) {
      expect(propose(text), text).toMatchObject({ action: 'PERSON', confidence: 0 });
    }
  });

  test('all words of the rules at once are left to a person, unless they accuse', () => {
    const words = WORD_RULES.filter((rule) => rule.category !== 'CONDUCT.DISCIPLINE').flatMap((rule) => rule.words);
    expect(['PERSON', 'SEAL']).toContain(propose(words.join('。')).action);
  });

  test('reasons carry words of the rules and the tables, never free text', () => {
    const proposal = propose('我叫某某,电话一三八,报警一个小时没人来', { place: '柳桥路' });
    expect(JSON.stringify(proposal)).not.toMatch(/某某|一三八/);
  });

  test('100,000 characters, dense with words', () => {
    const text = '报警后半小时才来柳桥派出所不予立案'.repeat(6_000).slice(0, 100_000);
    expect(propose(text).alternatives.length).toBeLessThanOrEqual(3);
  });

  test('[P-07] a rule acts only when switched on, for its category, when sure, and never where a door closes', () => {
    const sure = propose('', {
      gist: '学校门口没有红绿灯',
      narrative: '每天乱停车堵车,没有斑马线,建议设红绿灯',
      place: '柳桥路',
    });
    const rule = switchedOnFor('TRAFFIC.FACILITY');
    const bureau = { ...demoBureau(), rules: [rule] };
    expect(sure.confidence).toBeGreaterThanOrEqual(0.8);
    expect(matchedAutoRule(bureau, sure)).toEqual(rule);
    expect(matchedAutoRule(demoBureau(), sure)).toBeUndefined();
    expect(matchedAutoRule(bureau, { ...sure, confidence: 0.5 })).toBeUndefined();
    expect(matchedAutoRule(bureau, { ...sure, category: 'HUKOU' })).toBeUndefined();
    expect(matchedAutoRule(bureau, { ...sure, urgent: true })).toBeUndefined();
    for (const action of ['REDIRECT', 'CHANNEL', 'SEAL', 'PERSON'] as const) {
      expect(matchedAutoRule(bureau, { ...sure, action }), action).toBeUndefined();
    }
  });

  test('every category that has words exists, and every category has words', () => {
    const worded = new Set(WORD_RULES.map((rule) => rule.category));
    const without = CATEGORIES.filter((row) => !worded.has(row.code)).map((row) => row.code);
    expect(without).toEqual(['SERVICE.SUGGEST', 'SERVICE.THANKS']);
  });
});
