import type { StoreCore } from '../twins/store-core.ts';
import type { CaseBook } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Every item of rectification stands in the list of its organ, open or in its month, and nothing else does. */
export function checkRectified(core: StoreCore, book: CaseBook, findings: Findings): void {
  const expected = new Set<string>();
  for (const { table, head } of book.cases.values())
    for (const { kind, key, due, settledAt } of head.duties ?? [])
      if (table === 'CASES' && kind === 'RECTIFICATION')
        expected.add(
          settledAt
            ? `RECTIFIED#${head.organ}#${settledAt.slice(0, 7)} ${settledAt}#${head.id}#${key}`
            : `RECTIFY#${head.organ} ${due}#${head.id}#${key}`,
        );
  for (const { sk, worklistPk, worklistSk } of core.scan('CASES')) {
    if (!sk.startsWith('RECTIFY#')) continue;
    const listed = `${String(worklistPk)} ${String(worklistSk)}`;
    findings.unless(expected.delete(listed), 'ONE_COMMIT', () => `${listed} is listed, and no case says so`);
  }
  for (const missing of expected) findings.add('ONE_COMMIT', `${missing} is owed, and stands in no list`);
}
