import { type Mailbox, mailboxKey } from '../domain/alarms.ts';
import type { Database, Item } from './database.ts';

/** The newest reminders of some mailboxes, newest first. */
export async function readInbox(
  database: Database,
  mailboxes: readonly Mailbox[],
  options: { readonly limit: number; readonly before?: string },
): Promise<Item[]> {
  const pages = await Promise.all(
    mailboxes.map((mailbox) =>
      database.query({
        table: 'REMINDERS',
        pk: mailboxKey(mailbox),
        descending: true,
        // The bound is inclusive: one more makes up for the entry that the page before ended with.
        limit: options.before ? options.limit + 1 : options.limit,
        ...(options.before ? { to: options.before } : {}),
      }),
    ),
  );
  return pages
    .flatMap(({ items }) => items)
    .sort((a, b) => (a.sk < b.sk ? 1 : -1))
    .filter((item) => item.sk !== options.before)
    .slice(0, options.limit);
}
