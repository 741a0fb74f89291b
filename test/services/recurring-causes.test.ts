import { describe, expect, test } from 'vitest';
import { readRecurring } from '../../services/reporting/read-recurring.ts';
import { type FactRow, toFactRow } from '../../shared/domain/facts.ts';
import { type CaseId, caseId, type UnitId, unitId } from '../../shared/domain/ids.ts';
import { RECURRING, recurringCauses } from '../../shared/domain/recurring-causes.ts';
import { afterMerger, NEW } from '../builders/merger.ts';
import { cast, concluded, delivered } from '../builders/walk.ts';
import { classifiedAs, storeCase } from '../builders/walk-paths.ts';
import { reviewDelivered, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

async function three(world: World, rootCause = 'RC.RESPONSE_SLOW'): Promise<CaseId[]> {
  return [await concluded(world, rootCause), await concluded(world, rootCause), await concluded(world, rootCause)];
}
const read = (world: World, officer = 'po-li') =>
  readRecurring(world.officer(officer), world.now, world.tree, world.database);

describe('[A-103] root causes that recur in a unit', () => {
  test('three cases of one unit and one cause within ninety days: the finding names the practice, with its cases', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = await three(world);
    const { findings, rule, period } = await read(world);
    expect(findings).toMatchObject([
      { unit: 'donghu-wangjiang', rootCause: 'RC.RESPONSE_SLOW', rootCauseName: '出警迟缓', count: 3 },
    ]);
    expect([...(findings[0]?.cases ?? [])].sort()).toEqual([...ids].sort());
    expect(period).toEqual({ from: '2025-12-03', to: '2026-03-02' });
    expect(rule).toMatchObject({ verified: false });
    expect(rule.zh).toContain('不少于3件');
  });

  test('not two, not of two causes, not where nothing went wrong, not of ninety-one days', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await concluded(world, 'RC.RESPONSE_SLOW');
    await concluded(world, 'RC.RESPONSE_SLOW');
    await concluded(world, 'RC.ATTITUDE');
    await three(world, 'RC.NONE');
    expect((await read(world)).findings).toEqual([]);
    // The ninetieth day counts, that of the conclusion included.
    world.now = instant('2026-05-30T01:00:00Z');
    await concluded(world, 'RC.RESPONSE_SLOW');
    expect((await read(world)).findings).toMatchObject([{ count: 3 }]);
    world.now = instant('2026-05-31T01:00:00Z');
    expect((await read(world)).findings).toEqual([]);
  });

  test('counted by unit; the cause that the closing states is the one that counts', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await delivered(world, '2026-03-02T10:00+08:00');
    expect((await world.head(id)).rootCause).toBeUndefined();
    const { officer } = cast(world);
    await world.command(id, officer, { type: 'ASSESS_FAULT', fault: 'NONE', reasons: '程序合法' });
    world.now = instant('2026-04-02T09:00+08:00');
    await world.command(id, officer, {
      type: 'CLOSE',
      reason: 'WINDOW_EXPIRED',
      rootCause: 'RC.PROCEDURE',
      lesson: '补强程序',
    });
    const row = toFactRow(await world.head(id));
    expect(row).toMatchObject({ rootCause: 'RC.PROCEDURE', concludedDate: '2026-03-02' });
    const of = (unit: string, at: number): FactRow => ({
      ...row,
      caseId: `case${at}` as CaseId,
      matter: `matter${at}` as CaseId,
      unit: unitId(unit) as UnitId,
    });
    const rows = [of('donghu-wangjiang', 1), of('donghu-wangjiang', 2), of('donghu-liuqiao', 3)];
    const found = (all: readonly FactRow[]) => recurringCauses(all, (unit) => unit);
    expect(found(rows)).toEqual([]);
    expect(found([...rows, of('donghu-wangjiang', 4)])).toEqual([
      { unit: 'donghu-wangjiang', rootCause: 'RC.PROCEDURE', cases: ['case1', 'case2', 'case4'] },
    ]);
    expect(RECURRING).toMatchObject({ windowDays: 90, least: 3 });
  });

  test('a matter counts once, however many hands wrote of it: a joint letter of three is no practice', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = await three(world);
    const copy = { id: '9'.repeat(26) as CaseId, matter: ids[0] as CaseId };
    await storeCase(world, await world.head(ids[1] as CaseId), copy);
    await world.count(copy.id);
    const [finding] = (await read(world)).findings;
    expect(finding?.count).toBe(3);
    expect(finding?.cases).toEqual(expect.arrayContaining(ids.slice(1)));
    const row = toFactRow(await world.head(ids[0] as CaseId));
    const copies = ids.map((id): FactRow => ({ ...row, caseId: id }));
    expect(recurringCauses(copies, (unit) => unit)).toEqual([]);
    // Rows of cases that were sealed after they had been counted.
    const sealed = ids.map((id): FactRow => ({ ...row, caseId: id, matter: id, sealed: true }));
    expect(recurringCauses(sealed, (unit) => unit)).toEqual([]);
  });

  test('a cause recurs across the merger of a unit', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [first, second] = await three(world);
    const after = afterMerger(world);
    const found = async () =>
      (await readRecurring(after.officer('po-li'), after.now, after.tree, after.database)).findings;
    expect(await found()).toMatchObject([{ unit: NEW, count: 3 }]);
    const { now } = after;
    const id = '8'.repeat(26) as CaseId;
    await storeCase(after, await world.head(first as CaseId), {
      id,
      petitionId: id,
      unit: NEW,
      registeredAt: now,
      concludedAt: now,
    });
    await after.count(id);
    expect(await found()).toMatchObject([{ unit: NEW, count: 4, cases: expect.arrayContaining([id, second]) }]);
  });

  test('a revoked opinion leaves no cause behind; a case of review has none of its own', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await concluded(world, 'RC.PROCEDURE');
    await world.command(id, cast(world).officer, {
      type: 'DELIVER',
      method: 'POST',
      receivedAt: world.now,
      proof: '回执签名',
    });
    const like = await world.head(id);
    expect(like.rootCause).toBe('RC.PROCEDURE');
    await reviewDelivered(world, await underReview(world, id), 'REVOKE_REMAKE', '2026-03-20T09:00+08:00');
    expect((await world.head(id)).rootCause).toBeUndefined();
    expect(toFactRow(like).rootCause).toBe('RC.PROCEDURE');
    expect(toFactRow({ ...like, stage: 'REVIEW' }).rootCause).toBeUndefined();
    expect(toFactRow({ ...like, sealed: true }).rootCause).toBeUndefined();
  });

  test('for the petition office, supervisor, head and auditor, and those above; never the unit or its handlers', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    await three(world);
    for (const who of ['po-li', 'chief-wang', 'supervisor-kong', 'bureau-zhao', 'chief-sun', 'supervisor-gao'])
      expect((await read(world, who)).findings, who).toHaveLength(1);
    for (const who of ['head-ma', 'handler-zhu', 'reg-zhang'])
      await expect(read(world, who)).rejects.toMatchObject({ body: { status: 403, code: 'NOT_PETITION_OFFICE' } });
    const elsewhere = world.holder('xiling-xinfang', 'petitionChief');
    expect((await readRecurring(elsewhere, world.now, world.tree, world.database)).findings).toEqual([]);
  });

  test('[P-03] [P-10] an officer who is complained about reads of none of these cases, nor their number', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [first] = await three(world);
    const about = await classifiedAs(world, { accused: { units: [], officers: ['po-li'] } });
    const accused = (await world.head(about)).accused;
    const head = await world.head(first as CaseId);
    const id = caseId('6'.repeat(26));
    await storeCase(world, head, { id, petitionId: id, accused });
    await world.count(id);
    expect((await read(world, 'po-li')).findings).toMatchObject([{ count: 3 }]);
    expect((await read(world, 'chief-wang')).findings).toMatchObject([{ count: 4 }]);
    expect((await read(world, 'po-li')).findings[0]?.cases).not.toContain(id);
    expect((await read(world, 'chief-wang')).findings[0]?.cases).toContain(id);
  });
});
