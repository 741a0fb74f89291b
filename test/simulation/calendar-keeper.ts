import type { HttpClient, Reply } from './http-client.ts';
import type { LawChange } from './law-changes.ts';
import { HOUR } from './plan.ts';
import { Random } from './random.ts';
import { administratorIn } from './staff.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { Machinery } from './twins/invocation.ts';

interface Parts {
  readonly machinery: Machinery;
  readonly client: HttpClient;
  readonly tables: TablesOfLife;
  readonly changes: readonly LawChange[];
  /** Every function is asked for something: what it keeps of the law is as old as this moment. */
  readonly warmUp: () => Promise<void>;
  /** Whether a clock of some case stands still now. */
  readonly isStandstill: () => boolean;
}

/** Rounds in which he looks again whether something is left. */
const ROUNDS = 6;
/** No index is behind for longer. */
const LAG_MS = 40 * 60_000;

/** Whoever keeps the calendar: he loads a notice page by page until no clock is left to move, as the tool for it does. */
export class CalendarKeeper {
  readonly #parts: Parts;
  #sent: () => void = () => undefined;
  /** So many were loaded whose clocks have not all moved yet. */
  #moving = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Nobody loads a correction before what it corrects; he need not have come to an end with that. */
  async begin(): Promise<void> {
    const { loop } = this.#parts.machinery;
    for (const change of this.#parts.changes) {
      await loop.sleep(change.at - loop.now);
      if (change.waitsFor === 'COMMAND') await this.#nextCommand();
      else if (change.waitsFor) await this.#standstill(change.waitsFor.standstillUntil);
      await this.#stored(change);
    }
  }

  /** Whether every clock has been moved by what was loaded. */
  get isDone(): boolean {
    return this.#moving === 0;
  }

  /** An officer sends a command at this moment. */
  commandIsSent(): void {
    this.#sent();
  }

  /** Waits until somebody sends one, for half a day. */
  #nextCommand(): Promise<void> {
    return new Promise((resolve) => {
      this.#sent = resolve;
      this.#parts.machinery.loop.after(12 * HOUR, resolve);
    });
  }

  async #standstill(latest: number): Promise<void> {
    const { machinery, isStandstill } = this.#parts;
    while (!isStandstill() && machinery.loop.now < latest) await machinery.loop.sleep(HOUR);
  }

  /** Loads it, and goes on as soon as it is stored. */
  async #stored(change: LawChange): Promise<void> {
    const { machinery, warmUp } = this.#parts;
    this.#moving += 1;
    await warmUp();
    const random = Random.of(machinery.seed, change.name);
    await machinery.loop.sleep(random.between(0, 600));
    await this.#page(change, `${change.name}.0`, true, undefined);
    void this.#move(change, random);
  }

  async #move(change: LawChange, random: Random): Promise<void> {
    const { machinery } = this.#parts;
    await this.#untilNothingMoves(change, random);
    // What an index of cases showed late is there by now.
    await machinery.loop.sleep(LAG_MS);
    await this.#allPages(change, `${change.name}.again`, true);
    this.#moving -= 1;
  }

  async #untilNothingMoves(change: LawChange, random: Random): Promise<void> {
    const { machinery } = this.#parts;
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.#allPages(change, `${change.name}.${round}`, true);
      if ((await this.#allPages(change, `${change.name}.${round}?`, false)) === 0) break;
      await machinery.loop.sleep(random.between(1, 30) * 60_000);
    }
  }

  /** @returns how many clocks move, or would */
  async #allPages(change: LawChange, name: string, apply: boolean): Promise<number> {
    let moves = 0;
    for (let page = 1, after: unknown; after !== null; page += 1) {
      const reply = await this.#page(change, `${name}.${page}`, apply, after);
      // Another one was loaded over it.
      if (reply?.status !== 200) return 0;
      const { sealed, next, wait } = reply.body as { sealed: { clocks: number }; next: string | null; wait: number };
      await this.#parts.machinery.loop.sleep(wait * 1000);
      moves += (reply.body.moves as unknown[]).length + sealed.clocks;
      after = next;
    }
    return moves;
  }

  #page({ notice, replaces }: LawChange, name: string, apply: boolean, after: unknown): Promise<Reply | undefined> {
    const { client, machinery, tables } = this.#parts;
    const limit = 1 + (name.length % 3);
    return client.post(name, {
      route: 'POST /calendar/notices',
      officer: administratorIn(tables.at(machinery.loop.now)),
      version: replaces,
      body: { ...notice, apply, limit, ...(after === undefined ? {} : { after }) },
    });
  }
}
