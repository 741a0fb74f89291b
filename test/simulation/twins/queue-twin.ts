import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Message } from '../../../shared/events/message.ts';
import type { Send } from '../../../shared/lambda/send-messages.ts';
import { Random } from '../random.ts';
import { type Ending, Invocation, type Machinery } from './invocation.ts';

/** After so many receives a message is parked. */
const MAX_RECEIVES = 4;
/** A consumer gathers for so long at most before it is called. */
const WINDOW_MS = 4_000;
/** Shorter than a slow call: a message comes again while its first handler still runs. */
const VISIBILITY_MS = 60_000;

interface Waiting {
  readonly name: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  firstReceivedAt: number | undefined;
  /** Handlers of it are throttled until it was parked once: the dead-letter queue is for such. */
  readonly poisoned: boolean;
}

/** Runs the consumer with a batch; `poisoned` are the names of messages that cannot be handled for now. */
export type Consume = (
  event: SQSEvent,
  invocation: Invocation,
  poisoned: ReadonlySet<string>,
) => Promise<{ readonly response: SQSBatchResponse; readonly failed: ReadonlySet<string> }>;

/** A standard SQS queue with its event source and dead-letter queue: at least once, in any order. */
export class QueueTwin {
  readonly name: string;
  readonly #machinery: Machinery;
  readonly #consume: Consume;
  readonly #violated: (what: string) => void;
  readonly #visible: Waiting[] = [];
  #inFlight = 0;
  #sent = 0;
  #polls = 0;
  #pollAt = Number.POSITIVE_INFINITY;
  readonly #parked: Waiting[] = [];

  constructor(name: string, machinery: Machinery, consume: Consume, violated: (what: string) => void) {
    this.name = name;
    this.#machinery = machinery;
    this.#consume = consume;
    this.#violated = violated;
  }

  /** What has not been handled yet, in the queue or parked. */
  get left(): number {
    return this.#visible.length + this.#inFlight + this.#parked.length;
  }

  /** The sender that an invocation is given. */
  senderFor(invocation: Invocation): (messages: readonly Message[]) => Promise<void> {
    return async (messages) => {
      const { faults, loop, trace } = this.#machinery;
      const { random } = invocation;
      const where = invocation.nextCall(`send ${messages.length} to ${this.name}`);
      await loop.sleep(random.between(1, 12));
      if (faults.strikes('crash-before-commit', where, 0.01, random)) {
        faults.changedOutcome('crash-before-commit');
        return invocation.crash();
      }
      const some = faults.strikes('partial-batch', where, 0.12, random);
      const taken = some ? messages.slice(0, random.whole(0, messages.length - 1)) : messages;
      for (const message of taken) this.#take(message);
      trace(() => `${where}: ${taken.length} taken ${taken.map((one) => nameOf(one)).join(' ')}`);
      if (some) {
        faults.changedOutcome('partial-batch');
        invocation.refused += 1;
        throw new Error(`${messages.length - taken.length} messages were not taken by the queue`);
      }
      if (faults.strikes('lost-acknowledgement', where, 0.02, random)) {
        faults.changedOutcome('lost-acknowledgement');
        invocation.refused += 1;
        throw new Error('the answer of the queue was lost');
      }
    };
  }

  /** Puts everything parked back, as an operator does from the runbook. */
  redrive(): void {
    for (const parked of this.#parked.splice(0)) {
      this.#machinery.faults.changedOutcome('dlq-redrive');
      this.#enter({ ...parked, receives: 0, firstReceivedAt: undefined, poisoned: false }, 0);
    }
  }

  #take(message: Message): void {
    const { faults, seed } = this.#machinery;
    this.#sent += 1;
    const name = `${this.name}#${this.#sent}`;
    const random = Random.of(seed, name);
    const poisoned = faults.strikes('dlq-redrive', name, 0.18, random);
    const waiting: Waiting = {
      name,
      body: JSON.stringify(message),
      sentAt: this.#machinery.loop.now,
      receives: 0,
      firstReceivedAt: undefined,
      poisoned,
    };
    const late = faults.strikes('delay', name, 0.18, random);
    if (late) faults.changedOutcome('delay');
    this.#enter(waiting, late ? random.between(60_000, 5_400_000) : 0);
    if (faults.strikes('duplicate', name, 0.07, random)) {
      faults.changedOutcome('duplicate');
      this.#enter({ ...waiting, name: `${name}+`, poisoned: false }, random.between(0, 600_000));
    }
  }

  #enter(waiting: Waiting, delay: number): void {
    this.#inFlight += 1;
    this.#machinery.loop.after(delay, () => {
      this.#inFlight -= 1;
      this.#visible.push(waiting);
      this.#poll(Random.of(this.#machinery.seed, `${waiting.name} ${waiting.receives}`).between(5, WINDOW_MS));
    });
  }

  #poll(inMs: number): void {
    const { loop } = this.#machinery;
    const at = loop.now + inMs;
    if (at >= this.#pollAt) return;
    this.#pollAt = at;
    loop.at(at, () => {
      if (this.#pollAt !== at) return;
      this.#pollAt = Number.POSITIVE_INFINITY;
      this.#deliver();
    });
  }

  #deliver(): void {
    const { faults, seed, loop } = this.#machinery;
    if (this.#visible.length === 0) return;
    this.#polls += 1;
    const label = `${this.name}@${this.#polls}`;
    const random = Random.of(seed, label);
    if (this.#visible.length > 1 && faults.strikes('reorder', label, 0.9, random)) {
      faults.changedOutcome('reorder');
      this.#visible.reverse();
    }
    const batch = this.#visible.splice(0, random.whole(1, 6));
    if (this.#visible.length > 0) this.#poll(random.between(1, 50));
    this.#inFlight += batch.length;
    for (const one of batch) {
      one.receives += 1;
      one.firstReceivedAt ??= loop.now;
    }
    void this.#handle(batch, label);
  }

  async #handle(batch: readonly Waiting[], label: string): Promise<void> {
    const { loop, trace } = this.#machinery;
    const receivedAt = loop.now;
    const invocation = new Invocation(label, this.#machinery);
    trace(
      () => `${label}: receives ${batch.map(({ name, body }) => `${name} ${nameOf(JSON.parse(body))}`).join(', ')}`,
    );
    const poisoned = new Set(batch.filter((one) => one.poisoned).map(({ name }) => name));
    const ending = await invocation.run(
      () => this.#consume(eventOf(batch, receivedAt), invocation, poisoned),
      VISIBILITY_MS,
    );
    const failed = this.#failedOf(ending, batch, invocation);
    if (failed.size > 0 && failed.size < batch.length) this.#machinery.faults.changedOutcome('partial-batch');
    for (const one of batch) {
      this.#inFlight -= 1;
      if (!failed.has(one.name)) continue;
      if (one.receives >= MAX_RECEIVES) this.#park(one);
      else this.#enter(one, Math.max(0, receivedAt + VISIBILITY_MS - loop.now));
    }
  }

  /** Which messages come again: all of a batch that did not end well, else those that the consumer reported. */
  #failedOf(
    ending: Ending<Awaited<ReturnType<Consume>>>,
    batch: readonly Waiting[],
    { label }: Invocation,
  ): ReadonlySet<string> {
    const all = new Set(batch.map(({ name }) => name));
    if (ending.kind !== 'ANSWERED') return all;
    const { response, failed } = ending.answer;
    const reported = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const name of all)
      if (failed.has(name) !== reported.has(name))
        this.#violated(
          `${label} ${failed.has(name) ? 'failed and was acknowledged' : 'was done and reported as failed'}`,
        );
    return reported;
  }

  #park(one: Waiting): void {
    this.#parked.push(one);
    this.#machinery.trace(() => `${one.name}: parked in the dead-letter queue`);
  }
}

const nameOf = (message: Message): string =>
  message.type === 'xinfang.case-changed.v1'
    ? `${message.caseId.slice(0, 4)}v${message.version}`
    : `${message.store}/${message.shard}`;

const eventOf = (batch: readonly Waiting[], now: number): SQSEvent => ({
  Records: batch.map(({ name, body, receives, firstReceivedAt, sentAt }) => ({
    messageId: name,
    receiptHandle: name,
    body,
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(Math.floor(sentAt)),
      SenderId: 'relay',
      ApproximateFirstReceiveTimestamp: String(Math.floor(firstReceivedAt ?? now)),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  })),
});

/** One `Send` over several queues, as the SQS client is. */
export const sendTo =
  (queues: ReadonlyMap<string, QueueTwin>, invocation: Invocation): Send =>
  async (url, messages) => {
    const queue = queues.get(url);
    if (!queue) throw new Error(`there is no queue ${url}`);
    await queue.senderFor(invocation)(messages);
  };
