import { type Principal, standingsOf } from '../domain/access.ts';
import type { CaseId } from '../domain/ids.ts';
import { isRising, pastOf, type RisingCause, withoutSurrounding } from '../domain/learning/rising-causes.ts';
import type { UnitTree } from '../domain/unit-tree.ts';
import { readHeads } from '../store/case-lists.ts';
import { ORDINARY } from '../store/cases.ts';
import type { Database } from '../store/database.ts';
import { hideComplaints } from './hide-complaints.ts';

/**
 * Of the cases that were counted somewhere, those that may be named to this reader, as they are now: no petition that
 * nobody has looked at yet, which only its petition office sees; nothing sealed; nothing that complains of him (P-03,
 * P-10).
 */
export async function knownCases(
  reader: Principal,
  ids: readonly CaseId[],
  tree: UnitTree,
  database: Database,
): Promise<ReadonlySet<CaseId>> {
  const heads = (await readHeads(database, ORDINARY, [...new Set(ids)])).filter(
    (head) => head.state !== 'SEALED' && (head.screened || standingsOf(reader, head, undefined, tree).size > 0),
  );
  return new Set((await hideComplaints(reader, heads, ORDINARY, tree, database)).map(({ id }) => id));
}

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
