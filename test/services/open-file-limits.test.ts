import { expect, test } from 'vitest';
import { openFile, readCaseHistory, relatedPetitions } from '../../services/casework/open-file.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { readAccessLog } from '../../shared/store/access-log.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import { packJson, unpackJson } from '../../shared/store/packed-json.ts';
import { accepted, cast, classified, heard } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

type Officer = ReturnType<World['officer']>;
const reveal = (world: World, id: CaseId, who: Officer, what: 'IDENTITY' | 'NARRATIVE' = 'IDENTITY') =>
  openFile(id, what, '核对情况', who, world.now, world.tree, world.deps);
const history = (world: World, id: CaseId, who: Officer) => readCaseHistory(id, who, world.now, world.tree, world.deps);
const related = async (world: World, id: CaseId, who = cast(world).officer) =>
  (await relatedPetitions(id, '核对是否重复', who, world.now, world.tree, world.deps)).related.map((hit) => hit.id);

test('[P-04] who opens identity: handler, his head, leaders and office do; the unit’s registrar does not', async () => {
  const world = new World();
  const id = await heard(world);
  for (const who of ['handler-zhu', 'head-ma', 'leader-shen', 'bureau-zhao', 'po-li', 'chief-wang'])
    expect((await reveal(world, id, world.officer(who))).identity, who).toMatchObject({ name: '钱禾' });
  for (const who of ['reg-tian', 'reg-zhang', 'auditor-fang', 'supervisor-kong'])
    await expect(reveal(world, id, world.officer(who)), who).rejects.toMatchObject({ body: { status: 403 } });
});

test('[P-04] a registrar opens what he is registering; once it is screened it is masked for him', async () => {
  const world = new World();
  const { id } = await world.submit({ organ: 'donghu' });
  const { officeRegistrar, officer } = cast(world);
  expect((await reveal(world, id, officeRegistrar)).identity).toMatchObject({ name: '钱禾' });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  expect((await reveal(world, id, officeRegistrar)).identity).toMatchObject({ name: '钱禾' });
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
  await expect(reveal(world, id, officeRegistrar)).rejects.toMatchObject({ body: { status: 403 } });
});

test('[P-22] reading a history with its texts is logged, first; one without a text to read is not', async () => {
  const world = new World();
  const id = await heard(world);
  const { access } = await history(world, id, world.officer('reg-tian'));
  expect(access).toEqual([{ at: world.now, officer: 'reg-tian', what: 'NARRATIVE', reason: '查阅办理经过' }]);
  expect((await history(world, id, world.officer('auditor-fang'))).access).toEqual(access);
  const fresh = await world.submit({ organ: 'donghu' });
  expect((await history(world, fresh.id, cast(world).officer)).access).toEqual([]);
});

test('[P-22] a text is never opened when the log cannot be written', async () => {
  const world = new World();
  const id = await heard(world);
  world.database.write = async () => {
    throw new Error('the table is full');
  };
  await expect(history(world, id, cast(world).officer)).rejects.toThrow('the table is full');
});

test('[P-04] what the petitioner told before a correction stays for those who may open his file', async () => {
  const world = new World();
  const id = await accepted(world);
  await world.command(id, cast(world).officer, {
    type: 'CORRECT_RECORD',
    reason: '来电更正',
    facts: '二月四日夜里',
    petitioner: { phone: '13911112222' },
  });
  expect(JSON.stringify(await history(world, id, cast(world).officer))).toMatch(/二月三日.*13800000000/);
  const registrar = JSON.stringify(await history(world, id, world.officer('reg-tian')));
  expect(registrar).toContain('来电更正');
  expect(registrar).not.toMatch(/二月三日|13800000000/);
});

test('[P-03] what a sealed officer opens is logged as sealed, and he sees who looked before it was sealed', async () => {
  const world = new World();
  const { id } = await world.submit({ organ: 'donghu' });
  await reveal(world, id, cast(world).officer);
  world.now = instant('2026-03-02T02:00:00Z');
  await world.command(id, cast(world).officeRegistrar, { type: 'SEAL', reason: '涉检举' });
  const sealedOfficer = world.officer('sealed-xie');
  await reveal(world, id, sealedOfficer, 'NARRATIVE');
  const { access } = await history(world, id, sealedOfficer);
  expect(access.map(({ officer, what, part }) => [officer, what, part])).toEqual([
    ['po-li', 'IDENTITY', undefined],
    ['sealed-xie', 'SEALED', 'NARRATIVE'],
    // The history itself, with the reason for sealing in it.
    ['sealed-xie', 'SEALED', 'NARRATIVE'],
  ]);
  expect((await readAccessLog(world.database, ORDINARY, id)).map(({ officer }) => officer)).toEqual(['po-li']);
});

test('[P-27] [P-10] the search shows no petition that complains of the searcher, himself or a case below it', async () => {
  const world = new World();
  const { id } = await world.submit({ organ: 'donghu' });
  const other = await world.submit({ organ: 'donghu' });
  await world.submit({ organ: 'donghu', accused: { officers: ['po-li'] } });
  const passedOn = await classified(world);
  const { other: child } = await world.command(passedOn, cast(world).officer, {
    type: 'TRANSFER',
    to: 'donghu-liuqiao',
    reason: '属地',
    method: 'POST',
  });
  expect((await related(world, id)).sort()).toEqual([other.id, passedOn].sort());
  const item = await world.database.get('CASES', { pk: child?.id ?? '', sk: 'HEAD' });
  const head = { ...JSON.parse(unpackJson(item?.head as Uint8Array)), accused: { units: [], officers: ['po-li'] } };
  if (!item) throw new Error('no child');
  await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...item, head: packJson(JSON.stringify(head)) } });
  expect(await related(world, id)).toEqual([other.id]);
  expect(await related(world, id, cast(world).chief)).toContain(passedOn);
});

test('[P-27] the search shows what may be the same matter: same category, same unit, or not classified yet', async () => {
  const world = new World();
  const own = await accepted(world);
  const sameUnit = await accepted(world);
  const unclassified = (await world.submit({ organ: 'donghu' })).id;
  const elsewhere = await classified(world);
  expect((await related(world, own)).sort()).toEqual([sameUnit, unclassified, elsewhere].sort());
  for (const id of [sameUnit, elsewhere]) {
    const item = await world.database.get('CASES', { pk: id, sk: 'HEAD' });
    const head = { ...JSON.parse(unpackJson(item?.head as Uint8Array)), category: 'TRAFFIC.FACILITY' };
    if (!item) throw new Error('no case');
    await world.database.write({
      kind: 'PUT',
      table: 'CASES',
      item: { ...item, head: packJson(JSON.stringify(head)) },
    });
  }
  expect((await related(world, own)).sort()).toEqual([sameUnit, unclassified].sort());
});

test('[P-27] the newest twenty, newest first', async () => {
  const world = new World();
  const { id } = await world.submit({ organ: 'donghu' });
  const all: CaseId[] = [];
  for (let hour = 2; hour < 24; hour += 1) {
    world.now = instant(`2026-03-02T${String(hour).padStart(2, '0')}:00:00Z`);
    all.unshift((await world.submit({ organ: 'donghu' })).id);
  }
  expect(await related(world, id)).toEqual(all.slice(0, 20));
});
