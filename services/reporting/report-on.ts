import { knowledgeOf, READER_NOTE } from '../../shared/casework/known-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { mayComplain } from '../../shared/domain/facts.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { type Figure, REPORTS, type ReportId, runReport, share } from '../../shared/domain/reports.ts';
import { changesBetween } from '../../shared/domain/unit-history.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { findFactRows, organsBelow } from '../../shared/store/fact-rows.ts';
import { listForReader } from './list-for-reader.ts';

/** A unit and a period of whole days, both ends inclusive. */
export interface PeriodQuestion {
  readonly unit: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** At most so many days in one report. */
const LONGEST_DAYS = 1830;

/**
 * A report over a unit with everything below it, both days inclusive, with its definition and those of its cases that
 * the reader may know of. What complains of him is left out before anything is counted, so that all figures agree and
 * none tells him of it by day, category or channel (P-10).
 */
export async function reportOn(
  id: ReportId,
  { unit, from, to }: PeriodQuestion,
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  checkQuestion({ unit, from, to }, tree);
  const definition = REPORTS[id];
  const parent = id === 'R-26' ? tree.parentOf(unit) : undefined;
  const organs = organsBelow(parent?.id ?? unit, tree);
  const rows = await findFactRows(database, organs, definition.basis, from, to);
  const units = tree.subtree(unit);
  // Of its own units all are listed; of the superior’s, which are only counted, few can complain of anybody.
  const asked = rows.filter((row) => !row.sealed && (units.has(row.unit) || mayComplain(row)));
  const ids = asked.map(({ caseId }) => caseId);
  const { known, complaints } = await knowledgeOf(reader, ids, tree, database);
  const counted = rows.filter(({ caseId }) => !complaints.has(caseId));
  const figuresOf = (root: UnitId): Figure[] =>
    runReport(id, counted, { units: tree.subtree(root), from, to, asOf: now });
  const own = figuresOf(unit);
  const figures = parent ? [...own, share(own, figuresOf(parent.id), parent.name)] : own;
  return {
    id,
    zh: definition.zh,
    en: definition.en,
    definition: { zh: definition.definitionZh, en: definition.definitionEn },
    basis: definition.basis,
    ...headingOf({ unit, from, to }, now, tree),
    note: READER_NOTE,
    figures: listForReader(figures, known),
  };
}

/** A known unit, and a period that is one. @throws HttpProblem naming the field */
export function checkQuestion({ unit, from, to }: PeriodQuestion, tree: UnitTree): void {
  if (!tree.unit(unit))
    throw invalidFields([{ pointer: '/unit', zh: '没有这个单位', en: 'is not a unit of this bureau' }]);
  if (from > to) throw invalidFields([{ pointer: '/to', zh: '结束日期早于开始日期', en: 'lies before `from`' }]);
  if (diffDays(from, to) > LONGEST_DAYS)
    throw invalidFields([{ pointer: '/to', zh: '期间不得超过五年', en: 'the period may be five years at most' }]);
}

/** What stands over the figures of every report: whose, of when, as of when. */
export const headingOf = ({ unit, from, to }: PeriodQuestion, now: Instant, tree: UnitTree) => ({
  unit: { id: unit, name: tree.unit(unit)?.name ?? unit, subtree: [...tree.subtree(unit)] },
  period: { from, to, days: diffDays(from, to) + 1 },
  /** Units that were renamed, merged or abolished within the period: earlier rows stand under the old ones. */
  unitChanges: changesBetween(tree.subtree(unit), from, to, tree),
  asOf: now,
  asOfDay: localDateOf(now),
});
