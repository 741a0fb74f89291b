import type { CaseId, LocalDate, UnitId } from './ids.ts';
import { type Figure, percent } from './reports.ts';
import type { SampleDraw } from './sample-draw.ts';

/** R-22 counts audits, not fact rows: its cohort is what was drawn in the period. */
export const SAMPLE_REPORT = {
  id: 'R-22',
  zh: '抽查合格率',
  en: 'Sample audits passed',
  basis: 'drawnDate',
  definitionZh:
    '期内抽取的抽查样本中,登记为合格的件数÷抽中的全部件数;尚未检查的不算合格;未抽中任何件时记“—”。每次抽查的随机种子附后,任何人可以复算。',
  definitionEn:
    'Cases that passed ÷ all cases drawn by audits whose draw lies in the period; whoever was not examined yet has not passed; "—" where none was drawn. The random seed of each audit is printed: anybody can recompute it.',
} as const;

/** Stands under R-22 and every audit: unlike other figures these count all for everybody (P-10). */
export const SAMPLE_NOTE = {
  zh: '抽取结果可由任何人复算,各数对所有人都按全部样本计;已转为密件的和反映阅看人本人或其所在单位的,只计数,不列出,也不加区分(条例28(3)、30(3))。',
  en: 'Anybody can recompute a draw: its figures count the whole sample for every reader. What was sealed since, and what complains of the reader or of his unit, is counted and not listed, and neither is told from the other (Art. 28(3), 30(3)).',
} as const;

/** A drawn audit with what was found, as far as it concerns the units that are asked for. */
export interface CountedSample {
  readonly id: string;
  readonly organ: UnitId;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly drawnOn: LocalDate;
  readonly seed: SampleDraw['seed'];
  readonly cases: readonly CaseId[];
  /** By case, once examined. */
  readonly results: ReadonlyMap<CaseId, boolean>;
}

/** The figures of R-22; rate, counts and lists are one thing. */
export function sampleFigures(samples: readonly CountedSample[]): Figure[] {
  const drawn = samples.flatMap(({ cases, results }) => cases.map((id) => ({ id, passed: results.get(id) })));
  const passed = drawn.filter((one) => one.passed === true);
  const value = percent(passed.length, drawn.length);
  const count = (key: string, zh: string, en: string, cases: typeof drawn): Figure => ({
    key,
    zh,
    en,
    value: cases.length,
    display: String(cases.length),
    cases: cases.map(({ id }) => id),
  });
  return [
    {
      key: 'rate',
      zh: SAMPLE_REPORT.zh,
      en: 'passed, of all drawn',
      value,
      display: value === null ? '—' : `${value.toFixed(1)}%`,
      numerator: passed.length,
      denominator: drawn.length,
      cases: passed.map(({ id }) => id),
      others: drawn.filter((one) => one.passed !== true).map(({ id }) => id),
    },
    count('sampled', '抽中', 'drawn', drawn),
    count('passed', '合格', 'passed', passed),
    count(
      'failed',
      '不合格',
      'failed',
      drawn.filter((one) => one.passed === false),
    ),
    count(
      'open',
      '尚未检查',
      'not examined yet',
      drawn.filter((one) => one.passed === undefined),
    ),
  ];
}
