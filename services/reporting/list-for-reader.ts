import { knownCases } from '../../shared/casework/known-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { Figure } from '../../shared/domain/reports.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';

/** A figure as one reader sees it: it counts all, and lists what he may know of. */
export interface ListedFigure extends Figure {
  /** How many of its cases are counted and not listed for this reader. */
  readonly hidden: number;
}

/**
 * Takes from the lists of a report what its reader may not know of (P-03, P-10). The figures themselves stay. Fact rows
 * carry no names, so the cases are asked, as they are now.
 */
export async function listForReader(
  figures: readonly Figure[],
  reader: Principal,
  tree: UnitTree,
  database: Database,
): Promise<ListedFigure[]> {
  const ids = figures.flatMap(({ cases, others }) => [...cases, ...(others ?? [])]);
  const open = await knownCases(reader, ids, tree, database);
  const keep = (list: readonly CaseId[]) => list.filter((id) => open.has(id));
  return figures.map((figure) => {
    const { cases, others = [] } = figure;
    const [listed, listedOthers] = [keep(cases), keep(others)];
    return {
      ...figure,
      cases: listed,
      ...(figure.others ? { others: listedOthers } : {}),
      hidden: cases.length + others.length - listed.length - listedOthers.length,
    };
  });
}
