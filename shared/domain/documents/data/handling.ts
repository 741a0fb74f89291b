import type { Instant, LocalDate } from '../../ids.ts';
import type { ForFile, NextRoute, PrintedClock, Session, Signed, Statement, ToPetitioner } from '../parts.ts';

/** 延期告知书. */
export type ExtensionData = ToPetitioner<'DOC-EXT'> & {
  readonly reason: string;
  /** 1–30. */
  readonly days: number;
  readonly approvedBy: Signed;
  readonly before: PrintedClock;
  readonly after: PrintedClock;
};

/** 延期审批表. */
export type ExtensionApprovalData = ForFile<'DOC-EXT-APPROVAL'> & {
  readonly acceptedOn: LocalDate;
  readonly reason: string;
  readonly doneSoFar: readonly string[];
  readonly days: number;
  readonly before: PrintedClock;
  readonly after: PrintedClock;
  readonly applicant: Signed;
  readonly unitHead: Signed & { readonly opinion: string };
  readonly approver: Signed & {
    readonly decision: string;
    /** Paper by which a deputy or acting head may approve. */
    readonly delegation?: string;
  };
};

/** 办理方案 (三个明确: 明确领导包案、明确专人处理、明确解决时限, A-31). */
export type PlanData = ForFile<'DOC-PLAN'> & {
  readonly gist: string;
  readonly leader: string;
  readonly handler: string;
  readonly dueOn: LocalDate;
  /** Major or difficult: with task force and requirements. */
  readonly major?: {
    readonly reason: string;
    readonly taskForce: readonly string[];
    readonly requirements: readonly string[];
  };
  readonly steps: readonly { readonly what: string; readonly who: string; readonly byOn: LocalDate }[];
  readonly handle: PrintedClock;
};

/** 回避决定书. */
export type RecusalData = ToPetitioner<'DOC-RECUSAL'> & {
  readonly appliedOn: LocalDate;
  readonly officer: string;
  readonly grounds: string;
  readonly decision:
    | { readonly granted: true; readonly successor: string }
    | { readonly granted: false; readonly reason: string; readonly route: NextRoute };
  readonly decidedBy: Signed;
  /** The organ outside that decided, with number and date; who signs took it down. */
  readonly decidedElsewhere?: string;
};

/** 听取陈述记录. */
export type InterviewData = ForFile<'DOC-INTERVIEW'> &
  Session & {
    readonly how: string;
    readonly officers: readonly string[];
    readonly petitioner: string;
    readonly statements: readonly Statement[];
    readonly handedIn: readonly string[];
    /** How the record was read back. */
    readonly readBack: string;
  };

/** 补充材料通知书: asks, and stops no clock. */
export type SupplementData = ToPetitioner<'DOC-SUPPL'> & {
  readonly wanted: readonly string[];
  readonly why: string;
  readonly hopedOn: LocalDate;
  readonly where: string;
  readonly handle: PrintedClock;
};

/** 拟办批示流转单. */
export type SlipData = ForFile<'DOC-SLIP'> & {
  readonly gist: string;
  readonly entries: readonly {
    readonly step: 'PROPOSE' | 'INSTRUCT' | 'CIRCULATE';
    readonly by: string;
    readonly at: Instant;
    readonly text: string;
    readonly to?: string;
  }[];
};

/** 撤回信访事项确认书: free, with three days to think it over, revocable (P-12, P-26). */
export type WithdrawalData = ToPetitioner<'DOC-WITHDRAW'> & {
  readonly statedOn: LocalDate;
  /** In the petitioner's own words. */
  readonly ownWords: string;
  readonly coolingOffEndsOn: LocalDate;
  readonly revocableUntilOn: LocalDate;
  /** The unit, another than the handling one, that asks whether it was free. */
  readonly confirmedBy: string;
};

export type HandlingData =
  | ExtensionData
  | ExtensionApprovalData
  | PlanData
  | RecusalData
  | InterviewData
  | SupplementData
  | SlipData
  | WithdrawalData;
