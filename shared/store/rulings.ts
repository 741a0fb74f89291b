import type { CaseId } from '../domain/ids.ts';
import { type Head, isOnWorklist } from '../domain/petition.ts';
import type { CaseTables } from './cases.ts';
import type { Write } from './database.ts';

/** The queue of what waits for a ruling (待裁决), of all organs, the longest waiting first. */
export const RULINGS = 'RULINGS';
const keyOf = (id: CaseId) => ({ pk: id as string, sk: 'RULING' });

/** Somebody has to rule before the case goes on: on a dispute (条例24), an objection (条例23(3)), a recusal (条例28(3)). */
const awaitsRuling = (head: Head): boolean =>
  isOnWorklist(head) &&
  !head.sealed &&
  (head.state === 'CONFLICT' || head.state === 'OBJECTED' || head.recusal !== undefined);

/**
 * Keeps the list of what waits for a ruling (待裁决). Who rules follows from the tables of today and stands nowhere: the
 * case lies in the queue of a unit all the while, which may not be that of whoever rules.
 */
export function rulingWrites({ cases }: CaseTables, before: Head | undefined, head: Head): Write[] {
  const waits = awaitsRuling(head);
  if (waits === (before !== undefined && awaitsRuling(before))) return [];
  if (!waits) return [{ kind: 'DELETE', table: cases, key: keyOf(head.id) }];
  const item = { ...keyOf(head.id), worklistPk: RULINGS, worklistSk: `${head.updatedAt}#${head.id}` };
  return [{ kind: 'PUT', table: cases, item }];
}
