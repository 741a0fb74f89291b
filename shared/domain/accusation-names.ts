import { isComplainedAbout, mayOpenSealed } from './access.ts';
import { accusedNamed } from './accused-named.ts';
import type { UnitId } from './ids.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Those complained of, and whom else an accusation names, wherever in it: rather an organ above inspects than somebody
 * who may be concerned (P-03, 条例30(3)). The organ that it is addressed to, and those above, are no more than addressed.
 * Whoever is only mentioned is not bound where nobody would be left to open it; whoever screens it says who is meant.
 */
export function withNamed(accused: AccusedParties, words: string, office: UnitId, tree: UnitTree): AccusedParties {
  const addressed = new Set([office, ...tree.ancestors(office).map(({ id }) => id)]);
  const { units, officers } = accusedNamed(words, tree);
  const mentioned = [
    ...officers.map((officer) => ({ units: [], officers: [officer] })),
    ...units.filter((unit) => !addressed.has(unit)).map((unit) => ({ units: [unit], officers: [] })),
  ];
  return mentioned.reduce<AccusedParties>((bound, one) => {
    const more = joined(bound, one);
    return isOpenToSomebody(more, office, tree) ? more : bound;
  }, accused);
}

export const joined = (a: AccusedParties, b: AccusedParties): AccusedParties => ({
  units: [...new Set([...a.units, ...b.units])],
  officers: [...new Set([...a.officers, ...b.officers])],
});

/** A sealed officer of the organ, or of one above it, may open what complains of these. */
export const isOpenToSomebody = (accused: AccusedParties, office: UnitId, tree: UnitTree): boolean =>
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
