import { risingInOrgan } from '../../shared/casework/causes-in-organ.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { type RisingCause, WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';
import { listForReader } from './list-for-reader.ts';

const STATISTIC = {
  zh: `近${WARNING.windowDays}天内同一单位同一原因不少于${WARNING.least}件,且在该单位此前${WARNING.windows}个同长时段的负二项分布下,出现这么多件的概率不超过${WARNING.level}(按所查原因数校正)。只看事项,不看人。`,
  en: `At least ${WARNING.least} petitions of one cause in one unit within ${WARNING.windowDays} days, whose chance under a negative binomial fitted to the unit's own ${WARNING.windows} earlier windows is at most ${WARNING.level}, divided by the number of causes looked at. About issues, never about people.`,
};

/**
 * Causes that rose beyond their usual level, for the petition office of the organ and those above it, with the cases it
 * may open (P-03, P-10).
 */
export async function readWarnings(reader: Principal, now: Instant, tree: UnitTree, database: Database) {
  if (!isOfPetitionOffice(reader, tree))
    throw problem(403, 'NOT_PETITION_OFFICE', ['预警只对信访部门开放', 'warnings are for the petition office']);
  const organ = tree.organOf(reader.unit)?.id ?? reader.unit;
  const rising = await risingInOrgan(organ, localDateOf(now), tree, database);
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

/** As a figure, so that what a reader may not know of is left out in one place. */
const figureOf = ({ category, unit, count, cases }: RisingCause) => ({
  key: `${unit}/${category}`,
  zh: '件数',
  en: 'petitions',
  value: count,
  display: String(count),
  cases,
});
