import { describe, expect, test } from 'vitest';
import { inboxOf } from '../../services/reminders/read-inbox.ts';
import { caseView } from '../../shared/casework/case-view.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import { type CaseId, officerId } from '../../shared/domain/ids.ts';
import { accepted } from '../builders/walk.ts';
import { investigated, say } from '../builders/walk-duties.ts';
import { asPetitioner } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const RETALIATION = { type: 'REPORT_RETALIATION', words: '民警上门威胁' };
const DECIDE = { type: 'DECIDE_ACCOUNTABILITY', decision: 'ACC-9', facts: '属实', measures: '记过' };

/** Kinds of the papers in the detail of the case, as this officer reads it. */
async function papersSeen(world: World, id: CaseId, officer: string): Promise<string[]> {
  const reader = world.officer(officer);
  const found = await findCase(world.database, id, reader, 'READ_CASE', world.tree);
  const view = caseView(found.loaded.head, { ...found, id: reader.id }, undefined, world.now, world.tree, CALENDAR);
  return view.documents.map(({ kind }) => kind);
}

/** What newly came of the case, as it lies in the inbox of this officer. */
async function newTo(world: World, officer: string, id: CaseId): Promise<string[]> {
  const { reminders } = await inboxOf(world.officer(officer), { limit: 200 }, world.tree, world.database);
  return reminders.flatMap((one) => (one.caseId === id && 'arrival' in one ? [one.arrival] : []));
}

describe('[P-08] what a petitioner reports of how he was treated', () => {
  test('no paper in the detail tells whoever it is about that it was decided on', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, RETALIATION);
    await say(world, id, 'bureau-zhao', { ...DECIDE, key: 'ACCOUNTABILITY-1' });
    for (const officer of ['handler-zhu', 'head-ma', 'po-li', 'chief-wang'])
      expect(await papersSeen(world, id, officer), officer).not.toContain('DOC-ACC');
    for (const officer of ['bureau-zhao', 'supervisor-kong', 'auditor-fang'])
      expect(await papersSeen(world, id, officer), officer).toContain('DOC-ACC');
  });

  test('whoever acts on the version before it is told that he is behind, and not by what', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    const { version } = await world.head(id);
    await asPetitioner(world, id, RETALIATION);
    const contact = { type: 'LOG_CONTACT', outcome: 'HEARD', method: 'PHONE', note: '已听取' };
    const behind = (changed: unknown) => ({ body: { code: 'VERSION_BEHIND', version: version + 1, changed } });
    await expect(world.command(id, world.officer('handler-zhu'), contact, { version })).rejects.toMatchObject(
      behind([]),
    );
    const dismiss = { type: 'DISMISS_CANDIDATE', candidate: 'RETALIATION@2026-03-02', reason: '不实' };
    await expect(world.command(id, world.officer('auditor-fang'), dismiss, { version })).rejects.toMatchObject(
      behind([{ command: 'REPORT_RETALIATION' }]),
    );
  });

  test('auditor and head of the organ find it in their inboxes, and nobody whom it may be about', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, RETALIATION);
    expect(await newTo(world, 'auditor-fang', id)).toEqual(['AUDIT']);
    expect(await newTo(world, 'bureau-zhao', id)).toEqual(['ACCOUNTABILITY']);
    for (const officer of ['handler-zhu', 'head-ma', 'po-li', 'chief-wang', 'leader-shen'])
      expect(await newTo(world, officer, id), officer).not.toContainEqual(expect.stringMatching(/ACCOUNT|AUDIT/));
  });

  test('the head of the organ does not where he has a part in it or its words name him: the office above does', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [led, named] = [await accepted(world), await accepted(world)];
    await say(world, led, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    await say(world, led, 'head-ma', { type: 'SET_PLAN', leader: 'bureau-zhao', dueAt: '2026-04-10' });
    await asPetitioner(world, led, RETALIATION);
    expect(await newTo(world, 'bureau-zhao', led)).toEqual(['LEADER']);
    expect(await newTo(world, 'chief-sun', led)).toEqual(['ACCOUNTABILITY']);
    const name = world.tree.officer(officerId('bureau-zhao'))?.name;
    await asPetitioner(world, named, { type: 'REPORT_LEAK', words: `${name}把来信给了对方` });
    expect(await newTo(world, 'bureau-zhao', named)).toEqual([]);
    expect(await newTo(world, 'chief-sun', named)).toEqual(['ACCOUNTABILITY']);
    expect(await newTo(world, 'auditor-fang', named)).toEqual(['AUDIT']);
  });

  test('[A-67] the office above opens and decides it where no head of the organ may, and it closes to it then', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const opens = (id: CaseId) => findCase(world.database, id, world.officer('chief-sun'), 'COMMAND_CASE', world.tree);
    const decide = (id: CaseId, officer: string) => say(world, id, officer, { ...DECIDE, key: 'ACCOUNTABILITY-1' });
    const hidden = { body: { status: 404 } };
    const led = await accepted(world);
    await say(world, led, 'head-ma', { type: 'ASSIGN_HANDLER', handler: 'handler-zhu' });
    await say(world, led, 'head-ma', { type: 'SET_PLAN', leader: 'bureau-zhao', dueAt: '2026-04-10' });
    const named = await accepted(world);
    const name = world.tree.officer(officerId('bureau-zhao'))?.name;
    const none = await accepted(world);
    for (const id of [led, named, none]) await expect(opens(id)).rejects.toMatchObject(hidden);
    await asPetitioner(world, led, RETALIATION);
    await asPetitioner(world, named, { ...RETALIATION, words: `${name}派人上门威胁` });
    await asPetitioner(world, none, RETALIATION);
    await expect(opens(none)).rejects.toMatchObject(hidden);
    await expect(decide(led, 'bureau-zhao')).rejects.toMatchObject({ refusal: { code: 'DECIDER_CONCERNED' } });
    // Whom its words name is told no more than that nothing waits for him.
    await expect(decide(named, 'bureau-zhao')).rejects.toMatchObject({ refusal: { code: 'NO_SUCH_DUTY' } });
    for (const id of [led, named]) {
      expect((await opens(id)).standings).toEqual(new Set(['SUPERIOR']));
      await decide(id, 'chief-sun');
      expect((await world.head(id)).duties?.[0]).toMatchObject({ outcome: 'ACC-9' });
      await expect(opens(id)).rejects.toMatchObject(hidden);
    }
  });

  test('[P-08] of two reviews the office above decides the one in which the head of the organ is named, not the other', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    const name = world.tree.officer(officerId('bureau-zhao'))?.name;
    await asPetitioner(world, id, { ...RETALIATION, words: `${name}派人上门威胁` });
    await asPetitioner(world, id, { type: 'REPORT_LEAK', words: '来信到了对方手里' });
    const decide = (officer: string, key: string) => say(world, id, officer, { ...DECIDE, key });
    await expect(decide('chief-sun', 'ACCOUNTABILITY-2')).rejects.toMatchObject({ refusal: { code: 'ORGAN_DECIDES' } });
    await expect(decide('bureau-zhao', 'ACCOUNTABILITY-1')).rejects.toMatchObject({
      refusal: { code: 'NO_SUCH_DUTY' },
    });
    await decide('bureau-zhao', 'ACCOUNTABILITY-2');
    await decide('chief-sun', 'ACCOUNTABILITY-1');
    expect((await world.head(id)).duties?.map(({ outcome }) => outcome)).toEqual(['ACC-9', 'ACC-9']);
  });

  test('before it is screened the auditor hears of it alone, the head of the organ once it is', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu' });
    await asPetitioner(world, id, RETALIATION);
    expect(await newTo(world, 'auditor-fang', id)).toEqual(['AUDIT']);
    expect(await newTo(world, 'bureau-zhao', id)).toEqual([]);
    await say(world, id, 'reg-zhang', { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } });
    await say(world, id, 'po-li', { type: 'CLASSIFY', purpose: 'APPEAL', category: 'RESPONSE.SLOW' });
    expect(await newTo(world, 'bureau-zhao', id)).toEqual(['ACCOUNTABILITY']);
  });

  test('what the auditor opened by himself is no report, and its paper no secret', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await investigated(world);
    await asPetitioner(world, id, RETALIATION);
    await say(world, id, 'bureau-zhao', { ...DECIDE, key: 'ACCOUNTABILITY-1' });
    world.now = instant('2026-03-03T09:00+08:00');
    await say(world, id, 'auditor-fang', { type: 'OPEN_ACCOUNTABILITY', cause: 'CLOCK_MISSED', reason: '逾期' });
    await say(world, id, 'bureau-zhao', { ...DECIDE, key: 'ACCOUNTABILITY-2' });
    const papers = await papersSeen(world, id, 'head-ma');
    expect(papers.filter((kind) => kind === 'DOC-ACC')).toHaveLength(1);
  });
});
