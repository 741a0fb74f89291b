import crypto, { type UUID } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Random } from './random.ts';

/** What a life makes of the machine it runs on. */
export interface Machine {
  /** Lines that production code logged in this life. */
  readonly lines: readonly string[];
}

interface Current extends Machine {
  readonly random: Random;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly lines: string[];
}

let current: Current | undefined;

const real = {
  randomBytes: crypto.randomBytes,
  randomUUID: crypto.randomUUID,
  setTimeout: globalThis.setTimeout,
  random: Math.random,
  write: process.stdout.write.bind(process.stdout),
  elapsed: performance.now.bind(performance),
  frames: Error.stackTraceLimit,
};

/** Of the many refusals of a life nobody reads where they come from; of a failure the log says the first place. */
const FRAMES = 2;

/**
 * Production code draws initialisation vectors and keys, pauses between tries, looks how long it took and writes its
 * log. In a life all of that is the seed's: the draws come from its stream, pauses and durations are simulated, the log
 * is kept to be read. Outside of a life everything is the machine's again.
 */
export const machine = {
  begin(random: Random, time: { readonly now: number; sleep(ms: number): Promise<void> }): Machine {
    if (current) throw new Error('one life at a time');
    current = { random, now: () => time.now, sleep: (ms) => time.sleep(ms), lines: [] };
    Error.stackTraceLimit = FRAMES;
    globalThis.setTimeout = simulatedTimeout as typeof setTimeout;
    performance.now = () => current?.now() ?? real.elapsed();
    Math.random = () => (current ? current.random.next() : real.random());
    process.stdout.write = keepLog as typeof process.stdout.write;
    return current;
  },

  end(): void {
    current = undefined;
    Error.stackTraceLimit = real.frames;
    globalThis.setTimeout = real.setTimeout;
    performance.now = real.elapsed;
    Math.random = real.random;
    process.stdout.write = real.write;
  },
};

function simulatedTimeout(run: () => void, ms = 0): unknown {
  if (!current) return real.setTimeout(run, ms);
  void current.sleep(ms).then(run);
  return undefined;
}

function keepLog(chunk: string | Uint8Array, ...rest: never[]): boolean {
  if (!current || typeof chunk !== 'string' || !/^\{"(level|_aws)"/.test(chunk)) return real.write(chunk, ...rest);
  current.lines.push(chunk);
  return true;
}

const seeded: Pick<typeof crypto, 'randomBytes' | 'randomUUID'> = {
  randomBytes: ((size: number) =>
    current ? current.random.bytes(size) : real.randomBytes(size)) as typeof crypto.randomBytes,
  randomUUID: (options) => (current ? (current.random.uuid() as UUID) : real.randomUUID(options)),
};
Object.assign(crypto, seeded);
syncBuiltinESMExports();
