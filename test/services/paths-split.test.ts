import { describe, expect, test } from 'vitest';
import { listCases } from '../../services/casework/list-cases.ts';
import { openFile } from '../../services/casework/open-file.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { caseView } from '../../shared/casework/case-view.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { mailboxFor } from '../../shared/domain/alarms.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, unitId } from '../../shared/domain/ids.ts';
import type { Refused } from '../../shared/domain/refusal.ts';
import { loadCase, ORDINARY, readHistory, SEALED } from '../../shared/store/cases.ts';
import { cast } from '../builders/walk.ts';
import { classifiedInCity, lastRecord, referredTo, refused } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const SPLIT = {
  type: 'S_SPLIT',
  gist: '申请补办身份证未获办理',
  request: '请依法办理身份证补领',
  facts: '二月提交材料后至今没有答复',
};

/** Officers of 督察 who open accusations: of 东湖分局 and of the city. */
const sealedOfficers = (world: World) => ({ county: world.officer('sealed-xie'), city: world.officer('sealed-lu') });

async function screened(world: World, fields: Record<string, unknown> = {}): Promise<CaseId> {
  const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION', ...fields });
  await world.command(id, sealedOfficers(world).city, { type: 'S_SCREEN', finding: '含违纪线索和服务诉求两部分' });
  return id;
}

const INFORM = { type: 'S_INFORM', method: 'HAND', content: '已分别办理' };
const CLOSE = { type: 'S_CLOSE', result: '已办结' };

/** What the sealed officer of the county is offered to do next. */
async function offered(world: World, id: CaseId): Promise<string[]> {
  const { county } = sealedOfficers(world);
  const found = await findCase(world.database, id, county, 'READ_CASE', world.tree);
  const { next } = caseView(found.loaded.head, { ...found, id: county.id }, undefined, world.now, world.tree, CALENDAR);
  return next
    .filter(({ possible }) => possible)
    .map(({ command }) => command)
    .sort();
}

describe('[P-03] the service part of an accusation (§2.5)', () => {
  test('becomes an ordinary petition without identity, and nothing in it leads back', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await screened(world, { accused: { units: ['donghu-liuqiao'] } });
    world.now = instant('2026-03-04T01:00:00Z');
    const { other } = await world.command(id, sealedOfficers(world).county, SPLIT);
    const child = other?.id ?? id;
    const sealed = await loadCase(world.database, SEALED, id);
    expect(sealed?.head).toMatchObject({ state: 'S_SPLIT', childId: child });
    expect(sealed?.head.clocks.map(({ code }) => code)).toEqual(['S_INFORM_15WD']);
    const head = await world.head(child);
    expect(head).toMatchObject({
      petitionId: child,
      state: 'REGISTERED',
      sealed: false,
      screened: false,
      unit: 'donghu-xinfang',
      canBeInformed: false,
      accused: { units: [], officers: [] },
      clocks: [],
      texts: ['gist', 'request', 'facts'],
    });
    expect(head.parentId).toBeUndefined();
    expect(head.stopped).toMatchObject([{ code: 'INFORM_15D', outcome: 'WAIVED' }]);
    // Its record reads like any petition's first one: no officer of 督察, no trace of the accusation.
    const record = await lastRecord(world, child);
    expect(record).toMatchObject({ command: 'SUBMIT', actor: { kind: 'PETITIONER' }, version: 1 });
    const [stored] = await readHistory(world.database, ORDINARY, child);
    const told = JSON.stringify([record, head]);
    for (const trace of [id, 'S_SPLIT', 'ACCUSATION', 'sealed-xie', 'donghu-liuqiao', '13800000000'])
      expect(told).not.toContain(trace);
    expect(stored?.record.commandKey).toBeUndefined();
    // That it was counted before is for the reports alone.
    expect(head.countedBefore).toBe(true);
    const { officer: clerk } = cast(world);
    const found = await findCase(world.database, child, clerk, 'READ_CASE', world.tree);
    const view = caseView(head, { ...found, id: clerk.id }, undefined, world.now, world.tree, CALENDAR);
    expect(Object.keys(view)).not.toContain('countedBefore');
    // The petition office screens it like any other, and opens nothing but the words that were split off.
    const { officer } = cast(world);
    await world.command(child, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'IDCARD' });
    const identity = await openFile(child, 'IDENTITY', '核对', officer, world.now, world.tree, world.deps);
    expect(identity).toMatchObject({ identity: {} });
    const file = await openFile(child, 'NARRATIVE', '办理', officer, world.now, world.tree, world.deps);
    expect(file).toMatchObject({ texts: { gist: SPLIT.gist, request: SPLIT.request, facts: SPLIT.facts } });
    // The accusation goes on: it is inspected, its reporter is informed, and it closes.
    await world.command(id, sealedOfficers(world).county, { type: 'S_HOLD', plan: '调取执法记录' });
    await world.command(id, sealedOfficers(world).county, INFORM);
    await world.command(id, sealedOfficers(world).county, CLOSE);
    expect((await loadCase(world.database, SEALED, id))?.head.state).toBe('S_CLOSED');
  });

  const FORWARD = { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' };
  const HOLD = { type: 'S_HOLD', plan: '调取执法记录' };

  test.each([
    [FORWARD, 'S_FORWARDED'],
    [HOLD, 'S_HELD'],
  ] as const)('[条例22(2)、30] leaves the accusation, which $type then disposes of', async (dispose, state) => {
    const world = new World();
    const id = await screened(world);
    const { county } = sealedOfficers(world);
    const { other } = await world.command(id, county, SPLIT);
    // Split off is neither forwarded nor inspected: nobody is told that it is done, and nothing is closed.
    for (const command of [INFORM, CLOSE])
      await expect(world.command(id, county, command)).rejects.toMatchObject(refused('WRONG_STATE'));
    expect(await offered(world, id)).toEqual(['S_FORWARD', 'S_HOLD']);
    const { head } = await world.command(id, county, dispose);
    expect(head).toMatchObject({ state, childId: other?.id });
    await world.command(id, county, INFORM);
    expect((await world.command(id, county, CLOSE)).head.state).toBe('S_CLOSED');
  });

  test.each([
    [FORWARD, 'S_FORWARDED'],
    [HOLD, 'S_HELD'],
  ] as const)('[§2.5] is split off after $type, too, and the accusation stays where it is', async (dispose, state) => {
    const world = new World();
    const id = await screened(world);
    const { county } = sealedOfficers(world);
    await world.command(id, county, dispose);
    expect(await offered(world, id)).toEqual(['S_INFORM', 'S_SPLIT']);
    const { head, other } = await world.command(id, county, SPLIT);
    expect(head).toMatchObject({ state, childId: other?.id });
    expect(await world.head(other?.id ?? id)).toMatchObject({
      state: 'REGISTERED',
      texts: ['gist', 'request', 'facts'],
    });
    expect((await world.command(id, county, INFORM)).head.state).toBe('S_INFORMED');
  });

  test('names nobody whom he accuses, and comes after screening', async () => {
    const world = new World();
    const id = await screened(world, { accused: { units: ['donghu-liuqiao'], officers: ['head-liu'] } });
    for (const words of [{ facts: '柳桥派出所没有答复' }, { gist: '刘岸青不予办理' }])
      await expect(world.command(id, sealedOfficers(world).city, { ...SPLIT, ...words })).rejects.toMatchObject(
        refused('SPLIT_NAMES_ACCUSED', 'P-03'),
      );
    const { id: fresh } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    await expect(world.command(fresh, sealedOfficers(world).city, SPLIT)).rejects.toMatchObject(refused('WRONG_STATE'));
  });

  const TOLD = {
    petitioner: {
      name: '苗青龍',
      phone: '+86 139-1234-5678',
      idNumber: '33010219880101123X',
      address: '云泽市东湖区水井巷5号',
    },
    representatives: ['古丽·阿依'],
    headcount: 2,
    accused: { units: ['donghu-liuqiao'], text: '辅警贾仁义态度恶劣;裘千仞' },
    facts: '回信请寄 Miao.QL@example.com,或打 137 0000 1111',
  };

  test.each([
    ['his name, in other characters', 'gist', '苗青龙申请补办身份证', '信访人(代表)的姓名'],
    ['his name, spaced', 'reasons', '苗 青 龍 急用', '信访人(代表)的姓名'],
    ['the name of a representative', 'request', '请为古丽阿依补办', '信访人(代表)的姓名'],
    ['his telephone, full-width', 'facts', '请打13912345678', '信访人的电话'],
    ['his telephone, hyphenated', 'gist', '139-1234-5678 求补办', '信访人的电话'],
    ['a telephone that he wrote into the letter', 'request', '请打13700001111', '信访人的电话'],
    ['his identity number, grouped', 'facts', '证号 330102 1988 0101 123x', '信访人的身份证件号码'],
    ['his address from the road on', 'request', '请送水井巷 5 号', '信访人的住址'],
    ['a mail address of the letter', 'reasons', '请复 miao.ql@example.com', '信访人的电子邮箱'],
  ])('leaves out %s', async (_what, field, words, trait) => {
    const world = new World();
    const id = await screened(world, TOLD);
    const split = world.command(id, sealedOfficers(world).city, { ...SPLIT, [field]: words });
    const error = await split.then(
      () => expect.fail('it was split'),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ refusal: { code: 'SPLIT_TELLS_PETITIONER', guard: 'P-03', field: `/${field}` } });
    // It says what to leave out; what stands there is repeated nowhere, whoever logs it.
    const { refusal, message } = error as Refused;
    expect(refusal.remedyZh).toContain(trait);
    expect(JSON.stringify(refusal) + message).not.toMatch(/苗|古丽|139|137|330102|水井巷|example/u);
    expect((await loadCase(world.database, SEALED, id))?.head.state).toBe('S_SCREENED');
  });

  test.each([
    ['a man whom no table knows, after what he is', 'facts', '贾仁义不给办理'],
    ['one who stands alone among the accused', 'reasons', '裘千仞说办不了'],
  ])('names nobody whom he accuses in words alone: %s', async (_what, field, words) => {
    const world = new World();
    const id = await screened(world, TOLD);
    await expect(world.command(id, sealedOfficers(world).city, { ...SPLIT, [field]: words })).rejects.toMatchObject({
      refusal: { code: 'SPLIT_NAMES_ACCUSED', guard: 'P-03', field: `/${field}` },
    });
  });

  test('is split off where it says of the request alone, in words that the letter uses too', async () => {
    const world = new World();
    const id = await screened(world, TOLD);
    const words = { gist: '辅警态度恶劣,身份证未补办', facts: '东湖区水井巷的办证点拒收材料' };
    const { other } = await world.command(id, sealedOfficers(world).city, { ...SPLIT, ...words });
    expect(other?.state).toBe('REGISTERED');
  });

  test('what was split off can itself turn out to be an accusation', async () => {
    const world = new World();
    const id = await screened(world);
    const { other } = await world.command(id, sealedOfficers(world).city, SPLIT);
    const child = other?.id ?? id;
    await world.command(child, cast(world).officer, { type: 'SEAL', reason: '仍含检举内容' });
    expect(await world.head(child)).toMatchObject({ state: 'SEALED' });
    expect((await loadCase(world.database, SEALED, child))?.head).toMatchObject({
      state: 'S_RECEIVED',
      petitionId: child,
    });
  });
});

describe('[P-03] an accusation found where it was referred', () => {
  test('is sealed there, and every case above is emptied with it; the receipt code leads to the sealed one', async () => {
    const world = new World();
    const { receiptCode, id } = await world.submit({ organ: 'yunze' });
    const { cityRegistrar, cityOfficer, officer, officeRegistrar } = cast(world);
    await world.command(id, cityRegistrar, { type: 'REGISTER', readBack: { how: 'SIGNATURE' } });
    await world.command(id, cityOfficer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    const county = await referredTo(world, id, 'donghu', cityOfficer);
    const station = await referredTo(world, county, 'donghu-liuqiao');
    await world.command(station, officeRegistrar, { type: 'SEAL', reason: '所附材料检举受贿' });
    for (const emptied of [id, county, station]) {
      const head = await world.head(emptied);
      expect(head).toMatchObject({ state: 'SEALED', clocks: [], accused: { units: [], officers: [] } });
      expect([head.category, head.purpose]).toEqual([undefined, undefined]);
      await expect(findCase(world.database, emptied, officer, 'READ_CASE', world.tree)).rejects.toMatchObject({
        body: { status: 404 },
      });
    }
    const sealed = await loadCase(world.database, SEALED, id);
    expect(sealed?.head).toMatchObject({ state: 'S_RECEIVED', petitionId: id, office: 'donghu-xinfang', sealed: true });
    expect(sealed?.head.parentId).toBeUndefined();
    const opened = await openFile(
      id,
      'NARRATIVE',
      '筛查',
      sealedOfficers(world).county,
      world.now,
      world.tree,
      world.deps,
    );
    expect(opened).toMatchObject({ texts: { request: '请依法处理并书面答复' } });
    const status = await petitionStatus(receiptCode ?? '', 'test', world.now, world.deps);
    expect(status).toMatchObject({ state: 'S_RECEIVED' });
  });

  test('a matter it was linked to, and what else was beside it, goes from the empty head', async () => {
    const world = new World();
    const first = await classifiedInCity(world);
    const id = await classifiedInCity(world);
    await world.command(id, cast(world).cityOfficer, { type: 'LINK_MATTER', matter: first, reason: '同一事项' });
    await world.command(id, cast(world).cityOfficer, { type: 'SEAL', reason: '检举' });
    expect((await world.head(id)).matter).toBeUndefined();
    expect((await loadCase(world.database, SEALED, id))?.head.matter).toBeUndefined();
  });
});

describe('[§2.2 row 69] who opens an accusation against those who would', () => {
  const opens = (world: World, id: CaseId, who: 'county' | 'city') =>
    findCase(world.database, id, sealedOfficers(world)[who], 'READ_CASE', world.tree).then(
      () => true,
      () => false,
    );

  test('against a station: the county’s officer and the city’s', async () => {
    const world = new World();
    const id = await screened(world, { accused: { units: ['donghu-liuqiao'] } });
    expect([await opens(world, id, 'county'), await opens(world, id, 'city')]).toEqual([true, true]);
  });

  // 沈若谷 is petition duty head of the county, and leads everybody in it.
  const AGAINST_THE_HEADS = ['sealed-xie', 'chief-wang', 'bureau-zhao', 'leader-shen'];

  test('against whoever leads the city’s discipline unit: not for those who serve under him, while another is left', async () => {
    const world = new World();
    const to = async (organ: string) => {
      const { id } = await world.submit({ organ, purpose: 'ACCUSATION', accused: { text: '龙在田' } });
      return [await opens(world, id, 'county'), await opens(world, id, 'city')];
    };
    expect(await to('donghu')).toEqual([true, false]);
    expect(await to('yunze')).toEqual([false, true]);
  });

  test.each(AGAINST_THE_HEADS)('against %s of the county: the city’s alone', async (officer) => {
    const world = new World();
    const id = await screened(world, { accused: { officers: [officer] } });
    expect([await opens(world, id, 'county'), await opens(world, id, 'city')]).toEqual([false, true]);
    await expect(world.command(id, sealedOfficers(world).county, SPLIT)).rejects.toMatchObject({
      body: { status: 404 },
    });
  });

  test.each(
    AGAINST_THE_HEADS,
  )('against %s: in no list of the county, reminded of and answered for by the city', async (officer) => {
    const world = new World();
    const { id, receiptCode } = await world.submit({
      organ: 'donghu',
      purpose: 'ACCUSATION',
      accused: { officers: [officer] },
    });
    const { county, city } = sealedOfficers(world);
    const listed = async (who: typeof city) =>
      (
        await listCases({ queue: 'SEALED', unit: unitId('donghu-xinfang') }, who, world.now, world.tree, world.deps)
      ).cases.map((one) => one.id);
    expect([await listed(county), await listed(city)]).toEqual([[], [id]]);
    const sealed = (await loadCase(world.database, SEALED, id))?.head;
    const clock = sealed?.clocks.find(({ code }) => code === 'S_SCREEN_5WD');
    if (!sealed || !clock) throw new Error('its clock does not run');
    expect(mailboxFor('sealedOfficer', sealed, clock, world.tree)).toMatchObject({ unit: city.unit });
    expect(await petitionStatus(receiptCode, '192.0.2.7', world.now, world.deps)).toMatchObject({
      contact: { officePhone: world.tree.officer(city.id)?.officePhone },
    });
  });
});
