import type { Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import type { Preferences, PushChannel } from '../domain/notifications.ts';
import type { PetitionerChannel } from '../domain/petitioner-messages.ts';
import { shardOf } from './cases.ts';
import { type Condition, ConditionFailed, type Database, type Item, queryAll, type Write } from './database.ts';
import { digest } from './field-cipher.ts';

/** What waits to be sent is spread over so many partitions. */
export const OUTBOX_SHARDS = 4;

/**
 * Something decided that channels beside the inbox may want: a reminder in a mailbox, the digest of a unit, or a notice to
 * a petitioner. What goes to petitioners lies apart: another function sends it, with the key to their addresses.
 */
export interface Outgoing {
  readonly kind: 'REMINDER' | 'DIGEST' | 'PETITIONER';
  /** Where it lies in REMINDERS. */
  readonly source: { readonly pk: string; readonly sk: string };
  /** When it is looked at again. */
  readonly at: Instant;
  /** Deliveries of it that are under way. */
  readonly pending: readonly DeliveryKey[];
}

/** A day and an id: the delivery of one decision to one person by one channel. */
export interface DeliveryKey {
  readonly day: LocalDate;
  readonly id: string;
}

const outgoingId = ({ source }: Pick<Outgoing, 'source'>): string => digest(`${source.pk}|${source.sk}`).slice(0, 32);

/** Who the outbox is for. */
export type Outbox = 'OFFICERS' | 'PETITIONERS';
const shardKey = (outbox: Outbox, shard: number): string =>
  outbox === 'OFFICERS' ? `OUTBOX#${shard}` : `OUTBOX#PETITIONERS#${shard}`;

const outboxKey = (outgoing: Pick<Outgoing, 'kind' | 'source' | 'at'>) => {
  const id = outgoingId(outgoing);
  const outbox = outgoing.kind === 'PETITIONER' ? 'PETITIONERS' : 'OFFICERS';
  return { pk: shardKey(outbox, shardOf(id, OUTBOX_SHARDS)), sk: `${outgoing.at}#${id}` };
};

/** The write that puts it out, for a transaction of its own. */
export const outboxWrite = (outgoing: Outgoing): Write => ({
  kind: 'PUT',
  table: 'REMINDERS',
  item: {
    ...outboxKey(outgoing),
    kind: outgoing.kind,
    source: { ...outgoing.source },
    at: outgoing.at,
    pending: outgoing.pending.map((key) => ({ ...key })),
  },
});

/** Puts something out for delivery; twice does no harm, each delivery is made once. */
export const putOut = (database: Database, outgoing: Outgoing): Promise<void> => database.write(outboxWrite(outgoing));

/** What is due of a shard by `now`, oldest first. */
export async function dueOutgoing(
  database: Database,
  outbox: Outbox,
  shard: number,
  now: Instant,
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly due: readonly Outgoing[]; readonly next?: string }> {
  const page = await database.query({
    table: 'REMINDERS',
    pk: shardKey(outbox, shard),
    to: `${now}#~`,
    consistent: true,
    ...options,
  });
  const due = page.items.map(({ kind, source, at, pending }) => ({ kind, source, at, pending }) as unknown as Outgoing);
  return { due, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** When the next is due; undefined when nothing waits. */
export async function nextOutgoing(database: Database, outbox: Outbox): Promise<Instant | undefined> {
  const shards = Array.from({ length: OUTBOX_SHARDS }, (_, shard) => shard);
  const pages = await Promise.all(
    shards.map((shard) => database.query({ table: 'REMINDERS', pk: shardKey(outbox, shard), limit: 1 })),
  );
  return pages.flatMap(({ items }) => items.map(({ at }) => at as Instant)).sort()[0];
}

/** Done with it, or looked at again later. */
export async function settleOutgoing(
  database: Database,
  outgoing: Outgoing,
  later?: { readonly at: Instant; readonly pending: readonly DeliveryKey[] },
): Promise<void> {
  const gone: Write = { kind: 'DELETE', table: 'REMINDERS', key: outboxKey(outgoing) };
  if (!later) return database.write(gone);
  if (later.at === outgoing.at) return database.write(outboxWrite({ ...outgoing, ...later }));
  return database.transact([gone, outboxWrite({ ...outgoing, ...later })]);
}

/** The ledger of deliveries: one line for each decision, person and channel. No name, no content, no case number. */
export interface Delivery extends DeliveryKey {
  /** Absent where it goes to a petitioner, whom no ledger names. */
  readonly officer?: OfficerId;
  readonly channel: PushChannel | PetitionerChannel;
  /** Clock and step, the digest, or the step told to a petitioner, e.g. `INFORM_15D D+1`, `ACCEPTED`. */
  readonly what: string;
  readonly state: 'WAITING' | 'SENT' | 'NOT_SENT' | 'FAILED';
  readonly attempts: number;
  /** Grows with every write of the line: who read an older one has read what another run has changed since. */
  readonly rev: number;
  readonly at: Instant;
  /** Not before; for one that waits. */
  readonly notBefore?: Instant;
  /** Why it was not sent (ANSWERED, NOT_RESPONSIBLE …), or what the channel answered. */
  readonly reason?: string;
}

const deliveryKey = ({ day, id }: DeliveryKey) => ({ pk: `DELIVERY#${day}`, sk: id });
const undelivered = ({ day, id }: DeliveryKey) => ({ pk: 'UNDELIVERED', sk: `${day}#${id}` });

export const deliveryId = (sk: string, officer: OfficerId, channel: PushChannel): string =>
  digest(`${sk}|${officer}|${channel}`).slice(0, 32);

/** Lines of the ledger by their keys; those that were never begun are left out. */
export async function readDeliveriesOf(
  database: Database,
  keys: readonly DeliveryKey[],
): Promise<ReadonlyMap<string, Delivery>> {
  const items = await database.getMany('REMINDERS', keys.map(deliveryKey), { consistent: true });
  return new Map(items.map((item) => [item.sk, toDelivery(item)]));
}

export async function readDelivery(database: Database, key: DeliveryKey): Promise<Delivery | undefined> {
  const item = await database.get('REMINDERS', deliveryKey(key), { consistent: true });
  return item && toDelivery(item);
}

/** Whether any of these deliveries of a day is on record, in whatever state. */
export async function anyDelivery(database: Database, day: LocalDate, ids: readonly string[]): Promise<boolean> {
  const keys = ids.map((id) => deliveryKey({ day, id }));
  return (await database.getMany('REMINDERS', keys, { consistent: true })).length > 0;
}

const toDelivery = ({ pk: _pk, sk: _sk, ...delivery }: Item): Delivery =>
  ({ rev: 0, ...delivery }) as unknown as Delivery;

/**
 * Writes a line of the ledger over the one that was read. What did not arrive stands in the list of failures too, until
 * it arrives or nobody needs it any more.
 * @returns the line as it is now; undefined when another run was faster
 */
export async function writeDelivery(
  database: Database,
  delivery: Omit<Delivery, 'rev'>,
  before: Delivery | undefined,
): Promise<Delivery | undefined> {
  const failing = delivery.state === 'FAILED' || (delivery.state === 'WAITING' && delivery.reason !== undefined);
  const line: Delivery = { ...delivery, rev: (before?.rev ?? 0) + 1 };
  const list: Write[] = failing
    ? [{ kind: 'PUT', table: 'REMINDERS', item: { ...undelivered(delivery), ...line } }]
    : before?.reason === undefined
      ? []
      : [{ kind: 'DELETE', table: 'REMINDERS', key: undelivered(delivery) }];
  try {
    await database.transact([
      {
        kind: 'PUT',
        table: 'REMINDERS',
        item: { ...deliveryKey(delivery), ...line },
        condition: before ? unchanged(before) : { kind: 'ABSENT' },
      },
      ...list,
    ]);
    return line;
  } catch (error) {
    if (error instanceof ConditionFailed) return undefined;
    throw error;
  }
}

/** Lines of before revisions were counted have their tries to tell them apart. */
const unchanged = ({ rev, attempts }: Delivery): Condition =>
  rev > 0
    ? { kind: 'EQUALS', attribute: 'rev', value: rev }
    : { kind: 'EQUALS', attribute: 'attempts', value: attempts };

/** Deliveries of a day, or those that did not arrive, of any day. */
export async function readDeliveries(
  database: Database,
  which: LocalDate | 'UNDELIVERED',
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly deliveries: readonly Delivery[]; readonly next?: string }> {
  const pk = which === 'UNDELIVERED' ? which : `DELIVERY#${which}`;
  const page = await database.query({ table: 'REMINDERS', pk, ...options });
  return { deliveries: page.items.map(toDelivery), ...(page.next === undefined ? {} : { next: page.next }) };
}

const PREFERENCES = 'PREFERENCES';
const preferenceKey = (of: OfficerId | UnitId, kind: 'OFFICER' | 'UNIT') => ({
  pk: PREFERENCES,
  sk: `${kind}#${of}`,
});

/** What an officer chose, or what his unit chose for those who did not. */
export async function readPreferences(
  database: Database,
  officer: OfficerId | undefined,
  unit: UnitId,
): Promise<Preferences | undefined> {
  const keys = [...(officer ? [preferenceKey(officer, 'OFFICER')] : []), preferenceKey(unit, 'UNIT')];
  const items = await database.getMany('REMINDERS', keys, { consistent: true });
  const found = items.find(({ sk }) => sk.startsWith('OFFICER#')) ?? items[0];
  return found?.preferences as unknown as Preferences | undefined;
}

/** The same for everybody, read at once. @returns what an officer of a unit chose, or what the unit chose for him */
export async function readAllPreferences(
  database: Database,
): Promise<(officer: OfficerId, unit: UnitId) => Preferences | undefined> {
  const items = await queryAll(database, { table: 'REMINDERS', pk: PREFERENCES, consistent: true });
  const all = new Map(items.map(({ sk, preferences }) => [sk, preferences as unknown as Preferences]));
  return (officer, unit) => all.get(preferenceKey(officer, 'OFFICER').sk) ?? all.get(preferenceKey(unit, 'UNIT').sk);
}

export const writePreferences = (
  database: Database,
  of: { readonly officer: OfficerId } | { readonly unit: UnitId },
  preferences: Preferences,
): Promise<void> =>
  database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: {
      ...('officer' in of ? preferenceKey(of.officer, 'OFFICER') : preferenceKey(of.unit, 'UNIT')),
      preferences: { ...preferences, channels: [...preferences.channels] },
    },
  });
