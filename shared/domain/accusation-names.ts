import { isComplainedAbout, mayOpenSealed } from './access.ts';
import { accusedNamed } from './accused-named.ts';
import type { UnitId } from './ids.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Whom an accusation names, wherever in it: rather an organ above inspects than somebody who may be concerned (P-03,
 * 条例30(3)). The organ that it is addressed to, and those above, are no more than addressed; units that would leave
 * nobody to open it are left to whoever screens it (`S_SCREEN`).
 */
export function namedInAccusation(words: string, office: UnitId, tree: UnitTree): AccusedParties {
  const named = accusedNamed(words, tree);
  const addressed = new Set([office, ...tree.ancestors(office).map(({ id }) => id)]);
  const accused = { ...named, units: named.units.filter((unit) => !addressed.has(unit)) };
  return isOpenToSomebody(accused, office, tree) ? accused : { ...accused, units: [] };
}

export const joined = (a: AccusedParties, b: AccusedParties): AccusedParties => ({
  units: [...new Set([...a.units, ...b.units])],
  officers: [...new Set([...a.officers, ...b.officers])],
});

const isOpenToSomebody = (accused: AccusedParties, office: UnitId, tree: UnitTree): boolean =>
  tree.bureau.officers.some(({ id, unit, roles }) => {
    const organ = tree.organOf(unit)?.id;
    return (
      roles.includes('sealedOfficer') &&
      organ !== undefined &&
      tree.isWithin(office, organ) &&
      !isComplainedAbout({ id, unit }, { accused, office }, tree) &&
      mayOpenSealed({ unit }, { accused, office }, tree)
    );
  });
