import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/commands/http.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { cast, classified } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const CLASSIFY = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SCENE' };

describe('two officers at once', () => {
  test('the loser gets 412 with what changed, and nothing of the winner is overwritten', async () => {
    const world = new World();
    const id = await classified(world);
    const { version } = await world.head(id);
    const calls = [cast(world).officer, cast(world).chief].map((who) => world.command(id, who, CLASSIFY, { version }));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({
      body: { status: 412, version: version + 1, changed: [{ version: version + 1, command: 'CLASSIFY' }] },
    });
    expect(await readHistory(world.database, ORDINARY, id)).toHaveLength(version + 1);
  });

  test('a retry of an applied command returns its result; the same key with another command is 422', async () => {
    const world = new World();
    const id = await classified(world);
    const { version } = await world.head(id);
    const call = { version, idempotencyKey: randomUUID() };
    await world.command(id, cast(world).officer, CLASSIFY, call);
    await world.command(id, cast(world).officer, { ...CLASSIFY, category: 'RESPONSE.CALL' });
    const again = await world.command(id, cast(world).officer, CLASSIFY, call);
    expect(again).toMatchObject({ repeated: true });
    expect((await world.head(id)).category).toBe('RESPONSE.CALL');
    await expect(
      world.command(id, cast(world).officer, { ...CLASSIFY, category: 'CYBER' }, call),
    ).rejects.toMatchObject({
      body: { status: 422 },
    });
    await expect(world.command(id, cast(world).chief, CLASSIFY, call)).rejects.toMatchObject({ body: { status: 412 } });
  });

  test('a sealing that is delivered twice at once is answered twice, though the case is hidden from then on', async () => {
    const world = new World();
    const id = await classified(world);
    const { id: sub, unit, roles } = cast(world).officer;
    const request = {
      path: { id },
      query: {},
      body: { type: 'SEAL', reason: '反映民警违纪' },
      ifMatch: (await world.head(id)).version,
      idempotencyKey: randomUUID(),
      claims: { sub, unit, roles: [...roles] },
      now: world.now,
    };
    const deliver = () => handlers()['POST /petitions/{id}/commands']?.(request as never, world.deps as never);
    const answers = await Promise.all([deliver(), deliver()]);
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200]);
    expect(await deliver()).toMatchObject({ status: 200, body: { state: 'SEALED', repeated: true } });
  });

  test('a reminder between reading and acting causes no conflict', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classified(world);
    const { version } = await world.head(id);
    world.now = instant('2026-03-13T09:00+08:00');
    expect(await world.sweep()).toMatchObject({ decided: 1 });
    expect((await world.head(id)).version).toBe(version);
    await world.command(
      id,
      cast(world).officer,
      { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' },
      { version },
    );
    expect((await world.head(id)).state).toBe('ACCEPTED');
  });
});
