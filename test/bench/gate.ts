import { textTable } from '../../infra/local/submit/text-table.ts';

/** A number to hold: at most (or at least) the gate, better the aim. */
export interface Gate {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly gate: number;
  readonly aim: number;
  /** True where more is better. */
  readonly atLeast?: true;
}

export const holds = ({ measured, gate, atLeast }: Gate): boolean => (atLeast ? measured >= gate : measured <= gate);

function verdict(entry: Gate): string {
  if (!holds(entry)) return 'MISSES THE GATE';
  return holds({ ...entry, gate: entry.aim }) ? 'aim reached' : 'gate held';
}

/** The numbers to hold, with what became of each. */
export function gateTable(gates: readonly Gate[]): string[] {
  const bound = (value: number, { unit, atLeast }: Gate) => `${atLeast ? '≥' : '≤'} ${value} ${unit}`;
  return textTable([
    ['number to hold', 'measured', 'gate', 'aim', ''],
    ...gates.map((entry) => [
      entry.what,
      `${rounded(entry.measured)} ${entry.unit}`,
      bound(entry.gate, entry),
      bound(entry.aim, entry),
      verdict(entry),
    ]),
  ]);
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** What one topic of the bench found. */
export interface Finding {
  readonly title: string;
  readonly lines: readonly string[];
  readonly gates: readonly Gate[];
  /** What the numbers do not say. */
  readonly notes: readonly string[];
  /** For the JSON. */
  readonly data: unknown;
}
