import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';

/** The unit that stands in the place of one: the first that took over from one that is no more, and so on. */
export function standsFor(id: UnitId, tree: UnitTree): UnitId {
  const unit = tree.bureau.units.find((one) => one.id === id);
  const heir = unit?.until === undefined ? undefined : unit.successors?.[0]?.unit;
  return heir === undefined ? id : standsFor(heir, tree);
}

/** A case with those who took over in the place of units that are no more: they see it and act on it as those did. */
export function heldNow(head: Head, tree: UnitTree): Head {
  if (tree.bureau.units.every(({ until }) => until === undefined)) return head;
  const now = (unit: UnitId): UnitId => standsFor(unit, tree);
  return {
    ...head,
    unit: now(head.unit),
    office: now(head.office),
    organ: now(head.organ),
    ...(head.referral ? { referral: { ...head.referral, from: now(head.referral.from) } } : {}),
    ...(head.dispute ? { dispute: { ...head.dispute, with: now(head.dispute.with) } } : {}),
    ...(head.duties
      ? { duties: head.duties.map((duty) => (duty.settledAt ? duty : { ...duty, unit: now(duty.unit) })) }
      : {}),
  };
}

/** Units complained about, with all that took over from them. */
export const accusedUnits = (head: Head, tree: UnitTree): readonly UnitId[] =>
  head.accused.units.flatMap((id) => heirsOf(id, tree));

/** The unit with everybody who took over from it. */
export const heirsOf = (id: UnitId, tree: UnitTree): UnitId[] => [
  id,
  ...(tree.bureau.units.find((one) => one.id === id)?.successors ?? []).flatMap(({ unit }) => heirsOf(unit, tree)),
];
