import type { Principal } from '../../shared/domain/access.ts';
import type { Mailbox } from '../../shared/domain/alarms.ts';
import { localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database, Item } from '../../shared/store/database.ts';
import { readInbox } from '../../shared/store/inbox.ts';

const COLOURS: Readonly<Record<string, string>> = { YELLOW: '黄灯', RED: '红灯', BLACK: '超期' };
const PROPOSALS: Readonly<Record<string, string>> = {
  SUPERVISION: '建议列入督办',
  RED_FLAG: '建议挂牌督办',
  ACCOUNTABILITY: '应启动责任认定',
};

/**
 * Reminders for the officer himself and for the roles he holds in his unit. Whoever holds a role when he looks finds
 * what was sent to it: a change of staff loses nothing.
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
    ...principal.roles.map((role) => ({ kind: 'ROLE' as const, unit: principal.unit, role })),
  ];
  const items = await readInbox(database, mailboxes, {
    limit,
    ...(question.before ? { before: question.before } : {}),
  });
  return {
    officer: { id: principal.id, name: tree.officer(principal.id)?.name ?? principal.id },
    reminders: items.filter((item) => !(item.hiddenFrom as readonly string[]).includes(principal.id)).map(view),
    next: items.length === limit ? (items.at(-1)?.sk ?? null) : null,
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
