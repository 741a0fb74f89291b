import type { Unit } from '../../shared/domain/bureau.ts';
import { type BureauTables, treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau, World } from './world.ts';

/** 东湖分局 alone in the tables of its deployment; the city above, and organ of review, works elsewhere. */
const LONE: BureauTables = {
  ...demoBureau,
  units: demoBureau.units.filter(({ id }) => id.startsWith('donghu')).map(withoutCity),
  officers: demoBureau.officers.filter(({ unit }) => unit.startsWith('donghu')),
};

function withoutCity({ parent, reviewOrgan, ...unit }: Unit): Unit {
  const { unit: _city, ...review } = reviewOrgan ?? {};
  return {
    ...unit,
    ...(parent?.startsWith('donghu') ? { parent } : {}),
    ...('name' in review ? { reviewOrgan: review } : {}),
  };
}

export const loneOrgan = (): World => Object.assign(new World('2026-03-02T01:00:00Z'), { tree: treeOf(LONE) });
