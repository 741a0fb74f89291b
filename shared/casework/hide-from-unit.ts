import { isOfReport, isReported } from '../domain/candidates.ts';
import type { Standing } from '../domain/lifecycle-table.ts';
import type { Head } from '../domain/petition.ts';
import type { HistoryRecord } from '../events/record.ts';

/**
 * What stands on a case and is not for those who handle it: a rating before the case is closed (P-10), and at any time
 * a report of retaliation or of a leak (P-08), which is for the auditor and for those above.
 */
type Kept = 'RATING' | 'REPORT';

const SEES: Readonly<Record<Kept, readonly Standing[]>> = {
  RATING: ['OFFICE', 'CHIEF', 'BUREAU_HEAD', 'REFERRER', 'SUPERVISOR', 'AUDITOR'],
  REPORT: ['BUREAU_HEAD', 'REFERRER', 'SUPERIOR', 'SUPERVISOR', 'AUDITOR'],
};

/** Whether these standings see that of the case. */
export function isShown(kept: Kept, head: Head, standings: ReadonlySet<Standing>): boolean {
  if (kept === 'RATING' && head.closedAt !== undefined) return true;
  const handles = standings.has('HANDLER') || (kept === 'REPORT' && standings.has('UNIT_HEAD'));
  return !handles && SEES[kept].some((standing) => standings.has(standing));
}

/** The case as these standings may see it. */
export function shownTo(head: Head, standings: ReadonlySet<Standing>): Head {
  const { ratings, ...plain } = isShown('REPORT', head, standings) ? head : withoutReports(head);
  return { ...plain, ...(ratings && isShown('RATING', head, standings) ? { ratings } : {}) };
}

/** Neither the reviews of responsibility that a report opened nor the papers that decided them. */
function withoutReports({ duties = [], documents, ...plain }: Head): Head {
  const kept = duties.filter(({ code }) => !isReported(code));
  const decidedAt = duties.filter(({ code }) => isReported(code)).map(({ settledAt }) => settledAt);
  return {
    ...plain,
    documents: documents.filter(({ kind, at }) => kind !== 'DOC-ACC' || !decidedAt.includes(at)),
    ...(kept.length > 0 ? { duties: kept } : {}),
  };
}

/** Whether these standings see that record of the case's history. */
export function recordIsShown(
  { command, events }: Pick<HistoryRecord, 'command' | 'events'>,
  head: Head,
  standings: ReadonlySet<Standing>,
): boolean {
  if (command === 'RATE') return isShown('RATING', head, standings);
  const ofReport =
    command === 'REPORT_RETALIATION' ||
    command === 'REPORT_LEAK' ||
    events.some((event) => event.type === 'candidate-decided.v1' && isOfReport(event.key)) ||
    (command === 'DECIDE_ACCOUNTABILITY' &&
      events.some(
        (event) =>
          event.type === 'duty-settled.v1' &&
          head.duties?.some(({ key, code }) => key === event.key && isReported(code)),
      ));
  return !ofReport || isShown('REPORT', head, standings);
}
