interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Calls when every continuation that is ready has run, and all that follows from them: a tick that a continuation asks
 * for comes after the last of them. Nothing of the machine's clock takes part, and nothing waits for its input.
 */
const whenSettled = (go: () => void): void => queueMicrotask(() => process.nextTick(go));

/**
 * Simulated time and a cooperative scheduler. Whoever waits is parked here under the moment at which he goes on; one
 * is woken at a time, and all that follows from it runs before the next. Moments come from seeded latencies, so that
 * the interleaving is the seed's and no one else's.
 */
export class EventLoop {
  #now: number;
  #order = 0;
  readonly #heap: Due[] = [];
  /** Moments that were lived through; a life that never ends has very many. */
  turns = 0;

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  at(time: number, run: () => void): void {
    this.#order += 1;
    push(this.#heap, { at: Math.max(time, this.#now), order: this.#order, run });
  }

  after(ms: number, run: () => void): void {
    this.at(this.#now + ms, run);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Runs until nothing is parked before that moment, or `stopped` says so. */
  runUntil(end: number, stopped: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        const next = this.#heap[0];
        if (!next || next.at > end || stopped()) {
          if (!stopped()) this.#now = Math.max(this.#now, end);
          resolve();
          return;
        }
        pop(this.#heap);
        this.turns += 1;
        this.#now = next.at;
        try {
          next.run();
        } catch (error) {
          reject(error as Error);
          return;
        }
        whenSettled(turn);
      };
      // Between two lives the machine hears what else goes on.
      setImmediate(turn);
    });
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Due[], due: Due): void {
  let at = heap.length;
  heap.push(due);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(due, heap[parent] as Due)) break;
    heap[at] = heap[parent] as Due;
    at = parent;
  }
  heap[at] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop() as Due;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child += 1;
    if (!before(heap[child] as Due, last)) break;
    heap[at] = heap[child] as Due;
    at = child;
  }
  heap[at] = last;
}
