import type { PlainWords } from '../../shared/domain/documents/content.ts';

/** Words that every rendering prints alike. */
export const PLAIN_TITLE = '用平常话说明';
export const PLAIN_HEADINGS: readonly (readonly [keyof PlainWords, string])[] = [
  ['meaning', '这份文书对您意味着什么'],
  ['youCan', '您可以做什么'],
  ['latest', '最晚到哪一天'],
];
export const SEAL_PLACE = '〔印章〕';
export const CLOCK_LABEL = '：最晚到';
export const REFERENCE_LABEL = '信访事项编号：';
/** Where somebody signs and dates, to be filled in by hand. */
export const SIGN_HERE = '＿＿＿＿＿　＿＿＿年＿＿月＿＿日';
export const INDEX_TITLE = '卷内目录';
export const HISTORY_TITLE = '办理过程';
export const COVER_TITLE = '信访案卷';
/** Where a document of a volume begins: what its index refers to. */
export const markOf = ({ position }: { readonly position: number }): string => `document${position}`;
