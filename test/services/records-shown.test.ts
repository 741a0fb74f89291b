import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/casework/http.ts';
import { readCaseHistory } from '../../services/casework/open-file.ts';
import { bindVolume } from '../../services/documents/bind-volume.ts';
import { listPapers, openPaper } from '../../services/documents/read-papers.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { cast, classified } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { World } from '../builders/world.ts';

const CLASSIFY = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' };
const NOBODY = { units: [], officers: [] };
const ACCEPT = { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', requestItems: ['说明'], method: 'POST' };
const LINKED = '与裴甲反映马千里的是同一事项';
const STRUCK = '本件未反映马千里本人';

async function detailOf(world: World, id: CaseId, officer: string) {
  const { id: sub, unit, roles } = world.officer(officer);
  const request = { path: { id }, claims: { sub, unit, roles: `[${roles.join(' ')}]` }, now: world.now };
  const route = handlers()['GET /petitions/{id}'];
  const answer = await route?.(request as never, { ...world.deps, claims: claimNamesFrom({}) });
  return answer?.body as { history: { version: number; events: string[] }[] };
}

const recordsOf = async (world: World, id: CaseId, officer: string) =>
  (await readCaseHistory(id, world.officer(officer), world.now, world.tree, world.deps)).records;

const asking = (world: World, officer: string) => ({
  principal: world.officer(officer),
  now: world.now,
  tree: world.tree,
});

const volumeOf = async (world: World, id: CaseId, officer: string) =>
  JSON.stringify(await bindVolume(id, '装订案卷归档', asking(world, officer), world.deps));

/** Another petition accuses the head of the station; this one was linked to it, which was undone, and goes to him. */
async function struckOff(world: World) {
  const [against, own] = [await classified(world), await classified(world)];
  const accused = { units: [], officers: ['head-ma'] };
  await say(world, against, 'po-li', { ...CLASSIFY, accused, reason: '反映所长' });
  await say(world, own, 'po-li', { type: 'LINK_MATTER', matter: against, reason: LINKED });
  expect((await world.head(own)).accused).toEqual(accused);
  await say(world, own, 'po-li', { ...CLASSIFY, accused: NOBODY, reason: STRUCK });
  // Struck off or not, he has no part in it for as long as both are one matter.
  await expect(say(world, own, 'po-li', ACCEPT)).rejects.toMatchObject({ refusal: { code: 'RECIPIENT_IS_ACCUSED' } });
  await say(world, own, 'po-li', { type: 'LINK_MATTER', matter: own, reason: '核对后不属同一事项' });
  await say(world, own, 'po-li', ACCEPT);
  return { against, own };
}

describe('[P-03] [P-10] whoever a case complained of once, and does no more', () => {
  test('learns from neither detail nor history that it did, nor of the petition that does', async () => {
    const world = new World();
    const { against, own } = await struckOff(world);
    const told = JSON.stringify([await recordsOf(world, own, 'head-ma'), await detailOf(world, own, 'head-ma')]);
    const secrets = [against, 'accused-named', '"officers":["head-ma"]', LINKED, STRUCK];
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    // Who knew of it then still reads it.
    const known = JSON.stringify([await recordsOf(world, own, 'po-li'), await detailOf(world, own, 'po-li')]);
    expect(secrets.filter((secret) => known.includes(secret))).toEqual(secrets);
  });

  test('reads what was written before and after, and a record of nothing else is none', async () => {
    const world = new World();
    const id = await classified(world);
    await say(world, id, 'po-li', { type: 'EXPORT_OFFICIAL', system: 'LOCAL' });
    await say(world, id, 'po-li', {
      ...CLASSIFY,
      accused: { units: ['donghu-wangjiang'], officers: [] },
      reason: '误',
    });
    await say(world, id, 'chief-wang', { ...CLASSIFY, accused: NOBODY, reason: STRUCK });
    await say(world, id, 'po-li', ACCEPT);
    await say(world, id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    const records = await recordsOf(world, id, 'head-ma');
    expect(records.map(({ command }) => command)).toEqual([
      'SUBMIT',
      'REGISTER',
      'CLASSIFY',
      'EXPORT_OFFICIAL',
      'CLASSIFY',
      'CLASSIFY',
      'ACCEPT',
      'ASSIGN_HANDLER',
    ]);
    expect(JSON.stringify(records.slice(4, 6))).not.toMatch(/donghu-wangjiang|误|马千里/);
    expect(records[6]?.texts).not.toEqual({});
  });

  test('finds in the volume no reason of what is hidden from him in the history', async () => {
    const world = new World();
    const { own } = await struckOff(world);
    const secrets = [LINKED, STRUCK];
    const told = await volumeOf(world, own, 'head-ma');
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    const known = await volumeOf(world, own, 'po-li');
    expect(secrets.filter((secret) => known.includes(secret))).toEqual(secrets);
  });

  test('finds no paper that was issued while it did, neither listed, nor opened, nor in the volume', async () => {
    const world = new World();
    const own = await classified(world);
    await say(world, own, 'po-li', { ...CLASSIFY, accused: { units: [], officers: ['head-ma'] }, reason: '反映' });
    await say(world, own, 'po-li', { type: 'PROPOSE', proposal: '马千里被反映,改由柳桥所承办', to: 'bureau-zhao' });
    await say(world, own, 'bureau-zhao', { type: 'INSTRUCT', instruction: '同意' });
    await say(world, own, 'po-li', { ...CLASSIFY, accused: { units: [], officers: [] }, reason: STRUCK });
    await say(world, own, 'po-li', ACCEPT);
    const papers = async (officer: string) =>
      (await listPapers(own, asking(world, officer), world.deps)).documents.map(({ kind }) => kind);
    const known = await papers('po-li');
    expect(known).toContain('DOC-SLIP');
    expect(await papers('head-ma')).toEqual(known.filter((kind) => kind !== 'DOC-SLIP'));
    const slip = (await listPapers(own, asking(world, 'po-li'), world.deps)).documents.find(
      ({ kind }) => kind === 'DOC-SLIP',
    );
    if (!slip) throw new Error('no slip was issued');
    const open = (officer: string) => openPaper(own, slip, '查阅', asking(world, officer), world.deps);
    await expect(open('head-ma')).rejects.toMatchObject({ body: { status: 404 } });
    expect(JSON.stringify(await open('po-li'))).toContain('马千里被反映');
    expect(await volumeOf(world, own, 'head-ma')).not.toContain('马千里被反映');
    expect(await volumeOf(world, own, 'po-li')).toContain('马千里被反映');
  });
});

describe('[P-03] whoever may not know of the matter of a case', () => {
  test('finds in its volume no reason why it was linked to that', async () => {
    const world = new World();
    const [against, own] = [await classified(world), await classified(world)];
    const accused = { units: [], officers: ['head-liu'] };
    await say(world, against, 'po-li', { ...CLASSIFY, accused, reason: '反映刘岸青' });
    await say(world, own, 'po-li', { type: 'LINK_MATTER', matter: against, reason: '与反映刘岸青的是同一事项' });
    await say(world, own, 'po-li', ACCEPT);
    expect(await volumeOf(world, own, 'head-ma')).not.toContain('刘岸青');
    expect(await volumeOf(world, own, 'po-li')).toContain('与反映刘岸青的是同一事项');
  });
});

describe('[P-03] whom a matter complains of that was sealed', () => {
  const accused = { units: [], officers: ['head-ma'] };

  test('is barred from a petition that is linked to it, and named in it to nobody', async () => {
    const world = new World();
    const [against, own] = [await classified(world), await classified(world)];
    await say(world, against, 'po-li', { ...CLASSIFY, accused, reason: '反映所长' });
    await say(world, own, 'po-li', { type: 'LINK_MATTER', matter: against, reason: LINKED });
    await say(world, own, 'po-li', CLASSIFY);
    expect(await detailOf(world, own, 'po-li')).toMatchObject({ accused });
    await say(world, against, 'po-li', { type: 'SEAL', reason: '补充材料反映所长收受钱款' });
    await say(world, own, 'po-li', { ...ACCEPT, handlingUnit: 'donghu-liuqiao' });
    for (const reader of ['po-li', 'head-liu']) {
      expect(await detailOf(world, own, reader)).toMatchObject({ accused: NOBODY });
      const told = JSON.stringify([await recordsOf(world, own, reader), await detailOf(world, own, reader)]);
      expect(told + (await volumeOf(world, own, reader))).not.toMatch(/head-ma|马千里/);
    }
    await expect(recordsOf(world, own, 'head-ma')).rejects.toMatchObject({ body: { status: 404 } });
  });

  test('nor in what was referred below; whom it complains of itself is', async () => {
    const world = new World();
    const { cityOfficer } = cast(world);
    const [against, id] = [await classifiedInCity(world), await classifiedInCity(world)];
    await say(world, against, cityOfficer.id, { ...CLASSIFY, accused, reason: '反映所长' });
    await say(world, id, cityOfficer.id, {
      ...CLASSIFY,
      accused: { units: [], officers: ['head-liu'] },
      reason: '反映',
    });
    await say(world, id, cityOfficer.id, { type: 'LINK_MATTER', matter: against, reason: LINKED });
    const child = await referredTo(world, id, 'donghu', cityOfficer);
    await say(world, against, cityOfficer.id, { type: 'SEAL', reason: '补充材料反映所长收受钱款' });
    expect((await world.head(child)).accused.officers).toEqual(['head-liu', 'head-ma']);
    expect(await detailOf(world, child, 'po-li')).toMatchObject({ accused: { officers: ['head-liu'] } });
    const told = JSON.stringify(await recordsOf(world, child, 'po-li')) + (await volumeOf(world, child, 'po-li'));
    expect(told).not.toMatch(/head-ma|马千里/);
    expect(told).toContain('head-liu');
  });
});
