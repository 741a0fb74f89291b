import { isOfPetitionOffice } from './access.ts';
import type { Unit } from './bureau.ts';
import type { UnitId } from './ids.ts';
import type { Accused } from './petition.ts';
import type { UnitTree } from './unit-tree.ts';
import { isComplainedAbout } from './who-rules.ts';

/**
 * The organ whose petition office can take a petition in hand: the one of that unit, or, where its office is led by whom
 * the petition complains of, or nobody else is left in it, the next one above (条例28(3), 30(3), P-03). At the top it
 * stays where it is.
 */
export function organInTheClear(unit: UnitId, accused: Accused, tree: UnitTree): Unit | undefined {
  const first = tree.organOf(unit);
  for (let organ = first; organ; organ = tree.superiorOrganOf(organ.id))
    if (hasScreener(tree.petitionOfficeOf(organ.id), accused, tree)) return organ;
  return first;
}

/** Somebody of the office may read the petition and decide on it, and does not serve under whom it complains of. */
const hasScreener = (office: Unit | undefined, accused: Accused, tree: UnitTree): boolean =>
  office !== undefined &&
  ![office.head, office.petitionDutyHead].some((head) => accused.officers.includes(head)) &&
  tree.bureau.officers.some(
    (officer) =>
      officer.unit === office.id &&
      isOfPetitionOffice(officer, tree) &&
      !isComplainedAbout(officer, { accused, office: office.id }, tree),
  );
