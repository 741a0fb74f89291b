import { Random } from '../random.ts';
import type { EventLoop } from './event-loop.ts';
import type { Faults } from './faults.ts';

/** What all twins of one life share. */
export interface Machinery {
  readonly seed: number;
  readonly loop: EventLoop;
  readonly faults: Faults;
  /** A line of the trace; nothing unless somebody asked for it. */
  readonly trace: (line: () => string) => void;
}

/** How a call to a function ended for whoever called it. */
export type Ending<T> =
  | { readonly kind: 'ANSWERED'; readonly answer: T }
  /** The instance threw: Lambda reports a failed invocation. */
  | { readonly kind: 'THREW'; readonly error: unknown }
  /** The instance died half-way. */
  | { readonly kind: 'CRASHED' }
  /** The caller waited long enough; the instance is still running. */
  | { readonly kind: 'GAVE_UP' };

/**
 * One call of a function. Its twins draw from its own stream, crash it for good (what awaits then never goes on), and
 * count what a caller who has given up does not see any more.
 */
export class Invocation {
  readonly label: string;
  readonly random: Random;
  readonly machinery: Machinery;
  readonly begunAt: number;
  calls = 0;
  dead = false;
  /** A queue, or the store, told this instance that something was not taken. */
  refused = 0;
  /** A fault struck one of its calls; what fails without any fails by itself. */
  disturbed = false;
  #onDeath: () => void = () => undefined;

  constructor(label: string, machinery: Machinery) {
    this.label = label;
    this.machinery = machinery;
    this.begunAt = machinery.loop.now;
    this.random = Random.of(machinery.seed, label);
  }

  /** Name of the next call of a twin, for faults and traces. */
  nextCall(what: string): string {
    this.calls += 1;
    return `${this.label}/${this.calls}:${what}`;
  }

  /** The instance ends here; nothing of it goes on. */
  crash(): Promise<never> {
    this.dead = true;
    this.#onDeath();
    return new Promise(() => undefined);
  }

  /** Runs the function and tells how it ended for a caller who waits that long. */
  run<T>(call: () => Promise<T>, patience: number): Promise<Ending<T>> {
    const { loop, faults } = this.machinery;
    return new Promise((resolve) => {
      let open = true;
      const end = (ending: Ending<T>) => {
        if (!open) return false;
        open = false;
        resolve(ending);
        return true;
      };
      this.#onDeath = () => loop.after(this.random.between(5, 500), () => end({ kind: 'CRASHED' }));
      const callsAtEnd = { count: -1 };
      loop.after(patience, () => {
        if (!end({ kind: 'GAVE_UP' })) return;
        callsAtEnd.count = this.calls;
      });
      const over = () => {
        // Nobody waits for it any more, and it went on.
        if (callsAtEnd.count >= 0 && !this.dead) faults.changedOutcome('time-out-while-running');
      };
      call().then(
        (answer) => end({ kind: 'ANSWERED', answer }) || over(),
        (error: unknown) => end({ kind: 'THREW', error }) || over(),
      );
    });
  }
}
