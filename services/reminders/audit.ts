import type { Context } from 'aws-lambda';
import { type Alarm, NEW_ALARM } from '../../shared/domain/alarms.ts';
import { addMinutes, type Calendar, localDateOf, parseInstant } from '../../shared/domain/calendar.ts';
import { movesOf } from '../../shared/domain/clock-moves.ts';
import type { Instant, UnitId } from '../../shared/domain/ids.ts';
import type { Law } from '../../shared/domain/law.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { log } from '../../shared/lambda/log.ts';
import { type AuditRecord, type Finding, recordScheduleRun, writeAudit } from '../../shared/store/audits.ts';
import { CLOSED_LISTS, readQueue, screeningQueue, unitQueue } from '../../shared/store/case-lists.ts';
import { alarmItem, type CaseTables, loadCase, readAlarm } from '../../shared/store/cases.ts';
import { ConditionFailed, type Database, type Item } from '../../shared/store/database.ts';
import { type RemindersDeps, remindersDeps } from './deps.ts';
import { type ExpectedThreshold, expectedThresholds } from './expected-thresholds.ts';

let warm: Promise<RemindersDeps> | undefined;

/** Time kept back for the record. */
const RESERVE_MS = 15_000;
/** A sweep that is a few ticks late is no finding. */
const GRACE_MINUTES = 15;
const PAGE = 100;
/** Queues walked at the same time. */
const AT_ONCE = 8;
/**
 * A closed case is looked at until so many days after the last of its dates: the last step comes a week after it, the
 * rest is for days without an audit. Nobody may ever stop a rating that was not given; its case is not read for ever.
 */
const CLOSED_LOOK_BACK_MINUTES = 60 * 24 * 60;
/** Whoever loads a calendar moves the clocks with it, page after page; after so long some were forgotten. */
const MOVES_WITHIN_MINUTES = 60;
/** Findings that the record names; all of them are counted. */
const EXAMPLES = 50;

// Called by AWS, daily at 07:30; `time` is the schedule's own
export async function handler(event: { time: string }, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  // Cold start only
  warm ??= remindersDeps(process.env);
  const deps = await warm;
  // Every run
  const now = parseInstant(event.time);
  if (!now) throw new Error(`an audit needs the time of its run, not ${event.time}`);
  const record = await audit(now, deps, () => context.getRemainingTimeInMillis() > RESERVE_MS);
  // What is missing was put right, and is a fault of the system all the same: its alarm has to ring.
  if (record.findings > 0 || !record.complete)
    throw new Error(`the audit found ${record.findings} thresholds without their alarm, complete: ${record.complete}`);
  return record;
}

/**
 * Looks at the sweep from outside: walks the queues in which people find their open cases and the lists of closed ones
 * whose clocks still run, works out from the table of clocks what must have been or will be decided, and compares it
 * with the alarm of each. It never asks the index of alarms: what is missing there would be missing here too. What
 * nothing would wake for is armed again; the next sweep decides it.
 */
export async function audit(now: Instant, deps: RemindersDeps, timeLeft: () => boolean): Promise<AuditRecord> {
  const { database, tables } = deps;
  const tree = await deps.bureau.tree();
  const law = await deps.bureau.law();
  const count = { heads: 0, clocks: 0, thresholds: 0 };
  const findings: Finding[] = [];
  let complete = true;
  async function walk({ queue, from }: Walk): Promise<void> {
    for (let after: string | undefined, more = true; more && complete; ) {
      const page = await readQueue(database, tables, queue, {
        limit: PAGE,
        ...(after ? { after } : {}),
        ...(from ? { from } : {}),
      });
      for (const found of await auditHeads(page.heads, now, law, tables, database, count)) findings.push(found);
      after = page.next;
      more = after !== undefined;
      complete = complete && (timeLeft() || !more);
    }
  }
  const queues = [...tree.bureau.units.flatMap(({ id }) => queuesOf(id)), ...closedSince(now)];
  for (let start = 0; start < queues.length; start += AT_ONCE)
    await Promise.all(queues.slice(start, start + AT_ONCE).map(walk));
  const store = tables.cases === 'SEALED' ? 'SEALED' : 'CASES';
  const record: AuditRecord = {
    at: now,
    store,
    ...count,
    findings: findings.length,
    repaired: findings.filter(({ repaired }) => repaired).length,
    complete,
    examples: store === 'SEALED' ? [] : findings.slice(0, EXAMPLES),
  };
  await writeAudit(database, localDateOf(now), record);
  const { examples: _examples, ...counts } = record;
  log(findings.length > 0 || !complete ? 'error' : 'info', 'audit.done', counts);
  measure(now, store, findings.length);
  const outcome = { heads: count.heads, findings: findings.length, repaired: record.repaired, complete };
  await recordScheduleRun(database, { name: store === 'SEALED' ? 'sealed-audit' : 'audit', at: now, outcome });
  return record;
}

/** What is walked: a queue, wholly or from a date on. */
interface Walk {
  readonly queue: string;
  readonly from?: Instant;
}

const queuesOf = (unit: UnitId): Walk[] => [{ queue: unitQueue(unit) }, { queue: screeningQueue(unit) }];

const closedSince = (now: Instant): Walk[] =>
  CLOSED_LISTS.map((queue) => ({ queue, from: addMinutes(now, -CLOSED_LOOK_BACK_MINUTES) }));

async function auditHeads(
  heads: readonly Head[],
  now: Instant,
  { data, calendar }: Law,
  tables: CaseTables,
  database: Database,
  count: { heads: number; clocks: number; thresholds: number },
): Promise<Finding[]> {
  const loadedAt = data.notices.at(-1)?.at;
  const settled = loadedAt !== undefined && loadedAt <= addMinutes(now, -MOVES_WITHIN_MINUTES);
  const items = await database.getMany(
    tables.cases,
    heads.map(({ id }) => ({ pk: id, sk: 'ALARM' })),
    { consistent: true },
  );
  const alarms = new Map(items.map((item) => [item.pk, item]));
  const findings: Finding[] = [];
  for (const head of heads) {
    const expected = expectedThresholds(head, calendar);
    count.heads += 1;
    count.clocks += head.clocks.length;
    count.thresholds += expected.length;
    if (gapOf(expected, alarms.get(head.id), now))
      findings.push(...(await repair(head, now, calendar, tables, database)));
    if (settled) findings.push(...notMoved(head, now, calendar));
  }
  return findings;
}

/**
 * Clocks that nobody moved after a calendar was loaded: whoever loaded it has to go on (`POST /calendar/notices`). Where
 * only reminders fall on other days the alarm shows it: it may have been armed by the present calendar since.
 */
const notMoved = (head: Head, now: Instant, calendar: Calendar): Finding[] =>
  movesOf(head, calendar, 'CALENDAR')
    .filter(({ change }) => change !== 'REMINDERS')
    .map(({ from: { code, nominalDue } }) => ({
      caseId: head.id,
      threshold: `${code}@${nominalDue}`,
      at: now,
      kind: 'NOT_MOVED',
      repaired: false,
    }));

interface Gap {
  readonly kind: Finding['kind'];
  readonly missing: ExpectedThreshold;
}

/** What is wrong with an alarm, by the earliest step that was not decided. */
function gapOf(expected: readonly ExpectedThreshold[], item: Item | undefined, now: Instant): Gap | undefined {
  const alarm: Alarm = item ? readAlarm(item) : NEW_ALARM;
  const fired = new Set(alarm.fired);
  const missing = expected.find((threshold) => !fired.has(threshold.fired));
  if (!missing) return undefined;
  const late = missing.at <= addMinutes(now, -GRACE_MINUTES);
  // One put off after a failure rings again within the hour; the sweep may have run since this audit was due.
  const putOff = missing.at <= now && alarm.wakeAt !== undefined && alarm.wakeAt <= addMinutes(now, 60 + GRACE_MINUTES);
  const wakes = putOff || (alarm.wakeAt !== undefined && alarm.wakeAt <= missing.at);
  if (!wakes) return { kind: 'NOT_ARMED', missing };
  if (item?.alarmSk !== `${alarm.wakeAt}#${item?.pk}` || typeof item.alarmPk !== 'string')
    return { kind: 'NOT_FOUND', missing };
  return late ? { kind: 'LATE', missing } : undefined;
}

/** Reads head and alarm once more, together: a command that came in between is no finding. */
async function repair(
  { id }: Head,
  now: Instant,
  calendar: Calendar,
  tables: CaseTables,
  database: Database,
): Promise<Finding[]> {
  const loaded = await loadCase(database, tables, id);
  const item = await database.get(tables.cases, { pk: id, sk: 'ALARM' }, { consistent: true });
  const gap = loaded && gapOf(expectedThresholds(loaded.head, calendar), item, now);
  if (!gap) return [];
  const repaired = gap.kind === 'LATE' ? false : await armAgain(loaded.head, item, gap.missing.at, tables, database);
  log('error', 'audit.finding', { kind: gap.kind, repaired, ...(tables.cases === 'SEALED' ? {} : { caseId: id }) });
  return [{ caseId: id, threshold: gap.missing.fired, at: gap.missing.at, kind: gap.kind, repaired }];
}

/** @returns false when a command or the sweep moved the alarm meanwhile: it is looked at again tomorrow */
async function armAgain(
  { id }: Head,
  item: Item | undefined,
  wakeAt: Instant,
  tables: CaseTables,
  database: Database,
): Promise<boolean> {
  const alarm = item ? readAlarm(item) : NEW_ALARM;
  try {
    await database.write({
      kind: 'PUT',
      table: tables.cases,
      item: alarmItem(id, { ...alarm, rev: alarm.rev + 1, wakeAt }),
      condition: item ? { kind: 'EQUALS', attribute: 'rev', value: alarm.rev } : { kind: 'ABSENT' },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** A metric in the format that CloudWatch takes from a line of the log (EMF). */
function measure(now: Instant, store: string, findings: number): void {
  const metrics = [{ Namespace: 'Xinfang', Dimensions: [['store']], Metrics: [{ Name: 'AuditFindings' }] }];
  const line = { _aws: { Timestamp: Date.parse(now), CloudWatchMetrics: metrics }, store, AuditFindings: findings };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
