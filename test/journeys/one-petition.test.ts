import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** One petition from POST to report, on the bundles that `cdk deploy` ships. */
let journey: Journey;
const printed: string[] = [];
beforeAll(async () => {
  journey = await Journey.begin({ bundles: true, log: (line) => printed.push(line) });
  await journey.post('/_local/clock', { set: '2026-02-27T09:00+08:00', force: true });
});
afterAll(() => journey.end());

test('a petition walks from the petitioner to the monthly report', async () => {
  await journey.goTo('2026-03-02T09:00+08:00');
  const key = randomUUID();
  const created = await journey.post('/petitions', petition(), undefined, { 'idempotency-key': key });
  expect(created.status).toBe(201);
  const { id, receiptCode } = created.body;
  expect(created.body.inform).toMatchObject({ due: '2026-03-17', nominalDue: '2026-03-17' });
  expect(await journey.post('/petitions', petition(), undefined, { 'idempotency-key': key })).toMatchObject({
    status: 201,
    body: created.body,
  });

  // Before a person has screened it, only the screening queue of the office shows it.
  await journey.settle();
  expect(
    (await journey.get('/worklist?queue=SCREENING', 'po-li')).body.cases.map((entry: { id: string }) => entry.id),
  ).toEqual([id]);
  expect((await journey.get('/worklist', 'head-ma')).body.cases).toEqual([]);
  expect((await journey.get(`/petitions/${id}`, 'head-ma')).status).toBe(404);

  // [P-07] Routing proposed with reasons; a person confirms.
  const seen = await journey.get(`/petitions/${id}`, 'po-li');
  expect(seen.body.proposal).toMatchObject({ category: 'RESPONSE.SLOW', unit: 'donghu-wangjiang' });
  expect(seen.body.proposal.reasons.length).toBeGreaterThan(0);
  expect(JSON.stringify(seen.body)).not.toContain('苗青禾');
  expect(JSON.stringify(seen.body)).not.toContain(receiptCode);
  // the unit shows both its heads.
  expect(seen.body.unit).toMatchObject({ head: { id: 'chief-wang' }, petitionDutyHead: { id: 'chief-wang' } });

  await journey.command(id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await journey.goTo('2026-03-09T09:00+08:00');
  const acceptedView = await journey.command(id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['书面说明出警经过'],
    method: 'POST',
  });
  // [V21]-like: accepted 3/9, day 60 is 5/8 (spec.md §2.6, path 1).
  expect(acceptedView.clocks).toContainEqual(expect.objectContaining({ clock: 'HANDLE_60D', due: '2026-05-08' }));
  await journey.command(id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await journey.command(id, 'head-ma', { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-04-30' });
  await journey.goTo('2026-03-12T09:30+08:00');
  await journey.command(id, 'handler-zhu', {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '电话听取陈述',
  });
  await journey.goTo('2026-04-20T10:00+08:00');
  await journey.command(id, 'handler-zhu', {
    type: 'DRAFT_OPINION',
    opinion: {
      facts: '当晚两组警力均在处置其他警情',
      legalBasis: '《信访工作条例》第三十一条第六项、第三十二条',
      items: [{ item: 1, outcome: 'EXPLAIN', answer: '已说明出警经过并改进夜间警力安排' }],
    },
  });
  const check = { facts: true, law: true, papers: true };
  await journey.command(id, 'head-ma', { type: 'APPROVE_OPINION', check });
  await journey.command(id, 'bureau-zhao', { type: 'APPROVE_OPINION', check });
  await journey.command(id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' });
  await journey.command(id, 'po-li', { type: 'DISPATCH', method: 'POST' });
  await journey.goTo('2026-04-22T15:00+08:00');
  await journey.command(id, 'po-li', { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '夜间警力安排不足' });
  await journey.command(id, 'po-li', {
    type: 'DELIVER',
    method: 'POST',
    receivedAt: '2026-04-22T10:00+08:00',
    proof: '邮政回执',
  });

  const status = await journey.post('/petitions/status', { receiptCode });
  expect(status.body).toMatchObject({
    state: 'REVIEW_WINDOW',
    contact: { officePhone: expect.any(String) },
    review: { name: expect.any(String) },
  });
  expect(status.body.clocks).toContainEqual(expect.objectContaining({ clock: 'REVIEW_APPLY_30D', due: '2026-05-22' }));

  // The chief closes when the petitioner's window has ended.
  const early = await journey.post(
    `/petitions/${id}/commands`,
    { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.RESPONSE_SLOW', lesson: '夜间警力不足' },
    'chief-wang',
    { 'if-match': (await journey.get(`/petitions/${id}`, 'chief-wang')).headers.get('etag') ?? '' },
  );
  expect(early).toMatchObject({ status: 409, body: { code: 'REVIEW_WINDOW_OPEN', guard: 'G10', article: '条例35' } });
  await journey.goTo('2026-05-23T09:00+08:00');
  await journey.command(id, 'chief-wang', {
    type: 'CLOSE',
    reason: 'WINDOW_EXPIRED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '夜间警力不足',
  });

  await journey.settle();
  const r05 = await journey.get('/reports/R-05?unit=donghu&from=2026-05-01&to=2026-05-31', 'chief-wang');
  expect(r05.body.figures[0]).toMatchObject({ display: '100.0%', cases: [id] });
  expect(r05.body.definition.zh).toContain('尚未办结且未到期的不在分母');
  const sheet = await journey.get('/reports/R-26?unit=donghu-wangjiang&from=2026-03-01&to=2026-03-31', 'head-ma');
  expect(sheet.body.figures.find(({ key }: { key: string }) => key === 'concluded')).toMatchObject({ value: 1 });

  // The inbox of the registrar holds each threshold once; none after the notice went out.
  const inbox = await journey.get('/inbox', 'reg-zhang');
  const ofCase = inbox.body.reminders.filter((entry: { caseId: string }) => entry.caseId === id);
  // Nobody said that it could be answered simply, and the notice went out long before its day.
  expect(ofCase).toEqual([]);
  const handler = await journey.get('/inbox', 'handler-zhu');
  expect(
    handler.body.reminders.map((entry: { clock: string; threshold: string }) => `${entry.clock} ${entry.threshold}`),
  ).toContain('FIRST_CONTACT T-1');

  // [P-04] identity in the clear only with a reason, and logged.
  const reveal = await journey.post(`/petitions/${id}/reveal`, { what: 'IDENTITY', reason: '电话回访核对' }, 'po-li');
  expect(reveal.body.identity.name).toBe('苗青禾');
  const history = await journey.get(`/petitions/${id}/history`, 'chief-wang');
  expect(history.body.access).toContainEqual(
    expect.objectContaining({ officer: 'po-li', what: 'IDENTITY', reason: '电话回访核对' }),
  );
  expect(history.body.records.map(({ command }: { command: string }) => command)).toEqual([
    'SUBMIT',
    'REGISTER',
    'CLASSIFY',
    'ACCEPT',
    'ASSIGN_HANDLER',
    'SET_PLAN',
    'LOG_CONTACT',
    'DRAFT_OPINION',
    'APPROVE_OPINION',
    'APPROVE_OPINION',
    'CHECK_BEFORE_SEND',
    'DISPATCH',
    'ASSESS_FAULT',
    'DELIVER',
    'CLOSE',
  ]);
});

test('[A-03] [P-25] a clerk registers a visit; the code leaves by the print station alone, once', async () => {
  const registered = await journey.post(
    '/registrations',
    {
      channel: 'VISIT',
      gist: '反映停车秩序',
      narrative: '来访人口述:小区门口停车混乱',
      petitioner: { name: '罗一舟', phone: '13700002222' },
      headcount: 6,
      representatives: ['罗一舟', '金小穗'],
      readBack: { how: 'READ_ALOUD' },
      helpNeeds: ['READING'],
      visit: {
        from: '2026-05-22T09:00+08:00',
        receivers: ['reg-zhang'],
        present: ['社区干部'],
        promises: ['三日内回电'],
      },
    },
    'reg-zhang',
  );
  expect(registered.status).toBe(201);
  expect(registered.body).toMatchObject({ state: 'REGISTERED', slip: { unit: 'donghu-xinfang' } });
  expect(JSON.stringify(registered.body)).not.toMatch(/\d{16}/);
  const slipId = registered.body.slip.id;
  expect((await journey.post('/slips/print', { slipId }, 'reg-zhang')).status).toBe(403);
  const printed = await journey.post('/slips/print', { slipId }, 'printer-donghu');
  expect(printed.body.receiptCode).toMatch(/^\d{16}$/);
  expect((await journey.post('/slips/print', { slipId }, 'printer-donghu')).status).toBe(409);
  expect((await journey.post('/petitions/status', { receiptCode: printed.body.receiptCode })).body.id).toBe(
    registered.body.id,
  );
});

test('[P-03] an accusation is nobody’s but the sealed officer’s, and counts in totals alone', async () => {
  const created = await journey.post(
    '/petitions',
    petition({ purpose: 'ACCUSATION', accused: { officers: ['head-ma'] } }),
  );
  expect(created.body).toMatchObject({ sealed: true, state: 'S_RECEIVED' });
  await journey.settle();
  for (const officer of ['po-li', 'chief-wang', 'bureau-zhao', 'head-ma', 'auditor-fang'])
    expect((await journey.get(`/petitions/${created.body.id}`, officer)).status).toBe(404);
  expect((await journey.get(`/petitions/${created.body.id}`, 'sealed-xie')).status).toBe(200);
  expect((await journey.get('/worklist?queue=SEALED', 'po-li')).status).toBe(403);
  expect((await journey.get('/worklist?queue=SEALED', 'sealed-xie')).body.cases).toHaveLength(1);
  const today = new Date(journey.cloud.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const report = await journey.get(`/reports/R-01?unit=donghu&from=${today}&to=${today}`, 'chief-wang');
  expect(report.body.figures.find(({ key }: { key: string }) => key === 'sealed')).toMatchObject({
    value: 1,
    cases: [],
  });
  expect(JSON.stringify(report.body)).not.toContain(created.body.id);
});

test('[P-04] [P-25] no name, phone, narrative or receipt code lies in the clear in any table, queue or log', async () => {
  const created = await journey.post(
    '/petitions',
    petition({
      petitioner: { name: '慕容听澜', address: '听澜阁七号', phone: '13655556666' },
      facts: '独特叙述之海棠依旧',
    }),
  );
  await journey.settle();
  const secrets = ['慕容听澜', '听澜阁七号', '13655556666', '独特叙述之海棠依旧', created.body.receiptCode as string];
  const files = readdirSync(journey.dataDir, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('assembly'),
  );
  expect(files.map(({ name }) => name)).toContain('dynamodb.db');
  for (const entry of files) {
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const secret of secrets) expect(bytes.includes(Buffer.from(secret)), `${secret} in ${entry.name}`).toBe(false);
  }
  for (const secret of secrets) expect(printed.join('\n')).not.toContain(secret);
});
