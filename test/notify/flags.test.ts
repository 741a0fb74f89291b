import { describe, expect, test } from 'vitest';
import { wallFor, wallPage } from '../../services/notify/flag-wall.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import { readWall } from '../../shared/store/flag-wall.ts';
import { accepted } from '../builders/walk.ts';
import { instant } from '../builders/world.ts';
import { NotifiedWorld } from './notified-world.ts';

const RAISE = { type: 'RAISE_FLAG', reason: '超过期限仍未答复', clearCondition: '答复送达信访人' };
const CLEAR = { type: 'CLEAR_FLAG', evidence: '送达回证已归卷' };

const begin = () => new NotifiedWorld('2026-03-02T01:00:00Z');
const wall = ({ world }: NotifiedWorld, officer = 'chief-wang') =>
  wallFor(world.officer(officer), world.now, world.tree, world.database);

describe('[A-56] the wall of flagged cases', () => {
  test('a flag takes a place and gives it back; the unit, never a person, is on it', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await accepted(world);
    await world.command(id, world.officer('chief-wang'), RAISE);
    world.now = instant('2026-03-12T01:00:00Z');
    const entries = await wall(bureau);
    expect(entries).toMatchObject([{ place: 1, caseId: id, unit: 'donghu-wangjiang', days: 10 }]);
    const page = wallPage(entries, '2026-03-12' as LocalDate);
    expect(page).toContain('望江派出所');
    expect(page).toContain('A3');
    expect(page + JSON.stringify(entries)).not.toMatch(/钱禾|马千里|王敬之|13800000000/);
    await world.command(id, world.officer('chief-wang'), CLEAR);
    expect(await wall(bureau)).toEqual([]);
    expect(await readWall(world.database)).toEqual([]);
  });

  test('has twenty places: the twenty-first is refused until one is cleared, also when many reach for the last', async () => {
    const bureau = begin();
    const { world } = bureau;
    const ids: CaseId[] = [];
    for (let at = 0; at < WALL_PLACES + 3; at += 1) ids.push(await accepted(world));
    const chief = world.officer('chief-wang');
    for (const id of ids.slice(0, WALL_PLACES - 1)) await world.command(id, chief, RAISE);
    const last = await Promise.allSettled(ids.slice(WALL_PLACES - 1).map((id) => world.command(id, chief, RAISE)));
    expect(last.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of last)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ refusal: { code: 'WALL_FULL' } });
    expect((await readWall(world.database)).map(({ place }) => place)).toEqual(
      Array.from({ length: WALL_PLACES }, (_, at) => at + 1),
    );
    await world.command(ids[4] as CaseId, chief, CLEAR);
    const left = ids.slice(WALL_PLACES - 1).filter((_, at) => last[at]?.status === 'rejected');
    await world.command(left[0] as CaseId, chief, RAISE);
    expect((await readWall(world.database)).find(({ place }) => place === 5)?.caseId).toBe(left[0]);
  });

  test('a place whose case lost its flag (it was sealed) is taken again when the wall is full', async () => {
    const { world } = begin();
    const chief = world.officer('chief-wang');
    const gone = 'a'.repeat(26) as CaseId;
    for (let place = 1; place <= WALL_PLACES; place += 1) {
      const id = place === 7 ? gone : await accepted(world);
      if (place !== 7) await world.command(id, chief, RAISE);
      else {
        const item = { pk: 'WALL', sk: 'PLACE#07', place, caseId: gone, since: world.now };
        await world.database.write({ kind: 'PUT', table: 'REGISTRY', item });
      }
    }
    const id = await accepted(world);
    await world.command(id, chief, RAISE);
    expect((await readWall(world.database)).find(({ place }) => place === 7)?.caseId).toBe(id);
    await expect(world.command(await accepted(world), chief, RAISE)).rejects.toMatchObject({
      refusal: { code: 'WALL_FULL' },
    });
  });

  test('[P-03] whoever is complained about, or has nothing to do with the case, does not see it there', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await accepted(world);
    await world.command(id, world.officer('chief-wang'), RAISE);
    expect(await wall(bureau, 'head-ma')).toHaveLength(1);
    expect(await wall(bureau, 'head-liu')).toEqual([]);
    await bureau.accuse(id, 'head-ma');
    expect(await wall(bureau, 'head-ma')).toEqual([]);
  });
});
