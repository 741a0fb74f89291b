import { HostProblem } from './problem.ts';

/** Whether a record passes. */
export type RecordFilter = (record: unknown) => boolean;

/**
 * Reads `FilterCriteria` of an event source mapping: a record passes when any of the patterns fits. Understood are
 * lists of equal values, `prefix`, `suffix`, `exists` and `anything-but`.
 * @throws HostProblem on a comparison that the host does not know; to let everything pass would hide it.
 */
export function readFilters(criteria: unknown): RecordFilter {
  const filters = (criteria as { Filters?: { Pattern?: string }[] } | undefined)?.Filters ?? [];
  if (filters.length === 0) return () => true;
  const patterns = filters.map(({ Pattern }) => JSON.parse(Pattern ?? '{}') as unknown);
  for (const pattern of patterns) fits(pattern, undefined);
  return (record) => patterns.some((pattern) => fits(pattern, record));
}

function fits(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) {
    const values = Array.isArray(value) ? value : [value];
    return pattern.map((test) => values.some((entry) => passes(test, entry))).some(Boolean);
  }
  const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return Object.entries(pattern as Record<string, unknown>)
    .map(([name, inner]) => fits(inner, fields[name]))
    .every(Boolean);
}

function passes(test: unknown, value: unknown): boolean {
  if (typeof test !== 'object' || test === null) return test === value;
  const [[kind, operand] = ['', undefined]] = Object.entries(test);
  switch (kind) {
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(operand));
    case 'exists':
      return (value !== undefined) === operand;
    case 'anything-but':
      return value !== undefined && ![operand].flat().includes(value);
    default:
      throw new HostProblem(`An event source mapping filters by "${kind}", which the local host does not know.`);
  }
}
