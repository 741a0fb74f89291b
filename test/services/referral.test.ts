import { describe, expect, test } from 'vitest';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { standingsOf } from '../../shared/domain/access.ts';
import { mailboxFor } from '../../shared/domain/alarms.ts';
import type { CaseId, OfficerId } from '../../shared/domain/ids.ts';
import { type Clock, runningClock } from '../../shared/domain/petition.ts';
import { cast, classified } from '../builders/walk.ts';
import { classifiedInCity, referredTo } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';

const OBJECTION = {
  type: 'OBJECT',
  reasons: '事发地点在青石镇,不属于本所管辖范围,现场录像可以证明。',
  proposedOrgan: '青石派出所',
};

async function referred(world: World) {
  const id = await classified(world);
  const { other } = await world.command(id, cast(world).officer, {
    type: 'TRANSFER',
    to: 'donghu-liuqiao',
    reason: '属地管理',
    method: 'POST',
  });
  if (!other) throw new Error('a transfer opens a case below');
  return { id, child: other.id };
}

describe('referral (转送)', () => {
  test('[A-22] the unit below opens its own case; the petitioner is told, both clocks run from the inbox', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const { id, child } = await referred(world);
    const above = await world.head(id);
    expect(above).toMatchObject({ state: 'REFERRED_DOWN', childId: child, clocks: [] });
    expect(above.documents.map(({ kind }) => kind)).toContain('DOC-TRANSFER-NOTICE');
    world.now = instant('2026-06-18T09:00+08:00');
    await world.command(child, cast(world).stationRegistrar, { type: 'SIGN_FOR' });
    const below = await world.head(child);
    expect(below).toMatchObject({ state: 'REGISTERED', unit: 'donghu-liuqiao', petitionId: id, hops: 2 });
    // [V13] [V14]: signed for on the 18th, counted from the 15th.
    expect(runningClock(below, 'OBJECT_5WD')).toMatchObject({ nominalDue: '2026-06-23', due: '2026-06-23' });
    expect(runningClock(below, 'REF_INFORM_15D')).toMatchObject({ due: '2026-06-30' });
    await expect(world.command(child, cast(world).stationRegistrar, { type: 'SIGN_FOR' })).rejects.toMatchObject({
      refusal: { code: 'ALREADY_SIGNED_FOR' },
    });
  });

  test('[A-01] whoever received it first is the one to call until the unit below has signed for it', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const { id, child } = await referred(world);
    const status = () => petitionStatus(world.deps.secrets.receiptCode(id), 'a', world.now, world.deps);
    const { officeRegistrar, stationRegistrar } = cast(world);
    expect((await world.head(id)).firstContactOfficer).toBe(officeRegistrar.id);
    const nameOf = (officer: OfficerId) => world.tree.officer(officer)?.name;
    expect((await status()).contact).toMatchObject({ name: nameOf(officeRegistrar.id) });
    await world.command(child, stationRegistrar, { type: 'SIGN_FOR' });
    expect((await status()).contact).toMatchObject({ name: nameOf(stationRegistrar.id) });
  });

  test('[A-22] what is referred on from below is signed for anew by whoever receives it', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const id = await classifiedInCity(world);
    const middle = await referredTo(world, id, 'donghu', cast(world).cityOfficer);
    await world.command(middle, cast(world).officeRegistrar, { type: 'SIGN_FOR' });
    const below = await referredTo(world, middle, 'donghu-liuqiao');
    expect((await world.head(below)).signedForAt).toBeUndefined();
    await world.command(below, cast(world).stationRegistrar, { type: 'SIGN_FOR' });
    expect((await world.head(below)).firstContactOfficer).toBe(cast(world).stationRegistrar.id);
  });

  test('[A-23] an agreed objection brings the parent back to REGISTERED, its outer clock with the old dates', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const { id, child } = await referred(world);
    await world.command(child, cast(world).stationHead, OBJECTION);
    expect((await world.head(child)).state).toBe('OBJECTED');
    await world.command(child, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '经核实属实' });
    expect(await world.head(child)).toMatchObject({ state: 'RETURNED', clocks: [] });
    const above = await world.head(id);
    expect(above).toMatchObject({ state: 'REGISTERED', hops: 2 });
    expect(above.childId).toBeUndefined();
    expect(runningClock(above, 'INFORM_15D')).toMatchObject({
      trigger: instant('2026-06-15T10:40:00Z'),
      due: '2026-06-30',
    });
    const again = await world.command(id, cast(world).officer, {
      type: 'TRANSFER',
      to: 'donghu-qingshi',
      reason: '异议核实',
      method: 'POST',
    });
    expect(again.other?.hops).toBe(3);
  });

  test('[A-23] a name that became known below is known above once it comes back: the 15 days run there, from receipt', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const id = await classified(world, { petitioner: undefined });
    const child = await referredTo(world, id, 'donghu-liuqiao');
    expect(await world.head(id)).toMatchObject({ canBeInformed: false, clocks: [] });
    world.now = instant('2026-06-16T09:00+08:00');
    await world.command(child, cast(world).stationRegistrar, {
      type: 'CORRECT_RECORD',
      reason: '来电补充姓名地址',
      petitioner: { name: '钱禾', address: '柳桥街12号' },
    });
    world.now = instant('2026-06-17T09:00+08:00');
    await world.command(child, cast(world).stationHead, OBJECTION);
    await world.command(child, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '经核实属实' });
    const above = await world.head(id);
    expect(above).toMatchObject({ state: 'REGISTERED', canBeInformed: true });
    expect(above.clocks).toMatchObject([
      { code: 'INFORM_15D', trigger: instant('2026-06-15T10:40:00Z'), due: '2026-06-30' },
    ]);
    // Of one whom nobody can reach nothing is owed, as before.
    const unknown = await classified(world, { petitioner: undefined });
    const below = await referredTo(world, unknown, 'donghu-liuqiao');
    await world.command(below, cast(world).stationHead, OBJECTION);
    await world.command(below, cast(world).officer, { type: 'RULE_OBJECTION', upheld: true, reason: '经核实属实' });
    expect(await world.head(unknown)).toMatchObject({ state: 'REGISTERED', canBeInformed: false, clocks: [] });
  });

  test('a rejected objection leaves every date as it was', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const { child } = await referred(world);
    const before = runningClock(await world.head(child), 'REF_INFORM_15D');
    world.now = instant('2026-06-20T09:00+08:00');
    await world.command(child, cast(world).stationHead, OBJECTION);
    await world.command(child, cast(world).officer, { type: 'RULE_OBJECTION', upheld: false, reason: '属于本所管辖' });
    const below = await world.head(child);
    expect(below.state).toBe('REGISTERED');
    expect(runningClock(below, 'REF_INFORM_15D')).toEqual(before);
    expect(runningClock(below, 'OBJECT_5WD')).toBeUndefined();
  });

  test('[A-23] until an objection is ruled on, the fifteen days are the referrer’s to keep: it is reminded, and nobody below examined', async () => {
    const world = new World();
    const child = await referredTo(world, await classifiedInCity(world), 'donghu', cast(world).cityOfficer);
    await world.command(child, cast(world).chief, { ...OBJECTION, proposedOrgan: '西岭分局' });
    await world.count(child);
    const start = Date.parse(world.now);
    for (let day = 1; day <= 30; day += 1) {
      world.now = instant(new Date(start + day * 86_400_000).toISOString());
      await world.sweep();
    }
    const remindedOf = async (officer: string) =>
      (await inboxOf(world.officer(officer), {}, world.tree, world.database)).reminders
        .filter(({ clock }) => clock !== null)
        .map(({ threshold }) => threshold);
    expect(await remindedOf('chief-sun')).toContain('D+1');
    expect(await remindedOf('bureau-wei')).toContain('D+7');
    for (const below of ['reg-zhang', 'chief-wang', 'bureau-zhao']) expect(await remindedOf(below), below).toEqual([]);
    expect((await world.head(child)).duties ?? []).toEqual([]);
    // Ruled at last, it is examined once, where it lay.
    const { cityOfficer } = cast(world);
    const { other } = await world.command(child, cityOfficer, {
      type: 'RULE_OBJECTION',
      upheld: false,
      reason: '不成立',
    });
    const parent = (await world.head(child)).parentId as CaseId;
    expect(other?.id).toBe(parent);
    expect((await world.head(parent)).duties).toMatchObject([
      {
        kind: 'ACCOUNTABILITY',
        code: 'CLOCK_MISSED',
        unit: 'yunze-xinfang',
        about: expect.stringContaining('REF_INFORM'),
      },
    ]);
    const newToHead = (await inboxOf(world.officer('bureau-wei'), {}, world.tree, world.database)).reminders;
    expect(newToHead[0]).toMatchObject({ caseId: parent, arrival: 'ACCOUNTABILITY', colour: 'NEW' });
    const decide = { type: 'DECIDE_ACCOUNTABILITY', decision: 'NO_ACTION', facts: '核实工作量过大', measures: '' };
    const key = (await world.head(parent)).duties?.[0]?.key;
    await world.command(parent, world.officer('bureau-wei'), { ...decide, key });
    expect((await world.head(child)).duties ?? []).toEqual([]);
  });

  test('[P-03] complained about itself, the office that referred it does not rule: the head of its organ does', async () => {
    const world = new World();
    const child = await referredTo(world, await classifiedInCity(world), 'donghu', cast(world).cityOfficer);
    const accused = { units: [], officers: ['chief-sun'] };
    const classify = { type: 'CLASSIFY', purpose: 'APPEAL', category: 'CONDUCT.SHIRK', accused };
    await world.command(child, cast(world).officer, classify);
    await world.command(child, cast(world).chief, { ...OBJECTION, proposedOrgan: '西岭分局' });
    const toldOf = async (officer: string) =>
      (await inboxOf(world.officer(officer), {}, world.tree, world.database)).reminders
        .filter((entry) => entry.caseId === child && 'arrival' in entry && entry.arrival === 'OBJECTED')
        .map(({ threshold }) => threshold);
    expect(await toldOf('bureau-wei')).toEqual(['NEW']);
    for (const other of ['po-zhou', 'chief-sun']) expect(await toldOf(other)).toEqual([]);
    const objected = await world.head(child);
    const clock = runningClock(objected, 'REF_INFORM_15D') as Clock;
    for (const role of ['registrar', 'petitionChief', 'bureauHead'] as const)
      expect(mailboxFor(role, objected, clock, world.tree)).toEqual({
        kind: 'ROLE',
        unit: 'yunze',
        role: 'bureauHead',
      });
    // Complained about himself, he does not: whoever of the office is not, rules as always.
    const both = { ...objected, accused: { units: [], officers: ['chief-sun', 'bureau-wei'] as OfficerId[] } };
    expect([...standingsOf(cast(world).cityOfficer, both, undefined, world.tree)]).toEqual(['REFERRER']);
    const rule = { type: 'RULE_OBJECTION', upheld: false, reason: '事发地在东湖' };
    await expect(world.command(child, cast(world).cityOfficer, rule)).rejects.toMatchObject({ body: { status: 404 } });
    await world.command(child, world.officer('bureau-wei'), rule);
    const ruled = await world.head(child);
    expect(ruled.state).toBe('REGISTERED');
    expect(standingsOf(world.officer('bureau-wei'), ruled, undefined, world.tree).size).toBe(0);
  });

  test('[G8] an objection on working day 6 is refused', async () => {
    const world = new World('2026-06-15T10:40:00Z');
    const { child } = await referred(world);
    world.now = instant('2026-06-24T00:00:01+08:00');
    await expect(world.command(child, cast(world).stationHead, OBJECTION)).rejects.toMatchObject({
      refusal: { code: 'OBJECTION_LATE', guard: 'G8' },
    });
  });

  test('an assignment waits for the report of the unit below, and closes when it is accepted', async () => {
    const world = new World('2026-06-15T01:00:00Z');
    const id = await classified(world);
    const { chief } = cast(world);
    const assign = {
      type: 'ASSIGN',
      to: 'donghu-wangjiang',
      requirements: '查明并报结果',
      reportDue: '2026-08-31',
      method: 'POST',
    };
    await expect(world.command(id, cast(world).officer, assign)).rejects.toMatchObject({
      refusal: { code: 'NOT_YOUR_COMMAND' },
    });
    const { other } = await world.command(id, chief, assign);
    const child = other?.id ?? id;
    expect(runningClock(await world.head(id), 'ASSIGN_REPORT')).toMatchObject({ due: '2026-08-31' });
    await world.command(child, cast(world).officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.LAND' });
    await world.command(child, cast(world).officer, {
      type: 'REDIRECT',
      organ: { name: '自然资源局', address: '云泽市新城路1号' },
      reason: '土地承包',
      method: 'POST',
    });
    await world.command(child, world.officer('head-ma'), { type: 'SUBMIT_CLOSING_REPORT', report: '已告知' });
    expect(await world.head(id)).toMatchObject({ state: 'REPORT_CHECK', clocks: [] });
    await world.command(id, chief, { type: 'CHECK_CLOSING_REPORT', accepted: false, reason: '请附告知书' });
    expect(runningClock(await world.head(id), 'ASSIGN_REPORT')).toMatchObject({ due: '2026-08-31' });
    await world.command(child, world.officer('head-ma'), { type: 'SUBMIT_CLOSING_REPORT', report: '已附告知书' });
    await world.command(id, chief, { type: 'CHECK_CLOSING_REPORT', accepted: true, reason: '同意' });
    expect((await world.head(id)).state).toBe('CLOSED');
  });

  test('[A-26] a police matter is never sent elsewhere; one that is not names the competent organ', async () => {
    const world = new World();
    const id = await classified(world);
    const redirect = {
      type: 'REDIRECT',
      organ: { name: '人社局', address: '民生路2号' },
      reason: '非公安职权',
      method: 'POST',
    };
    await expect(world.command(id, cast(world).officer, redirect)).rejects.toMatchObject({
      refusal: { code: 'POLICE_MATTER' },
    });
    await world.command(id, cast(world).officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'X.LABOR' });
    await world.command(id, cast(world).officer, redirect);
    expect(await world.head(id)).toMatchObject({ state: 'REDIRECTED', clocks: [] });
  });
});
