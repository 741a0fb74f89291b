import type { LocalDate, OfficerId, UnitId } from './ids.ts';
import type { DispatchMethod } from './petition.ts';

/** Grounds of supervision (督办情形), 条例40(1) by analogy. */
export const SUPERVISION_GROUNDS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'] as const;
export type SupervisionGround = (typeof SUPERVISION_GROUNDS)[number];

/** The three kinds of suggestion (三项建议, 条例40). */
export const SUGGESTION_TYPES = ['IMPROVE', 'POLICY', 'ACCOUNT'] as const;
export type SuggestionType = (typeof SUGGESTION_TYPES)[number];

/** Why accountability is looked into (责任审查事由). */
export const ACCOUNTABILITY_CAUSES = [
  'CLOCK_MISSED',
  'OPINION_OVERTURNED',
  'AGENCY_FAULT',
  'LEAK',
  'RETALIATION',
  'AUDIT',
] as const;
export type AccountabilityCause = (typeof ACCOUNTABILITY_CAUSES)[number];

/** Grounds of responsibility (责任情形), 条例42–46; A-66. */
export const ACCOUNTABILITY_GROUNDS = ['ACC-1', 'ACC-2', 'ACC-3', 'ACC-4', 'ACC-9'] as const;
export type AccountabilityGround = (typeof ACCOUNTABILITY_GROUNDS)[number];

/** fault of the organ (有责). */
export const FAULTS = ['NONE', 'PARTIAL', 'FULL', 'UNDETERMINED'] as const;
export type Fault = (typeof FAULTS)[number];

/** Why a unit has to put something right (整改事由, A-70). */
export const RECTIFICATION_GROUNDS = ['FAULT', 'OVERTURNED', 'SUPERVISION'] as const;
export type RectificationGround = (typeof RECTIFICATION_GROUNDS)[number];

/** What the review of a backlog case (积案评查, A-58) came to. */
export const BACKLOG_OUTCOMES = ['SOLVE_BY', 'SUPERVISE', 'JOINT_MEETING', 'EXPLAINED', 'FINISHED'] as const;
export type BacklogOutcome = (typeof BACKLOG_OUTCOMES)[number];

/** What a sponsoring leader did (包案领导活动, A-35). */
export const LEADER_ACTIONS = ['MET_PETITIONER', 'READ_FILE', 'VISITED', 'DECIDED'] as const;
export type LeaderAction = (typeof LEADER_ACTIONS)[number];

/** The chain of responsibility (责任链): leaders, co-units, supervision, correction, suggestions, accountability. */
export type DutyCommand =
  /** 47 拟办、批示、流转 */
  | { readonly type: 'PROPOSE'; readonly proposal: string; readonly to: OfficerId }
  | {
      readonly type: 'INSTRUCT';
      readonly instruction: string;
      readonly leader?: OfficerId | undefined;
      readonly unit?: UnitId | undefined;
      readonly dueAt?: LocalDate | undefined;
    }
  | { readonly type: 'CIRCULATE'; readonly to: readonly OfficerId[]; readonly note: string }
  /** 48 列为重大 */
  | { readonly type: 'SET_MAJOR'; readonly leader: OfficerId; readonly reason: string }
  /** 53 包案领导活动 */
  | {
      readonly type: 'LOG_LEADER_ACTION';
      readonly action: LeaderAction;
      readonly evidence: string;
      readonly note: string;
    }
  /** A-33 撤销专班 */
  | { readonly type: 'DISSOLVE_TASK_FORCE'; readonly reason: string }
  /** A-14 下访 */
  | { readonly type: 'RECORD_FIELD_VISIT'; readonly consent: boolean; readonly on: LocalDate; readonly result: string }
  /** 60 值班领导发出前把关 */
  | { readonly type: 'CHECK_BEFORE_SEND'; readonly passed: boolean; readonly note: string }
  /** 61 责任评定 */
  | {
      readonly type: 'ASSESS_FAULT';
      readonly fault: Fault;
      readonly reasons: string;
      /** Of a case that a review closed: what CLOSE asks for besides. */
      readonly rootCause?: string | undefined;
      readonly lesson?: string | undefined;
    }
  /** 62 协办 */
  | { readonly type: 'ADD_CO_UNIT'; readonly unit: UnitId; readonly task: string; readonly dueAt: LocalDate }
  | { readonly type: 'REPORT_SUBTASK'; readonly key: string; readonly report: string }
  | { readonly type: 'JUDGE_SUBTASK'; readonly key: string; readonly accepted: boolean; readonly reason: string }
  /** 63 纠错通知 */
  | { readonly type: 'RAISE_CORRECTION'; readonly finding: string; readonly correct: string; readonly dueAt: LocalDate }
  | { readonly type: 'ANSWER_CORRECTION'; readonly key: string; readonly answer: string; readonly corrected: boolean }
  /** 37, 55 督办 */
  | {
      readonly type: 'SUPERVISE';
      readonly ground: SupervisionGround;
      readonly finding: string;
      /** a letter has both, finding and guidance. */
      readonly guidance: string;
      readonly dueAt?: LocalDate | undefined;
      /** Key of the candidate (督办线索) that it decides on. */
      readonly candidate?: string | undefined;
    }
  /** 不予督办 */
  | { readonly type: 'DISMISS_CANDIDATE'; readonly candidate: string; readonly reason: string }
  | { readonly type: 'ANSWER_SUPERVISION'; readonly key: string; readonly answer: string }
  | { readonly type: 'JUDGE_ANSWER'; readonly key: string; readonly accepted: boolean; readonly reason: string }
  /** 抽查结果 */
  | {
      readonly type: 'RECORD_SAMPLE_AUDIT';
      readonly audit: string;
      readonly passed: boolean;
      readonly findings: string;
    }
  /** 整改: ordered, reported with evidence, verified by another unit */
  | {
      readonly type: 'ORDER_RECTIFICATION';
      readonly ground: RectificationGround;
      readonly unit: UnitId;
      readonly what: string;
      readonly dueAt?: LocalDate | undefined;
    }
  | {
      readonly type: 'REPORT_RECTIFICATION';
      readonly key: string;
      readonly done: string;
      readonly evidence: string;
    }
  | {
      readonly type: 'VERIFY_RECTIFICATION';
      readonly key: string;
      readonly verified: boolean;
      readonly reason: string;
    }
  /** 38 挂牌督办 */
  | {
      readonly type: 'RAISE_FLAG';
      readonly reason: string;
      readonly clearCondition: string;
      readonly candidate?: string | undefined;
    }
  | { readonly type: 'CLEAR_FLAG'; readonly evidence: string }
  /** 39, 56 三项建议 */
  | {
      readonly type: 'SUGGEST3';
      readonly suggestion: SuggestionType;
      readonly to: UnitId;
      readonly text: string;
      readonly dueAt?: LocalDate | undefined;
    }
  | {
      readonly type: 'RECORD_ADOPTION';
      readonly key: string;
      readonly adoption: 'ADOPTED' | 'PARTLY' | 'NOT';
      readonly reason: string;
    }
  /** 40 责任审查, and its written decision, "no action" included */
  | {
      readonly type: 'OPEN_ACCOUNTABILITY';
      readonly cause: AccountabilityCause;
      readonly reason: string;
      readonly about?: string | undefined;
      readonly candidate?: string | undefined;
    }
  | {
      readonly type: 'DECIDE_ACCOUNTABILITY';
      readonly key: string;
      readonly decision: 'NO_ACTION' | AccountabilityGround;
      readonly facts: string;
      readonly measures: string;
    }
  /** 65 会审、联席、积案评查 */
  | {
      readonly type: 'RECORD_MEETING';
      readonly kind: 'JOINT_REVIEW' | 'JOINT_MEETING' | 'BACKLOG_REVIEW';
      readonly on: LocalDate;
      readonly participants: readonly OfficerId[];
      readonly views: string;
      readonly conclusion: string;
      /** who saw it differently, and how; empty if nobody did. */
      readonly dissent?: string | undefined;
      /** Of a review of the backlog, always. */
      readonly outcome?: BacklogOutcome | undefined;
    }
  /** 66 转介援助 */
  | {
      readonly type: 'REFER_AID';
      readonly aid: 'LEGAL_AID' | 'MEDIATION' | 'ASSISTANCE';
      readonly to: string;
      /** assistance carries a legal basis. */
      readonly legalBasis?: string | undefined;
      readonly note: string;
    }
  /** 21 听取陈述 */
  | {
      readonly type: 'HEAR_STATEMENT';
      readonly at: string;
      readonly statement: string;
      readonly present: readonly string[];
    }
  /** 22 要求补充材料 */
  | { readonly type: 'REQUEST_SUPPLEMENT'; readonly what: string; readonly method: DispatchMethod };
