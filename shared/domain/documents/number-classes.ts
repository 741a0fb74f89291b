/** Classes of the numbers of papers (文号类别), `{机关代字}信{类}〔{year}〕{seq}号`. */
export const NUMBER_CLASSES = [
  '登',
  '受',
  '告',
  '转',
  '交',
  '异',
  '延',
  '听',
  '处',
  '复查',
  '复核',
  '终',
  '督',
  '建',
  '回',
  '报',
  '检',
] as const;
export type NumberClass = (typeof NUMBER_CLASSES)[number];

/**
 * Accusations (检举控告) have a series of their own, kept in the sealed store: the common register shows nothing of them
 * (P-03). Papers issued before it existed keep their number of the class 告.
 */
export const SEALED_CLASS = '检' satisfies NumberClass;
