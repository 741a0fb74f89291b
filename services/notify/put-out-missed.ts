import { type Mailbox, mailboxKey } from '../../shared/domain/alarms.ts';
import { addMinutes, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, OfficerId } from '../../shared/domain/ids.ts';
import { deputyOf } from '../../shared/domain/leave.ts';
import { isPushed, type Lamp, PUSH_CHANNELS } from '../../shared/domain/notifications.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database, Item } from '../../shared/store/database.ts';
import { readInboxFrom } from '../../shared/store/inbox.ts';
import { anyDelivery, deliveryId, putOut, readAllPreferences } from '../../shared/store/notifications.ts';

/** What was decided in the last hour the relay still has in hand. */
const IN_HAND_MINUTES = 60;
/** A relay that was off for five days, and some more until somebody looks. */
const LOOK_BACK_MINUTES = 9 * 24 * 60;
/** A reminder that was decided late may be of a step that was due weeks before. */
const LATE_MINUTES = 60 * 24 * 60;

/**
 * What the relay never heard of: a stream forgets after a day, the inbox does not. What was new, red or overdue in the
 * last nine days, or since the last run looked where that is longer ago, and somebody wants outside the inbox, is put out
 * if no delivery of it is on record; each is looked at anew when it is sent.
 * @param lastRun when this was done last; undefined where no run has come to its end
 * @returns how many were put out
 */
export async function putOutMissed(
  now: Instant,
  lastRun: Instant | undefined,
  tree: UnitTree,
  database: Database,
): Promise<number> {
  const nineDays = addMinutes(now, -LOOK_BACK_MINUTES);
  // Where no run is on record none may have come to its end since the first reminder.
  const unseen = lastRun ? addMinutes(lastRun, -IN_HAND_MINUTES) : addMinutes(now, -LATE_MINUTES);
  const since = unseen < nineDays ? unseen : nineDays;
  const until = addMinutes(now, -IN_HAND_MINUTES);
  const isMissable = (item: Item): boolean =>
    isPushed({ colour: item.colour as Lamp }) && String(item.decidedAt) >= since && String(item.decidedAt) <= until;
  const preferencesOf = await readAllPreferences(database);
  const wantsMore = (id: OfficerId): boolean => {
    const unit = tree.officer(id)?.unit;
    return unit !== undefined && (preferencesOf(id, unit)?.channels.length ?? 0) > 0;
  };
  let missed = 0;
  for (const [mailbox, holders] of mailboxesOf(now, tree)) {
    // Nobody is told outside the inbox who does not want to be: his mailbox need not be read.
    if (!holders.some(wantsMore)) continue;
    const decided = await readInboxFrom(database, mailbox, addMinutes(since, -LATE_MINUTES));
    for (const item of decided.filter(isMissable)) {
      if (!(await isMissed(item, holders, database))) continue;
      await putOut(database, { kind: 'REMINDER', source: { pk: item.pk, sk: item.sk }, at: now, pending: [] });
      missed += 1;
    }
  }
  return missed;
}

/** Mailboxes that are pushed from, with those who answer for them today; of the sealed desk's nothing leaves the house. */
function mailboxesOf(now: Instant, tree: UnitTree): (readonly [Mailbox, readonly OfficerId[]])[] {
  const byKey = new Map<string, readonly [Mailbox, OfficerId[]]>();
  // What was sent to a unit that is no more is for whoever took over from it.
  const standsFor = Map.groupBy(tree.bureau.units, (one) => tree.presentOf(one.id));
  for (const { id, unit, roles } of tree.bureau.officers) {
    const deputy = deputyOf(id, localDateOf(now), tree)?.id;
    const own: Mailbox[] = [
      { kind: 'OFFICER', officer: id },
      ...roles
        .filter((role) => role !== 'sealedOfficer')
        .flatMap((role) => (standsFor.get(unit) ?? []).map((one): Mailbox => ({ kind: 'ROLE', unit: one.id, role }))),
    ];
    for (const mailbox of own) {
      const known = byKey.get(mailboxKey(mailbox)) ?? ([mailbox, []] as const);
      known[1].push(id, ...(deputy ? [deputy] : []));
      byKey.set(mailboxKey(mailbox), known);
    }
  }
  return [...byKey.values()];
}

/** Nothing says that anybody was told. */
async function isMissed({ sk, decidedAt }: Item, holders: readonly OfficerId[], database: Database): Promise<boolean> {
  const ids = holders.flatMap((id) => PUSH_CHANNELS.map((channel) => deliveryId(sk, id, channel)));
  return !(await anyDelivery(database, localDateOf(decidedAt as Instant), ids));
}
