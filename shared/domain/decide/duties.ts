import type { DutyCommand } from '../commands-duties.ts';
import type { Decide } from './context.ts';
import { decideAccountability, openAccountability } from './duties-account.ts';
import { dismissCandidate } from './duties-candidates.ts';
import { answerCorrection, assessFault, checkBeforeSend, raiseCorrection } from './duties-check.ts';
import { dissolveTaskForce, logLeaderAction, setMajor } from './duties-lead.ts';
import { hearStatement, recordFieldVisit, recordMeeting, referAid, requestSupplement } from './duties-record.ts';
import { orderRectification, reportRectification, verifyRectification } from './duties-rectify.ts';
import { recordSampleAudit } from './duties-sample.ts';
import { circulate, instruct, propose } from './duties-slip.ts';
import { addCoUnit, judgeSubtask, reportSubtask } from './duties-subtask.ts';
import { recordAdoption, suggest3 } from './duties-suggest.ts';
import { answerSupervision, clearFlag, judgeAnswer, raiseFlag, supervise } from './duties-supervise.ts';

/** The chain of responsibility (责任链) beside the course of a case. */
export const DUTY_DECISIONS: { readonly [Type in DutyCommand['type']]: Decide<Type> } = {
  PROPOSE: propose,
  INSTRUCT: instruct,
  CIRCULATE: circulate,
  SET_MAJOR: setMajor,
  LOG_LEADER_ACTION: logLeaderAction,
  DISSOLVE_TASK_FORCE: dissolveTaskForce,
  RECORD_FIELD_VISIT: recordFieldVisit,
  CHECK_BEFORE_SEND: checkBeforeSend,
  ASSESS_FAULT: assessFault,
  ADD_CO_UNIT: addCoUnit,
  REPORT_SUBTASK: reportSubtask,
  JUDGE_SUBTASK: judgeSubtask,
  RAISE_CORRECTION: raiseCorrection,
  ANSWER_CORRECTION: answerCorrection,
  SUPERVISE: supervise,
  DISMISS_CANDIDATE: dismissCandidate,
  ANSWER_SUPERVISION: answerSupervision,
  JUDGE_ANSWER: judgeAnswer,
  RECORD_SAMPLE_AUDIT: recordSampleAudit,
  ORDER_RECTIFICATION: orderRectification,
  REPORT_RECTIFICATION: reportRectification,
  VERIFY_RECTIFICATION: verifyRectification,
  RAISE_FLAG: raiseFlag,
  CLEAR_FLAG: clearFlag,
  SUGGEST3: suggest3,
  RECORD_ADOPTION: recordAdoption,
  OPEN_ACCOUNTABILITY: openAccountability,
  DECIDE_ACCOUNTABILITY: decideAccountability,
  RECORD_MEETING: recordMeeting,
  REFER_AID: referAid,
  HEAR_STATEMENT: hearStatement,
  REQUEST_SUPPLEMENT: requestSupplement,
};
