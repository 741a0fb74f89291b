import type { Clock } from '../../../shared/domain/petition.ts';
import { CLOCK_RULES } from '../oracle/clock-rules.ts';
import { type Days, dayIn, hourOf, plusDays } from '../oracle/days.ts';
import type { LawOfLife } from '../oracle/law-of-life.ts';
import type { StoreCore } from '../twins/store-core.ts';
import { type CaseBook, type FollowedCase, isInbox, isNew } from './case-book.ts';
import type { Findings } from './violation.ts';

const DAY = 86_400_000;
/** What a step after the end proposes, the least first (§3.2). */
const PROPOSES = ['SUPERVISION', 'RED_FLAG', 'ACCOUNTABILITY'] as const;
const AT_STEP: Readonly<Record<string, number | undefined>> = { 'D+1': 0, 'D+3': 1, 'D+7': 2 };
/** Limits of the law that are the organ's own. */
const OF_THE_LAW: ReadonlySet<string> = new Set([
  'INFORM_15D',
  'REF_INFORM_15D',
  'HANDLE_60D',
  'EXT_30D',
  'REVIEW_30D',
  'REREVIEW_30D',
]);

interface Life {
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly law: LawOfLife;
  readonly findings: Findings;
}

/**
 * What lateness has to bring about by itself, whoever looks: a candidate for supervision, after a week a review of
 * responsibility; every extension in the list of its organ; the tasks of units on their days and on no other.
 */
export function checkSupervision(life: Life): void {
  const { book, core } = life;
  for (const followed of book.cases.values())
    if (followed.table === 'CASES') {
      checkLateness(followed, life);
      checkStoppedLate(followed, life);
      checkExtensions(followed, life);
    }
  for (const { pk, openedOn, kind } of core.scan('REMINDERS'))
    if (pk.startsWith('TASK#')) checkTask(String(kind), String(openedOn), pk, life);
}

function checkLateness({ id, head, records }: FollowedCase, { core, findings }: Life): void {
  const candidates = core.partition('CASES', id).filter(({ sk }) => sk.startsWith('CANDIDATE#'));
  if (head.state === 'SEALED') {
    findings.unless(candidates.length === 0, 'SECRECY', () => `${id} is sealed, and stands before the supervisor`);
    return;
  }
  for (const { organ, decided, worklistPk } of candidates)
    findings.unless(
      decided !== undefined || (organ === head.organ && worklistPk === `SUPERVISE#${head.organ}`),
      'FOLLOWED_UP',
      () => `${id} is of ${head.organ}, and stands before the supervisor of ${String(organ)}`,
    );
  for (const entry of core.scan('REMINDERS')) {
    if (!isInbox(entry.pk) || isNew(entry) || entry.caseId !== id) continue;
    const steps = [...(entry.covers as string[]), ...(entry.missed as string[])].map((step) => AT_STEP[step]);
    const highest = Math.max(-1, ...steps.map((step) => step ?? -1));
    if (highest < 0) continue;
    const name = `${String(entry.clock)}${entry.clockKey === undefined ? '' : `/${String(entry.clockKey)}`}@${String(entry.due)}`;
    const candidate = candidates.find(({ key }) => key === name);
    findings.unless(
      PROPOSES.indexOf(candidate?.proposes as (typeof PROPOSES)[number]) >= highest,
      'FOLLOWED_UP',
      () =>
        `${id} is late with ${name}, and ${candidate ? `only ${String(candidate.proposes)}` : 'nothing'} is proposed`,
    );
    if (highest < 2 || !OF_THE_LAW.has(String(entry.clock))) continue;
    const opened = records.some(({ events }) =>
      events.some((event) => event.type === 'duty-opened.v1' && event.duty.about === name),
    );
    findings.unless(opened, 'FOLLOWED_UP', () => `nobody examines why ${id} missed ${name}`);
  }
}

/**
 * A clock that stopped late stands before the supervisor though nobody looked while it was late (§3.2: from the first
 * day after; the fifteen days of a leader from their end). What the sweep saw is looked at above.
 */
function checkStoppedLate({ id, head, records }: FollowedCase, { core, findings }: Life): void {
  if (head.state === 'SEALED') return;
  const running = new Map<string, Clock>();
  const candidates = core.partition('CASES', id).filter(({ sk }) => sk.startsWith('CANDIDATE#'));
  foldedStops(records, running, (clock, at) => {
    const rule = CLOCK_RULES[clock.code];
    const leads = clock.code === 'LEADER_ACTION';
    if (!rule || (!leads && rule.overdue['D+1'] === undefined)) return;
    const from = leads ? clock.dueInstant : hourOf(plusDays(clock.due, 1), 9);
    const name = `${clock.code}${clock.key === undefined ? '' : `/${clock.key}`}@${clock.due}`;
    findings.unless(
      at < from || candidates.some(({ key }) => key === name),
      'FOLLOWED_UP',
      () => `${id}: ${name} stopped late at ${at}, and nothing is proposed`,
    );
  });
}

/** Each stop of a clock, with the clock as it ran then. */
function foldedStops(
  records: FollowedCase['records'],
  running: Map<string, Clock>,
  seen: (clock: Clock, at: string) => void,
): void {
  for (const event of records.flatMap(({ events }) => events)) {
    if (event.type === 'clock-started.v1' || event.type === 'clock-resumed.v1' || event.type === 'clock-moved.v1')
      running.set(`${event.clock.code}/${event.clock.key ?? ''}`, event.clock);
    if (event.type !== 'clock-stopped.v1') continue;
    for (const [name, clock] of running)
      if (clock.code === event.code && (event.key === undefined || event.key === clock.key)) {
        running.delete(name);
        seen(clock, event.at);
      }
  }
}

function checkExtensions({ id, head, records }: FollowedCase, { core, findings }: Life): void {
  if (head.state === 'SEALED') return;
  const listed = core.partition('CASES', id).filter(({ sk }) => sk.startsWith('EXTENSION#'));
  for (const { at, events, actor } of records)
    for (const event of events) {
      if (event.type !== 'extended.v1' || actor.kind !== 'OFFICER') continue;
      const one = listed.find(({ sk }) => sk === `EXTENSION#${at}`);
      findings.unless(
        one?.days === event.days && one.approver === actor.id && one.on === dayIn(at),
        'FOLLOWED_UP',
        () => `the extension of ${id} at ${at} is not listed as it was granted`,
      );
    }
}

/** Tasks are opened on the first working day of a week, a month or a quarter, or on the fifteenth or the day before. */
function checkTask(kind: string, day: string, pk: string, { findings, law }: Life): void {
  // By the calendar of that day, whichever of its hours it was.
  const midnight = Date.parse(`${day}T00:00:00+08:00`);
  const right = law.between(midnight, midnight + DAY).some(({ days }) => opensOn(kind, day, days));
  findings.unless(right, 'FOLLOWED_UP', () => `${pk} has a ${kind} on ${day}`);
}

function opensOn(kind: string, day: string, days: Days): boolean {
  const month = day.slice(0, 8);
  const next = `${plusDays(`${month}28`, 5).slice(0, 8)}01`;
  const monday = plusDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  const right: Readonly<Record<string, boolean>> = {
    WEEKLY_REVIEW: days.workdayFrom(monday) === day,
    ISSUE_SCREENING: [`${month}01`, `${month}15`, next].some((one) => days.workdayUntil(one) === day),
    AREA_MONTHLY: days.workdayFrom(`${month}01`) === day,
    BACKLOG_REVIEW: days.workdayFrom(`${month}01`) === day && ['01', '04', '07', '10'].includes(day.slice(5, 7)),
  };
  return right[kind] === true;
}
