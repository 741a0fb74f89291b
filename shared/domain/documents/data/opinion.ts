import type { Instant, LocalDate } from '../../ids.ts';
import type { DispatchMethod } from '../../petition.ts';
import type { ForFile, NextRoute, PrintedClock, ReviewRight, ToOrgan, ToPetitioner } from '../parts.ts';

/** One request item with its answer and one of the three statutory outcomes (条例32); support is carried out by somebody. */
export type AnsweredItem = { readonly request: string; readonly answer: string } & (
  | { readonly outcome: 'SUPPORT'; readonly execution: Promised }
  | { readonly outcome: 'EXPLAIN' | 'REJECT' }
);

/** Execution whose day may be left to the order that follows (执行督促书). */
type Promised = Omit<Execution, 'byOn'> & { readonly byOn?: LocalDate };

/** What is done about a supported request, by whom, until when. */
export interface Execution {
  readonly what: string;
  readonly who: string;
  readonly byOn: LocalDate;
}

/** 信访处理意见书. */
export type OpinionData = ToPetitioner<'DOC-OPINION'> & {
  readonly acceptedOn: LocalDate;
  /** Facts and reasons as the petitioner gives them. */
  readonly petitionerFacts: string;
  readonly petitionerReasons: string;
  /** What was done to find out. */
  readonly inquiries: readonly string[];
  readonly found: readonly string[];
  readonly items: readonly [AnsweredItem, ...AnsweredItem[]];
  /** Laws and articles applied. */
  readonly laws: readonly [string, ...string[]];
  readonly review: ReviewRight;
  /** Ways against the underlying act, where there are; an opinion itself is no ground to sue. */
  readonly routes?: readonly NextRoute[];
};

/** 答复书: simple procedure, suggestion, enquiry or thanks. */
export type ReplyData = ToPetitioner<'DOC-REPLY'> & {
  readonly answers: readonly { readonly request: string; readonly answer: string }[];
  readonly laws?: readonly string[];
  readonly path: /** An appeal answered simply keeps its review and the right to the ordinary procedure. */
    | { readonly type: 'SIMPLE'; readonly review: ReviewRight; readonly ordinary: PrintedClock }
    | { readonly type: 'SUGGESTION'; readonly adoption: 'ADOPTED' | 'PARTLY' | 'NOT'; readonly why: string }
    | { readonly type: 'ENQUIRY' };
};

/** 送达回证. */
export type DeliveryData = ForFile<'DOC-DELIVERY'> & {
  readonly document: { readonly title: string; readonly number?: string };
  readonly addressee: string;
  readonly method: DispatchMethod;
  readonly receivedAt: Instant;
  readonly receiver: { readonly name: string; readonly relation: string };
  /** Signature, number of the mail receipt, record of the confirmation, names of witnesses. */
  readonly proof: string;
  readonly refused?: { readonly reason: string; readonly witnesses: readonly string[] };
  readonly server: string;
  /** The petitioner's period that begins with the receipt (35, 36). */
  readonly starts?: PrintedClock;
};

/** 执行督促书. */
export type ExecutionData = ToOrgan<'DOC-EXEC'> & {
  readonly opinionNumber: string;
  readonly deliveredOn: LocalDate;
  readonly tasks: readonly [Execution, ...Execution[]];
  readonly clock: PrintedClock;
};

export type OpinionDocuments = OpinionData | ReplyData | DeliveryData | ExecutionData;
