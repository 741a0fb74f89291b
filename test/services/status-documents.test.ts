import { expect, test } from 'vitest';
import { listOwnPapers } from '../../services/documents/own-papers.ts';
import { petitionStatus } from '../../services/intake/petition-status.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import { say } from '../builders/walk-duties.ts';
import { ASKS, asPetitioner, inWindow } from '../builders/walk-review.ts';
import { instant, World } from '../builders/world.ts';

const ADDRESS = '203.0.113.9';
const code = (world: World, id: CaseId) => world.deps.secrets.receiptCode(id);

const statusOf = (world: World, id: CaseId) =>
  petitionStatus(code(world, id), ADDRESS, world.now, world.deps) as Promise<
    Record<string, unknown> & { documents: { kind: string; at: string; method: string }[] }
  >;

test('[P-02] the status lists the papers that went to the petitioner, the very ones that he can open, and no internal one', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await inWindow(world, '2026-04-20T09:00+08:00');
  const letter = { type: 'SUPERVISE', ground: 'S4', finding: '二十日未见进展', guidance: '三日内联系信访人' };
  await say(world, id, 'supervisor-kong', letter);
  await asPetitioner(world, id, ASKS);
  const { documents } = await statusOf(world, id);
  const own = (await listOwnPapers(code(world, id), ADDRESS, world.now, world.deps)).documents;
  expect(documents).toEqual(own.map(({ kind, issuedAt, method }) => ({ kind, at: issuedAt, method })));
  expect(documents.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['DOC-ACCEPT', 'DOC-OPINION', 'DOC-REVIEW-REQ']),
  );
  const issued = (await world.head(id)).documents.map(({ kind }) => kind);
  for (const internal of ['DOC-PLAN', 'DOC-SUPERVISION']) {
    expect(issued).toContain(internal);
    expect(documents.map(({ kind }) => kind)).not.toContain(internal);
  }
});

test('[P-02] while its opinion is reviewed the petition stays accepted and concluded when it was', async () => {
  const world = new World('2026-03-02T01:00:00Z');
  const id = await inWindow(world, '2026-04-20T09:00+08:00');
  const before = await statusOf(world, id);
  expect(before).toMatchObject({ acceptedAt: instant('2026-03-02T01:00:00Z'), concludedAt: expect.any(String) });
  await asPetitioner(world, id, ASKS);
  const during = await statusOf(world, id);
  expect(during.state).toBe('UNDER_REVIEW');
  expect([during.acceptedAt, during.concludedAt]).toEqual([before.acceptedAt, before.concludedAt]);
});
