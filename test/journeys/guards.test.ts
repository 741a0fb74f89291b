import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition, type Reply } from './client.ts';

/** The guard and timeliness vectors of the specification (§4) as a client meets them: through HTTP. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-07-08T09:00+08:00', force: true });
  forLater.v22 = await accepted();
  await journey.goTo('2026-08-03T09:00+08:00');
  forLater.v16 = await dispatchable();
  await journey.goTo('2026-08-31T09:00+08:00');
});
afterAll(() => journey.end());

/** Cases that were accepted weeks before the others: their limits pass while the vectors run. */
const forLater = { v22: '', v16: '' };

const CHECK = { facts: true, law: true, papers: true };

/** The answer to a command on the present version, refused or not. */
async function attempt(id: string, as: string, command: Record<string, unknown>): Promise<Reply> {
  const seen = await journey.get(`/petitions/${id}`, as);
  return journey.post(`/petitions/${id}/commands`, command, as, { 'if-match': seen.headers.get('etag') ?? '' });
}

async function refused(guard: string, id: string, as: string, command: Record<string, unknown>): Promise<void> {
  const reply = await attempt(id, as, command);
  expect(reply.status, JSON.stringify(reply.body)).toBeGreaterThanOrEqual(400);
  expect(reply.body).toMatchObject({ guard, article: expect.any(String), detail: expect.any(String) });
  expect(reply.body.remedy ?? reply.body.remedyZh ?? reply.body.detailEn).toBeTruthy();
}

async function classified(fields: Record<string, unknown> = {}, more: Record<string, unknown> = {}): Promise<string> {
  const { id } = (await journey.post('/petitions', petition(fields))).body;
  await journey.command(id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', ...more });
  return id;
}

async function accepted(): Promise<string> {
  const id = await classified();
  await journey.command(id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['说明出警经过', '书面道歉'],
    method: 'POST',
  });
  return id;
}

const draft = (items: number[]) => ({
  type: 'DRAFT_OPINION',
  opinion: {
    facts: '当晚警力均在处置其他警情',
    legalBasis: '《信访工作条例》第三十二条',
    items: items.map((item) => ({ item, outcome: 'EXPLAIN', answer: '已说明' })),
  },
});

async function investigated(): Promise<string> {
  const id = await accepted();
  await journey.command(id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await journey.command(id, 'head-ma', { type: 'SET_PLAN', leader: 'leader-shen', dueAt: '2026-09-25' });
  await journey.command(id, 'handler-zhu', { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '听取' });
  return id;
}

async function dispatchable(): Promise<string> {
  const id = await investigated();
  await journey.command(id, 'handler-zhu', draft([1, 2]));
  await journey.command(id, 'head-ma', { type: 'APPROVE_OPINION', check: CHECK });
  await journey.command(id, 'bureau-zhao', { type: 'APPROVE_OPINION', check: CHECK });
  await journey.command(id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意' });
  return id;
}

async function dispatched(): Promise<string> {
  const id = await dispatchable();
  await journey.command(id, 'po-li', { type: 'DISPATCH', method: 'POST' });
  return id;
}

/** Received on 1 September, 14:00 (V25): the petitioner may file until 8 October. */
const RECEIVED = { type: 'DELIVER', method: 'POST', receivedAt: '2026-09-01T14:00+08:00', proof: '邮政回执' };

const EXTEND = { type: 'EXTEND', days: 15, reason: '情况复杂', capacity: 'HEAD', method: 'POST' };
const REVIEW = { type: 'REQUEST_REVIEW', request: '请求撤销', reasons: '未调取接警录音' };
const inTime: string[] = [];

test('[G1] [G3] [G4] an extension is 1 to 30 days, once, and by the head of the organ', async () => {
  const id = await accepted();
  await refused('G1', id, 'bureau-zhao', { ...EXTEND, days: 31 });
  await refused('G4', id, 'bureau-zhao', { ...EXTEND, capacity: 'ACTING' });
  const byUnitHead = await attempt(id, 'head-ma', EXTEND);
  expect(byUnitHead.body).toMatchObject({ code: 'NOT_YOUR_COMMAND', article: '条例34' });
  await journey.command(id, 'bureau-zhao', EXTEND);
  await refused('G3', id, 'bureau-zhao', EXTEND);
});

test('[G6] never to the unit complained about; [G7] never a sixth representative', async () => {
  const id = await classified({}, { accused: { units: ['donghu-liuqiao'], officers: [] } });
  await refused('G6', id, 'po-li', { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' });
  const six = ['甲', '乙', '丙', '丁', '戊', '己'];
  const group = await journey.post('/petitions', petition({ channel: 'VISIT', headcount: 8, representatives: six }));
  expect(group.body).toMatchObject({ guard: 'G7', article: '条例20(3)' });
});

test('[G9] every item answered, and not approved by the drafter', async () => {
  const id = await investigated();
  await journey.command(id, 'handler-zhu', draft([1]));
  await refused('G9', id, 'head-ma', { type: 'APPROVE_OPINION', check: CHECK });
});

test('[G5] no longer accepted only after a re-review, never after a mere review', async () => {
  const first = await accepted();
  const repeat = await classified();
  await journey.command(repeat, 'po-li', { type: 'LINK_MATTER', matter: first, reason: '同一人同一事项' });
  await refused('G5', repeat, 'chief-wang', {
    type: 'NO_LONGER_ACCEPT',
    reReviewCase: first,
    comparison: '相同',
    newFacts: '没有',
    hasNewFacts: false,
    method: 'POST',
  });
});

test('[G2] [G8] an objection on working day six; [G10] no closing while the window is open; [G11] the window begins at receipt', async () => {
  for (const _ of [1, 2, 3]) inTime.push(await dispatched());
  await journey.goTo('2026-09-01T14:00+08:00');
  for (const one of inTime) {
    await refused('G11', one, 'po-li', { ...RECEIVED, receivedAt: '2026-08-20T14:00+08:00', proof: '出具日期' });
    await journey.command(one, 'po-li', RECEIVED);
  }
  const { id } = (await journey.post('/petitions', petition({ organ: 'yunze' }))).body;
  await journey.command(id, 'reg-qian', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-zhou', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await journey.command(id, 'chief-sun', { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' });
  const child = (await journey.get(`/petitions/${id}`, 'chief-sun')).body.childId;
  await journey.goTo('2026-09-09T09:00+08:00');
  await refused('G8', child, 'head-liu', {
    type: 'OBJECT',
    reasons: '事发地不属于本所管辖,有接警记录为证,请予核实。',
    proposedOrgan: '望江派出所',
  });
  // [G2] [V22]: the limit of the case accepted on 8 July ended on 7 September.
  await refused('G2', forLater.v22, 'bureau-zhao', EXTEND);
  const [first = ''] = inTime;
  await journey.command(first, 'po-li', { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '依法处理' });
  await refused('G10', first, 'chief-wang', {
    type: 'CLOSE',
    reason: 'WINDOW_EXPIRED',
    rootCause: 'RC.NONE',
    lesson: '无',
  });
});

test('[T1] [T2] [T3] [T4] [V25] filed on the last evening is in time, a minute past midnight is late, a postmark counts', async () => {
  const [first = '', second = '', third = ''] = inTime;
  const view = (await journey.get(`/petitions/${first}`, 'po-li')).body;
  expect(view.clocks).toContainEqual(expect.objectContaining({ clock: 'REVIEW_APPLY_30D', due: '2026-10-08' }));
  // [T4] [V16]: stopped on the rolled last day it is on time, six days after the nominal one.
  await journey.goTo('2026-10-08T09:00+08:00');
  const concluded = await journey.command(forLater.v16, 'po-li', { type: 'DISPATCH', method: 'POST' });
  expect(concluded.stoppedClocks).toContainEqual(
    expect.objectContaining({ clock: 'HANDLE_60D', due: '2026-10-08', onTime: true, lateByNominalDays: 6 }),
  );
  await journey.goTo('2026-10-08T23:59+08:00');
  await journey.command(first, 'po-li', REVIEW);
  await journey.goTo('2026-10-09T00:01+08:00');
  const late = await attempt(second, 'po-li', REVIEW);
  expect(late.body).toMatchObject({ code: 'REVIEW_REQUEST_LATE', article: expect.stringContaining('条例35') });
  const excused = await journey.command(second, 'po-li', { ...REVIEW, delayReason: '洪水阻断交通' });
  expect(excused.state).toBe('REVIEW_WINDOW');
  await journey.goTo('2026-10-12T09:00+08:00');
  const posted = await journey.command(third, 'po-li', { ...REVIEW, filedAt: '2026-10-08T18:00+08:00' });
  expect(posted.state).toBe('IN_REVIEW');

  // [G12] nothing extends a review but a local rule that the bureau loaded.
  const review = (await journey.get(`/petitions/${first}`, 'po-li')).body.inReview.caseId;
  await refused('G12', review, 'bureau-wei', EXTEND);
});
