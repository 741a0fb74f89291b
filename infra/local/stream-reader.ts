import type { Checkpoints } from './checkpoints.ts';
import { type DynamoClient, DynamoRefusal } from './dynamodb-client.ts';

/** A record in the shape that Lambda hands to functions, which is also the wire's. */
export interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: { readonly SequenceNumber: string; readonly Keys: object; readonly NewImage?: object };
}
export interface StreamPage {
  readonly shard: string;
  readonly records: readonly StreamRecord[];
}

interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
}
const PAGE = 1000;
/** Shards of a table are split a few times a day at most. */
const SHARDS_EVERY_MS = 60_000;

/** Reads a table's stream, oldest shard first, on from the checkpoint of `reader`. */
export class StreamReader {
  readonly #client: DynamoClient;
  readonly #streamArn: string;
  readonly #reader: string;
  readonly #checkpoints: Checkpoints;
  readonly #iterators = new Map<string, string>();
  readonly #finished = new Set<string>();
  /** Where the page that was read last goes on. */
  #after:
    | { readonly shard: string; readonly sequenceNumber: string; readonly iterator: string | undefined }
    | undefined;
  #shards: readonly Shard[] = [];
  #shardsReadAt = 0;

  constructor(client: DynamoClient, streamArn: string, reader: string, checkpoints: Checkpoints) {
    this.#client = client;
    this.#streamArn = streamArn;
    this.#reader = reader;
    this.#checkpoints = checkpoints;
  }

  /** The next records; undefined at the end of the stream. Reads the same again until `advance` was called. */
  async next(): Promise<StreamPage | undefined> {
    for (const { ShardId } of await this.#openShards()) {
      const page = await this.#read(ShardId);
      if (page.length > 0) return { shard: ShardId, records: page };
    }
    return undefined;
  }

  /** Records up to this one need no more work. */
  advance(shard: string, sequenceNumber: string): void {
    this.#checkpoints.set(this.#reader, shard, sequenceNumber);
    const after = this.#after;
    if (after?.shard === shard && after.sequenceNumber === sequenceNumber && after.iterator !== undefined) {
      this.#iterators.set(shard, after.iterator);
    } else this.#iterators.delete(shard);
  }

  /** Last record done, by shard. */
  checkpoints(): Readonly<Record<string, string>> {
    return this.#checkpoints.of(this.#reader);
  }

  /** Skips everything that was not read yet. */
  async skipToEnd(): Promise<void> {
    for (let page = await this.next(); page; page = await this.next()) {
      const last = page.records.at(-1);
      if (last) this.advance(page.shard, last.dynamodb.SequenceNumber);
    }
  }

  /** Shards that may hold something: not read to their end, and their parent was. */
  async #openShards(): Promise<readonly Shard[]> {
    const unfinished = ({ ShardId }: Shard) => !this.#finished.has(ShardId);
    if (Date.now() - this.#shardsReadAt > SHARDS_EVERY_MS || !this.#shards.some(unfinished)) {
      const answer = await this.#client.call<{ StreamDescription: { Shards?: Shard[] } }>('DescribeStream', {
        StreamArn: this.#streamArn,
      });
      this.#shards = answer.StreamDescription.Shards ?? [];
      this.#shardsReadAt = Date.now();
    }
    const waiting = new Set(this.#shards.filter(unfinished).map(({ ShardId }) => ShardId));
    return this.#shards.filter(
      ({ ShardId, ParentShardId }) => waiting.has(ShardId) && !waiting.has(ParentShardId ?? ''),
    );
  }

  async #read(shard: string): Promise<readonly StreamRecord[]> {
    const ShardIterator = this.#iterators.get(shard) ?? (await this.#iterator(shard));
    let answer: { Records: StreamRecord[]; NextShardIterator?: string };
    try {
      answer = await this.#client.call('GetRecords', { ShardIterator, Limit: PAGE });
    } catch (error) {
      // An old iterator; the checkpoint is still good.
      this.#iterators.delete(shard);
      throw error;
    }
    const last = answer.Records.at(-1);
    if (last) {
      const { SequenceNumber } = last.dynamodb;
      this.#after = { shard, sequenceNumber: SequenceNumber, iterator: answer.NextShardIterator };
    } else if (answer.NextShardIterator === undefined) this.#finished.add(shard);
    else this.#iterators.set(shard, answer.NextShardIterator);
    return answer.Records;
  }

  async #iterator(shard: string): Promise<string> {
    const get = async (from: object) => {
      const input = { StreamArn: this.#streamArn, ShardId: shard, ...from };
      return (await this.#client.call<{ ShardIterator: string }>('GetShardIterator', input)).ShardIterator;
    };
    const oldest = { ShardIteratorType: 'TRIM_HORIZON' };
    const SequenceNumber = this.#checkpoints.get(this.#reader, shard);
    if (SequenceNumber === undefined) return get(oldest);
    try {
      return await get({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
    } catch (error) {
      if (error instanceof DynamoRefusal && error.code === 'TrimmedDataAccessException') return get(oldest);
      throw error;
    }
  }
}
