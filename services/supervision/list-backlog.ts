import { caseLines } from '../../shared/casework/case-lines.ts';
import { shownCases } from '../../shared/casework/shown-cases.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { daysOver } from '../../shared/domain/candidates.ts';
import { CLOCKS, type ClockCode } from '../../shared/domain/clock-table.ts';
import type { CaseId, Instant, UnitId } from '../../shared/domain/ids.ts';
import { type Head, isOpen } from '../../shared/domain/petition.ts';
import { stateName } from '../../shared/domain/state-names.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { readHeads, unitQueue } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { readAgenda } from '../../shared/store/joint-agenda.ts';
import { readRepeated, repeatsOf } from '../../shared/store/matters.ts';

/** Overdue cases of one unit that are looked at: a review that has more before it begins with the oldest. */
const LOOKED_AT = 200;

/** Limits within which a case is to be concluded (条例34–36). */
const LIMITS: ReadonlySet<ClockCode> = new Set(['HANDLE_60D', 'EXT_30D', 'REMAKE', 'REVIEW_30D', 'REREVIEW_30D']);

/**
 * The backlog (积案, A-58) of an organ as its scheduled review needs it: open cases past the limit of handling, or of a
 * matter with three submissions or more, the oldest first, each with the outcome of its last review (RECORD_MEETING).
 * A submission that was referred on stands there by the case that answers it, under the organ that linked it. Reads what
 * is overdue of each unit's worklist, and the matters that were linked with what they came to; no other case.
 */
export async function listBacklog(organ: UnitId, reader: Principal, now: Instant, tree: UnitTree, database: Database) {
  const units = tree.bureau.units.filter(({ id }) => tree.organOf(id)?.id === organ);
  const [matters, ...pages] = await Promise.all([
    readRepeated(database, organ),
    ...units.map(({ id }) =>
      database.query({ table: 'CASES', index: 'worklist', pk: unitQueue(id), to: `${now}#~`, limit: LOOKED_AT }),
    ),
  ]);
  const submissions = new Map(
    matters.map(repeatsOf).flatMap((repeats) => repeats.map((id) => [id, repeats.length] as const)),
  );
  const overdue = pages.flatMap(({ items }) => items.map(({ pk }) => pk as CaseId));
  const firsts = await readHeads(database, ORDINARY, [...submissions.keys()]);
  const lines = await caseLines(firsts, ({ childId }) => childId, database);
  const shown = await shownCases([...overdue, ...lines.flat().map(({ id }) => id)], reader, tree, database);
  const open = [...shown.values()].filter(({ head }) => isOpen(head));
  const openIds = new Set(open.map(({ head }) => head.id));
  const answering = new Set(lines.map((line) => line.findLast(({ id }) => openIds.has(id))?.id));
  const cases = open
    .map(({ head }) => ({ head, late: limitPassed(head, now), repeats: submissions.get(head.petitionId) }))
    .filter(({ head, late }) => late !== undefined || answering.has(head.id))
    .sort((a, b) => (a.head.receivedAt < b.head.receivedAt ? -1 : 1));
  return {
    organ,
    asOf: now,
    more: pages.some(({ next }) => next !== undefined),
    cases: cases.map(({ head, late, repeats }) => ({
      ...entryOf(head, tree),
      days: diffDays(localDateOf(head.receivedAt), localDateOf(now)),
      overdue: late
        ? { clock: late.code, name: CLOCKS[late.code].zh, due: late.due, days: daysOver(late.due, now) }
        : null,
      submissions: repeats ?? null,
    })),
  };
}

const limitPassed = (head: Head, now: Instant) =>
  head.clocks.find(({ code, dueInstant }) => LIMITS.has(code) && dueInstant < now);

/** The agenda of the joint meeting: cases and what was decided of them before; minutes take them off. */
export async function jointAgenda(organ: UnitId, reader: Principal, tree: UnitTree, database: Database) {
  const agenda = await readAgenda(database, organ);
  const shown = await shownCases(
    agenda.map(({ caseId }) => caseId),
    reader,
    tree,
    database,
  );
  return {
    organ,
    cases: agenda.flatMap(({ caseId, since }) => {
      const one = shown.get(caseId);
      return one ? [{ ...entryOf(one.head, tree), since }] : [];
    }),
  };
}

const entryOf = (head: Head, tree: UnitTree) => ({
  caseId: head.id,
  version: head.version,
  unit: { id: head.unit, name: tree.unit(head.unit)?.name ?? head.unit },
  stateName: stateName(head.state),
  category: head.category ?? null,
  lastReview: head.backlog ?? null,
});
