import { type Alarm, NEW_ALARM, rearm } from '../domain/alarms.ts';
import type { Calendar } from '../domain/calendar.ts';
import { CLOCKS } from '../domain/clock-table.ts';
import type { CommandType, Identity } from '../domain/commands.ts';
import { evolve } from '../domain/evolve.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import { type Head, isOnWorklist, type TextField } from '../domain/petition.ts';
import type { Actor, PetitionEvent } from '../domain/petition-events.ts';
import { ALARM_DUE } from '../events/message.ts';
import { canonicalJson, type HistoryRecord, NO_PREVIOUS } from '../events/record.ts';
import { ConditionFailed, type Database, type Item, queryAll, type Write, withConflictRetry } from './database.ts';
import { digest, encryptField, type KeyRing } from './field-cipher.ts';
import { JOURNAL_SHARDS } from './journal-shards.ts';
import { packJson, unpackJson } from './packed-json.ts';
import { bodyWrites, type PersonTokens } from './petition-texts.ts';
import { rulingWrites } from './rulings.ts';
import type { TableKey } from './tables.ts';

/** Alarms and journal are spread over so many partitions. */
export const ALARM_SHARDS = 16;
/** So are closed cases whose clocks still run: by id and not by unit, since units are merged and leave the tables. */
export const CLOSED_SHARDS = 4;
export { JOURNAL_SHARDS };

/** Where cases live: ordinary ones apart from their texts, sealed ones wholly in their own table. */
export interface CaseTables {
  readonly cases: TableKey;
  readonly texts: TableKey;
}
export const ORDINARY: CaseTables = { cases: 'CASES', texts: 'TEXTS' };
export const SEALED: CaseTables = { cases: 'SEALED', texts: 'SEALED' };

/** A case as loaded: what to write back against. */
export interface LoadedCase {
  readonly head: Head;
  /** Hash of the last record. */
  readonly chain: string;
  readonly wrappedKey: Uint8Array;
  readonly alarm: Alarm;
}

/** One case's share of a command. */
export interface Change {
  readonly loaded?: LoadedCase;
  readonly events: readonly PetitionEvent[];
  readonly texts?: Readonly<Record<string, string>>;
  readonly body?: {
    readonly texts: Partial<Record<TextField, string>>;
    readonly identity?: Identity;
    /** Other texts of the registration: visit record, help needed, representatives. */
    readonly extra?: Readonly<Record<string, string>>;
    readonly tokens?: PersonTokens;
    /** Fields as stored before; a correction writes all of them again. */
    readonly previous?: Item;
  };
  /** What its record says instead of the command that brought it about. */
  readonly record?: Pick<CommandRecord, 'actor' | 'command'>;
}

export interface CommandRecord {
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandType | 'SUBMIT';
  readonly commandKey?: string;
}

/** Somebody else stored a newer version first; nothing was written. */
export class VersionConflict extends Error {
  constructor() {
    super('the case has a newer version');
    this.name = 'VersionConflict';
  }
}

/** The alarm moved while the command was being decided: decide again, no officer needs to know. */
export class AlarmMoved extends Error {
  constructor() {
    super('the alarm was re-armed meanwhile');
    this.name = 'AlarmMoved';
  }
}

const versionKey = (version: number): string => `V#${String(version).padStart(8, '0')}`;

/** Shard of an id: stable, evenly spread. */
export function shardOf(id: string, shards: number): number {
  return Number.parseInt(digest(id).slice(0, 6), 16) % shards;
}

/** Reads head and alarm, consistently. */
export async function loadCase(database: Database, tables: CaseTables, id: CaseId): Promise<LoadedCase | undefined> {
  const items = await database.getMany(
    tables.cases,
    [
      { pk: id, sk: 'ALARM' },
      { pk: id, sk: 'HEAD' },
    ],
    { consistent: true },
  );
  const head = items.find(({ sk }) => sk === 'HEAD');
  return (
    head &&
    readCase(
      head,
      items.find(({ sk }) => sk === 'ALARM'),
    )
  );
}

/** Puts a case together from its stored items. */
export function readCase(head: Item, alarm: Item | undefined): LoadedCase {
  return {
    head: JSON.parse(unpackJson(head.head as Uint8Array)) as Head,
    chain: head.chain as string,
    wrappedKey: head.dataKey as Uint8Array,
    alarm: alarm ? readAlarm(alarm) : NEW_ALARM,
  };
}

export const readAlarm = (item: Item): Alarm => ({
  rev: item.rev as number,
  fired: item.fired as unknown as string[],
  ...(item.wakeAt ? { wakeAt: item.wakeAt as Instant } : {}),
});

/** The item of an alarm; in the index only while it has something to wake up for. */
export function alarmItem(id: CaseId, alarm: Alarm): Item {
  return {
    pk: id,
    sk: 'ALARM',
    rev: alarm.rev,
    fired: [...alarm.fired],
    ...(alarm.wakeAt
      ? {
          wakeAt: alarm.wakeAt,
          alarmPk: `ALARM#${shardOf(id, ALARM_SHARDS)}`,
          alarmSk: `${alarm.wakeAt}#${id}`,
        }
      : {}),
  };
}

/** What a command left behind: the new heads, in the order of the changes. */
export interface Stored {
  readonly heads: readonly Head[];
  readonly records: readonly HistoryRecord[];
}

/** Everything one command writes, prepared: heads, records, alarms, bodies. */
export interface Prepared extends Stored {
  readonly writes: readonly Write[];
  /** Positions in `writes` of heads and of alarms, to tell conflicts apart. */
  readonly headPositions: readonly number[];
  readonly alarmPositions: readonly number[];
}

/**
 * A case that becomes a major one is reminded of earlier, by the same clocks. Whoever is complained about from now on
 * must hear of no reminder: a sweep that looked a moment before finds its alarm moved, and looks again.
 */
const isRemindedAlike = (before: Head, { clocks, major, accused }: Head): boolean =>
  before.clocks === clocks && before.major === major && canonicalJson(before.accused) === canonicalJson(accused);

/**
 * Prepares the one transaction of a command: for each case the head under its version, the next record of its
 * history, and the alarm where clocks changed. The caller may add writes of his own (a receipt) before committing.
 */
export async function prepare(
  tables: readonly CaseTables[],
  changes: readonly Change[],
  record: CommandRecord,
  dataKeys: readonly { plain: Uint8Array; wrapped: Uint8Array }[],
  calendar: Calendar,
): Promise<Prepared> {
  const writes: Write[] = [];
  const headPositions: number[] = [];
  const alarmPositions: number[] = [];
  const heads: Head[] = [];
  const records: HistoryRecord[] = [];
  for (const [at, change] of changes.entries()) {
    const place = tables[at];
    const dataKey = dataKeys[at];
    if (!place || !dataKey) throw new Error('each change needs its tables and its data key');
    const before = change.loaded?.head;
    const head = evolve(before, change.events, record.at);
    const encrypted = encryptTexts(head, change.texts ?? {}, dataKey.plain);
    const history = chainRecord(head, change, change.record ? { at: record.at, ...change.record } : record, encrypted);
    const unmoved = before !== undefined && isRemindedAlike(before, head);
    const alarm = unmoved ? undefined : rearm(head, change.loaded?.alarm ?? NEW_ALARM, calendar);
    const alarmDue = alarm?.wakeAt !== undefined && alarm.wakeAt <= record.at;
    headPositions.push(writes.length);
    writes.push({
      kind: 'PUT',
      table: place.cases,
      item: headItem(head, history.hash, dataKey.wrapped),
      condition: before ? { kind: 'EQUALS', attribute: 'version', value: before.version } : { kind: 'ABSENT' },
    });
    writes.push({
      kind: 'PUT',
      table: place.cases,
      item: historyItem(history, encrypted, alarmDue),
      condition: { kind: 'ABSENT' },
    });
    if (alarm) {
      alarmPositions.push(writes.length);
      writes.push({
        kind: 'PUT',
        table: place.cases,
        item: alarmItem(head.id, alarm),
        condition:
          change.loaded && change.loaded.alarm.rev > 0
            ? { kind: 'EQUALS', attribute: 'rev', value: change.loaded.alarm.rev }
            : { kind: 'ABSENT' },
      });
    }
    writes.push(...rulingWrites(place, before, head));
    if (change.body) writes.push(...bodyWrites(place.texts, head.petitionId, change.body, dataKey));
    heads.push(head);
    records.push(history);
  }
  return { writes, headPositions, alarmPositions, heads, records };
}

/** A case that was only looked at is as it was. */
export const headCheck = (tables: CaseTables, { id, version }: Head): Write => ({
  kind: 'CHECK',
  table: tables.cases,
  key: { pk: id, sk: 'HEAD' },
  condition: { kind: 'EQUALS', attribute: 'version', value: version },
});

/**
 * Commits what was prepared, with any further writes, all or nothing.
 * @throws VersionConflict, AlarmMoved, ConditionFailed (for the further writes, positions counted from theirs)
 */
export async function commit(database: Database, prepared: Prepared, further: readonly Write[] = []): Promise<void> {
  try {
    await withConflictRetry(() => database.transact([...prepared.writes, ...further]));
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const { positions } = error;
    const own = prepared.writes.length;
    if (positions.some((position) => position >= own))
      throw new ConditionFailed(positions.filter((position) => position >= own).map((position) => position - own));
    if (prepared.headPositions.some((position) => positions.includes(position))) throw new VersionConflict();
    if (prepared.alarmPositions.some((position) => positions.includes(position))) throw new AlarmMoved();
    throw new VersionConflict();
  }
}

function encryptTexts(
  head: Head,
  texts: Readonly<Record<string, string>>,
  dataKey: Uint8Array,
): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      encryptField(dataKey, head.petitionId, recordField(head.id, head.version, name), text),
    ]),
  );
}

/** Name under which a text of a record is bound to its ciphertext. */
export const recordField = (id: CaseId, version: number, name: string): string => `${id}/${version}/${name}`;

function chainRecord(
  head: Head,
  change: Change,
  record: CommandRecord,
  encrypted: Readonly<Record<string, Uint8Array>>,
): HistoryRecord {
  const unchained = {
    caseId: head.id,
    version: head.version,
    at: record.at,
    actor: record.actor,
    command: record.command,
    ...(record.commandKey ? { commandKey: record.commandKey } : {}),
    events: change.events,
    texts: Object.fromEntries(Object.entries(encrypted).map(([name, bytes]) => [name, digest(bytes)])),
    previous: change.loaded?.chain ?? NO_PREVIOUS,
  };
  return { ...unchained, hash: digest(canonicalJson(unchained)) };
}

/** The queue in which an open case lies: of the unit that owes the next step, or for screening. */
export function queueOf(head: Head): string {
  // An objection waits for the office that referred, not for the unit that objected.
  const objected = head.state === 'OBJECTED' ? head.referral?.from : undefined;
  // What was withdrawn or settled is confirmed and closed by the petition office, not by the unit that handled it.
  const agreed = head.state === 'WITHDRAWN' || head.state === 'SETTLED' ? head.office : undefined;
  const holder = objected ?? agreed ?? head.unit;
  return head.screened ? `UNIT#${holder}` : `SCREEN#${head.office}`;
}

/**
 * The head with what finds it in a list: an open case lies in one queue, by the date that the law sets next; our own
 * promises show in the entry and move nothing. A closed one lies in a list for the audit while
 * clocks run, by the last of their dates.
 */
function headItem(head: Head, chain: string, wrappedKey: Uint8Array): Item {
  const binding = head.clocks.filter(({ code }) => CLOCKS[code].class !== 'POLICY' && !CLOCKS[code].lapses);
  const nextDue = (binding.length > 0 ? binding : head.clocks).map(({ dueInstant }) => dueInstant).sort()[0] ?? '9999';
  const lastDue = head.clocks
    .map(({ dueInstant }) => dueInstant)
    .sort()
    .at(-1);
  const closed = lastDue && { list: `CLOSED#${shardOf(head.id, CLOSED_SHARDS)}`, by: lastDue };
  const place = isOnWorklist(head) ? { list: queueOf(head), by: nextDue } : closed;
  return {
    pk: head.id,
    sk: 'HEAD',
    version: head.version,
    head: packJson(JSON.stringify(head)),
    chain,
    dataKey: wrappedKey,
    ...(place ? { worklistPk: place.list, worklistSk: `${place.by}#${head.id}` } : {}),
  };
}

function historyItem(record: HistoryRecord, encrypted: Readonly<Record<string, Uint8Array>>, alarmDue: boolean): Item {
  return {
    pk: record.caseId,
    sk: versionKey(record.version),
    record: packJson(canonicalJson(record)),
    types: [...record.events.map(({ type }) => type), ...(alarmDue ? [ALARM_DUE] : [])],
    ...(Object.keys(encrypted).length > 0 ? { texts: encrypted } : {}),
    journalPk: `DAY#${record.at.slice(0, 10)}#${shardOf(record.caseId, JOURNAL_SHARDS)}`,
    journalSk: `${record.at}#${record.caseId}#${record.version}`,
  };
}

/** A record with the ciphertexts of its texts. */
export interface StoredRecord {
  readonly record: HistoryRecord;
  readonly texts: Readonly<Record<string, Uint8Array>>;
}

/** History of a case from a version on, oldest first. */
export async function readHistory(
  database: Database,
  tables: CaseTables,
  id: CaseId,
  fromVersion = 1,
): Promise<StoredRecord[]> {
  const items = await queryAll(database, {
    table: tables.cases,
    pk: id,
    from: versionKey(fromVersion),
    to: 'V#99999999',
    consistent: true,
  });
  return items.map(storedRecord);
}

/** One record of a case. */
export async function readRecord(
  database: Database,
  tables: CaseTables,
  id: CaseId,
  version: number,
): Promise<StoredRecord | undefined> {
  const item = await database.get(tables.cases, { pk: id, sk: versionKey(version) }, { consistent: true });
  return item && storedRecord(item);
}

const storedRecord = (item: Item): StoredRecord => ({
  record: JSON.parse(unpackJson(item.record as Uint8Array)) as HistoryRecord,
  texts: (item.texts ?? {}) as Record<string, Uint8Array>,
});

/** Key rings: sealed cases have one of their own, which a rule does not hold. */
export interface KeyRings {
  readonly keys: KeyRing;
  readonly sealedKeys?: KeyRing | undefined;
}

/** Data key of a loaded case, unwrapped by the ring that it belongs to. */
export async function dataKeyOf(
  { keys, sealedKeys }: KeyRings,
  { head, wrappedKey }: LoadedCase,
): Promise<{ plain: Uint8Array; wrapped: Uint8Array }> {
  const ring = head.sealed ? sealedKeys : keys;
  if (!ring) throw new Error('whoever has no ring for sealed cases opens none');
  return { plain: await ring.unwrap(wrappedKey, head.petitionId), wrapped: wrappedKey };
}
