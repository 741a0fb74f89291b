import type { Figure, ReportId } from './reports.ts';

/** From so many on a number is published (P-23): of fewer one could tell who they are. None is nobody, and is printed. */
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

/** Figures that add up to a total which is printed too, or follows from a printed rate. */
const PARTS: Partial<Readonly<Record<ReportId, (key: string) => boolean>>> = {
  'R-01': (key) => key.startsWith('channel:') || key === 'sealed',
  'R-03': () => true,
  'R-04': (key) => ['inTime', 'late', 'open'].includes(key),
  'R-05': (key) => ['inTime', 'late', 'open'].includes(key),
  'R-26': (key) => ['concluded', 'passedOn', 'inProgress'].includes(key),
};

const isSmall = (count: number): boolean => count > 0 && count < SMALLEST_CELL;
const countOf = ({ numerator, value }: Figure): number => numerator ?? value ?? 0;

/**
 * The figures of a report as they may be published (§6, P-23): numbers below {@link SMALLEST_CELL} are left out, and
 * beside them the next smallest of the same total until what is left out follows from no subtraction.
 */
export function publishedFigures(id: ReportId, figures: readonly Figure[]): PublishedFigure[] {
  const isPart = PARTS[id] ?? (() => false);
  const parts = figures.filter((figure) => isPart(figure.key) && countOf(figure) > 0);
  const hidden = new Set([...figures.filter(isTelling), ...complements(parts)].map(({ key }) => key));
  // One number under two names: visits are the batches.
  if (id === 'R-01' && hidden.has('channel:VISIT')) hidden.add('batches');
  return figures.map((figure) => {
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

/** Which parts have to go so that of those left out neither one alone nor a small sum is known. */
function complements(parts: readonly Figure[]): Figure[] {
  const out = parts.filter(isTelling);
  const rest = parts.filter((part) => !isTelling(part)).sort((a, b) => countOf(a) - countOf(b));
  const isKnown = (): boolean => out.length === 1 || out.reduce((sum, part) => sum + countOf(part), 0) < SMALLEST_CELL;
  while (out.length > 0 && isKnown()) {
    const next = rest.shift();
    if (!next) break;
    out.push(next);
  }
  return out;
}
