import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import type { Mailbox } from '../../shared/domain/alarms.ts';
import { stillLies } from '../../shared/domain/arrivals.ts';
import type { Role } from '../../shared/domain/bureau.ts';
import { type Calendar, localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant, LocalDate, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import {
  isUndelayed,
  type Notice,
  noticeOf,
  noticeOfArrival,
  type Pushed,
  recipientsOf,
  stillRuns,
} from '../../shared/domain/notifications.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type ArrivalEntry, isArrival } from '../../shared/store/arrivals.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database, Item } from '../../shared/store/database.ts';
import { deliveryId, type Outgoing, readPreferences } from '../../shared/store/notifications.ts';
import type { UnitDigest } from '../../shared/store/unit-work.ts';
import { attempt, type Outcome, withdraw, withdrawKnown } from './attempt-delivery.ts';
import type { Channels } from './channel.ts';
import type { NotifyDeps } from './deps.ts';
import { digestFor, readersOf } from './digest-notice.ts';
import type { Result } from './drain-outbox.ts';

/** One thing to say to some people, as it is at this moment. */
interface ToSay {
  readonly what: string;
  /** Why nobody needs to hear it any more; noted for each who would have. */
  readonly notSent?: 'ANSWERED' | 'MOVED_ON';
  /** Says it whatever the hour. */
  readonly undelayed: boolean;
  readonly people: readonly OfficerId[];
  readonly notice: (to: OfficerId) => Promise<(Notice & { readonly fields: Record<string, string> }) | undefined>;
}

/**
 * Sends one decision to whoever answers for it now. Everything is looked up at this moment: whether the clock still
 * runs, who holds the role, who is on leave, who is complained about.
 */
export async function sendOutgoing(
  outgoing: Outgoing,
  now: Instant,
  channels: { readonly by: Channels; readonly baseUrl: string },
  deps: NotifyDeps,
): Promise<Result> {
  const { database } = deps;
  const tree = await deps.bureau.tree();
  const { calendar } = await deps.bureau.law();
  const item = await database.get('REMINDERS', outgoing.source, { consistent: true });
  if (!item) return { sent: 0, failed: 0 };
  const say =
    outgoing.kind === 'DIGEST'
      ? digestToSay(item, now, tree, calendar, database, channels.baseUrl)
      : await entryToSay(item, now, tree, database, channels.baseUrl);
  const outcomes: Outcome[] = [];
  if (say === 'SEALED') {
    for (const key of outgoing.pending) outcomes.push(await withdrawKnown(database, key, say, now));
    return resultOf(outcomes);
  }
  const day = localDateOf((item.decidedAt ?? item.at) as Instant);
  for (const to of say.people)
    for (const outcome of await sendTo(
      to,
      say,
      { day, sk: outgoing.kind === 'DIGEST' ? `${item.pk}#${item.sk}` : item.sk },
      now,
      tree,
      channels.by,
      database,
    ))
      outcomes.push(outcome);
  const current = new Set(outcomes.map(({ key }) => key.id));
  for (const key of outgoing.pending)
    if (!current.has(key.id)) outcomes.push(await withdrawKnown(database, key, 'NOT_RESPONSIBLE', now));
  return resultOf(outcomes);
}

function resultOf(outcomes: readonly Outcome[]): Result {
  const waiting = outcomes.filter(({ next }) => next !== undefined);
  const at = waiting.map(({ next }) => next as Instant).sort()[0];
  return {
    sent: outcomes.filter(({ sent }) => sent).length,
    failed: outcomes.filter(({ failed }) => failed).length,
    ...(at ? { later: { at, pending: waiting.map(({ key }) => key) } } : {}),
  };
}

async function sendTo(
  to: OfficerId,
  say: ToSay,
  { day, sk }: { readonly day: LocalDate; readonly sk: string },
  now: Instant,
  tree: UnitTree,
  by: Channels,
  database: Database,
): Promise<Outcome[]> {
  const officer = tree.officer(to);
  const preferences = officer && (await readPreferences(database, to, officer.unit));
  const notice = preferences && preferences.channels.length > 0 ? await say.notice(to) : undefined;
  if (!preferences || !notice) return [];
  const outcomes: Outcome[] = [];
  for (const channel of preferences.channels) {
    const send = by[channel];
    if (!send || (channel === 'MAIL' && !preferences.mail)) continue;
    const id = deliveryId(sk, to, channel);
    const line = { day, id, officer: to, channel, what: say.what };
    const quiet = say.undelayed ? undefined : preferences.quiet;
    outcomes.push(
      say.notSent
        ? await withdraw(database, line, say.notSent, now)
        : await attempt(
            line,
            quiet,
            now,
            () => send({ id, to, address: preferences.mail, at: now, ...notice }),
            database,
          ),
    );
  }
  return outcomes;
}

/** An entry of an inbox; SEALED when it is for the sealed officer's inbox alone (P-03). */
async function entryToSay(
  item: Item,
  now: Instant,
  tree: UnitTree,
  database: Database,
  baseUrl: string,
): Promise<ToSay | 'SEALED'> {
  const pushed = { ...item, mailbox: mailboxOf(item.pk) } as unknown as Pushed;
  const [head] = await readHeads(database, ORDINARY, [pushed.caseId]);
  if (!head || head.sealed || head.state === 'SEALED') return 'SEALED';
  const people = await visibleTo(recipientsOf(pushed, head, now, tree), head, tree, database);
  if (isArrival(item)) return { people, ...arrivalToSay(item, head, baseUrl) };
  const notice = noticeOf(pushed, `${baseUrl}/petitions/${head.id}`);
  const { caseId, clock, key, colour, due } = pushed;
  const fields = { type: 'xinfang.reminder.v1', caseId, clock, step: key, colour, due };
  return {
    what: `${clock} ${key}`,
    ...(stillRuns(head, pushed) ? {} : { notSent: 'ANSWERED' as const }),
    undelayed: isUndelayed(pushed),
    people,
    notice: async () => ({ ...notice, fields }),
  };
}

/** What newly came: while it still lies with whom it came to, and not in the hours that he keeps for himself. */
function arrivalToSay(entry: ArrivalEntry, head: Head, baseUrl: string): Omit<ToSay, 'people'> {
  const notice = noticeOfArrival(entry, `${baseUrl}/petitions/${head.id}`);
  const { caseId, arrival: kind, of, limit } = entry;
  const fields = { type: 'xinfang.arrival.v1', caseId, arrival: kind, ...(limit ? { due: limit.due } : {}) };
  return {
    what: `NEW ${kind}`,
    ...(stillLies(head, { kind, of }) ? {} : { notSent: 'MOVED_ON' as const }),
    undelayed: false,
    notice: async () => ({ ...notice, fields }),
  };
}

/** Nobody who is complained about in a case below this one either (P-03). */
async function visibleTo(
  people: readonly OfficerId[],
  head: Head,
  tree: UnitTree,
  database: Database,
): Promise<OfficerId[]> {
  const told: OfficerId[] = [];
  for (const id of people) {
    const officer = tree.officer(id);
    const reader = officer && { id, unit: officer.unit, roles: officer.roles };
    if (reader && (await hideComplaints(reader, [head], ORDINARY, tree, database)).length > 0) told.push(id);
  }
  return told;
}

/** The digest of a unit goes to its heads, each with the cases that he may see, and to mediators with their own tasks. */
function digestToSay(
  item: Item,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
  baseUrl: string,
): ToSay {
  return {
    what: `DIGEST ${item.day}`,
    undelayed: false,
    people: readersOf(item as unknown as UnitDigest, localDateOf(now), tree),
    notice: (to) => digestFor(item, to, now, tree, calendar, database, baseUrl),
  };
}

function mailboxOf(pk: string): Mailbox {
  const [kind, first = '', role] = pk.split('#');
  return kind === 'OFFICER'
    ? { kind, officer: first as OfficerId }
    : { kind: 'ROLE', unit: first as UnitId, role: role as Role };
}
