import { CATEGORY_ROWS, type Category, ROOT_CAUSES } from './taxonomy-data.ts';

/** Purposes of a petition (信访目的), `spec.md` §1.3; they decide between 条例29, 30 and 31. */
export const PURPOSES = {
  SUGGESTION: { zh: '建议意见', en: 'suggestion' },
  ACCUSATION: { zh: '检举控告', en: 'accusation' },
  APPEAL: { zh: '申诉求决', en: 'appeal' },
  CONSULT: { zh: '咨询', en: 'enquiry' },
  THANKS: { zh: '表扬', en: 'thanks' },
  CRIME_REPORT: { zh: '报案线索(误投)', en: 'report of a crime' },
} as const;
export type Purpose = keyof typeof PURPOSES;
/** The codes alone, in the order of the table, for schemas. */
export const PURPOSE_CODES = Object.keys(PURPOSES) as [Purpose, ...Purpose[]];

/** Forms of petitioning (信访形式, 条例17). */
export const CHANNELS = {
  LETTER: { zh: '来信', en: 'letter' },
  VISIT: { zh: '来访', en: 'visit' },
  ONLINE: { zh: '网信', en: 'online' },
  PHONE: { zh: '来电', en: 'phone' },
  FAX: { zh: '传真', en: 'fax' },
  REFERRAL: { zh: '上级转送交办', en: 'referral from above' },
} as const;
export type Channel = keyof typeof CHANNELS;
/** The codes alone, in the order of the table, for schemas. */
export const CHANNEL_CODES = Object.keys(CHANNELS) as [Channel, ...Channel[]];

export type CategoryCode = Category['code'];
export type RootCauseCode = (typeof ROOT_CAUSES)[number]['code'];

/** The taxonomy in the order of `spec.md` §5.2. */
export const CATEGORIES: readonly Category[] = CATEGORY_ROWS;
/** The codes alone, for schemas. */
export const CATEGORY_CODES = CATEGORIES.map((category) => category.code) as [CategoryCode, ...CategoryCode[]];

const byCode = new Map<string, Category>(CATEGORIES.map((category) => [category.code, category]));
const rootCauses = new Map<string, (typeof ROOT_CAUSES)[number]>(ROOT_CAUSES.map((cause) => [cause.code, cause]));

/** The row of a known code. */
export function categoryOf(code: CategoryCode): Category;
/** The row of a code that came from outside, or nothing. */
export function categoryOf(code: string): Category | undefined;
export function categoryOf(code: string): Category | undefined {
  return byCode.get(code);
}

/** Narrows a string from outside to a code of the taxonomy. */
export const isCategoryCode = (code: string): code is CategoryCode => byCode.has(code);

/** The row of a root cause, or nothing. */
export const rootCauseOf = (code: string): (typeof ROOT_CAUSES)[number] | undefined => rootCauses.get(code);
