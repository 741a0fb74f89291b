import type { CaseId } from '../../shared/domain/ids.ts';
import type { Figure } from '../../shared/domain/reports.ts';

/** A figure as one reader sees it: it counts all but what complains of him, and lists what he may know of. */
export interface ListedFigure extends Figure {
  /** How many of its cases are counted and not listed for this reader: nobody looked at them yet, or they were sealed. */
  readonly hidden: number;
}

/** Stands under every report, for every reader: from the figures themselves he learns of no complaint (P-03, P-10). */
export const READER_NOTE = {
  zh: '本表各数均不含反映阅看人本人或其所在单位的信访件,不同的人看到的数可能不同(条例28(3)、30(3))。',
  en: 'No figure counts petitions that complain of whoever reads it or of his unit, so that the figures of two readers may differ (Art. 28(3), 30(3)).',
};

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
