import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from './activity.ts';
import type { RecordFilter } from './filter-pattern.ts';
import { messageOf } from './problem.ts';
import type { StreamReader, StreamRecord } from './stream-reader.ts';

export interface StreamSourceOptions {
  readonly name: string;
  readonly reader: StreamReader;
  /** Address of the stream as the template knows it. */
  readonly eventSourceArn: string;
  readonly functionName: string;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly batchSize: number;
  readonly bisect: boolean;
  readonly partialFailures: boolean;
  /** After so many retries a batch is given up; undefined: never. */
  readonly maximumRetries?: number;
  readonly filter: RecordFilter;
  readonly activity: Activity;
  /** Takes the position of a batch that was given up. */
  readonly onGivenUp: (position: object) => void;
  readonly log: (line: string) => void;
}

/** Writes that come together are read together. */
const GATHER_MS = 15;
const IDLE_MS = 250;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

/** An event source mapping of a table's stream: in order, from the checkpoint on, again until it succeeds. */
export class StreamSource {
  readonly options: StreamSourceOptions;
  #enabled = true;
  #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #wakeUp: (hurry: boolean) => void = () => undefined;
  #called: 'NO' | 'SOON' | 'NOW' = 'NO';
  /** Told when the stream was read to its end; each waits for a reading that began after it asked. */
  #waiting: (() => void)[] = [];

  constructor(options: StreamSourceOptions) {
    this.options = options;
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  start(): void {
    this.#stop = new AbortController();
    this.#loop = this.#run(this.#stop.signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wakeUp(true);
    await this.#loop;
  }

  /** Switches the mapping off or on; a batch under way is finished first. */
  async enable(enabled: boolean): Promise<void> {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    if (enabled) return this.start();
    await this.stop();
    this.#release();
  }

  /** Something was written, perhaps to this table. */
  wake(): void {
    if (this.#called === 'NO') this.#called = 'SOON';
    this.#wakeUp(false);
  }

  /** Resolves when nothing is left to read; at once while switched off. */
  readToEnd(): Promise<void> {
    if (!this.#enabled || this.#stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#called = 'NOW';
      this.#wakeUp(true);
    });
  }

  /** Drops what was not read yet, as the service does after 24 hours. */
  async skipToEnd(): Promise<void> {
    const enabled = this.#enabled;
    await this.enable(false);
    await this.options.reader.skipToEnd();
    await this.enable(enabled);
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const asked = this.#waiting;
      this.#waiting = [];
      this.#called = 'NO';
      const more = await this.#readOnce(signal);
      if (more === 'END') for (const resolve of asked) resolve();
      else this.#waiting.unshift(...asked);
      if (more !== 'MORE') await this.#rest(signal);
    }
    this.#release();
  }

  async #rest(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#called === 'NOW') return;
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, this.#called === 'SOON' ? GATHER_MS : IDLE_MS);
      let gathering = this.#called === 'SOON';
      this.#wakeUp = (hurry) => {
        if (gathering && !hurry) return;
        clearTimeout(timer);
        gathering = true;
        if (hurry) resolve();
        else timer = setTimeout(resolve, GATHER_MS);
      };
    });
    this.#wakeUp = () => undefined;
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async #readOnce(signal: AbortSignal): Promise<'MORE' | 'END' | 'FAILED'> {
    const { reader, filter, batchSize, log, name } = this.options;
    try {
      const page = await reader.next();
      if (!page) return 'END';
      const wanted = page.records.filter(filter);
      for (let start = 0; start < wanted.length && !signal.aborted; start += batchSize) {
        await this.#process(page.shard, wanted.slice(start, start + batchSize), signal);
      }
      const last = page.records.at(-1);
      if (last && !signal.aborted) reader.advance(page.shard, last.dynamodb.SequenceNumber);
      return 'MORE';
    } catch (error) {
      if (!signal.aborted) log(`${name} could not read its stream: ${messageOf(error)}`);
      return 'FAILED';
    }
  }

  /** Repeats the batch, or what is left of it, until all succeeded or was given up. */
  async #process(shard: string, batch: readonly StreamRecord[], signal: AbortSignal, retried = 0): Promise<void> {
    const { bisect, maximumRetries = Number.POSITIVE_INFINITY, reader, activity } = this.options;
    let rest = batch;
    for (let attempt = retried; rest.length > 0 && !signal.aborted; attempt++) {
      if (attempt > maximumRetries) return this.#giveUp(shard, rest);
      if (attempt > 0) await pause(attempt, signal);
      if (signal.aborted) return;
      activity.note();
      const firstFailed = await this.#firstFailed(rest);
      const done = rest[firstFailed - 1];
      if (done) reader.advance(shard, done.dynamodb.SequenceNumber);
      rest = rest.slice(firstFailed);
      if (bisect && rest.length > 1) {
        const half = Math.ceil(rest.length / 2);
        await this.#process(shard, rest.slice(0, half), signal, attempt + 1);
        return this.#process(shard, rest.slice(half), signal, attempt + 1);
      }
    }
    activity.note();
  }

  /** Index of the first record that has to come again; the batch's length when all went well. */
  async #firstFailed(batch: readonly StreamRecord[]): Promise<number> {
    const { invoke, eventSourceArn, partialFailures } = this.options;
    try {
      const Records = batch.map((record) => ({ ...record, eventSourceARN: eventSourceArn, awsRegion: 'local' }));
      const answer = (await invoke({ Records })) as { batchItemFailures?: { itemIdentifier?: string }[] } | null;
      const failures = partialFailures ? (answer?.batchItemFailures ?? []) : [];
      if (failures.length === 0) return batch.length;
      const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
      return Math.max(
        0,
        batch.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber)),
      );
    } catch {
      return 0;
    }
  }

  #giveUp(shard: string, batch: readonly StreamRecord[]): void {
    const { eventSourceArn, functionName, reader, onGivenUp, log, name } = this.options;
    const last = batch.at(-1)?.dynamodb.SequenceNumber;
    log(`${name} gave up ${batch.length} records of its stream after all retries`);
    onGivenUp({
      requestContext: { functionArn: functionName, condition: 'RetryAttemptsExhausted' },
      version: '1.0',
      DDBStreamBatchInfo: {
        streamArn: eventSourceArn,
        shardId: shard,
        batchSize: batch.length,
        startSequenceNumber: batch[0]?.dynamodb.SequenceNumber,
        endSequenceNumber: last,
      },
    });
    if (last !== undefined) reader.advance(shard, last);
  }
}

async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  const milliseconds = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
