import { type Mailbox, mailboxKey } from '../domain/alarms.ts';
import type { Instant } from '../domain/ids.ts';
import { type Database, type Item, queryAll } from './database.ts';

/** Sorts before everything that a sort key is made of, so that positions lie in the order of the keys. */
const END = '!';

/**
 * Where an entry stands in the inbox of one officer. The same reminder may lie in two of his mailboxes under one sort
 * key; his own comes last, those of his roles by their names.
 */
export const inboxPosition = ({ pk, sk }: Item): string =>
  `${sk}${END}${pk.startsWith('ROLE#') ? pk.slice(pk.lastIndexOf('#') + 1) : ''}`;

/** The newest reminders of some mailboxes of one unit, newest first; `before` is the position of the last one seen. */
export async function readInbox(
  database: Database,
  mailboxes: readonly Mailbox[],
  options: { readonly limit: number; readonly before?: string },
): Promise<Item[]> {
  const { limit, before } = options;
  const pages = await Promise.all(
    mailboxes.map((mailbox) =>
      // The bound is inclusive: one more makes up for the entry that the page before ended with.
      before
        ? newestOf(database, mailbox, limit + 1, before.split(END)[0] ?? before)
        : newestOf(database, mailbox, limit),
    ),
  );
  return pages
    .flatMap((items) => items.map((item) => ({ item, position: inboxPosition(item) })))
    .filter(({ position }) => before === undefined || position < before)
    .sort((a, b) => (a.position < b.position ? 1 : -1))
    .slice(0, limit)
    .map(({ item }) => item);
}

/** So many of the newest in a mailbox, up to that key: the table ends a page where it likes, there may be more behind it. */
async function newestOf(database: Database, mailbox: Mailbox, limit: number, to?: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await database.query({
      table: 'REMINDERS',
      pk: mailboxKey(mailbox),
      descending: true,
      limit: limit - items.length,
      ...(to === undefined ? {} : { to }),
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < limit);
  return items;
}

/** Everything in a mailbox that was due at that moment or later, oldest first. */
export const readInboxFrom = (database: Database, mailbox: Mailbox, from: Instant): Promise<Item[]> =>
  queryAll(database, { table: 'REMINDERS', pk: mailboxKey(mailbox), from, consistent: true });
