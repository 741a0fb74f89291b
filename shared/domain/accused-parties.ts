import type { CaseId } from './ids.ts';
import type { Accused, Head } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';
import type { AccusedBeside } from './regions.ts';

export const NOBODY: Accused = { units: [], officers: [] };

const without = (from: Accused, taken: Accused): Accused => ({
  units: from.units.filter((unit) => !taken.units.includes(unit)),
  officers: from.officers.filter((officer) => !taken.officers.includes(officer)),
});

export const joined = (a: Accused, b: Accused): Accused => ({
  units: [...new Set([...a.units, ...b.units])],
  officers: [...new Set([...a.officers, ...b.officers])],
});

const isNobody = ({ units, officers }: Accused): boolean => units.length + officers.length === 0;

const allOf = (beside: readonly AccusedBeside[] = []): Accused =>
  beside.reduce((all, { accused }) => joined(all, accused), NOBODY);

/** Whom the case itself complains of, without those who have no part in it through another petition. */
export const ownAccused = ({ accused, accusedBeside }: Head): Accused => without(accused, allOf(accusedBeside));

/** Those of them who were not known to be complained about. */
export function namedFromBelow({ accused: known }: Head, accused: Accused): PetitionEvent[] {
  return isNobody(without(accused, known)) ? [] : [{ type: 'accused-named.v1', accused: joined(known, accused) }];
}

/** Whom another petition of the matter complains of has no part in this case either (P-10), for as long as it is of it. */
export function namedBeside(head: Head, petition: CaseId, accused: Accused): PetitionEvent[] {
  const through = without(accused, ownAccused(head));
  const known = head.accusedBeside?.find((one) => one.petition === petition)?.accused ?? NOBODY;
  if (isNobody(without(through, known))) return [];
  const beside = { petition, accused: joined(known, through) };
  return [{ type: 'accused-named.v1', accused: joined(head.accused, through), beside }];
}

/** Folds it. */
export function withNamed(
  head: Head,
  { accused, beside }: { readonly accused: Accused; readonly beside?: AccusedBeside },
): Head {
  if (!beside) return { ...head, accused };
  const { accusedBeside = [], ...rest } = head;
  const others = accusedBeside.filter(({ petition }) => petition !== beside.petition);
  const all = isNobody(beside.accused) ? others : [...others, beside];
  return { ...rest, accused, ...(all.length > 0 ? { accusedBeside: all } : {}) };
}

/**
 * A petition leaves a matter: in each case of a line, the lowest first, those go who had no part in it through that
 * petition alone. Nobody goes whom a case below still complains of.
 */
export function leftBeside(
  line: readonly Head[],
  isLeft: (petition: CaseId) => boolean,
): { readonly head: Head; readonly events: PetitionEvent[] }[] {
  let below = NOBODY;
  return line.map((stored) => {
    let head = stored;
    const events = (stored.accusedBeside ?? [])
      .filter(({ petition }) => isLeft(petition))
      .map(({ petition, accused }): PetitionEvent => {
        const others = allOf(head.accusedBeside?.filter((one) => one.petition !== petition));
        const event = {
          type: 'accused-named.v1',
          accused: without(head.accused, without(without(accused, others), below)),
          beside: { petition, accused: NOBODY },
        } as const;
        head = withNamed(head, event);
        return event;
      });
    below = joined(below, head.accused);
    return { head, events };
  });
}
