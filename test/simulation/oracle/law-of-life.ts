import { type Days, SHIPPED_DAYS } from './days.ts';

/** The law as it stood for a while: which days are worked, under the name that clocks carry. */
export interface Edition {
  /** As a clock names what it was counted by. */
  readonly version: string;
  readonly days: Days;
}

export const SHIPPED: Edition = { version: 'CN-2026.1', days: SHIPPED_DAYS };

/** So long a function may go on by the law that it has read (ms): production keeps it no longer. */
const KEPT_MS = 5_000;

/** The law of a bureau from moment to moment of its life. */
export class LawOfLife {
  readonly #editions: { readonly from: number; readonly edition: Edition }[] = [
    { from: Number.NEGATIVE_INFINITY, edition: SHIPPED },
  ];

  /** From that moment on it stands so. */
  change(edition: Edition, from: number): void {
    this.#editions.push({ from, edition });
  }

  /** How often it changed. */
  get changes(): number {
    return this.#editions.length - 1;
  }

  /** What is in force, in the end. */
  get present(): Edition {
    return this.#editions.at(-1)?.edition ?? SHIPPED;
  }

  of(version: string): Edition | undefined {
    return this.#editions.find(({ edition }) => edition.version === version)?.edition;
  }

  /** All that were in force at some moment of a span, the newest first. */
  between(from: number, to: number): readonly Edition[] {
    return this.#editions
      .filter((one, at) => one.from <= to && (this.#editions[at + 1]?.from ?? to) >= from)
      .map(({ edition }) => edition)
      .reverse();
  }

  /** All that a function may count by which began then and is at work until now. */
  usedBy(begunAt: number, now: number): readonly Edition[] {
    return this.between(begunAt - KEPT_MS, now);
  }
}
