import { clockedCases } from '../../shared/casework/clocked-cases.ts';
import type { UnitId } from '../../shared/domain/ids.ts';
import { isOpen } from '../../shared/domain/petition.ts';
import { unitsNamed } from '../../shared/domain/unit-history.ts';
import { type BureauTables, type Problem, treeOf } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';

const PAGE = 100;

/**
 * Units that would leave the tables, or be abolished with nobody to take over, while open cases name them: their
 * officers, clocks and reminders would belong to nobody. Only such a change reads the open cases; others cost nothing.
 * @returns what is wrong, each with the number of open cases
 */
export async function unitsLeftBehind(
  present: BureauTables,
  next: BureauTables,
  database: Database,
): Promise<Problem[]> {
  const places = new Map(next.units.map((unit, index) => [unit.id, { unit, index }]));
  const leaving = new Set(
    present.units
      .map(({ id }) => id)
      .filter((id) => {
        const unit = places.get(id)?.unit;
        return unit === undefined || (unit.until !== undefined && (unit.successors ?? []).length === 0);
      }),
  );
  if (leaving.size === 0) return [];
  const counts = await countNamed(leaving, present, database);
  return [...counts].map(([id, count]) => {
    const index = places.get(id)?.index;
    const name = present.units.find((unit) => unit.id === id)?.name ?? id;
    return index === undefined
      ? {
          pointer: '/units',
          code: 'UNIT_HAS_OPEN_CASES',
          zh: `${name}(${id})有${count}件未结,不得从单位表中删除:请保留并注明撤销日(until)和承继单位(successors)`,
          en: `${id} is named by ${count} open cases: keep it, with \`until\` and \`successors\``,
        }
      : {
          pointer: `/units/${index}/successors`,
          code: 'SUCCESSOR_REQUIRED',
          zh: `${name}有${count}件未结,撤销时须注明承继单位`,
          en: `${id} is named by ${count} open cases: it is not abolished without a successor`,
        };
  });
}

async function countNamed(
  units: ReadonlySet<UnitId>,
  present: BureauTables,
  database: Database,
): Promise<ReadonlyMap<UnitId, number>> {
  const counts = new Map<UnitId, number>();
  let position: string | undefined;
  do {
    const page = await clockedCases(database, treeOf(present), PAGE, position);
    for (const { head } of page.cases.filter((found) => isOpen(found.head)))
      for (const unit of new Set([...unitsNamed(head), ...head.accused.units]))
        if (units.has(unit)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    position = page.next;
  } while (position !== undefined);
  return counts;
}
