import { type Alarm, mailboxKey, type Reminder } from '../domain/alarms.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import { alarmItem, type CaseTables, type LoadedCase, readCase } from './cases.ts';
import { ConditionFailed, type Database, type Item, type Write } from './database.ts';

/** A page of due alarms of one shard; ids only, read from the sparse index. */
export interface DuePage {
  readonly ids: readonly CaseId[];
  readonly more: boolean;
}

/** Alarms of a shard that are due by `now`, oldest first: always from the beginning, re-arming removes what is done. */
export async function dueAlarms(
  database: Database,
  tables: CaseTables,
  shard: number,
  now: Instant,
  limit: number,
): Promise<DuePage> {
  const page = await database.query({
    table: tables.cases,
    index: 'alarms',
    pk: `ALARM#${shard}`,
    to: `${now}#~`,
    limit,
  });
  return { ids: page.items.map(({ pk }) => pk as CaseId), more: page.next !== undefined };
}

/** When the next alarm of a shard is due; undefined when none is armed. */
export async function nextAlarm(database: Database, tables: CaseTables, shard: number): Promise<Instant | undefined> {
  const page = await database.query({ table: tables.cases, index: 'alarms', pk: `ALARM#${shard}`, limit: 1 });
  const sk = page.items[0]?.alarmSk;
  return typeof sk === 'string' ? (sk.slice(0, sk.indexOf('#')) as Instant) : undefined;
}

/**
 * Loads cases with their alarms for firing: the alarm first, then the head. A command that stops a clock between the
 * two reads has moved the alarm, so that the write below fails instead of reminding of a clock that stopped.
 */
export async function loadForFiring(
  database: Database,
  tables: CaseTables,
  ids: readonly CaseId[],
): Promise<LoadedCase[]> {
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
  return heads.map((head) => readCase(head, byId.get(head.pk)));
}

/** A reminder as it lies in an inbox. Case number, clock and dates only; nothing of the petition. */
export function reminderItem(id: CaseId, reminder: Reminder, decidedAt: Instant): Item {
  const { mailbox, roles, covers, missed, hiddenFrom, ...plain } = reminder;
  return {
    pk: mailboxKey(mailbox),
    sk: `${reminder.at}#${id}#${reminder.clock}#${reminder.key}`,
    caseId: id,
    decidedAt,
    roles: [...roles],
    covers: [...covers],
    missed: [...missed],
    hiddenFrom: [...hiddenFrom],
    ...plain,
  } as Item;
}

/**
 * Decides reminders: one transaction re-arms the alarm and puts each reminder where it belongs.
 * @returns false when the alarm moved meanwhile; the next sweep sees the case again if something is still due
 */
export async function decideReminders(
  database: Database,
  tables: CaseTables,
  loaded: LoadedCase,
  reminders: readonly Reminder[],
  alarm: Alarm,
  now: Instant,
): Promise<boolean> {
  const { id } = loaded.head;
  const rearmed: Write = {
    kind: 'PUT',
    table: tables.cases,
    item: alarmItem(id, alarm),
    condition: { kind: 'EQUALS', attribute: 'rev', value: loaded.alarm.rev },
  };
  let decided: Write[] = reminders.map((reminder) => ({
    kind: 'PUT',
    table: 'REMINDERS',
    item: reminderItem(id, reminder, now),
    condition: { kind: 'ABSENT' },
  }));
  for (;;) {
    try {
      await database.transact([rearmed, ...decided]);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      if (error.positions.includes(0)) return false;
      // Already in the inbox, from a table restored behind the alarms: it stays as it is, the alarm moves on.
      decided = decided.filter((_, at) => !error.positions.includes(at + 1));
    }
  }
}
