import { describe, expect, test } from 'vitest';
import { publishAreas } from '../../services/routing/areas.ts';
import { gatherLessons } from '../../services/routing/gather-lessons.ts';
import { learn } from '../../services/routing/learn.ts';
import { modelSource } from '../../services/routing/model-source.ts';
import { proposeRouteFor } from '../../services/routing/propose-route.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import { goLive, liveVersion, readModels, rollBack, storeModels } from '../../shared/store/routing-models.ts';
import { cast } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';
import { textOf } from '../routing/invented.ts';

/** Matters in words of this bureau's own that no rule knows: only its clerks can teach them. */
const OWN_WORDS: Readonly<Record<string, string>> = { HUKOU: '蓝本子', PERMIT: '响子申领' };
const wordsFor = (category: string, number: number): string =>
  `第${number}件:${OWN_WORDS[category]}${['办不下来', '去了没办成', '拖着', '想问问'][number % 4]}${[',请给个说法', ',麻烦看看'][number % 2]}`;

async function confirmed(world: World, category: string, number: number): Promise<CaseId> {
  const { officeRegistrar, officer } = cast(world);
  const { id } = await world.submit({
    organ: 'donghu',
    request: undefined,
    facts: undefined,
    reasons: undefined,
    narrative: wordsFor(category, number),
  });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category });
  await world.count(id);
  return id;
}

async function taughtWorld(each = 45): Promise<World> {
  const world = new World();
  for (let number = 0; number < each; number += 1)
    for (const category of Object.keys(OWN_WORDS)) await confirmed(world, category, number);
  return world;
}

describe('learning from the clerks', () => {
  test('[P-07] only what an officer confirmed, oldest first; sealed and unscreened petitions teach nothing', async () => {
    const world = new World();
    const known = await confirmed(world, 'HUKOU', 1);
    const { id: unseen } = await world.submit({ organ: 'donghu' });
    await world.count(unseen);
    const sealed = await confirmed(world, 'PERMIT', 2);
    await world.command(sealed, cast(world).officer, { type: 'SEAL', reason: '涉检举控告' });
    const lessons = await gatherLessons(world.now, world.deps);
    expect(lessons.map(({ category }) => category)).toEqual(['HUKOU']);
    expect(lessons[0]?.input.narrative).toBe(wordsFor('HUKOU', 1));
    expect(JSON.stringify(lessons)).not.toContain('钱禾');
    expect((await world.head(known)).category).toBe('HUKOU');
  });

  test('a lesson is read as the petition came: what the clerk found of it since is the answer, and no part of the text', async () => {
    const world = new World();
    const { officeRegistrar, officer } = cast(world);
    const accused = { units: [], officers: ['head-ma'] };
    for (const stated of [{}, { purpose: 'SUGGESTION', accused: { units: ['donghu-liuqiao'] } }]) {
      const { id } = await world.submit({ organ: 'donghu', narrative: wordsFor('HUKOU', 3), ...stated });
      await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
      const reason = '经电话核实';
      await world.command(id, officer, { type: 'CLASSIFY', purpose: 'CONSULT', category: 'HUKOU', accused, reason });
      await world.count(id);
    }
    const lessons = await gatherLessons(world.now, world.deps);
    expect(
      lessons.map(({ input }) => [input.purpose, input.accused]).sort((a, b) => (a[0] ? 1 : 0) - (b[0] ? 1 : 0)),
    ).toEqual([
      [undefined, { units: [], officers: [] }],
      ['SUGGESTION', { units: ['donghu-liuqiao'], officers: [] }],
    ]);
  });

  test('too few teach nothing: the rules route alone', async () => {
    const world = new World();
    for (let number = 0; number < 5; number += 1) await confirmed(world, 'HUKOU', number);
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'TOO_FEW', lessons: 5 });
    expect(await liveVersion(world.database)).toBeUndefined();
  });

  test('what beats the rules goes live, routes with a reason, and one call takes it back', async () => {
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    expect(first).toMatchObject({ outcome: 'LIVE', lessons: 90 });
    expect(first.quality?.macroF1).toBeGreaterThan(first.liveQuality?.macroF1 ?? 1);

    const { id } = await world.submit({
      organ: 'donghu',
      request: undefined,
      facts: undefined,
      reasons: undefined,
      narrative: '我家的蓝本子办不下来,麻烦看看',
    });
    const before = await proposalWith(world, id);
    expect(before).toMatchObject({ category: 'HUKOU', modelVersion: first.version });
    expect(before?.reasons.map(({ rule }) => rule)).toContain('LEARNT');
    expect(before?.confidence).toBeGreaterThan(0.5);

    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'UNCHANGED', version: first.version });
    expect(await rollBack(world.database)).toEqual({ from: first.version });
    expect(await liveVersion(world.database)).toBeUndefined();
    const again = await world.submit({ organ: 'donghu', narrative: '蓝本子办不下来' });
    const after = await proposalWith(world, again.id);
    expect(after).not.toHaveProperty('modelVersion');
  });

  test('the same lessons give the same version; one that is not better stays where it is', async () => {
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    world.now = instant('2026-03-09T01:00:00Z');
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'NOT_BETTER' });
    expect(await liveVersion(world.database)).toBe(first.version);
    expect((await readModels(world.database, first.version ?? ''))?.samples).toBe(72);
  });

  test('a live model in a form of before does not stop learning: it is judged as what routes now, the rules alone', async () => {
    const world = await taughtWorld();
    const old = Buffer.from('XFM1 a model of another edition').toString('base64');
    await storeModels(world.database, {
      version: 'old',
      trainedAt: instant('2026-02-02T01:00:00Z'),
      samples: 1,
      models: { category: old },
    });
    await goLive(world.database, 'old');
    const learnt = await learn(world.now, world.deps);
    expect(learnt).toMatchObject({ outcome: 'LIVE' });
    expect(await liveVersion(world.database)).toBe(learnt.version);
  });

  async function proposalWith(world: World, id: CaseId) {
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    return (await readProposal(world.database, ORDINARY, id))?.proposal;
  }
});

describe('which model is live', () => {
  const stored = (version: string) => ({ version, trainedAt: instant('2026-03-02T01:00:00Z'), samples: 1, models: {} });

  test('a version is stored once and never changed; the pointer moves forth and back', async () => {
    const { database } = new World();
    expect(await storeModels(database, stored('a'))).toBe(true);
    expect(await storeModels(database, { ...stored('a'), samples: 2 })).toBe(false);
    expect((await readModels(database, 'a'))?.samples).toBe(1);
    await goLive(database, 'a');
    await goLive(database, 'b');
    expect(await liveVersion(database)).toBe('b');
    expect(await rollBack(database)).toEqual({ from: 'b', to: 'a' });
    expect(await rollBack(database)).toEqual({ from: 'a' });
    expect(await rollBack(database)).toEqual({});
  });

  test('the areas of GB/T 2260 reach routing once', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', place: '义乌市', narrative: '报警后一直没有人来' });
    expect(await modelSource(world.database).areas()).toBeUndefined();
    expect(await publishAreas(world.database)).toBe(true);
    expect(await publishAreas(world.database)).toBe(false);
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    const stored = await readProposal(world.database, ORDINARY, id);
    expect(stored?.proposal.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
  });

  test('a model that cannot be read stops no petition', async () => {
    const world = new World();
    await storeModels(world.database, { ...stored('broken'), models: { category: 'AAAA' } });
    await goLive(world.database, 'broken');
    expect(await modelSource(world.database).learnt()).toBeUndefined();
    const { id } = await world.submit({ organ: 'donghu', narrative: textOf('HUKOU', 3) });
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    expect(await readProposal(world.database, ORDINARY, id)).toBeDefined();
  });
});
