import type { Officer } from '../../../shared/domain/bureau.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Item } from '../../../shared/store/database.ts';
import { complainsOf, standsAside } from '../oracle/who-may.ts';
import type { FollowedCase } from './case-book.ts';
import { leaveOn, lineAbove } from './deliveries.ts';

/** A call for help goes to one after the other of those on duty, every five minutes to the next. */
export const isCall = ({ pk, clock }: Item): boolean => clock === 'ACK_URGENT' && pk.split('#')[2] === 'dutyLeader';

const MINUTES = 5;

/** Whoever is on duty in the organ of the case, in whichever of its units, in the order of the tables. */
export const onDutyIn = ({ organ }: FollowedCase['head'], tree: UnitTree): readonly Officer[] =>
  tree.bureau.officers.filter(({ unit, roles }) => roles.includes('dutyLeader') && tree.organOf(unit)?.id === organ);

/** The first call is that of the beginning; the end of the five minutes stands for the second. */
function callOf({ key }: Item): number {
  const minutes = /^M\+(\d+)$/.exec(String(key))?.[1];
  return minutes === undefined ? 1 : Number(minutes) / MINUTES;
}

/**
 * Whose turn it is at a call on a day; undefined where it is not judged: somebody on duty is complained about or stepped aside,
 * then nobody outside can tell how many were left.
 */
export function inTurn(
  entry: Item,
  { head, accusedAt }: FollowedCase,
  day: string,
  tree: UnitTree,
): string | undefined {
  const leaveOf = (id: string) => leaveOn(id, day, tree);
  const onDuty = onDutyIn(head, tree);
  if (onDuty.some(({ id }) => standsAside(head, id))) return undefined;
  if (accusedAt.size > 0 && onDuty.some(({ id }) => lineAbove(id, tree).some((one) => accusedAt.has(one))))
    return undefined;
  const there = onDuty.filter(({ id }) => {
    const deputy = leaveOf(id)?.deputy;
    return deputy === undefined || !leaveOf(deputy);
  });
  const called = there[callOf(entry) % Math.max(there.length, 1)]?.id;
  const deputy = called === undefined ? undefined : leaveOf(called)?.deputy;
  return deputy !== undefined && !complainsOf(head, deputy, tree) ? deputy : called;
}
