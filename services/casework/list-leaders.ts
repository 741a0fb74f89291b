import { listEntry } from '../../shared/casework/case-view.ts';
import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import { decideAccess, type Principal } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { Instant, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import { type Head, runningClock } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { problem } from '../../shared/lambda/problem.ts';
import { onWorklistsOf } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';

/**
 * 包案不办案: what each sponsoring leader has in hand, and for how many days nothing of his has evidence. The head
 * of the organ and the chief of its petition office see all leaders, in the order of the bureau's table; a leader sees
 * his own cases. Leaders are compared by nothing, least of all by the number of petitions.
 * @throws HttpProblem 403 for anybody else
 */
export async function listLeaders(principal: Principal, now: Instant, tree: UnitTree, deps: PetitionDeps) {
  const access = decideAccess(principal, { kind: 'READ_LEADERS' }, tree);
  const organ = tree.organOf(principal.unit)?.id;
  if (!access.allowed || organ === undefined)
    throw problem(403, 'FORBIDDEN', [
      '包案情况对机关负责人、信访部门负责人和包案领导本人开放',
      'for the head of the organ, the chief of its petition office, and each leader for himself',
    ]);
  const all = principal.roles.some((role) => role === 'bureauHead' || role === 'petitionChief');
  const { calendar } = await deps.bureau.law();
  const heads = (await sponsoredOf(organ, tree, deps)).filter(({ leader }) => all || leader === principal.id);
  const shown = await hideComplaints(principal, heads, ORDINARY, tree, deps.database);
  const byLeader = Map.groupBy(shown, ({ leader }) => leader as OfficerId);
  const order = tree.bureau.officers.map(({ id }) => id);
  return {
    organ,
    limitDays: CLOCKS.LEADER_ACTION.n,
    leaders: [...byLeader]
      .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .map(([leader, cases]) => ({
        leader: { id: leader, name: tree.officer(leader)?.name ?? leader },
        cases: cases
          .map((head) => ({ ...listEntry(head, now, tree, calendar), ...silenceOf(head, now) }))
          .sort((a, b) => (b.daysWithoutAction ?? -1) - (a.daysWithoutAction ?? -1) || (a.id < b.id ? -1 : 1)),
      })),
  };
}

/**
 * How long no action of the leader has had evidence; nothing where his fifteen days do not run, since the case waits for
 * others. `alert`: they are over.
 */
function silenceOf(head: Head, now: Instant) {
  const clock = runningClock(head, 'LEADER_ACTION');
  return {
    lastActionAt: head.leaderActedAt ?? null,
    daysWithoutAction: clock ? diffDays(localDateOf(clock.trigger), localDateOf(now)) : null,
    alert: clock !== undefined && now > clock.dueInstant,
  };
}

/** Open cases of the organ that somebody sponsors, from the lists of its units. */
async function sponsoredOf(organ: UnitId, tree: UnitTree, { database }: PetitionDeps): Promise<Head[]> {
  const units = tree.bureau.units.map(({ id }) => id).filter((id) => tree.organOf(id)?.id === organ);
  return (await onWorklistsOf(database, units)).filter(({ leader }) => leader !== undefined);
}
