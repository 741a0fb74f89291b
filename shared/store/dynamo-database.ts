import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type Condition,
  ConditionFailed,
  Conflict,
  type Database,
  InvalidPosition,
  type Item,
  type Key,
  type Page,
  pause,
  type Query,
  type Value,
  type Write,
} from './database.ts';
import { TABLES, type TableKey } from './tables.ts';

const BATCH_GET_LIMIT = 100;
/** A report over a year names thousands of keys, and is answered within the twenty seconds of its function. */
const BATCHES_AT_ONCE = 8;

/** DynamoDB behind the port. `onCapacity` sees what each call consumed, for the bench. */
export class DynamoDatabase implements Database {
  readonly #client: DynamoDBClient;
  readonly #names: Readonly<Partial<Record<TableKey, string>>>;
  readonly #onCapacity: ((operation: string, capacity: readonly ConsumedCapacity[]) => void) | undefined;

  constructor(
    client: DynamoDBClient,
    names: Readonly<Partial<Record<TableKey, string>>>,
    onCapacity?: (operation: string, capacity: readonly ConsumedCapacity[]) => void,
  ) {
    this.#client = client;
    this.#names = names;
    this.#onCapacity = onCapacity;
  }

  async get(table: TableKey, key: Key, options: { consistent?: boolean } = {}): Promise<Item | undefined> {
    const answer = await this.#client.send(
      new GetItemCommand({
        TableName: this.#name(table),
        Key: marshallKey(key),
        ConsistentRead: options.consistent ?? false,
        ...this.#measured,
      }),
    );
    this.#report('get', [answer.ConsumedCapacity]);
    return answer.Item && unmarshallItem(answer.Item);
  }

  async getMany(table: TableKey, keys: readonly Key[], options: { consistent?: boolean } = {}): Promise<Item[]> {
    const name = this.#name(table);
    const items: Item[] = [];
    // DynamoDB refuses a batch that names a key twice.
    const distinct = [...new Map(keys.map((key) => [`${key.pk}\u0000${key.sk}`, key])).values()];
    let next = 0;
    const readOn = async (): Promise<void> => {
      while (next < distinct.length) {
        const start = next;
        next += BATCH_GET_LIMIT;
        let wanted: Record<string, AttributeValue>[] | undefined = distinct.slice(start, next).map(marshallKey);
        while (wanted && wanted.length > 0) {
          const answer: Awaited<ReturnType<typeof this.batch>> = await this.batch(
            name,
            wanted,
            options.consistent ?? false,
          );
          items.push(...(answer.Responses?.[name] ?? []).map(unmarshallItem));
          wanted = answer.UnprocessedKeys?.[name]?.Keys;
          if (wanted && wanted.length > 0) await pause(1);
        }
      }
    };
    await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, readOn));
    return items;
  }

  async query(query: Query): Promise<Page> {
    // DynamoDB refuses reversed bounds; nothing lies between them.
    if (query.from !== undefined && query.to !== undefined && query.from > query.to) return { items: [] };
    const index = query.index ? TABLES[query.table].indexes.find(({ name }) => name === query.index) : undefined;
    const command = new QueryCommand({
      TableName: this.#name(query.table),
      ...(index ? { IndexName: index.name } : {}),
      KeyConditionExpression: `#pk = :pk${boundsOf(query)}`,
      ExpressionAttributeNames: {
        '#pk': index?.partitionKey ?? 'pk',
        ...(boundsOf(query) ? { '#sk': index?.sortKey ?? 'sk' } : {}),
      },
      ExpressionAttributeValues: {
        ':pk': { S: query.pk },
        ...(query.from === undefined ? {} : { ':from': { S: query.from } }),
        ...(query.to === undefined ? {} : { ':to': { S: query.to } }),
      },
      ScanIndexForward: !(query.descending ?? false),
      ...(query.limit === undefined ? {} : { Limit: query.limit }),
      ...(query.after === undefined ? {} : { ExclusiveStartKey: JSON.parse(query.after) }),
      ConsistentRead: index ? false : (query.consistent ?? false),
      ...this.#measured,
    });
    const answer = await this.#client.send(command).catch((error: unknown) => {
      const refused = error instanceof Error && error.name === 'ValidationException';
      throw refused && query.after !== undefined ? new InvalidPosition() : error;
    });
    this.#report('query', [answer.ConsumedCapacity]);
    const items = (answer.Items ?? []).map(unmarshallItem);
    return answer.LastEvaluatedKey ? { items, next: JSON.stringify(answer.LastEvaluatedKey) } : { items };
  }

  async write(write: Write): Promise<void> {
    if (write.kind === 'CHECK') return this.transact([write]);
    const common = { TableName: this.#name(write.table), ...conditionOf(write.condition), ...this.#measured };
    try {
      const answer =
        write.kind === 'PUT'
          ? await this.#client.send(new PutItemCommand({ ...common, Item: marshallItem(write.item) }))
          : await this.#client.send(new DeleteItemCommand({ ...common, Key: marshallKey(write.key) }));
      this.#report('write', [answer.ConsumedCapacity]);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) throw new ConditionFailed([0]);
      throw error;
    }
  }

  async transact(writes: readonly Write[]): Promise<void> {
    const TransactItems = writes.map((write) => {
      const common = { TableName: this.#name(write.table), ...conditionOf(write.condition) };
      if (write.kind === 'PUT') return { Put: { ...common, Item: marshallItem(write.item) } };
      if (write.kind === 'DELETE') return { Delete: { ...common, Key: marshallKey(write.key) } };
      const { ConditionExpression = '', ...names } = conditionOf(write.condition);
      return {
        ConditionCheck: {
          TableName: this.#name(write.table),
          Key: marshallKey(write.key),
          ConditionExpression,
          ...names,
        },
      };
    });
    try {
      const answer = await this.#client.send(new TransactWriteItemsCommand({ TransactItems, ...this.#measured }));
      this.#report('transact', answer.ConsumedCapacity ?? []);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const failed = reasons.flatMap((reason, position) =>
        reason.Code === 'ConditionalCheckFailed' ? [position] : [],
      );
      if (failed.length > 0) throw new ConditionFailed(failed);
      if (reasons.some((reason) => reason.Code === 'TransactionConflict')) throw new Conflict();
      throw error;
    }
  }

  async increment(table: TableKey, key: Key, by: number, expiresAt: number): Promise<number> {
    const answer = await this.#client.send(
      new UpdateItemCommand({
        TableName: this.#name(table),
        Key: marshallKey(key),
        UpdateExpression: 'ADD #count :by SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#count': 'count', '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':by': { N: String(by) }, ':expiresAt': { N: String(expiresAt) } },
        ReturnValues: 'UPDATED_NEW',
        ...this.#measured,
      }),
    );
    this.#report('increment', [answer.ConsumedCapacity]);
    return Number(answer.Attributes?.count?.N);
  }

  private async batch(name: string, keys: Record<string, AttributeValue>[], consistent: boolean) {
    const answer = await this.#client.send(
      new BatchGetItemCommand({
        RequestItems: { [name]: { Keys: keys, ConsistentRead: consistent } },
        ...this.#measured,
      }),
    );
    this.#report('getMany', answer.ConsumedCapacity ?? []);
    return answer;
  }

  get #measured(): { ReturnConsumedCapacity?: 'INDEXES' } {
    return this.#onCapacity ? { ReturnConsumedCapacity: 'INDEXES' } : {};
  }

  #report(operation: string, capacity: readonly (ConsumedCapacity | undefined)[]): void {
    this.#onCapacity?.(
      operation,
      capacity.filter((entry) => entry !== undefined),
    );
  }

  #name(table: TableKey): string {
    const name = this.#names[table];
    if (!name) throw new Error(`this function has no access to table ${table}: ${table}_TABLE is not set`);
    return name;
  }
}

function boundsOf({ from, to }: Query): string {
  if (from !== undefined && to !== undefined) return ' AND #sk BETWEEN :from AND :to';
  if (from !== undefined) return ' AND #sk >= :from';
  return to === undefined ? '' : ' AND #sk <= :to';
}

function conditionOf(condition: Condition | undefined): {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
} {
  if (!condition) return {};
  if (condition.kind === 'ABSENT')
    return { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } };
  if (condition.kind === 'EQUALS')
    return {
      ConditionExpression: '#attribute = :value',
      ExpressionAttributeNames: { '#attribute': condition.attribute },
      ExpressionAttributeValues: { ':value': marshall(condition.value) },
    };
  return {
    ConditionExpression: 'attribute_not_exists(#pk) OR #attribute < :value',
    ExpressionAttributeNames: { '#pk': 'pk', '#attribute': condition.attribute },
    ExpressionAttributeValues: { ':value': { N: String(condition.value) } },
  };
}

const marshallKey = (key: Key): Record<string, AttributeValue> => ({ pk: { S: key.pk }, sk: { S: key.sk } });

function marshallItem(item: Item): Record<string, AttributeValue> {
  const marshalled: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) if (value !== undefined) marshalled[name] = marshall(value);
  return marshalled;
}

function marshall(value: Value): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(marshall) };
  return { M: marshallItem(value as unknown as Item) };
}

const unmarshallItem = (item: Record<string, AttributeValue>): Item =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, unmarshall(value)])) as unknown as Item;

function unmarshall(value: AttributeValue): Value {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return value.B;
  if (value.L !== undefined) return value.L.map(unmarshall);
  if (value.M !== undefined) return unmarshallItem(value.M) as unknown as Value;
  return null;
}
