import type { Instant, LocalDate } from '../../ids.ts';
import type { ReadBack } from '../../petition-events.ts';
import type { Channel } from '../../taxonomy.ts';
import type { ForFile, Organ, PrintedClock, ToPetitioner } from '../parts.ts';

/** 收件回执. */
export type ReceiptData = ToPetitioner<'DOC-RECEIPT'> & {
  readonly receivedAt: Instant;
  readonly channel: Channel;
  readonly gist: string;
  /** Materials handed in; may be none. */
  readonly materials: readonly string[];
  /** The 15 days; nothing where no written notice can be sent (条例23(2)), or none is owed on a given day. */
  readonly inform?: PrintedClock;
};

/** 接收信访事项登记表. */
export type RegisterData = ForFile<'DOC-REG'> & {
  readonly receivedAt: Instant;
  readonly channel: Channel;
  /** Whatever the petitioner chose to give; nothing of it is demanded (P-01). */
  readonly petitioner: { readonly name?: string; readonly phone?: string; readonly address?: string };
  readonly headcount: number;
  /** Representatives of a group visit, five at most; may be none yet. */
  readonly representatives: readonly string[];
  readonly request: string;
  readonly facts: string;
  readonly reasons: string;
  /** Help the petitioner asked for: dialect, minority language, sign language, reading aid. */
  readonly languageNeeds?: string;
  readonly materials: readonly string[];
  readonly readBack: ReadBack;
  readonly registrar: string;
};

/** 受理告知书: the path decides which clock is printed. */
export type AcceptData = ToPetitioner<'DOC-ACCEPT'> & {
  readonly acceptedOn: LocalDate;
  /** Request items (诉求项) as accepted, each owed an answer of its own. */
  readonly items: readonly string[];
  readonly handlingUnit: string;
  readonly handler?: string;
  readonly path:
    | { readonly type: 'ORDINARY'; readonly handle: PrintedClock; readonly reviewOrgan: Organ }
    | { readonly type: 'SIMPLE'; readonly reply: PrintedClock }
    /** 建议意见: the law sets no number of days for the study. */
    | { readonly type: 'SUGGESTION' };
};

/** 查询码密封条: the only paper with the receipt code, printed into a closed slip and never kept (P-25). */
export type SealedSlipData = ToPetitioner<'DOC-SLIP-SEALED'> & {
  readonly receiptCode: string;
  readonly queryAt: string;
};

export type IntakeData = ReceiptData | RegisterData | AcceptData | SealedSlipData;
