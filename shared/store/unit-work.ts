import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../domain/ids.ts';
import type { RisingCause } from '../domain/learning/rising-causes.ts';
import type { Mediation } from '../domain/mediations.ts';
import type { RecurringCause } from '../domain/recurring-causes.ts';
import type { UnitTaskKind } from '../domain/schedules.ts';
import type { SheetItem } from '../domain/unit-sheets.ts';
import { ConditionFailed, type Database, type Item, queryAll } from './database.ts';

/** A task of a unit that has a day (每周梳理、摸排 …), stopped by its sheet. */
export interface UnitTask {
  readonly unit: UnitId;
  readonly kind: UnitTaskKind;
  readonly openedOn: LocalDate;
  readonly due: LocalDate;
  readonly doneAt?: Instant;
}

const taskKey = ({ unit, kind, openedOn }: Pick<UnitTask, 'unit' | 'kind' | 'openedOn'>) => ({
  pk: `TASK#${unit}`,
  sk: `${openedOn}#${kind}`,
});

/** Opens a task once. */
export async function openTask(database: Database, task: UnitTask): Promise<void> {
  try {
    await database.write({
      kind: 'PUT',
      table: 'REMINDERS',
      item: { ...taskKey(task), ...task, done: 0 },
      condition: { kind: 'ABSENT' },
    });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Tasks of a unit that were opened on that day or later, oldest first. */
export async function readTasks(database: Database, unit: UnitId, from: LocalDate): Promise<UnitTask[]> {
  const items = await queryAll(database, { table: 'REMINDERS', pk: `TASK#${unit}`, from, consistent: true });
  return items.map(({ pk: _pk, sk: _sk, done: _done, ...task }: Item) => task as unknown as UnitTask);
}

/** A saved sheet (清单): issues, never people. */
export interface UnitSheet {
  readonly id: string;
  readonly unit: UnitId;
  readonly kind: UnitTaskKind;
  readonly items: readonly SheetItem[];
  readonly savedAt: Instant;
  readonly by: OfficerId;
}

/** Stores a sheet and stops the task it answers, both or neither. @returns false when the sheet exists already */
export async function saveSheet(database: Database, sheet: UnitSheet, task: UnitTask | undefined): Promise<boolean> {
  try {
    await database.transact([
      {
        kind: 'PUT',
        table: 'REMINDERS',
        item: {
          pk: `SHEET#${sheet.unit}`,
          sk: `${sheet.savedAt}#${sheet.id}`,
          ...sheet,
          items: sheet.items.map((item) => ({ ...item })),
        },
        condition: { kind: 'ABSENT' },
      },
      ...(task
        ? [
            {
              kind: 'PUT' as const,
              table: 'REMINDERS' as const,
              item: { ...taskKey(task), ...task, doneAt: sheet.savedAt, done: 1 },
              condition: { kind: 'EQUALS' as const, attribute: 'done', value: 0 },
            },
          ]
        : []),
    ]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** One saved sheet. */
export async function readSheet(
  database: Database,
  { unit, savedAt, id }: Pick<UnitSheet, 'unit' | 'savedAt' | 'id'>,
): Promise<UnitSheet | undefined> {
  const item = await database.get('REMINDERS', { pk: `SHEET#${unit}`, sk: `${savedAt}#${id}` }, { consistent: true });
  return item && sheetOf(item);
}

const sheetOf = ({ pk: _pk, sk: _sk, ...sheet }: Item): UnitSheet => sheet as unknown as UnitSheet;

/** Sheets of a unit, newest first. */
export async function readSheets(
  database: Database,
  unit: UnitId,
  options: { readonly limit: number; readonly after?: string },
): Promise<{ readonly sheets: readonly UnitSheet[]; readonly next?: string }> {
  const page = await database.query({ table: 'REMINDERS', pk: `SHEET#${unit}`, descending: true, ...options });
  return { sheets: page.items.map(sheetOf), ...(page.next === undefined ? {} : { next: page.next }) };
}

/** The digest of a unit for one morning: which cases it lists, and its open tasks. What is optional came later. */
export interface UnitDigest extends Partial<DigestCauses> {
  readonly unit: UnitId;
  readonly day: LocalDate;
  readonly at: Instant;
  readonly cases: readonly CaseId[];
  /** More open cases than a digest lists. */
  readonly more: boolean;
  readonly agenda: boolean;
  readonly tasks: readonly UnitTask[];
  /** Mediation tasks that wait for their result. */
  readonly mediations?: readonly DigestMediation[];
}

/** Causes that rise beyond their usual level and root causes that recur, as the digest of a petition office keeps them. */
export interface DigestCauses {
  readonly rising: readonly DigestRise[];
  readonly recurring: readonly RecurringCause[];
}

/** Of the earlier windows it keeps counts alone, by which it is judged and which no reader is told. */
export interface DigestRise extends Pick<RisingCause, 'unit' | 'category' | 'level' | 'cases' | 'petitions'> {
  /** Digests of earlier versions know units alone. */
  readonly series?: RisingCause['series'];
  readonly past: readonly number[];
}

/** A mediation task as a digest lists it. */
export type DigestMediation = Pick<Mediation, 'id' | 'mediator' | 'due'>;

export const digestKey = (unit: UnitId, day: LocalDate) => ({ pk: `DIGEST#${unit}`, sk: day as string });

export const writeDigest = (database: Database, digest: UnitDigest): Promise<void> =>
  database.write({
    kind: 'PUT',
    table: 'REMINDERS',
    item: {
      ...digestKey(digest.unit, digest.day),
      ...digest,
      cases: [...digest.cases],
      tasks: digest.tasks.map((task) => ({ ...task })),
      mediations: (digest.mediations ?? []).map((mediation) => ({ ...mediation })),
      rising: (digest.rising ?? []).map((cause) => ({ ...cause, past: [...cause.past], cases: [...cause.cases] })),
      recurring: (digest.recurring ?? []).map((cause) => ({ ...cause, cases: [...cause.cases] })),
    },
  });

export async function readDigest(database: Database, unit: UnitId, day: LocalDate): Promise<UnitDigest | undefined> {
  const item = await database.get('REMINDERS', digestKey(unit, day), { consistent: true });
  if (!item) return undefined;
  const { pk: _pk, sk: _sk, ...digest } = item;
  return digest as unknown as UnitDigest;
}

/** A secret feed: what is stored is a hash of its token. One per unit; a new one ends the old. */
export const writeFeed = (database: Database, unit: UnitId, tokenHash: string, at: Instant): Promise<void> =>
  database.write({ kind: 'PUT', table: 'REMINDERS', item: { pk: 'FEED', sk: unit, tokenHash, at } });

export async function readFeed(database: Database, unit: UnitId): Promise<string | undefined> {
  const item = await database.get('REMINDERS', { pk: 'FEED', sk: unit }, { consistent: true });
  return item?.tokenHash as string | undefined;
}
