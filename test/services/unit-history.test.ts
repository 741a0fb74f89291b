import { describe, expect, test } from 'vitest';
import { replaceBureau } from '../../services/casework/keep-bureau.ts';
import { listCases } from '../../services/casework/list-cases.ts';
import { handOnCases } from '../../services/commands/hand-on-cases.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import { gatherLessons } from '../../services/routing/gather-lessons.ts';
import { decideAccess, standingsOf } from '../../shared/domain/access.ts';
import { accusedNamed } from '../../shared/domain/accused-named.ts';
import { mailboxFor } from '../../shared/domain/alarms.ts';
import type { Bureau } from '../../shared/domain/bureau.ts';
import { type CaseId, type LocalDate, type UnitId, unitId } from '../../shared/domain/ids.ts';
import { findPlace, findUnitsNamed } from '../../shared/domain/place.ts';
import { proposeRoute } from '../../shared/domain/routing.ts';
import { unitPriors } from '../../shared/domain/routing-lessons.ts';
import { type BureauTables, treeOf } from '../../shared/domain/unit-tree.ts';
import type { Request } from '../../shared/lambda/http.ts';
import { claimNamesFrom } from '../../shared/lambda/principal.ts';
import { ORDINARY, readHistory } from '../../shared/store/cases.ts';
import { ConditionFailed } from '../../shared/store/database.ts';
import { writeBureau } from '../../shared/store/registry.ts';
import { afterMerger, DECISION, LAST_DAY, merged, NEW, OLD } from '../builders/merger.ts';
import { accepted, cast, classified, closedCase } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { demoBureau, World } from '../builders/world.ts';

const ADMINISTRATOR = { sub: 'admin-he', unit: 'yunze-bangongshi', roles: '[administrator]' };
const asked = (world: World, body: unknown, ifMatch?: number) =>
  ({ claims: ADMINISTRATOR, body, ifMatch, now: world.now }) as unknown as Request<never>;
const depsOf = (world: World) => ({ ...world.deps, claims: claimNamesFrom({}) });

function put(world: World, { version: _version, ...tables }: Bureau) {
  return replaceBureau(asked(world, tables as BureauTables, 1), depsOf(world));
}
const successions = (world: World, apply: boolean) => handOnCases(asked(world, { apply }), depsOf(world));

async function loaded(): Promise<World> {
  const world = new World();
  if (!(await writeBureau(world.database, demoBureau, 0))) throw new ConditionFailed([]);
  return world;
}

describe('PUT /bureau and units that open cases name', () => {
  test('a unit with open cases neither leaves the tables nor is abolished without a successor: field and count', async () => {
    const world = await loaded();
    await accepted(world);
    await accepted(world);
    world.now = '2026-04-01T01:00:00.000Z' as World['now'];
    const at = demoBureau.units.findIndex(({ id }) => id === OLD);
    const dropped = merged();
    await expect(put(world, { ...dropped, units: dropped.units.filter(({ id }) => id !== OLD) })).rejects.toMatchObject(
      {
        body: {
          status: 400,
          errors: [{ pointer: '/units', zh: expect.stringContaining('有2件未结,不得从单位表中删除') }],
        },
      },
    );
    await expect(put(world, merged({ successors: [] }))).rejects.toMatchObject({
      body: {
        errors: [{ pointer: `/units/${at}/successors`, zh: expect.stringContaining('有2件未结,撤销时须注明承继单位') }],
      },
    });
    expect(await put(world, merged())).toMatchObject({ version: 2 });
  });

  test('a unit that no open case names may be abolished without a successor', async () => {
    const world = await loaded();
    world.now = '2026-04-01T01:00:00.000Z' as World['now'];
    expect(await put(world, merged({ successors: [] }))).toMatchObject({ version: 2 });
  });

  test.each([
    [
      'an officer still in it',
      (bureau: Bureau) => ({ ...bureau, officers: demoBureau.officers }),
      /officers\/\d+\/unit/,
    ],
    ['a last day to come', (bureau: Bureau) => withOld(bureau, { until: '2026-12-31' as LocalDate }), /until$/],
    [
      'a successor nobody knows',
      (bureau: Bureau) => withOld(bureau, { successors: [{ unit: unitId('x'), cite: '决定' }] }),
      /successors\/0\/unit$/,
    ],
    [
      'itself as successor',
      (bureau: Bureau) => withOld(bureau, { successors: [{ unit: OLD, cite: '决定' }] }),
      /successors\/0\/unit$/,
    ],
    ['a successor and no last day', (bureau: Bureau) => withOld(bureau, { until: undefined }), /successors$/],
  ])('%s is refused with its place', async (_what, change, pointer) => {
    const world = await loaded();
    world.now = '2026-04-01T01:00:00.000Z' as World['now'];
    await expect(put(world, change(merged()))).rejects.toMatchObject({
      body: {
        status: 400,
        errors: expect.arrayContaining([expect.objectContaining({ pointer: expect.stringMatching(pointer) })]),
      },
    });
  });
});

const withOld = (bureau: Bureau, fields: Partial<Bureau['units'][number]>): Bureau => ({
  ...bureau,
  units: bureau.units.map((unit) => (unit.id === OLD ? { ...unit, ...fields } : unit)),
});

describe('a unit that is no more', () => {
  const gets = { method: 'POST', requestItems: ['请求依法处理'] } as const;
  const abolished = async (world = new World('2026-03-31T01:00:00Z')) => ({
    id: await classified(world),
    world: afterMerger(world),
  });

  test.each([
    ['ACCEPT', { handlingUnit: OLD, ...gets }],
    ['ACCEPT_SIMPLE', { handlingUnit: OLD, ...gets }],
    ['TRANSFER', { to: OLD, reason: '属地', method: 'POST' }],
  ])('is given nothing by %s: the refusal names who took over', async (type, fields) => {
    const { id, world } = await abolished();
    const { officer } = cast(world);
    await expect(world.command(id, officer, { type, ...fields } as never)).rejects.toMatchObject({
      refusal: { code: 'UNIT_ABOLISHED', remedyZh: expect.stringContaining(NEW) },
    });
  });

  test('may still be complained about', async () => {
    const { id, world } = await abolished();
    await world.command(id, cast(world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [OLD], officers: [] },
    });
    expect((await world.head(id)).accused.units).toEqual([OLD]);
  });

  test('was decided on (条例24): the decision binds whoever took over, and is no dead end', async () => {
    const before = new World('2026-03-02T01:00:00Z');
    const { chief } = cast(before);
    const child = await referredTo(before, await classified(before), OLD);
    await before.command(child, before.officer('head-ma'), { type: 'DISPUTE', with: NEW, reason: '发生地在柳桥路' });
    await before.command(child, chief, { type: 'DECIDE_JURISDICTION', to: OLD, reason: '属地为望江' });
    const world = afterMerger(before);
    await successions(world, true);
    const elsewhere = { type: 'ACCEPT', handlingUnit: 'donghu-qingshi', ...gets };
    await expect(world.command(child, cast(world).officer, elsewhere as never)).rejects.toMatchObject({
      refusal: { code: 'JURISDICTION_DECIDED' },
    });
    await world.command(child, cast(world).officer, { type: 'ACCEPT', handlingUnit: NEW, ...gets });
    expect(await world.head(child)).toMatchObject({ state: 'ACCEPTED', unit: NEW });
  });

  test('reviews nothing: an organ names who took over (条例35)', async () => {
    const world = await loaded();
    world.now = '2026-04-01T01:00:00.000Z' as World['now'];
    const heir = (unit: Bureau['units'][number], fields: object) => ({ ...unit, ...fields });
    const ends = (name: string) => ({ until: LAST_DAY, successors: [{ unit: unitId(name), cite: DECISION }] });
    const units = demoBureau.units.flatMap((unit) => {
      const own = { areas: [], aliases: [] };
      if (unit.id === 'yunze')
        return [heir(unit, ends('xinze')), heir(unit, { ...own, id: 'xinze', name: '新泽市公安局' })];
      if (unit.id === 'yunze-xinfang')
        return [
          heir(unit, ends('xinze-xinfang')),
          heir(unit, { ...own, id: 'xinze-xinfang', name: '新泽市公安局信访处', parent: 'xinze' }),
        ];
      return [unit.parent === 'yunze' ? heir(unit, { parent: 'xinze' }) : unit];
    });
    const officers = demoBureau.officers.map((officer) => ({
      ...officer,
      unit: officer.unit.replace(/^yunze(?=$|-xinfang)/, 'xinze') as UnitId,
    }));
    const refused = put(world, { ...demoBureau, units, officers });
    const at = units.findIndex(({ id }) => id === 'donghu');
    await expect(refused).rejects.toMatchObject({
      body: {
        status: 400,
        errors: expect.arrayContaining([
          expect.objectContaining({
            pointer: `/units/${at}/reviewOrgan/unit`,
            zh: expect.stringContaining('复查机关已撤销'),
          }),
        ]),
      },
    });
  });
});

describe('[P-03] [A-19] a unit that was split, and names that are borne anew', () => {
  const split = (areas: readonly string[] = []) => {
    const bureau = structuredClone(merged()) as unknown as {
      units: { id: string; successors?: object[]; areas: string[]; formerNames?: object[] }[];
    };
    const unit = (id: string) => bureau.units.find((one) => one.id === id) as (typeof bureau.units)[number];
    unit(OLD).successors = [
      { unit: 'donghu-liuqiao', cite: '决定' },
      { unit: 'donghu-qingshi', cite: '决定' },
    ];
    unit('donghu-qingshi').areas.push(...areas);
    return { tree: treeOf(bureau as unknown as BureauTables), unit };
  };

  test('accused by its old name, it binds all that took over from it', () => {
    const { tree, unit } = split();
    const name = (unit(OLD) as unknown as { name: string }).name;
    const accused = accusedNamed(name, tree);
    expect(accused.units).toEqual([OLD]);
    for (const heir of ['donghu-liuqiao', 'donghu-qingshi'])
      expect(tree.conflictsWith(unitId(heir), accused)).toBe(true);
  });

  test('whoever took over from it does not strike it off', async () => {
    const world = await loaded();
    const tables = structuredClone(merged()) as unknown as { units: Record<string, unknown>[] };
    const donghu = tables.units.find(({ id: unit }) => unit === 'donghu');
    const office = tables.units.find(({ id: unit }) => unit === 'donghu-xinfang');
    tables.units.push(
      {
        ...donghu,
        id: 'nanhu',
        name: '南湖分局',
        aliases: [],
        areas: [],
        until: LAST_DAY,
        successors: [{ unit: 'donghu', cite: DECISION }],
      },
      {
        ...office,
        id: 'nanhu-xinfang',
        name: '南湖分局信访室',
        aliases: [],
        areas: [],
        parent: 'nanhu',
        until: LAST_DAY,
        successors: [{ unit: 'donghu-xinfang', cite: DECISION }],
      },
    );
    const after = afterMerger(world, '2026-04-01T01:00:00Z', tables as unknown as Bureau);
    const again = (await after.submit({ organ: 'donghu', accused: { text: '南湖分局' } })).id;
    expect((await after.head(again)).accused.units).toEqual(['nanhu']);
    await after.command(again, cast(after).officeRegistrar, {
      type: 'REGISTER',
      readBack: { how: 'WRITTEN_BY_PETITIONER' },
    });
    await expect(
      after.command(again, cast(after).officer, {
        type: 'CLASSIFY',
        purpose: 'APPEAL',
        category: 'RESPONSE.SLOW',
        accused: { units: [], officers: [] },
        reason: '误写',
      }),
    ).rejects.toMatchObject({ refusal: { code: 'ACCUSED_CLEARS_ITSELF' } });
    // Nor does it propose it as the organ that is competent.
    const { cityOfficer, chief } = cast(after);
    const sent = await referredTo(after, await classifiedInCity(after), 'donghu', cityOfficer);
    const reasons = '事发地在西岭区云杉路,有现场录像,不属于本局管辖。';
    await expect(
      after.command(sent, chief, { type: 'OBJECT', reasons, proposedOrgan: '南湖分局' }),
    ).rejects.toMatchObject({ refusal: { code: 'PROPOSED_ORGAN_UNFIT' } });
  });

  test('a place of it that another unit has today leads there; the rest, and its name, to all that took over: a person chooses', () => {
    const { tree, unit } = split(['望江路']);
    expect(findPlace(tree, '望江路', '')?.units).toEqual(['donghu-qingshi']);
    expect(
      findPlace(
        tree,
        unit(OLD).areas.find((area) => area !== '望江路'),
        '',
      )?.units,
    ).toEqual(['donghu-liuqiao', 'donghu-qingshi']);
    expect(findUnitsNamed(tree, '望江派出所').map((one) => one.unit)).toEqual(['donghu-liuqiao', 'donghu-qingshi']);
    for (const narrative of ['在望江花园报警后一个多小时没有民警到场', '望江派出所接到报警后一个多小时才出警']) {
      const input = { narrative, accused: { units: [], officers: [] }, receivedBy: unitId('donghu-xinfang') };
      const { unit: first, reasons } = proposeRoute({ ...input, channel: 'ONLINE' }, tree);
      expect(first).toBe('donghu-liuqiao');
      expect(reasons.find(({ rule }) => rule === 'SEVERAL_UNITS')?.words.join()).toMatch(/青石派出所$/u);
    }
  });

  test('a name that a unit bears today is its own, whoever bore it before', () => {
    const { tree, unit } = split();
    unit('donghu-qingshi').formerNames = [{ name: '柳桥派出所', until: '2020-01-01' }];
    const again = treeOf({ ...tree.bureau });
    expect(findUnitsNamed(again, '柳桥派出所')[0]?.unit).toBe('donghu-liuqiao');
  });
});

describe('open cases of a unit that is no more go to its successor', () => {
  async function merger() {
    const before = new World();
    const open = await accepted(before);
    const closed = await closedCase(before);
    before.now = '2026-03-20T01:00:00.000Z' as World['now'];
    return { before, after: afterMerger(before, '2026-06-01T01:00:00Z'), open, closed };
  }

  test('dry run first, then by a recorded act with the decision; closed cases keep the old name', async () => {
    const { after, open, closed } = await merger();
    const clocks = (await after.head(open)).clocks;
    const dry = await successions(after, false);
    expect(dry).toMatchObject({
      applied: false,
      cases: [{ case: open, replaced: [{ from: { id: OLD }, to: { id: NEW }, cite: DECISION }] }],
      blocked: [],
    });
    expect((await after.head(open)).unit).toBe(OLD);
    expect(await successions(after, true)).toMatchObject({ applied: true, cases: [{ case: open }] });
    expect(await after.head(open)).toMatchObject({ unit: NEW, clocks });
    expect((await after.head(closed)).unit).toBe(OLD);
    const last = (await readHistory(after.database, ORDINARY, open)).at(-1)?.record;
    expect(last).toMatchObject({
      command: 'HAND_ON',
      actor: { kind: 'RULE', switchedOnBy: 'admin-he' },
      events: [{ type: 'handed-on.v1', replaced: [{ from: OLD, to: NEW, cite: DECISION }] }],
    });
    expect(await successions(after, true)).toMatchObject({ cases: [], blocked: [], skipped: 0 });
  });

  test('a closed one that is reopened is on the list of whoever took over', async () => {
    const { after, closed } = await merger();
    await after.command(closed, cast(after).chief, { type: 'REOPEN', ground: 'ERROR', reason: '事实认定有误' });
    expect(await after.head(closed)).toMatchObject({ state: 'INVESTIGATING', unit: NEW });
    const { cases } = await listCases({}, after.officer('head-liu'), after.now, after.tree, after.deps);
    expect(cases.map(({ id }) => id)).toContain(closed);
  });

  test('[G6] one whose unit took over from whom it complains of is named as blocked: nobody there may read it any more', async () => {
    const before = new World();
    const id = await classified(before);
    await before.command(id, cast(before).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [OLD], officers: [] },
    });
    const gets = { handlingUnit: NEW, requestItems: ['答复'], method: 'POST' } as const;
    await before.command(id, cast(before).officer, { type: 'ACCEPT', ...gets });
    const after = afterMerger(before);
    for (const apply of [false, true])
      expect(await successions(after, apply)).toMatchObject({
        cases: [],
        blocked: [{ case: id, code: 'SUCCESSOR_ACCUSED', zh: expect.stringContaining('由信访部门另行确定承办单位') }],
      });
    expect(
      decideAccess(after.officer('head-liu'), { kind: 'READ_CASE', head: await after.head(id) }, after.tree),
    ).toMatchObject({
      as: 'HIDDEN',
    });
  });

  test('its worklist is the successor’s, and so are its reminders', async () => {
    const { after, open } = await merger();
    const head = after.officer('head-liu');
    const clock = (await after.head(open)).clocks.find(({ code }) => code === 'HANDLE_60D');
    expect(mailboxFor('handler', await after.head(open), { code: 'HANDLE_60D' }, after.tree)).toMatchObject({
      unit: NEW,
    });
    expect(clock).toBeDefined();
    await successions(after, true);
    const { cases } = await listCases({}, head, after.now, after.tree, after.deps);
    expect(cases.map(({ id }) => id)).toEqual([open]);
  });

  test('officers of the successor stand where the old unit stood, before it is handed on and in closed cases', async () => {
    const { before, after, open, closed } = await merger();
    const headOfNew = after.officer('head-liu');
    for (const id of [open, closed]) {
      const head = await after.head(id);
      expect(standingsOf(headOfNew, head, undefined, before.tree).has('UNIT_HEAD')).toBe(false);
      expect(standingsOf(headOfNew, head, undefined, after.tree).has('UNIT_HEAD')).toBe(true);
    }
    await after.command(open, headOfNew, { type: 'ASSIGN_HANDLER', handler: 'handler-chen' });
    expect(await after.head(open)).toMatchObject({ handler: 'handler-chen', unit: OLD });
  });

  test('[P-03] what is held against a unit binds its successor: its officers see nothing, it receives nothing', async () => {
    const { after, before } = await merger();
    const id = await complaining(before, OLD);
    const head = await after.head(id);
    expect(head.accused.units).toEqual([OLD]);
    for (const name of ['head-liu', 'handler-chen', 'head-ma'])
      expect(decideAccess(after.officer(name), { kind: 'READ_CASE', head }, after.tree)).toMatchObject({
        as: 'HIDDEN',
      });
    expect(after.tree.conflictsWith(NEW, { units: [OLD], officers: [] })).toBe(true);
    await expect(
      after.command(id, cast(after).officer, {
        type: 'ACCEPT',
        handlingUnit: NEW,
        requestItems: ['答复'],
        method: 'POST',
      }),
    ).rejects.toMatchObject({ refusal: { guard: 'G6' } });
  });

  test('[P-03] a successor that is complained about gets no case: a person decides', async () => {
    const { before, after } = await merger();
    const id = await complaining(before, NEW);
    const accept = { type: 'ACCEPT', handlingUnit: OLD, requestItems: ['答复'], method: 'POST' };
    await before.command(id, cast(before).officer, accept);
    const page = await successions(after, true);
    expect(page.blocked).toMatchObject([{ case: id, code: 'SUCCESSOR_ACCUSED' }]);
    expect((await after.head(id)).unit).toBe(OLD);
  });

  test('a unit that went to another organ takes its cases there', async () => {
    const { before, open } = await merger();
    const songling = unitId('xiling-songling');
    const after = afterMerger(before, '2026-06-01T01:00:00Z', merged({ successors: [songling] }));
    await successions(after, true);
    expect(await after.head(open)).toMatchObject({ unit: songling, organ: 'xiling', office: 'xiling-xinfang' });
  });
});

describe('routing, lessons and reports follow', () => {
  const { version: _version, ...tables } = merged();
  const ask = (text: string) =>
    proposeRoute(
      {
        narrative: text,
        accused: { units: [], officers: [] },
        receivedBy: unitId('donghu-xinfang'),
        channel: 'ONLINE',
      },
      afterMerger(new World()).tree,
    );

  test.each([
    '望江派出所接到报警后一个多小时才出警',
    '我在望江路报警,一个多小时没有民警到场',
  ])('an old name, or a place of the old unit, finds the successor: %s', (text) => expect(ask(text).unit).toBe(NEW));

  test('what the old unit answered teaches what the successor answers; its names are the successor’s', async () => {
    const before = new World();
    const id = await accepted(before);
    await before.count(id);
    expect((await gatherLessons(before.now, before.deps)).map(({ unit }) => unit)).toEqual([OLD]);
    const after = afterMerger(before);
    expect((await gatherLessons(after.now, after.deps)).map(({ unit }) => unit)).toEqual([NEW]);
    const split = afterMerger(before, '2026-04-01T01:00:00Z', merged({ successors: [NEW, unitId('donghu-qingshi')] }));
    expect((await gatherLessons(split.now, split.deps)).map(({ unit }) => unit)).toEqual([undefined]);
    const prior = unitPriors(after.tree).find(({ label }) => label === NEW);
    expect(prior?.text).toContain('望江派出所');
    expect(unitPriors(after.tree).some(({ label }) => label === OLD)).toBe(false);
  });

  test('a report over the change says so; one beside it does not', async () => {
    const after = afterMerger(new World());
    const over = (from: string, to: string, unit = 'donghu-liuqiao') =>
      reportOn(
        'R-01',
        { unit: unitId(unit), from: from as LocalDate, to: to as LocalDate },
        cast(after).chief,
        after.now,
        after.tree,
        after.database,
      );
    for (const unit of ['donghu-liuqiao', 'donghu', 'donghu-wangjiang'])
      expect((await over('2026-03-01', '2026-04-30', unit)).unitChanges).toMatchObject([
        {
          unit: OLD,
          on: LAST_DAY,
          cite: DECISION,
          zh: expect.stringContaining('由云泽市公安局东湖分局柳桥派出所承继'),
        },
      ]);
    expect((await over('2026-04-01', '2026-04-30')).unitChanges).toEqual([]);
    expect((await over('2026-03-01', '2026-04-30', 'donghu-qingshi')).unitChanges).toEqual([]);
    expect(tables.units.find(({ id }) => id === OLD)?.until).toBe(LAST_DAY);
  });
});

/** Registered, and classified as a complaint about that unit. */
async function complaining(world: World, unit: UnitId): Promise<CaseId> {
  const { officeRegistrar, officer } = cast(world);
  const { id } = await world.submit({ organ: 'donghu' });
  await world.command(id, officeRegistrar, { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
  const accused = { units: [unit], officers: [] };
  await world.command(id, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused });
  return id;
}
