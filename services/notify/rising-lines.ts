import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import { risingInOrgan } from '../../shared/casework/rising-in-organ.ts';
import { isOfPetitionOffice, type Principal } from '../../shared/domain/access.ts';
import type { LocalDate, UnitId } from '../../shared/domain/ids.ts';
import { WARNING } from '../../shared/domain/learning/rising-causes.ts';
import { categoryOf } from '../../shared/domain/taxonomy.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import type { DigestCause, UnitDigest } from '../../shared/store/unit-work.ts';

/** A cause that rises (预警), as a line of the daily sheet: about an issue in a unit, never about people. */
export interface RisingLine {
  readonly unit: UnitId;
  readonly unitName: string;
  readonly category: string;
  readonly categoryName: string;
  /** Petitions of the last {@link WARNING.windowDays} days that this reader may know of. */
  readonly count: number;
  /** How many there were in as many days before. */
  readonly usual: number;
}

/** Causes that a digest tells; `GET /warnings` lists all. */
const TOLD = 10;
/** Cases kept with each: more are no longer counted. */
const COUNTED = 99;

/** What rises in an organ and below it is told to its petition office, while it does. */
export async function risingFor(
  unit: UnitId,
  day: LocalDate,
  tree: UnitTree,
  database: Database,
): Promise<DigestCause[]> {
  if (tree.petitionOfficeOf(unit)?.id !== unit) return [];
  const rising = await risingInOrgan(tree.organOf(unit)?.id ?? unit, day, tree, database);
  return rising.slice(0, TOLD).map(({ unit: of, category, usual, cases }) => ({
    unit: of,
    category,
    usual: Math.round(usual * 10) / 10,
    cases: cases.slice(0, COUNTED),
  }));
}

/**
 * The causes that this reader is told of: whoever is of the petition office, and without the petitions that complain of
 * him (P-03, P-10). What is left is told where it is still enough for a warning.
 */
export async function risingLines(
  { rising = [] }: Pick<UnitDigest, 'rising'>,
  reader: Principal,
  tree: UnitTree,
  database: Database,
): Promise<RisingLine[]> {
  if (rising.length === 0 || !isOfPetitionOffice(reader, tree)) return [];
  const heads = await readHeads(database, ORDINARY, [...new Set(rising.flatMap(({ cases }) => cases))]);
  const open = heads.filter(({ sealed }) => !sealed);
  const known = new Set((await hideComplaints(reader, open, ORDINARY, tree, database)).map(({ id }) => id));
  return rising
    .map(({ unit, category, usual, cases }) => ({
      unit,
      unitName: tree.unit(unit)?.name ?? unit,
      category,
      categoryName: categoryOf(category)?.zh ?? category,
      count: cases.filter((id) => known.has(id)).length,
      usual,
    }))
    .filter(({ count }) => count >= WARNING.least);
}

/** The line in words. */
export const risingInWords = ({ unitName, categoryName, count, usual }: RisingLine): string =>
  `预警:${unitName}「${categoryName}」近${WARNING.windowDays}天 ${count} 件,平常 ${usual} 件`;
