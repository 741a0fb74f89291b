import { describe, expect, test } from 'vitest';
import { composeDocument } from '../../shared/domain/documents/compose.ts';
import type { DocumentData } from '../../shared/domain/documents/data.ts';
import { DocumentIncomplete } from '../../shared/domain/documents/document-incomplete.ts';
import { DOCUMENT_KIND_CODES, DOCUMENT_KINDS, type DocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import { ALL_EXAMPLES, EXAMPLES } from './examples.ts';
import { stringsOf, textOf } from './text-of.ts';

/** Mandatory content of each kind (`spec.md` §2.4, right column), as it stands on the paper of the example. */
const MANDATORY: Readonly<Record<DocumentKind, readonly string[]>> = {
  'DOC-RECEIPT': ['2026年3月2日9时05分', '来访', '通话记录截图1张', '2026年3月17日', '查询码'],
  'DOC-REG': ['请书面说明', '一个多小时', '及时处置', '信访人核对后签名', '听力不便', '未留'],
  'DOC-ACCEPT': [
    '2026年3月2日',
    '并改进接处警工作',
    '调查核实',
    '2026年5月8日',
    '申请其回避',
    '望江派出所',
    '第三十四条',
  ],
  'DOC-REDIRECT': ['东湖区人力资源和社会保障局', '政务路9号', '0990-6230012', '劳动报酬争议', '第二十三条第一款'],
  'DOC-CHANNEL': ['第三十一条第四项', '行政复议', '2026年4月13日', '2026年8月10日', '处罚决定书复印件', '没有期限'],
  'DOC-TRANSFER': ['望江派出所', '15日内（最晚2026年3月24日', '5个工作日内（最晚2026年3月16日'],
  'DOC-TRANSFER-NOTICE': ['望江派出所', '望江路12号', '2026年3月24日', '书面告知您'],
  'DOC-ASSIGN': ['所领导当面听取', '2026年5月15日', '办结报告', '逐项处理结果'],
  'DOC-OBJECTION': ['清河派出所辖区', '云泽市公安局清河分局', '2026年2月26日', '云公信转〔2026〕9号'],
  'DOC-OBJ-RULING': ['云东公信异〔2026〕2号', '不同意', '原期限不变', '2026年2月27日'],
  'DOC-JURIS': ['首接单位应先行办理', '由东湖交警大队办理', '继续负责', '第二十四条'],
  'DOC-NACC': ['第十九条第三款', '云东公信受〔2026〕15号', '2026年5月8日'],
  'DOC-NLACC': [
    '第三十六条第三款',
    '江公信复核〔2025〕7号',
    '2025年11月20日',
    '新的事实或者理由',
    '民事诉讼',
    '周敏、罗晓',
  ],
  'DOC-EXT': ['外省指挥中心', '15日', '2026年9月21日', '魏建国', '第三十四条'],
  'DOC-EXT-APPROVAL': ['外省指挥中心', '15日', '2026年9月21日', '局长办公会纪要第8号', '本机关负责人签名'],
  'DOC-HEARING-NOTICE': ['苗青禾', '原办理机关', '共7日', '2026年7月8日', '第三十六条第二款'],
  'DOC-HEARING-RECORD': ['我等了一个多小时', '到场较晚属实', '不同意见', '110接警记录'],
  'DOC-MEDIATION': ['甲方（信访人）', '致歉', '2026年4月10日', '出于自愿', '唐书宁', '第三十三条'],
  'DOC-SETTLEMENT': ['柳大江', '1200元', '2026年4月15日', '出于自愿', '不以不再信访为条件'],
  'DOC-OPINION': [
    '请求（一）“请书面说明',
    '解释说明',
    '请求（二）“请对当晚',
    '予以支持',
    '21时11分接警',
    '到场太晚造成损失',
    '110接处警工作规则',
    '云泽市公安局（地址：云泽市澄江大道1号',
    '自收到之日起30日内',
    '2026年5月20日',
    '第三十二条',
  ],
  'DOC-REVIEW-REQ': ['复查申请书', '云东公信处〔2026〕12号', '撤销原意见', '没有说明为什么没有改派', '2026年5月22日'],
  'DOC-LATE': ['2026年10月8日', '忘记了日期', '没有不可抗力', '不接受'],
  'DOC-REVIEW-OPINION': [
    '撤销云泽市公安局东湖分局',
    '重新作出',
    '2026年7月15日',
    '江原省公安厅（地址',
    '30日内',
    '不得以同一事实和理由',
  ],
  'DOC-REREVIEW-OPINION': ['维持云泽市公安局作出的意见', '最终意见', '不再受理', '新的事实或者理由', '2026年7月8日'],
  'DOC-DELIVERY': ['直接送交', '2026年4月22日15时20分', '本人签名', '云东公信处〔2026〕12号', '2026年5月22日'],
  'DOC-SUPERVISION': ['拖延或者超过规定期限', '期限届满三日', '立即出具处理意见', '2026年5月21日'],
  'DOC-SUGGEST': ['改进工作建议书', '夜间增加一组备勤', '2026年4月8日'],
  'DOC-FEEDBACK': ['部分采纳', '建立改派报告制度', '需要编制', '云公信建〔2026〕1号'],
  'DOC-CLOSING-REPORT': ['云公信交〔2026〕6号', '已书面说明', '说清楚了', '2026年4月22日'],
  'DOC-EXEC': ['建立改派报告制度', '望江派出所', '2026年5月20日'],
  'DOC-FOLLOWUP': ['书面同意', '没有再发生', '希望公开电话能有人接', '非承办人'],
  'DOC-ACC': ['未在规定期限内办结', '5月11日才出具', '不予追究责任', '承办人住院', 'ACC-7.1'],
  'DOC-URGENT': ['小区供水', '分局信访接待大厅', '32人', '组织调解', '第二十五条'],
  'DOC-ANNUAL': ['2025年信访工作年度报告', '登记日期', '望江派出所', '督办', '改进工作', '口径'],
  'DOC-REPLY': ['已于3月5日为您办理', '改按普通程序', '云泽市公安局（地址', '2026年5月20日'],
  'DOC-SLIP': ['拟办', '批示', '魏建国', '2026年3月3日16时30分', '望江派出所'],
  'DOC-CORRECTION': ['没有回应第二项请求', '补充对第二项请求的答复', '2026年4月24日'],
  'DOC-SLIP-SEALED': ['0390 5736 6005 4770', '信访人本人拆封'],
  'DOC-PLAN': ['孟川', '高远', '2026年4月20日', '罗晓', '每周向包案领导报告'],
  'DOC-RECUSAL': ['高远', '不同意回避申请', '没有该民警', '秦岭'],
  'DOC-INTERVIEW': ['22时25分才来人', '陈述人核对后签名', '已交陈述人阅读'],
  'DOC-SUPPL': ['当晚的通话记录', '不停止本机关的办理期限', '2026年5月8日'],
  'DOC-WITHDRAW': ['我自己愿意撤回', '自愿', '2026年3月19日', '2026年4月19日'],
  'DOC-S-NOTICE': ['纪检监察组', '保密', '第三十条第三款', '0990-6120098'],
};

const edited = <K extends DocumentKind>(kind: K, change: Partial<(typeof EXAMPLES)[K]>): DocumentData =>
  ({ ...EXAMPLES[kind], ...change }) as DocumentData;

describe.each(DOCUMENT_KIND_CODES)('%s', (kind) => {
  const content = composeDocument(EXAMPLES[kind]);
  const text = textOf(content);

  test('holds its mandatory content', () => {
    expect(MANDATORY[kind].filter((wanted) => !text.includes(wanted))).toEqual([]);
  });

  test('has the common blocks: organ, title, number of its class, contact, date, seal', () => {
    const { numberClass } = kindOf(kind);
    expect(content.organ).toBe(EXAMPLES[kind].organ.name);
    if (numberClass)
      expect(content.number).toMatch(new RegExp(`^云(东)?公密?信${numberClass}〔2026〕|^江公信${numberClass}〔2026〕`));
    else expect(content.number).toBeUndefined();
    expect(content.contact).toContain('周敏');
    expect(content.contact).toContain('0990-6120122');
    expect(content.seal).toBe(kind === 'DOC-REVIEW-REQ' ? undefined : content.organ);
    expect(content.template).toBe(DOCUMENT_KINDS[kind].version);
    expect(content.blocks.length).toBeGreaterThan(0);
  });

  test('is plain JSON with nothing blank or left open in it, and the same every time', () => {
    expect(JSON.parse(JSON.stringify(content))).toStrictEqual(content);
    expect(composeDocument(structuredClone(EXAMPLES[kind]))).toStrictEqual(content);
    expect(stringsOf(content).filter((string) => string === '' || /undefined|NaN|\[object/.test(string))).toEqual([]);
    expect(text).not.toMatch(/。。|。；|；。|，。/);
  });

  test('[A-06] goes to a petitioner only with the box in plain words, a delivery line and a hint how to look up', () => {
    const toPetitioner = kindOf(kind).addressee === 'PETITIONER';
    if (!toPetitioner) return expect(content.queryHint).toBeUndefined();
    expect(content.recipient).toBe('苗青禾');
    expect(content.plainWords?.meaning.length).toBeGreaterThan(0);
    expect(content.plainWords?.youCan.length).toBeGreaterThan(0);
    expect(content.plainWords?.latest.join()).toMatch(/年\d+月\d+日|没有期限|之日起/);
    expect(content.delivery).toContain('送达方式');
    expect(content.queryHint !== undefined).toBe(kind !== 'DOC-SLIP-SEALED');
  });

  test('[P-12][P-05] nothing in it stigmatises, and nothing asks to stop petitioning', () => {
    expect(text).not.toMatch(/缠访|闹访|无理|上访户|稳控|息诉|罢访|非访|越级/);
  });
});

describe('[P-25] the receipt code', () => {
  test('stands on the sealed slip and on no other paper', () => {
    const withCode = ALL_EXAMPLES.filter((data) => /0390 ?5736 ?6005 ?4770/.test(textOf(composeDocument(data))));
    expect(withCode.map(({ kind }) => kind)).toEqual(['DOC-SLIP-SEALED']);
  });

  test.each(['039057366005477', '03905736600547701', 'abcd573660054770'])('%s is none', (receiptCode) => {
    expect(() => composeDocument(edited('DOC-SLIP-SEALED', { receiptCode }))).toThrow(DocumentIncomplete);
  });
});

describe('[P-11] papers that refuse', () => {
  test.each([
    'DOC-REDIRECT',
    'DOC-CHANNEL',
    'DOC-NACC',
    'DOC-NLACC',
    'DOC-LATE',
    'DOC-RECUSAL',
  ] as const)('%s states ground, article and the next route with its last day', (kind) => {
    const content = composeDocument(EXAMPLES[kind]);
    expect(content.legalBasis.join()).toContain('《信访工作条例》');
    expect(content.remedy?.lines.join()).toMatch(/最晚到\d{4}年|没有期限|之日起/);
    expect(content.remedy?.lines.join()).toContain('依据：');
  });

  test('a route whose last day has passed says so and is not sold as open', () => {
    const { issuedOn: _, ...rest } = EXAMPLES['DOC-CHANNEL'];
    const late = composeDocument({ ...rest, issuedOn: '2026-05-04' as typeof _ });
    const [reconsideration, suit] = late.plainWords?.latest ?? [];
    expect(reconsideration).toContain('期限已于2026年4月13日（星期一）届满');
    expect(suit).toContain('最晚到2026年8月10日');
    // On the last day itself it is still open.
    const onTheDay = composeDocument({ ...rest, issuedOn: '2026-04-13' as typeof _ });
    expect(onTheDay.plainWords?.latest[0]).toContain('最晚到2026年4月13日');
  });

  test('a provisional day is called provisional', () => {
    expect(composeDocument(EXAMPLES['DOC-NLACC']).plainWords?.latest.join()).toContain('2027年6月3日（星期四）（暂定');
  });

  test('an opinion never says that one can sue against it', () => {
    expect(textOf(composeDocument(EXAMPLES['DOC-OPINION']))).not.toContain('起诉');
  });
});

describe('every date explains itself', () => {
  test.each([
    'DOC-EXT',
    'DOC-EXT-APPROVAL',
  ] as const)('[V22] %s prints how its old and its new day were counted', (kind) => {
    const [before, after, ...others] = composeDocument(EXAMPLES[kind]).blocks.flatMap((block) =>
      block.type === 'CLOCK' ? [block] : [],
    );
    expect(others).toEqual([]);
    expect(before).toMatchObject({ name: '原定办理期限', lastDay: '2026年9月7日（星期一）' });
    expect(before?.steps).toContain('自2026年7月9日起算，第60日为2026年9月6日（周日）〔民法典201〕');
    expect(after?.lastDay).toBe('2026年9月21日（星期一）');
    expect(after?.steps).toContain(
      '经本机关负责人批准延长15日，自顺延前的届满日续计，第75日为2026年9月21日（周一）〔条例34〕',
    );
  });

  test('the petitioner’s 30 days of an opinion are shown as an example, not as the day', () => {
    const names = composeDocument(EXAMPLES['DOC-OPINION']).blocks.flatMap((block) =>
      block.type === 'CLOCK' ? [block.name] : [],
    );
    expect(names).toEqual(['申请复查（假定2026年4月20日收到）']);
  });
});

describe('other shapes of the data', () => {
  test('acceptance by the simple procedure, and of a suggestion', () => {
    const { reply } = { reply: EXAMPLES['DOC-TRANSFER'].inform };
    const simple = composeDocument(edited('DOC-ACCEPT', { path: { type: 'SIMPLE', reply } }));
    expect(textOf(simple)).toContain('改按普通程序');
    expect(simple.legalBasis.join()).not.toContain('第三十四条');
    const suggestion = composeDocument(edited('DOC-ACCEPT', { path: { type: 'SUGGESTION' } }));
    expect(suggestion.legalBasis.join()).toContain('第二十九条');
    expect(suggestion.blocks.some(({ type }) => type === 'CLOCK')).toBe(false);
  });

  test('a late request that is admitted names the new last day and needs no other route', () => {
    const content = composeDocument(
      edited('DOC-LATE', { decision: { admitted: true, reason: '住院治疗', decide: EXAMPLES['DOC-EXT'].after } }),
    );
    expect(content.plainWords?.latest.join()).toContain('2026年9月21日');
    expect(content.remedy).toBeUndefined();
  });

  test('a re-review request has its own title and article; so has each kind of suggestion', () => {
    const request = composeDocument(edited('DOC-REVIEW-REQ', { stage: 'REREVIEW' }));
    expect([request.title, request.legalBasis]).toEqual(['复核申请书', ['《信访工作条例》第三十六条']]);
    expect(composeDocument(edited('DOC-SUGGEST', { type: 'ACCOUNT' })).title).toBe('追究责任建议书');
  });

  test('a changed opinion prints the changes; a recusal granted names who takes over', () => {
    const changed = composeDocument(
      edited('DOC-REVIEW-OPINION', { decision: { type: 'CHANGE', changes: ['认定处置迟缓。'] } }),
    );
    expect(textOf(changed)).toContain('认定处置迟缓');
    const granted = composeDocument(edited('DOC-RECUSAL', { decision: { granted: true, successor: '罗晓' } }));
    expect(granted.plainWords?.youCan.join()).toContain('罗晓');
    expect(granted.remedy).toBeUndefined();
  });

  test('a hearing of the handling stage stops no clock', () => {
    const text = textOf(composeDocument(edited('DOC-HEARING-NOTICE', { stage: { type: 'HANDLING' } })));
    expect(text).toContain('不停止办理期限');
    expect(text).not.toContain('不计算在复核期限内');
  });

  test('a suggestion that is answered says what became of it; an enquiry has no period', () => {
    const path = { type: 'SUGGESTION', adoption: 'PARTLY', why: '先在两处试行。' } as const;
    expect(textOf(composeDocument(edited('DOC-REPLY', { path })))).toContain('部分采纳。先在两处试行');
    expect(composeDocument(edited('DOC-REPLY', { path: { type: 'ENQUIRY' } })).remedy).toBeUndefined();
  });

  test('[P-28] an urgent report may go out before anything could be done, and names only help', () => {
    const early = composeDocument(edited('DOC-URGENT', { measures: [] }));
    expect(early.blocks).toContainEqual({ type: 'PARAGRAPH', text: '无' });
  });

  test('free text ends with one full stop, whether its writer put one or not', () => {
    const [without, withOne] = ['不属于职权范围', '不属于职权范围。'].map((why) =>
      textOf(composeDocument(edited('DOC-REDIRECT', { why }))),
    );
    expect(without).toBe(withOne);
  });
});

const withField = (data: DocumentData, path: string, value: unknown): DocumentData => {
  const copy = structuredClone(data) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy as unknown as DocumentData;
};

describe('what is missing or cannot be right is refused, naming the field', () => {
  test.each<[DocumentKind, string, unknown, 'MISSING' | 'INVALID', string?]>([
    ['DOC-OPINION', 'items.1.answer', '  ', 'MISSING'],
    ['DOC-OPINION', 'items', [], 'MISSING'],
    ['DOC-OPINION', 'laws', [], 'MISSING'],
    ['DOC-OPINION', 'found', [], 'MISSING'],
    ['DOC-OPINION', 'review.organ.address', '', 'MISSING'],
    ['DOC-OPINION', 'number', undefined, 'MISSING'],
    ['DOC-OPINION', 'number.seq', 0, 'INVALID', 'number'],
    ['DOC-ACCEPT', 'items', [], 'MISSING'],
    ['DOC-ACCEPT', 'acceptedOn', '2026-02-30', 'INVALID'],
    ['DOC-ACCEPT', 'path.handle.due', 'soon', 'INVALID'],
    ['DOC-ACCEPT', 'recipient.name', '\u0000', 'MISSING'],
    ['DOC-ACCEPT', 'contact.officePhone', '', 'MISSING'],
    ['DOC-ACCEPT', 'path.handle.explanation', [], 'MISSING', 'explanation'],
    ['DOC-REG', 'representatives', ['甲', '乙', '丙', '丁', '戊', '己'], 'INVALID'],
    ['DOC-REG', 'readBack', { how: 'NOT_POSSIBLE' }, 'MISSING', 'readBack.reason'],
    ['DOC-EXT', 'days', 31, 'INVALID'],
    ['DOC-EXT', 'days', 0, 'INVALID'],
    ['DOC-EXT', 'days', 14, 'INVALID', 'after.nominalDue'],
    ['DOC-EXT-APPROVAL', 'days', 31, 'INVALID'],
    ['DOC-NLACC', 'comparison.newFacts', '', 'MISSING'],
    ['DOC-HEARING-NOTICE', 'stage.excluded.days', 6, 'INVALID', 'excluded.days'],
    ['DOC-OBJECTION', 'reasons', [], 'MISSING'],
    ['DOC-PLAN', 'leader', '', 'MISSING'],
    ['DOC-MEDIATION', 'terms', [], 'MISSING'],
    ['DOC-ANNUAL', 'units.rows', [['只有一格']], 'INVALID'],
    ['DOC-URGENT', 'headcount', -1, 'INVALID'],
  ])('%s: %s = %j', (kind, path, value, reason, field = path) => {
    const refused = expect(() => composeDocument(withField(EXAMPLES[kind], path, value)));
    refused.toThrow(DocumentIncomplete);
    refused.toThrow(expect.objectContaining({ field, reason }));
  });

  test('[A-31] leader, handler and day of the plan are all mandatory', () => {
    for (const field of ['leader', 'handler', 'dueOn'])
      expect(() => composeDocument(withField(EXAMPLES['DOC-PLAN'], field, ''))).toThrow(DocumentIncomplete);
  });

  test('a draft has no number and says that it is one', () => {
    const content = composeDocument(edited('DOC-OPINION', { number: 'DRAFT' }));
    expect([content.draft, content.number]).toEqual([true, undefined]);
  });
});
