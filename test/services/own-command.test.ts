import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ownCommand } from '../../services/commands/own-command.ts';
import type { Command } from '../../shared/domain/commands.ts';
import { cast, heard } from '../builders/walk.ts';
import { ASKS, asPetitioner, inWindow } from '../builders/walk-review.ts';
import { World } from '../builders/world.ts';

const WITHDRAW = { type: 'WITHDRAW', words: '问题已解决', free: true };
const problemOf = (status: number, code: string) => ({ body: expect.objectContaining({ status, code }) });

describe('[P-25] the petitioner’s own commands need the code and a second proof', () => {
  const calling = (
    world: World,
    receiptCode: string,
    proof: { name?: string; phone?: string },
    sourceIp = '203.0.113.9',
  ) =>
    ownCommand(
      {
        receiptCode,
        proof,
        command: WITHDRAW as unknown as Command,
        idempotencyKey: undefined,
        sourceIp,
        now: world.now,
      },
      world.deps,
    );

  test('name or telephone, however it is written; what was given has to fit', async () => {
    const world = new World();
    const { receiptCode, id } = await world.submit({ organ: 'donghu' });
    await expect(calling(world, receiptCode, { name: '钱和' })).rejects.toMatchObject(problemOf(403, 'PROOF_WRONG'));
    await expect(calling(world, receiptCode, { name: '钱禾', phone: '13900000000' })).rejects.toMatchObject(
      problemOf(403, 'PROOF_WRONG'),
    );
    expect(await calling(world, receiptCode, { phone: '+86 138-0000-0000' })).toMatchObject({
      id,
      state: 'RECEIVED',
      repeated: false,
    });
    expect((await world.head(id)).withdrawal).toBeDefined();
  });

  test('wrong proofs are limited like wrong codes', async () => {
    const world = new World();
    const { receiptCode } = await world.submit({ organ: 'donghu' });
    for (let wrong = 0; wrong < 20; wrong += 1)
      await expect(calling(world, receiptCode, { name: `猜${wrong}` })).rejects.toMatchObject(
        problemOf(403, 'PROOF_WRONG'),
      );
    await expect(calling(world, receiptCode, { name: '钱禾' })).rejects.toMatchObject(
      problemOf(429, 'TOO_MANY_WRONG_CODES'),
    );
    expect(await calling(world, receiptCode, { name: '钱禾' }, '203.0.113.10')).toMatchObject({ repeated: false });
  });

  test('who left neither name nor telephone comes, writes or calls; an accusation stays under seal', async () => {
    const world = new World();
    const nameless = await world.submit({ organ: 'donghu', petitioner: { address: '柳桥街12号' } });
    await expect(calling(world, nameless.receiptCode, { name: '钱禾' })).rejects.toMatchObject(
      problemOf(409, 'NO_PROOF_ON_FILE'),
    );
    const sealed = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    await expect(calling(world, sealed.receiptCode, { name: '钱禾' })).rejects.toMatchObject(
      problemOf(409, 'HANDLED_UNDER_SEAL'),
    );
    await expect(calling(world, '0000000000000000', { name: '钱禾' })).rejects.toMatchObject(
      problemOf(404, 'NO_SUCH_CODE'),
    );
  });
});

describe('applied once', () => {
  test('the same key and command give the same answer, also when the case has gone on; another command is refused', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const key = randomUUID();
    expect(await asPetitioner(world, id, ASKS, key)).toMatchObject({ state: 'IN_REVIEW', repeated: false });
    const { version } = await world.head(id);
    expect(await asPetitioner(world, id, ASKS, key)).toMatchObject({ state: 'IN_REVIEW', repeated: true });
    expect((await world.head(id)).version).toBe(version);
    await expect(asPetitioner(world, id, { ...ASKS, reasons: '另有理由' }, key)).rejects.toMatchObject(
      problemOf(422, 'IDEMPOTENCY_KEY_REUSED'),
    );
  });

  test('a repetition that runs beside the first try stores nothing, whenever the first one is done', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    const key = randomUUID();
    const again = () => asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '被找去谈话' }, key);
    const query = world.database.query.bind(world.database);
    let first: ReturnType<typeof again> | undefined;
    // Both look at the same history; the other one is done when this one goes on.
    world.database.query = async (asked) => {
      const page = await query(asked);
      if (first || !asked.from?.startsWith('V#')) return page;
      first = again();
      await first;
      return page;
    };
    expect(await again()).toMatchObject({ repeated: true });
    expect(await first).toMatchObject({ repeated: false });
    expect((await world.head(id)).version).toBe(2);
  });

  test('the command goes to the case whose state takes it, down the line of referrals', async () => {
    const world = new World();
    const { officeRegistrar, officer } = cast(world);
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    const { other } = await world.command(id, officer, {
      type: 'TRANSFER',
      to: 'donghu-wangjiang',
      reason: '属地',
      method: 'POST',
    });
    if (!other) throw new Error('a transfer opens a case');
    await asPetitioner(world, id, WITHDRAW);
    expect((await world.head(other.id)).withdrawal).toBeDefined();
    expect((await world.head(id)).withdrawal).toBeUndefined();
  });

  test('what no case can take is refused with its article', async () => {
    const world = new World();
    const id = await heard(world);
    await expect(asPetitioner(world, id, ASKS)).rejects.toMatchObject({
      refusal: expect.objectContaining({ code: 'WRONG_STATE', article: '条例35' }),
    });
  });
});
