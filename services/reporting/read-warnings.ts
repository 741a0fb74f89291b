import { risingInOrgan } from '../../shared/casework/causes-in-organ.ts';
import { risingKnownTo } from '../../shared/casework/known-cases.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { chanceOf, pastOf, usualOf, WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';

const STATISTIC = {
  zh: `近${WARNING.windowDays}天内同一办理单位或者同一机关同一原因不少于${WARNING.least}个信访事项(同一事项的重复信访只计一次;办理单位按其接到之日计,机关按信访件到该机关之日计,不论其后在哪个单位),且在该单位(机关)此前同长时段(有记录以来,至少1个,至多${WARNING.windows}个;办理单位自有记录满${WARNING.lagDays}天起算)的负二项分布下,出现这么多件的概率不超过${WARNING.level}(按所查原因数校正)。机关的预警有一半以上的信访件已见于其内单位的预警的,不再另列。表扬、咨询、建议不预警。件数、平常数、概率和所列件均只计阅看人可以知悉的。只看事项,不看人。`,
  en: `At least ${WARNING.least} matters of one cause within ${WARNING.windowDays} days in one unit that answers them, by the day it got them, or in one organ, by the day they came there, in whichever of its units they lie since (repeats of a matter count once), whose chance under a negative binomial fitted to its own earlier windows, at least one, at most ${WARNING.windows} and none from before the first petition on record (for units: from before the ${WARNING.lagDays}th day after it), is at most ${WARNING.level}, divided by the number of causes looked at. An organ is left out where warnings within it hold at least half of its petitions. Thanks, enquiries and suggestions never warn. Count, usual number, chance and cases are those that the reader may know of. About issues, never about people.`,
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
  const known = await risingKnownTo(reader, rising, tree, database);
  return {
    asOf: now,
    statistic: STATISTIC,
    warnings: known.map(({ series, category, unit, from, to, cases, earlier }) => {
      const past = pastOf({ earlier });
      return {
        series,
        category,
        categoryName: categoryOf(category)?.zh ?? category,
        unit,
        unitName: tree.unit(unit)?.name ?? unit,
        from,
        to,
        count: cases.length,
        usual: Math.round(usualOf(past) * 100) / 100,
        windows: past.length,
        chance: Number(chanceOf(cases.length, past).toPrecision(2)),
        cases,
      };
    }),
  };
}
