import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journey, petition } from './client.ts';

/** The four worked paths of the specification (§2.6), through HTTP, on the sources. */
let journey: Journey;
beforeAll(async () => {
  journey = await Journey.begin();
  await journey.post('/_local/clock', { set: '2026-02-27T09:00+08:00', force: true });
});
afterAll(() => journey.end());

const CHECK = { facts: true, law: true, papers: true };
const clockOf = (view: { clocks: { clock: string }[] }, code: string) =>
  view.clocks.find(({ clock }) => clock === code);

/** Registered and classified by 东湖分局信访室. */
async function classified(fields: Record<string, unknown>, category: string, more: Record<string, unknown> = {}) {
  const { id, receiptCode } = (await journey.post('/petitions', petition(fields))).body;
  await journey.settle();
  await journey.command(id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category, ...more });
  return { id, receiptCode };
}

/** From acceptance to an opinion that the petitioner has received. */
async function answered(id: string, outcome: string, days: { drafted: string; received: string }) {
  await journey.command(id, 'po-li', {
    type: 'ACCEPT',
    handlingUnit: 'donghu-wangjiang',
    requestItems: ['书面说明出警经过'],
    method: 'POST',
  });
  const accepted = (await journey.get(`/petitions/${id}`, 'po-li')).body;
  await journey.command(id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
  await journey.command(id, 'head-ma', {
    type: 'SET_PLAN',
    leader: 'leader-shen',
    dueAt: (clockOf(accepted, 'HANDLE_60D') as unknown as { nominalDue: string }).nominalDue,
  });
  return { accepted, finish: () => finish(id, outcome, days) };
}

async function finish(id: string, outcome: string, days: { drafted: string; received: string }) {
  await journey.goTo(days.drafted);
  await journey.command(id, 'handler-zhu', {
    type: 'DRAFT_OPINION',
    opinion: {
      facts: '当晚两组警力均在处置其他警情',
      legalBasis: '《信访工作条例》第三十一条第六项、第三十二条',
      items: [{ item: 1, outcome, answer: '已说明出警经过,并改进夜间警力安排' }],
    },
  });
  await journey.command(id, 'head-ma', { type: 'APPROVE_OPINION', check: CHECK });
  await journey.command(id, 'bureau-zhao', { type: 'APPROVE_OPINION', check: CHECK });
  await journey.command(id, 'leader-shen', { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意发出' });
  await journey.command(id, 'po-li', { type: 'DISPATCH', method: 'POST' });
  await journey.goTo(days.received);
  await journey.command(id, 'po-li', { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '夜间警力安排不足' });
  return journey.command(id, 'po-li', {
    type: 'DELIVER',
    method: 'POST',
    receivedAt: days.received,
    proof: '邮政回执',
  });
}

test('path 1: a visit, the officer came late; answered, not challenged, closed, followed up [A-61]', async () => {
  await journey.goTo('2026-03-02T09:00+08:00');
  const { id } = await classified({ channel: 'ONLINE' }, 'RESPONSE.SLOW');
  await journey.goTo('2026-03-09T09:00+08:00');
  const handling = await answered(id, 'EXPLAIN', {
    drafted: '2026-04-20T10:00+08:00',
    received: '2026-04-22T10:00+08:00',
  });
  expect(clockOf(handling.accepted, 'HANDLE_60D')).toMatchObject({ due: '2026-05-08' });
  await journey.goTo('2026-03-12T09:30+08:00');
  await journey.command(id, 'handler-zhu', {
    type: 'HEAR_STATEMENT',
    at: '2026-03-12T09:30+08:00',
    statement: '报警后一个多小时才有人到场',
    present: ['民警朱'],
  });
  const delivered = await handling.finish();
  expect(delivered.state).toBe('REVIEW_WINDOW');
  expect(clockOf(delivered, 'REVIEW_APPLY_30D')).toMatchObject({ due: '2026-05-22' });
  await journey.goTo('2026-05-23T09:00+08:00');
  const closed = await journey.command(id, 'chief-wang', {
    type: 'CLOSE',
    reason: 'NOT_CHALLENGED',
    rootCause: 'RC.RESPONSE_SLOW',
    lesson: '夜间警力不足,已调整班次',
    followUpConsent: true,
  });
  expect(closed.state).toBe('CLOSED');
  expect(clockOf(closed, 'FOLLOWUP_1')).toMatchObject({ due: '2026-06-08' });
  await journey.goTo('2026-06-05T09:00+08:00');
  const followed = await journey.command(id, 'po-li', {
    type: 'FOLLOW_UP',
    method: 'PHONE',
    result: 'RESOLVED',
    note: '已改进',
  });
  expect(clockOf(followed, 'FOLLOWUP_1')).toBeUndefined();
});

test('path 2: not filing a criminal case is channelled; the last day is printed; counted apart [P-11] [A-21]', async () => {
  const { id } = await classified({ request: '要求对诈骗立案', facts: '派出所不予立案' }, 'CRIM.NOFILE');
  const channelled = await journey.command(id, 'po-li', {
    type: 'CHANNEL',
    route: 'CRIM_RECON',
    reason: '属于不予立案复议事项',
    organ: { name: '云泽市公安局东湖分局', address: '东湖大道100号' },
    knownOn: '2026-06-05',
    toldInWriting: true,
    coSigner: 'head-cao',
    method: 'POST',
  });
  expect(channelled.state).toBe('CHANNELLED');
  // Seven days from notice, rolled from Friday 12 June: 2026-06-12 is a working day.
  expect(channelled.route).toMatchObject({ code: 'CRIM_RECON', own: false, lastDay: '2026-06-12' });
  expect(clockOf(channelled, 'INFORM_15D')).toBeUndefined();
});

test('path 3: transferred from the city to the wrong unit: objection within five working days, returned, second hop [G8]', async () => {
  const { id } = (await journey.post('/petitions', petition({ organ: 'yunze' }))).body;
  await journey.settle();
  await journey.command(id, 'reg-qian', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await journey.command(id, 'po-zhou', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await journey.command(id, 'chief-sun', { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '事发地', method: 'POST' });
  const child = (await journey.get(`/petitions/${id}`, 'chief-sun')).body.childId;
  await journey.command(child, 'reg-lin', { type: 'SIGN_FOR' });
  await journey.command(child, 'head-liu', {
    type: 'OBJECT',
    reasons: '事发地望江路属于望江派出所管辖,有接警记录为证。',
    proposedOrgan: '望江派出所',
  });
  await journey.command(child, 'po-zhou', { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
  const returned = (await journey.get(`/petitions/${id}`, 'chief-sun')).body;
  expect(returned).toMatchObject({ state: 'REGISTERED', hops: 2, bounces: 1 });
  expect(clockOf(returned, 'INFORM_15D')).toMatchObject({ trigger: returned.receivedAt });
});

test('path 4: a repeat after re-review with a new medical report is a new case; the same facts are not [A-75] [G5]', async () => {
  const { id, receiptCode } = await classified({ channel: 'ONLINE', request: '请说明出警经过' }, 'RESPONSE.SLOW');
  const handling = await answered(id, 'REJECT', {
    drafted: '2026-06-20T10:00+08:00',
    received: '2026-06-22T10:00+08:00',
  });
  await journey.command(id, 'handler-zhu', {
    type: 'LOG_CONTACT',
    outcome: 'HEARD',
    method: 'PHONE',
    note: '听取陈述',
  });
  await handling.finish();
  await journey.goTo('2026-07-01T09:00+08:00');
  // The petitioner asks for review himself, with a second proof (P-25).
  const asked = await journey.post('/petitions/mine/commands', {
    receiptCode,
    proof: { phone: '13900001111' },
    command: { type: 'REQUEST_REVIEW', request: '请求撤销', reasons: '未调取接警录音' },
  });
  expect(asked.status).toBe(200);
  const original = (await journey.get(`/petitions/${id}`, 'po-li')).body;
  expect(original.state).toBe('IN_REVIEW');
  const review = original.inReview.caseId;
  const view = (await journey.get(`/petitions/${review}`, 'reviewer-tang')).body;
  expect(view).toMatchObject({ stage: 'REVIEW', state: 'UNDER_REVIEW' });
  expect(clockOf(view, 'REVIEW_30D')).toMatchObject({ due: '2026-07-31' });
  const opinion = {
    decision: 'UPHOLD',
    facts: '经复查,事实清楚',
    legalBasis: '《信访工作条例》第三十五条',
    items: [{ item: 1, outcome: 'REJECT', answer: '维持原处理意见' }],
  };
  await journey.command(review, 'reviewer-tang', { type: 'REVIEW_DECIDE', opinion });
  await journey.command(review, 'bureau-wei', { type: 'APPROVE_OPINION', check: CHECK });
  await journey.command(review, 'duty-song', { type: 'CHECK_BEFORE_SEND', passed: true, note: '同意' });
  await journey.command(review, 'po-zhou', { type: 'DISPATCH', method: 'POST' });
  await journey.goTo('2026-07-20T09:00+08:00');
  await journey.command(review, 'po-zhou', {
    type: 'DELIVER',
    method: 'POST',
    receivedAt: '2026-07-20T09:00+08:00',
    proof: '邮政回执',
  });
  expect((await journey.get(`/petitions/${id}`, 'po-li')).body.state).toBe('CLOSED');

  const again = await journey.post('/petitions/mine/commands', {
    receiptCode,
    proof: { name: '苗青禾' },
    command: { type: 'REQUEST_REREVIEW', request: '请求复核', reasons: '仍未调取录音' },
  });
  expect(again.status).toBe(200);
  const rereview = (await journey.get(`/petitions/${review}`, 'po-zhou')).body.inReview.caseId;
  await journey.command(rereview, 'rereviewer-ning', { type: 'REREVIEW_DECIDE', opinion });
  await journey.command(rereview, 'bureau-cen', { type: 'APPROVE_OPINION', check: CHECK });
  const office = 'po-duan';
  await journey.goTo('2026-07-20T11:00+08:00');
  await journey.command(rereview, office, { type: 'DISPATCH', method: 'POST' });
  await journey.command(rereview, office, {
    type: 'DELIVER',
    method: 'POST',
    receivedAt: '2026-07-20T11:00+08:00',
    proof: '当面签收',
  });
  expect((await journey.get(`/petitions/${rereview}`, office)).body.state).toBe('FINAL');

  const repeat = await classified({ request: '请说明出警经过', facts: '新的伤情鉴定' }, 'RESPONSE.SLOW');
  await journey.command(repeat.id, 'po-li', { type: 'LINK_MATTER', matter: id, reason: '同一人、同一事项' });
  const refused = await journey.post(
    `/petitions/${repeat.id}/commands`,
    {
      type: 'NO_LONGER_ACCEPT',
      reReviewCase: rereview,
      comparison: '事实不同',
      newFacts: '提交了新的伤情鉴定意见',
      hasNewFacts: true,
      method: 'POST',
    },
    'chief-wang',
    { 'if-match': (await journey.get(`/petitions/${repeat.id}`, 'chief-wang')).headers.get('etag') ?? '' },
  );
  expect(refused.body).toMatchObject({ code: 'NEW_FACTS_NEW_CASE', article: '条例36(3)' });
  const accepted = await answered(repeat.id, 'EXPLAIN', { drafted: '', received: '' });
  expect(accepted.accepted.state).toBe('ACCEPTED');
});
