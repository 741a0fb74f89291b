import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';

/** Request units, split as they are billed: table and indexes apart. */
export interface Units {
  readonly writeTable: number;
  readonly writeIndex: number;
  readonly readTable: number;
  readonly readIndex: number;
}

export const NOTHING: Units = { writeTable: 0, writeIndex: 0, readTable: 0, readIndex: 0 };
export const plus = (a: Units, b: Units): Units => ({
  writeTable: a.writeTable + b.writeTable,
  writeIndex: a.writeIndex + b.writeIndex,
  readTable: a.readTable + b.readTable,
  readIndex: a.readIndex + b.readIndex,
});
export const written = ({ writeTable, writeIndex }: Units): number => writeTable + writeIndex;
export const read = ({ readTable, readIndex }: Units): number => readTable + readIndex;

const WRITES: ReadonlySet<string> = new Set(['write', 'transact', 'increment']);

/**
 * Adds up what the engine says each call consumed. It counts as DynamoDB bills: 1 unit per started KB written (twice
 * that for the items of a transaction, once for their index entries), 1 per started 4 KB read consistently, half of
 * it otherwise.
 */
export class CapacityLedger {
  total: Units = NOTHING;
  /** By table and index, e.g. `CASES`, `CASES·worklist`. */
  readonly places = new Map<string, Units>();
  readonly #keyOf: (tableName: string) => string;

  /** @param keyOf short name of a table */
  constructor(keyOf: (tableName: string) => string) {
    this.#keyOf = keyOf;
  }

  readonly note = (operation: string, capacities: readonly ConsumedCapacity[]): void => {
    const writes = WRITES.has(operation);
    for (const { TableName = '', Table, GlobalSecondaryIndexes = {} } of capacities) {
      const table = this.#keyOf(TableName);
      this.#add(table, writes ? { writeTable: Table?.CapacityUnits ?? 0 } : { readTable: Table?.CapacityUnits ?? 0 });
      for (const [index, { CapacityUnits = 0 }] of Object.entries(GlobalSecondaryIndexes))
        this.#add(`${table}·${index}`, writes ? { writeIndex: CapacityUnits } : { readIndex: CapacityUnits });
    }
  };

  /** What the work consumes. Nothing else may use the database meanwhile. */
  async during<Value>(
    work: () => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly units: Units; readonly places: ReadonlyMap<string, Units> }> {
    this.total = NOTHING;
    this.places.clear();
    const value = await work();
    return { value, units: this.total, places: new Map(this.places) };
  }

  #add(place: string, units: Partial<Units>): void {
    const whole = { ...NOTHING, ...units };
    if (written(whole) + read(whole) === 0) return;
    this.total = plus(this.total, whole);
    this.places.set(place, plus(this.places.get(place) ?? NOTHING, whole));
  }
}
