import type { OfficerId } from './ids.ts';
import { findUnitsAsNamed } from './place.ts';
import { normaliseText } from './text-normalise.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Units and officers that words about the accused (被反映的单位、人员) point to. A citizen knows names, not ids; what
 * he wrote must bind from the first moment (P-03). A unit named with its superiors stands for itself alone.
 */
export function accusedNamed(words: string, tree: UnitTree): AccusedParties {
  const text = normaliseText(words);
  if (text === '') return { units: [], officers: [] };
  const named = findUnitsAsNamed(tree, text).map(({ unit }) => unit);
  return {
    units: named.filter((unit) => !named.some((other) => other !== unit && tree.isWithin(other, unit))),
    officers: officersNamed(text, tree),
  };
}

interface Named {
  readonly id: OfficerId;
  readonly name: string;
}

const namesOf = new WeakMap<UnitTree, readonly Named[]>();

/**
 * Officers whose names stand in a text, be they meant or a namesake; every petition is read for them.
 * @param text normalised
 */
export function officersNamed(text: string, tree: UnitTree): OfficerId[] {
  let names = namesOf.get(tree);
  if (!names) {
    names = tree.bureau.officers.map(({ id, name }) => ({ id, name: normaliseText(name) }));
    namesOf.set(tree, names);
  }
  return names.filter(({ name }) => text.includes(name)).map(({ id }) => id);
}
