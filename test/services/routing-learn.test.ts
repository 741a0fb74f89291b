import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { publishAreas } from '../../services/routing/areas.ts';
import { gatherLessons } from '../../services/routing/gather-lessons.ts';
import { learn } from '../../services/routing/learn.ts';
import { modelSource } from '../../services/routing/model-source.ts';
import { proposeRouteFor } from '../../services/routing/propose-route.ts';
import { addMinutes } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { queryAll } from '../../shared/store/database.ts';
import { DamagedDocument, readDocument, replaceDocument } from '../../shared/store/large-document.ts';
import { readProposal } from '../../shared/store/proposals.ts';
import {
  goLive,
  liveVersion,
  readLive,
  readModels,
  release,
  rollBack,
  storeModels,
} from '../../shared/store/routing-models.ts';
import { cast } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { textOf } from '../routing/invented.ts';

/** Matters in words of this bureau's own that no rule knows: only its clerks can teach them. */
const OWN_WORDS: Readonly<Record<string, string>> = { HUKOU: '蓝本子', PERMIT: '响子申领' };
const TURNS: readonly (readonly string[])[] = [
  [
    '上个月初我专门请假去了一趟',
    '过了年以后家里老人就开始张罗',
    '前几天下着大雨我又赶过去问',
    '今年开春到现在已经跑了好几回',
    '从去年秋天一直等到这个星期',
  ],
  [
    '柜台里的人说材料还差一份',
    '排队排到中午又让改天再来',
    '始终没有人对我讲清楚',
    '填好的表格放在那里没有动静',
    '几个人的讲法各不相同',
  ],
  [
    '孩子上学正等着用它来登记',
    '铺子开张的日子早就定好了',
    '家里只有我一个人能跑腿',
    '单位催着要交一份复印件',
    '路远来回一次要大半天工夫',
  ],
  ['盼望早点有个着落', '麻烦查一查卡在哪一步', '想知道还要等到哪天', '到底缺什么望一次讲明', '能不能安排专人看看'],
  [
    '我是本县东头村的庄稼人',
    '本人退休前在厂里做钳工',
    '我在镇上帮女儿带孩子',
    '我常年给人跑长途运输',
    '我和老伴住在旧粮站后面',
  ],
];
/** No two numbers below 300 give texts that are nearly the same: they differ in two turns at least. */
const wordsFor = (category: string, number: number): string => {
  const at = number * 2 + Object.keys(OWN_WORDS).indexOf(category);
  const digits = [1, 5, 25, 125].map((unit) => Math.floor(at / unit) % 5);
  const turns = [...digits, digits.reduce((sum, digit) => sum + digit) % 5].map((turn, place) => TURNS[place]?.[turn]);
  const [when, what, why, ask, who] = turns;
  return `${who},${when},${OWN_WORDS[category]}还没办成,${what}。${why},${ask}。`;
};

async function confirmed(
  world: World,
  category: string,
  number: number,
  { unit, ...told }: { readonly unit?: string; readonly narrative?: string; readonly place?: string } = {},
): Promise<CaseId> {
  const { officeRegistrar, officer } = cast(world);
  const { id } = await world.submit({
    organ: 'donghu',
    request: undefined,
    facts: undefined,
    reasons: undefined,
    narrative: wordsFor(category, number),
    ...told,
  });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category });
  if (unit) await referredTo(world, id, unit);
  await world.count(id);
  return id;
}

async function taughtWorld(each = 45): Promise<World> {
  const world = new World();
  for (let number = 0; number < each; number += 1)
    for (const category of Object.keys(OWN_WORDS)) await confirmed(world, category, number);
  return world;
}

const NOTHING_ELSE = { request: undefined, facts: undefined, reasons: undefined };

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
    for (const [number, stated] of [{}, { purpose: 'SUGGESTION', accused: { units: ['donghu-liuqiao'] } }].entries()) {
      const narrative = wordsFor('HUKOU', number);
      const { id } = await world.submit({
        organ: 'donghu',
        facts: undefined,
        reasons: undefined,
        narrative,
        ...stated,
      });
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

  test('letters bound what is learnt from, the newest first, since each of them takes memory in training', async () => {
    const world = new World();
    for (let number = 0; number < 20; number += 1) {
      world.now = addMinutes(world.now, 1_440);
      await confirmed(world, 'HUKOU', number);
    }
    const told = wordsFor('HUKOU', 19).length + '望江路'.length + 1;
    const newest = await gatherLessons(world.now, world.deps, 3 * told - 10);
    expect(newest.map(({ input }) => input.narrative)).toEqual([17, 18, 19].map((at) => wordsFor('HUKOU', at)));
    expect(await gatherLessons(world.now, world.deps)).toHaveLength(20);
  });

  test('too few teach nothing: the rules route alone', async () => {
    const world = new World();
    for (let number = 0; number < 5; number += 1) await confirmed(world, 'HUKOU', number);
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'TOO_FEW', lessons: 5 });
    expect(await liveVersion(world.database)).toBeUndefined();
  });

  const LETTER = '湖滨新村三十二户联名:门前的路灯坏了大半年,物业和街道互相推,夜里老人摔伤了两位,请派人来看一看。';

  test('a matter teaches once, and so does a letter that many hand in, whatever name each puts under it', async () => {
    const world = new World();
    const { officer } = cast(world);
    const first = await confirmed(world, 'HUKOU', 1);
    world.now = instant('2026-03-04T01:00:00Z');
    const repeat = await confirmed(world, 'HUKOU', 20);
    await world.command(repeat, officer, { type: 'LINK_MATTER', matter: first, reason: '同一事项' });
    await world.count(repeat);
    for (const name of ['苗青禾', '钱禾', '江一帆', '12号 吴小满'])
      await confirmed(world, 'PERMIT', 2, { narrative: `${LETTER}签名:${name}` });
    await confirmed(world, 'PERMIT', 30);
    const lessons = await gatherLessons(world.now, world.deps);
    expect(lessons.map(({ input }) => input.narrative?.slice(0, 5)).sort()).toEqual(
      [wordsFor('HUKOU', 20), wordsFor('PERMIT', 30), LETTER].map((text) => text.slice(0, 5)).sort(),
    );
  });

  test('one joint letter trains no model and judges none, however many hand it in', async () => {
    const world = new World();
    for (let number = 0; number < 4; number += 1)
      for (const category of Object.keys(OWN_WORDS)) await confirmed(world, category, number);
    for (let copy = 0; copy < 80; copy += 1) await confirmed(world, 'PERMIT', copy, { narrative: LETTER });
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'TOO_FEW', lessons: 9 });
  });

  test('what the latest cases cannot prove does not go live, and the reason is kept', async () => {
    const world = new World();
    for (let number = 0; number < 40; number += 1)
      for (const category of Object.keys(OWN_WORDS)) await confirmed(world, category, number);
    world.now = instant('2026-03-10T01:00:00Z');
    for (let number = 100; number < 130; number += 1) await confirmed(world, 'PERMIT', number);
    const learnt = await learn(world.now, world.deps);
    expect(learnt).toMatchObject({ outcome: 'NOT_BETTER', better: [], verdicts: { category: 'FEW_JUDGES' } });
    expect((await readModels(world.database, learnt.version ?? ''))?.verdicts).toEqual(learnt.verdicts);
    expect(await liveVersion(world.database)).toBeUndefined();
  });

  test('what judges is the proposal as a clerk sees it, with the areas of GB/T 2260', async () => {
    const world = new World();
    for (let number = 0; number < 40; number += 1)
      for (const category of Object.keys(OWN_WORDS)) await confirmed(world, category, number, { place: '义乌市' });
    await publishAreas(world.database);
    const { quality } = await learn(world.now, world.deps);
    // What arose elsewhere is for a person: no proposal is sure of it.
    expect(quality?.category?.reliability).toMatchObject([{ confidence: 0 }]);
  });

  test('what beats the rules goes live, routes with a reason, and one call takes it back', async () => {
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    expect(first).toMatchObject({ outcome: 'LIVE', lessons: 90 });
    expect(first.quality?.category?.macroF1).toBeGreaterThan(first.liveQuality?.category?.macroF1 ?? 1);

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

  test('of a matter that none of the lessons was about it says nothing, however much the rest reads like them', async () => {
    const world = await taughtWorld();
    const { version } = await learn(world.now, world.deps);
    expect((await modelSource(world.database).learnt())?.heard?.has('ADMIN.PENALTY_SELF')).toBe(false);
    const narrative = '我家的蓝本子办不下来,麻烦看看:被派出所拘留五天不服,麻烦看看';
    const { id } = await world.submit({ organ: 'donghu', narrative, ...NOTHING_ELSE });
    const proposal = await proposalWith(world, id);
    expect(proposal).toMatchObject({ category: 'ADMIN.PENALTY_SELF', modelVersion: version });
    expect(proposal?.reasons.map(({ rule }) => rule)).not.toContain('LEARNT');
  });

  test('the same lessons give the same version; one that is not better stays where it is', async () => {
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    world.now = instant('2026-03-09T01:00:00Z');
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'UNCHANGED', version: first.version });
    expect(await liveVersion(world.database)).toBe(first.version);
    const stored = await readModels(world.database, first.version ?? '');
    expect(stored?.samples).toBe(90);
    const judged = await readModels(world.database, stored?.judgedAs ?? '');
    expect(judged).toMatchObject({ samples: 72, quality: stored?.quality });
    expect(judged?.models).not.toEqual(stored?.models);
  });

  test('what is live and was taught the newest cases is judged as it was before, or nothing would ever beat it', async () => {
    const world = await taughtWorld();
    const { version = '' } = await learn(world.now, world.deps);
    const stored = await readModels(world.database, version);
    if (!stored) throw new Error('nothing went live');
    await storeModels(world.database, { ...stored, version: 'judged', models: {} });
    await storeModels(world.database, { ...stored, version: 'live', judgedAs: 'judged' });
    await goLive(world.database, 'live', await readLive(world.database));
    const again = await learn(world.now, world.deps);
    expect(again).toMatchObject({ outcome: 'LIVE', better: ['category'] });
    expect(again.liveQuality?.category?.macroF1).toBe(0);
  });

  test('where what a live model was judged as cannot be read, it is judged itself, not as the rules alone', async () => {
    const world = await taughtWorld();
    const { version = '' } = await learn(world.now, world.deps);
    const { judgedAs = '' } = (await readModels(world.database, version)) ?? {};
    const place = { table: 'REGISTRY', key: { pk: `ROUTING_MODEL#${judgedAs}`, sk: 'MODEL' } } as const;
    expect(await replaceDocument(world.database, place, 'damaged', 2, 1)).toBe(true);
    const again = await learn(world.now, world.deps);
    expect(again).toMatchObject({ outcome: 'NOT_BETTER' });
    expect(again.liveQuality?.category?.macroF1).toBe(1);
  });

  test('a night stores what it judged, and removes what nobody can go to any more', async () => {
    const world = await taughtWorld();
    await storeModels(world.database, {
      version: 'long-ago',
      trainedAt: instant('2026-02-27T19:30:00Z'),
      samples: 1,
      models: {},
    });
    const { version = '' } = await learn(world.now, world.deps);
    expect(await readModels(world.database, 'long-ago')).toBeUndefined();
    expect(await readModels(world.database, version)).toBeDefined();
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
    await goLive(world.database, 'old', await readLive(world.database));
    const learnt = await learn(world.now, world.deps);
    expect(learnt).toMatchObject({ outcome: 'LIVE' });
    expect(await liveVersion(world.database)).toBe(learnt.version);
  });

  test('units are judged apart from categories: what is better goes live alone, what a poisoned label teaches does not', async () => {
    const unitOf: Readonly<Record<string, string>> = { HUKOU: 'donghu-liuqiao', PERMIT: 'donghu-qingshi' };
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    expect(first).toMatchObject({ outcome: 'LIVE', better: ['category'] });
    world.now = instant('2026-03-10T01:00:00Z');
    for (let number = 50; number < 110; number += 1)
      for (const category of Object.keys(OWN_WORDS))
        await confirmed(world, category, number, { unit: unitOf[category] ?? '' });
    const second = await learn(world.now, world.deps);
    expect(second).toMatchObject({ outcome: 'LIVE', better: ['unit'] });
    const known = async () => (await readModels(world.database, (await liveVersion(world.database)) ?? ''))?.models;
    const { category, unit } = (await known()) ?? {};
    expect(category).toBe((await readModels(world.database, first.version ?? ''))?.models.category);
    expect(unit).toBeDefined();
    // Whoever mixes up the units for weeks teaches no model that replaces the one that the last cases agree with.
    world.now = instant('2026-03-20T01:00:00Z');
    for (let number = 110; number < 140; number += 1)
      for (const one of Object.keys(OWN_WORDS))
        await confirmed(world, one, number, { unit: unitOf[one === 'HUKOU' ? 'PERMIT' : 'HUKOU'] ?? '' });
    for (let number = 140; number < 200; number += 1)
      for (const one of Object.keys(OWN_WORDS)) await confirmed(world, one, number, { unit: unitOf[one] ?? '' });
    expect((await learn(world.now, world.deps)).better ?? []).not.toContain('unit');
    expect((await known())?.unit).toBe(unit);
  });

  test('after a roll-back nothing goes live, however many nights pass, until somebody lets it', async () => {
    const world = await taughtWorld();
    const first = await learn(world.now, world.deps);
    await rollBack(world.database);
    for (const night of ['2026-03-03T19:30:00Z', '2026-03-04T19:30:00Z']) {
      world.now = instant(night);
      expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'HELD', better: ['category'] });
      expect(await liveVersion(world.database)).toBeUndefined();
    }
    await release(world.database);
    const again = await learn(world.now, world.deps);
    expect(again.outcome).toBe('LIVE');
    const modelOf = async ({ version = '' }: { version?: string }) =>
      (await readModels(world.database, version))?.models;
    expect(await modelOf(again)).toEqual(await modelOf(first));
  });

  test('[P-07] whoever it was referred to corrects the category; a unit that contests it is not taught', async () => {
    const world = new World();
    const { cityOfficer, officer, stationHead } = cast(world);
    const id = await classifiedInCity(world);
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    const taught = async () => {
      await world.count(id);
      const [lesson] = await gatherLessons(world.now, world.deps);
      return [lesson?.category, lesson?.unit];
    };
    expect(await taught()).toEqual(['RESPONSE.SLOW', undefined]);
    await world.command(child, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'HUKOU' });
    const below = await referredTo(world, child, 'donghu-liuqiao');
    expect(await taught()).toEqual(['HUKOU', 'donghu-liuqiao']);
    const reasons = '事发地在西岭区云杉路,有现场录像,不属于本所管辖。';
    await world.command(below, stationHead, { type: 'OBJECT', reasons, proposedOrgan: '西岭分局' });
    expect(await taught()).toEqual(['HUKOU', undefined]);
    // Nor one that says another has it, until the superior of both decides.
    await world.command(below, officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    const next = await referredTo(world, child, 'donghu-wangjiang');
    expect(await taught()).toEqual(['HUKOU', 'donghu-wangjiang']);
    await world.command(next, world.officer('head-ma'), { type: 'DISPUTE', with: 'donghu-qingshi', reason: reasons });
    expect(await taught()).toEqual(['HUKOU', undefined]);
  });

  test('what changes hands or is read wrongly once is read again: a database that was away hides no model', async () => {
    const world = await taughtWorld();
    const { version } = await learn(world.now, world.deps);
    let away = true;
    const get = world.database.get.bind(world.database);
    world.database.get = async (table, key, options) => {
      if (away && key.pk === `ROUTING_MODEL#${version}`) throw new Error('throttled');
      return get(table, key, options);
    };
    const source = modelSource(world.database);
    await expect(source.learnt()).rejects.toThrow('throttled');
    await expect(learn(instant('2026-03-03T19:30:00Z'), world.deps)).rejects.toThrow('throttled');
    away = false;
    expect((await source.learnt())?.version).toBe(version);
    expect(await liveVersion(world.database)).toBe(version);
  });

  async function proposalWith(world: World, id: CaseId) {
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    return (await readProposal(world.database, ORDINARY, id))?.proposal;
  }
});

describe('which model is live', () => {
  const stored = (version: string) => ({ version, trainedAt: instant('2026-03-02T01:00:00Z'), samples: 1, models: {} });

  test('who loads a version that is removed under his hands reads again which is live', async () => {
    const world = await taughtWorld();
    const { version = '' } = await learn(world.now, world.deps);
    const { database } = world;
    await goLive(database, 'removed', await readLive(database));
    const get = database.get.bind(database);
    database.get = async (table, key, options) => {
      const found = await get(table, key, options);
      if (key.pk === 'ROUTING_MODEL#removed') await goLive(database, version, await readLive(database));
      return found;
    };
    expect((await modelSource(database).learnt())?.version).toBe(version);
  });

  test('the areas of GB/T 2260 reach routing once', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', place: '义乌市', narrative: '报警后一直没有人来' });
    expect(await modelSource(world.database).areas()).toBeUndefined();
    expect(await publishAreas(world.database)).toBe(true);
    expect(await publishAreas(world.database)).toBe(false);
    // Damaged, they are brought again, and stop no petition meanwhile.
    const place = { table: 'REGISTRY', key: { pk: 'ROUTING_AREAS', sk: 'AREAS' } } as const;
    expect(await replaceDocument(world.database, place, 'no areas', 2, 1)).toBe(true);
    expect(await modelSource(world.database).areas()).toBeUndefined();
    expect(await publishAreas(world.database)).toBe(true);
    expect(await modelSource(world.database).areas()).toBeDefined();
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    const stored = await readProposal(world.database, ORDINARY, id);
    expect(stored?.proposal.reasons.map(({ rule }) => rule)).toContain('ELSEWHERE');
  });

  test('a model with one wrong bit answers nothing, and stops nothing', async () => {
    const world = await taughtWorld();
    const { version = '' } = await learn(world.now, world.deps);
    const place = { table: 'REGISTRY', key: { pk: `ROUTING_MODEL#${version}`, sk: 'MODEL' } } as const;
    const stored = JSON.parse((await readDocument(world.database, place)) ?? '');
    const bytes = Buffer.from(stored.models.category, 'base64');
    bytes[Math.floor(bytes.length / 3)]! ^= 0x40;
    const damaged = JSON.stringify({ ...stored, models: { ...stored.models, category: bytes.toString('base64') } });
    expect(await replaceDocument(world.database, place, damaged, 2, 1)).toBe(true);
    const warm = modelSource(world.database);
    expect(await warm.learnt()).toBeUndefined();
    // Trained again on the same day it is the same version, and whole.
    expect(await learn(world.now, world.deps)).toMatchObject({ outcome: 'LIVE', version });
    expect((await modelSource(world.database).learnt())?.category).toBeDefined();
    // A function that runs on finds it when it asks again.
    const now = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(now + 61_000);
    expect((await warm.learnt())?.category).toBeDefined();
    vi.restoreAllMocks();
  });

  test('a model of which a part is gone is damaged, not merely out of reach', async () => {
    const { database } = new World();
    const category = randomBytes(600_000).toString('base64');
    await storeModels(database, { ...stored('big'), models: { category } });
    await goLive(database, 'big', await readLive(database));
    const [part] = await queryAll(database, { table: 'REGISTRY', pk: 'ROUTING_MODEL#big', from: 'PART#', to: 'PART$' });
    await database.write({ kind: 'DELETE', table: 'REGISTRY', key: { pk: part?.pk ?? '', sk: part?.sk ?? '' } });
    await expect(readModels(database, 'big')).rejects.toBeInstanceOf(DamagedDocument);
    expect(await modelSource(database).learnt()).toBeUndefined();
    expect(await storeModels(database, { ...stored('big'), models: { category } })).toBe(true);
    expect((await readModels(database, 'big'))?.models.category).toBe(category);
  });

  test('a model that cannot be read stops no petition', async () => {
    const world = new World();
    await storeModels(world.database, { ...stored('broken'), models: { category: 'AAAA' } });
    await goLive(world.database, 'broken', await readLive(world.database));
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    expect(await modelSource(world.database).learnt()).toBeUndefined();
    vi.restoreAllMocks();
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      code: 'routing.model-unreadable',
      version: 'broken',
      error: 'UnreadableModel',
    });
    const { id } = await world.submit({ organ: 'donghu', narrative: textOf('HUKOU', 3) });
    await proposeRouteFor(id, world.now, { ...world.deps, models: modelSource(world.database) });
    expect(await readProposal(world.database, ORDINARY, id)).toBeDefined();
  });
});
