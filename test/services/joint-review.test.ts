import { describe, expect, test } from 'vitest';
import type { Standpoint } from '../../shared/domain/decide/context.ts';
import { unmet } from '../../shared/domain/decide/next-commands.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { APPROVE, cast } from '../builders/walk.ts';
import { lastRecord, refused } from '../builders/walk-paths.ts';
import {
  ASKS,
  asPetitioner,
  CHECK,
  delivers,
  heardOf,
  reviewDelivered,
  reviewers,
  reviewOf,
  reviewOpinion,
} from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { paper } from './papers-read.ts';

const MINE = { ...ASKS, recipient: 2, request: '请求补偿误工损失', reasons: '误工证明没有审查' };

/** Three signers; the first two received the opinion, on 9 and 12 March, and the first asked on 12 March. */
async function asked() {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heardOf(world, { headcount: 3 });
  await delivers(world, id, '2026-03-09T10:00+08:00', undefined, { recipient: 1 });
  const { officer } = cast(world);
  const deliver = { type: 'DELIVER', method: 'POST', proof: '回执', receivedAt: '2026-03-12T09:00+08:00' };
  world.now = instant('2026-03-12T10:00+08:00');
  await world.command(id, officer, { ...deliver, recipient: 2 });
  await world.command(id, officer, { ...ASKS, recipient: 1 });
  const asks = (command: Record<string, unknown>, at: string) => {
    world.now = instant(at);
    return world.command(id, officer, { ...MINE, ...command });
  };
  return { world, id, review: await reviewOf(world, id), asks, ...reviewers(world) };
}

const inadmissible = { type: 'REJECT_LATE', ground: 'INADMISSIBLE', reason: '不属于复查范围', method: 'POST' };

describe('[G7] another co-petitioner’s request joins the review that runs (条例35)', () => {
  test('in time, on the record of the case of review, with his reasons in its opinion; there is no second one', async () => {
    const { world, id, review, asks } = await asked();
    await asks({}, '2026-04-13T23:00+08:00');
    expect((await world.head(id)).reviewAsked?.map(({ recipient }) => recipient)).toEqual([1, 2]);
    expect(await reviewOf(world, id)).toBe(review);
    for (const one of [id, review])
      expect((await lastRecord(world, one)).events).toContainEqual(
        expect.objectContaining({ type: 'review-requested.v1', recipient: 2, joins: true, late: false }),
      );
    expect(await world.head(review)).toMatchObject({ state: 'UNDER_REVIEW' });
    expect((await world.head(review)).inReview).toBeUndefined();
    await reviewDelivered(world, review, 'UPHOLD', '2026-04-15T10:00+08:00', {}, { recipient: 1 });
    const opinion = JSON.stringify(await paper(world, review, 'DOC-REVIEW-OPINION'));
    for (const words of [ASKS.request, MINE.request, ASKS.reasons, MINE.reasons]) expect(opinion).toContain(words);
  });

  test('once each, and by his number; the petitioner’s own request is that of the first', async () => {
    const { world, id, asks } = await asked();
    for (const recipient of [3, 4])
      await expect(asks({ recipient }, '2026-03-13T10:00+08:00')).rejects.toMatchObject(refused('NO_REVIEW_WINDOW'));
    await asks({}, '2026-03-14T10:00+08:00');
    const again = refused('REVIEW_ALREADY_REQUESTED');
    for (const recipient of [1, 2, undefined])
      await expect(asks({ recipient }, '2026-03-15T10:00+08:00')).rejects.toMatchObject(again);
    await expect(asPetitioner(world, id, ASKS)).rejects.toMatchObject(again);
  });

  test('late, it joins nothing; nor when the opinion is made, then it is recorded afterwards by its own day', async () => {
    const { world, id, review, asks, cityReviewer, cityHead, cityDuty, cityOfficer } = await asked();
    await expect(asks({ delayReason: '住院' }, '2026-04-14T10:00+08:00')).rejects.toMatchObject(
      refused('TOO_LATE_TO_JOIN', 'T2'),
    );
    await world.command(review, cityReviewer, { type: 'REVIEW_DECIDE', opinion: reviewOpinion('UPHOLD') });
    await world.command(review, cityHead, APPROVE);
    const filed = { filedAt: '2026-04-13T10:00+08:00', receivedAt: '2026-04-14T10:00+08:00' };
    await expect(asks(filed, '2026-04-14T11:00+08:00')).rejects.toMatchObject(refused('REVIEW_DECIDED', 'G7'));
    await world.command(review, cityDuty, CHECK);
    await world.command(review, cityOfficer, { type: 'DISPATCH', method: 'POST' });
    world.now = instant('2026-04-16T10:00+08:00');
    const deliver = {
      type: 'DELIVER',
      method: 'POST',
      receivedAt: '2026-04-16T09:00+08:00',
      proof: '回执',
      recipient: 1,
    };
    await world.command(review, cityOfficer, deliver);
    await asks(filed, '2026-04-17T10:00+08:00');
    expect((await world.head(id)).state).toBe('IN_REVIEW');
    expect(await reviewOf(world, id)).not.toBe(review);
  });

  test('in time, it takes up a review that waited as the first request was late', async () => {
    const { world, id, review, asks } = await asked();
    await world.command(review, world.officer('reviewer-tang'), inadmissible);
    await asks({ recipient: 1, delayReason: '住院' }, '2026-04-10T10:00+08:00');
    const waiting = await reviewOf(world, id);
    expect((await world.head(waiting)).state).toBe('REQ_RECEIVED');
    await asks({}, '2026-04-11T10:00+08:00');
    expect((await world.head(id)).state).toBe('IN_REVIEW');
    const taken = await world.head(waiting);
    expect(taken.state).toBe('UNDER_REVIEW');
    expect(runningClock(taken, 'REVIEW_30D')).toMatchObject({ nominalDue: '2026-05-11' });
  });

  test('all at once received it: each of them may ask', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heardOf(world, { headcount: 3 });
    await delivers(world, id, '2026-03-09T10:00+08:00', undefined, { everyone: true });
    await asPetitioner(world, id, ASKS);
    world.now = instant('2026-03-20T10:00+08:00');
    await world.command(id, cast(world).officer, MINE);
    expect((await world.head(id)).reviewAsked?.map(({ recipient }) => recipient)).toEqual([1, 2]);
    expect(JSON.stringify(await paper(world, id, 'DOC-REVIEW-REQ'))).toContain('2026年3月9日');
  });
});

describe('[G7] [G10] a review that ends takes nothing from who did not ask for it (条例35)', () => {
  const left = async (world: World, id: CaseId) =>
    (await world.head(id)).clocks.flatMap(({ code, key, due }) =>
      code === 'REVIEW_APPLY_30D' ? [`${key} ${due}`] : [],
    );

  test('without a decision, all windows run on with their old dates, and everybody may ask', async () => {
    const { world, id, review, asks } = await asked();
    await asks({}, '2026-03-14T10:00+08:00');
    await world.command(review, world.officer('reviewer-tang'), inadmissible);
    expect(await left(world, id)).toEqual(['P1 2026-04-08', 'P2 2026-04-13']);
    expect((await world.head(id)).reviewAsked).toBeUndefined();
    await asks({}, '2026-04-13T10:00+08:00');
    expect((await world.head(id)).reviewAsked?.map(({ recipient }) => recipient)).toEqual([2]);
  });

  test('decided before his days are over, he still asks by them, and [P-17] it is not archived before; who asked does not again', async () => {
    const { world, id, review, asks } = await asked();
    await reviewDelivered(world, review, 'UPHOLD', '2026-03-22T10:00+08:00', {}, { recipient: 1 });
    const beside = { ...(await world.head(id)), clocks: [] };
    const archivedAt = (at: string) => unmet(beside, 'ARCHIVE', { now: instant(at) } as Standpoint);
    expect(archivedAt('2026-04-13T23:00+08:00')).toMatchObject({ code: 'STILL_OWED', guard: 'P-17' });
    expect(archivedAt('2026-04-14T01:00+08:00')).toBeUndefined();
    await expect(asks({ recipient: 1 }, '2026-03-23T10:00+08:00')).rejects.toMatchObject(
      refused('REVIEW_ALREADY_REQUESTED'),
    );
    await asks({}, '2026-04-13T10:00+08:00');
    const second = await reviewOf(world, id);
    expect(second).not.toBe(review);
    // What became of his own request gives the first one nothing back.
    await world.command(second, world.officer('reviewer-tang'), inadmissible);
    expect((await world.head(id)).reviewAsked?.map(({ recipient }) => recipient)).toEqual([1]);
  });

  test('revoked, there is a new opinion, and each may ask for a review of that', async () => {
    const { world, id, review } = await asked();
    await reviewDelivered(world, review, 'REVOKE_REMAKE', '2026-03-22T10:00+08:00', {}, { recipient: 1 });
    expect((await world.head(id)).reviewAsked).toBeUndefined();
  });
});

describe('[G7] an opinion that the organ above changed or revoked', () => {
  test('is served on nobody any more, and no second review says otherwise', async () => {
    const { world, id, review, asks } = await asked();
    await reviewDelivered(world, review, 'CHANGE', '2026-04-08T10:00+08:00', {}, { recipient: 1 });
    const late = { type: 'DELIVER', method: 'POST', proof: '回执', receivedAt: '2026-04-08T09:00+08:00', recipient: 3 };
    await expect(world.command(id, cast(world).officer, late)).rejects.toMatchObject(
      refused('OPINION_OVERTURNED', 'G7'),
    );
    await expect(asks({}, '2026-04-09T10:00+08:00')).rejects.toMatchObject(refused('NO_REVIEW_WINDOW'));
    expect((await world.head(id)).clocks.map(({ code }) => code)).not.toContain('REVIEW_APPLY_30D');
    // What the organ above said is served on him, too, and can be re-reviewed (条例36).
    const served = { ...late, receivedAt: world.now, recipient: 2 };
    await world.command(review, reviewers(world).cityOfficer, served);
    expect(runningClock(await world.head(review), 'REREVIEW_APPLY_30D', 'P2')).toBeDefined();
  });

  test('in re-review is made anew also while another one’s second review of it runs', async () => {
    const { world, id, review, asks } = await asked();
    await reviewDelivered(world, review, 'UPHOLD', '2026-04-08T10:00+08:00', {}, { recipient: 1 });
    const again = { type: 'REQUEST_REREVIEW', request: '请求撤销复查意见', reasons: '录音仍没有调取', recipient: 1 };
    world.now = instant('2026-04-09T10:00+08:00');
    await world.command(review, reviewers(world).cityOfficer, again);
    await asks({ filedAt: '2026-04-08T09:00+08:00', receivedAt: '2026-04-09T10:00+08:00' }, '2026-04-09T11:00+08:00');
    expect(await world.head(id)).toMatchObject({ state: 'IN_REVIEW' });
    const last = await reviewOf(world, review);
    await reviewDelivered(world, last, 'REVOKE_REMAKE', '2026-05-06T10:00+08:00', {}, { recipient: 1 });
    const head = await world.head(id);
    expect(head).toMatchObject({ state: 'INVESTIGATING', remake: {} });
    expect(runningClock(head, 'REMAKE')).toBeDefined();
  });
});

describe('[G7] who asks without saying which of them he is', () => {
  test('is whose window it is that he uses: the first loses nothing by it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heardOf(world, { headcount: 2 });
    await delivers(world, id, '2026-03-09T10:00+08:00', undefined, { recipient: 2 });
    const { officer } = cast(world);
    await world.command(id, officer, ASKS);
    expect((await world.head(id)).reviewAsked).toMatchObject([{ recipient: 2 }]);
    const deliver = { type: 'DELIVER', method: 'POST', proof: '回执', recipient: 1 };
    world.now = instant('2026-03-12T10:00+08:00');
    await world.command(id, officer, { ...deliver, receivedAt: '2026-03-12T09:00+08:00' });
    await world.command(id, officer, { ...MINE, recipient: 1 });
    expect((await world.head(id)).reviewAsked).toMatchObject([{ recipient: 2 }, { recipient: 1 }]);
  });
});
