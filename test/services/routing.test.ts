import { describe, expect, test } from 'vitest';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { RACING, switchOnRule } from '../builders/auto-rule.ts';
import { cast } from '../builders/walk.ts';
import { World } from '../builders/world.ts';

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
    const { id } = await world.submit(RACING);
    await world.propose(id);
    expect((await world.head(id)).screened).toBe(false);
    switchOnRule(world);
    const second = await world.submit(RACING);
    await world.propose(second.id);
    await world.propose(second.id);
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
