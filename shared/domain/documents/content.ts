import type { LocalDate } from '../ids.ts';
import type { DocumentKind } from './kinds.ts';

/** One piece of the text, in the order in which it is printed. */
export type Block =
  | { readonly type: 'HEADING'; readonly text: string }
  | { readonly type: 'PARAGRAPH'; readonly text: string }
  | { readonly type: 'NUMBERED'; readonly items: readonly string[] }
  /** Form of two columns: what, and its value. */
  | { readonly type: 'FIELDS'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly type: 'TABLE'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** A last day with the sentences that lead to it. */
  | { readonly type: 'CLOCK'; readonly name: string; readonly lastDay: string; readonly steps: readonly string[] }
  /** Places where somebody signs. */
  | { readonly type: 'SIGNATURES'; readonly lines: readonly string[] }
  /** A code to be read aloud or typed; only the sealed slip has one. */
  | { readonly type: 'CODE'; readonly text: string };

/** 这份文书对您意味着什么 / 您可以做什么 / 最晚到哪一天. */
export interface PlainWords {
  readonly meaning: readonly string[];
  readonly youCan: readonly string[];
  readonly latest: readonly string[];
}

/** 救济途径: what somebody who does not agree can do, where, and until when (P-11). */
export interface RemedyBox {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * A document as issued, independent of any rendering: plain JSON of strings, frozen when it is issued, encrypted and
 * stored with its SHA-256 in history. The .docx and the HTML are functions of it alone, at any later time.
 */
export interface DocumentContent {
  /** Format of this structure. */
  readonly format: 1;
  readonly kind: DocumentKind;
  /** Version of the template that composed it. */
  readonly template: number;
  /** A draft carries no number, says so under its title and is never dispatched. */
  readonly draft: boolean;
  /** To be opened by its addressee only (专人密封). */
  readonly sealed: boolean;
  /** RED 红头, for papers that go out; PLAIN for those that stay in the file; PETITIONER: his own paper, without seal. */
  readonly letterhead: 'RED' | 'PLAIN' | 'PETITIONER';
  /** Name of the organ (机关) in the header, never an internal office. */
  readonly organ: string;
  readonly title: string;
  readonly number?: string;
  /** Our reference of the petition (信访事项编号); a report on a year has none. */
  readonly matter?: string;
  readonly recipient?: string;
  readonly blocks: readonly Block[];
  readonly legalBasis: readonly string[];
  readonly plainWords?: PlainWords;
  readonly remedy?: RemedyBox;
  readonly contact: string;
  readonly date: LocalDate;
  /** Whose seal stands over the date (印章); a petitioner's own paper has none. */
  readonly seal?: string;
  readonly delivery?: string;
  /** Organs that get a copy (抄送). */
  readonly copies: readonly string[];
  /** How to look up progress; never the code itself. */
  readonly queryHint?: string;
}
