import type { CaseId } from '../../shared/domain/ids.ts';
import type { Figure } from '../../shared/domain/reports.ts';

/** A figure as one reader sees it: with the list of what he may know of. */
export interface ListedFigure extends Figure {
  /** How many of its cases are counted and not listed for this reader, for whatever reason. */
  readonly hidden: number;
}

/** Takes from the lists of figures what their reader may not know of. */
export function listForReader(figures: readonly Figure[], known: ReadonlySet<CaseId>): ListedFigure[] {
  const keep = (list: readonly CaseId[]) => list.filter((id) => known.has(id));
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
