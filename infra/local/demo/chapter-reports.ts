import type { Story } from './story.ts';

interface Figure {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly value: number | null;
  readonly display: string;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly cases: readonly string[];
}

interface Report {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly definition: { readonly zh: string; readonly en: string };
  readonly unit: { readonly name: string };
  readonly period: { readonly from: string; readonly to: string };
  readonly figures: readonly Figure[];
}

/** Which reports are printed: for whom, over which unit and month. */
const PRINTED = [
  { id: 'R-01', as: 'chief-sun', unit: 'yunze', from: '2026-03-01', to: '2026-03-31' },
  { id: 'R-04', as: 'chief-sun', unit: 'yunze', from: '2026-03-01', to: '2026-03-31' },
  { id: 'R-05', as: 'chief-wang', unit: 'donghu', from: '2026-05-01', to: '2026-05-31' },
  { id: 'R-26', as: 'head-ma', unit: 'donghu-wangjiang', from: '2026-03-01', to: '2026-03-31' },
] as const;

/** The month's reports: every figure with its definition and its cases. */
export async function tellReports(story: Story, followed: string): Promise<void> {
  story.paper.heading('月度报表', 'The reports of the month');
  const reports = new Map<string, Report>();
  for (const { id, as, unit, from, to } of PRINTED) {
    const report = await story.must<Report>('GET', `/reports/${id}?unit=${unit}&from=${from}&to=${to}`, { as });
    reports.set(id, report);
    print(story, report);
  }
  const value = (id: string, key: string) => reports.get(id)?.figures.find((figure) => figure.key === key);
  story.expect(
    value('R-01', 'submissions')?.value === 65 &&
      value('R-01', 'sealed')?.value === 1 &&
      value('R-01', 'people')?.value === 6,
    'R-01:65 件次(60+5),来访 1 批 6 人次,密件只计总数',
    'all counted; the sealed one in the total only',
  );
  const inform = value('R-04', 'rate');
  story.expect(
    inform !== undefined && inform.numerator !== undefined && inform.numerator < (inform.denominator ?? 0),
    `R-04:${inform?.numerator} / ${inform?.denominator},没有人处理的件如实显示为超期`,
    'what nobody took up shows as overdue: no flattering',
  );
  const concluded = value('R-05', 'rate');
  story.expect(
    concluded?.display === '100.0%' && concluded.cases.length === 1 && concluded.cases[0] === followed,
    'R-05:唯一到期的一件按期办结,且不含延期件的比例为“—”',
    'one due, one in time; without extensions the denominator is empty: "—"',
  );
  story.expect(
    value('R-05', 'rateWithoutExtensions')?.display === '—',
    '分母为零记“—”,不记 0% 或 100%',
    'an empty denominator is neither 0 % nor 100 %',
  );
  story.expect(
    value('R-26', 'received')?.value === 1 && value('R-26', 'concluded')?.value === 1,
    'R-26:收到 = 已办结 + 再转出 + 正在办理',
    'the identity of the station sheet holds',
  );
}

function print(story: Story, { id, zh, en, definition, unit, period, figures }: Report): void {
  const { paper } = story;
  paper.say(`${id} ${zh} · ${unit.name} · ${period.from} 至 ${period.to}`, en);
  const shown = figures.filter(({ key, value }) => !key.startsWith('channel:') || value !== 0);
  paper.table([
    ['指标', '', '值', '分子/分母', '可追溯件'],
    ...shown.map(({ zh: name, en: gloss, display, numerator, denominator, cases }) => [
      name,
      gloss,
      display,
      denominator === undefined ? '' : `${numerator}/${denominator}`,
      cases.length,
    ]),
  ]);
  paper.quote(`口径:${definition.zh}`);
}
