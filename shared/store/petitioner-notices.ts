import type { CaseId, Instant } from '../domain/ids.ts';
import type { PetitionerNotice } from '../domain/petitioner-messages.ts';
import { ConditionFailed, type Database, type Item, queryAll, type Write, withConflictRetry } from './database.ts';
import { digest } from './field-cipher.ts';
import { outboxWrite } from './notifications.ts';

/** A decision as it lies in the mailbox of a petition: ids, step and dates; no name, no address, no content. */
export type DecidedNotice = PetitionerNotice & { readonly decidedAt: Instant };

const PREFIX = 'PETITIONER#';

/** Where a decision lies. */
export const noticeKey = (notice: PetitionerNotice) => ({
  pk: `${PREFIX}${notice.petition}`,
  sk: `${notice.at}#${notice.caseId}#${notice.step}#${
    notice.version ??
    `${notice.clock}${notice.clockKey === undefined ? '' : `/${notice.clockKey}`}:${notice.key}@${notice.nominalDue}`
  }`,
});

/** The id of the message of a decision: the same however often it is decided or sent; it tells nothing. */
export const messageId = ({ pk, sk }: { readonly pk: string; readonly sk: string }): string =>
  digest(`${pk}|${sk}`).slice(0, 32);

/**
 * Decides it and puts it out for sending, both or neither, so that no stream stands between a decision and its message.
 * The first write fails where it was decided before.
 */
export const noticeWrites = (notice: PetitionerNotice, decidedAt: Instant): readonly [Write, Write] => {
  const source = noticeKey(notice);
  return [
    {
      kind: 'PUT',
      table: 'REMINDERS',
      item: { ...source, ...notice, decidedAt },
      condition: { kind: 'ABSENT' },
    },
    outboxWrite({ kind: 'PETITIONER', source, at: decidedAt, pending: [] }),
  ];
};

/** Decides it unless it was decided before: a record that is read twice, or late, brings one message. */
export async function decideNotice(database: Database, notice: PetitionerNotice, decidedAt: Instant): Promise<boolean> {
  try {
    await withConflictRetry(() => database.transact(noticeWrites(notice, decidedAt)));
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

export const toNotice = ({ pk: _pk, sk: _sk, ...notice }: Item): DecidedNotice => notice as unknown as DecidedNotice;

/** What was decided for a petition, oldest first. */
export async function readNotices(
  database: Database,
  petition: CaseId,
): Promise<{ readonly key: { readonly pk: string; readonly sk: string }; readonly notice: DecidedNotice }[]> {
  const items = await queryAll(database, { table: 'REMINDERS', pk: `${PREFIX}${petition}`, consistent: true });
  return items.map((item) => ({ key: { pk: item.pk, sk: item.sk }, notice: toNotice(item) }));
}
