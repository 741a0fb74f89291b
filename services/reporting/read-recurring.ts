import { recurringInOrgan, recurringSince } from '../../shared/casework/causes-in-organ.ts';
import { causesKnownTo } from '../../shared/casework/known-cases.ts';
import { decideAccess, isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { isRecurring, RECURRING } from '../../shared/domain/recurring-causes.ts';
import { rootCauseOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { problem } from '../../shared/lambda/problem.ts';
import type { Database } from '../../shared/store/database.ts';

const RULE = {
  zh: `同一单位同一问题根源,${RECURRING.windowDays}日内办结不少于${RECURRING.least}件(同一事项的重复信访、联名信只计一件;撤并单位计入承接单位)。反映的是单位的做法,不涉及信访人,也不用于考核信访数量。`,
  en: `At least ${RECURRING.least} cases of one unit with one root cause, concluded within ${RECURRING.windowDays} days, one of each matter; a unit that was merged counts for the one that took over. About the practice of the unit, never about those who petitioned, and no count of petitions.`,
  cite: RECURRING.cite,
  verified: RECURRING.verified,
};

/**
 * Root causes that recur in a unit, for the petition office of the organ, whoever supervises it and those above,
 * each with the cases that the reader may know of (P-03, P-10).
 */
export async function readRecurring(reader: Principal, now: Instant, tree: UnitTree, database: Database) {
  const organ = tree.organOf(reader.unit)?.id ?? reader.unit;
  const supervises = decideAccess(reader, { kind: 'SUPERVISE_ORGAN', organ }, tree).allowed;
  if (!supervises && !isOfPetitionOffice(reader, tree))
    throw problem(403, 'NOT_PETITION_OFFICE', [
      '倾向性问题提示对信访部门和督办、审计人员开放',
      'recurring causes are for the petition office and whoever supervises or audits',
    ]);
  const to = localDateOf(now);
  const found = await recurringInOrgan(organ, to, tree, database);
  const known = await causesKnownTo(reader, found, isRecurring, tree, database);
  return {
    asOf: now,
    period: { from: recurringSince(to), to },
    rule: RULE,
    findings: known.map(({ unit, rootCause, cases }) => ({
      unit,
      unitName: tree.unit(unit)?.name ?? unit,
      rootCause,
      rootCauseName: rootCauseOf(rootCause)?.zh ?? rootCause,
      count: cases.length,
      cases,
    })),
  };
}
