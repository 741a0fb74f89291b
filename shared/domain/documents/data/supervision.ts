import type { LocalDate } from '../../ids.ts';
import type { ForFile, PrintedClock, Session, Signed, ToOrgan } from '../parts.ts';

/** Grounds to supervise (督办), 条例40(1); the names are printed. */
export const SUPERVISION_GROUNDS = {
  S1: '违反规定受理、办理信访事项',
  S2: '推诿',
  S3: '敷衍',
  S4: '拖延或者超过规定期限',
  S5: '弄虚作假',
  S6: '拒不执行信访处理意见',
  S7: '未按要求报告办理结果',
} as const;

/** 督办函. */
export type SupervisionData = ToOrgan<'DOC-SUPERVISION'> & {
  readonly grounds: readonly [keyof typeof SUPERVISION_GROUNDS, ...(keyof typeof SUPERVISION_GROUNDS)[]];
  readonly found: string;
  readonly guidance: readonly string[];
  readonly reply: PrintedClock;
};

/** The three powers to suggest (三项建议). */
export const SUGGESTION_TYPES = {
  IMPROVE: '改进工作',
  POLICY: '完善政策',
  ACCOUNT: '追究责任',
} as const;

/** 三项建议书. */
export type SuggestData = ToOrgan<'DOC-SUGGEST'> & {
  readonly type: keyof typeof SUGGESTION_TYPES;
  readonly found: string;
  readonly suggestions: readonly string[];
  readonly feedback: PrintedClock;
};

/** 采纳情况反馈: who does not adopt, or only in part, says why. */
export type FeedbackData = ToOrgan<'DOC-FEEDBACK'> & {
  readonly suggestionNumber: string;
  readonly adoption:
    | { readonly type: 'ADOPTED'; readonly measures: readonly [string, ...string[]] }
    | { readonly type: 'PARTLY'; readonly measures: readonly [string, ...string[]]; readonly why: string }
    | { readonly type: 'NOT'; readonly why: string };
};

/** 纠错通知书. */
export type CorrectionData = ToOrgan<'DOC-CORRECTION'> & {
  readonly found: string;
  readonly corrections: readonly string[];
  readonly reply: PrintedClock;
};

/** 责任认定书: about the organ's conduct; "no action" is a decision too and has reasons. */
export type AccountabilityData = ForFile<'DOC-ACC'> & {
  /** Ground code, `ACC-…`, and its words; what was looked into and found to be none has no code. */
  readonly ground: { readonly code?: `ACC-${string}`; readonly zh: string; readonly cite: string };
  readonly unit: string;
  readonly facts: readonly string[];
  /** What the unit or officer says to it. */
  readonly heard: string;
  readonly decision:
    | { readonly type: 'NO_ACTION'; readonly reasons: string }
    | { readonly type: 'ACTION'; readonly reasons: string; readonly measures: readonly [string, ...string[]] };
  readonly lesson?: string;
  readonly decidedBy: Signed;
};

/** 回访记录. */
export type FollowUpData = ForFile<'DOC-FOLLOWUP'> &
  Session & {
    readonly petitioner: string;
    readonly consent: { readonly how: string; readonly givenOn: LocalDate };
    /** Never the handler, never the officer complained about (P-10). */
    readonly by: string;
    readonly byUnit: string;
    readonly round: 1 | 2;
    readonly told: string;
    readonly remaining: string;
    readonly next?: string;
  };

export type SupervisionDocuments =
  | SupervisionData
  | SuggestData
  | FeedbackData
  | CorrectionData
  | AccountabilityData
  | FollowUpData;
