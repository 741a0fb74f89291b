import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import type { DispatchMethod, Outcome } from './petition.ts';

/** Decisions of a review or re-review (维持、变更、撤销责令重作). */
export const REVIEW_DECISIONS = ['UPHOLD', 'CHANGE', 'REVOKE_REMAKE'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** What an opinion of review or re-review says. */
export interface ReviewOpinionDraft {
  readonly decision: ReviewDecision;
  readonly facts: string;
  readonly legalBasis: string;
  readonly items: readonly { readonly item: number; readonly outcome: Outcome; readonly answer: string }[];
  /** Day by which a new opinion is due, for REVOKE_REMAKE. */
  readonly remakeDue?: LocalDate | undefined;
}

/** A request for review or re-review (复查、复核申请). */
export interface ReviewRequest {
  readonly request: string;
  readonly reasons: string;
  /** Instant of submission or postmark where it differs from now (T3), with offset; recorded by the office only. */
  readonly filedAt?: string | undefined;
  /** When it reached the organ, where that was before now; the period of the review counts from it. By the office only. */
  readonly receivedAt?: string | undefined;
  /** Which of the co-petitioners asks, from 1: each has a window of his own. */
  readonly recipient?: number | undefined;
  /** Why it is late, where it is: force majeure or another justified cause. */
  readonly delayReason?: string | undefined;
  readonly byAgent?: boolean | undefined;
}

/** Kinds of rating (满意度). */
export const RATINGS = ['SATISFIED', 'MOSTLY_SATISFIED', 'DISSATISFIED'] as const;
export type Rating = (typeof RATINGS)[number];

/** Retention (保管期限): 永久, 30年, 10年. The figures are from practice and not verified (P-17). */
export const RETENTIONS = ['PERMANENT', 'YEARS_30', 'YEARS_10'] as const;
export type Retention = (typeof RETENTIONS)[number];

/** Grounds on which a hearing is held (听证). */
export const HEARING_GROUNDS = ['MAJOR', 'COMPLEX', 'DIFFICULT', 'REQUESTED'] as const;

/** Results of a follow-up (回访). */
export const FOLLOW_UP_RESULTS = ['RESOLVED', 'PERSISTS', 'DECLINED', 'NOT_REACHED'] as const;

/** Review and re-review, hearings, mediation, withdrawal, execution, and what follows the end of a case. */
export type ReviewCommand =
  /** 31, 33 申请复查、复核: by the petitioner or his agent, or recorded by the office for a letter or visit. */
  | ({ readonly type: 'REQUEST_REVIEW' } & ReviewRequest)
  | ({ readonly type: 'REQUEST_REREVIEW' } & ReviewRequest)
  /** 34 逾期申请 */
  | { readonly type: 'ADMIT_LATE'; readonly reason: string; readonly cause: 'FORCE_MAJEURE' | 'OTHER_JUSTIFIED' }
  | {
      readonly type: 'REJECT_LATE';
      readonly ground: 'LATE' | 'INADMISSIBLE';
      readonly reason: string;
      readonly method: DispatchMethod;
    }
  /** 32, 33 复查、复核决定: drafted by the reviewer; the head of the review organ approves with APPROVE_OPINION. */
  | { readonly type: 'REVIEW_DECIDE'; readonly opinion: ReviewOpinionDraft }
  | { readonly type: 'REREVIEW_DECIDE'; readonly opinion: ReviewOpinionDraft }
  /** 68 复查复核回转, also recorded by the office where the review organ is outside this bureau. */
  | {
      readonly type: 'RETURN_FROM_REVIEW';
      /** REJECTED: the organ outside did not take the request up. */
      readonly decision: ReviewDecision | 'REJECTED';
      readonly opinionNumber: string;
      readonly deliveredOn: LocalDate;
      readonly remakeDue?: LocalDate | undefined;
    }
  /** 23 听证 */
  | {
      readonly type: 'HOLD_HEARING';
      readonly from: LocalDate;
      readonly to: LocalDate;
      readonly ground: (typeof HEARING_GROUNDS)[number];
      readonly reason: string;
      readonly participants: readonly string[];
      readonly record: string;
    }
  /** 24 调解、和解; with several, whether all of them agree. */
  | {
      readonly type: 'MEDIATE';
      readonly petitionerConsents: boolean;
      readonly otherSideConsents: boolean;
      readonly parties: string;
      readonly outcome: 'AGREED' | 'FAILED';
      readonly terms?: string | undefined;
      readonly note: string;
      readonly everyone?: true | undefined;
    }
  | {
      readonly type: 'SETTLE';
      readonly petitionerConsents: boolean;
      readonly otherSideConsents: boolean;
      readonly terms: string;
      readonly performance: string;
      readonly legalityCheck: boolean;
      readonly everyone?: true | undefined;
    }
  /** 20 回避 */
  | { readonly type: 'APPLY_RECUSAL'; readonly of: OfficerId; readonly reason: string }
  | {
      readonly type: 'DECIDE_RECUSAL';
      readonly granted: boolean;
      readonly reason: string;
      /** The organ outside that decided on paper, with number and date. */
      readonly decidedElsewhere?: string | undefined;
      readonly method: DispatchMethod;
    }
  /** P-26: another unit asks whether he settled of his own will. */
  | { readonly type: 'CONFIRM_SETTLEMENT'; readonly note: string; readonly everyone?: true | undefined }
  /** 36 撤回 */
  | { readonly type: 'WITHDRAW'; readonly words: string; readonly free: boolean }
  /** P-26: another unit asks whether it was free, after the three days of cooling-off; of several, whether all wish it. */
  | {
      readonly type: 'CONFIRM_WITHDRAWAL';
      readonly note: string;
      readonly continueInPublicInterest?: boolean | undefined;
      readonly everyone?: true | undefined;
    }
  /** P-26: within 30 days he may take it back. */
  | { readonly type: 'REVOKE_WITHDRAWAL'; readonly words: string }
  /** 30, 57 执行 */
  | { readonly type: 'ORDER_EXECUTION'; readonly unit: UnitId; readonly what: string; readonly dueAt: LocalDate }
  | {
      readonly type: 'CONFIRM_EXECUTION';
      readonly evidence: string;
      readonly done: boolean;
      /** Which execution, where several were ordered. */
      readonly key?: string | undefined;
    }
  /** 41 回访 */
  | {
      readonly type: 'FOLLOW_UP';
      readonly method: 'PHONE' | 'VISIT' | 'VIDEO' | 'LETTER' | 'ONLINE';
      readonly result: (typeof FOLLOW_UP_RESULTS)[number];
      readonly note: string;
    }
  /** 42 评价 */
  | {
      readonly type: 'RATE';
      /** What is rated: the notice or the opinion. */
      readonly object: 'NOTICE' | 'OPINION';
      readonly rating: Rating;
      readonly words?: string | undefined;
    }
  /** 43 重新办理 */
  | { readonly type: 'REOPEN'; readonly ground: 'NEW_FACTS' | 'OVERTURNED' | 'ERROR'; readonly reason: string }
  /** 44 归档 */
  | {
      readonly type: 'ARCHIVE';
      /** Absent: the default (P-17). Another one carries its citation. */
      readonly retention?: Retention | undefined;
      readonly cite?: string | undefined;
    }
  /** P-08 打击报复报告 */
  | { readonly type: 'REPORT_RETALIATION'; readonly words: string }
  /** 条例46(5): what he wrote, or who he is, was told to somebody who may not know. */
  | { readonly type: 'REPORT_LEAK'; readonly words: string };
