import { type ShownCase, shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { ladderDates } from '../../shared/domain/alarms.ts';
import { type Calendar, diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import type { RectificationGround } from '../../shared/domain/commands-duties.ts';
import type { Instant, UnitId } from '../../shared/domain/ids.ts';
import { colourAt } from '../../shared/domain/ladder.ts';
import { runningClock } from '../../shared/domain/petition.ts';
import { type Duty, dutyOf } from '../../shared/domain/regions.ts';
import { stateName } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import type { Database } from '../../shared/store/database.ts';
import { readRectifications } from '../../shared/store/rectifications.ts';

const GROUND_ZH: Readonly<Record<RectificationGround, string>> = {
  FAULT: '评定、认定有责',
  OVERTURNED: '意见被变更或者撤销',
  SUPERVISION: '督办',
};

/** Whose items are asked for: those of an organ, or of one unit in it; open, or verified in a month. */
export interface RectificationQuestion {
  readonly organ: UnitId;
  readonly unit?: UnitId | undefined;
  readonly month?: string | undefined;
}

/**
 * Items of rectification (整改, A-70), the earliest day first: who puts what right until when, with the lamp of its
 * clock, whether it was reported, and who verified it when. Nothing of cases that the reader may not know of (P-03, P-10).
 */
export async function listRectifications(
  { organ, unit, month }: RectificationQuestion,
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  calendar: Calendar,
  database: Database,
) {
  const listed = await readRectifications(database, organ, month);
  const cases = await shownCases(
    listed.map(({ caseId }) => caseId),
    reader,
    tree,
    database,
  );
  const items = listed.flatMap(({ caseId, key }) => {
    const shown = cases.get(caseId);
    const duty = shown && dutyOf(shown.head, key);
    // The index may show for a moment what was verified since.
    if (!shown || !duty || (month === undefined) !== (duty.settledAt === undefined)) return [];
    return unit === undefined || duty.unit === unit ? [entryOf(shown, duty, now, tree, calendar)] : [];
  });
  return { organ, organName: tree.unit(organ)?.name ?? organ, asOf: now, rule: RULE, items };
}

const RULE = {
  name: CLOCKS.RECTIFY.zh,
  article: CLOCKS.RECTIFY.cite,
  class: CLOCKS.RECTIFY.class,
  // Our own promise, not a number of the law; shown as such.
  verified: false,
} as const;

function entryOf({ head }: ShownCase, duty: Duty, now: Instant, tree: UnitTree, calendar: Calendar) {
  const { key, code, unit, openedAt, answeredAt, settledAt } = duty;
  const clock = runningClock(head, 'RECTIFY', key);
  const due = clock?.due ?? duty.due;
  return {
    caseId: head.id,
    version: head.version,
    key,
    ground: code ? { code, name: GROUND_ZH[code as RectificationGround] } : null,
    unit: { id: unit, name: tree.unit(unit)?.name ?? unit },
    caseState: stateName(head.state),
    openedAt,
    due: due ?? null,
    colour: clock ? colourAt(ladderDates(head, clock), now, calendar) : null,
    daysLeft: due && !settledAt ? diffDays(localDateOf(now), due) : null,
    status: settledAt ? 'VERIFIED' : answeredAt ? 'REPORTED' : 'OPEN',
    statusName: settledAt ? '已核实' : answeredAt ? '已报告,待其他单位核实' : '整改中',
    reportedAt: answeredAt ?? null,
    verifiedAt: settledAt ?? null,
  };
}
