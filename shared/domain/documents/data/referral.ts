import type { LocalDate } from '../../ids.ts';
import type { Organ, PrintedClock, Statement, ToOrgan, ToPetitioner } from '../parts.ts';

/** 转送函. */
export type TransferData = ToOrgan<'DOC-TRANSFER'> & {
  readonly gist: string;
  readonly items: readonly string[];
  readonly why: string;
  readonly materials: readonly string[];
  readonly inform: PrintedClock;
  readonly objection: PrintedClock;
};

/** 转送去向告知书. */
export type TransferNoticeData = ToPetitioner<'DOC-TRANSFER-NOTICE'> & {
  readonly gist: string;
  readonly why: string;
  readonly destination: Organ;
  /** The 15 days in which the destination must inform in writing. */
  readonly inform: PrintedClock;
  /** True for 交办: the destination has to report back. */
  readonly assigned: boolean;
};

/** 交办函. */
export type AssignData = ToOrgan<'DOC-ASSIGN'> & {
  readonly gist: string;
  readonly items: readonly string[];
  readonly requirements: readonly string[];
  readonly materials: readonly string[];
  readonly inform: PrintedClock;
  readonly objection: PrintedClock;
  /** The day fixed for the closing report. */
  readonly report: PrintedClock;
};

/** 异议函. */
export type ObjectionData = ToOrgan<'DOC-OBJECTION'> & {
  readonly referral: { readonly number: string; readonly arrivedOn: LocalDate };
  readonly reasons: readonly string[];
  readonly evidence: readonly string[];
  readonly competentOrgan: string;
  /** The five working days in which it is filed. */
  readonly objection: PrintedClock;
  /** Runs on while the objection is looked at. */
  readonly inform: PrintedClock;
};

/** 异议核实意见. */
export type ObjectionRulingData = ToOrgan<'DOC-OBJ-RULING'> & {
  readonly objectionNumber: string;
  readonly found: string;
  readonly ruling:
    | { readonly agreed: true; readonly returned: readonly string[]; readonly goesTo: string }
    | { readonly agreed: false; readonly inform: PrintedClock };
};

/** 管辖决定书. */
export type JurisdictionData = ToOrgan<'DOC-JURIS'> & {
  readonly gist: string;
  readonly parties: readonly Statement[];
  readonly found: string;
  readonly decidedFor: string;
  readonly interimOrgan: string;
  readonly inform: PrintedClock;
};

/** 办结报告, to whoever assigned. */
export type ClosingReportData = ToOrgan<'DOC-CLOSING-REPORT'> & {
  readonly assignment: { readonly number: string; readonly dueOn: LocalDate };
  readonly facts: string;
  readonly handling: readonly string[];
  readonly results: readonly { readonly request: string; readonly result: string }[];
  readonly opinionNumber?: string;
  readonly deliveredOn?: LocalDate;
  /** What the petitioner says of it, in his words. */
  readonly petitionerSays: string;
  readonly openPoints?: string;
  readonly attachments: readonly string[];
};

export type ReferralData =
  | TransferData
  | TransferNoticeData
  | AssignData
  | ObjectionData
  | ObjectionRulingData
  | JurisdictionData
  | ClosingReportData;
