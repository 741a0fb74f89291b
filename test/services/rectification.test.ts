import { describe, expect, test } from 'vitest';
import { handlers } from '../../services/supervision/http.ts';
import { listForSupervisor } from '../../services/supervision/list-candidates.ts';
import { listRectifications } from '../../services/supervision/list-rectifications.ts';
import { type CaseId, caseId, unitId } from '../../shared/domain/ids.ts';
import { readRectifications } from '../../shared/store/rectifications.ts';
import { cast, classified } from '../builders/walk.ts';
import { investigated, issued, lastDuty, say, settled } from '../builders/walk-duties.ts';
import { classifiedInCity, referredTo, refused, storeCase } from '../builders/walk-paths.ts';
import { inWindow, reviewDelivered, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const STATION = 'donghu-wangjiang';
const ORDER = { type: 'ORDER_RECTIFICATION', ground: 'FAULT', unit: STATION, what: '接警后三十分钟内回告报警人' };
const REPORT = { type: 'REPORT_RECTIFICATION', done: '已修订值班制度并组织培训', evidence: '制度文本、培训签到表' };
const VERIFY = { type: 'VERIFY_RECTIFICATION', verified: true, reason: '抽查十件警情,均已回告' };

/** An opinion of 望江派出所 is out, and its fault was found. */
async function atFault(world: World): Promise<CaseId> {
  const id = await issued(world);
  await say(world, id, 'po-li', { type: 'ASSESS_FAULT', fault: 'PARTIAL', reasons: '接警后未及时出警' });
  return id;
}

const list = async (world: World, officer: string, question: { unit?: string; month?: string; organ?: string } = {}) =>
  (
    await listRectifications(
      {
        organ: unitId(question.organ ?? 'donghu'),
        ...(question.unit ? { unit: unitId(question.unit) } : {}),
        month: question.month,
      },
      world.officer(officer),
      world.now,
      world.tree,
      (
        await world.deps.bureau.law()
      ).calendar,
      world.database,
    )
  ).items;

/** Over the entry of the service: schemas, roles, problems. */
async function get(world: World, officer: string, query: Record<string, unknown>) {
  const { id, unit, roles } = world.officer(officer);
  const answer = handlers()['GET /supervision/rectifications'];
  return answer?.(
    { query, claims: { sub: id, unit, roles: roles.join(' ') }, now: world.now, path: {} } as never,
    world.deps as never,
  );
}

describe('rectification (整改, A-70)', () => {
  test('[A-70] ordered on a fault, reported with evidence, verified by another unit: sent back, the day stands; verified, it ends', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await atFault(world);
    const ordered = await say(world, id, 'chief-wang', { ...ORDER, dueAt: '2026-08-20' });
    const key = lastDuty(ordered);
    expect(ordered.duties?.at(-1)).toMatchObject({
      kind: 'RECTIFICATION',
      key: 'RECTIFICATION-1',
      code: 'FAULT',
      unit: STATION,
      due: '2026-08-20',
    });
    await expect(say(world, id, 'po-li', { ...VERIFY, key })).rejects.toMatchObject(
      refused('NOTHING_REPORTED', 'A-70'),
    );
    await say(world, id, 'head-ma', { ...REPORT, key });
    // Whoever put it right does not verify it, nor does anybody else of that unit.
    await expect(say(world, id, 'head-ma', { ...VERIFY, key })).rejects.toMatchObject(refused('NOT_YOUR_COMMAND'));
    const back = await say(world, id, 'po-li', { ...VERIFY, key, verified: false, reason: '没有培训记录' });
    expect(back.clocks.find(({ code }) => code === 'RECTIFY')).toMatchObject({ key, due: '2026-08-20' });
    expect(back.duties?.at(-1)?.answeredAt).toBeUndefined();
    await say(world, id, 'head-ma', { ...REPORT, key });
    const done = await say(world, id, 'supervisor-kong', { ...VERIFY, key });
    expect(settled(done, key)).toBe('VERIFIED');
    expect(done.clocks.some(({ code }) => code === 'RECTIFY')).toBe(false);
  });

  test('[A-70] the petition office that has to put something right itself never verifies it, its supervisor neither; the legal office does', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await atFault(world);
    const key = lastDuty(await say(world, id, 'supervisor-kong', { ...ORDER, unit: 'donghu-xinfang' }));
    await say(world, id, 'chief-wang', { ...REPORT, key });
    for (const officer of ['po-li', 'chief-wang', 'supervisor-kong'])
      await expect(say(world, id, officer, { ...VERIFY, key })).rejects.toMatchObject(
        refused('VERIFIED_BY_ANOTHER', 'A-70'),
      );
    expect(settled(await say(world, id, 'head-cao', { ...VERIFY, key }), key)).toBe('VERIFIED');
  });

  test('[A-70] only with a ground that the record bears out: a fault, an opinion that did not stand, a letter', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await investigated(world);
    for (const ground of ['FAULT', 'OVERTURNED', 'SUPERVISION'])
      await expect(say(world, id, 'chief-wang', { ...ORDER, ground })).rejects.toMatchObject(
        refused('NOTHING_TO_RECTIFY', 'A-70'),
      );
    await say(world, id, 'supervisor-kong', {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '二十日未见进展',
      guidance: '调取录音',
    });
    await expect(say(world, id, 'chief-wang', ORDER)).rejects.toMatchObject({
      refusal: { code: 'NOTHING_TO_RECTIFY', field: '/ground' },
    });
    const ordered = await say(world, id, 'chief-wang', { ...ORDER, ground: 'SUPERVISION' });
    expect(ordered.duties?.at(-1)).toMatchObject({ code: 'SUPERVISION', due: '2026-09-02' });
  });

  test('[A-70] an overturned opinion is a ground, also where the case is closed', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await inWindow(world, '2026-05-06T09:00+08:00');
    await reviewDelivered(world, await underReview(world, id), 'CHANGE', '2026-05-20T09:00+08:00');
    const ordered = await say(world, id, 'chief-wang', { ...ORDER, ground: 'OVERTURNED' });
    expect(ordered.duties?.at(-1)).toMatchObject({ kind: 'RECTIFICATION', code: 'OVERTURNED', unit: STATION });
  });

  test('[A-70] [G6] never ordered from a unit complained about, nor from another organ; its people never verify', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const like = await world.head(await atFault(world));
    const id = caseId('3'.repeat(26));
    await storeCase(world, like, { id, petitionId: id, accused: { units: [unitId(STATION)], officers: [] } });
    await expect(say(world, id, 'chief-wang', ORDER)).rejects.toMatchObject(refused('RECIPIENT_IS_ACCUSED', 'G6'));
    await expect(say(world, id, 'chief-wang', { ...ORDER, unit: 'xiling-zhian' })).rejects.toMatchObject(
      refused('UNIT_OF_ANOTHER_ORGAN', 'A-70'),
    );
    // The petition office passes on what complains of its whole organ; it does not judge how that was put right.
    const whole = caseId('4'.repeat(26));
    const [first] = like.duties ?? [];
    await storeCase(world, like, {
      id: whole,
      petitionId: whole,
      accused: { units: [unitId('donghu')], officers: [] },
      duties: [
        ...(first ? [first] : []),
        {
          kind: 'RECTIFICATION',
          key: 'RECTIFICATION-1',
          code: 'FAULT',
          unit: unitId(STATION),
          openedAt: world.now,
          answeredAt: world.now,
        },
      ],
    });
    const verify = { ...VERIFY, key: 'RECTIFICATION-1' };
    await expect(say(world, whole, 'po-li', verify)).rejects.toMatchObject(refused('VERIFIER_IS_ACCUSED', 'A-70'));
    await expect(say(world, whole, 'head-ma', verify)).rejects.toMatchObject({ body: { status: 404 } });
    expect(settled(await say(world, whole, 'supervisor-gao', verify), 'RECTIFICATION-1')).toBe('VERIFIED');
  });

  test('[A-70] listed with its day and lamp, for who supervises and for the unit itself; verified, under its month', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await atFault(world);
    const other = await atFault(world);
    const late = lastDuty(await say(world, id, 'chief-wang', { ...ORDER, dueAt: '2026-08-20' }));
    await say(world, other, 'chief-wang', { ...ORDER, unit: 'donghu-zhian', dueAt: '2026-08-10' });
    expect(await list(world, 'supervisor-kong')).toMatchObject([
      { caseId: other, unit: { id: 'donghu-zhian' }, due: '2026-08-10', colour: 'GREEN', daysLeft: 7, status: 'OPEN' },
      { caseId: id, unit: { id: STATION }, ground: { code: 'FAULT' }, due: '2026-08-20', colour: 'GREEN' },
    ]);
    world.now = instant('2026-08-17T02:00:00Z');
    expect((await list(world, 'head-ma', { unit: STATION })).map((item) => [item.caseId, item.colour])).toEqual([
      [id, 'RED'],
    ]);
    await say(world, id, 'head-ma', { ...REPORT, key: late });
    expect(await list(world, 'chief-wang', { unit: STATION })).toMatchObject([{ status: 'REPORTED' }]);
    const page = { table: 'CASES', index: 'worklist', pk: 'RECTIFY#donghu' } as const;
    const open = (await world.database.query(page)).items.find(({ pk }) => pk === id);
    if (!open) throw new Error('it stands in the list');
    await say(world, id, 'po-li', { ...VERIFY, key: late });
    expect((await list(world, 'chief-wang')).map(({ caseId: one }) => one)).toEqual([other]);
    // The index may show it as open for a moment more.
    const verified = await world.database.get('CASES', open);
    const { worklistPk = '', worklistSk = '' } = open;
    await world.database.write({ kind: 'PUT', table: 'CASES', item: { ...verified, ...open, worklistPk, worklistSk } });
    expect((await list(world, 'chief-wang')).map(({ caseId: one }) => one)).toEqual([other]);
    if (verified) await world.database.write({ kind: 'PUT', table: 'CASES', item: verified });
    expect(await list(world, 'chief-wang', { month: '2026-08' })).toMatchObject([
      { caseId: id, status: 'VERIFIED', verifiedAt: world.now, colour: null },
    ]);
  });

  test('[A-70] over HTTP: by role and unit, with the rule shown as our own', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await atFault(world);
    await say(world, id, 'chief-wang', ORDER);
    expect(await get(world, 'supervisor-kong', {})).toMatchObject({
      status: 200,
      body: { organ: 'donghu', rule: { class: 'POLICY', verified: false }, items: [{ caseId: id }] },
    });
    expect(await get(world, 'head-ma', { unit: STATION })).toMatchObject({
      status: 200,
      body: { items: [{ caseId: id }] },
    });
    for (const [officer, query] of [
      ['head-ma', {}],
      ['head-ma', { unit: 'donghu-zhian' }],
      ['head-hu', { unit: STATION }],
    ] as const)
      await expect(get(world, officer, query)).rejects.toMatchObject({ body: { status: 403 } });
  });

  test('[A-70] [A-54] reminded on the ladder; late, it is a candidate, then a flag and a review are proposed', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await atFault(world);
    await say(world, id, 'chief-wang', { ...ORDER, dueAt: '2026-08-20' });
    const reminded = async (unit: string, role: string) =>
      (await world.database.query({ table: 'REMINDERS', pk: `ROLE#${unit}#${role}`, limit: 200 })).items
        .filter(({ clock }) => clock === 'RECTIFY')
        .map(({ key }) => key);
    const candidate = async () =>
      (
        await listForSupervisor(
          { organ: unitId('donghu') },
          world.officer('supervisor-kong'),
          world.now,
          world.tree,
          world.deps,
        )
      ).candidates.find(({ clock }) => clock?.code === 'RECTIFY');
    const sweepAt = async (time: string) => {
      world.now = instant(time);
      await world.sweep();
    };
    await sweepAt('2026-08-14T09:00+08:00');
    expect(await reminded(STATION, 'unitHead')).toEqual(['T-5']);
    for (const time of ['2026-08-17T09:00+08:00', '2026-08-19T09:00+08:00', '2026-08-20T09:00+08:00'])
      await sweepAt(time);
    await sweepAt('2026-08-21T00:00+08:00');
    expect((await reminded(STATION, 'unitHead')).sort()).toEqual(['D+0', 'T-0', 'T-1', 'T-3', 'T-5']);
    expect(await candidate()).toBeUndefined();
    await sweepAt('2026-08-21T09:00+08:00');
    expect(await reminded('donghu-xinfang', 'petitionChief')).toEqual(['D+1']);
    expect(await candidate()).toMatchObject({
      caseId: id,
      proposes: 'SUPERVISION',
      ground: { code: 'S4' },
      clock: { due: '2026-08-20', daysOver: 1 },
    });
    await sweepAt('2026-08-23T09:00+08:00');
    expect(await candidate()).toMatchObject({ proposes: 'RED_FLAG' });
    await sweepAt('2026-08-27T09:00+08:00');
    expect(await candidate()).toMatchObject({ proposes: 'ACCOUNTABILITY' });
    // Verified late, it leaves the list by a decision alone.
    await say(world, id, 'head-ma', { ...REPORT, key: 'RECTIFICATION-1' });
    await say(world, id, 'po-li', { ...VERIFY, key: 'RECTIFICATION-1' });
    expect(await candidate()).toMatchObject({ clock: { running: false } });
  });

  test('[A-70] a case that goes to another organ takes its items along in the lists', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const id = await referredTo(world, await classifiedInCity(world), 'donghu', cast(world).cityChief);
    await say(world, id, 'supervisor-kong', {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '未见进展',
      guidance: '调取录音',
    });
    await say(world, id, 'chief-wang', { ...ORDER, ground: 'SUPERVISION' });
    const listed = async (organ: string) =>
      (await readRectifications(world.database, unitId(organ), undefined)).map(({ caseId: one }) => one);
    expect(await listed('donghu')).toEqual([id]);
    const reason = '事发地在两局交界处,双方均认为不属于本局管辖';
    await say(world, id, 'chief-wang', { type: 'DISPUTE', with: 'xiling', reason });
    await say(world, id, 'chief-sun', { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' });
    expect(await listed('donghu')).toEqual([]);
    expect(await listed('xiling')).toEqual([id]);
  });

  test('[P-03] sealed, it stands in no list', async () => {
    const world = new World('2026-08-03T01:00:00Z');
    const id = await classified(world);
    await say(world, id, 'supervisor-kong', {
      type: 'SUPERVISE',
      ground: 'S4',
      finding: '未见进展',
      guidance: '调取录音',
    });
    await say(world, id, 'chief-wang', { ...ORDER, ground: 'SUPERVISION' });
    expect(await readRectifications(world.database, unitId('donghu'), undefined)).toHaveLength(1);
    await say(world, id, 'po-li', { type: 'SEAL', reason: '反映违纪' });
    expect(await readRectifications(world.database, unitId('donghu'), undefined)).toEqual([]);
  });
});
