import type { CalendarData, HolidayRow } from '../../shared/domain/calendar-table.ts';
import { addDays } from '../../shared/domain/civil-day.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';

/** What `chinese-days` publishes: each day with `English name,Chinese name,statutory days`. */
export interface SourceDays {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

/** Numbers of the State Council notices that were read and compared day by day. */
export const NOTICES: Readonly<Record<string, string>> = { 2026: '国办发明电〔2025〕7号' };

/** Lays the source's days out by year and holiday, neighbouring days joined. Throws if a day carries no name. */
export function tableFrom(source: SourceDays, version: string): CalendarData {
  const names: Record<string, string> = {};
  const years: Record<string, Map<string, { off: LocalDate[]; work: LocalDate[] }>> = {};
  for (const kind of ['holidays', 'workdays'] as const)
    for (const [date, label] of Object.entries(source[kind]).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const [en, zh] = label.split(',');
      if (!en || !zh) throw new Error(`The source names no holiday for ${date}: ${label}`);
      names[zh] = en;
      years[date.slice(0, 4)] ??= new Map();
      const year = years[date.slice(0, 4)] as Map<string, { off: LocalDate[]; work: LocalDate[] }>;
      const row = year.get(zh) ?? { off: [], work: [] };
      row[kind === 'holidays' ? 'off' : 'work'].push(date as LocalDate);
      year.set(zh, row);
    }
  return {
    version,
    notices: NOTICES,
    names,
    years: Object.fromEntries(
      Object.entries(years).map(([year, rows]) => [
        year,
        [...rows].map(
          ([zh, { off, work }]): HolidayRow => ({
            zh,
            off: joined(off),
            ...(work.length > 0 ? { work: work.map((day) => day.slice(5)) } : {}),
          }),
        ),
      ]),
    ),
  };
}

/** `MM-DD` for a single day, `MM-DD..MM-DD` for days that follow one another. */
function joined(days: readonly LocalDate[]): string[] {
  const runs: [LocalDate, LocalDate][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && addDays(run[1], 1) === day) run[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([from, to]) => (from === to ? from.slice(5) : `${from.slice(5)}..${to.slice(5)}`));
}

/** The table as text, one line per holiday, so that a new notice shows as few changed lines. */
export function textOf({ version, notices, names, years }: CalendarData): string {
  const entries = (record: Readonly<Record<string, string>>) =>
    Object.entries(record).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const list = (texts: readonly string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
  const line = ({ zh, off, work }: HolidayRow) =>
    `      { "zh": ${JSON.stringify(zh)}, "off": ${list(off)}${work ? `, "work": ${list(work)}` : ''} }`;
  const yearBlocks = Object.entries(years).map(
    ([year, rows]) => `    ${JSON.stringify(year)}: [\n${rows.map(line).join(',\n')}\n    ]`,
  );
  return `{
  "version": ${JSON.stringify(version)},
  "notices": {
${entries(notices).join(',\n')}
  },
  "names": {
${entries(names).join(',\n')}
  },
  "years": {
${yearBlocks.join(',\n')}
  }
}
`;
}
