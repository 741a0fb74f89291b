import type { CaseId, LocalDate, UnitId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { Duty } from '../domain/regions.ts';
import { type Database, queryAll, type Write } from './database.ts';

/** Where an item of rectification (整改事项, A-70) is listed; what it is stands on its case. */
export interface ListedRectification {
  readonly caseId: CaseId;
  readonly key: string;
}

const keyOf = (id: CaseId, key: string) => ({ pk: id as string, sk: `RECTIFY#${key}` });
/** Open ones of an organ; verified ones by the month. */
const openList = (organ: UnitId): string => `RECTIFY#${organ}`;
const verifiedList = (organ: UnitId, month: string): string => `RECTIFIED#${organ}#${month}`;

const rectificationsOf = (head: Pick<Head, 'duties'> | undefined): readonly Duty[] =>
  (head?.duties ?? []).filter(({ kind }) => kind === 'RECTIFICATION');

/**
 * What a command writes into the lists of rectifications, in its transaction: an item that was ordered or verified, all
 * of them where the case went to another organ, none any more where it was sealed.
 */
export function rectificationWrites(before: Head | undefined, after: Head): Write[] {
  if (after.state === 'SEALED')
    return rectificationsOf(before).map(({ key }) => ({ kind: 'DELETE', table: 'CASES', key: keyOf(after.id, key) }));
  const moved = before !== undefined && before.organ !== after.organ;
  const known = new Map(rectificationsOf(before).map((duty) => [duty.key, duty]));
  return rectificationsOf(after)
    .filter(({ key, settledAt }) => moved || !known.has(key) || known.get(key)?.settledAt !== settledAt)
    .map(({ key, due, settledAt }): Write => {
      const [list, day] = settledAt
        ? [verifiedList(after.organ, settledAt.slice(0, 7)), settledAt]
        : [openList(after.organ), due as LocalDate];
      const item = { ...keyOf(after.id, key), key, worklistPk: list, worklistSk: `${day}#${after.id}#${key}` };
      return { kind: 'PUT', table: 'CASES', item };
    });
}

/** Open items of an organ, the earliest day first, or those verified in a month (YYYY-MM). */
export async function readRectifications(
  database: Database,
  organ: UnitId,
  month: string | undefined,
): Promise<ListedRectification[]> {
  const pk = month === undefined ? openList(organ) : verifiedList(organ, month);
  const items = await queryAll(database, { table: 'CASES', index: 'worklist', pk });
  return items.map(({ pk: id, sk }) => ({ caseId: id as CaseId, key: String(sk).slice('RECTIFY#'.length) }));
}
