/** So long a function may go on with what it has read (ms): production keeps tables and law no longer. */
const KEPT_MS = 5_000;

interface Held<Value> {
  readonly from: number;
  readonly value: Value;
}

/** Something of a bureau (its tables, its law) as it was at each moment of a life, the newest first. */
export class OverTime<Value> {
  #all: readonly Held<Value>[];

  constructor(first: Value) {
    this.#all = [{ from: Number.NEGATIVE_INFINITY, value: first }];
  }

  /** It was so from the beginning. */
  begin(first: Value): void {
    this.#all = [{ from: Number.NEGATIVE_INFINITY, value: first }];
  }

  /** From that moment on it is so. */
  change(value: Value, from: number): void {
    this.#all = [{ from, value }, ...this.#all];
  }

  get changes(): number {
    return this.#all.length - 1;
  }

  /** When it changed last. */
  get changedAt(): number {
    return this.#all[0]?.from as number;
  }

  get all(): readonly Value[] {
    return this.#all.map(({ value }) => value);
  }

  at(moment: number): Value {
    return (this.#all.find(({ from }) => from <= moment) as Held<Value>).value;
  }

  /** All that held at some moment of a span. */
  between(from: number, to: number): readonly Value[] {
    const begun = this.#all.filter((one) => one.from <= to);
    const oldest = begun.findIndex((one) => one.from <= from);
    return begun.slice(0, oldest + 1).map(({ value }) => value);
  }

  /** All that a function may have used which began then and is at work until now. */
  usedBy(begunAt: number, now: number): readonly Value[] {
    return this.between(begunAt - KEPT_MS, now);
  }
}
