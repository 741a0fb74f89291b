import { createHash } from 'node:crypto';
import type { CaseId } from '../../shared/domain/ids.ts';
import { alarmItem, readAlarm } from '../../shared/store/cases.ts';
import type { Database, Item, Write } from '../../shared/store/database.ts';
import { packJson, unpackJson } from '../../shared/store/packed-json.ts';

/** Cases written in one transaction: head and alarm each. */
const AT_ONCE = 50;
/** Transactions under way. */
const SIDE_BY_SIDE = 4;

/** Puts copies of a case, head and alarm, under ids that depend on `name` and number alone. */
export async function copyCases(database: Database, id: CaseId, name: string, count: number): Promise<void> {
  const [head, alarm] = await Promise.all(['HEAD', 'ALARM'].map((sk) => database.get('CASES', { pk: id, sk })));
  if (!head || !alarm) throw new Error(`no case ${id}`);
  const text = unpackJson(head.head as Uint8Array);
  const kept = readAlarm(alarm);
  let next = 0;
  async function work(): Promise<void> {
    while (next < count) {
      const batch: Write[] = [];
      for (; next < count && batch.length < 2 * AT_ONCE; next += 1) {
        const copy = createHash('sha256').update(`${name}${next}`).digest('hex').slice(0, 26) as CaseId;
        batch.push({ kind: 'PUT', table: 'CASES', item: headCopy(head as Item, text, id, copy) });
        batch.push({ kind: 'PUT', table: 'CASES', item: alarmItem(copy, kept) });
      }
      await database.transact(batch);
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
}

const headCopy = (head: Item, text: string, id: string, copy: string): Item => ({
  ...head,
  pk: copy,
  head: packJson(text.replaceAll(id, copy)),
  worklistSk: String(head.worklistSk).replaceAll(id, copy),
});
