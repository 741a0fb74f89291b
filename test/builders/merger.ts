import type { Bureau } from '../../shared/domain/bureau.ts';
import { type LocalDate, type UnitId, unitId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau, World } from './world.ts';

export const OLD = unitId('donghu-wangjiang');
export const NEW = unitId('donghu-liuqiao');
export const DECISION = '云编办〔2026〕9号';
export const LAST_DAY = '2026-03-31' as LocalDate;

/** 望江派出所 merged into 柳桥派出所, where its officers serve from then on. */
export const merged = (fields: { readonly successors?: readonly UnitId[] } = {}): Bureau => ({
  ...demoBureau,
  units: demoBureau.units.map((unit) =>
    unit.id === OLD
      ? {
          ...unit,
          until: LAST_DAY,
          successors: (fields.successors ?? [NEW]).map((to) => ({ unit: to, cite: DECISION })),
        }
      : unit,
  ),
  officers: demoBureau.officers.map((officer) => (officer.unit === OLD ? { ...officer, unit: NEW } : officer)),
});

/** The same bureau with the tables after the merger, over the same store. */
export function afterMerger(before: World, now = '2026-04-01T01:00:00Z', bureau = merged()): World {
  const world = new World(now, before.database);
  return Object.assign(world, { tree: treeOf(bureau) });
}
