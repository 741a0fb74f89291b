import { describe, expect, test } from 'vitest';
import { jointAgenda, listBacklog } from '../../services/supervision/list-backlog.ts';
import { type CaseId, unitId } from '../../shared/domain/ids.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { classifiedInCity, referredTo, refused } from '../builders/walk-paths.ts';
import { inWindow, reviewDelivered, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';
import { NotifiedWorld } from '../notify/notified-world.ts';

const REVIEW = {
  type: 'RECORD_MEETING',
  kind: 'BACKLOG_REVIEW',
  on: '2026-05-20',
  participants: ['chief-wang'],
  views: '双方对录音有分歧',
  conclusion: '六月底前答复',
  outcome: 'SOLVE_BY',
};
const LINK = { type: 'LINK_MATTER', reason: '同一事项' };
const backlog = (world: World, officer = 'chief-wang', organ = 'donghu') =>
  listBacklog(unitId(organ), world.officer(officer), world.now, world.tree, world.database);
const agenda = (world: World, officer = 'chief-wang') =>
  jointAgenda(unitId('donghu'), world.officer(officer), world.tree, world.database);

describe('the backlog (积案, A-58)', () => {
  test('[A-58] past the limit of handling, or three submissions; the oldest first, whoever is in time is not in it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const late = await accepted(world);
    world.now = instant('2026-05-18T01:00:00Z');
    await accepted(world);
    const first = await classified(world);
    const repeats = [await classified(world), await classified(world)];
    const link = (id: CaseId) => say(world, id, 'po-li', { type: 'LINK_MATTER', matter: first, reason: '同一事项' });
    await link(repeats[0] as CaseId);
    world.now = instant('2026-05-20T01:00:00Z');
    expect((await backlog(world)).cases.map(({ caseId }) => caseId)).toEqual([late]);
    await link(repeats[1] as CaseId);
    const { cases } = await backlog(world);
    expect(cases[0]).toMatchObject({
      caseId: late,
      unit: { id: 'donghu-wangjiang' },
      days: 79,
      overdue: { clock: 'HANDLE_60D', due: '2026-05-06', days: 14 },
      submissions: null,
      lastReview: null,
    });
    expect(
      cases
        .slice(1)
        .map(({ caseId }) => caseId)
        .sort(),
    ).toEqual([first, ...repeats].sort());
    expect(cases.slice(1).map(({ submissions, overdue }) => ({ submissions, overdue }))).toEqual(
      Array.from({ length: 3 }, () => ({ submissions: 3, overdue: null })),
    );
  });

  test('[A-58] past the day by which a revoked opinion was to be made anew, it is backlog as well', async () => {
    const world = new World('2026-05-06T01:00:00Z');
    const id = await inWindow(world, '2026-05-15T10:00+08:00');
    const review = await underReview(world, id);
    await reviewDelivered(world, review, 'REVOKE_REMAKE', '2026-06-01T10:00+08:00', { remakeDue: '2026-06-20' });
    world.now = instant('2026-06-24T01:00:00Z');
    expect((await backlog(world)).cases).toMatchObject([
      { caseId: id, overdue: { clock: 'REMAKE', due: '2026-06-22', days: 2 } },
    ]);
  });

  test('[A-58] three submissions stay listed while the cases that they were referred to are open', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer, chief, stationHead } = cast(world);
    const first = await classified(world);
    const petitions = [first, await classified(world), await classified(world)];
    for (const id of petitions.slice(1)) await world.command(id, officer, { ...LINK, matter: first });
    const below: CaseId[] = [];
    for (const id of petitions) below.push(await referredTo(world, id, stationHead.unit));
    const { cases } = await backlog(world);
    expect(cases.map(({ caseId }) => caseId).sort()).toEqual([...below].sort());
    for (const one of cases) expect(one).toMatchObject({ unit: { id: stationHead.unit }, submissions: 3 });
    await world.command(below[0] as CaseId, officer, { type: 'WITHDRAW', words: '问题已解决', free: true });
    world.now = instant('2026-03-06T01:00:00Z');
    await world.command(below[0] as CaseId, officer, { type: 'CONFIRM_WITHDRAWAL', note: '电话核实,本人自愿' });
    expect((await backlog(world)).cases.map(({ caseId }) => caseId).sort()).toEqual(below.slice(1).sort());
    const accused = { units: [], officers: [chief.id] };
    const again = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW', accused, reason: '补正' };
    await world.command(below[1] as CaseId, officer, again);
    expect((await backlog(world)).cases.map(({ caseId }) => caseId)).toEqual([below[2]]);
    expect((await backlog(world, 'supervisor-kong')).cases).toHaveLength(2);
  });

  test('[A-58] [P-03] what was referred to another organ stays with the organ that linked it', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { cityOfficer, cityChief } = cast(world);
    const first = await classifiedInCity(world);
    const petitions = [first, await classifiedInCity(world), await classifiedInCity(world)];
    for (const id of petitions.slice(1)) await world.command(id, cityOfficer, { ...LINK, matter: first });
    const below: CaseId[] = [];
    for (const id of petitions) below.push(await referredTo(world, id, 'donghu', cityOfficer));
    const listed = (await backlog(world, cityChief.id, 'yunze')).cases;
    expect(listed.map(({ caseId }) => caseId).sort()).toEqual(below.sort());
    expect((await backlog(world)).cases).toEqual([]);
  });

  test('[A-58] a review ends with an outcome for each case, which the next review sees', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    world.now = instant('2026-05-20T01:00:00Z');
    const { outcome: _none, ...without } = REVIEW;
    await expect(say(world, id, 'chief-wang', without)).rejects.toMatchObject(refused('BACKLOG_OUTCOME', 'A-58'));
    await expect(say(world, id, 'chief-wang', { ...REVIEW, kind: 'JOINT_REVIEW' })).rejects.toMatchObject(
      refused('BACKLOG_OUTCOME', 'A-58'),
    );
    await say(world, id, 'chief-wang', REVIEW);
    expect((await backlog(world)).cases[0]?.lastReview).toEqual({ on: '2026-05-20', outcome: 'SOLVE_BY' });
  });

  test('[P-03] [P-10] nothing that complains of the reader, nothing sealed, nothing of another organ', async () => {
    const bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
    const { world } = bureau;
    const id = await accepted(world);
    world.now = instant('2026-05-20T01:00:00Z');
    expect((await backlog(world, 'supervisor-kong', 'xiling')).cases).toEqual([]);
    await say(world, id, 'chief-wang', { ...REVIEW, outcome: 'JOINT_MEETING' });
    await bureau.accuse(id, 'chief-wang');
    expect((await backlog(world)).cases).toEqual([]);
    expect((await agenda(world)).cases).toEqual([]);
    expect((await backlog(world, 'supervisor-kong')).cases).toHaveLength(1);
    expect((await agenda(world, 'supervisor-kong')).cases).toHaveLength(1);
  });

  test('reads what is overdue and what was linked, whatever else is open', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    world.now = instant('2026-05-20T01:00:00Z');
    for (let at = 0; at < 5; at += 1) await accepted(world);
    const asked: unknown[] = [];
    const getMany = world.database.getMany.bind(world.database);
    world.database.getMany = (table, keys, options) => {
      asked.push(...keys.filter(({ sk }) => sk === 'HEAD').map(({ pk }) => pk));
      return getMany(table, keys, options);
    };
    await backlog(world);
    expect(asked).toEqual([id]);
  });
});

describe('the joint meeting (联席会议, A-42)', () => {
  test('[A-42] a review of the backlog puts a case on its agenda, its minutes take it off', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = [await accepted(world), await accepted(world)];
    world.now = instant('2026-05-20T01:00:00Z');
    await say(world, ids[0] as CaseId, 'chief-wang', { ...REVIEW, outcome: 'JOINT_MEETING' });
    world.now = instant('2026-05-21T01:00:00Z');
    await say(world, ids[1] as CaseId, 'chief-wang', { ...REVIEW, outcome: 'JOINT_MEETING' });
    expect((await agenda(world)).cases).toMatchObject([
      { caseId: ids[0], since: '2026-05-20T01:00:00.000Z', lastReview: { outcome: 'JOINT_MEETING' } },
      { caseId: ids[1] },
    ]);
    const { outcome: _none, ...minutes } = { ...REVIEW, kind: 'JOINT_MEETING', on: '2026-05-21' };
    await say(world, ids[0] as CaseId, 'chief-wang', minutes);
    expect((await agenda(world)).cases.map(({ caseId }) => caseId)).toEqual([ids[1]]);
  });

  test('[A-42] a case that goes to another organ leaves the agenda of the old one', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classifiedInCity(world);
    const child = await referredTo(world, id, 'donghu', cast(world).cityChief);
    world.now = instant('2026-05-20T01:00:00Z');
    await say(world, child, 'chief-wang', { ...REVIEW, outcome: 'JOINT_MEETING' });
    expect((await agenda(world)).cases.map(({ caseId }) => caseId)).toEqual([child]);
    await say(world, child, 'chief-wang', {
      type: 'DISPUTE',
      with: 'xiling',
      reason: '事发地在两局交界处,双方均认为不属于本局管辖',
    });
    await say(world, child, 'chief-sun', { type: 'DECIDE_JURISDICTION', to: 'xiling', reason: '事发地在西岭' });
    expect(await world.head(child)).toMatchObject({ organ: 'xiling' });
    expect((await agenda(world)).cases).toEqual([]);
    expect(await world.database.get('CASES', { pk: child, sk: 'AGENDA' })).toBeUndefined();
  });

  test('[P-03] what is sealed is on no agenda', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await classified(world);
    world.now = instant('2026-05-20T01:00:00Z');
    await say(world, id, 'chief-wang', { ...REVIEW, outcome: 'JOINT_MEETING' });
    await say(world, id, 'po-li', { type: 'SEAL', reason: '反映违纪' });
    expect((await agenda(world)).cases).toEqual([]);
    expect(await world.database.get('CASES', { pk: id, sk: 'AGENDA' })).toBeUndefined();
  });
});
