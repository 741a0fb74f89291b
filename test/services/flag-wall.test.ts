import { describe, expect, test } from 'vitest';
import { clearedFor, wallFor } from '../../services/supervision/flag-wall.ts';
import { wallPage } from '../../services/supervision/wall-page.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import { readWall } from '../../shared/store/flag-wall.ts';
import { accepted, classified } from '../builders/walk.ts';
import { instant } from '../builders/world.ts';
import { NotifiedWorld } from '../notify/notified-world.ts';

const RAISE = { type: 'RAISE_FLAG', reason: '超过期限仍未答复', clearCondition: '答复送达信访人' };
const CLEAR = { type: 'CLEAR_FLAG', evidence: '送达回证已归卷' };

const begin = () => new NotifiedWorld('2026-03-02T01:00:00Z');
const wall = ({ world }: NotifiedWorld, officer = 'chief-wang') =>
  wallFor(world.officer(officer), world.now, world.tree, world.deps);
const page = (entries: Awaited<ReturnType<typeof wall>>) =>
  wallPage(entries, '2026-03-12' as LocalDate, '云泽市公安局东湖分局');
const history = ({ world }: NotifiedWorld, officer = 'chief-wang') =>
  clearedFor('2026', undefined, world.officer(officer), world.tree, world.deps);

describe('[A-56] the wall of flagged cases', () => {
  test('a flag takes a place and gives it back; the unit, never a person, is on it', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await accepted(world);
    await world.command(id, world.officer('chief-wang'), RAISE);
    world.now = instant('2026-03-12T01:00:00Z');
    const entries = await wall(bureau);
    expect(entries).toMatchObject([{ place: 1, caseId: id, unit: 'donghu-wangjiang', days: 10 }]);
    const shown = page(entries);
    expect(shown).toContain('望江派出所');
    expect(shown).toContain('A3');
    expect(shown + JSON.stringify(entries)).not.toMatch(/钱禾|马千里|王敬之|13800000000/);
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

  test('[A-56] each flag with its reason, its clear condition, who raised it and when; the words lie encrypted', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await accepted(world);
    await world.command(id, world.officer('bureau-zhao'), RAISE);
    world.now = instant('2026-03-12T01:00:00Z');
    // What happened to the case since changes nothing of what the flag says.
    await world.command(id, world.officer('head-ma'), { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    const entries = await wall(bureau);
    expect(entries).toMatchObject([
      {
        reason: RAISE.reason,
        clearCondition: RAISE.clearCondition,
        raisedBy: { officer: 'bureau-zhao', unitName: '云泽市公安局东湖分局' },
        since: '2026-03-02T01:00:00.000Z',
        clockZh: '首次联系信访人',
      },
    ]);
    for (const words of [RAISE.reason, RAISE.clearCondition, '挂牌 2026-03-02', '10 日'])
      expect(page(entries)).toContain(words);
    const items = await world.database.query({ table: 'REGISTRY', pk: 'WALL' });
    expect(JSON.stringify(items)).not.toContain(RAISE.reason);
  });

  test('[A-56] cleared with evidence, a flag stays in the history of the wall with all its words', async () => {
    const bureau = begin();
    const { world } = bureau;
    const ids = [await accepted(world), await accepted(world)];
    for (const id of ids) await world.command(id, world.officer('chief-wang'), RAISE);
    world.now = instant('2026-03-12T01:00:00Z');
    await world.command(ids[0] as CaseId, world.officer('chief-wang'), CLEAR);
    world.now = instant('2026-03-13T01:00:00Z');
    await world.command(ids[1] as CaseId, world.officer('chief-wang'), { ...CLEAR, evidence: '答复书已送达' });
    const { cleared } = await history(bureau);
    expect(cleared).toMatchObject([
      { caseId: ids[1], evidence: '答复书已送达', days: 11 },
      {
        caseId: ids[0],
        unit: 'donghu-wangjiang',
        reason: RAISE.reason,
        clearCondition: RAISE.clearCondition,
        evidence: CLEAR.evidence,
        since: '2026-03-02T01:00:00.000Z',
        clearedAt: '2026-03-12T01:00:00.000Z',
        days: 10,
      },
    ]);
    // [P-10] the history hides what the wall hides.
    await bureau.accuse(ids[0] as CaseId, 'chief-wang');
    expect((await history(bureau)).cleared.map(({ caseId }) => caseId)).toEqual([ids[1]]);
    expect((await history(bureau, 'head-liu')).cleared).toEqual([]);
  });

  test.each([
    ['reason', '钱禾的来信久拖不决'],
    ['reason', '电话 138 0000 0000 未回'],
    ['clearCondition', '答复张某某'],
    ['clearCondition', '缠访人不再来'],
  ])('[A-56] [P-04] the words name nobody (%s: %s)', async (field, words) => {
    const { world } = begin();
    const id = await accepted(world);
    await expect(world.command(id, world.officer('chief-wang'), { ...RAISE, [field]: words })).rejects.toMatchObject({
      refusal: { code: 'WALL_NAMES_PEOPLE', guard: 'A-56', field: `/${field}` },
    });
    await world.command(id, world.officer('chief-wang'), RAISE);
    await expect(
      world.command(id, world.officer('chief-wang'), { ...CLEAR, evidence: '已当面答复钱禾' }),
    ).rejects.toMatchObject({ refusal: { code: 'WALL_NAMES_PEOPLE', field: '/evidence' } });
  });

  test('[P-03] a case that was sealed hangs on no wall and stands in no history', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await classified(world);
    await world.command(id, world.officer('chief-wang'), RAISE);
    const other = await classified(world);
    await world.command(other, world.officer('bureau-zhao'), RAISE);
    await world.command(other, world.officer('bureau-zhao'), CLEAR);
    expect((await history(bureau)).cleared).toHaveLength(1);
    for (const one of [id, other])
      await world.command(one, world.officer('po-li'), { type: 'SEAL', reason: '反映违纪' });
    expect(await wall(bureau)).toEqual([]);
    expect((await history(bureau)).cleared).toEqual([]);
  });

  test('what somebody wrote is text on the page, never markup', async () => {
    const bureau = begin();
    const { world } = bureau;
    const id = await accepted(world);
    await world.command(id, world.officer('chief-wang'), { ...RAISE, reason: '<img src=x onerror=alert(1)>' });
    expect(page(await wall(bureau))).not.toContain('<img');
    expect(page([])).toContain('目前没有挂牌督办事项');
  });
});
