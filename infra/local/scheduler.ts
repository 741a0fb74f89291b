import type { Activity } from './activity.ts';
import type { ClockChange, DomainClock } from './clock.ts';
import { messageOf } from './problem.ts';
import type { NextFiring } from './schedule-expression.ts';

export interface ScheduleDefinition {
  readonly name: string;
  readonly functionName: string;
  readonly expression: string;
  readonly next: NextFiring;
  /** `<aws.scheduler.scheduled-time>` in it stands for the firing time. */
  readonly input: string;
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Takes the input of a call that failed. */
  readonly onFailure: (input: string) => void;
}

interface Entry extends ScheduleDefinition {
  /** Domain time of the next firing, in milliseconds. */
  at: number;
  running: boolean;
  runs: number;
  lastRun?: number;
  lastFailure?: string;
  /** In a row. */
  failures: number;
  /** What the last answer said of the next time there is something to do; null: nothing is known to come. */
  nextDue?: number | null;
  /** Activity when it began. */
  seen: number;
}

export interface AdvanceReport {
  readonly from: string;
  readonly to: string;
  readonly fired: Readonly<Record<string, number>>;
  readonly failed?: Readonly<Record<string, number>>;
}

/** Backwards without being forced to. */
export class BackwardsTime extends Error {}

const NEVER = Number.POSITIVE_INFINITY;
/** Timers are set anew at least this often: a machine that slept has another time than its timers. */
const LONGEST_WAIT_MS = 30_000;
/** A schedule that failed this often in a row is asked hourly while time is driven. */
const FAILURES_BEFORE_HOURLY = 3;
const HOUR_MS = 3_600_000;

/** Schedules on domain time: by the clock, or one after the other while the clock is driven. */
export class Scheduler {
  readonly #entries: Entry[];
  readonly #clock: DomainClock;
  readonly #activity: Activity;
  readonly #settle: () => Promise<void>;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #driving: Promise<unknown> = Promise.resolve();
  #driven = 0;
  #started = false;

  constructor(
    schedules: readonly ScheduleDefinition[],
    parts: {
      readonly clock: DomainClock;
      readonly activity: Activity;
      /** Waits until queues and streams are worked off. */
      readonly settle: () => Promise<void>;
      readonly log: (line: string) => void;
    },
  ) {
    this.#clock = parts.clock;
    this.#activity = parts.activity;
    this.#settle = parts.settle;
    this.#log = parts.log;
    this.#entries = schedules.map((schedule) => ({
      ...schedule,
      at: NEVER,
      running: false,
      runs: 0,
      failures: 0,
      seen: -1,
    }));
  }

  start(): void {
    this.#started = true;
    this.#plan();
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#timer);
  }

  status(): object[] {
    return this.#entries.map(({ name, functionName, expression, at, runs, lastRun, lastFailure, nextDue }) => ({
      name,
      functionName,
      expression,
      runs,
      ...(lastRun === undefined ? {} : { lastRun: iso(lastRun) }),
      ...(lastFailure === undefined ? {} : { lastFailure }),
      ...(nextDue === undefined ? {} : { nextDue: nextDue === null ? null : iso(nextDue) }),
      ...(at === NEVER ? {} : { nextRun: iso(at) }),
    }));
  }

  /** Runs one schedule now, out of turn. @returns its function's answer, or undefined when there is no such name. */
  async run(name: string): Promise<{ readonly result: unknown } | undefined> {
    const entry = this.#entries.find((candidate) => candidate.name === name);
    if (!entry) return undefined;
    return this.#exclusively(async () => ({ result: await this.#fire(entry, this.#clock.now()) }));
  }

  /**
   * Moves the clock and fires on the way, in order, everything that falls due; between two firings, queues and
   * streams come to rest. What says that nothing is due before some time is not asked before it, unless messages
   * were processed since it said so, or another schedule left it work.
   * @param change is told the time (in milliseconds) when its turn has come: another drive may be under way
   * @throws BackwardsTime, StillBusy
   */
  move(change: (now: number) => ClockChange): Promise<AdvanceReport> {
    return this.#exclusively(async () => {
      const from = this.#clock.now();
      const { target, force } = change(from);
      if (target >= from) return this.#advance(from, target);
      if (!force) {
        throw new BackwardsTime(
          `It is ${iso(from)} already: time only goes forward. Send "force": true if petitions may see it go back.`,
        );
      }
      this.#clock.moveTo(target);
      for (const entry of this.#entries) entry.nextDue = undefined;
      return { from: iso(from), to: iso(target), fired: {} };
    });
  }

  async #advance(from: number, target: number): Promise<AdvanceReport> {
    const fired: Record<string, number> = {};
    const failed: Record<string, number> = {};
    for (const entry of this.#entries) {
      entry.nextDue = undefined;
      entry.at = entry.next(from) ?? NEVER;
    }
    await this.#settle();
    for (;;) {
      const [entry, at] = this.#earliest();
      if (!entry || at > target) break;
      if (at > this.#clock.now()) this.#clock.moveTo(at);
      entry.at = entry.next(at) ?? NEVER;
      fired[entry.name] = (fired[entry.name] ?? 0) + 1;
      await this.#fire(entry, at).catch(() => {
        failed[entry.name] = (failed[entry.name] ?? 0) + 1;
        if (entry.failures >= FAILURES_BEFORE_HOURLY) {
          entry.nextDue = at + HOUR_MS;
          entry.seen = this.#activity.count;
        }
      });
      await this.#settle();
    }
    if (target > this.#clock.now()) this.#clock.moveTo(target);
    return {
      from: iso(from),
      to: iso(target),
      fired,
      ...(Object.keys(failed).length > 0 ? { failed } : {}),
    };
  }

  #earliest(): [Entry | undefined, number] {
    let first: Entry | undefined;
    let at = NEVER;
    for (const entry of this.#entries) {
      const candidate = this.#firing(entry);
      if (candidate < at) [first, at] = [entry, candidate];
    }
    return [first, at];
  }

  /** Its next firing that can find something to do. */
  #firing(entry: Entry): number {
    if (entry.nextDue === undefined || entry.seen !== this.#activity.count) return entry.at;
    if (entry.nextDue === null) return NEVER;
    return entry.nextDue <= entry.at ? entry.at : (entry.next(entry.nextDue - 1) ?? NEVER);
  }

  async #fire(entry: Entry, at: number): Promise<unknown> {
    entry.running = true;
    entry.lastRun = at;
    entry.runs++;
    entry.nextDue = undefined;
    // From its beginning: what was processed while it ran may have come too late for its answer.
    entry.seen = this.#activity.count;
    const input = entry.input.replaceAll('<aws.scheduler.scheduled-time>', iso(at));
    try {
      const result = await entry.invoke(JSON.parse(input));
      entry.failures = 0;
      delete entry.lastFailure;
      entry.nextDue = nextDueOf(result);
      if (leftWork(result)) this.#activity.note();
      return result;
    } catch (error) {
      entry.failures++;
      entry.lastFailure = messageOf(error);
      entry.onFailure(input);
      throw error;
    } finally {
      entry.running = false;
    }
  }

  /** Driving time, and running out of turn, one after the other; the clock's own firings wait meanwhile. */
  #exclusively<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#driven++;
    clearTimeout(this.#timer);
    const done = this.#driving.then(work).finally(() => {
      this.#driven--;
      if (this.#driven === 0) this.#plan();
    });
    this.#driving = done.catch(() => undefined);
    return done;
  }

  /** Computes anew when each fires, from now. */
  #plan(): void {
    const now = this.#clock.now();
    for (const entry of this.#entries) entry.at = entry.next(now) ?? NEVER;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (!this.#started || this.#driven > 0) return;
    const first = Math.min(...this.#entries.map(({ at }) => at));
    if (first === NEVER) return;
    this.#timer = setTimeout(() => this.#tick(), Math.min(Math.max(0, first - this.#clock.now()), LONGEST_WAIT_MS));
    this.#timer.unref();
  }

  #tick(): void {
    const now = this.#clock.now();
    for (const entry of this.#entries) {
      if (entry.at > now) continue;
      const at = entry.at;
      entry.at = entry.next(now) ?? NEVER;
      // The one before takes too long; the next one makes good.
      if (entry.running) continue;
      this.#fire(entry, at).catch((error: unknown) => this.#log(`schedule ${entry.name}: ${messageOf(error)}`));
    }
    this.#wait();
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** It wrote what another schedule takes up. */
const leftWork = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'leftWork' in result && result.leftWork === true;

function nextDueOf(result: unknown): number | null | undefined {
  if (typeof result !== 'object' || result === null || !('nextDue' in result)) return undefined;
  if (result.nextDue === null) return null;
  const due = typeof result.nextDue === 'string' ? Date.parse(result.nextDue) : Number.NaN;
  return Number.isNaN(due) ? undefined : due;
}
