import type { CaseId, Instant } from '../domain/ids.ts';
import { type Head, isOnWorklist } from '../domain/petition.ts';
import type { CaseTables } from './cases.ts';
import type { Write } from './database.ts';

/** The queue of what waits for a ruling (待裁决), of all organs, the longest waiting first. */
export const RULINGS = 'RULINGS';
const keyOf = (id: CaseId) => ({ pk: id as string, sk: 'RULING' });

/**
 * Since when somebody has to rule before the case goes on: on a dispute (条例24), an objection (条例23(3)), a recusal
 * (条例28(3)); undefined where nobody has to.
 */
function awaitsRulingSince(head: Head): Instant | undefined {
  if (!isOnWorklist(head) || head.sealed) return undefined;
  const objection = head.documents.findLast(({ kind }) => kind === 'DOC-OBJECTION');
  return [
    head.state === 'CONFLICT' ? head.dispute?.at : undefined,
    head.state === 'OBJECTED' ? objection?.at : undefined,
    head.recusal?.at,
  ]
    .filter((at) => at !== undefined)
    .sort()[0];
}

/**
 * Keeps the list of what waits for a ruling (待裁决). Who rules follows from the tables of today and stands nowhere: the
 * case lies in the queue of a unit all the while, which may not be that of whoever rules. Written with each change while it
 * waits, under the same day: what waited before there was a list gets onto it, too.
 */
export function rulingWrites({ cases }: CaseTables, before: Head | undefined, head: Head): Write[] {
  const since = awaitsRulingSince(head);
  if (since !== undefined) {
    const item = { ...keyOf(head.id), worklistPk: RULINGS, worklistSk: `${since}#${head.id}` };
    return [{ kind: 'PUT', table: cases, item }];
  }
  if (before === undefined || awaitsRulingSince(before) === undefined) return [];
  return [{ kind: 'DELETE', table: cases, key: keyOf(head.id) }];
}
