import type { ReviewCommand } from '../commands-review.ts';
import type { Decide } from './context.ts';
import { archive, followUp, reopen } from './review-after.ts';
import { rereviewDecide, reviewDecide } from './review-decide.ts';
import { confirmExecution, orderExecution } from './review-execute.ts';
import { holdHearing, mediate, settle } from './review-hearing.ts';
import { rate, reportLeak, reportRetaliation } from './review-rate.ts';
import { applyRecusal, decideRecusal } from './review-recusal.ts';
import { admitLate, rejectLate, requestRereview, requestReview } from './review-request.ts';
import { returnFromReview } from './review-return.ts';
import { confirmSettlement, confirmWithdrawal, revokeWithdrawal, withdraw } from './review-withdraw.ts';

/** Review and re-review, hearing and settlement, recusal and withdrawal, and what follows the end. */
export const REVIEW_DECISIONS: { readonly [Type in ReviewCommand['type']]: Decide<Type> } = {
  REQUEST_REVIEW: requestReview,
  REQUEST_REREVIEW: requestRereview,
  ADMIT_LATE: admitLate,
  REJECT_LATE: rejectLate,
  REVIEW_DECIDE: reviewDecide,
  REREVIEW_DECIDE: rereviewDecide,
  RETURN_FROM_REVIEW: returnFromReview,
  HOLD_HEARING: holdHearing,
  MEDIATE: mediate,
  SETTLE: settle,
  CONFIRM_SETTLEMENT: confirmSettlement,
  APPLY_RECUSAL: applyRecusal,
  DECIDE_RECUSAL: decideRecusal,
  WITHDRAW: withdraw,
  CONFIRM_WITHDRAWAL: confirmWithdrawal,
  REVOKE_WITHDRAWAL: revokeWithdrawal,
  ORDER_EXECUTION: orderExecution,
  CONFIRM_EXECUTION: confirmExecution,
  FOLLOW_UP: followUp,
  RATE: rate,
  REOPEN: reopen,
  ARCHIVE: archive,
  REPORT_RETALIATION: reportRetaliation,
  REPORT_LEAK: reportLeak,
};
