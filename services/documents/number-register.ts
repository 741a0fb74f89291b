import { findCase } from '../../shared/casework/find-case.ts';
import { recordIsShown } from '../../shared/casework/hide-from-unit.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { Unit } from '../../shared/domain/bureau.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { documentNumber } from '../../shared/domain/documents/formal-writing.ts';
import { type NumberClass, SEALED_CLASS } from '../../shared/domain/documents/number-classes.ts';
import type { CaseId, Instant, OfficerId } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { HttpProblem, invalidFields, problem } from '../../shared/lambda/problem.ts';
import { readRecord } from '../../shared/store/cases.ts';
import { ConditionFailed, InvalidPosition, pause } from '../../shared/store/database.ts';
import {
  type NumberSeries,
  type RegisteredNumber,
  readNumbers,
  voidNumber,
} from '../../shared/store/document-numbers.ts';
import type { Asking } from './read-papers.ts';

/** One series of the asker's own organ. */
export interface SeriesQuestion {
  readonly class: NumberClass;
  readonly year: number;
}

/**
 * A line of the register as its reader sees it: the number always; the paper where he may know of its case, else that it
 * is withheld; the reason where the number is void. No line is without one of them, so that no gap is unexplained.
 */
export interface RegisterLine {
  readonly seq: number;
  readonly number: string;
  readonly at: Instant;
  readonly case?: CaseId;
  readonly version?: number;
  readonly kind?: string;
  readonly withheld?: true;
  readonly void?: { readonly by: OfficerId; readonly reason: string };
}

const PAGE = 100;

/**
 * The register of numbers (发文登记簿) of a series, in order, for petition chief and auditor. Every number has its
 * line, so that a gap shows; a line names no case that its reader may not know of (P-03, P-08, P-10).
 * @throws HttpProblem 403 for others, 400 for a position of another list
 */
export async function readRegister(
  question: SeriesQuestion & { readonly after?: string | undefined },
  { principal, tree }: Asking,
  deps: PetitionDeps,
) {
  authorise(principal, { kind: 'READ_NUMBERS', sealed: question.class === SEALED_CLASS }, tree);
  const organ = organOf(principal, tree);
  const series = seriesOf(organ, question);
  const scope = `NUMBERS/${organ.id}/${series.numberClass}/${series.year}/${principal.id}`;
  const after = question.after === undefined ? undefined : deps.secrets.openPosition(scope, question.after);
  if (question.after !== undefined && after === undefined) throw badPosition();
  const page = await readNumbers(deps.database, series, {
    limit: PAGE,
    ...(after === undefined ? {} : { after }),
  }).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? badPosition() : error;
  });
  return {
    organ: { id: organ.id, name: organ.name },
    class: question.class,
    year: question.year,
    numbers: await Promise.all(page.numbers.map((line) => lineFor(line, series, principal, tree, deps))),
    next: page.next === undefined ? null : deps.secrets.sealPosition(scope, page.next),
  };
}

/**
 * Takes the next number of a series out of use (作废), with the reason: it stays in the register and is never used
 * again. One that a paper carries cannot be voided; the paper was issued.
 * @throws HttpProblem 403 unless by the petition chief, 400 for a year that has not begun
 */
export async function voidNext(
  { reason, ...question }: SeriesQuestion & { readonly reason: string },
  { principal, now, tree }: Asking,
  deps: Pick<PetitionDeps, 'database'>,
) {
  authorise(principal, { kind: 'KEEP_NUMBERS', sealed: question.class === SEALED_CLASS }, tree);
  if (question.year > Number(localDateOf(now).slice(0, 4)))
    throw invalidFields([{ pointer: '/year', zh: '该年度尚未开始', en: 'is a year that has not begun' }]);
  const series = seriesOf(organOf(principal, tree), question);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const seq = await voidNumber(deps.database, series, principal.id, reason, now);
      return { seq, number: numberOf(seq, series, tree) };
    } catch (error) {
      // A paper, or somebody else who voids, took it meanwhile.
      if (!(error instanceof ConditionFailed) || attempt >= 200) throw error;
      await pause(Math.min(attempt, 5));
    }
  }
}

/** The organ in whose name the officer acts. */
export function organOf({ unit }: Principal, tree: UnitTree): Unit {
  const organ = tree.organOf(unit);
  if (!organ) throw problem(403, 'NO_ORGAN', ['所在单位不属于任何机关', 'the unit belongs to no organ']);
  return organ;
}

const seriesOf = ({ id }: Unit, question: SeriesQuestion): NumberSeries => ({
  organ: id,
  numberClass: question.class,
  year: question.year,
});

const numberOf = (seq: number, { organ, numberClass, year }: NumberSeries, tree: UnitTree): string =>
  documentNumber({ organCode: tree.documentCodeOf(organ), year, seq }, numberClass);

async function lineFor(
  { seq, at, caseId, version, kind, void: voided }: RegisteredNumber,
  series: NumberSeries,
  principal: Principal,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<RegisterLine> {
  const line = { seq, number: numberOf(seq, series, tree), at };
  if (voided) return { ...line, void: voided };
  // The yearly report is of no case.
  if (kind && !caseId) return { ...line, kind };
  if (!kind || !caseId || !version) return { ...line, withheld: true };
  const about = { case: caseId, version, kind };
  return (await mayKnow(about, principal, tree, deps)) ? { ...line, ...about } : { ...line, withheld: true };
}

async function mayKnow(
  { case: id, version }: { readonly case: CaseId; readonly version: number },
  principal: Principal,
  tree: UnitTree,
  deps: PetitionDeps,
): Promise<boolean> {
  try {
    const found = await findCase(deps.database, id, principal, 'READ_CASE', tree);
    const stored = await readRecord(deps.database, found.tables, id, version);
    return stored !== undefined && recordIsShown(stored.record, found.loaded.head, found.standings);
  } catch (error) {
    if (error instanceof HttpProblem) return false;
    throw error;
  }
}

const badPosition = () =>
  invalidFields([
    { pointer: '/after', zh: '不是这个登记簿给出的位置', en: 'is not a position that this register gave out' },
  ]);
