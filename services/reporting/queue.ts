import { isCounted, sameFacts, toFactRow } from '../../shared/domain/facts.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import type { Message } from '../../shared/events/message.ts';
import { databaseFrom } from '../../shared/lambda/environment.ts';
import { queueEntry } from '../../shared/lambda/queue.ts';
import { loadCase, ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { putFactRow, readFactRows } from '../../shared/store/fact-rows.ts';

// Called by AWS
export const handler = queueEntry<{ database: Database }>(
  countOn,
  // Cold start only
  async () => ({ database: databaseFrom(process.env) }),
);

/** Every record: a case that changed is counted anew. */
export async function countOn(message: Message, _now: Instant, { database }: { database: Database }): Promise<void> {
  if (message.type === 'xinfang.case-changed.v1') await countCase(database, message.store, message.caseId as CaseId);
}

/**
 * Projects the case as it is now, whichever message brought us here: late, repeated and reordered deliveries end in
 * the same row. A case that moved into the sealed store is counted from there.
 */
export async function countCase(database: Database, store: 'CASES' | 'SEALED', id: CaseId): Promise<void> {
  const loaded = await loadCase(database, store === 'SEALED' ? SEALED : ORDINARY, id);
  if (!loaded) throw new Error(`no case ${id} in ${store}`);
  if (!isCounted(loaded.head)) return;
  const row = toFactRow(loaded.head);
  const known = (await readFactRows(database, [id])).get(id);
  if (!known || !sameFacts(known, row)) await putFactRow(database, row);
}
