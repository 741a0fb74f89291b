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
] as const;
export type NumberClass = (typeof NUMBER_CLASSES)[number];
