import { describe, expect, test } from 'vitest';
import { findCase } from '../../shared/casework/find-case.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { APPROVE, cast, DRAFT, heard } from '../builders/walk.ts';
import {
  ASKS,
  ASKS_AGAIN,
  asPetitioner,
  CHECK,
  delivers,
  heardOf,
  inWindow,
  reviewDelivered,
  reviewers,
  reviewOf,
  reviewOpinion,
  underReview,
} from '../builders/walk-review.ts';
import { demoBureau, instant, World } from '../builders/world.ts';

const refused = (code: string, guard?: string) => ({
  refusal: expect.objectContaining({ code, ...(guard ? { guard } : {}) }),
});

describe('review (复查, 条例35)', () => {
  test('[V27] the organ above has 30 days from receipt; the case itself waits', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    expect(await world.head(id)).toMatchObject({ state: 'REVIEW_WINDOW' });
    world.now = instant('2026-05-20T09:00+08:00');
    const review = await underReview(world, id);
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'IN_REVIEW', inReview: { caseId: review, organ: 'yunze' } });
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toBeUndefined();
    expect(head.stopped.find(({ code }) => code === 'REVIEW_APPLY_30D')).toMatchObject({ outcome: 'MET' });
    const opened = await world.head(review);
    expect(opened).toMatchObject({
      stage: 'REVIEW',
      state: 'UNDER_REVIEW',
      organ: 'yunze',
      office: 'yunze-xinfang',
      parentId: id,
      review: { of: id, originalUnit: 'donghu-wangjiang', originalOrgan: 'donghu', late: false },
    });
    expect(runningClock(opened, 'REVIEW_30D')).toMatchObject({ nominalDue: '2026-06-19', due: '2026-06-22' });
  });

  test('[P-09] whose opinion is reviewed reads nothing of the review; the organ above does', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    world.now = instant('2026-05-20T09:00+08:00');
    const review = await underReview(world, id);
    const reads = (officer: string) =>
      findCase(world.database, review, world.officer(officer), 'READ_CASE', world.tree);
    for (const original of ['chief-wang', 'po-li', 'head-ma'])
      await expect(reads(original), original).rejects.toMatchObject({ body: { status: 404 } });
    expect((await reads('reviewer-tang')).loaded.head.id).toBe(review);
  });

  test('[P-09] where each reviewer is complained about or steps aside, the chief of the reviewing office reviews', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { cityReviewer, cityHead } = reviewers(world);
    const { cityChief } = cast(world);
    const decide = { type: 'REVIEW_DECIDE', opinion: reviewOpinion('UPHOLD') };
    const accused = { officers: [cityReviewer.id] };
    const against = await heardOf(world, { accused });
    await delivers(world, against, '2026-05-15T10:00+08:00', DRAFT.opinion, {});
    const opened = await underReview(world, against);
    // He reads the file that is reviewed as well.
    expect((await findCase(world.database, against, cityChief, 'READ_CASE', world.tree)).standings).toContain(
      'REVIEW_READER',
    );
    await world.command(opened, cityChief, decide);
    await world.command(opened, cityHead, APPROVE);
    world.now = instant('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    await expect(world.command(review, cityChief, decide)).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    await asPetitioner(world, id, { type: 'APPLY_RECUSAL', of: cityReviewer.id, reason: '与对方当事人是同学' });
    await world.command(review, cityHead, { type: 'DECIDE_RECUSAL', granted: true, reason: '属实', method: 'POST' });
    await expect(world.command(review, cityReviewer, decide)).rejects.toMatchObject({ body: { status: 403 } });
    await world.command(review, cityChief, decide);
    expect((await world.head(review)).state).toBe('OPINION_APPROVAL');
  });

  test('[V25] [T1] [T2] filed on the last evening is in time, a minute after midnight only with a reason', async () => {
    const world = new World('2026-07-20T01:00:00Z');
    const id = await inWindow(world, '2026-09-01T14:00+08:00');
    expect(runningClock(await world.head(id), 'REVIEW_APPLY_30D')).toMatchObject({
      nominalDue: '2026-10-01',
      due: '2026-10-08',
    });
    world.now = instant('2026-10-09T00:01+08:00');
    await expect(asPetitioner(world, id, ASKS)).rejects.toMatchObject(refused('REVIEW_REQUEST_LATE', 'T2'));
    world.now = instant('2026-10-08T23:59+08:00');
    await asPetitioner(world, id, ASKS);
    expect((await world.head(id)).state).toBe('IN_REVIEW');
  });

  test('[T3] the postmark counts, and the period of the organ from arrival; also when the case was closed meanwhile', async () => {
    const world = new World('2026-07-20T01:00:00Z');
    const id = await inWindow(world, '2026-09-01T14:00+08:00');
    const { officer } = cast(world);
    world.now = instant('2026-10-09T09:00+08:00');
    await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无责' });
    await world.command(id, officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.RESPONSE_SLOW',
      lesson: '夜间警力不足',
    });
    world.now = instant('2026-10-12T10:00+08:00');
    const letter = { ...ASKS, filedAt: '2026-10-08T17:00+08:00' };
    await expect(world.command(id, officer, { ...letter, filedAt: '2026-10-13T00:00+08:00' })).rejects.toMatchObject(
      refused('FILING_TIME_IMPOSSIBLE', 'T3'),
    );
    await expect(asPetitioner(world, id, letter)).rejects.toMatchObject(refused('FILING_TIME_IMPOSSIBLE', 'T3'));
    await world.command(id, officer, letter);
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'IN_REVIEW' });
    expect(head.closeReason).toBeUndefined();
    const opened = await world.head(await reviewOf(world, id));
    expect(opened.review).toMatchObject({ late: false, filedAt: '2026-10-08T09:00:00.000Z' });
    expect(runningClock(opened, 'REVIEW_30D')).toMatchObject({ nominalDue: '2026-11-11' });
  });

  test('[P-09] nobody reviews his own organ, nor approves what he drafted; the head of the reviewing organ decides', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    const { cityReviewer, cityHead, cityOfficer } = reviewers(world);
    const decide = { type: 'REVIEW_DECIDE', opinion: reviewOpinion('UPHOLD') };
    await expect(world.command(review, world.officer('handler-zhu'), decide)).rejects.toMatchObject({
      body: expect.objectContaining({ status: 404 }),
    });
    await expect(world.command(review, cityReviewer, { ...decide, type: 'REREVIEW_DECIDE' })).rejects.toMatchObject(
      refused('OTHER_STAGE'),
    );
    await expect(
      world.command(review, cityReviewer, {
        type: 'REVIEW_DECIDE',
        opinion: reviewOpinion('UPHOLD', { remakeDue: '2026-07-01' }),
      }),
    ).rejects.toMatchObject(refused('REMAKE_DAY_UNFIT'));
    await world.command(review, cityReviewer, decide);
    expect((await world.head(review)).opinion).toMatchObject({ decision: 'UPHOLD', reviewOrgan: '江原省公安厅' });
    await expect(world.command(review, cityOfficer, { type: 'DISPATCH', method: 'POST' })).rejects.toMatchObject(
      refused('WRONG_STATE'),
    );
    await world.command(review, cityHead, { type: 'RETURN_DRAFT', reasons: '补充录音的认定' });
    expect((await world.head(review)).state).toBe('UNDER_REVIEW');
    await world.command(review, cityReviewer, decide);
    await world.command(review, cityHead, APPROVE);
    expect((await world.head(review)).state).toBe('OPINION_ISSUED');
    // The file under review is open to its reviewer, for reading alone.
    await expect(world.command(id, cityReviewer, DRAFT)).rejects.toMatchObject({
      body: expect.objectContaining({ status: 403 }),
    });
  });

  test('upheld: the case is closed as reviewed; the review opinion opens 30 days for re-review', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    await reviewDelivered(world, review, 'UPHOLD', '2026-06-01T10:00+08:00');
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'CLOSED', closeReason: 'REVIEWED' });
    expect(head.inReview).toBeUndefined();
    expect(head.duties).toBeUndefined();
    const reviewed = await world.head(review);
    expect(reviewed).toMatchObject({ state: 'REVIEW_WINDOW', review: { decision: 'UPHOLD' } });
    expect(reviewed.clocks.map(({ code, nominalDue }) => `${code} ${nominalDue}`)).toEqual([
      'REREVIEW_APPLY_30D 2026-07-01',
    ]);
    expect(reviewed.stopped.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual(['REVIEW_30D MET']);
    expect(reviewed.documents.map(({ kind }) => kind)).toEqual(['DOC-REVIEW-OPINION', 'DOC-DELIVERY']);
    await expect(asPetitioner(world, id, ASKS)).rejects.toMatchObject(refused('OTHER_STAGE'));
    const { cityOfficer } = reviewers(world);
    const close = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' };
    await expect(world.command(review, cityOfficer, close)).rejects.toMatchObject(refused('REVIEW_WINDOW_OPEN', 'G10'));
    world.now = instant('2026-07-02T00:00:01+08:00');
    await world.command(review, cityOfficer, close);
    expect((await world.head(review)).closeReason).toBe('WINDOW_EXPIRED');
  });

  test('[A-67] changed: responsibility is looked into by itself, once', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    await reviewDelivered(world, review, 'CHANGE', '2026-06-01T10:00+08:00');
    expect(await world.head(id)).toMatchObject({
      state: 'CLOSED',
      duties: [{ kind: 'ACCOUNTABILITY', code: 'OPINION_OVERTURNED', unit: 'donghu-wangjiang', about: review }],
    });
  });

  test('revoked: made anew by the day fixed; the same result needs new grounds, and can be reviewed again', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    await reviewDelivered(world, review, 'REVOKE_REMAKE', '2026-06-01T10:00+08:00', { remakeDue: '2026-06-20' });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'INVESTIGATING', remake: { revoked: ['SUPPORT'] } });
    expect(head.opinion).toBeUndefined();
    expect(head.concludedAt).toBeUndefined();
    // 6/20 is a Saturday in the holiday of the Dragon Boat festival.
    expect(runningClock(head, 'REMAKE')).toMatchObject({ nominalDue: '2026-06-20', due: '2026-06-22' });
    const handler = world.officer('handler-zhu');
    await expect(world.command(id, handler, DRAFT)).rejects.toMatchObject(refused('SAME_RESULT_AFTER_REVOCATION'));
    await delivers(world, id, '2026-06-10T10:00+08:00', { ...DRAFT.opinion, newGrounds: '补充调取了接警录音' });
    const again = await world.head(id);
    expect(again).toMatchObject({ state: 'REVIEW_WINDOW' });
    expect(again.stopped.find(({ code }) => code === 'REMAKE')).toMatchObject({ outcome: 'MET' });
    const second = await underReview(world, id);
    expect(second).not.toBe(review);
    expect((await world.head(second)).state).toBe('UNDER_REVIEW');
  });

  test('another result after revocation needs no new grounds', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    await reviewDelivered(world, await underReview(world, id), 'REVOKE_REMAKE', '2026-06-01T10:00+08:00');
    expect(runningClock(await world.head(id), 'REMAKE')).toMatchObject({ nominalDue: '2026-07-01' });
    const other = { ...DRAFT.opinion, items: [{ item: 1, outcome: 'EXPLAIN', answer: '说明' }] };
    await world.command(id, world.officer('handler-zhu'), { type: 'DRAFT_OPINION', opinion: other });
    expect((await world.head(id)).state).toBe('OPINION_DRAFT');
  });
});

describe('a late request (逾期)', () => {
  const LATE = { ...ASKS, delayReason: '住院,有病历' };

  async function late(world: World) {
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    world.now = instant('2026-06-20T09:00+08:00');
    await asPetitioner(world, id, LATE);
    return { id, review: await reviewOf(world, id) };
  }

  test('waits for the organ above, and the case stays where it is; admitted, the period counts from receipt', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { id, review } = await late(world);
    expect(await world.head(id)).toMatchObject({ state: 'REVIEW_WINDOW', inReview: { caseId: review } });
    expect(await world.head(review)).toMatchObject({ state: 'REQ_RECEIVED', clocks: [] });
    await expect(asPetitioner(world, id, LATE)).rejects.toMatchObject(refused('REVIEW_ALREADY_REQUESTED'));
    await expect(
      world.command(id, cast(world).officer, {
        type: 'CLOSE',
        reason: 'WINDOW_EXPIRED',
        rootCause: 'RC.NONE',
        lesson: '无',
      }),
    ).rejects.toMatchObject(refused('REVIEW_PENDING', 'G10'));
    world.now = instant('2026-06-25T09:00+08:00');
    const { cityReviewer } = reviewers(world);
    await world.command(review, cityReviewer, { type: 'ADMIT_LATE', reason: '住院属实', cause: 'OTHER_JUSTIFIED' });
    expect(await world.head(id)).toMatchObject({ state: 'IN_REVIEW' });
    expect(runningClock(await world.head(review), 'REVIEW_30D')).toMatchObject({ nominalDue: '2026-07-20' });
    await expect(
      world.command(review, cityReviewer, { type: 'REJECT_LATE', ground: 'LATE', reason: '逾期', method: 'POST' }),
    ).rejects.toMatchObject(refused('REQUEST_NOT_LATE'));
  });

  test('rejected in writing, the case can be closed; the old dates stand', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { id, review } = await late(world);
    const { cityReviewer } = reviewers(world);
    await world.command(review, cityReviewer, {
      type: 'REJECT_LATE',
      ground: 'LATE',
      reason: '无正当理由',
      method: 'POST',
    });
    expect(await world.head(review)).toMatchObject({ state: 'REQ_LATE', documents: [{ kind: 'DOC-LATE' }] });
    const head = await world.head(id);
    expect(head.inReview).toBeUndefined();
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toMatchObject({ due: '2026-06-15' });
  });

  test('inadmissible after it was taken up: the window runs on with its old dates', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const before = runningClock(await world.head(id), 'REVIEW_APPLY_30D');
    const review = await underReview(world, id);
    await world.command(review, reviewers(world).cityReviewer, {
      type: 'REJECT_LATE',
      ground: 'INADMISSIBLE',
      reason: '申请人不是信访人',
      method: 'POST',
    });
    const head = await world.head(id);
    expect(head.state).toBe('REVIEW_WINDOW');
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toEqual(before);
    expect(await world.head(review)).toMatchObject({ state: 'REQ_INADMISSIBLE', clocks: [] });
  });
});

describe('re-review (复核, 条例36)', () => {
  async function underRereview(world: World) {
    const id = await inWindow(world, '2026-05-07T10:00+08:00');
    const review = await underReview(world, id);
    await reviewDelivered(world, review, 'UPHOLD', '2026-05-20T10:00+08:00');
    world.now = instant('2026-06-01T09:00+08:00');
    await asPetitioner(world, id, ASKS_AGAIN);
    return { id, review, rereview: await reviewOf(world, review) };
  }

  test('[V28] [V29] 30 days in the organ above that; the days of a hearing, both included, do not count', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { review, rereview } = await underRereview(world);
    expect((await world.head(review)).state).toBe('IN_REVIEW');
    expect(await world.head(rereview)).toMatchObject({ stage: 'REREVIEW', organ: 'jiangyuan', state: 'UNDER_REVIEW' });
    // Whoever reviews again reads the file of the review; the chief of that office does not, while somebody else can.
    const reads = (officer: string) =>
      findCase(world.database, review, world.officer(officer), 'READ_CASE', world.tree).then(
        ({ standings }) => standings.has('REVIEW_READER'),
        () => false,
      );
    expect([await reads('rereviewer-ning'), await reads('chief-yin')]).toEqual([true, false]);
    expect(runningClock(await world.head(rereview), 'REREVIEW_30D')).toMatchObject({ due: '2026-07-01' });
    world.now = instant('2026-06-17T09:00+08:00');
    const { provinceReviewer } = reviewers(world);
    const hearing = {
      type: 'HOLD_HEARING',
      from: '2026-06-10',
      to: '2026-06-16',
      ground: 'COMPLEX',
      reason: '事实争议较大',
      participants: ['信访人', '望江派出所'],
      record: '听证笔录',
    };
    await expect(world.command(rereview, provinceReviewer, { ...hearing, to: '2026-06-18' })).rejects.toMatchObject(
      refused('HEARING_DAYS_IMPOSSIBLE'),
    );
    await world.command(rereview, provinceReviewer, hearing);
    const head = await world.head(rereview);
    expect(runningClock(head, 'REREVIEW_30D')).toMatchObject({
      nominalDue: '2026-07-08',
      due: '2026-07-08',
      hearing: { from: '2026-06-10', to: '2026-06-16' },
    });
    await expect(
      world.command(rereview, provinceReviewer, { ...hearing, from: '2026-06-17', to: '2026-06-17' }),
    ).rejects.toMatchObject(refused('HEARING_ALREADY_EXCLUDED'));
  });

  test('[V29] in review, and in handling, a hearing moves no clock', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await heard(world);
    world.now = instant('2026-05-08T17:00+08:00');
    const before = (await world.head(id)).clocks;
    const hearing = {
      type: 'HOLD_HEARING',
      from: '2026-05-07',
      to: '2026-05-08',
      ground: 'REQUESTED',
      reason: '信访人申请',
      participants: ['信访人'],
      record: '笔录',
    };
    await world.command(id, world.officer('head-ma'), hearing);
    const head = await world.head(id);
    expect(head.clocks).toEqual(before);
    expect(head.hearing).toEqual({ from: '2026-05-07', to: '2026-05-08' });
    expect(head.documents.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['DOC-HEARING-NOTICE', 'DOC-HEARING-RECORD']),
    );
    await delivers(world, id, '2026-05-09T10:00+08:00');
    const review = await underReview(world, id);
    const due = runningClock(await world.head(review), 'REVIEW_30D');
    world.now = instant('2026-05-12T17:00+08:00');
    const inReview = { ...hearing, from: '2026-05-12', to: '2026-05-12' };
    await expect(world.command(review, world.officer('chief-sun'), inReview)).rejects.toMatchObject(
      refused('WRONG_HOST_OF_HEARING'),
    );
    await world.command(review, reviewers(world).cityReviewer, inReview);
    expect(runningClock(await world.head(review), 'REVIEW_30D')).toEqual(due);
  });

  test('upheld: final; closed with its own reason and no other', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { id, review, rereview } = await underRereview(world);
    await reviewDelivered(world, rereview, 'UPHOLD', '2026-06-20T10:00+08:00');
    const head = await world.head(rereview);
    expect(head).toMatchObject({ state: 'FINAL', clocks: [] });
    expect(head.documents.map(({ kind }) => kind)).toContain('DOC-REREVIEW-OPINION');
    expect((await world.head(review)).closeReason).toBe('REVIEWED');
    expect((await world.head(id)).closeReason).toBe('REVIEWED');
    const { provinceOfficer } = reviewers(world);
    const close = { type: 'CLOSE', rootCause: 'RC.NONE', lesson: '无' };
    await expect(
      world.command(rereview, provinceOfficer, { ...close, reason: 'WINDOW_EXPIRED' }),
    ).rejects.toMatchObject(refused('REASON_NOT_PROVEN', 'G10'));
    await world.command(rereview, provinceOfficer, { ...close, reason: 'FINAL' });
    expect(await world.head(rereview)).toMatchObject({ state: 'CLOSED', closeReason: 'FINAL' });
  });

  test('revoked: the handling organ makes its opinion anew, the review is over', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const { id, review, rereview } = await underRereview(world);
    await reviewDelivered(world, rereview, 'REVOKE_REMAKE', '2026-06-15T10:00+08:00');
    expect(await world.head(review)).toMatchObject({
      state: 'CLOSED',
      closeReason: 'REVIEWED',
      duties: [{ code: 'OPINION_OVERTURNED', about: rereview }],
    });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'INVESTIGATING', duties: [{ code: 'OPINION_OVERTURNED', about: rereview }] });
    expect(runningClock(head, 'REMAKE')).toMatchObject({ nominalDue: '2026-07-15' });
  });
});

describe('an organ of review outside this bureau', () => {
  /** 东湖分局 is reviewed by an organ that does not work in this deployment. */
  function worldOfDonghuAlone(): World {
    const world = new World('2026-05-06T01:00:00Z');
    const units = demoBureau.units.map((unit) => {
      if (unit.id !== 'donghu' || !unit.reviewOrgan) return unit;
      const { unit: _inside, ...outside } = unit.reviewOrgan;
      return { ...unit, reviewOrgan: outside };
    });
    return Object.assign(world, { tree: treeOf({ ...demoBureau, units }) });
  }
  const BACK = { type: 'RETURN_FROM_REVIEW', opinionNumber: '云公信复查〔2026〕1号', deliveredOn: '2026-06-01' };

  async function outside() {
    const world = worldOfDonghuAlone();
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    world.now = instant('2026-05-20T09:00+08:00');
    await asPetitioner(world, id, ASKS);
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'IN_REVIEW' });
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toBeUndefined();
    expect(head.reviewCase).toBeUndefined();
    world.now = instant('2026-06-02T09:00+08:00');
    return { world, id, officer: cast(world).officer };
  }

  test('the office records that it was upheld', async () => {
    const { world, id, officer } = await outside();
    await expect(
      world.command(id, officer, { ...BACK, decision: 'UPHOLD', deliveredOn: '2026-06-03' }),
    ).rejects.toMatchObject(refused('DELIVERY_DAY_IMPOSSIBLE'));
    await expect(
      world.command(id, officer, { ...BACK, decision: 'UPHOLD', remakeDue: '2026-07-01' }),
    ).rejects.toMatchObject(refused('REMAKE_DAY_UNFIT'));
    await world.command(id, officer, { ...BACK, decision: 'UPHOLD' });
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'REVIEWED' });
  });

  test('revoked: a new opinion is due thirty days after the review opinion was delivered', async () => {
    const { world, id, officer } = await outside();
    await world.command(id, officer, { ...BACK, decision: 'REVOKE_REMAKE' });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'INVESTIGATING', duties: [{ code: 'OPINION_OVERTURNED' }] });
    expect(runningClock(head, 'REMAKE')).toMatchObject({ nominalDue: '2026-07-01' });
  });

  test('not taken up: the window runs on with its old dates', async () => {
    const { world, id, officer } = await outside();
    await world.command(id, officer, { ...BACK, decision: 'REJECTED' });
    const head = await world.head(id);
    expect(head.state).toBe('REVIEW_WINDOW');
    expect(runningClock(head, 'REVIEW_APPLY_30D')).toMatchObject({ nominalDue: '2026-06-14', due: '2026-06-15' });
  });

  test('what is reviewed in this bureau comes back by itself', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    await underReview(world, id);
    world.now = instant('2026-06-02T09:00+08:00');
    await expect(world.command(id, cast(world).officer, { ...BACK, decision: 'UPHOLD' })).rejects.toMatchObject(
      refused('REVIEWED_IN_THIS_BUREAU'),
    );
  });
});

test('[G7] each co-petitioner has 30 days of his own; the first delivery opens the window', async () => {
  const world = new World('2026-05-06T01:00:00Z');
  const id = await heardOf(world, { headcount: 2, channel: 'VISIT' });
  const { officer } = cast(world);
  await expect(delivers(world, id, '2026-05-08T10:00+08:00', DRAFT.opinion, { recipient: 3 })).rejects.toMatchObject(
    refused('UNKNOWN_RECIPIENT', 'G7'),
  );
  const deliver = { type: 'DELIVER', method: 'POST', receivedAt: '2026-05-08T10:00+08:00', proof: '签名' };
  await expect(world.command(id, officer, deliver)).rejects.toMatchObject(refused('RECIPIENT_NOT_STATED', 'G7'));
  await world.command(id, officer, { ...deliver, recipient: 1 });
  expect((await world.head(id)).state).toBe('REVIEW_WINDOW');
  await expect(world.command(id, officer, { ...deliver, recipient: 1 })).rejects.toMatchObject(
    refused('ALREADY_DELIVERED', 'G7'),
  );
  await expect(world.command(id, officer, { ...deliver, everyone: true })).rejects.toMatchObject(
    refused('ALREADY_DELIVERED', 'G7'),
  );
  world.now = instant('2026-05-20T10:00+08:00');
  await world.command(id, officer, { ...deliver, receivedAt: '2026-05-20T10:00+08:00', recipient: 2 });
  const head = await world.head(id);
  expect(runningClock(head, 'REVIEW_APPLY_30D', 'P1')).toMatchObject({ nominalDue: '2026-06-07', due: '2026-06-08' });
  expect(runningClock(head, 'REVIEW_APPLY_30D', 'P2')).toMatchObject({ nominalDue: '2026-06-19', due: '2026-06-22' });
  world.now = instant('2026-06-12T10:00+08:00');
  await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无责' });
  await expect(
    world.command(id, officer, { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' }),
  ).rejects.toMatchObject(refused('REVIEW_WINDOW_OPEN', 'G10'));
  await expect(asPetitioner(world, id, { ...ASKS, recipient: 1 })).rejects.toMatchObject(
    refused('REVIEW_REQUEST_LATE', 'T2'),
  );
  await asPetitioner(world, id, { ...ASKS, recipient: 2 });
  expect((await world.head(id)).clocks.map(({ code }) => code)).not.toContain('REVIEW_APPLY_30D');
});

test('[A-36] an opinion goes out when the duty leader has looked at it', async () => {
  const world = new World('2026-05-06T01:00:00Z');
  const id = await heard(world);
  const { officer, bureauHead } = cast(world);
  await world.command(id, world.officer('handler-zhu'), DRAFT);
  expect(runningClock(await world.head(id), 'APPROVE_3WD')).toMatchObject({ due: '2026-05-09' });
  await world.command(id, world.officer('head-ma'), APPROVE);
  await world.command(id, bureauHead, APPROVE);
  expect(runningClock(await world.head(id), 'APPROVE_3WD')).toBeUndefined();
  const send = { type: 'DISPATCH', method: 'POST' };
  await expect(world.command(id, officer, send)).rejects.toMatchObject(refused('NOT_CHECKED_BEFORE_SEND', 'A-36'));
  await world.command(id, world.officer('leader-shen'), CHECK);
  await world.command(id, officer, send);
  expect((await world.head(id)).opinion?.dispatchedAt).toBeDefined();
});
