import { describe, expect, test } from 'vitest';
import { openFile, readCaseHistory } from '../../services/casework/open-file.ts';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { accepted, heard } from '../builders/walk.ts';
import { say } from '../builders/walk-duties.ts';
import { asPetitioner, inWindow, underReview } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const ask = (of: string) => ({ type: 'APPLY_RECUSAL', of, reason: '与对方当事人是亲戚' });
const GRANT = { type: 'DECIDE_RECUSAL', granted: true, reason: '情况属实', method: 'POST' };
const FORBIDDEN = { body: { status: 403 } };

async function inboxFor(world: World, officer: string, id: CaseId) {
  const { reminders } = await inboxOf(world.officer(officer), { limit: 200 }, world.tree, world.database);
  return reminders.filter(({ caseId }) => caseId === id);
}

const remindersFor = async (world: World, officer: string, id: CaseId, clock: string) =>
  (await inboxFor(world, officer, id)).filter((one) => one.clock === clock).map(({ threshold }) => threshold);

async function sweepDays(world: World, days: number): Promise<void> {
  const start = Date.parse(world.now);
  for (let day = 1; day <= days; day += 1) {
    world.now = instant(new Date(start + day * 86_400_000).toISOString());
    await world.sweep();
  }
}

describe('[P-09] [P-10] whoever stepped aside (回避, 条例28(3))', () => {
  test('is reminded of nothing: whoever can name another handler is, the head or the next above', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    await say(world, id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    await asPetitioner(world, id, ask('handler-zhu'));
    await say(world, id, 'head-ma', GRANT);
    await asPetitioner(world, id, ask('head-ma'));
    await say(world, id, 'bureau-zhao', GRANT);
    expect((await inboxFor(world, 'chief-wang', id)).map(({ text }) => text)).toEqual([
      expect.stringContaining('有人员回避,请另行指定人员办理'),
    ]);
    await sweepDays(world, 5);
    for (const aside of ['handler-zhu', 'head-ma']) expect(await inboxFor(world, aside, id), aside).toEqual([]);
    expect(await remindersFor(world, 'chief-wang', id, 'FIRST_CONTACT')).toEqual(['D+0', 'T-0', 'T-1']);
    await say(world, id, 'chief-wang', { type: 'ASSIGN_HANDLER', handler: 'handler-qin' });
    expect((await world.head(id)).handler).toBe('handler-qin');
  });

  test('neither reads the case nor acts on it any more; asked to, he still reads, and one who is not goes on', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await heard(world);
    const reads = (officer: string) =>
      findCase(world.database, id, world.officer(officer), 'READ_CASE', world.tree).then(
        () => 200,
        ({ body }) => body.status,
      );
    await asPetitioner(world, id, ask('head-ma'));
    expect(await reads('head-ma')).toBe(200);
    await say(world, id, 'bureau-zhao', GRANT);
    expect(await reads('head-ma')).toBe(403);
    await expect(
      readCaseHistory(id, world.officer('head-ma'), world.now, world.tree, world.deps),
    ).rejects.toMatchObject(FORBIDDEN);
    await expect(say(world, id, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-qin' })).rejects.toMatchObject(
      FORBIDDEN,
    );
    for (const officer of ['handler-zhu', 'chief-wang', 'bureau-zhao']) expect(await reads(officer)).toBe(200);
  });

  test('from a review reads the file that is reviewed no more, and whoever reviews in his place does', async () => {
    const world = new World();
    const id = await inWindow(world, '2026-04-20T02:00:00Z');
    const review = await underReview(world, id);
    const opens = (officer: string) =>
      openFile(id, 'NARRATIVE', '复查', world.officer(officer), world.now, world.tree, world.deps).then(
        () => 200,
        ({ body }) => body.status,
      );
    const [reviewer, inHisPlace] = ['reviewer-tang', 'chief-sun'];
    const before = await world.head(id);
    const apply = ask(reviewer);
    await say(world, review, 'po-zhou', apply);
    await say(world, review, inHisPlace, { ...GRANT, granted: false });
    expect(await world.head(id)).toEqual(before);
    for (const [officer, status] of [[reviewer, 200] as const, [inHisPlace, 404] as const])
      expect(await opens(officer), officer).toBe(status);
    await say(world, review, 'po-zhou', apply);
    await say(world, review, inHisPlace, GRANT);
    for (const [officer, status] of [[reviewer, 404] as const, [inHisPlace, 200] as const])
      expect(await opens(officer), officer).toBe(status);
    const { inReview, version, updatedAt, ...after } = await world.head(id);
    expect(inReview).toEqual({ ...before.inReview, recused: [reviewer] });
    expect({ ...before, ...after }).toEqual(before);
    for (const officer of ['handler-zhu', 'head-ma', 'po-li']) expect(await opens(officer), officer).toBe(200);
  });

  test('an application is brought to mind to whoever decides on it, never to whom it is about', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [own, ofHead, ofLeader] = [await heard(world), await heard(world), await heard(world)];
    await asPetitioner(world, own, ask('handler-zhu'));
    await asPetitioner(world, ofHead, ask('head-ma'));
    await asPetitioner(world, ofLeader, ask('bureau-zhao'));
    await sweepDays(world, 3);
    const told = (officer: string, id: CaseId) => remindersFor(world, officer, id, 'RECUSAL_DECIDE');
    expect(await told('head-ma', own)).toEqual(['D+0', 'T-0']);
    expect(await told('bureau-zhao', ofHead)).toEqual(['D+0', 'T-0']);
    expect(await told('head-ma', ofHead)).toEqual([]);
    expect(await told('chief-sun', ofLeader)).toEqual(['D+0', 'T-0']);
    expect(await told('bureau-zhao', ofLeader)).toEqual([]);
  });
});
