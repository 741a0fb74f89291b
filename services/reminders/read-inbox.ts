import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import { decideAccess, type Principal } from '../../shared/domain/access.ts';
import type { Mailbox } from '../../shared/domain/alarms.ts';
import { ARRIVALS } from '../../shared/domain/arrivals.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { asideFrom } from '../../shared/domain/regions.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { invalidFields } from '../../shared/lambda/problem.ts';
import { type ArrivalEntry, isArrival } from '../../shared/store/arrivals.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY, SEALED } from '../../shared/store/cases.ts';
import type { Database, Item } from '../../shared/store/database.ts';
import { inboxPosition, readInbox } from '../../shared/store/inbox.ts';

const COLOURS: Readonly<Record<string, string>> = { YELLOW: '黄灯', RED: '红灯', BLACK: '超期' };
const PROPOSALS: Readonly<Record<string, string>> = {
  SUPERVISION: '建议列入督办',
  RED_FLAG: '建议挂牌督办',
  ACCOUNTABILITY: '应启动责任认定',
};

/**
 * Reminders for the officer himself and for the roles he holds in his unit. Whoever holds a role when he looks finds
 * what was sent to it: a change of staff loses nothing. What became hidden from him since is gone; a page is filled
 * from behind it, and `next` names the last reminder shown, so that neither tells of one that is not.
 */
export async function inboxOf(
  principal: Principal,
  question: { readonly limit?: number | undefined; readonly before?: string | undefined },
  tree: UnitTree,
  database: Database,
) {
  const limit = question.limit ?? 50;
  const mailboxes: Mailbox[] = [
    { kind: 'OFFICER', officer: principal.id },
    // What was sent to a unit that is no more is for whoever took over from it.
    ...tree.bureau.units
      .filter(({ id }) => id === principal.unit || tree.presentOf(id) === principal.unit)
      .flatMap(({ id }) => principal.roles.map((role) => ({ kind: 'ROLE' as const, unit: id, role }))),
  ];
  const shown: Item[] = [];
  let before = question.before === undefined ? undefined : readPosition(question.before);
  for (let more = true; more && shown.length <= limit; ) {
    const page = await readInbox(database, mailboxes, { limit: limit + 1, ...(before ? { before } : {}) });
    shown.push(...(await openTo(principal, page, tree, database)));
    const last = page.at(-1);
    if (last) before = inboxPosition(last);
    more = page.length > limit;
  }
  const reminders = shown.slice(0, limit);
  const last = reminders.at(-1);
  return {
    officer: { id: principal.id, name: tree.officer(principal.id)?.name ?? principal.id },
    reminders: reminders.map((item) => (isArrival(item) ? arrivalView(item) : view(item))),
    next: last && shown.length > limit ? Buffer.from(inboxPosition(last)).toString('base64url') : null,
  };
}

/**
 * The reminders of a page that the officer may see now: their case was read anew, and those complained about may have
 * been named since (P-03, P-10), as may whoever steps aside (条例28(3)). One that was sealed after the reminder went out is for the sealed officer alone.
 */
async function openTo(
  principal: Principal,
  page: readonly Item[],
  tree: UnitTree,
  database: Database,
): Promise<Item[]> {
  const ids = [...new Set(page.map((item) => item.caseId as CaseId))];
  const ordinary = await readHeads(database, ORDINARY, ids);
  const visible = await hideComplaints(
    principal,
    ordinary.filter(({ state }) => state !== 'SEALED'),
    ORDINARY,
    tree,
    database,
  );
  const acted = visible.filter((head) => !asideFrom(head).includes(principal.id));
  const open = new Set(acted.map(({ id }) => id));
  if (principal.roles.includes('sealedOfficer')) {
    const known = new Set(ordinary.filter(({ state }) => state !== 'SEALED').map(({ id }) => id));
    const rest = ids.filter((id) => !known.has(id));
    for (const head of await readHeads(database, SEALED, rest))
      if (decideAccess(principal, { kind: 'READ_CASE', head }, tree).allowed) open.add(head.id);
  }
  return page.filter(
    (item) => open.has(item.caseId as CaseId) && !(item.hiddenFrom as readonly string[]).includes(principal.id),
  );
}

/** A position is the sort key of a reminder and a mailbox; it names nothing that was not shown. */
function readPosition(position: string): string {
  const text = Buffer.from(position, 'base64url').toString('utf8');
  if (/^\d{4}-\d\d-\d\dT[^!]+![a-zA-Z]*$/.test(text)) return text;
  throw invalidFields([{ pointer: '/before', zh: '应为上一页的 next', en: 'must be `next` of the page before' }]);
}

/** What newly came, in the fields of a reminder; the limit is the one that bound when it came. */
function arrivalView(item: Item & ArrivalEntry) {
  const { caseId, arrival, at, decidedAt, limit } = item;
  const { zh } = ARRIVALS[arrival];
  return {
    id: item.sk,
    mailbox: item.pk,
    caseId,
    arrival,
    clock: null,
    threshold: 'NEW',
    covers: [],
    missed: [],
    roles: [],
    at,
    decidedAt,
    colour: 'NEW',
    nominalDue: null,
    due: limit?.due ?? null,
    article: limit ? CLOCKS[limit.code].cite : null,
    proposes: null,
    text: ['新到', zh, ...(limit ? [`${CLOCKS[limit.code].zh}(${limit.code})期限 ${limit.due}`] : [])].join(' · '),
  };
}

function view(item: Item) {
  const clock = item.clock as ClockCode;
  const missed = item.missed as readonly string[];
  const overdue = item.colour === 'BLACK';
  const about = `${CLOCKS[clock].zh}(${clock})期限 ${item.due}`;
  const proposes = item.proposes as string | undefined;
  return {
    id: item.sk,
    mailbox: item.pk,
    caseId: item.caseId,
    clock,
    threshold: item.key,
    covers: item.covers,
    missed,
    roles: item.roles,
    at: item.at,
    decidedAt: item.decidedAt,
    colour: item.colour,
    nominalDue: item.nominalDue,
    due: item.due,
    article: CLOCKS[clock].cite,
    proposes: proposes ?? null,
    text: [
      COLOURS[item.colour as string] ?? '',
      `${overdue ? '已超期' : localDateOf(item.at as Instant) === item.nominalDue ? '今日到期' : '即将到期'}:${about}`,
      missed.length > 0 ? `(此前未发出的提醒一并在此:${missed.join('、')})` : '',
      proposes ? (PROPOSALS[proposes] ?? '') : '',
    ]
      .filter(Boolean)
      .join(' · '),
  };
}
