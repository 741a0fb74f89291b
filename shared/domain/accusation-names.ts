import { isComplainedAbout, mayOpenSealed } from './access.ts';
import { accusedNamed } from './accused-named.ts';
import type { OfficerId, UnitId } from './ids.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Those complained of, and who else could open an accusation and is named in it, wherever: rather an organ above inspects
 * than somebody who may be concerned (P-03, 条例30(3)). A unit in which nobody could is not bound by being mentioned (a
 * service asked of it could not be split off any more), nor is the organ that it is addressed to; nobody is where no one
 * would be left to open it. Whoever screens it says who else is meant.
 */
export function withNamed(accused: AccusedParties, words: string, office: UnitId, tree: UnitTree): AccusedParties {
  const { units, officers } = accusedNamed(words, tree);
  const addressed = lineOf(office, tree);
  const mentioned = [
    ...officers.map((officer) => ({ units: [], officers: [officer] })),
    ...units
      .filter((unit) => !addressed.has(unit) && hasSealedOfficer(unit, tree))
      .map((unit) => ({ units: [unit], officers: [] })),
  ];
  return mentioned.reduce<AccusedParties>((bound, one) => {
    const more = joined(bound, one);
    return isOpenToSomebody(more, office, tree) ? more : bound;
  }, accused);
}

/** Whom the words of an accusation name, and to whom it is therefore not forwarded; who inspects is no more than named. */
export function namedInAccusation(words: string, office: UnitId, tree: UnitTree): AccusedParties {
  const { units, officers } = accusedNamed(words, tree);
  const addressed = lineOf(office, tree);
  const inspects = (id: OfficerId) => tree.officer(id)?.roles.includes('sealedOfficer') === true;
  return {
    units: units.filter((unit) => !addressed.has(unit) && !hasSealedOfficer(unit, tree)),
    officers: officers.filter((officer) => !inspects(officer)),
  };
}

/** The office that an accusation is addressed to, its organ and those above. */
const lineOf = (office: UnitId, tree: UnitTree): ReadonlySet<UnitId> =>
  new Set([office, ...tree.ancestors(office).map(({ id }) => id)]);

export const joined = (a: AccusedParties, b: AccusedParties): AccusedParties => ({
  units: [...new Set([...a.units, ...b.units])],
  officers: [...new Set([...a.officers, ...b.officers])],
});

const hasSealedOfficer = (unit: UnitId, tree: UnitTree): boolean =>
  tree.bureau.officers.some((officer) => officer.roles.includes('sealedOfficer') && tree.isWithin(officer.unit, unit));

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
