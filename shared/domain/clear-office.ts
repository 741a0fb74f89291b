import { isComplainedAbout, isOfPetitionOffice } from './access.ts';
import type { Unit } from './bureau.ts';
import type { UnitId } from './ids.ts';
import type { Accused } from './petition.ts';
import type { UnitTree } from './unit-tree.ts';

/**
 * The organ whose petition office can take a petition in hand: the one of that unit, or, where nobody is left in its
 * office whom the petition does not complain of, the next one above (条例30(3), P-03). At the top it stays where it is.
 */
export function organInTheClear(unit: UnitId, accused: Accused, tree: UnitTree): Unit | undefined {
  const first = tree.organOf(unit);
  for (let organ = first; organ; organ = tree.superiorOrganOf(organ.id))
    if (hasScreener(tree.petitionOfficeOf(organ.id)?.id, accused, tree)) return organ;
  return first;
}

/** Somebody of the office may read the petition and decide on it. */
const hasScreener = (office: UnitId | undefined, accused: Accused, tree: UnitTree): boolean =>
  tree.bureau.officers.some(
    (officer) =>
      officer.unit === office &&
      isOfPetitionOffice(officer, tree) &&
      !isComplainedAbout(officer, { accused, office }, tree),
  );
