import { describe, expect, test } from 'vitest';
import { caseView } from '../../shared/casework/case-view.ts';
import { findCase } from '../../shared/casework/find-case.ts';
import { CALENDAR } from '../../shared/domain/calendar.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
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
