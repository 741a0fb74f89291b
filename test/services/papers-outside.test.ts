import { describe, expect, test } from 'vitest';
import { annualReport } from '../../services/documents/annual-report.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import {
  annualPaper,
  receiptPaper,
  registrationPaper,
  type StoredPetition,
  slipPaper,
} from '../../shared/casework/papers/outside-commands.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { publishedFigures } from '../../shared/domain/published-figures.ts';
import type { Figure, ReportId } from '../../shared/domain/reports.ts';
import { loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import { readBody } from '../../shared/store/petition-texts.ts';
import { accepted } from '../builders/walk.ts';
import { classifiedAs } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { clockIn, paper, wordsOf } from './papers-read.ts';

async function stored(world: World, id: CaseId, sealed = false): Promise<StoredPetition> {
  const tables = sealed ? SEALED : ORDINARY;
  const loaded = await loadCase(world.database, tables, id);
  if (!loaded) throw new Error(`no case ${id}`);
  const { head } = loaded;
  const keys = sealed ? world.deps.sealedKeys : world.deps.keys;
  const key = await keys.unwrap(loaded.wrappedKey, head.petitionId);
  const body = await readBody(world.database, tables.texts, head.petitionId, key);
  return { head, ...body, tree: world.tree, calendar: CALENDAR, now: world.now };
}

describe('papers that no command issues', () => {
  test('[P-02] DOC-RECEIPT: when it came, what it is about, and the fifteen days', async () => {
    const world = new World();
    const { id, receiptCode } = await world.submit({ organ: 'donghu' });
    const content = receiptPaper(await stored(world, id));
    expect(content).toMatchObject({ title: '收件回执', recipient: '钱禾', organ: '云泽市公安局东湖分局', matter: id });
    expect(content.number).toBeUndefined();
    expect(clockIn(content, '书面告知（直接收到）')).toBe('2026年3月17日（星期二）');
    expect(wordsOf(content)).toContain('主要内容:请依法处理并书面答复');
    expect(wordsOf(content)).toContain('收到时间:2026年3月2日9时00分');
    expect(JSON.stringify(content).replace(/\D/g, '')).not.toContain(receiptCode);
  });

  test('[P-03] the receipt of an accusation says nothing of what it says', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const content = receiptPaper(await stored(world, id, true));
    expect(content.sealed).toBe(true);
    expect(wordsOf(content)).not.toContain('请依法处理');
    expect(wordsOf(content)).toContain('检举控告（内容保密）');
    // Its own clock, of fifteen working days for a reporter who gave his name; no other day is promised.
    expect(clockIn(content, '书面告知（直接收到）')).toBeUndefined();
    expect(content.blocks.filter(({ type }) => type === 'CLOCK')).toHaveLength(1);
    const { id: anonymous } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', petitioner: {} });
    const silent = receiptPaper(await stored(world, anonymous, true));
    expect(silent.blocks.filter(({ type }) => type === 'CLOCK')).toEqual([]);
    expect(wordsOf(silent)).toContain('由专人保密办理');
  });

  test('[P-01] a receipt promises no written notice where none can be sent (条例23(2))', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', petitioner: {} });
    const content = receiptPaper(await stored(world, id));
    expect(content.blocks.filter(({ type }) => type === 'CLOCK')).toEqual([]);
    expect(wordsOf(content)).toContain('无法书面告知');
    expect(wordsOf(content)).not.toMatch(/最晚在\d{4}年/);
  });

  test('[P-01] DOC-REG: what he chose to give; a number only where one was taken', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', petitioner: {}, languageNeeds: '方言' });
    const petition = await stored(world, id);
    const by = { readBack: { how: 'READ_ALOUD' }, registrar: officerId('reg-zhang') } as const;
    const content = registrationPaper(petition, by);
    expect(content).toMatchObject({ title: '接收信访事项登记表', draft: false, letterhead: 'PLAIN' });
    expect(content.number).toBeUndefined();
    const words = wordsOf(content);
    expect(words).toContain('信访人:未留');
    expect(words).toContain('信访人提出的帮助需要:方言');
    expect(words).toContain('登记人:张映雪');
    const number = { organCode: '东公', year: 2026, seq: 7 };
    expect(registrationPaper(petition, { ...by, number }).number).toBe('东公信登〔2026〕7号');
    const unread = { ...by, readBack: { how: 'NOT_POSSIBLE' } } as const;
    expect(wordsOf(registrationPaper(petition, unread))).toContain('未能核对：未登记');
  });

  test('[P-25] DOC-SLIP-SEALED is the one paper with the code, and names nobody', async () => {
    const world = new World();
    const { id, receiptCode } = await world.submit({ organ: 'donghu' });
    const content = slipPaper(await stored(world, id), receiptCode, '云泽市公安局网站');
    expect(content.blocks).toContainEqual({ type: 'CODE', text: receiptCode.replace(/(\d{4})(?=\d)/g, '$1 ') });
    expect(wordsOf(content)).not.toContain('钱禾');
    expect(content.queryHint).toBeUndefined();
  });

  test('[R-27] DOC-ANNUAL prints the figures that exist, and says of the others that nobody counts them', async () => {
    const world = new World();
    const id = await accepted(world);
    await world.count(id);
    const [from, to] = ['2026-01-01', '2026-12-31'] as LocalDate[];
    const reader = world.officer('auditor-fang');
    const report = async (of: 'R-01' | 'R-26', unit = 'donghu') =>
      (
        await reportOn(
          of,
          { unit: unitId(unit), from: from as LocalDate, to: to as LocalDate },
          reader,
          world.now,
          world.tree,
          world.database,
        )
      ).figures;
    const content = annualPaper({
      organ: unitId('donghu'),
      recipient: '东湖区委信访工作机构',
      from: from as LocalDate,
      to: to as LocalDate,
      number: { organCode: '东湖分局', year: 2027, seq: 1 },
      contact: officerId('po-li'),
      figures: { 'R-01': await report('R-01') },
      units: [{ unit: unitId('donghu-wangjiang'), figures: await report('R-26', 'donghu-wangjiang') }],
      reading: ['全年收到一件。'],
      tree: world.tree,
      now: world.now,
    });
    expect(content).toMatchObject({ title: '2026年信访工作年度报告', number: '东湖分局信报〔2027〕1号' });
    const words = wordsOf(content);
    // One petition is nobody’s number to publish, nor where it lies (P-23).
    expect(words).toContain('件次 *');
    expect(words).toContain('云泽市公安局东湖分局望江派出所 * * * *');
    expect(words).toContain('少于5件的数');
    expect(words).toContain('未统计 —');
    expect(words).toContain('本系统尚未统计该项数据');
    expect(words).not.toContain('本期没有');
  });
});

describe('the yearly report of a complained-about officer', () => {
  test('[P-10] [R-27] each draft counts for him what his reports count, and says so; what is issued counts all', async () => {
    const world = new World();
    const accused = { units: [], officers: ['supervisor-kong'] };
    for (let at = 0; at < 10; at += 1) await world.count(await classifiedAs(world, at < 2 ? { accused } : {}));
    const asked = (who: string, issue = false) =>
      annualReport(
        { year: 2026, recipient: '东湖区委信访工作机构', reading: ['全年平稳。'], issue },
        { principal: world.officer(who), now: world.now, tree: world.tree },
        world.deps,
      ).then(wordsOf);
    const reported = async (who: string) => {
      const [from, to] = ['2026-01-01', '2026-12-31'] as [LocalDate, LocalDate];
      const question = { unit: unitId('donghu'), from, to };
      const report = await reportOn('R-01', question, world.officer(who), world.now, world.tree, world.database);
      return report.figures[0]?.display;
    };
    for (const [who, submissions] of [
      ['supervisor-kong', '8'],
      ['chief-wang', '10'],
    ] as const) {
      const words = await asked(who);
      expect(words, who).toContain(`件次 ${submissions}`);
      expect(words, who).toContain('各数均不含反映阅看人本人');
      expect(await reported(who), who).toBe(submissions);
    }
    world.now = instant('2027-01-05T01:00:00Z');
    const issued = await asked('chief-wang', true);
    expect(issued).toContain('件次 10');
    expect(issued).not.toContain('阅看人');
    expect(await asked('supervisor-kong')).toBe(issued);
  });

  test('[R-26] what the organ handles itself has a row of its own, so that the rows add up to all', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    for (let at = 0; at < 12; at += 1) {
      const id = await classifiedAs(world, {});
      const unit = at < 6 ? 'donghu' : 'donghu-liuqiao';
      const gets = { handlingUnit: unit, requestItems: ['答复'], method: 'POST' };
      await world.command(id, world.officer('po-li'), { type: 'ACCEPT', ...gets } as never);
      await world.count(id);
    }
    const question = { year: 2026, recipient: '东湖区委信访工作机构', reading: ['全年平稳。'], issue: false };
    const words = wordsOf(
      await annualReport(
        question,
        { principal: world.officer('chief-wang'), now: world.now, tree: world.tree },
        world.deps,
      ),
    );
    expect(words).toMatch(/（本级） 6 0 0 6/);
    expect(words).toMatch(/柳桥派出所 6 0 0 6/);
  });
});

describe('[P-23] numbers that may be published (§6)', () => {
  const counted = (key: string, value: number) => ({ key, zh: key, en: key, value, display: String(value), cases: [] });
  const shared = (key: string, numerator: number, denominator: number) => ({
    ...counted(key, 0),
    display: `${(100 * numerator) / denominator}%`,
    numerator,
    denominator,
  });
  const shown = (id: ReportId, figures: readonly Figure[]) =>
    Object.fromEntries(publishedFigures(id, figures).map(({ key, display }) => [key, display]));

  test('fewer than five are left out, and beside them the next smallest, so that nothing follows from the total', () => {
    const channels = [counted('channel:VISIT', 30), counted('channel:LETTER', 9), counted('channel:CALL', 0)];
    const r01 = [counted('submissions', 40), counted('batches', 30), counted('people', 70), ...channels];
    expect(shown('R-01', [...r01, counted('sealed', 1)])).toEqual({
      submissions: '40',
      batches: '30',
      people: '70',
      'channel:VISIT': '30',
      'channel:LETTER': '*',
      'channel:CALL': '0',
      sealed: '*',
    });
    // Two of them make less than five together: one more goes.
    expect(shown('R-26', [counted('concluded', 2), counted('passedOn', 2), counted('inProgress', 9)])).toEqual({
      concluded: '*',
      passedOn: '*',
      inProgress: '*',
    });
    expect(shown('R-26', [counted('concluded', 5), counted('passedOn', 0), counted('inProgress', 9)])).toEqual({
      concluded: '5',
      passedOn: '0',
      inProgress: '9',
    });
  });

  test('visits are the batches and no more than the visitors, and these are left out with them', () => {
    const visits = [
      counted('submissions', 26),
      counted('batches', 6),
      counted('people', 8),
      counted('channel:VISIT', 6),
    ];
    expect(shown('R-01', [...visits, counted('channel:LETTER', 17), counted('sealed', 3)])).toMatchObject({
      batches: '*',
      people: '*',
      'channel:VISIT': '*',
      'channel:LETTER': '17',
      sealed: '*',
    });
  });

  test('a rate tells how few are in it, or missing from it', () => {
    const rates = [shared('rate', 49, 50), shared('other', 3, 50), shared('few', 0, 4), shared('told', 20, 50)];
    expect(shown('R-05', rates)).toEqual({ rate: '*', other: '*', few: '*', told: '40%' });
    const [category] = publishedFigures('R-03', [shared('category:HUKOU', 2, 50), shared('category:none', 48, 50)]);
    expect(category).toMatchObject({ count: '*', display: '*' });
    expect(shown('R-03', [shared('category:HUKOU', 2, 50), shared('category:none', 48, 50)])['category:none']).toBe(
      '*',
    );
  });
});

describe('DOC-S-NOTICE (条例23(4)、30)', () => {
  test('[P-03] where it went, never what it says; sealed, and frozen in the sealed store', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const officer = world.officer('sealed-xie');
    await world.command(id, officer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    await world.command(id, officer, { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' });
    await world.command(id, officer, { type: 'S_INFORM', method: 'HAND', content: '已移送' });
    const content = await paper(world, id, 'DOC-S-NOTICE', true);
    expect(content).toMatchObject({ title: '检举控告办理情况告知书', sealed: true, recipient: '钱禾' });
    const words = wordsOf(content);
    expect(words).toContain('已于2026年3月2日移送派驻纪检监察组');
    expect(words).not.toContain('反映民警违纪');
    expect(words).not.toContain('报警');
    expect(content.contact).toContain('谢守默');
  });
});
