import type { Accused, Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { CaseBook, FollowedCase } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Commands that say who handles a case. */
const CHARGING: ReadonlySet<string> = new Set([
  'TRANSFER',
  'ASSIGN',
  'ACCEPT',
  'ACCEPT_SIMPLE',
  'ASSIGN_HANDLER',
  'SET_PLAN',
]);

/** Whoever is charged with a case is nobody whom another petition of its matter complains of at that moment (P-10). */
export function checkCharged(
  { id, head, heads, records }: FollowedCase,
  book: CaseBook,
  tree: UnitTree,
  findings: Findings,
): void {
  if (!CHARGING.has(records.at(-1)?.command ?? '')) return;
  const before = heads.at(-2);
  const [newUnit, newHandler] = [before?.unit !== head.unit, before?.handler !== head.handler];
  const matter = matterOf(head);
  for (const { table, head: other } of book.cases.values()) {
    if (table !== 'CASES' || other.petitionId === head.petitionId || matterOf(other) !== matter) continue;
    const { units, officers } = ownOf(other);
    const barred = officers.filter((officer) => !head.recused?.includes(officer));
    findings.unless(
      !(newHandler && head.handler && barred.includes(head.handler)) &&
        !(newUnit && tree.conflictsWith(head.unit, { units, officers: barred })),
      'LEGAL_STEPS',
      () => `${id} is given to ${head.handler ?? head.unit}, of whom ${other.id} of the same matter complains`,
    );
  }
}

const matterOf = ({ matter, petitionId }: Head): string => matter ?? petitionId;

function ownOf({ accused, accusedByLink }: Head): Accused {
  const linked = (one: string): boolean =>
    [...(accusedByLink?.units ?? []), ...(accusedByLink?.officers ?? [])].includes(one as never);
  return {
    units: accused.units.filter((one) => !linked(one)),
    officers: accused.officers.filter((one) => !linked(one)),
  };
}
