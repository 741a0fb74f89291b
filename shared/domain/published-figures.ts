import type { Figure, ReportId } from './reports.ts';

/** From so many on a number is published (P-23): of fewer one could tell who they are. None is nobody, and does no harm. */
export const SMALLEST_CELL = 5;
/** Stands where a number is left out, for its smallness or for what would follow from it. */
export const NOT_PUBLISHED = '*';

/** A figure as a published table prints it. */
export interface PublishedFigure {
  readonly key: string;
  readonly zh: string;
  /** What is counted: of a share its numerator. */
  readonly count: string;
  readonly display: string;
}

/** Figures that add up to a total which is printed too. */
const PARTS: Partial<Readonly<Record<ReportId, (key: string) => boolean>>> = {
  'R-01': (key) => key.startsWith('channel:') || key === 'sealed',
  'R-03': () => true,
  'R-26': (key) => ['concluded', 'passedOn', 'inProgress'].includes(key),
};

/** Reports whose total is printed nowhere, and would follow from any rate beside the counts. */
const RATED: ReadonlySet<ReportId> = new Set(['R-04', 'R-05']);

/**
 * Pairs whose difference is a number of its own: repeats of a matter, cases that were extended, in time by the extension
 * alone, or by the limit before it. The first goes where the other is printed and the difference is small.
 */
const COMPARED: readonly (readonly [string, string])[] = [
  ['matters', 'submissions'],
  ['rateWithoutExtensions', 'rate'],
  ['rateByOriginalLimit', 'rate'],
  ['rateByOriginalLimit', 'rateWithoutExtensions'],
];

const isSmall = (count: number): boolean => count > 0 && count < SMALLEST_CELL;
const countOf = ({ numerator, value }: Figure): number => numerator ?? value ?? 0;
const isRate = ({ denominator }: Figure): boolean => denominator !== undefined;

/**
 * The figures of a report as they may be published (§6, P-23): numbers below {@link SMALLEST_CELL} are left out, and
 * with them whatever would leave one of them a single value, to somebody who knows these rules too.
 * @param beside figures of another report that are printed in the same paper
 */
export function publishedFigures(
  id: ReportId,
  figures: readonly Figure[],
  beside: readonly Figure[] = [],
): PublishedFigure[] {
  const hidden = new Set<string>();
  const hide = (some: readonly Figure[]): void => {
    for (const { key } of some) hidden.add(key);
  };
  const parts = figures.filter(({ key }) => PARTS[id]?.(key));
  hide(figures.filter(isTelling));
  hide(complements(parts));
  // Visits are the batches under another name, and no more than the visitors.
  if (id === 'R-01' && hidden.has('channel:VISIT')) for (const key of ['batches', 'people']) hidden.add(key);
  if (RATED.has(id) && figures.some((figure) => !isRate(figure) && hidden.has(figure.key)))
    hide(figures.filter(isRate));
  const printed = new Map([...beside, ...figures].map((figure) => [figure.key, figure]));
  for (const [key, otherKey] of COMPARED) {
    const [figure, other] = [printed.get(key), printed.get(otherKey)];
    if (figure && other && !hidden.has(otherKey) && differsByFew(figure, other)) hidden.add(key);
  }
  // Categories are listed where there are petitions of them: of few petitions that would tell already.
  const shown = id === 'R-03' && areFew(parts) ? figures.filter(({ key }) => key === 'category:none') : figures;
  return shown.map((figure) => {
    const { key, zh, display } = figure;
    return hidden.has(key)
      ? { key, zh, count: NOT_PUBLISHED, display: NOT_PUBLISHED }
      : { key, zh, count: String(countOf(figure)), display };
  });
}

/** Small itself, or a rate out of which few are, or in which few are missing. */
function isTelling(figure: Figure): boolean {
  const { numerator, denominator } = figure;
  if (isSmall(countOf(figure))) return true;
  if (numerator === undefined || denominator === undefined) return false;
  return isSmall(denominator) || isSmall(denominator - numerator);
}

const areFew = (parts: readonly Figure[]): boolean =>
  parts.some((part) => isSmall(countOf(part))) && parts.every((part) => countOf(part) < SMALLEST_CELL);

/**
 * Which parts of a total go where one is small: the smallest of the others with all that are as large, so that their
 * order tells nothing; where there is no other, all, since as many as there are petitions would be one each.
 */
function complements(parts: readonly Figure[]): readonly Figure[] {
  if (areFew(parts)) return parts;
  if (!parts.some((part) => isSmall(countOf(part)))) return [];
  const least = Math.min(...parts.map(countOf).filter((count) => count >= SMALLEST_CELL));
  return parts.filter((part) => countOf(part) === least);
}

/** In numerators, in denominators or in what is missing between the two. */
function differsByFew(a: Figure, b: Figure): boolean {
  const count = countOf(a) - countOf(b);
  const whole = (a.denominator ?? 0) - (b.denominator ?? 0);
  return [count, whole, whole - count].some((difference) => isSmall(Math.abs(difference)));
}

/** What a table of units prints of each: the whole first, then what it adds up from. */
export const SHEET_COLUMNS = ['received', 'concluded', 'passedOn', 'inProgress'] as const;

/**
 * Sheets of several units printed in one table, a row for each (P-23). A row that a number is left out of is left out
 * whole, and beside it the least of the others with all that are as large, so that it does not follow from their total; where
 * there is no other, all are, those of nobody too.
 */
export function publishedSheets(sheets: readonly (readonly Figure[])[]): string[][] {
  const rows = sheets.map((figures) => {
    const published = new Map(publishedFigures('R-26', figures).map(({ key, display }) => [key, display]));
    const whole = figures.find(({ key }) => key === SHEET_COLUMNS[0]);
    const cells = SHEET_COLUMNS.map((key) => published.get(key) ?? '—');
    return { cells, received: whole ? countOf(whole) : 0, isTelling: cells.includes(NOT_PUBLISHED) };
  });
  const large = rows.filter((row) => !row.isTelling && row.received > 0);
  const least = Math.min(...large.map(({ received }) => received));
  const isLeftOut = (row: (typeof rows)[number]): boolean =>
    rows.some((one) => one.isTelling) && (row.isTelling || large.length === 0 || row.received === least);
  return rows.map((row) => (isLeftOut(row) ? row.cells.map(() => NOT_PUBLISHED) : row.cells));
}
