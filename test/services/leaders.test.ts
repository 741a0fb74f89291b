import { expect, test } from 'vitest';
import { listLeaders } from '../../services/casework/list-leaders.ts';
import { unitQueue } from '../../shared/store/case-lists.ts';
import { cast, classified, heard } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const leaders = (world: World, officer: string) =>
  listLeaders(world.officer(officer), world.now, world.tree, world.deps);

test('[A-35] fifteen days without an action that has evidence are before the head of the organ', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heard(world);
  const other = await heard(world);
  await classified(world);
  world.now = instant('2026-03-12T09:00+08:00');
  const act = { type: 'LOG_LEADER_ACTION', action: 'READ_FILE', note: '阅卷' };
  await world.command(other, world.officer('leader-shen'), { ...act, evidence: '阅卷笔录' });
  await world.command(id, world.officer('leader-shen'), { ...act, evidence: '' });
  world.now = instant('2026-03-18T09:00+08:00');
  const seen = await leaders(world, 'bureau-zhao');
  expect(seen).toMatchObject({
    organ: 'donghu',
    limitDays: 15,
    leaders: [
      {
        leader: { id: 'leader-shen' },
        cases: [
          { id, daysWithoutAction: 16, alert: true, lastActionAt: null },
          { id: other, daysWithoutAction: 6, alert: false, lastActionAt: '2026-03-12T01:00:00.000Z' },
        ],
      },
    ],
  });
  expect(await leaders(world, 'leader-shen')).toEqual(seen);
  expect(await leaders(world, 'chief-wang')).toEqual(seen);
  expect(Object.keys(seen.leaders[0] ?? {})).toEqual(['leader', 'cases']);
});

test('[A-35] a handler is told nothing, another organ nothing of this one', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  await heard(world);
  await expect(leaders(world, 'handler-zhu')).rejects.toMatchObject({ body: { status: 403 } });
  expect((await leaders(world, 'bureau-luo')).leaders).toEqual([]);
});

test('[A-35] a leader who had to step aside has the case no more', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await heard(world);
  expect((await leaders(world, 'bureau-zhao')).leaders).toHaveLength(1);
  await world.command(id, cast(world).officer, {
    type: 'APPLY_RECUSAL',
    of: 'leader-shen',
    reason: '有利害关系',
  });
  await world.command(id, cast(world).bureauHead, {
    type: 'DECIDE_RECUSAL',
    granted: true,
    reason: '属实',
    method: 'POST',
  });
  expect((await leaders(world, 'leader-shen')).leaders).toEqual([]);
});

test('[P-03] what was sealed a moment ago is nobody’s, though the index still shows it', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await classified(world);
  await world.command(id, world.officer('bureau-zhao'), { type: 'SET_MAJOR', leader: 'leader-shen', reason: '涉稳' });
  const head = await world.head(id);
  const query = world.database.query.bind(world.database);
  const { items } = await query({ table: 'CASES', index: 'worklist', pk: unitQueue(head.unit) });
  expect(items.map(({ pk }) => pk)).toContain(id);
  await world.command(id, cast(world).officer, { type: 'SEAL', reason: '反映违纪' });
  world.database.query = async (asked) =>
    asked.index === 'worklist' && asked.pk === unitQueue(head.unit) ? { items } : query(asked);
  expect((await leaders(world, 'bureau-zhao')).leaders).toEqual([]);
});
