import type { FoundCase } from '../../shared/casework/find-case.ts';
import { type Holder, holdersOf, type Told } from '../../shared/domain/holders.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type CaseTables, loadCase, readHistory } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';

/** A line of referrals and reviews is not longer. */
const LONGEST = 10;

/**
 * Who answered for the petition over the whole chain of its cases, from the first receipt on (三个明确, A-31): units,
 * officers and days, nothing of what it is about.
 */
export async function holdersOfChain(
  { tables, loaded, above }: FoundCase,
  own: readonly Told[],
  now: Instant,
  tree: UnitTree,
  database: Database,
) {
  const others = [...above.map(({ head }) => head.id), ...(await below(loaded.head.childId, tables, database))];
  const histories = await Promise.all(others.map((id) => readHistory(database, tables, id)));
  return holdersOf([own, ...histories.map((records) => records.map(({ record }) => record))], now).map((holder) =>
    holderView(holder, tree),
  );
}

async function below(child: CaseId | undefined, tables: CaseTables, database: Database): Promise<CaseId[]> {
  const found: CaseId[] = [];
  for (let id = child; id && found.length < LONGEST; ) {
    const head = (await loadCase(database, tables, id))?.head;
    if (!head) break;
    found.push(id);
    id = head.childId;
  }
  return found;
}

function holderView({ caseId, role, unit, officer, from, to, days }: Holder, tree: UnitTree) {
  return {
    caseId,
    role,
    unit: { id: unit, name: tree.unit(unit)?.name ?? unit },
    officer: officer === undefined ? null : { id: officer, name: tree.officer(officer)?.name ?? officer },
    from,
    to: to ?? null,
    days,
  };
}
