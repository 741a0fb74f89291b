import type { Instant, LocalDate } from '../../ids.ts';
import type { DocumentCommon, ToOrgan, ToPetitioner } from '../parts.ts';

/** Closed list of measures in an urgent report (P-28): help, never measures against somebody. */
export const URGENT_MEASURES = {
  AMBULANCE: '联系医疗救护',
  APPOINTMENT: '约定时间当面听取诉求',
  INTERPRETER: '安排翻译或者手语协助',
  MEDIATION: '组织调解',
  POLICE_DUTY: '依法履行警察职责',
} as const;

/** 重大紧急信访报告 (条例25). */
export type UrgentData = ToOrgan<'DOC-URGENT'> & {
  readonly issue: string;
  readonly place: string;
  readonly headcount: number;
  readonly happenedAt: Instant;
  readonly measures: readonly (keyof typeof URGENT_MEASURES)[];
  readonly requests: readonly string[];
  readonly reportedBy: string;
};

/** One table of the annual report, with the definition of its figures. */
export interface FigureTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly definition: string;
}

/** 年度报告 (条例41): statistics, fields, units most complained of; referrals and supervision; suggestions. */
export type AnnualData = DocumentCommon<'DOC-ANNUAL'> & {
  readonly recipient: { readonly organ: string };
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  /** 信访日期, 登记日期 or 转交日期. */
  readonly dateBasis: string;
  readonly statistics: FigureTable;
  readonly fields: FigureTable;
  readonly units: FigureTable;
  readonly referrals: FigureTable;
  readonly suggestions: FigureTable;
  readonly reading: readonly string[];
};

/** 检举控告办理情况告知书, to a reporter who gave his name: where it went, never what it says. */
export type SealedNoticeData = ToPetitioner<'DOC-S-NOTICE'> & {
  readonly sealed: true;
  readonly handling:
    | { readonly type: 'FORWARDED'; readonly organ: string; readonly forwardedOn: LocalDate }
    | { readonly type: 'HELD' }
    | { readonly type: 'CLOSED'; readonly result: string };
  /** Where retaliation or a leak is reported. */
  readonly retaliationPhone: string;
};

export type ReportDocuments = UrgentData | AnnualData | SealedNoticeData;
