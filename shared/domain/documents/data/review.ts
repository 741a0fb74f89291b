import type { LocalDate } from '../../ids.ts';
import type { ExcludedInterval, NextRoute, PrintedClock, ReviewRight, ToOrgan, ToPetitioner } from '../parts.ts';

export type ReviewStage = 'REVIEW' | 'REREVIEW';

/** The opinion that is contested. */
export interface Contested {
  readonly organ: string;
  readonly number: string;
  readonly receivedOn: LocalDate;
}

/** 复查(复核)申请书, as the petitioner filed it. */
export type ReviewRequestData = ToOrgan<'DOC-REVIEW-REQ'> & {
  readonly stage: ReviewStage;
  readonly requester: string;
  /** With written authority. */
  readonly agent?: string;
  readonly against: Contested;
  readonly requests: readonly string[];
  readonly reasons: readonly string[];
  readonly filedOn: LocalDate;
  /** Last day of the petitioner's own period. */
  readonly lastDay: PrintedClock;
  readonly lateBecause?: string;
};

/** 逾期申请审查告知书. */
export type LateData = ToPetitioner<'DOC-LATE'> & {
  readonly stage: ReviewStage;
  readonly against: Contested;
  readonly filedOn: LocalDate;
  readonly lastDay: PrintedClock;
  /** Why it was late, as he says; absent where it is not about lateness. */
  readonly because?: string;
  readonly decision:
    | { readonly admitted: true; readonly reason: string; readonly decide: PrintedClock }
    | { readonly admitted: false; readonly reason: string; readonly routes: readonly [NextRoute, ...NextRoute[]] };
};

/** What the reviewing organ decides; a remade opinion may not repeat the same result on the same facts and reasons. */
export type ReviewDecision =
  | { readonly type: 'UPHOLD' }
  | { readonly type: 'CHANGE'; readonly changes: readonly [string, ...string[]] }
  | { readonly type: 'REVOKE_REMAKE'; readonly remake: PrintedClock };

interface Reviewed {
  readonly against: Contested;
  readonly requestedOn: LocalDate;
  readonly requests: readonly string[];
  readonly reasons: string;
  readonly found: readonly string[];
  readonly decision: ReviewDecision;
  readonly why: string;
  readonly laws: readonly [string, ...string[]];
}

/** 复查意见书. */
export type ReviewOpinionData = ToPetitioner<'DOC-REVIEW-OPINION'> & Reviewed & { readonly reReview: ReviewRight };

/** 复核意见书: final within the petition procedure. */
export type ReReviewOpinionData = ToPetitioner<'DOC-REREVIEW-OPINION'> &
  Reviewed & {
    readonly hearing?: ExcludedInterval;
    /** Ways against the underlying act, where any are left. */
    readonly routes: readonly NextRoute[];
  };

export type ReviewData = ReviewRequestData | LateData | ReviewOpinionData | ReReviewOpinionData;
