import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../shared/domain/ids.ts';
import { cast } from '../builders/walk.ts';
import { refused } from '../builders/walk-paths.ts';
import { delivers, heardOf } from '../builders/walk-review.ts';
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
