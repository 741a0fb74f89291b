import type { Outcome } from './post-petitions.ts';

/** Where lines go, and whether somebody watches them come. */
export interface Screen {
  readonly isTTY: boolean;
  write(text: string): void;
}

const BAR = 28;
/** Without a terminal: a line after so many messages. */
const EVERY = 100;
const REDRAW_MS = 100;

/** A bar that redraws itself on a terminal; elsewhere a plain line now and then. */
export class ProgressBar {
  readonly #screen: Screen;
  readonly #total: number;
  readonly #began = performance.now();
  #drawn = Number.NEGATIVE_INFINITY;
  #told = 0;
  #open = false;

  constructor(screen: Screen, total: number) {
    this.#screen = screen;
    this.#total = total;
  }

  show(outcome: Outcome): void {
    const done = outcome.registered + outcome.already + outcome.refused.length;
    if (!this.#screen.isTTY) {
      if (Math.floor(done / EVERY) === Math.floor(this.#told / EVERY)) return;
      this.#told = done;
      this.#screen.write(`${this.#line(outcome, done)}\n`);
      return;
    }
    if (done < this.#total && performance.now() - this.#drawn < REDRAW_MS) return;
    this.#drawn = performance.now();
    const filled = Math.round((BAR * done) / Math.max(1, this.#total));
    this.#screen.write(`\r\u001b[2K${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${this.#line(outcome, done)}`);
    this.#open = true;
  }

  /** Leaves the bar where it is, so that a sentence can follow. */
  end(): void {
    if (this.#open) this.#screen.write('\n');
    this.#open = false;
  }

  #line({ registered, already, refused }: Outcome, done: number): string {
    const rate = Math.round(registered / Math.max(0.001, (performance.now() - this.#began) / 1000));
    return `${done}/${this.#total}  登记 registered ${registered} · 已有 already ${already} · 未收 refused ${refused.length} · ${rate}/s`;
  }
}
