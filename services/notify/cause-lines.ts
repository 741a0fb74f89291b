import { recurringInOrgan, risingInOrgan } from '../../shared/casework/causes-in-organ.ts';
import { causesKnownTo } from '../../shared/casework/known-cases.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import type { CaseId, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { isRising, usualOf, WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { isRecurring, RECURRING } from '../../shared/domain/recurring-causes.ts';
import { categoryOf, rootCauseOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';
import type { DigestCauses, UnitDigest } from '../../shared/store/unit-work.ts';

/** A cause as a line of the daily sheet: about an issue in a unit, never about people. */
interface CauseLine {
  readonly unit: UnitId;
  readonly unitName: string;
  /** Of its cases, how many this reader may know of. */
  readonly count: number;
}

/** What a petition office is told of its organ and those below it. */
export interface CauseLines {
  /** 预警 (A-57): the category is petitioned about more often in the unit than usual. */
  readonly rising: readonly (CauseLine & {
    readonly category: string;
    readonly categoryName: string;
    /** How many there were in as many days before. */
    readonly usual: number;
    /** How many such spans there are on record. */
    readonly windows: number;
  })[];
  /** 倾向性问题 (A-103): the root cause recurs in the unit. */
  readonly recurring: readonly (CauseLine & { readonly rootCause: string; readonly rootCauseName: string })[];
}

/** Causes of either kind that a digest tells; `GET /warnings` and `GET /warnings/recurring` list all. */
const TOLD = 10;
/** Cases kept with each, so that a digest stays an item of the table; nothing rises to that. */
const COUNTED = 1000;

const NOTHING = { rising: [], recurring: [] };

/** What rises is told each morning while it does, what recurs once a week; both to petition offices alone. */
export async function causesFor(
  unit: UnitId,
  day: LocalDate,
  agenda: boolean,
  tree: UnitTree,
  database: Database,
): Promise<DigestCauses> {
  if (tree.petitionOfficeOf(unit)?.id !== unit) return NOTHING;
  const organ = tree.organOf(unit)?.id ?? unit;
  const rising = await risingInOrgan(organ, day, tree, database);
  const recurring = agenda ? await recurringInOrgan(organ, day, tree, database) : [];
  return {
    rising: rising.slice(0, TOLD).map(({ unit: of, category, past, level, cases }) => ({
      unit: of,
      category,
      past,
      level,
      cases: cases.slice(0, COUNTED),
    })),
    recurring: recurring.slice(0, TOLD).map(({ cases, ...cause }) => ({ ...cause, cases: cases.slice(0, COUNTED) })),
  };
}

/**
 * The causes that this reader is told of: whoever is of the petition office, and without the petitions that complain of
 * him (P-03, P-10). What is left is told where it is still enough.
 */
export async function causeLines(
  { rising = [], recurring = [] }: Partial<Pick<UnitDigest, 'rising' | 'recurring'>>,
  reader: Principal,
  tree: UnitTree,
  database: Database,
): Promise<CauseLines> {
  if (!isOfPetitionOffice(reader, tree)) return NOTHING;
  const [rises, recurs] = await Promise.all([
    causesKnownTo(reader, rising, isRising, tree, database),
    causesKnownTo(reader, recurring, isRecurring, tree, database),
  ]);
  const line = ({ unit, cases }: { readonly unit: UnitId; readonly cases: readonly CaseId[] }): CauseLine => ({
    unit,
    unitName: tree.unit(unit)?.name ?? unit,
    count: cases.length,
  });
  return {
    rising: rises.map((cause) => ({
      ...line(cause),
      category: cause.category,
      categoryName: categoryOf(cause.category)?.zh ?? cause.category,
      usual: Math.round(usualOf(cause) * 10) / 10,
      windows: cause.past.length,
    })),
    recurring: recurs.map((cause) => ({
      ...line(cause),
      rootCause: cause.rootCause,
      rootCauseName: rootCauseOf(cause.rootCause)?.zh ?? cause.rootCause,
    })),
  };
}

/** The lines in words. */
export const causesInWords = ({ rising, recurring }: CauseLines): string[] => [
  ...rising.map(
    ({ unitName, categoryName, count, usual, windows }) =>
      `预警:${unitName}「${categoryName}」近${WARNING.windowDays}天 ${count} 件,${windows === 0 ? '此前尚无可比时段' : `平常 ${usual} 件`}`,
  ),
  ...recurring.map(
    ({ unitName, rootCauseName, count }) =>
      `倾向性问题:${unitName}「${rootCauseName}」近${RECURRING.windowDays}天 ${count} 件`,
  ),
];
