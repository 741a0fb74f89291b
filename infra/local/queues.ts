import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
import { PersistenceManager } from '../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../node_modules/fauxqs/dist/sns/snsStore.js';
import { type SqsQueue, SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import type { ReceivedMessage } from '../../node_modules/fauxqs/dist/sqs/sqsTypes.js';
import type { DataFolder } from './data-folder.ts';
import { HostProblem } from './problem.ts';
import { noteLater } from './queue-journal.ts';
import type { Resource } from './template.ts';

const ACCOUNT = '000000000000';
export const REGION = 'local';
/** How often messages whose visibility ended or whose delay passed are looked for. */
const TIMER_MS = 50;
/** `RedrivePolicy` and the numbers of `AWS::SQS::Queue` that the engine understands, under the same names. */
const NUMBERS = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
];

/** One message in somebody's hands. Times are the machine's, in milliseconds. */
export interface Delivery {
  readonly message: ReceivedMessage;
  readonly receiveCount: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
}

export interface QueueDepth {
  readonly ready: number;
  readonly inflight: number;
  readonly delayed: number;
}

/** Physical name of a queue: its `QueueName`, else its logical id. */
export const queueName = (id: string, name: unknown): string => (typeof name === 'string' ? name : id);
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/**
 * The embedded SQS engine, over HTTP for the functions and in process for the host.
 *
 * It is put together from the engine's parts because its own `startFauxqs` listens on every interface of the machine
 * (petition events are nobody's business in the network), and because the host, which is the only consumer, then
 * reads and deletes without going through HTTP.
 */
export class QueueEngine {
  readonly #store: SqsStore;
  readonly #app: ReturnType<typeof buildApp>;
  readonly #queues = new Map<string, HostedQueue>();
  readonly #timer: NodeJS.Timeout;
  /** For the functions' clients; queue addresses point to it too. */
  readonly endpoint: string;

  private constructor(store: SqsStore, app: ReturnType<typeof buildApp>, endpoint: string) {
    this.#store = store;
    this.#app = app;
    this.endpoint = endpoint;
    this.#timer = setInterval(() => {
      for (const queue of this.#queues.values()) queue.passTime();
    }, TIMER_MS);
    this.#timer.unref();
  }

  static async start(folder: DataFolder): Promise<QueueEngine> {
    const stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
    const persistence = new PersistenceManager(folder.path);
    writeWithoutWaiting(persistence);
    persistence.loadSqsAndSns(stores.sqsStore, stores.snsStore);
    stores.sqsStore.persistence = persistence;
    for (const queue of stores.sqsStore.allQueues()) queue.persistence = persistence;
    const app = buildApp({ logger: false, defaultRegion: REGION, stores });
    const stopNoting = noteLater(persistence);
    app.addHook('preClose', () => {
      stopNoting();
      persistence.close();
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    return new QueueEngine(stores.sqsStore, app, `http://127.0.0.1:${port}`);
  }

  /** A queue's address: by number, since names like `sqs.<region>.localhost` do not resolve everywhere. */
  urlOf(name: string): string {
    return `${this.endpoint}/${ACCOUNT}/${name}`;
  }

  /** Makes the queue as the template has it; an existing one keeps its messages and takes the new settings. */
  provide(resource: Resource): HostedQueue {
    const { properties } = resource;
    const name = queueName(resource.id, properties.QueueName);
    const attributes: Record<string, string> = {};
    for (const number of NUMBERS) if (properties[number] !== undefined) attributes[number] = String(properties[number]);
    if (properties.RedrivePolicy !== undefined) attributes.RedrivePolicy = JSON.stringify(properties.RedrivePolicy);

    const existing = this.#store.getQueueByName(name);
    existing?.setAttributes({ RedrivePolicy: '', ...attributes });
    const queue = existing ?? this.#store.createQueue(name, this.urlOf(name), queueArn(name), attributes);
    const hosted = new HostedQueue(resource.id, queue, (arn) => this.#store.getQueueByArn(arn));
    this.#queues.set(name, hosted);
    return hosted;
  }

  byArn(arn: string): HostedQueue {
    for (const queue of this.#queues.values()) if (queue.arn === arn) return queue;
    throw new HostProblem(`The template uses the queue ${arn}, which it does not define.`);
  }

  all(): HostedQueue[] {
    return [...this.#queues.values()];
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#app.close();
  }
}

/**
 * A disk flush for every send, receive and delete took half of the host's time. Without it a killed process still
 * loses nothing; a power cut may lose the last messages, which the hourly reconcile sends again.
 */
function writeWithoutWaiting(persistence: PersistenceManager): void {
  const { db } = persistence as unknown as { readonly db: DatabaseSync };
  db.exec('PRAGMA synchronous = NORMAL');
}

export class HostedQueue {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly #queue: SqsQueue;
  readonly #deadLetters: (arn: string) => SqsQueue | undefined;
  #onArrival: () => void = () => undefined;

  constructor(id: string, queue: SqsQueue, deadLetters: (arn: string) => SqsQueue | undefined) {
    this.id = id;
    this.name = queue.name;
    this.arn = queue.arn;
    this.#queue = queue;
    this.#deadLetters = deadLetters;
    const enqueue = queue.enqueue.bind(queue);
    queue.enqueue = (message) => {
      enqueue(message);
      this.#onArrival();
    };
  }

  /** Told whenever there may be something to receive. */
  onArrival(listener: () => void): void {
    this.#onArrival = listener;
  }

  /**
   * What a host that was killed had in its hands comes back at once: there is no other consumer who could still be
   * working on it.
   */
  takeBack(): void {
    for (const entry of this.#queue.inflightMessages.values()) entry.visibilityDeadline = 0;
    this.#queue.processTimers();
  }

  /** At most ten messages; those received too often go to the dead-letter queue instead. */
  receive(limit: number): Delivery[] {
    return this.#queue.dequeue(limit, undefined, this.#deadLetters).map((message) => {
      const sent = this.#queue.inflightMessages.get(message.ReceiptHandle)?.message;
      return {
        message,
        receiveCount: sent?.approximateReceiveCount ?? 1,
        sentAt: sent?.sentTimestamp ?? Date.now(),
        firstReceivedAt: sent?.approximateFirstReceiveTimestamp ?? Date.now(),
      };
    });
  }

  delete(delivery: Delivery): void {
    this.#queue.deleteMessage(delivery.message.ReceiptHandle);
  }

  /** Shows the message again after so many seconds; never 0, which the engine cannot store. */
  retryAfter(delivery: Delivery, seconds: number): void {
    this.#queue.changeVisibility(delivery.message.ReceiptHandle, Math.max(seconds, 0.001));
  }

  /** Gives back what was parked here, to be tried anew. @returns how many messages */
  redriveTo(source: HostedQueue): number {
    const parked = this.#queue.messages.splice(0);
    for (const message of parked) {
      source.send(message.body);
      this.#queue.persistence?.deleteMessage(message.messageId);
    }
    return parked.length;
  }

  /** Where its messages go when they were received too often. */
  get deadLetterArn(): string | undefined {
    const policy = this.#queue.attributes.RedrivePolicy;
    return policy ? (JSON.parse(policy) as { deadLetterTargetArn: string }).deadLetterTargetArn : undefined;
  }

  send(body: string): void {
    this.#queue.enqueue(SqsStore.createMessage(body));
  }

  depth(): QueueDepth {
    const { messages, inflightMessages, delayedMessages } = this.#queue;
    return { ready: messages.length, inflight: inflightMessages.size, delayed: delayedMessages.length };
  }

  passTime(): void {
    const { messages, inflightMessages, delayedMessages } = this.#queue;
    if (inflightMessages.size === 0 && delayedMessages.length === 0) return;
    const before = messages.length;
    this.#queue.processTimers();
    if (this.#queue.messages.length > before) this.#onArrival();
  }

  /** Drops what is older than the retention period (the engine does not), by the machine's clock in milliseconds. */
  deleteExpired(now: number): void {
    const oldest = now - Number(this.#queue.attributes.MessageRetentionPeriod) * 1000;
    for (const message of this.#queue.messages) {
      if (message.sentTimestamp < oldest) this.#queue.persistence?.deleteMessage(message.messageId);
    }
    this.#queue.messages = this.#queue.messages.filter(({ sentTimestamp }) => sentTimestamp >= oldest);
  }
}
