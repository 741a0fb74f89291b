import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { ladderDates } from '../../shared/domain/alarms.ts';
import { type Calendar, diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../../shared/domain/ids.ts';
import { colourAt } from '../../shared/domain/ladder.ts';
import { deputyOf } from '../../shared/domain/leave.ts';
import type { Notice } from '../../shared/domain/notifications.ts';
import { isOnWorklist } from '../../shared/domain/petition.ts';
import { UNIT_TASKS } from '../../shared/domain/schedules.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { readHeads, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY, queueOf } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import type { UnitDigest } from '../../shared/store/unit-work.ts';
import { causeLines, causesInWords } from './cause-lines.ts';

/** A line of the daily sheet: case number, clock and date. */
export interface DigestLine {
  readonly caseId: CaseId;
  readonly clock: string;
  readonly clockZh: string;
  readonly due: LocalDate;
  readonly colour: 'GREEN' | 'YELLOW' | 'RED' | 'BLACK';
  /** Nothing was done for so many days. */
  readonly stalledDays: number;
  /** It came since the morning before. */
  readonly isNew: boolean;
}

/** Nothing was done for that long: said on the agenda of the weekly review. */
export const STALLED_DAYS = 15;

/** The lines of a digest that this reader may see now; what was closed, answered or handed on since is gone. */
export async function linesFor(
  { cases, unit }: Pick<UnitDigest, 'cases' | 'unit'>,
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
): Promise<DigestLine[]> {
  const order = new Map(cases.map((id, at) => [id, at]));
  const queue = unitQueue(unit);
  const heads = (await readHeads(database, ORDINARY, cases)).filter(
    (head) => isOnWorklist(head) && queueOf(head) === queue && !head.sealed,
  );
  const shown = await hideComplaints(reader, heads, ORDINARY, tree, database);
  const today = localDateOf(now);
  return shown
    .sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
    .flatMap((head) => {
      const clock = [...head.clocks].sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1))[0];
      if (!clock) return [];
      return [
        {
          caseId: head.id,
          clock: clock.code,
          clockZh: CLOCKS[clock.code].zh,
          due: clock.due,
          colour: colourAt(ladderDates(head, clock), now, calendar),
          stalledDays: diffDays(localDateOf(head.updatedAt), today),
          isNew: diffDays(localDateOf(head.referral?.at ?? head.acceptedAt ?? head.registeredAt), today) <= 1,
        },
      ];
    });
}

/** Who stands in for an officer on that day, or he himself. */
const standingIn = (id: OfficerId, day: LocalDate, tree: UnitTree): OfficerId => deputyOf(id, day, tree)?.id ?? id;

/** The heads of a unit, whom its digest is for; of one that is no more, those of the unit that took over from it. */
const headsOf = (unit: UnitId, day: LocalDate, tree: UnitTree): OfficerId[] =>
  tree.bureau.officers
    .filter((officer) => officer.unit === tree.presentOf(unit) && officer.roles.includes('unitHead'))
    .map(({ id }) => standingIn(id, day, tree));

/** Whom a digest is for: the heads of the unit, and each mediator for his own tasks. */
export const readersOf = (
  { unit, mediations = [] }: Pick<UnitDigest, 'unit' | 'mediations'>,
  day: LocalDate,
  tree: UnitTree,
): OfficerId[] => [
  ...new Set([...headsOf(unit, day, tree), ...mediations.map(({ mediator }) => standingIn(mediator, day, tree))]),
];

const LAMPS = { GREEN: '绿灯', YELLOW: '黄灯', RED: '红灯', BLACK: '超期' } as const;
/** Cases named in a message; the sheet of the unit lists all. */
const NAMED = 50;

/** The digest as a message to one officer; nothing when nothing is left of it for him. */
export async function digestFor(
  item: unknown,
  to: OfficerId,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
  baseUrl: string,
): Promise<(Notice & { readonly fields: Record<string, string> }) | undefined> {
  const digest = item as UnitDigest;
  const officer = tree.officer(to);
  if (!officer) return undefined;
  const reader = { id: to, unit: officer.unit, roles: officer.roles };
  const day = localDateOf(now);
  const whole = headsOf(digest.unit, day, tree).includes(to);
  const lines = whole ? await linesFor(digest, reader, now, tree, calendar, database) : [];
  const tasks = whole ? digest.tasks : [];
  const mediations = (digest.mediations ?? []).filter(
    ({ mediator }) => whole || standingIn(mediator, day, tree) === to,
  );
  const found = await causeLines(whole ? digest : {}, reader, tree, database);
  const causes = causesInWords(found);
  if (lines.length + tasks.length + mediations.length + causes.length === 0) return undefined;
  const of = (colour: DigestLine['colour']) => lines.filter((line) => line.colour === colour).length;
  const stalled = lines.filter(({ stalledDays }) => stalledDays >= STALLED_DAYS).length;
  const title = digest.agenda ? '每周梳理议程' : '每日摘要';
  const unit = tree.unit(digest.unit)?.name ?? digest.unit;
  return {
    subject: `【${title}】${unit} ${digest.day}:在办 ${lines.length}${digest.more ? ' 件以上' : ' 件'},超期 ${of('BLACK')},红灯 ${of('RED')}`,
    text: [
      `${title} · ${unit} · ${digest.day}`,
      `在办 ${lines.length}${digest.more ? '+' : ''} · 新到 ${lines.filter(({ isNew }) => isNew).length} · 超期 ${of('BLACK')} · 红灯 ${of('RED')} · 黄灯 ${of('YELLOW')} · ${STALLED_DAYS}日未动 ${stalled}`,
      ...lines
        .slice(0, NAMED)
        .map(({ caseId, clockZh, due, colour }) => `${LAMPS[colour]} ${caseId} ${clockZh} ${due}`),
      ...tasks.map(({ kind, due }) => `任务:${UNIT_TASKS[kind].zh},${due} 前保存清单`),
      ...mediations.map(
        ({ mediator, due }) =>
          `${due < day ? '超期' : '任务'}:纠纷调解,${due} 前登记结果(调解员 ${tree.officer(mediator)?.name ?? mediator})`,
      ),
      ...causes,
      ...(found.rising.length > 0 ? [`预警所涉件:${baseUrl}/warnings`] : []),
      ...(found.recurring.length > 0 ? [`倾向性问题所涉件:${baseUrl}/warnings/recurring`] : []),
      `办理:${baseUrl}/worklist?unit=${digest.unit}`,
    ].join('\n'),
    fields: { type: digest.agenda ? 'xinfang.agenda.v1' : 'xinfang.digest.v1', unit: digest.unit, day: digest.day },
  };
}
