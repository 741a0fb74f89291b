import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/reporting/http.ts';
import { countCase } from '../../services/reporting/queue.ts';
import { readWarnings } from '../../services/reporting/read-warnings.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { cast } from '../builders/walk.ts';
import { classifiedAs, classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

/** `many` petitions on slow response at 东湖分局, screened and counted. */
async function rising(many: number, classify: Record<string, unknown> = {}) {
  const world = new World('2026-03-02T01:00:00Z');
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
      { category: 'RESPONSE.SLOW', unit: 'donghu-xinfang', count: 6, usual: 0, windows: 0, cases: expect.any(Array) },
    ]);
    expect([...(warnings[0]?.cases ?? [])].sort()).toEqual([...ids].sort());
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
    const world = new World('2026-03-02T01:00:00Z');
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
