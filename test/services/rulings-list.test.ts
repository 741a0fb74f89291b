import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { cast, classified, heard } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const WHY = '事发地点跨越两个辖区,首次接警单位与事发地单位意见不一致。';

const page = (world: World, officer: string, question: object = {}) =>
  listCases({ queue: 'RULINGS', ...question }, world.officer(officer), world.now, world.tree, world.deps);

const waitingFor = async (world: World, officer: string): Promise<CaseId[]> =>
  (await page(world, officer)).cases.map(({ id }) => id);

const stored = (world: World, id: CaseId) => world.database.get('CASES', { pk: id, sk: 'RULING' });

describe('what waits for a ruling (待裁决) is listed for who gives it, and for nobody else', () => {
  test('[A-23] a dispute of two counties stands in the list of the city, and leaves it once decided', async () => {
    const world = new World();
    const id = await classified(world);
    const { chief, cityChief } = cast(world);
    await world.command(id, chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    for (const officer of ['chief-sun', 'bureau-wei']) expect(await waitingFor(world, officer)).toEqual([id]);
    for (const officer of ['chief-wang', 'po-li', 'bureau-zhao', 'chief-mao', 'head-ma'])
      expect(await waitingFor(world, officer)).toEqual([]);
    await world.command(id, cityChief, { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' });
    expect(await waitingFor(world, 'chief-sun')).toEqual([]);
    expect(await stored(world, id)).toBeUndefined();
  });

  test('[A-23] undecided and reported up, a dispute of two stations is in the list of the office above as well', async () => {
    const world = new World();
    const { chief, stationHead } = cast(world);
    const id = await referredTo(world, await classified(world), 'donghu-liuqiao');
    await world.command(id, stationHead, { type: 'DISPUTE', with: 'donghu-wangjiang', reason: WHY });
    expect(await waitingFor(world, 'chief-wang')).toEqual([id]);
    expect(await waitingFor(world, 'chief-sun')).toEqual([]);
    const up = { type: 'ESCALATE_UP', organ: '云泽市公安局', unit: 'yunze-xinfang', reason: '分局逾期未裁定' };
    await world.command(id, chief, up);
    expect(await waitingFor(world, 'chief-sun')).toEqual([id]);
  });

  test('[P-03] an objection is for the office that referred; where it is complained about, for the head of its organ', async () => {
    const world = new World();
    const { cityOfficer, officer, chief } = cast(world);
    const objected = async (accused: readonly string[]) => {
      const child = await referredTo(world, await classifiedInCity(world), 'donghu', cityOfficer);
      await world.command(child, officer, {
        type: 'CLASSIFY',
        purpose: 'APPEAL',
        category: 'CONDUCT.SHIRK',
        accused: { units: [], officers: accused },
      });
      await world.command(child, chief, { type: 'OBJECT', reasons: WHY, proposedOrgan: '西岭分局' });
      return child;
    };
    const plain = await objected([]);
    expect(await waitingFor(world, 'po-zhou')).toEqual([plain]);
    const against = await objected(['chief-sun']);
    expect(await waitingFor(world, 'po-zhou')).toEqual([plain]);
    expect(await waitingFor(world, 'bureau-wei')).toEqual([against]);
    for (const other of ['chief-sun', 'chief-wang']) expect(await waitingFor(world, other)).not.toContain(against);
    const rule = { type: 'RULE_OBJECTION', upheld: false, reason: '不属实' };
    await world.command(against, world.officer('bureau-wei'), rule);
    expect(await waitingFor(world, 'bureau-wei')).toEqual([]);
    expect(await stored(world, against)).toBeUndefined();
  });

  test('[G8] an objection to a referral sideways or upwards is in the list of whoever referred it', async () => {
    const world = new World();
    const { officer, cityOfficer } = cast(world);
    const across = await referredTo(world, await classified(world), 'xiling', officer);
    const up = await referredTo(world, await classifiedInCity(world), 'jiangyuan', cityOfficer);
    const object = { type: 'OBJECT', reasons: WHY, proposedOrgan: '云泽市公安局青石分局' };
    await world.command(across, world.officer('chief-mao'), object);
    await world.command(up, world.officer('chief-yin'), object);
    for (const one of ['po-li', 'chief-wang']) expect(await waitingFor(world, one), one).toEqual([across]);
    for (const one of ['po-zhou', 'chief-sun']) expect(await waitingFor(world, one), one).toEqual([up]);
    for (const one of ['chief-mao', 'chief-yin', 'bureau-zhao', 'bureau-wei'])
      expect(await waitingFor(world, one), one).toEqual([]);
  });

  test('[A-23] what waited before there was a list comes onto it with the next command, since when it waits', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { chief, officer, stationHead } = cast(world);
    const disputed = await classified(world);
    await world.command(disputed, chief, { type: 'DISPUTE', with: 'xiling', reason: WHY });
    const objected = await referredTo(world, await classified(world), 'donghu-liuqiao');
    await world.command(objected, stationHead, { type: 'OBJECT', reasons: WHY, proposedOrgan: '西岭分局' });
    const aside = await heard(world);
    await world.command(aside, officer, { type: 'APPLY_RECUSAL', of: 'handler-zhu', reason: '与对方当事人是同学' });
    world.now = instant('2026-03-03T01:00:00Z');
    for (const id of [disputed, objected, aside]) {
      const first = await stored(world, id);
      expect(first).toMatchObject({ worklistSk: `2026-03-02T01:00:00.000Z#${id}` });
      const key = { pk: id as string, sk: 'RULING' };
      await world.database.transact([{ kind: 'DELETE', table: 'CASES', key }]);
      await world.command(id, officer, { type: 'EXPORT_OFFICIAL', system: 'LOCAL' });
      expect(await stored(world, id)).toEqual(first);
    }
    const plain = await classified(world);
    await world.command(plain, officer, { type: 'EXPORT_OFFICIAL', system: 'LOCAL' });
    expect(await stored(world, plain)).toBeUndefined();
  });

  test('[P-09] a recusal is for who stands above the officer', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const apply = (of: string) =>
      world.command(id, cast(world).officer, { type: 'APPLY_RECUSAL', of, reason: '与对方当事人是同学' });
    const decide = { type: 'DECIDE_RECUSAL', granted: false, reason: '经查不属实', method: 'POST' };
    await apply('handler-zhu');
    expect(await waitingFor(world, 'head-ma')).toEqual([id]);
    expect(await waitingFor(world, 'handler-zhu')).toEqual([]);
    await world.command(id, world.officer('head-ma'), decide);
    expect(await waitingFor(world, 'head-ma')).toEqual([]);
    await apply('bureau-zhao');
    expect(await waitingFor(world, 'bureau-zhao')).toEqual([]);
    expect(await waitingFor(world, 'chief-sun')).toEqual([id]);
  });

  test('[P-03] what was sealed leaves the list, and no page names a unit', async () => {
    const world = new World();
    const id = await classified(world);
    const { officer, chief } = cast(world);
    await expect(page(world, 'chief-wang', { unit: 'donghu' })).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/unit' }] },
    });
    await world.command(id, officer, { type: 'APPLY_RECUSAL', of: officer.id, reason: '与来信人是亲属' });
    expect(await waitingFor(world, chief.id)).toEqual([id]);
    await world.command(id, chief, { type: 'SEAL', reason: '反映民警违纪' });
    expect(await stored(world, id)).toBeUndefined();
    expect(await waitingFor(world, chief.id)).toEqual([]);
  });
});
