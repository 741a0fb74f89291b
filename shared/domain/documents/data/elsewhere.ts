import type { LocalDate } from '../../ids.ts';
import type { NextRoute, Organ, PrintedClock, ToPetitioner } from '../parts.ts';

/** 告知书(向有权机关提出): another organ is competent. */
export type RedirectData = ToPetitioner<'DOC-REDIRECT'> & {
  readonly gist: string;
  readonly why: string;
  readonly competent: Organ;
  /** It is for the police, but complains of this whole organ or its head: the organ named is the police above (条例30(3)). */
  readonly isForPoliceAbove?: true;
  /** How to turn to it, and until when. */
  readonly route: NextRoute;
};

/** 导入法定程序告知书: 条例31(1)–(5). */
export type ChannelData = ToPetitioner<'DOC-CHANNEL'> & {
  readonly branch: 1 | 2 | 3 | 4 | 5;
  readonly items: readonly string[];
  /** Why it belongs to that procedure, in plain words. */
  readonly why: string;
  readonly routes: readonly [NextRoute, ...NextRoute[]];
  /** Where this very organ has to perform: the business unit that signed for it, and the number of its case. */
  readonly ownProcedure?: { readonly unit: string; readonly caseNumber: string; readonly phone: string };
  /** Who hears the petitioner who thinks that his matter was wrongly channelled away (P-31). */
  readonly contestTo: Organ;
};

/** 不予受理告知书: the same matter is pending, within its limit, below (条例19(3)). */
export type NotAcceptedData = ToPetitioner<'DOC-NACC'> & {
  readonly items: readonly string[];
  readonly pending: {
    readonly organ: Organ;
    readonly number: string;
    readonly acceptedOn: LocalDate;
    readonly due: PrintedClock;
  };
  /** What remains open if that organ lets its limit pass or the petitioner disagrees with its answer. */
  readonly route: NextRoute;
};

/** 不再受理告知书(终结告知): re-reviewed, same facts and reasons (条例36(3)). */
export type NoLongerAcceptedData = ToPetitioner<'DOC-NLACC'> & {
  readonly items: readonly string[];
  readonly reReview: { readonly organ: string; readonly number: string; readonly deliveredOn: LocalDate };
  /** What was compared, and what two persons found. */
  readonly comparison: {
    readonly facts: string;
    readonly reasons: string;
    /** The answer to "are there new facts or reasons?", in words. */
    readonly newFacts: string;
    readonly comparedBy: readonly [string, string];
  };
  /** Where new facts or reasons go. */
  readonly newFactsTo: Organ;
  /** Ways against the underlying act; none may be left. */
  readonly routes: readonly NextRoute[];
};

export type ElsewhereData = RedirectData | ChannelData | NotAcceptedData | NoLongerAcceptedData;
