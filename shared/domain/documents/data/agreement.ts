import type { Instant, LocalDate } from '../../ids.ts';
import type { ExcludedInterval, ForFile, Session, Statement, ToPetitioner } from '../parts.ts';

/** 听证通知书. */
export type HearingNoticeData = ToPetitioner<'DOC-HEARING-NOTICE'> &
  Session & {
    readonly subject: string;
    readonly presiding: string;
    readonly participants: readonly Participant[];
    /** Only in re-review are the days of the hearing left out of the count (条例36(2)). */
    readonly stage:
      | { readonly type: 'HANDLING' | 'REVIEW' }
      | { readonly type: 'REREVIEW'; readonly excluded: ExcludedInterval };
  };

/** Somebody at a hearing, and as what. */
export interface Participant {
  readonly name: string;
  readonly capacity: string;
}

/** 听证笔录. */
export type HearingRecordData = ForFile<'DOC-HEARING-RECORD'> &
  Session & {
    readonly endedAt: Instant | LocalDate;
    readonly subject: string;
    readonly presiding: string;
    readonly recorder: string;
    readonly participants: readonly Participant[];
    readonly statements: readonly Statement[];
    readonly evidence: readonly string[];
    readonly panel: string;
    /** Opinions that differed are kept. */
    readonly dissent?: string;
    readonly excluded?: ExcludedInterval;
  };

interface Terms {
  readonly parties: readonly [Party, Party, ...Party[]];
  readonly matter: string;
  readonly terms: readonly string[];
  /** Without a day where the agreement itself says by when. */
  readonly performance: readonly { readonly what: string; readonly who: string; readonly byOn?: LocalDate }[];
  readonly agreedOn: LocalDate;
  /** P-26: may be revoked until then. */
  readonly revocableUntilOn: LocalDate;
}

export interface Party {
  readonly name: string;
  readonly as: string;
}

/** 调解协议书. */
export type MediationData = ToPetitioner<'DOC-MEDIATION'> & Terms & { readonly mediator: string };
/** 和解协议书. */
export type SettlementData = ToPetitioner<'DOC-SETTLEMENT'> & Terms;

export type AgreementData = HearingNoticeData | HearingRecordData | MediationData | SettlementData;
