import { knowledgeOf, rowsCountedFor } from '../../shared/casework/known-cases.ts';
import { shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { addDays, diffDays } from '../../shared/domain/calendar.ts';
import {
  extensionRuleOf,
  findExtensionAbuse,
  lookBack,
  ruleInWords,
  type UnitShare,
} from '../../shared/domain/extension-abuse.ts';
import type { FactRow } from '../../shared/domain/facts.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { type ReportId, runReport } from '../../shared/domain/reports.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { readExtensions } from '../../shared/store/extensions.ts';
import { findFactRows } from '../../shared/store/fact-rows.ts';

/** At most so many days at once. */
const LONGEST_DAYS = 366;

export interface ExtensionsQuestion {
  readonly organ: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/**
 * Extensions of an organ that the rule finds late, in bulk, too many or repeated, with the rule and its citation, and
 * what its rates on time are with them, without them and by the limits before them. Cases that the reader may not open
 * are counted and not named; those that complain of him are not counted, as in reports (P-10).
 */
export async function watchExtensions(
  { organ, from, to }: ExtensionsQuestion,
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  if (from > to || diffDays(from, to) > LONGEST_DAYS)
    throw invalidFields([
      { pointer: '/to', zh: '期间应为一年以内', en: 'the period is a year at most, and not reversed' },
    ]);
  const rule = extensionRuleOf(tree.bureau);
  const [allExtensions, allRows] = await Promise.all([
    readExtensions(database, organ, addDays(from, -lookBack(rule.value)), to),
    findFactRows(database, [organ], 'handleDue', from, to),
  ]);
  const ids = allExtensions.map(({ caseId }) => caseId);
  const [{ complaints }, counted] = await Promise.all([
    knowledgeOf(reader, ids, tree, database),
    rowsCountedFor(reader, allRows, tree, database),
  ]);
  const extensions = allExtensions.filter(({ caseId }) => !complaints.has(caseId));
  const rows = counted.filter(({ caseId }) => !complaints.has(caseId));
  const findings = findExtensionAbuse(extensions, sharesOf(rows), { from, to }, rule.value);
  const shown = await shownCases(
    findings.flatMap(({ cases }) => cases),
    reader,
    tree,
    database,
  );
  const units = [...new Set(rows.map(({ unit }) => unit))].sort();
  return {
    organ,
    period: { from, to },
    rule: { ...rule.value, cite: rule.cite, verified: rule.verified, words: ruleInWords(rule.value) },
    extensions: extensions.filter(({ on }) => on >= from).length,
    findings: findings.map(({ cases, ...finding }) => {
      const listed = cases.filter((id) => shown.has(id));
      return { ...finding, cases: listed, hidden: cases.length - listed.length };
    }),
    rates: [
      { unit: organ, name: tree.unit(organ)?.name ?? organ, ...ratesOf(rows, new Set(units), from, to, now) },
      ...units.map((unit) => ({
        unit,
        name: tree.unit(unit)?.name ?? unit,
        ...ratesOf(rows, new Set([unit]), from, to, now),
      })),
    ],
  };
}

function sharesOf(rows: readonly FactRow[]): UnitShare[] {
  const due = rows.filter(({ handle, sealed }) => handle !== undefined && !sealed);
  return [...Map.groupBy(due, ({ unit }) => unit)].map(([unit, group]) => ({
    unit,
    due: group.length,
    extended: group.filter(({ handle }) => handle?.extended).map(({ caseId }) => caseId),
  }));
}

/** Figures of side by side: a rate that rests on extensions shows. */
function ratesOf(rows: readonly FactRow[], units: ReadonlySet<UnitId>, from: LocalDate, to: LocalDate, asOf: Instant) {
  const value = (report: ReportId, key: string) =>
    runReport(report, rows, { units, from, to, asOf }).find((figure) => figure.key === key)?.display ?? '—';
  return {
    onTime: value('R-05', 'rate'),
    onTimeWithoutExtended: value('R-05', 'rateWithoutExtensions'),
    onTimeByOriginalLimit: value('R-05', 'rateByOriginalLimit'),
    extended: value('R-07', 'rate'),
  };
}
