import { isLocalDate } from '../calendar.ts';
import { CLOCKS } from '../clock-table.ts';
import type { Deadline } from '../explain-deadline.ts';
import type { Instant, LocalDate } from '../ids.ts';
import type { DispatchMethod } from '../petition.ts';
import { type PaperNumber, plainDate } from './formal-writing.ts';
import type { DocumentKind, NumberedKind } from './kinds.ts';

/**
 * Parts that the data of several documents share. Names of fields that end in `On`, and `due`, `nominalDue`, are days;
 * `compose.ts` checks them. An optional text is left out when there is none, never given as an empty string.
 */

/** An organ (机关、单位) as a petitioner can find it. */
export interface Organ {
  readonly name: string;
  readonly address: string;
  readonly phone: string;
}

/** Somebody to ask. */
export interface Contact {
  readonly name: string;
  readonly officePhone: string;
}

/** A clock as it is printed: its last day and how it was reckoned. */
export interface PrintedClock {
  readonly name: string;
  readonly nominalDue: LocalDate;
  readonly due: LocalDate;
  /** The yearly holiday notice is not published yet. */
  readonly provisional: boolean;
  readonly explanation: readonly { readonly zh: string; readonly article?: string }[];
}

/** The printed form of a computed deadline, under the name that the clock table gives it. */
export const printedClock = ({ clock, nominalDue, due, provisional, explanation }: Deadline): PrintedClock => ({
  name: CLOCKS[clock].zh,
  nominalDue,
  due,
  provisional,
  explanation: explanation.map(({ zh, article }) => ({ zh: daysWritten(zh), ...(article ? { article } : {}) })),
});

/** Days inside a text as papers write them: 2026-03-02 becomes 2026年3月2日. */
const daysWritten = (text: string): string =>
  text.replace(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g, (day) => (isLocalDate(day) ? plainDate(day) : day));

/** Until when a route is open. A computed last day wherever its start is on file (P-11). */
export type RouteLimit =
  | { readonly type: 'BY'; readonly clock: PrintedClock }
  | { readonly type: 'NO_LIMIT'; readonly reason: string }
  /** The day that starts it is not on file, e.g. the petitioner has not shown the decision: the rule in words. */
  | { readonly type: 'START_NOT_ON_FILE'; readonly event: string; readonly length: string };

/** A way to go on (救济途径): by which procedure, to whom, until when. */
export interface NextRoute {
  readonly name: string;
  readonly organ: string;
  readonly address?: string;
  readonly phone?: string;
  /** Law and article. */
  readonly cite: string;
  readonly limit: RouteLimit;
  /** What to bring. */
  readonly materials?: readonly string[];
}

/** Review organ with the petitioner's 30 days, shown for a receipt on a given day: the real start is the receipt. */
export interface ReviewRight {
  readonly organ: Organ;
  /** The last day if the paper is received on that day, usually the day of issue. */
  readonly ifReceivedOn: LocalDate;
  readonly clock: PrintedClock;
}

/** A hearing's days (both included) and the last day that follows (条例36(2)). */
export interface ExcludedInterval {
  readonly fromOn: LocalDate;
  readonly toOn: LocalDate;
  readonly days: number;
  readonly clock: PrintedClock;
}

/** Somebody said or wrote something, signed and dated. */
export interface Statement {
  readonly who: string;
  readonly text: string;
}

interface DocumentBase<K extends DocumentKind> {
  readonly kind: K;
  /** The organ that issues: it signs and seals in its own name, not in that of an internal office. */
  readonly organ: Organ;
  readonly issuedOn: LocalDate;
  readonly contact: Contact;
  /** Phone at which somebody else than the handler is told that the organ is late or silent. */
  readonly supervisionPhone?: string;
  /** Belongs to a sealed accusation: handed over closed. */
  readonly sealed?: true;
  /** Organs that get a copy. */
  readonly copies?: readonly string[];
}

/** Common blocks of every document; a numbered kind names its number or says that it is a draft. */
export type DocumentCommon<K extends DocumentKind> = DocumentBase<K> &
  (K extends NumberedKind ? { readonly number: PaperNumber | 'DRAFT' } : { readonly number?: never });

/** It belongs to a petition. */
interface OfMatter {
  /** Number of the petition, as the petitioner sees it. */
  readonly matterId: string;
  /** Day on which the petition reached the organ. */
  readonly receivedOn: LocalDate;
}

/** A document for a petitioner: one each for those who petition together, so that each has his own 30 days. */
export type ToPetitioner<K extends DocumentKind> = DocumentCommon<K> &
  OfMatter & {
    readonly recipient: { readonly name: string };
    /** How it goes out, where that is known when it is issued. */
    readonly method?: DispatchMethod;
    /** Where progress can be looked up with the code. */
    readonly queryAt?: string;
  };

/** A document for an organ or unit. */
export type ToOrgan<K extends DocumentKind> = DocumentCommon<K> &
  OfMatter & {
    readonly recipient: { readonly organ: string };
  };

/** A document that stays in the file. */
export type ForFile<K extends DocumentKind> = DocumentCommon<K> & OfMatter;

/** Somebody decided on a day. */
export interface Signed {
  readonly name: string;
  readonly position: string;
  readonly signedOn: LocalDate;
}

/** A hearing or meeting: when and where; the day alone where its hour is not on record. */
export interface Session {
  readonly at: Instant | LocalDate;
  readonly place: string;
}
