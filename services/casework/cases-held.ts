import type { Bureau, Officer } from '../../shared/domain/bureau.ts';
import type { CaseId, OfficerId } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { asHeldNow } from '../../shared/domain/unit-history.ts';
import { type BureauTables, treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { canHandle, canLead } from '../../shared/domain/who-rules.ts';
import { onWorklistsOf } from '../../shared/store/case-lists.ts';
import type { Database } from '../../shared/store/database.ts';

/** What an officer who leaves his post still holds. */
export interface StillHeld {
  readonly officer: OfficerId;
  readonly handles: readonly CaseId[];
  readonly leads: readonly CaseId[];
}

/**
 * Open cases whose handler or sponsoring leader could not be named so by the new tables: he is not in them, serves
 * elsewhere, or has another role. Each is handed over first, by a decision on record (ASSIGN_HANDLER, INSTRUCT). Reads the
 * lists of the organs in which they served, and of those below: nothing where nobody leaves his post.
 */
export async function heldByLeavers(present: Bureau, next: BureauTables, database: Database): Promise<StillHeld[]> {
  const [tree, after] = [treeOf(present), treeOf(next)];
  const leaving = present.officers.filter((officer) => !isSamePost(officer, after.officer(officer.id)));
  if (leaving.length === 0) return [];
  const organs = new Set(leaving.map(({ unit }) => tree.organOf(unit)?.id).filter((id) => id !== undefined));
  const units = present.units.filter(({ id }) => [...organs].some((organ) => tree.isWithin(id, organ)));
  const heads = await onWorklistsOf(
    database,
    units.map(({ id }) => id),
  );
  return leaving
    .map(({ id: officer }) => {
      const own = after.officer(officer);
      const loses = (head: Head, can: Can): boolean => !own || !can(own, asHeldNow(head, after), after);
      const handles = heads.filter((head) => head.handler === officer && isHandedOver(head) && loses(head, canHandle));
      const leads = heads.filter((head) => head.leader === officer && isLedOn(head) && loses(head, canLead));
      return { officer, handles: handles.map(({ id }) => id), leads: leads.map(({ id }) => id) };
    })
    .filter(({ handles, leads }) => handles.length + leads.length > 0);
}

/** Whether an officer could be named so in a case. */
type Can = (officer: Officer, head: Head, tree: UnitTree) => boolean;

const isSamePost = (before: Officer, after: Officer | undefined): boolean =>
  after !== undefined && after.unit === before.unit && before.roles.every((role) => after.roles.includes(role));

/** Another can be named to lead it. */
const isLedOn = ({ state }: Head): boolean => transitionOf('INSTRUCT').from.includes(state);

/** Its handler has work to do in it, so that somebody has to take it over. */
const isHandedOver = ({ state }: Head): boolean => transitionOf('ASSIGN_HANDLER').from.includes(state);
