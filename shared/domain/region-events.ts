import type { CandidateDecision } from './candidates.ts';
import type { BacklogOutcome, Fault, LeaderAction } from './commands-duties.ts';
import type { UrgentMeasure } from './commands-paths.ts';
import type { Rating, ReviewDecision } from './commands-review.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import type { Holding, OpinionFacts, State } from './petition.ts';
import type { Duty, DutyOutcome } from './regions.ts';
import type { RouteCode } from './taxonomy-data.ts';
import type { UnitReplaced } from './unit-history.ts';

/** What happened beside the course of a case: its orthogonal regions (`regions.ts`). No personal data, no free text. */
export type RegionEvent =
  | {
      readonly type: 'matter-linked.v1';
      readonly matter: CaseId;
      /** The petition whose petitioner he is, as an officer found where the blind index did not know it. */
      readonly samePetitioner?: CaseId;
    }
  | { readonly type: 'urgent-flagged.v1'; readonly lifeAtStake: boolean; readonly measures: readonly UrgentMeasure[] }
  | { readonly type: 'urgent-acknowledged.v1'; readonly by: OfficerId }
  | { readonly type: 'urgent-reported.v1' }
  | {
      readonly type: 'channelled.v1';
      readonly route: RouteCode;
      readonly own: boolean;
      readonly unit?: UnitId;
      readonly lastDay?: LocalDate;
      readonly coSigner: OfficerId;
    }
  | { readonly type: 'route-result.v1'; readonly decidedOn: LocalDate; readonly reversed: boolean }
  | { readonly type: 'dispute-raised.v1'; readonly with: UnitId }
  | {
      readonly type: 'jurisdiction-decided.v1';
      readonly holding: Holding;
      readonly by: OfficerId;
      /** The unit, or the organ, that was decided on. */
      readonly of?: UnitId;
    }
  | { readonly type: 'simple-accepted.v1'; readonly holding: Holding; readonly requestItems: number }
  | { readonly type: 'switched-ordinary.v1'; readonly atPetitionersWish: boolean }
  | { readonly type: 'study-begun.v1'; readonly holding: Holding }
  /** `opinion`: of an appeal, the reply stands in the place of one. */
  | { readonly type: 'replied.v1'; readonly by: OfficerId; readonly opinion?: OpinionFacts }
  | { readonly type: 'passed-on.v1'; readonly to: UnitId }
  | {
      readonly type: 'not-accepted.v1';
      readonly pendingCase: CaseId;
      readonly pendingDue: LocalDate;
      /** An officer found so, where the blind index did not know it. */
      readonly samePetitioner?: true;
    }
  | {
      readonly type: 'no-longer-proposed.v1';
      readonly by: OfficerId;
      readonly reReviewCase: CaseId;
      readonly samePetitioner?: true;
    }
  | { readonly type: 'no-longer-accepted.v1'; readonly reReviewCase: CaseId; readonly by: OfficerId }
  | { readonly type: 'waiver-proposed.v1'; readonly clock: string; readonly key?: string; readonly by: OfficerId }
  | { readonly type: 'waiver-confirmed.v1'; readonly clock: string; readonly key?: string; readonly by: OfficerId }
  | { readonly type: 'split.v1'; readonly childId: CaseId }
  | { readonly type: 'exported.v1'; readonly system: string; readonly externalNumber?: string }
  | { readonly type: 'escalated-up.v1'; readonly unit?: UnitId }
  | { readonly type: 'recusal-applied.v1'; readonly of: OfficerId }
  /** Granted, the officer is off the case (条例28(3)); `ofReview`: off the review of this case, of which it is told. */
  | {
      readonly type: 'recusal-decided.v1';
      readonly of: OfficerId;
      readonly granted: boolean;
      readonly ofReview?: true;
    }
  | { readonly type: 'supplement-requested.v1' }
  | { readonly type: 'statement-heard.v1'; readonly at: Instant }
  | { readonly type: 'hearing-held.v1'; readonly from: LocalDate; readonly to: LocalDate; readonly ground: string }
  | { readonly type: 'mediated.v1'; readonly outcome: 'AGREED' | 'FAILED' }
  | { readonly type: 'settled.v1' }
  /** Another unit asked him whether he settled of his own will (P-26). */
  | { readonly type: 'settlement-confirmed.v1'; readonly by: OfficerId }
  /** On the case under review. */
  | {
      readonly type: 'review-requested.v1';
      readonly caseId?: CaseId;
      readonly organ?: UnitId;
      readonly filedAt: Instant;
      readonly late: boolean;
      /** Which of several co-petitioners asked. */
      readonly recipient?: number;
      /** It joined the review that another one's request had opened; on the record of that case, too. */
      readonly joins?: true;
    }
  | { readonly type: 'late-decided.v1'; readonly admitted: boolean; readonly ground: string }
  | { readonly type: 'review-decided.v1'; readonly decision: ReviewDecision; readonly remakeDue?: LocalDate }
  /** On the case that was reviewed: the opinion of the organ above was delivered. */
  | { readonly type: 'returned-from-review.v1'; readonly decision: ReviewDecision; readonly caseId?: CaseId }
  | { readonly type: 'withdrawal-filed.v1'; readonly from: State }
  | { readonly type: 'withdrawal-confirmed.v1'; readonly by: OfficerId; readonly continues: boolean }
  | { readonly type: 'withdrawal-revoked.v1' }
  | { readonly type: 'followed-up.v1'; readonly which: 1 | 2; readonly result: string }
  | { readonly type: 'rated.v1'; readonly object: 'NOTICE' | 'OPINION'; readonly rating: Rating }
  | { readonly type: 'reopened.v1'; readonly ground: string; readonly childId?: CaseId }
  | { readonly type: 'archived.v1'; readonly retention: string }
  | { readonly type: 'retaliation-reported.v1' }
  | { readonly type: 'leak-reported.v1' }
  /** 拟办、批示、流转: a line of the slip, signed by the actor of the record. */
  | {
      readonly type: 'slip-noted.v1';
      readonly line: 'PROPOSE' | 'INSTRUCT' | 'CIRCULATE';
      readonly to: readonly OfficerId[];
      /** The limit that an instruction sets. */
      readonly dueAt?: LocalDate;
    }
  /** An instruction names the handling unit; `now`: another one was charged, and hands over. */
  | { readonly type: 'unit-instructed.v1'; readonly unit: UnitId; readonly now: boolean }
  | { readonly type: 'leader-named.v1'; readonly leader: OfficerId }
  | { readonly type: 'major-set.v1'; readonly by: OfficerId; readonly leader: OfficerId }
  | { readonly type: 'leader-acted.v1'; readonly action: LeaderAction; readonly evidenced: boolean }
  | { readonly type: 'task-force-dissolved.v1'; readonly by: OfficerId }
  | { readonly type: 'field-visited.v1'; readonly on: LocalDate }
  | { readonly type: 'checked-before-send.v1'; readonly by: OfficerId; readonly passed: boolean }
  | { readonly type: 'fault-assessed.v1'; readonly fault: Fault; readonly by: OfficerId }
  /** What it came from, beside the approval or the closing that says so. */
  | { readonly type: 'cause-stated.v1'; readonly rootCause: string }
  | { readonly type: 'duty-opened.v1'; readonly duty: Duty }
  | { readonly type: 'duty-answered.v1'; readonly key: string }
  /** The answer was not accepted: the duty is open again, its day stands. */
  | { readonly type: 'duty-sent-back.v1'; readonly key: string }
  | { readonly type: 'duty-settled.v1'; readonly key: string; readonly outcome: DutyOutcome }
  /** A candidate for supervision (督办线索) left the list, whatever its clock did. */
  | { readonly type: 'candidate-decided.v1'; readonly key: string; readonly decision: CandidateDecision }
  | { readonly type: 'sample-audited.v1'; readonly audit: string; readonly passed: boolean }
  | { readonly type: 'flag-raised.v1'; readonly by: OfficerId }
  | { readonly type: 'flag-cleared.v1' }
  | {
      readonly type: 'meeting-recorded.v1';
      readonly kind: string;
      readonly on: LocalDate;
      readonly participants: readonly OfficerId[];
      readonly dissent: boolean;
      /** What a review of the backlog came to. */
      readonly outcome?: BacklogOutcome;
    }
  | { readonly type: 'aid-referred.v1'; readonly aid: string }
  /** A unit that held or owed something is no more: its successor goes on (机构改革), by the decisions cited. */
  | { readonly type: 'handed-on.v1'; readonly holding: Holding; readonly replaced: readonly UnitReplaced[] };
