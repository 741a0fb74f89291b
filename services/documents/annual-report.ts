import { rowsCountedFor } from '../../shared/casework/known-cases.ts';
import { annualPaper } from '../../shared/casework/papers/outside-commands.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { DocumentContent } from '../../shared/domain/documents/content.ts';
import type { PaperNumber } from '../../shared/domain/documents/formal-writing.ts';
import type { LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { type Figure, REPORTS, type ReportId, runReport } from '../../shared/domain/reports.ts';
import { canonicalJson } from '../../shared/events/record.ts';
import type { PetitionDeps } from '../../shared/lambda/petition-deps.ts';
import { authorise } from '../../shared/lambda/principal.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import { issueAnnual, readAnnual } from '../../shared/store/annual-reports.ts';
import { findFactRows, organsBelow } from '../../shared/store/fact-rows.ts';
import { organOf } from './number-register.ts';
import type { Asking } from './read-papers.ts';

/** The yearly report (信访工作年度报告, 条例41) that is asked for, of the asker's own organ. */
export interface AnnualQuestion {
  readonly year: number;
  /** To whom it is sent. */
  readonly recipient: string;
  /** What the office reads from the figures, paragraph by paragraph. */
  readonly reading: readonly string[];
  /** Take a 报 number and freeze it; else a draft. */
  readonly issue: boolean;
}

const FIGURES = ['R-01', 'R-02', 'R-03', 'R-04', 'R-05'] as const satisfies readonly ReportId[];

/**
 * The yearly report as a paper: a draft as often as one likes, issued once, after the year. What was issued is given
 * out again as it was, whatever is asked. A draft counts for its reader what his reports count, so that no two of them
 * date a complaint about him (P-10). What is issued counts all, whoever issues it: it is published, so that the petition
 * chief learns from it what everybody reads, and to refuse it to him would tell him more.
 * @throws HttpProblem 403, or 400 for a year that is not over
 */
export async function annualReport(
  question: AnnualQuestion,
  { principal, now, tree }: Asking,
  { database }: Pick<PetitionDeps, 'database'>,
): Promise<DocumentContent> {
  const { id: organ } = organOf(principal, tree);
  authorise(principal, { kind: 'READ_REPORT', unit: organ }, tree);
  const issued = await readAnnual(database, organ, question.year);
  if (issued !== undefined) return JSON.parse(issued) as DocumentContent;
  const [from, to] = [`${question.year}-01-01`, `${question.year}-12-31`] as [LocalDate, LocalDate];
  if (question.issue) {
    authorise(principal, { kind: 'KEEP_NUMBERS', sealed: false }, tree);
    if (localDateOf(now) <= to)
      throw invalidFields([{ pointer: '/year', zh: '该年度尚未结束', en: 'is a year that is not over' }]);
  }
  const figures = async (id: ReportId, unit: UnitId, units = tree.subtree(unit)): Promise<Figure[]> => {
    const rows = await findFactRows(database, organsBelow(unit, tree), REPORTS[id].basis, from, to);
    const counted = question.issue ? rows : await rowsCountedFor(principal, rows, tree, database);
    return runReport(id, counted, { units, from, to, asOf: now });
  };
  const below = tree.bureau.units.filter(({ parent }) => parent === organ).map(({ id }) => id);
  const annual = {
    organ,
    recipient: question.recipient,
    from,
    to,
    contact: principal.id,
    figures: Object.fromEntries(
      await Promise.all(FIGURES.map(async (id) => [id, await figures(id, organ)])),
    ) as Partial<Record<ReportId, readonly Figure[]>>,
    // What the organ handles itself has a row of its own: the rows add up to all.
    units: [
      { unit: organ, figures: await figures('R-26', organ, new Set([organ])) },
      ...(await Promise.all(below.map(async (unit) => ({ unit, figures: await figures('R-26', unit) })))),
    ],
    reading: question.reading,
    tree,
    now,
  };
  if (!question.issue) return annualPaper({ ...annual, number: 'DRAFT' });
  const code = tree.documentCodeOf(organ);
  const text = await issueAnnual(database, organ, question.year, now, (year, seq) => {
    const number: PaperNumber = { organCode: code, year, seq };
    return canonicalJson(annualPaper({ ...annual, number }));
  });
  return JSON.parse(text) as DocumentContent;
}
