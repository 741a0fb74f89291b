import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/reporting/http.ts';
import { countCase } from '../../services/reporting/queue.ts';
import { readWarnings } from '../../services/reporting/read-warnings.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { cast, classified } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const ACCEPT = {
  type: 'ACCEPT',
  handlingUnit: 'donghu-wangjiang',
  requestItems: ['说明出警经过并书面答复'],
  method: 'POST',
};
const THANKS = { purpose: 'THANKS', category: 'SERVICE.THANKS' };

/** A bureau that has been on record for seventy days. */
async function onRecord(): Promise<World> {
  const world = new World('2025-12-22T01:00:00Z');
  await world.count(await classifiedAs(world, THANKS));
  world.now = instant('2026-03-02T01:00:00Z');
  return world;
}

/** `many` petitions on slow response at 东湖分局, screened and counted. */
async function rising(many: number, classify: Record<string, unknown> = {}) {
  const world = await onRecord();
  const ids = [];
  for (let number = 0; number < many; number += 1) {
    const id = await classifiedAs(world, classify);
    await world.count(id);
    ids.push(id);
  }
  return { world, ids };
}
const read = (world: World, officer: keyof ReturnType<typeof cast> = 'officer') =>
  readWarnings(cast(world)[officer], world.now, world.tree, world.database);

describe('[A-57] GET /warnings: causes that rise beyond their usual level', () => {
  test('the cause with its unit, count, usual level, chance and case list; the statistic is stated', async () => {
    const { world, ids } = await rising(6);
    const { warnings, statistic } = await read(world);
    expect(warnings).toMatchObject([
      {
        series: 'ORGAN',
        category: 'RESPONSE.SLOW',
        unit: 'donghu',
        count: 6,
        usual: 0,
        windows: 4,
        cases: ids.toSorted(),
      },
    ]);
    expect(warnings[0]?.chance).toBeLessThanOrEqual(WARNING.level);
    expect(statistic.zh).toContain('不少于5个信访事项');
    expect(statistic.zh).toContain('0.01');
  });

  test('k ≥ 5, and none once the window has passed', async () => {
    const { world } = await rising(4);
    expect((await read(world)).warnings).toEqual([]);
    const { world: later } = await rising(6);
    later.now = instant('2026-03-17T01:00:00Z');
    expect((await read(later)).warnings).toEqual([]);
  });

  test('what was referred counts for the station that answers it, not for the office; sent back it is the office’s', async () => {
    const world = await onRecord();
    const referred: { id: CaseId; below: CaseId }[] = [];
    for (let number = 0; number < 7; number += 1) {
      const id = await classifiedInCity(world);
      const district = await referredTo(world, id, 'donghu', cast(world).cityOfficer);
      const below = await referredTo(world, district, 'donghu-liuqiao');
      for (const one of [id, district, below]) await world.count(one);
      referred.push({ id: district, below });
    }
    const inStation = { category: 'RESPONSE.SLOW', unit: 'donghu-liuqiao' };
    const cases = referred.map(({ below }) => below).toSorted();
    for (const who of ['officer', 'cityOfficer'] as const)
      expect((await read(world, who)).warnings, who).toMatchObject([{ ...inStation, count: 7, cases }]);
    const [first] = referred as [(typeof referred)[0]];
    await world.command(first.below, cast(world).stationHead, {
      type: 'OBJECT',
      reasons: '不属于本所管辖,事发地在青石镇石板沟村,有现场录像。',
      proposedOrgan: '青石派出所',
    });
    await world.command(first.below, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    for (const one of [first.id, first.below]) await world.count(one);
    const left = cases.filter((id) => id !== first.below);
    expect((await read(world, 'cityOfficer')).warnings).toMatchObject([{ ...inStation, count: 6, cases: left }]);
  });

  test('a flow that never changes brings no warning, though the office holds what is new and the station what is old', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const waiting: { id: CaseId; on: number }[] = [];
    for (let day = 0; day < 14 * 6; day += 1) {
      if (day % 2 === 0) waiting.push({ id: await classified(world), on: day });
      const [oldest] = waiting;
      if (oldest && day - oldest.on >= 12) {
        await world.command(oldest.id, cast(world).officer, ACCEPT);
        await world.count(oldest.id);
        waiting.shift();
      }
      await Promise.all(waiting.map(({ id }) => world.count(id)));
      world.now = instant(new Date(Date.parse(world.now) + 86_400_000).toISOString());
    }
    expect((await read(world)).warnings).toEqual([]);
  });

  test('[P-10] what is usual, and the chance, count no case that the reader may not know of', async () => {
    const world = await onRecord();
    for (const [days, about] of [
      [-30, 'po-li'],
      [-20, 'handler-zhu'],
    ] as const) {
      world.now = instant(new Date(Date.parse('2026-03-02T01:00:00Z') + days * 86_400_000).toISOString());
      await world.count(await classifiedAs(world, { accused: { units: [], officers: [about] } }));
    }
    world.now = instant('2026-03-02T01:00:00Z');
    for (let number = 0; number < 9; number += 1) await world.count(await classifiedAs(world, {}));
    const [[his], [whole]] = [(await read(world)).warnings, (await read(world, 'chief')).warnings];
    expect(his).toMatchObject({ count: 9, usual: 0.25, windows: 4 });
    expect(whole).toMatchObject({ count: 9, usual: 0.5, windows: 4 });
    expect(his?.chance).toBeLessThan(whole?.chance ?? 0);
  });

  test('no warning in the first four weeks, however many came', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await world.count(await classifiedAs(world, THANKS));
    world.now = instant('2026-03-28T01:00:00Z');
    for (let number = 0; number < 9; number += 1) await world.count(await classifiedAs(world, {}));
    expect((await read(world)).warnings).toEqual([]);
    world.now = instant('2026-03-29T01:00:00Z');
    expect((await read(world)).warnings).toMatchObject([{ count: 9, windows: 1 }]);
  });

  test('for the petition office alone: its officers and chief, and the office above; nobody else', async () => {
    const { world } = await rising(6);
    for (const who of ['officer', 'chief', 'cityOfficer', 'cityChief'] as const)
      expect((await read(world, who)).warnings).toHaveLength(1);
    for (const who of ['officeRegistrar', 'stationHead', 'handler', 'bureauHead'] as const)
      await expect(read(world, who)).rejects.toMatchObject({ body: { status: 403, code: 'NOT_PETITION_OFFICE' } });
    const elsewhere = world.holder('xiling-xinfang', 'petitionChief');
    expect((await readWarnings(elsewhere, world.now, world.tree, world.database)).warnings).toEqual([]);
  });

  test('[P-03] [P-10] an officer complained about learns of none of these cases; the list is shorter for him', async () => {
    const { world, ids } = await rising(6);
    const about = await classifiedAs(world, { accused: { units: [], officers: ['po-li'] } });
    await world.count(about);
    const own = (await read(world, 'officer')).warnings[0];
    expect([...(own?.cases ?? [])].sort()).toEqual([...ids].sort());
    expect(own).toMatchObject({ count: 6 });
    expect(own).not.toHaveProperty('hidden');
    expect((await read(world, 'chief')).warnings[0]?.cases).toContain(about);
  });

  test('over the route: 200 with the list for the petition office, 403 with its code for others, and for nobody unknown', async () => {
    const { world, ids } = await rising(6);
    const ask = (claims: Record<string, string>) =>
      handlers()['GET /warnings']?.({ path: {}, query: {}, claims, now: world.now } as never, world.deps);
    const as = (officer: string, roles?: string) => {
      const { id, unit, roles: held } = world.officer(officer);
      return ask({ sub: id, unit, roles: roles ?? `[${held.join(' ')}]` });
    };
    const answer = await as('po-li');
    expect(answer).toMatchObject({ status: 200, body: { asOf: world.now, warnings: [{ count: 6 }] } });
    expect((answer?.body as { warnings: { cases: string[] }[] }).warnings[0]?.cases.toSorted()).toEqual(ids.toSorted());
    await expect(as('head-liu')).rejects.toMatchObject({ body: { status: 403, code: 'NOT_PETITION_OFFICE' } });
    // A role counts where token and tables both give it.
    await expect(as('po-li', '[registrar]')).rejects.toMatchObject({ body: { status: 403 } });
    await expect(ask({ sub: 'nobody', unit: 'donghu-xinfang', roles: '[petitionChief]' })).rejects.toMatchObject({
      body: { status: 403 },
    });
  });

  test('[P-03] what is sealed enters no warning', async () => {
    const { world, ids } = await rising(6);
    for (const id of ids.slice(0, 2)) {
      await world.command(id, cast(world).officer, { type: 'SEAL', reason: '涉检举控告' });
      await countCase(world.database, 'SEALED', id);
    }
    expect((await read(world)).warnings).toEqual([]);
  });
});
