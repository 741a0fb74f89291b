import { describe, expect, test } from 'vitest';
import type { Standpoint } from '../../shared/domain/decide/context.ts';
import { unmet } from '../../shared/domain/decide/next-commands.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { type Head, runningClock } from '../../shared/domain/petition.ts';
import { cast } from '../builders/walk.ts';
import { refused } from '../builders/walk-paths.ts';
import { ASKS, delivers, heardOf, reviewDelivered, reviewers, reviewOf } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const CLOSE = { type: 'CLOSE', reason: 'WINDOW_EXPIRED', rootCause: 'RC.NONE', lesson: '无' };
const FAULT = { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '无责' };

const served = (world: World, id: CaseId, recipient: number, receivedAt: string, method = 'POST') => {
  world.now = instant(receivedAt);
  return world.command(id, cast(world).officer, { type: 'DELIVER', method, receivedAt, proof: '回执', recipient });
};

/** A joint petition whose opinion the first of them received on 9 March. */
async function servedToFirst(world: World, fields: Record<string, unknown> = { headcount: 3 }): Promise<CaseId> {
  const id = await heardOf(world, fields);
  await delivers(world, id, '2026-03-09T10:00+08:00', undefined, { recipient: 1 });
  return id;
}

describe('[G7] [G10] a joint case is not closed before those whom the file knows received the opinion (条例35)', () => {
  const assessed = async (fields?: Record<string, unknown>) => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await servedToFirst(world, fields);
    world.now = instant('2026-04-20T10:00+08:00');
    await world.command(id, cast(world).officer, FAULT);
    const close = (more: Record<string, unknown> = {}) => world.command(id, cast(world).officer, { ...CLOSE, ...more });
    return { world, id, close };
  };

  test('refused with those still to be served and the ways to serve them; served by notice, the window of the last one is waited for', async () => {
    const { world, id, close } = await assessed();
    await expect(close()).rejects.toMatchObject({
      refusal: expect.objectContaining({
        code: 'NOT_ALL_SERVED',
        guard: 'G7',
        field: '/notServed',
        zh: expect.stringContaining('尚未送达:第2人、第3人'),
        remedyZh: expect.stringContaining('NOTICE'),
      }),
    });
    await served(world, id, 2, '2026-04-21T10:00+08:00');
    await expect(close({ reason: 'NOT_CHALLENGED' })).rejects.toMatchObject(refused('REVIEW_WINDOW_OPEN', 'G10'));
    await served(world, id, 3, '2026-04-22T10:00+08:00', 'NOTICE');
    world.now = instant('2026-06-20T10:00+08:00');
    await close();
    expect((await world.head(id)).state).toBe('CLOSED');
  });

  test('who signed without a name, or withdrew for himself, needs none: said in writing, on record', async () => {
    const { world, id, close } = await assessed();
    await expect(close({ notServed: '  ' })).rejects.toMatchObject(refused('NOT_ALL_SERVED', 'G7'));
    await close({ notServed: '第2人未留姓名、地址,第3人已书面撤回' });
    expect((await world.head(id)).state).toBe('CLOSED');
  });

  test('of a crowd the representatives are served, and the refusal stays short', async () => {
    const two = await assessed({ headcount: 40, channel: 'VISIT', representatives: ['钱禾', '孙苗'] });
    await expect(two.close()).rejects.toMatchObject(refused('NOT_ALL_SERVED', 'G7'));
    await served(two.world, two.id, 2, '2026-04-21T10:00+08:00');
    two.world.now = instant('2026-06-20T10:00+08:00');
    await two.close();
    const crowd = await assessed({ headcount: 40, channel: 'VISIT' });
    await expect(crowd.close()).rejects.toMatchObject({
      refusal: expect.objectContaining({ zh: expect.stringMatching(/第10人、第11人等$/) }),
    });
  });

  test('all of them at once', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heardOf(world, { headcount: 40, channel: 'VISIT' });
    await delivers(world, id, '2026-03-09T10:00+08:00', undefined, { everyone: true });
    world.now = instant('2026-04-20T10:00+08:00');
    for (const command of [FAULT, CLOSE]) await world.command(id, cast(world).officer, command);
    expect((await world.head(id)).state).toBe('CLOSED');
  });
});

describe('[G7] whoever is served while another one’s request is in review, or when it was decided, has his own thirty days (条例35)', () => {
  /** The first of them asked, another one was served meanwhile, and the review was decided and delivered. */
  const reviewed = async (decision: string) => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await servedToFirst(world);
    await world.command(id, cast(world).officer, { ...ASKS, recipient: 1 });
    await served(world, id, 2, '2026-03-13T10:00+08:00');
    const inReview = await world.head(id);
    await reviewDelivered(world, await reviewOf(world, id), decision, '2026-03-22T10:00+08:00', {}, { recipient: 1 });
    return { world, id, inReview, office: cast(world).officer };
  };
  const windows = async (world: World, id: CaseId) =>
    (await world.head(id)).clocks.flatMap(({ code, key }) => (code === 'REVIEW_APPLY_30D' ? [key] : []));

  test('served in review, the case stays there; the window outlives the decision, and he asks', async () => {
    const { world, id, inReview, office } = await reviewed('UPHOLD');
    expect(inReview.state).toBe('IN_REVIEW');
    expect(runningClock(inReview, 'REVIEW_APPLY_30D', 'P2')).toMatchObject({ nominalDue: '2026-04-12' });
    await expect(served(world, id, 2, '2026-03-23T10:00+08:00')).rejects.toMatchObject(
      refused('ALREADY_DELIVERED', 'G7'),
    );
    await served(world, id, 3, '2026-03-24T10:00+08:00');
    expect(await world.head(id)).toMatchObject({ state: 'CLOSED', closeReason: 'REVIEWED' });
    expect(await windows(world, id)).toEqual(['P2', 'P3']);
    const first = await reviewOf(world, id);
    await world.command(id, office, { ...ASKS, recipient: 3 });
    expect((await world.head(id)).state).toBe('IN_REVIEW');
    expect(await reviewOf(world, id)).not.toBe(first);
  });

  test('[P-17] it is not archived before the last window is over', async () => {
    const { world, id, office } = await reviewed('UPHOLD');
    await served(world, id, 3, '2026-06-15T10:00+08:00');
    world.now = instant('2026-07-14T10:00+08:00');
    await expect(world.command(id, office, { type: 'ARCHIVE' })).rejects.toMatchObject(refused('STILL_OWED', 'P-17'));
    world.now = instant('2026-07-16T10:00+08:00');
    await world.command(id, office, { type: 'ARCHIVE' });
    expect(await world.head(id)).toMatchObject({ state: 'ARCHIVED', clocks: [] });
  });

  test('revoked, or put right later, the opinion takes its windows with it', async () => {
    const revoked = await reviewed('REVOKE_REMAKE');
    expect((await revoked.world.head(revoked.id)).state).toBe('INVESTIGATING');
    expect(await windows(revoked.world, revoked.id)).toEqual([]);
    const { world, id } = await reviewed('UPHOLD');
    await world.command(id, cast(world).chief, { type: 'REOPEN', ground: 'ERROR', reason: '发现错误' });
    expect(await windows(world, id)).toEqual([]);
  });

  test('a review opinion goes to each of them likewise; what was closed without an opinion goes to nobody', async () => {
    const { world, id } = await reviewed('UPHOLD');
    const review = await reviewOf(world, id);
    const deliver = {
      type: 'DELIVER',
      method: 'POST',
      receivedAt: '2026-03-23T10:00+08:00',
      proof: '回执',
      recipient: 2,
    };
    world.now = instant('2026-05-20T10:00+08:00');
    const { cityOfficer } = reviewers(world);
    await expect(world.command(review, cityOfficer, CLOSE)).rejects.toMatchObject(refused('NOT_ALL_SERVED', 'G7'));
    await world.command(review, cityOfficer, { ...CLOSE, notServed: '其余二人未留地址' });
    await world.command(review, cityOfficer, { ...deliver, receivedAt: '2026-05-20T09:00+08:00' });
    expect(runningClock(await world.head(review), 'REREVIEW_APPLY_30D', 'P2')).toBeDefined();
    const settled = unmet({ ...(await world.head(id)), opinion: undefined } as Head, 'DELIVER', {} as Standpoint);
    expect(settled).toMatchObject({ code: 'CLOSED_WITHOUT_OPINION', guard: 'G7' });
  });
});
