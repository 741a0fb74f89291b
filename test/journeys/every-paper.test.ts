import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENT_KIND_CODES, DOCUMENT_KINDS, type DocumentKind } from '../../shared/domain/documents/kinds.ts';
import { Journey, petition } from './client.ts';

/**
 * Every kind of paper of the procedure, issued and opened through HTTP as .docx and as HTML, all on one day: the clock
 * is not moved. The list of kinds is that of the product, so that a new one without a path here turns the last test red.
 */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  // A first request that starts its function may outlast the function's time on a busy machine: that is not the subject.
  for (const [path, as] of [
    ['/petitions/status'],
    ['/petitions/mine/documents'],
    ['/petitions/mine/commands'],
    ['/petitions/none/reveal', 'po-li'],
  ] as const)
    for (let tries = 0; tries < 8 && (await journey.post(path, {}, as)).status >= 500; tries += 1);
});
afterAll(() => journey.end());

/** Kinds that were opened, each with what it was asked from. */
const opened = new Map<DocumentKind, string>();

async function file(path: string, body: unknown, as?: string): Promise<Buffer> {
  const response = await fetch(`${journey.cloud.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(as ? { authorization: `Bearer ${await journey.cloud.token(as)}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${bytes.toString('utf8')}`);
  return bytes;
}

/** Title as the page has it; a few kinds are more precise than their name in the list. */
const TITLES: Partial<Readonly<Record<DocumentKind, RegExp>>> = {
  'DOC-REDIRECT': /告知书（向有权机关提出）/,
  'DOC-REVIEW-REQ': /复查申请书|复核申请书/,
  'DOC-LATE': /逾期申请审查告知书|不予复查告知书/,
  'DOC-SUGGEST': /改进工作建议书/,
  'DOC-ANNUAL': /\d{4}年信访工作年度报告/,
};

/** Opens a paper both ways and looks whether each is that paper, of an organ, with its date in Chinese form. */
async function open(kind: DocumentKind, ask: (format: 'docx' | 'html') => Promise<Buffer>, from: string) {
  const html = (await ask('html')).toString('utf8');
  const title = TITLES[kind] ?? new RegExp(DOCUMENT_KINDS[kind].zh);
  expect(html, kind).toMatch(title);
  expect(html, kind).toMatch(/[〇一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日/);
  const document = unzipSync(new Uint8Array(await ask('docx')))['word/document.xml'];
  const words = new TextDecoder().decode(document).replace(/<[^>]*>/g, '');
  expect(words, kind).toMatch(title);
  if (DOCUMENT_KINDS[kind].addressee === 'PETITIONER') expect(words, kind).toContain('用平常话说明');
  opened.set(kind, from);
}

/** Opens the papers of a case that this officer sees, of kinds that nobody opened yet. */
async function openPapers(id: string, as: string): Promise<void> {
  const { documents } = (await journey.get(`/petitions/${id}/documents`, as)).body;
  for (const { case: of, version, index, kind } of documents)
    if (!opened.has(kind))
      await open(
        kind,
        (format) =>
          file(`/petitions/${of}/documents/read`, { document: { version, index }, reason: '查看文书', format }, as),
        `${as} ${of}`,
      );
}

const READ_BACK = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };
const CHECK = { facts: true, law: true, papers: true };
const GO_AHEAD = { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' };
/** Hands in a petition; its id and code. */
async function handedIn(fields: Record<string, unknown> = {}) {
  const { status, body } = await journey.post('/petitions', petition(fields));
  if (status !== 201) throw new Error(`POST /petitions: ${status} ${JSON.stringify(body)}`);
  return body as { id: string; receiptCode: string };
}

const now = async (): Promise<string> => (await journey.get('/_local/clock')).body.now;
/** The day in Shanghai. */
const today = async (): Promise<string> => new Date(Date.parse(await now()) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Registered and classified by 东湖分局信访室, or by 云泽市公安局信访处. */
async function classified(classify: Record<string, unknown> = {}, organ: 'donghu' | 'yunze' = 'donghu') {
  const [registrar, officer] = organ === 'donghu' ? ['reg-zhang', 'po-li'] : ['reg-qian', 'po-zhou'];
  const { id, receiptCode } = await handedIn({ organ });
  await journey.command(id, registrar as string, READ_BACK);
  await journey.command(id, officer as string, {
    type: 'CLASSIFY',
    purpose: 'APPEAL',
    category: 'RESPONSE.SLOW',
    ...classify,
  });
  return { id, receiptCode };
}

async function accepted() {
  const matter = await classified();
  await journey.command(matter.id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['书面说明出警经过'],
    method: 'POST',
  });
  return matter;
}

/** …under investigation, the petitioner heard. */
async function heard() {
  const matter = await accepted();
  const { clocks } = (await journey.get(`/petitions/${matter.id}`, 'po-li')).body;
  const { nominalDue } = clocks.find(({ clock }: { clock: string }) => clock === 'HANDLE_60D');
  await journey.command(matter.id, 'head-ma', {
    type: 'SET_PLAN',
    leader: 'leader-shen',
    handler: 'handler-zhu',
    dueAt: nominalDue,
  });
  await journey.command(matter.id, 'handler-zhu', {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '听取陈述',
  });
  return matter;
}

/** Approved, checked, sent and received at once, by those of the organ. */
async function sendOut(id: string, head: string, office: string, duty?: string) {
  await journey.command(id, head, { type: 'APPROVE_OPINION', check: CHECK });
  if (duty) await journey.command(id, duty, GO_AHEAD);
  await journey.command(id, office, { type: 'DISPATCH', method: 'POST' });
  await journey.command(id, office, { type: 'DELIVER', method: 'POST', receivedAt: await now(), proof: '邮政回执' });
}

async function own(receiptCode: string, command: Record<string, unknown>): Promise<void> {
  const reply = await journey.post('/petitions/mine/commands', { receiptCode, proof: { name: '苗青禾' }, command });
  if (reply.status !== 200) throw new Error(`${command.type}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

const reviewOf = async (id: string, as: string): Promise<string> =>
  (await journey.get(`/petitions/${id}`, as)).body.inReview.caseId;

test('what comes in: receipt, registration form, code slip of the print station, urgent report', async () => {
  const { id, receiptCode } = await handedIn();
  await open(
    'DOC-RECEIPT',
    (format) => file('/petitions/mine/documents', { receiptCode, document: 'RECEIPT', format }),
    '信访人',
  );
  const form = (format: string, as = 'reg-zhang') =>
    file(`/petitions/${id}/documents/form`, { kind: 'DOC-REG', reason: '归档登记表', format }, as);
  await expect(form('html')).rejects.toThrow('NOT_REGISTERED_HERE');
  await journey.command(id, 'reg-zhang', READ_BACK);
  await open('DOC-REG', form, 'reg-zhang');
  // Printed again it keeps its number; one that is printed later has the next.
  const numberIn = (html: Buffer) => /信登〔\d{4}〕(\d+)号/.exec(html.toString('utf8'))?.[1];
  expect([numberIn(await form('html')), numberIn(await form('html', 'po-li'))]).toEqual(['1', '1']);

  const registered = async () =>
    (
      await journey.post(
        '/registrations',
        petition({ channel: 'LETTER', gist: '反映出警迟缓', readBack: { how: 'READ_ALOUD' } }),
        'reg-zhang',
      )
    ).body;
  const slips = [(await registered()).slip.id, (await registered()).slip.id];
  await open(
    'DOC-SLIP-SEALED',
    (format) => file('/slips/print', { slipId: slips.pop(), format }, 'printer-donghu'),
    'printer-donghu',
  );
  await expect(file('/slips/print', { slipId: (await registered()).slip.id, format: 'html' }, 'po-li')).rejects.toThrow(
    '403',
  );

  await journey.command(id, 'reg-zhang', {
    type: 'FLAG_URGENT',
    lifeAtStake: false,
    place: '望江路口',
    reason: '多人受伤',
    measures: ['AMBULANCE'],
  });
  await journey.command(id, 'leader-shen', {
    type: 'RECORD_URGENT_REPORT',
    to: '云泽市公安局指挥中心',
    content: '三人受伤,已送医',
  });
  await openPapers(id, 'chief-wang');
});

test('what is not for this organ: redirected, channelled, transferred and objected to, assigned, disputed, refused', async () => {
  const { id: elsewhere } = await classified({ category: 'X.LABOR' });
  await journey.command(elsewhere, 'po-li', {
    type: 'REDIRECT',
    organ: { name: '云泽市人力资源和社会保障局', address: '云泽市勤工路18号' },
    reason: '属于劳动报酬争议',
    method: 'POST',
  });
  await openPapers(elsewhere, 'po-li');

  const { id: channelled } = await classified({ category: 'CRIM.NOFILE' });
  await journey.command(channelled, 'po-li', {
    type: 'CHANNEL',
    route: 'CRIM_RECON',
    reason: '属于不予立案复议事项',
    organ: { name: '云泽市公安局东湖分局', address: '东湖大道100号' },
    knownOn: await today(),
    toldInWriting: true,
    coSigner: 'head-cao',
    method: 'POST',
  });
  await openPapers(channelled, 'po-li');

  const { id: above } = await classified({}, 'yunze');
  await journey.command(above, 'chief-sun', {
    type: 'TRANSFER',
    to: 'donghu-liuqiao',
    reason: '事发地',
    method: 'POST',
  });
  const { childId: below } = (await journey.get(`/petitions/${above}`, 'chief-sun')).body;
  await journey.command(below, 'head-liu', {
    type: 'OBJECT',
    reasons: '事发地望江路属于望江派出所管辖,有接警记录为证。',
    proposedOrgan: '望江派出所',
  });
  await journey.command(below, 'po-zhou', { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
  await openPapers(below, 'chief-sun');
  await openPapers(above, 'chief-sun');

  const { id: assigned } = await classified({}, 'yunze');
  await journey.command(assigned, 'chief-sun', {
    type: 'ASSIGN',
    to: 'donghu',
    requirements: '查明出警经过',
    reportDue: new Date(Date.parse(await today()) + 60 * 86_400_000).toISOString().slice(0, 10),
    method: 'POST',
  });
  const { childId: child } = (await journey.get(`/petitions/${assigned}`, 'chief-sun')).body;
  await journey.command(child, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.MIGRANT' });
  await journey.command(child, 'po-li', {
    type: 'REDIRECT',
    organ: { name: '云泽市水利局', address: '云泽市清波路2号' },
    reason: '不属公安',
    method: 'POST',
  });
  await journey.command(child, 'chief-wang', { type: 'SUBMIT_CLOSING_REPORT', report: '经查不属公安职权,已告知。' });
  await openPapers(assigned, 'chief-sun');
  await openPapers(child, 'po-li');

  const { id: disputed } = await classified();
  await journey.command(disputed, 'chief-wang', {
    type: 'DISPUTE',
    with: 'xiling',
    reason: '事发地在两局交界处,监控显示在西岭一侧。',
  });
  await journey.command(disputed, 'chief-sun', { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' });
  await openPapers(disputed, 'chief-mao');

  const { id: pending } = await accepted();
  const { id: again } = await classified({}, 'yunze');
  await journey.command(again, 'po-zhou', { type: 'LINK_MATTER', matter: pending, reason: '同一事项' });
  await journey.command(again, 'chief-sun', {
    type: 'NOT_ACCEPT',
    pendingCase: pending,
    reason: '正在办理',
    method: 'POST',
  });
  await openPapers(again, 'chief-sun');
});

test('what ends by agreement, by his own wish, by a reply, and the follow-up after closing', async () => {
  const consent = { petitionerConsents: true, otherSideConsents: true };
  const { id: mediated } = await heard();
  await journey.command(mediated, 'mediator-bao', {
    type: 'MEDIATE',
    ...consent,
    parties: '苗青禾、望江派出所',
    outcome: 'AGREED',
    terms: '望江派出所书面说明出警经过',
    note: '自愿',
  });
  await openPapers(mediated, 'chief-wang');
  const { id: settled } = await heard();
  await journey.command(settled, 'head-ma', {
    type: 'SETTLE',
    ...consent,
    terms: '互相谅解',
    performance: '当场道歉',
    legalityCheck: true,
  });
  await openPapers(settled, 'chief-wang');
  const { id: withdrawn, receiptCode } = await classified();
  await own(receiptCode, { type: 'WITHDRAW', words: '问题已经解决', free: true });
  await openPapers(withdrawn, 'chief-wang');
  const { id: asked } = await classified({ purpose: 'CONSULT', category: 'SERVICE.CONSULT' });
  await journey.command(asked, 'po-li', {
    type: 'REPLY',
    items: [{ item: 1, outcome: 'EXPLAIN', answer: '凭身份证到户政窗口办理。' }],
    legalBasis: '',
    method: 'ELECTRONIC',
  });
  await journey.command(asked, 'po-li', {
    type: 'CLOSE',
    reason: 'REPLIED',
    rootCause: 'RC.NONE',
    lesson: '无',
    followUpConsent: true,
  });
  await journey.command(asked, 'chief-wang', {
    type: 'FOLLOW_UP',
    method: 'PHONE',
    result: 'RESOLVED',
    note: '已清楚',
  });
  await openPapers(asked, 'chief-wang');
});

test('the handling with everything beside it, review, re-review, and the repeat after them [A-34] [A-62] [A-63] [A-67]', async () => {
  const { id, receiptCode } = await heard();
  const day = await today();
  const inTenDays = new Date(Date.parse(day) + 10 * 86_400_000).toISOString().slice(0, 10);
  const beside: readonly (readonly [string, Record<string, unknown>])[] = [
    ['po-li', { type: 'PROPOSE', proposal: '建议由分管领导接访', to: 'leader-shen' }],
    ['handler-zhu', { type: 'REQUEST_SUPPLEMENT', what: '报警通话记录', method: 'POST' }],
    ['po-li', { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '他是对方的表弟' }],
    ['head-ma', { type: 'DECIDE_RECUSAL', granted: false, reason: '经查不是亲属', method: 'POST' }],
    [
      'head-ma',
      {
        type: 'HOLD_HEARING',
        from: day,
        to: day,
        ground: 'COMPLEX',
        reason: '各方说法不一',
        participants: ['苗青禾', '望江派出所'],
        record: '双方陈述了出警经过。',
      },
    ],
    ['bureau-zhao', { type: 'EXTEND', days: 20, reason: '需要调取外地证据', capacity: 'HEAD', method: 'POST' }],
    ['supervisor-kong', { type: 'SUPERVISE', ground: 'S4', finding: '没有进展', guidance: '三日内联系信访人' }],
    ['po-li', { type: 'RAISE_CORRECTION', finding: '没有调取录音', correct: '补充调取', dueAt: inTenDays }],
    ['chief-wang', { type: 'SUGGEST3', suggestion: 'IMPROVE', to: 'donghu-zhian', text: '完善夜间出警值守' }],
    ['head-hu', { type: 'RECORD_ADOPTION', key: 'SUGGESTION-1', adoption: 'ADOPTED', reason: '已增加夜间警力' }],
    ['auditor-fang', { type: 'OPEN_ACCOUNTABILITY', cause: 'AUDIT', reason: '抽查发现', about: 'CALL' }],
    [
      'bureau-zhao',
      {
        type: 'DECIDE_ACCOUNTABILITY',
        key: 'ACCOUNTABILITY-1',
        decision: 'ACC-2',
        facts: '接警后未及时派警',
        measures: '通报整改',
      },
    ],
    [
      'handler-zhu',
      {
        type: 'DRAFT_OPINION',
        opinion: {
          facts: '当晚两组警力均在处置其他警情,到场用时72分钟',
          legalBasis: '《信访工作条例》第三十一条第六项、第三十二条',
          items: [{ item: 1, outcome: 'SUPPORT', answer: '出警迟缓属实,已说明经过' }],
        },
      },
    ],
    ['head-ma', { type: 'APPROVE_OPINION', check: CHECK }],
  ];
  for (const [as, command] of beside) await journey.command(id, as, command);
  await sendOut(id, 'bureau-zhao', 'po-li', 'leader-shen');
  await journey.command(id, 'po-li', {
    type: 'ORDER_EXECUTION',
    unit: 'donghu-wangjiang',
    what: '书面道歉',
    dueAt: inTenDays,
  });

  await own(receiptCode, { type: 'REQUEST_REVIEW', request: '请求撤销', reasons: '未调取接警录音' });
  const refused = await reviewOf(id, 'po-li');
  await journey.command(refused, 'reviewer-tang', {
    type: 'REJECT_LATE',
    ground: 'INADMISSIBLE',
    reason: '申请书没有写明不服的意见',
    method: 'POST',
  });
  await own(receiptCode, { type: 'REQUEST_REVIEW', request: '请求撤销处理意见', reasons: '未调取接警录音' });
  const review = await reviewOf(id, 'po-li');
  const opinion = {
    decision: 'UPHOLD',
    facts: '经复查,事实清楚',
    legalBasis: '《信访工作条例》第三十五条、第三十六条',
    items: [{ item: 1, outcome: 'EXPLAIN', answer: '维持原处理意见' }],
  };
  await journey.command(review, 'reviewer-tang', { type: 'REVIEW_DECIDE', opinion });
  await sendOut(review, 'bureau-wei', 'po-zhou', 'duty-song');
  await own(receiptCode, { type: 'REQUEST_REREVIEW', request: '请求复核', reasons: '仍未调取录音' });
  const rereview = await reviewOf(review, 'po-zhou');
  await journey.command(rereview, 'rereviewer-ning', { type: 'REREVIEW_DECIDE', opinion });
  await sendOut(rereview, 'bureau-cen', 'po-duan');
  expect((await journey.get(`/petitions/${rereview}`, 'po-duan')).body.state).toBe('FINAL');

  await openPapers(id, 'chief-wang');
  await openPapers(refused, 'po-zhou');
  await openPapers(review, 'po-zhou');
  await openPapers(rereview, 'po-duan');
  const { documents } = (await journey.post('/petitions/mine/documents', { receiptCode })).body;
  expect(documents.map(({ kind }: { kind: string }) => kind)).toEqual([
    'DOC-ACCEPT',
    'DOC-SUPPL',
    'DOC-RECUSAL',
    'DOC-HEARING-NOTICE',
    'DOC-EXT',
    'DOC-OPINION',
    'DOC-REVIEW-REQ',
    'DOC-REVIEW-REQ',
    'DOC-LATE',
    'DOC-REVIEW-OPINION',
    'DOC-REVIEW-REQ',
    'DOC-REREVIEW-OPINION',
  ]);

  const { id: repeat } = await classified();
  await journey.command(repeat, 'po-li', { type: 'LINK_MATTER', matter: id, reason: '同一人、同一事项' });
  for (const [as, comparison] of [
    ['po-li', '事实与复核意见认定的相同'],
    ['chief-wang', '理由也相同'],
  ] as const)
    await journey.command(repeat, as, {
      type: 'NO_LONGER_ACCEPT',
      reReviewCase: rereview,
      comparison,
      newFacts: '没有提出新的事实和理由',
      hasNewFacts: false,
      method: 'POST',
    });
  await openPapers(repeat, 'chief-wang');
});

test('[P-03] the notice to a reporter, by the sealed officer; the yearly report, as a draft and issued once', async () => {
  const { id } = await handedIn({ purpose: 'ACCUSATION' });
  await journey.command(id, 'sealed-xie', { type: 'S_SCREEN', finding: '反映民警违纪' });
  await journey.command(id, 'sealed-xie', { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' });
  await journey.command(id, 'sealed-xie', { type: 'S_INFORM', method: 'HAND', content: '已移送' });
  await openPapers(id, 'sealed-xie');

  const thisYear = Number((await today()).slice(0, 4));
  const report = (further: object) => ({
    year: thisYear - 1,
    format: 'html',
    recipient: '东湖区委信访工作机构',
    reading: ['全年没有收到信访事项。'],
    issue: true,
    ...further,
  });
  const annual = (further: object, as = 'chief-wang') => file('/documents/annual', report(further), as);
  expect((await annual({ year: thisYear, issue: false })).toString('utf8')).toContain('草稿，不得送达');
  await expect(annual({ year: thisYear })).rejects.toThrow('/year');
  await expect(annual({}, 'po-li')).rejects.toThrow('403');
  await open('DOC-ANNUAL', (format) => annual({ format }), 'chief-wang');
  // Issued once: asked for in other words it stays what it was.
  const again = (await annual({ reading: ['另一种说法。'] })).toString('utf8');
  expect(again).toContain('全年没有收到信访事项。');
  expect(again).toContain(`信报〔${thisYear}〕`);
});

test('a document of every kind was produced and opened, as .docx and as HTML', () => {
  expect(DOCUMENT_KIND_CODES.filter((kind) => !opened.has(kind))).toEqual([]);
});
