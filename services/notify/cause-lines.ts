import { recurringInOrgan, risingInOrgan } from '../../shared/casework/causes-in-organ.ts';
import { causesKnownTo } from '../../shared/casework/known-cases.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import type { CaseId, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { isRising, pastOf, WARNING, withoutSurrounding } from '../../shared/domain/learning/rising-causes.ts';
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
  /**
   * 预警: the category is petitioned about more often in the unit or organ than usual. What is usual would count
   * cases that this reader may not know of (P-10); `GET /warnings` counts it for him.
   */
  readonly rising: readonly (CauseLine & {
    readonly category: string;
    readonly categoryName: string;
  })[];
  /** 倾向性问题: the root cause recurs in the unit. */
  readonly recurring: readonly (CauseLine & { readonly rootCause: string; readonly rootCauseName: string })[];
}

/** Causes of either kind that a digest tells; `GET /warnings` and `GET /warnings/recurring` list all. */
const TOLD = 10;
/** So many are kept: an organ may give way to a unit, and what is hidden from a reader is known when he reads. */
const KEPT = 3 * TOLD;
/** Case numbers kept with all of one kind, so that a digest stays an item of the table. */
const NUMBERS_KEPT = 5000;

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
    rising: kept(rising).map(({ series, unit: of, category, earlier, level, cases, petitions }) => ({
      series,
      unit: of,
      category,
      past: pastOf({ earlier }),
      level,
      cases,
      ...(petitions ? { petitions } : {}),
    })),
    recurring: kept(recurring),
  };
}

function kept<Cause extends { readonly cases: readonly CaseId[]; readonly petitions?: object }>(
  causes: readonly Cause[],
): Cause[] {
  let room = NUMBERS_KEPT;
  return causes
    .filter(({ cases, petitions = {} }) => {
      const numbers = cases.length + 2 * Object.keys(petitions).length;
      const fits = numbers <= room;
      if (fits) room -= numbers;
      return fits;
    })
    .slice(0, KEPT);
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
    causesKnownTo(reader, rising, (cause) => isRising(cause, cause.past), tree, database),
    causesKnownTo(reader, recurring, isRecurring, tree, database),
  ]);
  const line = ({ unit, cases }: { readonly unit: UnitId; readonly cases: readonly CaseId[] }): CauseLine => ({
    unit,
    unitName: tree.unit(unit)?.name ?? unit,
    count: cases.length,
  });
  return {
    rising: withoutSurrounding(rises, tree.isWithin)
      .slice(0, TOLD)
      .map((cause) => ({
        ...line(cause),
        category: cause.category,
        categoryName: categoryOf(cause.category)?.zh ?? cause.category,
      })),
    recurring: recurs.slice(0, TOLD).map((cause) => ({
      ...line(cause),
      rootCause: cause.rootCause,
      rootCauseName: rootCauseOf(cause.rootCause)?.zh ?? cause.rootCause,
    })),
  };
}

/** The lines in words. */
export const causesInWords = ({ rising, recurring }: CauseLines): string[] => [
  ...rising.map(
    ({ unitName, categoryName, count }) =>
      `预警:${unitName}「${categoryName}」近${WARNING.windowDays}天 ${count} 件,多于平常`,
  ),
  ...recurring.map(
    ({ unitName, rootCauseName, count }) =>
      `倾向性问题:${unitName}「${rootCauseName}」近${RECURRING.windowDays}天 ${count} 件`,
  ),
];
