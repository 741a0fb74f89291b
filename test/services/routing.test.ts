import { describe, expect, test } from 'vitest';
import { proposeRouteFor } from '../../services/routing/propose-route.ts';
import { officerId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { cast } from '../builders/walk.ts';
import { demoBureau, World } from '../builders/world.ts';

const racing = {
  place: '云杉路',
  title: '深夜飙车',
  narrative: '每晚十一点后都有摩托车炸街飙车,吵得老人睡不着觉。',
  request: undefined,
  facts: undefined,
  reasons: undefined,
};

describe('proposals', () => {
  test('[P-07] a proposal stands beside the case, with reasons, and changes nothing of it', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    const before = await world.head(id);
    await world.propose(id);
    expect(await world.head(id)).toEqual(before);
    const stored = await readProposal(world.database, ORDINARY, id);
    expect(stored?.proposal).toMatchObject({ category: 'RESPONSE.SLOW', unit: 'donghu-liuqiao' });
    expect(stored?.proposal.reasons.map(({ rule }) => rule)).toContain('PLACE');
  });

  test('[G6] [P-03] never to the unit complained about', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', accused: { units: ['donghu-liuqiao'] } });
    await world.propose(id);
    const stored = await readProposal(world.database, ORDINARY, id);
    expect(stored?.proposal.unit).not.toBe('donghu-liuqiao');
    expect(stored?.proposal.reasons.map(({ rule }) => rule)).toContain('CONFLICT');
  });

  test('a message that comes twice, late, or after screening leaves one proposal and no other trace', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu' });
    await Promise.all([world.propose(id), world.propose(id), world.propose(id)]);
    await world.command(id, cast(world).officer, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await world.command(id, cast(world).officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CYBER' });
    await world.propose(id);
    expect((await readProposal(world.database, ORDINARY, id))?.forVersion).toBe(1);
    expect((await world.head(id)).category).toBe('CYBER');
  });

  test('[P-07] a rule acts only where the bureau switched it on, in the name of who did', async () => {
    const world = new World();
    const { id } = await world.submit(racing);
    await world.propose(id);
    expect((await world.head(id)).screened).toBe(false);
    const rule = {
      id: 'night-racing',
      category: 'TRAFFIC.FACILITY',
      switchedOnBy: officerId('chief-sun'),
      switchedOnAt: '2026-03-01',
    };
    const tree = treeOf({ ...demoBureau, rules: [rule] });
    const second = await world.submit(racing);
    const act = () =>
      proposeRouteFor(second.id, world.now, {
        ...world.deps,
        bureau: { tree: async () => tree, forget: () => undefined },
      });
    await act();
    await act();
    expect(await world.head(second.id)).toMatchObject({
      state: 'REGISTERED',
      screened: true,
      category: 'TRAFFIC.FACILITY',
      version: 3,
    });
    const history = await readHistory(world.database, ORDINARY, second.id);
    expect(history.map(({ record }) => record.actor)).toEqual([
      { kind: 'PETITIONER' },
      { kind: 'RULE', rule: 'night-racing', switchedOnBy: 'chief-sun' },
      { kind: 'RULE', rule: 'night-racing', switchedOnBy: 'chief-sun' },
    ]);
  });
});
