import type { Principal } from '../../shared/domain/access.ts';
import { type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau } from '../builders/world.ts';

/** The bureau of the walks; what 西岭分局 decides is reviewed outside it, as a same-level government may. */
export const TREE = treeOf({
  ...demoBureau,
  units: demoBureau.units.map((unit) => {
    if (unit.id !== 'xiling' || !unit.reviewOrgan) return unit;
    const { unit: _inside, ...outside } = unit.reviewOrgan;
    return { ...unit, reviewOrgan: { ...outside, name: '西岭区人民政府' } };
  }),
});

/** The same bureau after one of its stations was merged into another: what HAND_ON finds loaded. */
export const MERGED_STATION = unitId('donghu-qingshi');
export const TREE_AFTER_MERGER = treeOf({
  ...TREE.bureau,
  units: TREE.bureau.units.map((unit) =>
    unit.id === MERGED_STATION
      ? {
          ...unit,
          until: '2026-06-30' as LocalDate,
          successors: [{ unit: unitId('donghu-wangjiang'), cite: '云编办〔2026〕9号' }],
        }
      : unit,
  ),
});

/** Everybody of it who may act; device accounts and administrators never do. */
export const OFFICERS: readonly Principal[] = demoBureau.officers
  .filter(({ roles }) => !roles.includes('slipPrinter') && !roles.includes('administrator'))
  .map(({ id, unit, roles }) => ({ id, unit, roles }));

export const officer = (id: string): Principal => {
  const found = OFFICERS.find((one) => one.id === officerId(id));
  if (!found) throw new Error(`the demo bureau has no officer ${id}`);
  return found;
};
