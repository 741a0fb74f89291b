import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/casework/http.ts';
import { listCases } from '../../services/casework/list-cases.ts';
import { openFile, readCaseHistory } from '../../services/casework/open-file.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { sealedBefore } from '../../shared/casework/repeated-command.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { fireDue } from '../../shared/domain/alarms.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { MOST_HOPS } from '../../shared/domain/hops.ts';
import { type CaseId, type OfficerId, unitId } from '../../shared/domain/ids.ts';
import { FileKeyRing } from '../../shared/lambda/key-ring.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { loadCase, ORDINARY, readHistory, SEALED } from '../../shared/store/cases.ts';
import { queryAll } from '../../shared/store/database.ts';
import { readMatter } from '../../shared/store/matters.ts';
import { readBody } from '../../shared/store/petition-texts.ts';
import { cast, classified } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const CLASSIFY = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' };
const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) });

/** A key ring of its own, as each KMS key would be. */
function ring(): FileKeyRing {
  const path = join(mkdtempSync(join(tmpdir(), 'xinfang-key-')), 'key');
  writeFileSync(path, randomBytes(32), { mode: 0o600 });
  return new FileKeyRing(path);
}

const OBJECTS = {
  type: 'OBJECT',
  reasons: '事发地点在青石镇,不属于本所管辖范围,现场录像可以证明。',
  proposedOrgan: '青石派出所',
};
const AGREES = { type: 'RULE_OBJECTION', upheld: true, reason: '经核实确不属其管辖' };

describe('[P-03] whom the petitioner’s own words point to', () => {
  test('is bound from the first moment, and a person has to say whom he means when he classifies', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    const { id, head } = await world.submit({ organ: 'donghu', accused: { text: '柳桥派出所的刘所长' } });
    expect(head.accused.units).toEqual(['donghu-liuqiao']);
    await world.command(id, officeRegistrar, REGISTER);
    await expect(world.command(id, officer, CLASSIFY)).rejects.toMatchObject(refused('ACCUSED_NOT_STATED'));
    await world.command(id, officer, { ...CLASSIFY, accused: { units: ['donghu-liuqiao'], officers: [] } });
    await expect(
      world.command(id, officer, { type: 'TRANSFER', to: 'donghu-liuqiao', reason: '属地', method: 'POST' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
  });

  test('[P-09] so he has to where the text names an officer, before the case goes to the station that one leads', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    const facts = '望江派出所所长马千里态度恶劣,当众推我出门';
    const { id, head } = await world.submit({ organ: 'donghu', facts });
    expect(head).toMatchObject({ namesAccused: true, accused: { units: [], officers: [] } });
    await world.command(id, officeRegistrar, REGISTER);
    await expect(world.command(id, officer, CLASSIFY)).rejects.toMatchObject(refused('ACCUSED_NOT_STATED'));
    await world.command(id, officer, { ...CLASSIFY, accused: { units: [], officers: ['head-ma'] } });
    await expect(
      world.command(id, officer, {
        type: 'ACCEPT',
        handlingUnit: 'donghu-wangjiang',
        requestItems: ['书面道歉'],
        method: 'POST',
      }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
    const plain = await world.submit({ organ: 'donghu', facts: '望江派出所窗口态度恶劣' });
    expect(plain.head.namesAccused).toBe(false);
  });

  test('[P-03] an accusation is sealed, never classified as an ordinary petition, by its purpose or its category', async () => {
    const world = new World();
    const { officer, officeRegistrar } = cast(world);
    const { id } = await world.submit({ organ: 'donghu', facts: '有个民警收了对方红包三万元,包庇打人者' });
    await world.command(id, officeRegistrar, REGISTER);
    const breach = { type: 'CLASSIFY', category: 'CONDUCT.DISCIPLINE' };
    for (const purpose of ['APPEAL', 'CONSULT', 'ACCUSATION'])
      await expect(world.command(id, officer, { ...breach, purpose })).rejects.toMatchObject(
        refused('ACCUSATION_IS_SEALED'),
      );
    await expect(world.command(id, officer, { ...CLASSIFY, purpose: 'ACCUSATION' })).rejects.toMatchObject({
      refusal: { code: 'ACCUSATION_IS_SEALED', field: '/purpose' },
    });
    await world.command(id, officer, { type: 'SEAL', reason: '反映民警收受财物' });
    expect((await world.head(id)).state).toBe('SEALED');
  });

  test.each([
    ['孫維楨', 'chief-sun'],
    ['錢小滿', 'reg-qian'],
    ['趙啓明', 'bureau-zhao'],
    ['劉岸青', 'head-liu'],
  ])('in traditional characters as well: %s', async (name, officer) => {
    const world = new World();
    const { head } = await world.submit({ organ: 'donghu', accused: { text: `${name}同志` } });
    expect(head.accused.officers).toEqual([officer]);
  });

  test('a unit named with its superiors stands for itself alone', async () => {
    const world = new World();
    const { head } = await world.submit({ accused: { text: '云泽市公安局东湖分局望江派出所' } });
    expect(head.accused.units).toEqual(['donghu-wangjiang']);
  });

  test('nobody strikes his own organ off; a superior does, and says why', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', accused: { units: ['donghu'] } });
    await world.command(id, cast(world).officeRegistrar, REGISTER);
    const clear = { ...CLASSIFY, accused: { units: [], officers: [] } };
    await expect(world.command(id, cast(world).officer, { ...clear, reason: '误写' })).rejects.toMatchObject(
      refused('ACCUSED_CLEARS_ITSELF'),
    );
    const station = await world.submit({ organ: 'donghu', accused: { units: ['donghu-liuqiao'] } });
    await world.command(station.id, cast(world).officeRegistrar, REGISTER);
    await expect(world.command(station.id, cast(world).officer, clear)).rejects.toMatchObject(
      refused('REASON_REQUIRED'),
    );
    await world.command(station.id, cast(world).officer, { ...clear, reason: '核对后系误写' });
  });

  test('[P-10] named below, hidden above: the officer found at the child sees nothing of the parent either', async () => {
    const world = new World();
    const { cityRegistrar, cityOfficer, officer } = cast(world);
    const { id } = await world.submit();
    await world.command(id, cityRegistrar, REGISTER);
    await world.command(id, cityOfficer, CLASSIFY);
    const { other } = await world.command(id, cityOfficer, {
      type: 'TRANSFER',
      to: 'donghu',
      reason: '属地',
      method: 'POST',
    });
    const child = other?.id as CaseId;
    await world.command(child, officer, { ...CLASSIFY, accused: { units: [], officers: ['po-zhou'] } });
    expect((await world.head(id)).accused.officers).toEqual(['po-zhou']);
    for (const one of [id, child])
      await expect(
        openFile(one, 'IDENTITY', '核对', cityOfficer, world.now, world.tree, world.deps),
      ).rejects.toMatchObject({
        body: { status: 404 },
      });
  });
});

describe('[P-03] whom a case below turns out to complain of', () => {
  test('is named in every case above it, not in the next one alone', async () => {
    const world = new World();
    const { cityRegistrar, cityOfficer, officer } = cast(world);
    const { id } = await world.submit();
    await world.command(id, cityRegistrar, REGISTER);
    const passOn = async (one: CaseId, who: typeof officer, to: string) => {
      await world.command(one, who, CLASSIFY);
      const { other } = await world.command(one, who, { type: 'TRANSFER', to, reason: '属地', method: 'POST' });
      return other?.id as CaseId;
    };
    const below = await passOn(id, cityOfficer, 'donghu');
    const lowest = await passOn(below, officer, 'donghu-liuqiao');
    const { version } = await world.head(below);
    await world.command(lowest, officer, { ...CLASSIFY, accused: { units: [], officers: ['po-zhou'] } });
    for (const above of [below, id]) expect((await world.head(above)).accused.officers).toEqual(['po-zhou']);
    await world.command(lowest, officer, { ...CLASSIFY, accused: { units: [], officers: ['po-zhou'] } });
    expect((await world.head(below)).version).toBe(version + 1);
  });
});

describe('[P-03] sealing leaves nothing behind that opens', () => {
  test('what was sealed is encrypted anew: the ordinary key cannot read it, the sealed key can', async () => {
    const world = new World();
    Object.assign(world.deps, { keys: ring(), sealedKeys: ring() });
    const { id } = await world.submit({ organ: 'donghu' });
    await world.command(id, cast(world).officeRegistrar, { type: 'SEAL', reason: '反映民警违纪' });
    const left = await loadCase(world.database, ORDINARY, id);
    const moved = await loadCase(world.database, SEALED, id);
    const ordinary = await world.deps.keys.unwrap(left?.wrappedKey ?? Buffer.alloc(0), id);
    await expect(readBody(world.database, 'SEALED', id, ordinary)).rejects.toThrow();
    await expect(world.deps.keys.unwrap(moved?.wrappedKey ?? Buffer.alloc(0), id)).rejects.toThrow();
    const sealed = await world.deps.sealedKeys.unwrap(moved?.wrappedKey ?? Buffer.alloc(0), id);
    expect((await readBody(world.database, 'SEALED', id, sealed)).identity.name).toBe('钱禾');
  });

  test('the head left behind is empty, and after classification too it comes into the sealed queue', async () => {
    const world = new World();
    const id = await classified(world, { accused: { officers: ['head-liu'] } });
    await world.command(id, cast(world).officer, { type: 'SEAL', reason: '反映民警违纪' });
    const left = await world.head(id);
    expect(left).toMatchObject({ state: 'SEALED', accused: { units: [], officers: [] }, clocks: [] });
    expect(left.category).toBeUndefined();
    const last = (await readHistory(world.database, ORDINARY, id)).at(-1);
    expect(Object.keys(last?.texts ?? {})).toEqual([]);
    const queue = await listCases(
      { queue: 'SEALED', unit: unitId('donghu') },
      world.officer('sealed-xie'),
      world.now,
      world.tree,
      world.deps,
    );
    expect(queue.cases.map((entry) => entry.id)).toEqual([id]);
  });

  test('what came back from below is emptied with the rest, however deep it was', async () => {
    const world = new World();
    const { cityOfficer, officer, officeRegistrar, stationHead } = cast(world);
    const id = await classifiedInCity(world);
    const middle = await referredTo(world, id, 'donghu', cityOfficer);
    await world.command(middle, officeRegistrar, { type: 'SIGN_FOR' });
    const below = await referredTo(world, middle, 'donghu-liuqiao');
    await world.command(below, stationHead, OBJECTS);
    await world.command(below, officer, AGREES);
    expect(await world.head(below)).toMatchObject({ state: 'RETURNED', category: 'RESPONSE.SLOW' });
    await world.command(middle, officer, { type: 'SEAL', reason: '反映民警违纪' });
    for (const left of [id, middle, below]) {
      const head = await world.head(left);
      expect(head, left).toMatchObject({ state: 'SEALED', accused: { units: [], officers: [] }, clocks: [] });
      expect(head.category, left).toBeUndefined();
    }
  });

  test('[A-22] a line of referrals has an end, and is emptied whole from there', async () => {
    const world = new World();
    const { officer } = cast(world);
    const line = [await classified(world)];
    const stations = ['donghu-liuqiao', 'donghu-wangjiang'];
    const refer = (id: CaseId, to: string) =>
      world.command(id, officer, { type: 'TRANSFER', to, reason: '属地管理', method: 'POST' });
    for (let hop = 1; hop < MOST_HOPS.value; hop += 1) {
      const { other } = await refer(line.at(-1) as CaseId, stations[hop % 2] as string);
      line.push(other?.id as CaseId);
    }
    const last = line.at(-1) as CaseId;
    await expect(refer(last, 'donghu-qingshi')).rejects.toMatchObject(refused('TOO_MANY_HOPS'));
    await world.command(last, officer, { type: 'SEAL', reason: '反映民警违纪' });
    expect(line).toHaveLength(MOST_HOPS.value);
    for (const id of line) expect((await world.head(id)).state, id).toBe('SEALED');
  });

  test('what came back from below leaves the matter with it, once', async () => {
    const world = new World();
    const { officer, stationHead } = cast(world);
    const [first, id] = [await classified(world), await classified(world)];
    await world.command(id, officer, { type: 'LINK_MATTER', matter: first, reason: '同一事项' });
    const below = await referredTo(world, id, 'donghu-liuqiao');
    await world.command(below, stationHead, OBJECTS);
    await world.command(below, officer, AGREES);
    expect(await world.head(below)).toMatchObject({ state: 'RETURNED', matter: first });
    await world.command(id, officer, { type: 'SEAL', reason: '反映民警违纪' });
    expect((await world.head(below)).state).toBe('SEALED');
    expect((await readMatter(world.database, first)).petitions).toEqual([first]);
  });

  test('a retry of SEAL gets its answer', async () => {
    const world = new World();
    const { id: second } = await world.submit({ organ: 'donghu' });
    const command = { type: 'SEAL' as const, reason: '反映民警违纪' };
    const key = randomUUID();
    const who = cast(world).officeRegistrar;
    await world.command(second, who, command, { idempotencyKey: key });
    const call = { id: second, command, version: 1, idempotencyKey: key, now: world.now };
    const actor = (officer: OfficerId) => () => ({
      kind: 'OFFICER' as const,
      id: officer,
      unit: who.unit,
      standing: '',
    });
    const deps = { ...world.deps, forOfficers: world.deps };
    expect(await sealedBefore({ ...call, actor: actor(who.id) }, deps)).toMatchObject({ state: 'SEALED' });
    expect(await sealedBefore({ ...call, actor: actor(cast(world).officer.id) }, deps)).toBeUndefined();
  });

  test('a sealed reminder goes to a sealed officer who is not accused, else to the auditor, never to a petition office', async () => {
    const world = new World();
    const firstMailbox = async (officers: string[]) => {
      const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', accused: { officers } });
      const loaded = await loadCase(world.database, SEALED, id);
      if (!loaded) throw new Error('not sealed');
      return fireDue(loaded.head, loaded.alarm, instant('2026-03-20T01:00:00Z'), world.tree, CALENDAR)?.reminders[0]
        ?.mailbox;
    };
    expect(await firstMailbox([])).toMatchObject({ unit: 'donghu-ducha', role: 'sealedOfficer' });
    expect(await firstMailbox(['sealed-xie'])).toMatchObject({ unit: 'yunze-ducha', role: 'sealedOfficer' });
    expect(await firstMailbox(['sealed-xie', 'sealed-lu'])).toMatchObject({ role: 'auditor' });
  });

  test('the sealed officer screens, forwards, informs and closes; both clocks stop in their turn', async () => {
    const world = new World();
    const { id, receiptCode } = await world.submit({
      organ: 'donghu',
      purpose: 'ACCUSATION',
      accused: { units: ['donghu-liuqiao'] },
    });
    const sealedOfficer = world.officer('sealed-xie');
    const head = async () => (await loadCase(world.database, SEALED, id))?.head;
    expect((await head())?.clocks.map(({ code }) => code)).toEqual(['S_SCREEN_5WD', 'S_INFORM_15WD']);
    await world.command(id, sealedOfficer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    const forward = { type: 'S_FORWARD', to: '柳桥派出所', reason: '按权限移送' };
    await expect(world.command(id, sealedOfficer, forward)).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
    await world.command(id, sealedOfficer, { ...forward, to: '派驻纪检监察组' });
    await expect(world.command(id, sealedOfficer, { type: 'S_CLOSE', result: '已移送' })).rejects.toMatchObject(
      refused('REPORTER_NOT_INFORMED'),
    );
    await world.command(id, sealedOfficer, { type: 'S_INFORM', method: 'HAND', content: '已移送' });
    await world.command(id, sealedOfficer, { type: 'S_CLOSE', result: '已移送' });
    expect(await head()).toMatchObject({ state: 'S_CLOSED', clocks: [] });
    expect(await petitionStatus(receiptCode, 'a', world.now, world.deps)).toMatchObject({ stateText: '已办结' });
    await expect(world.command(id, cast(world).chief, { type: 'S_SCREEN', finding: 'x' })).rejects.toMatchObject({
      body: { status: 404 },
    });
  });

  test('[P-03] [P-10] whoever an accusation names anywhere is bound by it: at receipt, when it is sealed, when it is screened', async () => {
    const [own, above] = ['sealed-xie', 'sealed-lu'];
    const world = new World();
    const opens = async (id: CaseId, officer: string) =>
      findCase(world.database, id, world.officer(officer), 'READ_CASE', world.tree).then(
        () => true,
        () => false,
      );
    const told = { request: '请查处督察大队谢守默', facts: '谢守默收了两万元' };
    const received = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', ...told });
    const { id: sealed } = await world.submit({ organ: 'donghu', ...told });
    await world.command(sealed, cast(world).officeRegistrar, REGISTER);
    await world.command(sealed, cast(world).officer, { type: 'SEAL', reason: '反映民警收受财物' });
    for (const id of [received.id, sealed]) {
      expect((await loadCase(world.database, SEALED, id))?.head.accused.officers).toEqual([own]);
      expect([await opens(id, own), await opens(id, above)]).toEqual([false, true]);
    }
    // Nobody is named; whoever screens it finds out who is meant, and has it no longer.
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', facts: '那个管督察的收了两万元' });
    expect(await opens(id, own)).toBe(true);
    const screen = { type: 'S_SCREEN', finding: '反映督察人员' };
    await expect(
      world.command(id, world.officer(own), { ...screen, accused: { units: [], officers: ['nobody'] } }),
    ).rejects.toMatchObject({ refusal: { field: '/accused/officers/0' } });
    await world.command(id, world.officer(own), { ...screen, accused: { units: [], officers: [own] } });
    const boxes = await queryAll(world.database, { table: 'REMINDERS', pk: 'ROLE#yunze-ducha#sealedOfficer' });
    expect(boxes.filter(({ caseId }) => caseId === id)).toMatchObject([{ arrival: 'SCREENED' }]);
    expect([await opens(id, own), await opens(id, above)]).toEqual([false, true]);
  });

  test('[P-03] a unit that could open an accusation is bound by being named in it, but not so that nobody could', async () => {
    const world = new World();
    const accusedOf = async (organ: string, facts: string) =>
      (await world.submit({ organ, purpose: 'ACCUSATION', request: '请查处', facts })).head.accused.units;
    // What is asked of a station can still be split off and sent there.
    expect(await accusedOf('donghu', '民警收钱;另外我的户口在青石派出所没办')).toEqual([]);
    expect(await accusedOf('donghu', '东湖分局督察大队收钱')).toEqual(['donghu-ducha']);
    expect(await accusedOf('yunze', '市局督察支队收钱')).toEqual([]);
    // Each for itself: what is only mentioned takes nothing from what is stated or from the others.
    expect(await accusedOf('yunze', '东湖分局督察大队收钱,已向市局督察支队反映')).toEqual(['donghu-ducha']);
    const mentioned = await world.submit({
      organ: 'yunze',
      purpose: 'ACCUSATION',
      request: '请查处',
      facts: '柳桥派出所刘岸青收我两万元,我已向陆慎言反映',
    });
    expect(mentioned.head.accused).toEqual({ units: [], officers: ['head-liu'] });
    // Not merely told of it, each is accused, whoever is left then.
    const officersOf = async (organ: string, facts: string) =>
      (await world.submit({ organ, purpose: 'ACCUSATION', request: '请查处', facts })).head.accused.officers;
    expect(new Set(await officersOf('donghu', '谢守默和市局督察陆慎言收我两万元'))).toEqual(
      new Set(['sealed-lu', 'sealed-xie']),
    );
    expect(await officersOf('yunze', '陆慎言收我两万元')).toEqual(['sealed-lu']);
    expect(await officersOf('donghu', '已向谢守默反映,无果')).toEqual(['sealed-xie']);
    // The bureau as a whole passes it on itself.
    for (const organ of ['yunze', 'donghu']) {
      const whole = await world.submit({ organ, purpose: 'ACCUSATION', accused: { text: '云泽市公安局' } });
      expect(whole.head.accused.units).toEqual([]);
    }
    const stated = await world.submit({
      organ: 'donghu',
      purpose: 'ACCUSATION',
      request: '请查处',
      accused: { text: '云泽市公安局东湖分局' },
    });
    expect(stated.head.accused.units).toEqual(['donghu']);
  });

  test('[P-03] who screens an accusation does not name so many that nobody could open it any more', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'yunze', purpose: 'ACCUSATION', facts: '那个管督察的收了两万元' });
    const accused = { units: ['yunze-ducha'], officers: [] };
    await expect(
      world.command(id, world.officer('sealed-lu'), { type: 'S_SCREEN', finding: '反映督察人员', accused }),
    ).rejects.toMatchObject({ refusal: { code: 'NOBODY_LEFT_TO_OPEN_IT', field: '/accused' } });
  });

  test('[P-03] what the petitioner wrote of whom he complains is read when it is sealed, as it is at receipt', async () => {
    const world = new World();
    const { officer } = cast(world);
    const { id: told } = await world.submit({
      organ: 'donghu',
      accused: { text: '督察大队谢守默' },
      facts: '他收了两万元',
    });
    await world.command(told, cast(world).officeRegistrar, REGISTER);
    await world.command(told, cast(world).chief, {
      ...CLASSIFY,
      accused: { units: ['donghu-liuqiao'], officers: [] },
      reason: '核对',
    });
    await world.command(told, officer, { type: 'SEAL', reason: '涉检举控告' });
    expect((await loadCase(world.database, SEALED, told))?.head.accused.officers).toContain('sealed-xie');
  });

  test('[P-03] an accusation goes to no station that its words name', async () => {
    const world = new World();
    const { id } = await world.submit({
      organ: 'donghu',
      purpose: 'ACCUSATION',
      request: '请查处',
      facts: '柳桥派出所收黑钱,已向江原省公安厅反映过',
    });
    const sealedOfficer = world.officer('sealed-xie');
    await world.command(id, sealedOfficer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    const forward = { type: 'S_FORWARD', to: '柳桥派出所', reason: '按权限移送' };
    await expect(world.command(id, sealedOfficer, forward)).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
    await world.command(id, sealedOfficer, { ...forward, to: '驻江原省公安厅纪检监察组' });
  });

  test('[P-03] an accusation is forwarded to nobody whom it accuses by name', async () => {
    const world = new World();
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', accused: { officers: ['head-liu'] } });
    const sealedOfficer = world.officer('sealed-xie');
    await world.command(id, sealedOfficer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    const name = world.tree.officer('head-liu' as OfficerId)?.name;
    await expect(
      world.command(id, sealedOfficer, { type: 'S_FORWARD', to: `${name}同志`, reason: '按权限移送' }),
    ).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED'));
  });

  test('a flag on a sealed case is refused to the sealed officer, too', async () => {
    const world = new World();
    Object.assign(world.deps, { keys: ring(), sealedKeys: ring() });
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    for (const command of [
      { type: 'RAISE_FLAG', reason: '久拖不决', clearCondition: '答复' },
      { type: 'CLEAR_FLAG', evidence: '已答复' },
    ])
      await expect(world.command(id, world.officer('sealed-xie'), command)).rejects.toMatchObject({
        refusal: { code: 'NOT_YOUR_COMMAND' },
      });
  });

  test('the citizen is given the phone of his organ’s own sealed officer', async () => {
    const world = new World();
    const { receiptCode } = await world.submit({ organ: 'xiling', purpose: 'ACCUSATION' });
    const pan = world.tree.officer('sealed-pan' as OfficerId);
    expect(await petitionStatus(receiptCode, 'a', world.now, world.deps)).toMatchObject({
      contact: { officePhone: pan?.officePhone },
    });
  });
});

describe('[P-03] [P-10] the matter of a case is none for who may not know of its first petition', () => {
  const LINK = { type: 'LINK_MATTER', reason: '同一信访人就同一事项再次来信' };

  async function matterSeen(world: World, id: CaseId, { id: sub, unit, roles }: Principal): Promise<unknown> {
    const route = handlers()['GET /petitions/{id}'];
    const request = { path: { id }, claims: { sub, unit, roles: `[${roles.join(' ')}]` }, now: world.now };
    const answer = await route?.(request as never, { ...world.deps, claims: claimNamesFrom({}) });
    return (answer?.body as { matter?: CaseId }).matter;
  }

  test('it complains of him, or was sealed since', async () => {
    const world = new World();
    const { officer, chief } = cast(world);
    const accused = { units: [], officers: [officer.id] };
    const [first, second] = [await classified(world), await classified(world)];
    await world.command(second, officer, { ...LINK, matter: first });
    const child = await referredTo(world, second, 'donghu-liuqiao');
    await world.command(first, chief, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
    // Nor does the history name it.
    const historySeen = async (id: CaseId, who: Principal) =>
      JSON.stringify((await readCaseHistory(id, who, world.now, world.tree, world.deps)).records);
    for (const id of [second, child]) {
      expect((await world.head(id)).matter).toBe(first);
      expect(await matterSeen(world, id, officer)).toBeUndefined();
      expect(await matterSeen(world, id, chief)).toBe(first);
    }
    expect(await historySeen(second, officer)).not.toContain(first);
    expect(await historySeen(second, chief)).toContain(first);
    await world.command(first, chief, { type: 'SEAL', reason: '涉检举控告' });
    expect(await matterSeen(world, second, chief)).toBeUndefined();
  });
});
