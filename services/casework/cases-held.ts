import type { Bureau } from '../../shared/domain/bureau.ts';
import type { CaseId, OfficerId } from '../../shared/domain/ids.ts';
import { transitionOf } from '../../shared/domain/lifecycle-table.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { onWorklistsOf } from '../../shared/store/case-lists.ts';
import type { Database } from '../../shared/store/database.ts';

/** What an officer who leaves the tables still holds. */
export interface StillHeld {
  readonly officer: OfficerId;
  readonly handles: readonly CaseId[];
  readonly leads: readonly CaseId[];
}

/**
 * Open cases that name as handler or sponsoring leader an officer whom the new tables no longer know: each has to be
 * handed over first, by a decision on record (ASSIGN_HANDLER, INSTRUCT). Reads the lists of the organs in which they
 * served, and of those below: nothing where nobody leaves.
 */
export async function heldByLeavers(
  present: Bureau,
  next: Pick<Bureau, 'officers'>,
  database: Database,
): Promise<StillHeld[]> {
  const staying = new Set(next.officers.map(({ id }) => id));
  const leaving = present.officers.filter(({ id }) => !staying.has(id));
  if (leaving.length === 0) return [];
  const tree = treeOf(present);
  const organs = new Set(leaving.map(({ unit }) => tree.organOf(unit)?.id).filter((id) => id !== undefined));
  const units = present.units.filter(({ id }) => [...organs].some((organ) => tree.isWithin(id, organ)));
  const heads = await onWorklistsOf(
    database,
    units.map(({ id }) => id),
  );
  return leaving
    .map(({ id: officer }) => ({
      officer,
      handles: heads.filter((head) => head.handler === officer && isHandedOver(head)).map(({ id }) => id),
      leads: heads.filter((head) => head.leader === officer && isOpen(head)).map(({ id }) => id),
    }))
    .filter(({ handles, leads }) => handles.length + leads.length > 0);
}

/** Its handler has work to do in it, so that somebody has to take it over. */
const isHandedOver = ({ state }: Head): boolean => transitionOf('ASSIGN_HANDLER').from.includes(state);
