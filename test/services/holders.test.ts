import { describe, expect, test } from 'vitest';
import { holdersOfChain } from '../../services/casework/holders-of-case.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { holdersOf } from '../../shared/domain/holders.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { investigated, say } from '../builders/walk-duties.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const recordsOf = async (world: World, id: CaseId) =>
  (await readHistory(world.database, ORDINARY, id)).map(({ record }) => record);

const line = ({ role, unit, officer, days, to }: ReturnType<typeof holdersOf>[number]) =>
  `${role} ${unit}${officer ? ` ${officer}` : ''} ${days}${to ? '' : ' …'}`;

describe('[A-31] who answered for it, and for how long', () => {
  test('unit, handler and leader, each from the day he was named to the day another one was', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    world.now = instant('2026-08-13T01:00:00Z');
    await say(world, id, 'bureau-zhao', {
      type: 'INSTRUCT',
      instruction: '改由治安大队办理,我来包案',
      unit: 'donghu-zhian',
      leader: 'bureau-zhao',
    });
    world.now = instant('2026-08-15T01:00:00Z');
    await say(world, id, 'head-hu', { type: 'ASSIGN_HANDLER', handler: 'handler-du' });
    const holders = holdersOf([await recordsOf(world, id)], instant('2026-08-20T01:00:00Z'));
    expect(holders.map(line)).toEqual([
      'HOLDER donghu-xinfang 0',
      'HOLDER donghu-wangjiang 10',
      'HANDLER donghu-wangjiang handler-zhu 10',
      'LEADER donghu-wangjiang leader-shen 10',
      'HOLDER donghu-zhian 7 …',
      'LEADER donghu-zhian bureau-zhao 7 …',
      'HANDLER donghu-zhian handler-du 5 …',
    ]);
    expect(holders.every(({ caseId }) => caseId === id)).toBe(true);
  });

  test('over a referral: held above until it went down, below from then on; seen from either case', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const above = await classifiedInCity(world);
    world.now = instant('2026-03-06T01:00:00Z');
    const below = await referredTo(world, above, 'xiling', world.officer('po-zhou'));
    const tree = world.tree;
    world.now = instant('2026-03-12T01:00:00Z');
    const seen = async (id: CaseId, officer: string) => {
      const found = await findCase(world.database, id, world.officer(officer), 'READ_CASE', tree);
      return (await holdersOfChain(found, await recordsOf(world, id), world.now, tree, world.database)).map(
        ({ caseId, unit, days, to }) => [caseId, unit.id, days, to !== null],
      );
    };
    const expected = [
      [above, 'yunze-xinfang', 4, true],
      [below, 'xiling-xinfang', 6, false],
    ];
    expect(await seen(above, 'po-zhou')).toEqual(expected);
    expect(await seen(below, 'po-shao')).toEqual(expected);
  });

  test('nobody holds what is closed; what comes back is held again', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classifiedInCity(world);
    const records = await recordsOf(world, id);
    const [last] = records.slice(-1);
    if (!last) throw new Error('a case has records');
    const states = (to: 'REDIRECTED' | 'REGISTERED', at: string) => ({
      at: instant(at),
      events: [{ type: 'state-changed.v1' as const, to }],
    });
    const told = [
      ...records,
      states('REDIRECTED', '2026-03-05T01:00:00Z'),
      states('REGISTERED', '2026-03-08T01:00:00Z'),
    ];
    expect(holdersOf([told], instant('2026-03-10T01:00:00Z')).map(line)).toEqual([
      'HOLDER yunze-xinfang 3',
      'HOLDER yunze-xinfang 2 …',
    ]);
    expect(holdersOf([], instant('2026-03-10T01:00:00Z'))).toEqual([]);
  });

  test('days are days in Shanghai, not spans of 24 hours', async () => {
    const world = new World('2026-03-02T15:30:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    expect(holdersOf([await recordsOf(world, id)], instant('2026-03-02T16:30:00Z')).map(({ days }) => days)).toEqual([
      1,
    ]);
  });
});
