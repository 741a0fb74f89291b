import { randomUUID } from 'node:crypto';
import type { Principal } from '../../shared/domain/access.ts';
import { decideAccess } from '../../shared/domain/access.ts';
import { addDays, localDateOf } from '../../shared/domain/calendar.ts';
import { type LocalDate, type UnitId, unitId } from '../../shared/domain/ids.ts';
import { UNIT_TASKS, type UnitTaskKind } from '../../shared/domain/schedules.ts';
import { lintSheet, type SheetItem } from '../../shared/domain/unit-sheets.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Answer, Request } from '../../shared/lambda/http.ts';
import { invalidFields, problem } from '../../shared/lambda/problem.ts';
import { readDigest, readSheets, readTasks, saveSheet } from '../../shared/store/unit-work.ts';
import { causeLines } from './cause-lines.ts';
import { dailySheet } from './daily-sheet.ts';
import { linesFor } from './digest-notice.ts';
import type { NotifyHttpDeps } from './http-deps.ts';

interface Reader {
  readonly principal: Principal;
  readonly tree: UnitTree;
}

/** Tasks that a unit sees: those of the last quarter. */
const TASK_DAYS = 92;

/** The unit of the path, where the officer may read its worklist. */
function unitFor(request: Pick<Request, 'path'>, { principal, tree }: Reader): UnitId {
  const unit = unitId(request.path.id ?? '');
  const decision = decideAccess(principal, { kind: 'READ_WORKLIST', unit }, tree);
  if (!tree.unit(unit)) throw problem(404, 'NO_SUCH_UNIT', ['没有这个单位', 'there is no such unit']);
  if (!decision.allowed) throw problem(403, 'FORBIDDEN', [decision.zh, decision.en]);
  return unit;
}

/** The daily sheet (每日清单) as this officer may see it now. */
export async function unitDigest(
  request: Request<unknown, { readonly day?: LocalDate | undefined; readonly format?: 'json' | 'html' | undefined }>,
  reader: Reader,
  { database, bureau }: NotifyHttpDeps,
): Promise<Answer> {
  const unit = unitFor(request, reader);
  const day = request.query.day ?? localDateOf(request.now);
  const digest = await readDigest(database, unit, day);
  if (!digest) throw problem(404, 'NO_DIGEST', [`${day} 没有每日清单`, `there is no sheet for ${day}`]);
  const { calendar } = await bureau.law();
  const { principal, tree } = reader;
  const lines = await linesFor(digest, principal, request.now, tree, calendar, database);
  const { agenda, tasks, mediations = [] } = digest;
  const causes = await causeLines(digest, principal, tree, database);
  const sheet = { unit, name: tree.unit(unit)?.name ?? unit, day, agenda, lines, tasks, mediations, ...causes };
  return request.query.format === 'html'
    ? { status: 200, body: dailySheet(sheet), headers: { 'content-type': 'text/html; charset=utf-8' } }
    : { status: 200, body: sheet };
}

/** Sheets and tasks of a unit; the disputes among them are the register that feeds mediation. */
export async function listSheets(
  request: Request<unknown, { readonly after?: string | undefined }>,
  reader: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const unit = unitFor(request, reader);
  const { after } = request.query;
  const page = await readSheets(database, unit, { limit: 50, ...(after ? { after } : {}) });
  const tasks = await readTasks(database, unit, addDays(localDateOf(request.now), -TASK_DAYS));
  // What `POST /mediations` names a dispute by stands with it.
  const disputes = page.sheets.flatMap(({ id, savedAt, items }) =>
    items.flatMap((line, item) => (line.dispute === undefined ? [] : [{ sheet: id, savedAt, item, ...line }])),
  );
  return { status: 200, body: { sheets: page.sheets, disputes, tasks, next: page.next ?? null } };
}

/** Saves a sheet and stops the oldest open task of its kind, both or neither. */
export async function keepSheet(
  request: Request<{ readonly kind: UnitTaskKind; readonly items: readonly SheetItem[] }, unknown>,
  reader: Reader,
  { database }: NotifyHttpDeps,
): Promise<Answer> {
  const unit = unitFor(request, reader);
  const { principal } = reader;
  if (principal.unit !== unit)
    throw problem(403, 'FORBIDDEN', ['清单由本单位保存', 'a sheet is saved by its own unit']);
  const { kind, items } = request.body;
  const faults = lintSheet(items);
  if (faults.length > 0) throw invalidFields(faults);
  const tasks = await readTasks(database, unit, addDays(localDateOf(request.now), -TASK_DAYS));
  const task = tasks.find((open) => open.kind === kind && open.doneAt === undefined);
  const id = request.idempotencyKey ?? randomUUID();
  const sheet = { id, unit, kind, items, savedAt: request.now, by: principal.id };
  if (!(await saveSheet(database, sheet, task)))
    throw problem(409, 'SHEET_EXISTS', [
      `${UNIT_TASKS[kind].zh}清单已由他人保存`,
      'somebody else saved a sheet for this task meanwhile',
    ]);
  return { status: 201, body: { id, stopped: task ? { kind, openedOn: task.openedOn, due: task.due } : null } };
}
