import type { CommandType } from '../commands.ts';
import { mayClose } from './close.ts';
import type { Precondition } from './context.ts';
import { mayDeliver } from './deliver.ts';
import { mayDecideAccountability } from './duties-account.ts';
import { mayDismiss } from './duties-candidates.ts';
import { mayAssessFault, mayCheckBeforeSend, mayRaiseCorrection } from './duties-check.ts';
import { isOwedHere, waitsForJudgement } from './duties-guards.ts';
import { mayDissolveTaskForce, maySetMajor } from './duties-lead.ts';
import { mayOrderRectification, mayVerifyRectification } from './duties-rectify.ts';
import { mayExamine } from './duties-sample.ts';
import { mayInstruct } from './duties-slip.ts';
import { mayClearFlag, mayRaiseFlag, maySupervise } from './duties-supervise.ts';
import { mayExtend } from './extend.ts';
import { isScreened } from './guards.ts';
import { mayHandOn } from './hand-on.ts';
import { mayAccept, mayPlan } from './handling.ts';
import { mayObject, mayRule } from './objection.ts';
import { mayApprove, mayDispatch, mayDraft } from './opinion.ts';
import { mayChannel, mayRecordResult } from './paths-channel.ts';
import { mayDispute } from './paths-dispute.ts';
import { mayNotAccept } from './paths-matter.ts';
import { mayReply, mayStudy } from './paths-reply.ts';
import { mayAcceptSimply, mayPassOn, maySwitch } from './paths-simple.ts';
import { mayAcknowledge, mayFlagUrgent, mayReportUrgent } from './paths-urgent.ts';
import { mayWaive } from './paths-waive.ts';
import { mayReferOn, mayReport, maySignFor } from './referral.ts';
import { mayArchive, mayFollowUp, mayReopen } from './review-after.ts';
import { mayDecideStage, reviewerIsIndependent } from './review-decide.ts';
import { mayConfirmExecution, mayOrderExecution } from './review-execute.ts';
import { mayHoldHearing } from './review-hearing.ts';
import { mayRate } from './review-rate.ts';
import { mayApplyRecusal, mayDecideRecusal } from './review-recusal.ts';
import { mayRequest } from './review-request.ts';
import { mayReturn } from './review-return.ts';
import { mayConfirmSettlement, mayConfirmWithdrawal, mayRevoke, mayWithdraw } from './review-withdraw.ts';
import { mayRedirect } from './screening.ts';
import { mayCloseSealed } from './sealed.ts';

/**
 * What each command asks of the case and of whoever gives it, before anybody has written its body. Each is the very
 * function that its decision calls first; a command that is not here asks nothing but state and actor.
 */
export const PRECONDITIONS: Readonly<Partial<Record<CommandType, Precondition>>> = {
  REDIRECT: mayRedirect,
  TRANSFER: mayReferOn,
  ASSIGN: mayReferOn,
  SIGN_FOR: maySignFor,
  OBJECT: mayObject,
  RULE_OBJECTION: mayRule,
  ACCEPT: mayAccept,
  SET_PLAN: mayPlan,
  EXTEND: mayExtend,
  DRAFT_OPINION: mayDraft,
  APPROVE_OPINION: mayApprove,
  DISPATCH: mayDispatch,
  DELIVER: mayDeliver,
  CLOSE: mayClose,
  SUBMIT_CLOSING_REPORT: mayReport,
  S_CLOSE: mayCloseSealed,
  FLAG_URGENT: mayFlagUrgent,
  ACK_URGENT: mayAcknowledge,
  RECORD_URGENT_REPORT: mayReportUrgent,
  CHANNEL: mayChannel,
  RECORD_ROUTE_RESULT: mayRecordResult,
  DISPUTE: mayDispute,
  HAND_ON: mayHandOn,
  ACCEPT_SIMPLE: mayAcceptSimply,
  SWITCH_ORDINARY: maySwitch,
  PASS_ON: mayPassOn,
  NOT_ACCEPT: mayNotAccept,
  NO_LONGER_ACCEPT: isScreened,
  STUDY_SUGGESTION: mayStudy,
  REPLY: mayReply,
  ESCALATE_UP: isScreened,
  WAIVE_CLOCK: mayWaive,
  REQUEST_REVIEW: mayRequest('REVIEW'),
  REQUEST_REREVIEW: mayRequest('REREVIEW'),
  ADMIT_LATE: reviewerIsIndependent,
  REJECT_LATE: reviewerIsIndependent,
  REVIEW_DECIDE: mayDecideStage('REVIEW'),
  REREVIEW_DECIDE: mayDecideStage('REREVIEW'),
  RETURN_FROM_REVIEW: mayReturn,
  HOLD_HEARING: mayHoldHearing,
  CONFIRM_SETTLEMENT: mayConfirmSettlement,
  APPLY_RECUSAL: mayApplyRecusal,
  DECIDE_RECUSAL: mayDecideRecusal,
  WITHDRAW: mayWithdraw,
  CONFIRM_WITHDRAWAL: mayConfirmWithdrawal,
  REVOKE_WITHDRAWAL: mayRevoke,
  ORDER_EXECUTION: mayOrderExecution,
  CONFIRM_EXECUTION: mayConfirmExecution,
  FOLLOW_UP: mayFollowUp,
  RATE: mayRate,
  REOPEN: mayReopen,
  ARCHIVE: mayArchive,
  PROPOSE: isScreened,
  INSTRUCT: mayInstruct,
  CIRCULATE: isScreened,
  SET_MAJOR: maySetMajor,
  DISSOLVE_TASK_FORCE: mayDissolveTaskForce,
  RECORD_FIELD_VISIT: isScreened,
  CHECK_BEFORE_SEND: mayCheckBeforeSend,
  ASSESS_FAULT: mayAssessFault,
  REPORT_SUBTASK: isOwedHere('SUBTASK'),
  JUDGE_SUBTASK: waitsForJudgement('SUBTASK'),
  RAISE_CORRECTION: mayRaiseCorrection,
  ANSWER_CORRECTION: isOwedHere('CORRECTION'),
  SUPERVISE: maySupervise,
  ANSWER_SUPERVISION: isOwedHere('SUPERVISION'),
  JUDGE_ANSWER: waitsForJudgement('SUPERVISION'),
  ORDER_RECTIFICATION: mayOrderRectification,
  REPORT_RECTIFICATION: isOwedHere('RECTIFICATION'),
  VERIFY_RECTIFICATION: mayVerifyRectification,
  RAISE_FLAG: mayRaiseFlag,
  CLEAR_FLAG: mayClearFlag,
  DISMISS_CANDIDATE: mayDismiss,
  RECORD_SAMPLE_AUDIT: mayExamine,
  SUGGEST3: isScreened,
  RECORD_ADOPTION: isOwedHere('SUGGESTION'),
  DECIDE_ACCOUNTABILITY: mayDecideAccountability,
  RECORD_MEETING: isScreened,
};
