import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/casework/http.ts';
import { readCaseHistory } from '../../services/casework/open-file.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { classified } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
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

/** Another petition accuses the head of the station; this one was linked to it, which was put right, and goes to him. */
async function struckOff(world: World) {
  const [against, own] = [await classified(world), await classified(world)];
  const accused = { units: [], officers: ['head-ma'] };
  await say(world, against, 'po-li', { ...CLASSIFY, accused, reason: '反映所长' });
  await say(world, own, 'po-li', { type: 'LINK_MATTER', matter: against, reason: LINKED });
  expect((await world.head(own)).accused).toEqual(accused);
  await say(world, own, 'po-li', { ...CLASSIFY, accused: NOBODY, reason: STRUCK });
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
});
