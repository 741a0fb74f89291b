import type { Activity } from './activity.ts';
import type { DomainClock } from './clock.ts';
import type { RecordFilter } from './filter-pattern.ts';
import type { Delivery, HostedQueue } from './queues.ts';

export interface QueueSourceOptions {
  readonly queue: HostedQueue;
  readonly functionName: string;
  readonly invoke: (event: unknown) => Promise<unknown>;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  /** Whether the answer's `batchItemFailures` count (`ReportBatchItemFailures`). */
  readonly partialFailures: boolean;
  readonly filter: RecordFilter;
  readonly clock: DomainClock;
  readonly activity: Activity;
  /** When a message whose processing failed is shown again; on AWS, when its visibility timeout ends. */
  readonly retrySeconds: number;
}

/** Lambda defaults to five pollers. */
export const DEFAULT_CONCURRENCY = 5;
/** What one call of the queue gives at most. */
const RECEIVED_AT_ONCE = 10;

/** An event source mapping of a queue: hands batches to the function and deletes what succeeded. */
export class QueueSource {
  readonly options: QueueSourceOptions;
  #running = 0;
  #planned = false;
  #stopped = false;

  constructor(options: QueueSourceOptions) {
    this.options = options;
    options.queue.onArrival(() => this.#plan());
  }

  start(): void {
    this.options.queue.takeBack();
    this.#plan();
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Messages sent in one go should travel in one batch, so the queue is looked at after this turn. */
  #plan(): void {
    if (this.#planned || this.#stopped) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      this.#fill();
    });
  }

  #fill(): void {
    while (!this.#stopped && this.#running < this.options.maximumConcurrency) {
      const deliveries = this.#receive();
      if (deliveries.length === 0) return;
      this.#running++;
      void this.#process(deliveries).finally(() => {
        this.#running--;
        this.#plan();
      });
    }
  }

  #receive(): Delivery[] {
    const { queue, batchSize } = this.options;
    const deliveries: Delivery[] = [];
    while (deliveries.length < batchSize) {
      const received = queue.receive(Math.min(batchSize - deliveries.length, RECEIVED_AT_ONCE));
      if (received.length === 0) break;
      deliveries.push(...received);
    }
    return deliveries;
  }

  async #process(received: readonly Delivery[]): Promise<void> {
    const { queue, invoke, activity, retrySeconds, filter } = this.options;
    const wanted = received.filter((delivery) => {
      const passes = filter({ body: parsed(delivery.message.Body) });
      // What no filter lets through is gone, as on AWS.
      if (!passes) queue.delete(delivery);
      return passes;
    });
    if (wanted.length === 0) return;
    activity.note();
    let failed: ReadonlySet<string> | 'ALL';
    try {
      failed = this.#failedOf(await invoke({ Records: wanted.map((delivery) => this.#recordOf(delivery)) }));
    } catch {
      failed = 'ALL';
    }
    // The host was stopped meanwhile: the messages come again when it starts.
    if (this.#stopped) return;
    for (const delivery of wanted) {
      if (failed === 'ALL' || failed.has(delivery.message.MessageId)) queue.retryAfter(delivery, retrySeconds);
      else queue.delete(delivery);
    }
    activity.note();
  }

  #failedOf(answer: unknown): ReadonlySet<string> | 'ALL' {
    if (!this.options.partialFailures) return new Set();
    const failures = (answer as { batchItemFailures?: { itemIdentifier?: unknown }[] } | null)?.batchItemFailures ?? [];
    const ids = failures.map(({ itemIdentifier }) => itemIdentifier);
    // A name that means nothing makes the whole batch fail, as on AWS.
    if (ids.some((id) => typeof id !== 'string' || id === '')) return 'ALL';
    return new Set(ids as string[]);
  }

  #recordOf({ message, receiveCount, sentAt, firstReceivedAt }: Delivery): object {
    const { queue, clock } = this.options;
    return {
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SentTimestamp: String(clock.fromMachine(sentAt)),
        SenderId: 'local',
        // What functions behind a queue take for now.
        ApproximateFirstReceiveTimestamp: String(clock.fromMachine(firstReceivedAt)),
      },
      messageAttributes: attributesOf(message.MessageAttributes ?? {}),
      md5OfBody: message.MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: 'local',
    };
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** `DataType` and its like are written in lower camel case in an event. */
function attributesOf(attributes: NonNullable<Delivery['message']['MessageAttributes']>): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { dataType: DataType, stringValue: StringValue, binaryValue: BinaryValue },
    ]),
  );
}
