import { mailboxKey } from '../domain/alarms.ts';
import type { Arrival, ArrivalKind } from '../domain/arrivals.ts';
import type { CaseId, Instant, OfficerId } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { Item, Write } from './database.ts';

/** What newly came, as it lies in an inbox beside the reminders: case number and dates, nothing of the petition. */
export interface ArrivalEntry {
  readonly colour: 'NEW';
  readonly caseId: CaseId;
  readonly version: number;
  readonly arrival: ArrivalKind;
  readonly of: string;
  readonly at: Instant;
  readonly decidedAt: Instant;
  readonly hiddenFrom: readonly OfficerId[];
  /** The limit that bound its holder when it came. */
  readonly limit?: Arrival['limit'];
}

/** Tells the entries of an inbox apart. */
export const isArrival = (item: Item): item is Item & ArrivalEntry => item.colour === 'NEW';

/**
 * The entries of a command, for its own transaction: what came is told exactly if it came. A version of a case is
 * stored once, so that each arrival is decided once, whatever is repeated, replayed or lost on the way out.
 */
export const arrivalWrites = (arrivals: readonly Arrival[], { id, version }: Head, at: Instant): Write[] =>
  arrivals.map(({ kind, of, mailbox, hiddenFrom, limit }) => ({
    kind: 'PUT',
    table: 'REMINDERS',
    item: {
      pk: mailboxKey(mailbox),
      sk: `${at}#${id}#NEW#${version}#${kind}/${of}`,
      colour: 'NEW',
      caseId: id,
      version,
      arrival: kind,
      of,
      at,
      decidedAt: at,
      hiddenFrom: [...hiddenFrom],
      ...(limit ? { limit: { code: limit.code, due: limit.due } } : {}),
    },
    condition: { kind: 'ABSENT' },
  }));
