import type { Reminder } from './alarms.ts';
import { ladderDates } from './alarms.ts';
import { type Calendar, diffDays, localDateOf } from './calendar.ts';
import type { ClockCode } from './clock-table.ts';
import type { SupervisionGround } from './commands-duties.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import { ladderOf } from './ladder.ts';
import { type Clock, clockName, type Head } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';
import { type Refusal, refusal } from './refusal.ts';

/** Why a case stands before the supervisor (督办线索来源). */
export const CANDIDATE_CAUSES = ['LATE', 'OVERTURNED', 'BOUNCED', 'REPEATED', 'FAULT', 'RETALIATION', 'LEAK'] as const;
export type CandidateCause = (typeof CANDIDATE_CAUSES)[number];

/** What is proposed: each step stands above the ones before it. */
export const PROPOSALS = ['SUPERVISION', 'RED_FLAG', 'ACCOUNTABILITY'] as const;
export type Proposal = (typeof PROPOSALS)[number];

/** How somebody decided on it; whatever else happens to the case takes no candidate off the list. */
export const CANDIDATE_DECISIONS = ['SUPERVISED', 'FLAGGED', 'EXAMINED', 'DISMISSED'] as const;
export type CandidateDecision = (typeof CANDIDATE_DECISIONS)[number];

/** A submission of the same matter that is this one or a later one brings it before the supervisor. */
export const REPEATED_FROM = 3;

/**
 * A candidate for supervision (督办线索): about a case and the unit that answers for it, never about a person. It is
 * raised by what happened and leaves the list by a decision alone: that the clock stopped meanwhile does not undo that
 * it was late.
 */
export interface Candidate {
  /** Unique in the case, e.g. `HANDLE_60D@2026-05-06`, `BOUNCED@2026-03-02`. */
  readonly key: string;
  readonly cause: CandidateCause;
  readonly proposes: Proposal;
  /** Suggested; absent where a letter to the unit is not the way. A person decides. */
  readonly ground?: SupervisionGround;
  /** Of a missed clock: which, of several which, and its last day. */
  readonly clock?: ClockCode;
  readonly clockKey?: string;
  readonly due?: LocalDate;
  /** When that clock stopped: late, and still for somebody to decide on. */
  readonly stoppedAt?: Instant;
}

/** A candidate as it lies in the list of an organ. */
export interface RaisedCandidate extends Candidate {
  readonly caseId: CaseId;
  readonly organ: UnitId;
  readonly raisedAt: Instant;
  readonly decided?: { readonly decision: CandidateDecision; readonly at: Instant; readonly by?: OfficerId };
}

/** S1–S7 by what was missed (条例40(1), by analogy); what is not named is delay. */
const GROUND_OF_CLOCK: Readonly<Partial<Record<ClockCode, SupervisionGround>>> = {
  ASSIGN_REPORT: 'S7',
  SUPERVISE_REPLY: 'S7',
  SUGGEST_FEEDBACK: 'S7',
  LEADER_ACTION: 'S3',
  EXECUTE_SUPPORT: 'S6',
};

/** Steps of the ladder after the end that bring a case here, and what each proposes (`spec.md` §3.2). */
const PROPOSED_AT: Readonly<Record<string, Proposal>> = {
  'D+1': 'SUPERVISION',
  'D+3': 'RED_FLAG',
  'D+7': 'ACCOUNTABILITY',
};

/** 包案不办案: fifteen days without an action of the leader have a ladder of one step, which is enough. */
const proposalOf = (clock: ClockCode, step: string): Proposal | undefined =>
  clock === 'LEADER_ACTION' && step === 'D+0' ? 'SUPERVISION' : PROPOSED_AT[step];

const highest = (proposals: readonly Proposal[]): Proposal | undefined =>
  PROPOSALS.findLast((proposal) => proposals.includes(proposal));

export const isHigher = (a: Proposal, b: Proposal): boolean => PROPOSALS.indexOf(a) > PROPOSALS.indexOf(b);

function lateness(
  { code, key, due }: Pick<Clock, 'code' | 'key' | 'due'>,
  steps: readonly string[],
): Candidate | undefined {
  const proposes = highest(steps.flatMap((step) => proposalOf(code, step) ?? []));
  if (!proposes) return undefined;
  return {
    key: `${clockName(code, key)}@${due}`,
    cause: 'LATE',
    proposes,
    ground: GROUND_OF_CLOCK[code] ?? 'S4',
    clock: code,
    ...(key === undefined ? {} : { clockKey: key }),
    due,
  };
}

/** What the reminders of one sweep bring before the supervisor: one for each clock, at the highest step of it. */
export function candidatesFromReminders(reminders: readonly Reminder[]): Candidate[] {
  const byKey = new Map<string, Candidate>();
  for (const { clock, clockKey, due, covers, missed } of reminders) {
    const candidate = lateness(
      { code: clock, due: due as LocalDate, ...(clockKey === undefined ? {} : { key: clockKey }) },
      [...missed, ...covers],
    );
    if (candidate) byKey.set(candidate.key, candidate);
  }
  return [...byKey.values()];
}

/**
 * What a command brings before the supervisor, from what it did to one case: a clock that it stopped after a step of
 * the ladder had passed (the sweep may have been down), an opinion that the organ above did not uphold, a second
 * return of a referral, a fault that was found, a report of retaliation or of a leak.
 */
export function candidatesFromEvents(
  before: Head | undefined,
  events: readonly PetitionEvent[],
  after: Head,
  now: Instant,
  calendar: Calendar,
): Candidate[] {
  if (after.sealed || after.state === 'SEALED') return [];
  const day = localDateOf(now);
  return events.flatMap((event): Candidate[] => {
    switch (event.type) {
      case 'clock-stopped.v1': {
        const stopped = before?.clocks.filter(
          ({ code, key }) => code === event.code && (event.key === undefined || key === event.key),
        );
        return (stopped ?? []).flatMap((clock) => {
          const steps = ladderOf(ladderDates(after, clock), calendar).filter(({ at }) => at <= event.at);
          const late = lateness(
            clock,
            steps.flatMap(({ merged }) => merged),
          );
          return late ? [{ ...late, stoppedAt: event.at }] : [];
        });
      }
      case 'returned-from-review.v1':
        return event.decision === 'UPHOLD'
          ? []
          : [{ key: `OVERTURNED@${day}`, cause: 'OVERTURNED', proposes: 'SUPERVISION', ground: 'S1' }];
      case 'dispute-raised.v1':
        // What was sent back once is not sent back again: the second bounce is a dispute.
        return (after.bounces ?? 0) === 0
          ? []
          : [{ key: `BOUNCED@${day}`, cause: 'BOUNCED', proposes: 'SUPERVISION', ground: 'S2' }];
      case 'fault-assessed.v1':
        return event.fault === 'PARTIAL' || event.fault === 'FULL'
          ? [{ key: `FAULT@${day}`, cause: 'FAULT', proposes: 'SUPERVISION', ground: 'S1' }]
          : [];
      case 'retaliation-reported.v1':
        // To the auditor and those above (P-08): a letter would tell the unit of the report.
        return [{ key: `RETALIATION@${day}`, cause: 'RETALIATION', proposes: 'ACCOUNTABILITY' }];
      case 'leak-reported.v1':
        return [{ key: `LEAK@${day}`, cause: 'LEAK', proposes: 'ACCOUNTABILITY' }];
      default:
        return [];
    }
  });
}

/** The n-th submission of one matter. */
export const repeated = (submissions: number): Candidate[] =>
  submissions < REPEATED_FROM
    ? []
    : [{ key: `REPEATED@${submissions}`, cause: 'REPEATED', proposes: 'SUPERVISION', ground: 'S3' }];

/** What a petitioner reports of how he was treated: it is for the auditor and those above, the unit never hears of it (P-08). */
const REPORTED: ReadonlySet<string> = new Set<CandidateCause>(['RETALIATION', 'LEAK']);

/** The cause of a candidate, or of a review of responsibility, is such a report. */
export const isReported = (cause: string | undefined): boolean => cause !== undefined && REPORTED.has(cause);

/** The key of a candidate says so. */
export const isOfReport = (key: string): boolean => key.includes('@') && isReported(key.slice(0, key.indexOf('@')));

/** Days from the last day to `until`; 0 on the last day itself. */
export const daysOver = (due: LocalDate, until: Instant): number => Math.max(0, diffDays(due, localDateOf(until)));

/** One that is not there, and one that is not for this officer, are answered alike (P-08). */
export const noSuchCandidate = (): Refusal =>
  refusal(
    'NO_SUCH_CANDIDATE',
    'A-54',
    '条例14(2)',
    ['没有这条待处理的督办线索', 'there is no such open candidate'],
    ['编号见 GET /supervision/candidates', 'see GET /supervision/candidates for the keys'],
    '/candidate',
  );
