import { isOpenToSomebody } from './access.ts';
import { accusedNamed } from './accused-named.ts';
import { joined } from './accused-parties.ts';
import type { OfficerId, UnitId } from './ids.ts';
import { normaliseText } from './text-normalise.ts';
import type { AccusedParties, UnitTree } from './unit-tree.ts';

/**
 * Those complained of, and who else could open an accusation and is named in it, wherever: rather an organ above inspects
 * than somebody who may be concerned (P-03, 条例30(3)). A unit in which nobody could is not bound by being mentioned (a
 * service asked of it could not be split off any more), nor is the organ that it is addressed to; no unit is, nor whoever
 * was only told of it, where no one would be left to open it. Whoever screens it says who else is meant.
 */
export function withNamed(accused: AccusedParties, words: string, office: UnitId, tree: UnitTree): AccusedParties {
  const named = accusedNamed(words, tree);
  const addressed = lineOf(office, tree);
  const own = tree.organOf(office)?.id;
  const serves = (officer: OfficerId) => tree.organOf(tree.officer(officer)?.unit ?? office)?.id === own;
  // Of two who are named, one of the organ above is rather left than one of this.
  const officers = [...named.officers].sort((a, b) => Number(serves(b)) - Number(serves(a)));
  const bind = (bound: AccusedParties, one: AccusedParties): AccusedParties => {
    const more = joined(bound, one);
    return isOpenToSomebody(more, office, tree) ? more : bound;
  };
  // An organ that is complained of as a whole passes it on itself where nobody else could.
  const stated = accused.units.reduce<AccusedParties>(
    (bound, unit) => (isOpenToSomebody(bound, office, tree) ? bind(bound, ofUnit(unit)) : joined(bound, ofUnit(unit))),
    { units: [], officers: accused.officers },
  );
  const text = normaliseText(words);
  const told = officers.filter((officer) => isOnlyToldTo(text, normaliseText(tree.officer(officer)?.name ?? '')));
  const accusedToo = officers.filter((officer) => !told.includes(officer));
  return [
    ...told.map((officer) => ({ units: [], officers: [officer] })),
    ...named.units.filter((unit) => !addressed.has(unit) && hasSealedOfficer(unit, tree)).map(ofUnit),
  ].reduce<AccusedParties>(bind, joined(stated, { units: [], officers: accusedToo }));
}

/** 已向某某反映: whoever is named only as the one who was told of it before. */
function isOnlyToldTo(text: string, name: string): boolean {
  const [first = '', ...rest] = text.split(name);
  const before = [first, ...rest];
  return rest.every(
    (after, at) =>
      /[向找跟同给对][^,。;!?]{0,12}$/u.test((before[at] ?? '').slice(-13)) &&
      /^[^,。;!?]{0,8}?(?:反映|举报|投诉|报告|汇报|求助)/u.test(after),
  );
}

const ofUnit = (unit: UnitId): AccusedParties => ({ units: [unit], officers: [] });

/**
 * Whom the words of an accusation name, and to whom it is therefore not forwarded: units that sign nothing themselves,
 * and officers. An organ, and who inspects, may be named because they were asked before.
 */
export function namedInAccusation(words: string, tree: UnitTree): AccusedParties {
  const { units, officers } = accusedNamed(words, tree);
  const inspects = (id: OfficerId) => tree.officer(id)?.roles.includes('sealedOfficer') === true;
  return {
    units: units.filter((unit) => tree.unit(unit)?.signsOpinions === false && !hasSealedOfficer(unit, tree)),
    officers: officers.filter((officer) => !inspects(officer)),
  };
}

/** The office that an accusation is addressed to, its organ and those above. */
const lineOf = (office: UnitId, tree: UnitTree): ReadonlySet<UnitId> =>
  new Set([office, ...tree.ancestors(office).map(({ id }) => id)]);

const hasSealedOfficer = (unit: UnitId, tree: UnitTree): boolean =>
  tree.bureau.officers.some((officer) => officer.roles.includes('sealedOfficer') && tree.isWithin(officer.unit, unit));
