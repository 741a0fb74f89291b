import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openFile, readCaseHistory } from '../../services/casework/open-file.ts';
import { ownLog } from '../../services/intake/own-log.ts';
import { cast, heard } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const CALLER = '192.0.2.7';
const log = (world: World, id: string, code: string, caller = CALLER) =>
  ownLog(id, code, caller, world.now, world.deps);

describe('[P-22] the petitioner’s own log', () => {
  test('says who opened his file, by unit and role, when, what and why; and the steps, in plain words', async () => {
    const world = new World();
    const id = await heard(world);
    const code = world.deps.secrets.receiptCode(id);
    world.now = instant('2026-03-09T02:00:00Z');
    await openFile(id, 'IDENTITY', '寄送受理告知书', cast(world).officer, world.now, world.tree, world.deps);
    world.now = instant('2026-03-10T02:00:00Z');
    await readCaseHistory(id, world.officer('handler-zhu'), world.now, world.tree, world.deps);
    const answer = await log(world, id, code);
    expect(answer.openings).toEqual([
      {
        at: '2026-03-09T02:00:00.000Z',
        unit: world.tree.unit(cast(world).officer.unit)?.name,
        roles: ['信访民警'],
        what: 'IDENTITY',
        text: '查看了您的身份信息',
        reason: '寄送受理告知书',
      },
      expect.objectContaining({
        at: '2026-03-10T02:00:00.000Z',
        unit: expect.stringContaining('望江派出所'),
        what: 'NARRATIVE',
      }),
    ]);
    const words = answer.steps.flatMap(({ text }) => text);
    expect(words[0]).toBe('已收到,等待登记');
    expect(words).toEqual(expect.arrayContaining(['已受理,正在安排专人办理', '已指定承办人员', '已听取您的陈述']));
    expect([...answer.steps].map(({ at }) => at)).toEqual(answer.steps.map(({ at }) => at).sort());
  });

  test('names no officer, and repeats nothing of what was written', async () => {
    const world = new World();
    const id = await heard(world);
    await openFile(id, 'NARRATIVE', '核对内容', cast(world).officer, world.now, world.tree, world.deps);
    const text = JSON.stringify(await log(world, id, world.deps.secrets.receiptCode(id)));
    const { officers } = world.tree.bureau;
    expect(officers.filter(({ id: officer, name }) => text.includes(`"${officer}"`) || text.includes(name))).toEqual(
      [],
    );
    expect(text).not.toMatch(/钱禾|13800000000|报警后一个多小时|听取陈述"|RESPONSE/);
  });

  test('a code of another petition, or of none, gets the same 404 and counts; a mistyped one 400', async () => {
    const world = new World();
    const [mine, other] = [await world.submit(), await world.submit({}, randomUUID())];
    const wrong = { body: expect.objectContaining({ status: 404, code: 'NO_SUCH_CODE' }) };
    await expect(log(world, mine.id, other.receiptCode)).rejects.toMatchObject(wrong);
    await expect(log(world, mine.id, '0000000000000000')).rejects.toMatchObject(wrong);
    await expect(log(world, 'nonsense', mine.receiptCode)).rejects.toMatchObject(wrong);
    await expect(log(world, mine.id, '0000000000000001')).rejects.toMatchObject({ body: { status: 400 } });
    for (let tries = 3; tries < 20; tries += 1)
      await expect(log(world, other.id, mine.receiptCode)).rejects.toMatchObject(wrong);
    await expect(log(world, mine.id, mine.receiptCode)).rejects.toMatchObject({ body: { status: 429 } });
    expect((await log(world, mine.id, mine.receiptCode, '192.0.2.8')).id).toBe(mine.id);
  });

  test('[P-03] of an accusation: who opened it, before and after sealing, without their words or any step', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    const { id, receiptCode } = await world.submit({ organ: 'donghu' });
    await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await openFile(id, 'NARRATIVE', '甄别内容', officer, world.now, world.tree, world.deps);
    await world.command(id, officer, { type: 'SEAL', reason: '涉嫌违纪,转密办理' });
    const answer = await log(world, id, receiptCode);
    expect(answer.openings).toMatchObject([{ what: 'NARRATIVE', roles: ['信访民警'], reason: null }]);
    expect(answer.steps).toEqual([{ at: expect.any(String), unit: null, text: [expect.stringContaining('保密')] }]);
  });
});
