import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { TableKey } from '../../../shared/store/tables.ts';
import { Random } from '../random.ts';
import { Invocation, type Machinery } from './invocation.ts';
import type { ItemChange } from './store-core.ts';

/** Streams forget after a day. */
const RETENTION_MS = 24 * 3_600_000;
const BATCH = 8;
const PATIENCE_MS = 60_000;

interface Entry {
  readonly at: number;
  readonly record: DynamoDBRecord;
}

/** A table's stream with the relay behind it: in order, again from a failed record on, forgotten after a day. */
export class StreamTwin {
  readonly #table: TableKey;
  readonly #name: string;
  readonly #machinery: Machinery;
  readonly #relay: (event: DynamoDBStreamEvent, invocation: Invocation) => Promise<DynamoDBBatchResponse>;
  readonly #violated: (what: string) => void;
  /** While true, nothing reads the stream. */
  readonly #off: (now: number) => number | undefined;
  readonly #entries: Entry[] = [];
  #position = 0;
  #written = 0;
  #trimmed = 0;
  #reads = 0;
  #busy = false;

  constructor(
    { table, name }: { readonly table: TableKey; readonly name: string },
    machinery: Machinery,
    relay: (event: DynamoDBStreamEvent, invocation: Invocation) => Promise<DynamoDBBatchResponse>,
    off: (now: number) => number | undefined,
    violated: (what: string) => void,
  ) {
    this.#table = table;
    this.#name = name;
    this.#machinery = machinery;
    this.#relay = relay;
    this.#off = off;
    this.#violated = violated;
  }

  get left(): number {
    return this.#trimmed + this.#entries.length - this.#position;
  }

  append(changes: readonly ItemChange[]): void {
    const { loop, seed } = this.#machinery;
    for (const { table, before, after } of changes) {
      // Runs, digests and the ledger of deliveries lie beside the mailboxes; the relay passes over them.
      if (table !== this.#table || !after || (table === 'REMINDERS' && !after.decidedAt)) continue;
      this.#written += 1;
      const { pk, sk, types, colour, decidedAt } = after;
      const newImage: Record<string, AttributeValue> = { pk: { S: pk }, sk: { S: sk } };
      if (typeof colour === 'string') newImage.colour = { S: colour };
      if (typeof decidedAt === 'string') newImage.decidedAt = { S: decidedAt };
      if (Array.isArray(types)) newImage.types = { L: types.map((type) => ({ S: String(type) })) };
      this.#entries.push({
        at: loop.now,
        record: {
          eventName: before ? 'MODIFY' : 'INSERT',
          dynamodb: { SequenceNumber: String(this.#written), NewImage: newImage },
        },
      });
    }
    this.#wake(Random.of(seed, `${this.#name} stream ${this.#written}`).between(20, 900));
  }

  #wake(inMs: number): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#machinery.loop.after(inMs, () => this.#read());
  }

  /** The next batch; in an outage nothing until it is over, when some of it may have gone for ever. */
  #read(): void {
    const { loop, faults, seed } = this.#machinery;
    this.#trim();
    const offUntil = this.#off(loop.now);
    if (offUntil !== undefined) {
      loop.at(offUntil, () => this.#read());
      return;
    }
    this.#reads += 1;
    const label = `relay ${this.#name}@${this.#reads}`;
    const random = Random.of(seed, label);
    if (this.#position > this.#trimmed && faults.strikes('stream-replay', label, 0.07, random)) {
      const back = Math.max(this.#trimmed, this.#position - random.whole(2, 8));
      const again = this.#entries.slice(back - this.#trimmed, this.#position - this.#trimmed);
      // Heads and alarms come by as well, and nobody wants to hear of them.
      if (again.some(isHeard)) faults.changedOutcome('stream-replay');
      this.#position = back;
    }
    const from = this.#position - this.#trimmed;
    const batch = this.#entries.slice(from, from + random.whole(1, BATCH));
    if (batch.length === 0) {
      this.#busy = false;
      return;
    }
    void this.#hand(batch, label, random);
  }

  async #hand(batch: readonly Entry[], label: string, random: Random): Promise<void> {
    const { loop, trace } = this.#machinery;
    const invocation = new Invocation(label, this.#machinery);
    const first = this.#position;
    const ending = await invocation.run(
      () => this.#relay({ Records: batch.map(({ record }) => record) }, invocation),
      PATIENCE_MS,
    );
    const failed =
      ending.kind === 'ANSWERED'
        ? ending.answer.batchItemFailures[0]?.itemIdentifier
        : batch[0]?.record.dynamodb?.SequenceNumber;
    if (ending.kind === 'ANSWERED' && failed === undefined && invocation.refused > 0)
      this.#violated(`${label} acknowledged a batch that a queue had not taken`);
    const kept =
      failed === undefined ? batch.length : batch.findIndex(({ record }) => record.dynamodb?.SequenceNumber === failed);
    this.#position = Math.max(this.#trimmed, first + Math.max(kept, 0));
    trace(() => `${label}: ${batch.length} records, ${failed === undefined ? 'done' : `again from ${failed}`}`);
    loop.after(failed === undefined ? random.between(1, 200) : random.between(500, 30_000), () => this.#read());
  }

  #trim(): void {
    const { loop, faults } = this.#machinery;
    while (this.#entries[0] && this.#entries[0].at < loop.now - RETENTION_MS) {
      const entry = this.#entries.shift();
      this.#trimmed += 1;
      if (this.#position >= this.#trimmed) continue;
      this.#position = this.#trimmed;
      if (entry && isHeard(entry)) faults.changedOutcome('outage');
    }
  }
}

/** A record of history or a new reminder: what a relay passes on. */
function isHeard({ record }: Entry): boolean {
  const { sk, decidedAt } = record.dynamodb?.NewImage ?? {};
  return sk?.S?.startsWith('V#') === true || decidedAt !== undefined;
}
