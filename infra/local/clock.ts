import type { DataFolder } from './data-folder.ts';
import { HostProblem } from './problem.ts';

const FILE = 'clock.json';
/** Years 1 to 9999: what an ISO instant with four digits can say. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The time that petitions live in: the machine's clock plus an offset that tests and demos move. Tokens, visibility
 * timeouts and retention stay on the machine's clock.
 */
export interface DomainClock {
  /** Domain time, milliseconds since 1970. */
  now(): number;
  offsetMs(): number;
  /** Domain time of an instant that was noted by the machine's clock. */
  fromMachine(milliseconds: number): number;
  /** Makes it this time now, earlier or later, and remembers it across restarts. */
  moveTo(milliseconds: number): void;
}

/** @throws HostProblem when the stored offset cannot be understood. */
export function openClock(folder: DataFolder): DomainClock {
  let offset = storedOffset(folder);
  const clock: DomainClock = {
    now: () => Date.now() + offset,
    offsetMs: () => offset,
    fromMachine: (milliseconds) => milliseconds + offset,
    moveTo(milliseconds) {
      offset = Math.round(milliseconds - Date.now());
      folder.writeJson(FILE, { offsetMs: offset });
    },
  };
  return clock;
}

function storedOffset(folder: DataFolder): number {
  const stored = folder.readJson(FILE);
  if (stored === undefined) return 0;
  const offset = typeof stored === 'object' && stored !== null && 'offsetMs' in stored ? stored.offsetMs : undefined;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || Date.now() + offset > LATEST) {
    throw new HostProblem(`${folder.file(FILE)} is damaged: it holds no offset in milliseconds.`);
  }
  return offset;
}

/** What `POST /_local/clock` asks for. */
export interface ClockChange {
  readonly target: number;
  readonly force: boolean;
}

/** A body that cannot be understood; `field` names the culprit as a path, e.g. `advance.days`. */
export class BadClockBody extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(`${field}: ${message}`);
    this.field = field;
  }
}

const UNITS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 } as const;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const ISO_DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Every schedule of every hour fires on the way: a year takes minutes. */
const LONGEST_MOVE = 400 * 86_400_000;

/**
 * Reads `{"set": "<ISO instant>"}` or `{"advance": {"days": 1, "hours": 2, "minutes": 3} | "P16D"}`, each with an
 * optional `"force": true`.
 * @throws BadClockBody
 */
export function readClockChange(body: unknown, now: number): ClockChange {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadClockBody('body', 'send {"set": "2026-01-05T09:00:00+08:00"} or {"advance": {"days": 1}}');
  }
  const { set, advance, force = false, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new BadClockBody(unknown, 'no such field; there are set, advance and force');
  if (typeof force !== 'boolean') throw new BadClockBody('force', 'must be true or false');
  if (set !== undefined && advance !== undefined) throw new BadClockBody('advance', 'give either set or advance');
  if (set === undefined && advance === undefined) throw new BadClockBody('set', 'give either set or advance');

  const target = set === undefined ? now + durationOf(advance) : instantOf(set);
  const field = set === undefined ? 'advance' : 'set';
  if (target > LATEST) throw new BadClockBody(field, 'leads beyond the year 9999');
  if (target - now > LONGEST_MOVE && !force)
    throw new BadClockBody(field, 'leads more than 400 days ahead; go step by step, or say "force": true');
  return { target, force };
}

function instantOf(value: unknown): number {
  const instant = typeof value === 'string' && ISO_INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant) || !isRealDay(value as string)) {
    throw new BadClockBody('set', 'must be an ISO instant with offset, such as 2026-01-05T09:00:00+08:00');
  }
  return instant;
}

/** `Date.parse` turns 30 February into 2 March; a calendar must not. */
function isRealDay(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function durationOf(value: unknown): number {
  if (typeof value === 'string') {
    const match = ISO_DURATION.exec(value);
    if (!match)
      throw new BadClockBody('advance', 'must be a duration such as P16D or PT90M, or {days, hours, minutes}');
    const [weeks, days, hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
    const count = (n: number | undefined) => n ?? 0;
    return (
      (count(weeks) * 7 + count(days)) * UNITS.days +
      count(hours) * UNITS.hours +
      count(minutes) * UNITS.minutes +
      count(seconds) * 1000
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    throw new BadClockBody('advance', 'must be a duration such as P16D or PT90M, or {days, hours, minutes}');
  }
  let total = 0;
  for (const [unit, amount] of Object.entries(value)) {
    if (!(unit in UNITS)) throw new BadClockBody(`advance.${unit}`, 'no such unit; there are days, hours and minutes');
    if (typeof amount !== 'number' || !Number.isFinite(amount)) {
      throw new BadClockBody(`advance.${unit}`, 'must be a number');
    }
    total += amount * UNITS[unit as keyof typeof UNITS];
  }
  return Math.round(total);
}
