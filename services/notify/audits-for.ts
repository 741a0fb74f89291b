import { shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type AuditRecord, readAudits } from '../../shared/store/audits.ts';
import type { Database } from '../../shared/store/database.ts';

/**
 * What the daily audits of the sweep found. Their numbers are of the machine, for everybody; of their examples those
 * of cases that the reader may open, as they are now: nothing sealed, nothing that complains of him (P-03, P-10).
 */
export async function auditsFor(
  reader: Principal,
  day: LocalDate,
  tree: UnitTree,
  database: Database,
): Promise<AuditRecord[]> {
  const audits = await readAudits(database, day);
  const ids = audits.flatMap(({ examples }) => examples.map(({ caseId }) => caseId));
  const shown = await shownCases(ids, reader, tree, database);
  return audits.map((audit) => ({ ...audit, examples: audit.examples.filter(({ caseId }) => shown.has(caseId)) }));
}
