import { lintWording } from './wording.ts';

/** A line of a unit's sheet: an issue (问题), where, and what is done about it. There is no field for a name (P-30). */
export interface SheetItem {
  readonly issue: string;
  /** Community, road or place of work; never a home address. */
  readonly place?: string | undefined;
  /** Kind of dispute (矛盾纠纷), for the register that feeds mediation. */
  readonly dispute?: DisputeKind | undefined;
  readonly measure?: string | undefined;
  readonly outcome?: SheetOutcome | undefined;
}

export const DISPUTE_KINDS = ['NEIGHBOUR', 'FAMILY', 'LABOUR', 'LAND', 'DEBT', 'TRAFFIC', 'SERVICE', 'OTHER'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

export const SHEET_OUTCOMES = ['OPEN', 'TO_MEDIATION', 'SETTLED', 'PASSED_ON'] as const;
export type SheetOutcome = (typeof SHEET_OUTCOMES)[number];

/** What a field must not hold: where, and why. */
export interface FieldFault {
  readonly pointer: string;
  readonly zh: string;
  readonly en: string;
}

const PERSONAL: readonly { readonly pattern: RegExp; readonly zh: string; readonly en: string }[] = [
  {
    pattern: /(?<!\d)\d{17}[\dXx](?!\d)/u,
    zh: '不得填写身份证号码',
    en: 'must not hold an identity number',
  },
  { pattern: /(?<!\d)1[3-9]\d{9}(?!\d)/u, zh: '不得填写电话号码', en: 'must not hold a telephone number' },
  {
    pattern: /(姓名|当事人|联系人)\s*[::是为]/u,
    zh: '不得填写人员姓名,只写问题',
    en: 'must not name people: write the issue',
  },
  {
    pattern: /[\p{Script=Han}](某{1,2}|\*{1,2}|××?)(?![\p{Script=Han}]{0,2}[路村街])/u,
    zh: '不得填写人员姓名(含化名),只写问题',
    en: 'must not name people, masked or not: write the issue',
  },
];

/** What tells of people in a text that many read: numbers of theirs, or a name, masked or not. */
export const personalIn = (text: string) => PERSONAL.filter(({ pattern }) => pattern.test(text));

/** Names, numbers and words that brand people in fields that are about issues, each with its place (P-30). */
export const lintFields = (fields: Readonly<Record<string, string>>, within: string): FieldFault[] =>
  Object.entries(fields).flatMap(([field, text]) => {
    const pointer = `${within}/${field}`;
    return [
      ...personalIn(text).map(({ zh, en }) => ({ pointer, zh, en })),
      ...lintWording(text).map(({ word }) => ({
        pointer,
        zh: `“${word}”是给人贴标签的用语,请写具体问题`,
        en: `"${word}" brands people: write the issue`,
      })),
    ];
  });

/** Sheets are about issues: names, numbers and words that brand people are refused, each with its place (P-30). */
export const lintSheet = (items: readonly SheetItem[]): FieldFault[] =>
  items.flatMap(({ issue, place, measure }, at) =>
    lintFields({ issue, ...(place ? { place } : {}), ...(measure ? { measure } : {}) }, `/items/${at}`),
  );
