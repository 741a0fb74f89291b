import type { Calendar } from '../../shared/domain/calendar.ts';
import { addDays, localDateOf, parseInstant } from '../../shared/domain/calendar.ts';
import type { CaseId, Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { opensOn, taskDue, UNIT_TASK_KINDS, type UnitTaskKind } from '../../shared/domain/schedules.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type BureauSource, bureauSource } from '../../shared/lambda/bureau-source.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { log } from '../../shared/lambda/log.ts';
import { lastRunOf, recordScheduleRun } from '../../shared/store/audits.ts';
import { unitQueue } from '../../shared/store/case-lists.ts';
import type { Database } from '../../shared/store/database.ts';
import { readOpenMediations } from '../../shared/store/mediations.ts';
import { putOut } from '../../shared/store/notifications.ts';
import { digestKey, openTask, readTasks, type UnitDigest, writeDigest } from '../../shared/store/unit-work.ts';
import { causesFor } from './cause-lines.ts';
import { putOutMissed } from './put-out-missed.ts';

interface DigestDeps {
  readonly database: Database;
  readonly bureau: BureauSource;
}

let deps: DigestDeps | undefined;

const NAME = 'digest';

/** Cases that a digest lists, the most urgent first; the worklist has them all. */
const LISTED = 200;
/** Units written to at the same time. */
const AT_ONCE = 8;
/** Tasks that are older stay in the list of the unit, not in its digest. */
const TASK_DAYS = 31;

// Called by AWS, daily at 08:30; `time` is the schedule's own
export async function handler(event: { time: string }) {
  // Cold start only
  if (!deps) {
    const database = databaseFrom(process.env);
    deps = { database, bureau: bureauSource(database) };
  }
  // Every run
  const now = parseInstant(event.time);
  if (!now) throw new Error(`a digest needs the time of its run, not ${event.time}`);
  const count = await digest(now, deps);
  return { ...count, leftWork: count.units > 0 };
}

/**
 * On every working day, for each unit: its open cases by date, its open tasks; on the first working day of the week
 * with the agenda of the review; for a petition office the causes that rise or recur. A second run of the same morning
 * changes nothing that was sent. On every day what was never put out, since its stream was lost, is put out after all.
 */
export async function digest(now: Instant, { database, bureau }: DigestDeps) {
  const tree = await bureau.tree();
  const { calendar } = await bureau.law();
  const day = localDateOf(now);
  const lastRun = await lastRunOf(database, NAME);
  // Before anything else: what is red or overdue waits for no working day.
  const count = { units: 0, tasks: 0, missed: await putOutMissed(now, lastRun, tree, database) };
  const { units } = tree.bureau;
  async function tell(id: UnitId): Promise<void> {
    const opened = await openTasks(id, day, tree, calendar, database);
    const told = await digestOf(id, day, now, tree, calendar, database);
    count.tasks += opened;
    count.units += told ? 1 : 0;
  }
  if (calendar.isWorkday(day))
    for (let start = 0; start < units.length; start += AT_ONCE)
      await Promise.all(units.slice(start, start + AT_ONCE).map(({ id }) => tell(id)));
  await recordScheduleRun(database, { name: NAME, at: now, outcome: count });
  log(count.missed > 0 ? 'warn' : 'info', 'digest.done', count);
  return count;
}

/** @returns false when there is nothing to tell */
async function digestOf(
  unit: UnitId,
  day: LocalDate,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<boolean> {
  const page = await database.query({ table: 'CASES', index: 'worklist', pk: unitQueue(unit), limit: LISTED });
  const tasks = (await readTasks(database, unit, addDays(day, -TASK_DAYS))).filter(({ doneAt }) => !doneAt);
  const mediations = (await readOpenMediations(database, unit)).map(({ id, mediator, due }) => ({ id, mediator, due }));
  const agenda = opensOn('WEEKLY_REVIEW', day, calendar);
  const causes = await causesFor(unit, day, agenda, tree, database);
  const told = [page.items, tasks, mediations, causes.rising, causes.recurring];
  if (told.every(({ length }) => length === 0)) return false;
  const written: UnitDigest = {
    unit,
    day,
    at: now,
    cases: page.items.map(({ pk }) => pk as CaseId),
    more: page.next !== undefined,
    agenda,
    tasks,
    mediations,
    ...causes,
  };
  await writeDigest(database, written);
  await putOut(database, { kind: 'DIGEST', source: digestKey(unit, day), at: now, pending: [] });
  return true;
}

async function openTasks(
  unit: UnitId,
  day: LocalDate,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<number> {
  const kinds = UNIT_TASK_KINDS.filter((kind) => owes(unit, kind, tree) && opensOn(kind, day, calendar));
  for (const kind of kinds) await openTask(database, { unit, kind, openedOn: day, due: taskDue(kind, day, calendar) });
  return kinds.length;
}

/** Stations screen their areas; every unit with a head of its own reviews; petition offices review the backlog. */
function owes(unit: UnitId, kind: UnitTaskKind, tree: UnitTree): boolean {
  const branch = tree.unit(unit)?.branch;
  const led = tree.bureau.officers.some((officer) => officer.unit === unit && officer.roles.includes('unitHead'));
  if (!led) return false;
  if (kind === 'WEEKLY_REVIEW') return true;
  return kind === 'BACKLOG_REVIEW' ? branch === 'PETITION' : branch === 'STATION';
}
