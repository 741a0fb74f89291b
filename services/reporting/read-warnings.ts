import type { Principal } from '../../shared/domain/access.ts';
import { addDays, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { type RisingCause, risingCauses, WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { findFactRows } from '../../shared/store/fact-rows.ts';
import { listForReader } from './list-for-reader.ts';

const STATISTIC = {
  zh: `近${WARNING.windowDays}天内同一单位同一原因不少于${WARNING.least}件,且在该单位此前${WARNING.windows}个同长时段的负二项分布下,出现这么多件的概率不超过${WARNING.level}(按所查原因数校正)。只看事项,不看人。`,
  en: `At least ${WARNING.least} petitions of one cause in one unit within ${WARNING.windowDays} days, whose chance under a negative binomial fitted to the unit's own ${WARNING.windows} earlier windows is at most ${WARNING.level}, divided by the number of causes looked at. About issues, never about people.`,
};

/**
 * Causes that rose beyond their usual level, for the petition office of the organ and those above it, with the cases it
 * may open (P-03, P-10). Reads the months of its windows, not the past.
 */
export async function readWarnings(reader: Principal, now: Instant, tree: UnitTree, database: Database) {
  if (!isOfPetitionOffice(reader, tree))
    throw problem(403, 'NOT_PETITION_OFFICE', ['预警只对信访部门开放', 'warnings are for the petition office']);
  const organ = tree.organOf(reader.unit)?.id ?? reader.unit;
  const to = localDateOf(now);
  const rows = await findFactRows(database, organsBelow(organ, tree), 'registeredDate', daysBefore(to), to);
  const rising = risingCauses(rows, to);
  const listed = await listForReader(rising.map(figureOf), reader, tree, database);
  return {
    asOf: now,
    statistic: STATISTIC,
    warnings: rising.map(({ cases: _cases, chance, usual, ...cause }, at) => ({
      ...cause,
      categoryName: categoryOf(cause.category)?.zh ?? cause.category,
      unitName: tree.unit(cause.unit)?.name ?? cause.unit,
      usual: Math.round(usual * 100) / 100,
      chance: Number(chance.toPrecision(2)),
      cases: listed[at]?.cases ?? [],
      hidden: listed[at]?.hidden ?? 0,
    })),
  };
}

/** An officer or the chief of a petition office. */
export const isOfPetitionOffice = ({ unit, roles }: Principal, tree: UnitTree): boolean =>
  tree.petitionOfficeOf(unit)?.id === unit && (roles.includes('petitionOfficer') || roles.includes('petitionChief'));

/** All organs of the subtree: each keeps its rows under its own key. */
export const organsBelow = (organ: UnitId, tree: UnitTree): UnitId[] => [
  ...new Set([...tree.subtree(organ)].flatMap((unit) => tree.organOf(unit)?.id ?? [])),
];

const daysBefore = (to: LocalDate): LocalDate => addDays(to, 1 - WARNING.windowDays * (WARNING.windows + 1));

/** As a figure, so that what a reader may not know of is left out in one place. */
const figureOf = ({ category, unit, count, cases }: RisingCause) => ({
  key: `${unit}/${category}`,
  zh: '件数',
  en: 'petitions',
  value: count,
  display: String(count),
  cases,
});
