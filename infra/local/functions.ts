import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HostRequest, WorkerAnswer, WorkerReady, WorkerSettings } from './worker.ts';

export interface FunctionDefinition {
  readonly name: string;
  /** Address of the module that exports `handler`. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** File that takes what the function writes to its log. */
  readonly log: string;
}

/** A function threw, ran out of time or took its worker down; its caller decides what that means. */
export class FunctionFailure extends Error {
  readonly kind: 'ERROR' | 'TIMEOUT' | 'CRASH';
  constructor(kind: FunctionFailure['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: FunctionFailure) => void;
  timer: NodeJS.Timeout;
}

/**
 * Loads the code of functions, as many at a time as the machine has processors, in their order: people wait for the first
 * ones. Whichever is called meanwhile is loaded at once. @returns ends it
 */
export function warmInTurn(functions: readonly HostedFunction[]): () => void {
  const waiting = [...functions];
  async function lane(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next.loaded();
  }
  for (let lanes = availableParallelism(); lanes > 0; lanes -= 1) void lane();
  return () => void waiting.splice(0);
}

/** One worker thread and the invocations that it has not answered. */
interface Crew {
  readonly worker: Worker;
  readonly pending: Map<string, Pending>;
  /** Resolves when the code is loaded, or its worker ended. */
  readonly loaded: Promise<void>;
}

/** Code that is not loaded by then never will be; a busy machine takes its time. */
const LOAD_MS = 120_000;

/**
 * A Lambda function on a worker thread with an environment of its own. Started when first called; after a crash or a
 * timeout the next call gets a new worker, as on Lambda it gets a new environment.
 */
export class HostedFunction {
  readonly definition: FunctionDefinition;
  readonly #onFailure: (failure: FunctionFailure) => void;
  #crew: Crew | undefined;
  readonly #retired = new Set<Crew>();
  invocations = 0;
  failures = 0;
  lastFailure: string | undefined;

  constructor(definition: FunctionDefinition, onFailure: (failure: FunctionFailure) => void) {
    this.definition = definition;
    this.#onFailure = onFailure;
  }

  get name(): string {
    return this.definition.name;
  }

  /** Invocations under way. */
  get running(): number {
    return [this.#crew, ...this.#retired].reduce((sum, crew) => sum + (crew?.pending.size ?? 0), 0);
  }

  /** Loads the code before anybody waits for it. */
  warm(): Crew {
    this.#crew ??= this.#start();
    return this.#crew;
  }

  /** Resolves when its code is loaded, or never will be: from then on a call is worked on at once, or fails at once. */
  loaded(): Promise<void> {
    return this.warm().loaded;
  }

  /**
   * Calls the handler; event and result travel as JSON, as they do on AWS. Its time begins when its code is loaded.
   * @throws FunctionFailure
   */
  invoke(event: unknown): Promise<unknown> {
    this.invocations++;
    const crew = this.warm();
    const id = randomUUID();
    const { timeoutMs } = this.definition;
    return new Promise((resolve, reject) => {
      const pending: Pending = { resolve, reject, timer: this.#endAfter(LOAD_MS, crew, id) };
      crew.pending.set(id, pending);
      void crew.loaded.then(() => {
        if (!crew.pending.has(id)) return;
        clearTimeout(pending.timer);
        pending.timer = this.#endAfter(timeoutMs, crew, id);
        crew.worker.postMessage({ id, event, deadline: Date.now() + timeoutMs } satisfies HostRequest);
      });
    });
  }

  #endAfter(milliseconds: number, crew: Crew, id: string): NodeJS.Timeout {
    return setTimeout(() => {
      this.#retire(crew);
      this.#settle(crew, id, new FunctionFailure('TIMEOUT', `Task timed out after ${milliseconds / 1000} seconds`));
    }, milliseconds);
  }

  async stop(): Promise<void> {
    const crews = [this.#crew, ...this.#retired].filter((crew) => crew !== undefined);
    this.#crew = undefined;
    this.#retired.clear();
    await Promise.all(
      crews.map(async (crew) => {
        await crew.worker.terminate();
        this.#failAll(crew, 'the host is stopping');
      }),
    );
  }

  /** A full disk keeps no log, and that is no reason for anything else to fail. */
  #log(text: string | Uint8Array): void {
    try {
      appendFileSync(this.definition.log, text, { mode: 0o600 });
    } catch {
      // What could be said is said by whoever watches the space.
    }
  }

  #start(): Crew {
    const { name, entry, environment, memoryMb } = this.definition;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name,
      workerData: { name, entry, memoryMb } satisfies WorkerSettings,
      env: environment,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (text) => this.#log(text));
    // The host's life does not hang on its functions: `stop` ends them.
    worker.unref();
    const { promise: loaded, resolve: isLoaded } = Promise.withResolvers<void>();
    const crew: Crew = { worker, pending: new Map(), loaded };
    let cause = 'the worker ended';
    worker.on('message', (answer: WorkerAnswer | WorkerReady) =>
      'ready' in answer ? isLoaded() : this.#settle(crew, answer.id, resultOf(answer)),
    );
    worker.on('error', (error: unknown) => {
      cause = error instanceof Error ? error.message : String(error);
      this.#log(`${error instanceof Error ? error.stack : cause}\n`);
    });
    worker.on('exit', () => {
      this.#retire(crew);
      this.#failAll(crew, cause);
      this.#retired.delete(crew);
      isLoaded();
    });
    return crew;
  }

  /** Gives it no more work and ends it when what it has is settled. */
  #retire(crew: Crew): void {
    if (this.#crew === crew) this.#crew = undefined;
    this.#retired.add(crew);
  }

  #failAll(crew: Crew, cause: string): void {
    for (const id of [...crew.pending.keys()]) this.#settle(crew, id, new FunctionFailure('CRASH', cause));
  }

  #settle(crew: Crew, id: string, result: { readonly value: unknown } | FunctionFailure): void {
    const pending = crew.pending.get(id);
    if (!pending) return;
    crew.pending.delete(id);
    clearTimeout(pending.timer);
    if (this.#retired.has(crew) && crew.pending.size === 0) void crew.worker.terminate();
    if (!(result instanceof FunctionFailure)) {
      pending.resolve(result.value);
      return;
    }
    this.failures++;
    this.lastFailure = result.message;
    this.#onFailure(result);
    pending.reject(result);
  }
}

function resultOf(answer: WorkerAnswer): { value: unknown } | FunctionFailure {
  if (answer.failure !== undefined) return new FunctionFailure('ERROR', answer.failure);
  return { value: answer.json === undefined ? null : JSON.parse(answer.json) };
}
