import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { type Figure, REPORTS, type ReportId, runReport, share } from '../../shared/domain/reports.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { findFactRows } from '../../shared/store/fact-rows.ts';

/** At most so many days in one report. */
const LONGEST_DAYS = 1830;

/** A report over a unit with everything below it, both days inclusive, with its definition and its cases. */
export async function reportOn(
  id: ReportId,
  { unit, from, to }: { unit: UnitId; from: LocalDate; to: LocalDate },
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  if (!tree.unit(unit))
    throw invalidFields([{ pointer: '/unit', zh: '没有这个单位', en: 'is not a unit of this bureau' }]);
  if (from > to) throw invalidFields([{ pointer: '/to', zh: '结束日期早于开始日期', en: 'lies before `from`' }]);
  if (diffDays(from, to) > LONGEST_DAYS)
    throw invalidFields([{ pointer: '/to', zh: '期间不得超过五年', en: 'the period may be five years at most' }]);
  const definition = REPORTS[id];
  const figuresOf = async (root: UnitId): Promise<Figure[]> => {
    const units = tree.subtree(root);
    const organs = [...new Set([...units].map((member) => tree.organOf(member)?.id))].filter(
      (organ) => organ !== undefined,
    );
    const rows = await findFactRows(database, organs, definition.basis, from, to);
    return runReport(id, rows, { units, from, to, asOf: now });
  };
  const figures = await figuresOf(unit);
  const parent = tree.parentOf(unit);
  return {
    id,
    zh: definition.zh,
    en: definition.en,
    definition: { zh: definition.definitionZh, en: definition.definitionEn },
    basis: definition.basis,
    unit: { id: unit, name: tree.unit(unit)?.name ?? unit, subtree: [...tree.subtree(unit)] },
    period: { from, to, days: diffDays(from, to) + 1 },
    asOf: now,
    asOfDay: localDateOf(now),
    figures: id === 'R-26' && parent ? [...figures, share(figures, await figuresOf(parent.id), parent.name)] : figures,
  };
}
