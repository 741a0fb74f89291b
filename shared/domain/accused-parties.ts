import { type Accused, accusesSomebody, type Head } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';

export const NOBODY: Accused = { units: [], officers: [] };

export const joined = (a: Accused, b: Accused): Accused => ({
  units: [...new Set([...a.units, ...b.units])],
  officers: [...new Set([...a.officers, ...b.officers])],
});

export const without = (from: Accused, taken: Accused): Accused => ({
  units: from.units.filter((unit) => !taken.units.includes(unit)),
  officers: from.officers.filter((officer) => !taken.officers.includes(officer)),
});

/** Whom the case itself complains of, without those who have no part in it through a link alone. */
export const ownAccused = ({ accused, accusedByLink = NOBODY }: Pick<Head, 'accused' | 'accusedByLink'>): Accused =>
  without(accused, accusedByLink);

/** Whom these cases complain of by themselves. */
export const namedIn = (cases: readonly Head[]): Accused => cases.map(ownAccused).reduce(joined, NOBODY);

/**
 * Who has no part in the case: whom it complains of, and whom other petitions of its matter do (P-10). Whoever stepped aside
 * has no part in it himself; what he leads goes on without him (条例28(3)).
 */
export function barredFrom({ accused, recused }: Head, matterCases: readonly Head[] = []): Accused {
  return joined(accused, without(namedIn(matterCases), { units: [], officers: recused ?? [] }));
}

/** A case that begins again learns whom its matter complains of by now: it goes on without them. */
export function namedByMatter(head: Head, matterCases: readonly Head[] = []): PetitionEvent[] {
  const { accused, accusedByLink = NOBODY } = head;
  const barred = barredFrom(head, matterCases);
  const more = without(barred, accused);
  return accusesSomebody(more)
    ? [{ type: 'accused-named.v1', accused: barred, byLink: joined(accusedByLink, more) }]
    : [];
}

/** Those of them who were not known to be complained about. */
export function namedFromBelow({ accused: known }: Head, accused: Accused): PetitionEvent[] {
  return accusesSomebody(without(accused, known))
    ? [{ type: 'accused-named.v1', accused: joined(known, accused) }]
    : [];
}

/**
 * Whom the matter complains of that a petition is linked to has no part in its cases either (P-10), for as long as it is
 * linked: whom an earlier link named goes, save who is complained of in a case below.
 * @param line the cases of the petition, the lowest first
 */
export function namedByLink(line: readonly Head[], accused: Accused): PetitionEvent[][] {
  let below = NOBODY;
  return line.map((head) => {
    const own = joined(ownAccused(head), below);
    const byLink = without(accused, own);
    below = own;
    if (!accusesSomebody(byLink) && !head.accusedByLink) return [];
    return [{ type: 'accused-named.v1', accused: joined(own, byLink), byLink }];
  });
}

/** The case once that event has happened. */
export function afterNaming(
  head: Head,
  { accused, byLink }: { readonly accused: Accused; readonly byLink?: Accused },
): Head {
  if (!byLink) return { ...head, accused };
  const { accusedByLink: _before, ...rest } = head;
  return { ...rest, accused, ...(accusesSomebody(byLink) ? { accusedByLink: byLink } : {}) };
}
