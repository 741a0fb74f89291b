import type { Random } from '../random.ts';

/** What goes wrong. Counted only where it changed how a call ended, or what it saw. */
export const FAULT_KINDS = [
  'throttled',
  'conflict',
  'crash-before-commit',
  'crash-after-commit',
  'lost-acknowledgement',
  'time-out-while-running',
  'index-lag',
  'duplicate',
  'reorder',
  'delay',
  'partial-batch',
  'stream-replay',
  'dlq-redrive',
  'outage',
  'clock-skew',
  'old-version',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault that fired: its name says where, so that the shrinker can leave it out. */
export const faultName = (kind: FaultKind, where: string): string => `${kind} ${where}`;

/** Decides where faults strike, and counts those that made a difference. */
export class Faults {
  readonly counts: Record<FaultKind, number>;
  /** Names of all that fired, in order. */
  readonly fired: string[] = [];
  readonly #dropped: ReadonlySet<string>;
  readonly #active: () => boolean;

  /** `active` is false in the last days, when everything works; `dropped` faults never strike. */
  constructor(active: () => boolean, dropped: ReadonlySet<string>) {
    this.#active = active;
    this.#dropped = dropped;
    this.counts = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  }

  /** Whether a fault strikes here. Always draws, so that what is left out moves nothing else. */
  strikes(kind: FaultKind, where: string, probability: number, random: Random): boolean {
    const drawn = random.chance(probability);
    if (!drawn || !this.#active()) return false;
    const name = faultName(kind, where);
    if (this.#dropped.has(name)) return false;
    this.fired.push(name);
    return true;
  }

  changedOutcome(kind: FaultKind): void {
    this.counts[kind] += 1;
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }
}
