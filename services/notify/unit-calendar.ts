import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { calendarFeed } from '../../shared/domain/calendar-feed.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { type CaseId, type UnitId, unitId } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Answer, Request } from '../../shared/lambda/http.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { readHeads, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY, queueOf } from '../../shared/store/cases.ts';
import { queryAll } from '../../shared/store/database.ts';
import { readFeed, writeFeed } from '../../shared/store/unit-work.ts';
import type { NotifyHttpDeps } from './http-deps.ts';

interface Reader {
  readonly principal: Principal;
  readonly tree: UnitTree;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A new secret address; whoever had the old one has nothing any more. */
export async function newFeed(
  request: Request<unknown, unknown>,
  { principal, tree }: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const unit = unitId(request.path.id ?? '');
  if (!tree.unit(unit)) throw noFeed();
  if (principal.unit !== unit || !principal.roles.some((role) => role === 'unitHead' || role === 'petitionChief'))
    throw problem(403, 'FORBIDDEN', ['日历订阅由本单位负责人设置', 'the feed of a unit is for its head']);
  const token = randomBytes(32).toString('base64url');
  await writeFeed(database, unit, hashOf(token), request.now);
  return { status: 200, body: { path: `/units/${unit}/calendar.ics?token=${token}` } };
}

/**
 * The clocks of a unit for any calendar program. It is read by everybody in the unit, so that a case in which any of
 * them is complained about is not in it (P-03).
 */
export async function feedOf(
  request: Request<unknown, { readonly token: string }>,
  { database, bureau }: NotifyHttpDeps,
): Promise<Answer> {
  const unit = unitId(request.path.id ?? '');
  const known = await readFeed(database, unit);
  const given = hashOf(request.query.token);
  if (known === undefined || !timingSafeEqual(Buffer.from(known), Buffer.from(given))) throw noFeed();
  const tree = await bureau.tree();
  const queue = unitQueue(unit);
  const ids = await queryAll(database, { table: 'CASES', index: 'worklist', pk: queue });
  let heads = await readHeads(
    database,
    ORDINARY,
    ids.map(({ pk }) => pk as CaseId),
  );
  for (const { id, roles } of membersOf(unit, tree))
    heads = await hideComplaints({ id, unit, roles }, heads, ORDINARY, tree, database);
  const entries = heads
    // By the queue it lies in: a contested referral is its referrer's, what was withdrawn the petition office's.
    .filter((head) => !head.sealed && queueOf(head) === queue)
    .flatMap(({ id, clocks }) =>
      clocks.map(({ code, key, due }) => ({ caseId: id, clock: code, clockKey: key, clockZh: CLOCKS[code].zh, due })),
    );
  return {
    status: 200,
    body: calendarFeed(`${tree.unit(unit)?.name ?? unit} 期限`, entries, request.now),
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
  };
}

const membersOf = (unit: UnitId, tree: UnitTree) => tree.bureau.officers.filter((officer) => officer.unit === unit);

const noFeed = () => problem(404, 'NO_SUCH_FEED', ['没有这个日历订阅', 'there is no such feed']);
