import { type Calendar, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { INVITATIONS } from '../../shared/domain/petitioner-messages.ts';
import {
  type JobName,
  nextOpening,
  nextRun,
  TIMETABLE,
  UNIT_TASK_KINDS,
  UNIT_TASKS,
} from '../../shared/domain/schedules.ts';
import { readScheduleRuns } from '../../shared/store/audits.ts';
import type { Database } from '../../shared/store/database.ts';
import { readReconciled } from '../../shared/store/registry.ts';

/** All schedules with their last and next run. A job that never noted a run shows null, not a guess. */
export async function listSchedules(database: Database, now: Instant, calendar: Calendar) {
  const runs = new Map((await readScheduleRuns(database)).map((run) => [run.name, run]));
  const reconciled = await readReconciled(database);
  const schedules = (Object.keys(TIMETABLE) as JobName[]).map((name) => {
    const { expression, zh, en } = TIMETABLE[name];
    const run = runs.get(name);
    const last = run?.at ?? (name === 'reconcile' ? reconciled : undefined);
    return {
      name,
      zh,
      en,
      expression,
      zone: 'Asia/Shanghai',
      lastRun: last ?? null,
      lastOutcome: run?.outcome ?? null,
      nextRun: nextRun(expression, now, last),
    };
  });
  const unitTasks = UNIT_TASK_KINDS.map((kind) => ({
    kind,
    zh: UNIT_TASKS[kind].zh,
    en: UNIT_TASKS[kind].en,
    nextDay: nextOpening(kind, localDateOf(now), calendar) ?? null,
  }));
  return { schedules, unitTasks, invitations: invitationsOf(runs.get('sweep')?.at, now) };
}

/**
 * Invitations to petitioners come by the ladders of their clocks: the sweep decides them with every other step, once
 * each, so that their last and next look are its own.
 */
function invitationsOf(lastSweep: Instant | undefined, now: Instant) {
  return INVITATIONS.map(({ clock, keys, zh, en }) => ({
    clock,
    steps: keys,
    zh,
    en,
    decidedBy: 'sweep',
    lastRun: lastSweep ?? null,
    nextRun: nextRun(TIMETABLE.sweep.expression, now, lastSweep),
  }));
}
