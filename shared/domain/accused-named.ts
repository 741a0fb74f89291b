import { findUnitsNamed } from './place.ts';
import { normaliseText } from './text-normalise.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Units and officers that words about the accused (被反映的单位、人员) point to. A citizen knows names, not ids; what
 * he wrote must bind from the first moment (P-03). A unit named with its superiors stands for itself alone.
 */
export function accusedNamed(words: string, tree: UnitTree): AccusedParties {
  const text = normaliseText(words);
  if (text === '') return { units: [], officers: [] };
  const named = findUnitsNamed(tree, text).map(({ unit }) => unit);
  return {
    units: named.filter((unit) => !named.some((other) => other !== unit && tree.isWithin(other, unit))),
    officers: tree.bureau.officers.filter(({ name }) => text.includes(normaliseText(name))).map(({ id }) => id),
  };
}
