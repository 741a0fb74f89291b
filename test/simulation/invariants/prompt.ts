import type { FactRow } from '../../../shared/domain/facts.ts';
import type { TableKey } from '../../../shared/store/tables.ts';
import { wrongInRow } from '../oracle/facts.ts';
import type { StoreCore } from '../twins/store-core.ts';
import { type CaseBook, readPacked } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Some time after a change with nothing wrong: it was counted, and it was routed. */
export function notPrompt(core: StoreCore, book: CaseBook, table: TableKey, id: string, findings: Findings): void {
  const followed = book.of(table, id);
  if (!followed || followed.head.state === 'SEALED') return;
  const { head, records } = followed;
  const row = core.peek('FACTS', id, 'ROW');
  const wrong = row ? wrongInRow(head, readPacked<FactRow>(row.row), row) : ['it has no row'];
  findings.unless(wrong.length === 0, 'PROMPT', () => `${id} v${head.version} is not counted yet: ${wrong.join('; ')}`);
  const waits =
    table === 'CASES' && !head.screened && !head.parentId && (head.state === 'RECEIVED' || head.state === 'REGISTERED');
  if (!waits) return;
  const asked = records.findLast(({ events }) =>
    events.some(({ type }) => type === 'opened.v1' || type === 'record-corrected.v1'),
  );
  const proposal = core.peek('CASES', id, 'PROPOSAL');
  findings.unless(
    ((proposal?.forVersion as number | undefined) ?? 0) >= (asked?.version ?? 1),
    'PROMPT',
    () => `${id} v${head.version} is not routed yet`,
  );
}
