import { type Alarm, mailboxKey, type Reminder } from '../domain/alarms.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import { clockName } from '../domain/petition.ts';
import type { PetitionerNotice } from '../domain/petitioner-messages.ts';
import { alarmItem, type CaseTables, type LoadedCase, readCase } from './cases.ts';
import { ConditionFailed, type Database, type Item, type Write, withConflictRetry } from './database.ts';
import { noticeWrites } from './petitioner-notices.ts';

/** A page of due alarms of one shard; ids only, read from the sparse index. */
export interface DuePage {
  readonly ids: readonly CaseId[];
  /** Position of the next page; absent at the end of what is due. */
  readonly next?: string;
}

/**
 * Alarms of a shard that are due by `now`, oldest first. Re-arming removes what is done, but the index may show it a
 * little longer: whoever wants the rest goes on after the page and does not begin anew.
 */
export async function dueAlarms(
  database: Database,
  tables: CaseTables,
  shard: number,
  now: Instant,
  options: { readonly limit: number; readonly after?: string },
): Promise<DuePage> {
  const page = await database.query({
    table: tables.cases,
    index: 'alarms',
    pk: `ALARM#${shard}`,
    to: `${now}#~`,
    ...options,
  });
  return { ids: page.items.map(({ pk }) => pk as CaseId), ...(page.next === undefined ? {} : { next: page.next }) };
}

/** When the next alarm of a shard is due; undefined when none is armed. */
export async function nextAlarm(database: Database, tables: CaseTables, shard: number): Promise<Instant | undefined> {
  const page = await database.query({ table: tables.cases, index: 'alarms', pk: `ALARM#${shard}`, limit: 1 });
  const sk = page.items[0]?.alarmSk;
  return typeof sk === 'string' ? (sk.slice(0, sk.indexOf('#')) as Instant) : undefined;
}

/** A case whose alarm rang. */
export interface RingingCase extends LoadedCase {
  /** How often in a row its reminders could not be decided. */
  readonly failures: number;
}

/**
 * Loads cases with their alarms for firing: the alarm first, then the head. A command that stops a clock between the
 * two reads has moved the alarm, so that the write below fails instead of reminding of a clock that stopped.
 */
export async function loadForFiring(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
): Promise<RingingCase[]> {
  const alarms = await database.getMany(
    tables.cases,
    ids.map((id) => ({ pk: id, sk: 'ALARM' })),
    { consistent: true },
  );
  const heads = await database.getMany(
    tables.cases,
    alarms.map(({ pk }) => ({ pk, sk: 'HEAD' })),
    { consistent: true },
  );
  const byId = new Map<string, Item>(alarms.map((alarm) => [alarm.pk, alarm]));
  return heads.map((head) => {
    const alarm = byId.get(head.pk);
    return { ...readCase(head, alarm), failures: (alarm?.failures as number | undefined) ?? 0 };
  });
}

/** With the last day: a clock that was moved has steps of its own, now and then at an hour that one of the old had. */
const reminderSk = (id: CaseId, { at, clock, clockKey, key, nominalDue }: Reminder): string =>
  `${at}#${id}#${clockName(clock, clockKey)}#${key}@${nominalDue}`;

/** A reminder as it lies in an inbox. Case number, clock and dates only; nothing of the petition. */
export function reminderItem(id: CaseId, reminder: Reminder, decidedAt: Instant): Item {
  const { mailbox, roles, covers, missed, hiddenFrom, ...plain } = reminder;
  return {
    pk: mailboxKey(mailbox),
    sk: reminderSk(id, reminder),
    caseId: id,
    decidedAt,
    roles: [...roles],
    covers: [...covers],
    missed: [...missed],
    hiddenFrom: [...hiddenFrom],
    ...plain,
  } as Item;
}

/** What is decided together with reminders. */
export interface DecidedBeside {
  /** To the petitioner. */
  readonly notices?: readonly PetitionerNotice[];
  /** Stored with them or not at all; where one of these no longer fits, the next sweep decides anew. */
  readonly beside?: readonly Write[];
}

/**
 * Decides reminders: one transaction re-arms the alarm and puts each reminder, and what the petitioner is told, where
 * it belongs.
 * @returns false when the alarm moved meanwhile; the next sweep sees the case again if something is still due
 */
export async function decideReminders(
  database: Database,
  tables: CaseTables,
  loaded: LoadedCase,
  reminders: readonly Reminder[],
  alarm: Alarm,
  now: Instant,
  { notices = [], beside = [] }: DecidedBeside = {},
): Promise<boolean> {
  const { id } = loaded.head;
  const rearmed: Write = {
    kind: 'PUT',
    table: tables.cases,
    item: alarmItem(id, alarm),
    condition: { kind: 'EQUALS', attribute: 'rev', value: loaded.alarm.rev },
  };
  const entries: Write[] = reminders.map((reminder) => ({
    kind: 'PUT',
    table: 'REMINDERS',
    item: reminderItem(id, reminder, now),
    condition: { kind: 'ABSENT' },
  }));
  let decided = [...entries, ...notices.flatMap((notice) => noticeWrites(notice, now))];
  for (;;) {
    try {
      await withConflictRetry(() => database.transact([rearmed, ...beside, ...decided]));
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      if (error.positions.some((position) => position <= beside.length)) return false;
      // Already in the inbox, from a table restored behind the alarms: it stays as it is, the alarm moves on.
      decided = decided.filter((_, at) => !error.positions.includes(at + 1 + beside.length));
    }
  }
}

/**
 * Puts an alarm back that could not be handled: it rings again at `retryAt`. No threshold counts as decided, so that
 * what was due stays due; a command that changes the clocks, or a success, forgets the failures.
 * @returns false when the alarm moved meanwhile
 */
export async function putOffAlarm(
  database: Database,
  tables: CaseTables,
  { head, alarm, failures }: RingingCase,
  retryAt: Instant,
): Promise<boolean> {
  try {
    await withConflictRetry(() =>
      database.write({
        kind: 'PUT',
        table: tables.cases,
        item: {
          ...alarmItem(head.id, { ...alarm, rev: alarm.rev + 1, wakeAt: retryAt }),
          failures: failures + 1,
        },
        condition: { kind: 'EQUALS', attribute: 'rev', value: alarm.rev },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
