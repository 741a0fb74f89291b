import type { Clock } from '../../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { CLOCK_RULES, PETITIONERS_RIGHTS } from '../oracle/clock-rules.ts';
import { dayIn, plusDays } from '../oracle/days.ts';
import { datesOf, nextRung } from '../oracle/ladder.ts';
import type { Edition, LawOfLife } from '../oracle/law-of-life.ts';
import type { FollowedCase } from './case-book.ts';
import type { Findings } from './violation.ts';

/**
 * The dates of a clock that begins, runs on or moves: by the law as it stands, or stood when the function began.
 * @param before the same clock as it ran until then
 * @param editions what the function may have counted by
 */
export function checkDates(
  clock: Clock,
  before: Clock | undefined,
  { events }: HistoryRecord,
  where: string,
  law: LawOfLife,
  editions: readonly Edition[],
  findings: Findings,
): void {
  const edition = law.of(clock.calendarVersion);
  const dates = edition && datesOf(clock, edition);
  // What stood still runs on as it was counted, where today it would be counted alike.
  const alike = (other: Edition) => datesOf(clock, other)?.due === clock.due || PETITIONERS_RIGHTS.has(clock.code);
  const resumes = events.some(({ type }) => type === 'clock-resumed.v1');
  findings.unless(
    edition !== undefined && (editions.includes(edition) || (resumes && editions.some(alike))),
    'DATES_STAND',
    () => `${where} is counted by ${clock.calendarVersion}, which is not the law`,
  );
  if (!dates) return;
  const moved = events.some(
    (event) => event.type === 'clock-moved.v1' && event.clock.code === clock.code && event.clock.key === clock.key,
  );
  // A right once told is never cut short by what is printed later (§3.1).
  const kept =
    moved &&
    before &&
    PETITIONERS_RIGHTS.has(clock.code) &&
    (dates.due < before.due || dates.nominalDue < before.nominalDue);
  const right = kept ? before : dates;
  findings.unless(
    clock.nominalDue === right.nominalDue && clock.due === right.due && clock.dueInstant === right.dueInstant,
    'DATES_STAND',
    () =>
      `${where} from ${clock.trigger} is due ${clock.nominalDue}/${clock.due}, the law says ${right.nominalDue}/${right.due}`,
  );
  if (kept || !edition) return;
  const unsure = isUnsure(clock, edition);
  findings.unless(
    (clock.provisional === true) === unsure,
    'DATES_STAND',
    () =>
      `${where} from ${clock.trigger} is due ${clock.due} ${unsure ? 'for certain, and nobody knows that year yet' : 'provisionally, and every day of it is known'}`,
  );
}

/**
 * Whether a last day hangs on a year whose notice is not printed (§3.1 `workday(d)`): on the days to which it may move,
 * and where working days are counted on all of them.
 */
function isUnsure({ code, trigger, nominalDue, due }: Clock, { days }: Edition): boolean {
  const unit = CLOCK_RULES[code]?.unit;
  if (unit === 'HOUR' || unit === 'MINUTE') return false;
  const first = unit === 'WORKDAY' ? plusDays(dayIn(trigger), 1) : nominalDue;
  return ![first, nominalDue, due].every((day) => days.knows(day));
}

/** Whatever was loaded: every running clock ends as the present law says, but for a right that ended later before. */
export function checkMoved(
  { head, id, table, fired, wakeAt, failing }: FollowedCase,
  law: LawOfLife,
  findings: Findings,
): void {
  if (law.changes === 0) return;
  const { present } = law;
  for (const clock of head.clocks) {
    const dates = datesOf(clock, present);
    const kept = dates && PETITIONERS_RIGHTS.has(clock.code) && clock.due >= dates.due;
    findings.unless(
      !dates || kept || (clock.nominalDue === dates.nominalDue && clock.due === dates.due),
      'DATES_STAND',
      () =>
        `${id} (${table}): ${clock.code} is due ${clock.nominalDue}/${clock.due} by ${clock.calendarVersion}, by ${present.version} ${dates?.nominalDue}/${dates?.due}`,
    );
    const known = present.days.knows(clock.nominalDue) && present.days.knows(clock.due);
    findings.unless(
      !dates || clock.provisional !== true || !known,
      'DATES_STAND',
      () => `${id} (${table}): ${clock.code} is still due ${clock.due} provisionally`,
    );
  }
  const next = nextRung(head, fired, present);
  findings.unless(
    next === 'unknown' || failing || wakeAt === next,
    'ALARM_ARMED',
    () => `${id} (${table}) wakes at ${wakeAt ?? 'never'}, its next step is at ${next ?? 'never'}`,
  );
}
