import { type Principal, standingsOf } from '../domain/access.ts';
import { type FactRow, mayComplain } from '../domain/facts.ts';
import type { CaseId } from '../domain/ids.ts';
import { isRising, pastOf, type RisingCause, withoutSurrounding } from '../domain/learning/rising-causes.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { readHeads } from '../store/case-lists.ts';
import { ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { hideComplaints } from './hide-complaints.ts';

/** What an officer may know of some cases, as they are now. */
export interface Knowledge {
  /**
   * May be named to him: no petition that nobody has looked at yet, which only its petition office sees; nothing sealed;
   * nothing that complains of him (P-03, P-10).
   */
  readonly known: ReadonlySet<CaseId>;
  /** Complain of him or his unit, or lie above one that does: in no figure that is counted for him. */
  readonly complaints: ReadonlySet<CaseId>;
}

/** Reads the cases once; fact rows and lists of cases carry no names. */
export async function knowledgeOf(
  reader: Principal,
  ids: readonly CaseId[],
  tree: UnitTree,
  database: Database,
): Promise<Knowledge> {
  const heads = (await readHeads(database, ORDINARY, [...new Set(ids)])).filter(({ state }) => state !== 'SEALED');
  const shown = await hideComplaints(reader, heads, ORDINARY, tree, database);
  const shownIds = new Set(shown.map(({ id }) => id));
  const named = shown.filter((head) => head.screened || standingsOf(reader, head, undefined, tree).size > 0);
  return {
    known: new Set(named.map(({ id }) => id)),
    complaints: new Set(heads.map(({ id }) => id).filter((id) => !shownIds.has(id))),
  };
}

/** Stands under every report, for every reader: from the figures themselves he learns of no complaint (P-03, P-10). */
export const READER_NOTE = {
  zh: '除密件对所有人都计入总数外,本表各数均不含反映阅看人本人或其所在单位的信访件,不同的人看到的数可能不同(条例28(3)、30(3))。',
  en: 'Sealed petitions are counted in totals, for every reader alike. Of the others no figure counts those that complain of whoever reads it or of his unit, so that the figures of two readers may differ (Art. 28(3), 30(3)).',
};

/**
 * Of some rows those that this reader’s figures count; sealed ones are in totals for everybody (§6). Reads the heads of
 * those alone that may complain of somebody by what their rows say, which follow a change within moments.
 */
export async function rowsCountedFor(
  reader: Principal,
  rows: readonly FactRow[],
  tree: UnitTree,
  database: Database,
): Promise<FactRow[]> {
  const ids = rows.filter(mayComplain).map(({ caseId }) => caseId);
  const { complaints } = await knowledgeOf(reader, ids, tree, database);
  return rows.filter(({ caseId }) => !complaints.has(caseId));
}

/** Of the cases that were counted somewhere, those that may be named to this reader. */
export const knownCases = async (
  reader: Principal,
  ids: readonly CaseId[],
  tree: UnitTree,
  database: Database,
): Promise<ReadonlySet<CaseId>> => (await knowledgeOf(reader, ids, tree, database)).known;

/** Causes with those of their cases that this reader may know of, where these alone still are one. */
export async function causesKnownTo<Cause extends { readonly cases: readonly CaseId[] }>(
  reader: Principal,
  causes: readonly Cause[],
  isStill: (cause: Cause) => boolean,
  tree: UnitTree,
  database: Database,
): Promise<Cause[]> {
  const known = await knownCases(
    reader,
    causes.flatMap(({ cases }) => cases),
    tree,
    database,
  );
  return causes.map((cause) => ({ ...cause, cases: cause.cases.filter((id) => known.has(id)) })).filter(isStill);
}

/**
 * What rises as this reader may know of it: latest and earlier counts without the cases he may not know of, so that
 * neither tells of them, and judged by these. Of a unit and the organs around it the one that it rises in.
 */
export async function risingKnownTo(
  reader: Principal,
  causes: readonly RisingCause[],
  tree: UnitTree,
  database: Database,
): Promise<RisingCause[]> {
  const ids = causes.flatMap(({ cases, earlier }) => [...cases, ...earlier.flat()]);
  const known = await knownCases(reader, ids, tree, database);
  const keep = (cases: readonly CaseId[]) => cases.filter((id) => known.has(id));
  const rising = causes
    .map((cause) => ({ ...cause, cases: keep(cause.cases), earlier: cause.earlier.map(keep) }))
    .filter((cause) => isRising(cause, pastOf(cause)));
  return withoutSurrounding(rising, tree.isWithin);
}
