import { risingInOrgan } from '../../shared/casework/causes-in-organ.ts';
import { causesKnownTo } from '../../shared/casework/known-cases.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { chanceOf, isRising, usualOf, WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';

const STATISTIC = {
  zh: `近${WARNING.windowDays}天内同一办理单位同一原因不少于${WARNING.least}个信访事项(同一事项的重复信访只计一次),且在该单位此前同长时段(有记录以来,至多${WARNING.windows}个)的负二项分布下,出现这么多件的概率不超过${WARNING.level}(按所查原因数校正)。只看事项,不看人。`,
  en: `At least ${WARNING.least} matters of one cause answered by one unit within ${WARNING.windowDays} days (repeats of a matter count once), whose chance under a negative binomial fitted to the unit's own earlier windows, at most ${WARNING.windows} and none from before the first petition on record, is at most ${WARNING.level}, divided by the number of causes looked at. Count, chance and cases are those that the reader may know of. About issues, never about people.`,
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
  const known = await causesKnownTo(reader, rising, isRising, tree, database);
  return {
    asOf: now,
    statistic: STATISTIC,
    warnings: known.map(({ category, unit, from, to, cases, past }) => ({
      category,
      categoryName: categoryOf(category)?.zh ?? category,
      unit,
      unitName: tree.unit(unit)?.name ?? unit,
      from,
      to,
      count: cases.length,
      usual: Math.round(usualOf({ past }) * 100) / 100,
      windows: past.length,
      chance: Number(chanceOf(cases.length, past).toPrecision(2)),
      cases,
    })),
  };
}
