import { type DynamoClient, DynamoRefusal } from './dynamodb-client.ts';
import { HostProblem } from './problem.ts';
import type { Resource } from './template.ts';

interface KeyPart {
  readonly AttributeName: string;
  readonly KeyType: string;
}
interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyPart[];
  readonly Projection: object;
}
/** Properties of `AWS::DynamoDB::Table` that matter on one machine; backups, keys and protection do not. */
interface TableProperties {
  readonly TableName?: string;
  readonly KeySchema: readonly KeyPart[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly StreamSpecification?: { readonly StreamViewType: string };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean };
}
interface TableDescription {
  readonly KeySchema: readonly KeyPart[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LatestStreamArn?: string;
  readonly StreamSpecification?: { readonly StreamEnabled: boolean };
}

export interface HostedTable {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly string[];
  /** The engine's own address of the stream, when the table has one. */
  readonly streamArn?: string;
  /** Attribute (epoch seconds) after which an item may go. */
  readonly ttlAttribute?: string;
}

/** Physical name of a table: its `TableName`, else its logical id. */
export const tableName = (id: string, name: unknown): string => (typeof name === 'string' ? name : id);

/**
 * Makes the table as the template has it, or adds to an existing one the indexes, stream and expiry it lacks.
 * @throws HostProblem when the table on disk has other keys: the data would have to be moved.
 */
export async function provideTable(client: DynamoClient, resource: Resource): Promise<HostedTable> {
  const properties = resource.properties as unknown as TableProperties;
  const name = tableName(resource.id, properties.TableName);
  let table = await describe(client, name);
  if (!table) {
    await client.call('CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      ...(properties.GlobalSecondaryIndexes
        ? { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes.map(onlyKeys) }
        : {}),
      ...streamOf(properties),
    });
  } else {
    await addMissing(client, name, properties, table);
  }
  const ttl = properties.TimeToLiveSpecification;
  const ttlAttribute = ttl?.Enabled ? ttl.AttributeName : undefined;
  if (ttlAttribute !== undefined) await provideExpiry(client, name, ttlAttribute);

  table = await describe(client, name);
  return {
    id: resource.id,
    name,
    keys: properties.KeySchema.map(({ AttributeName }) => AttributeName),
    ...(properties.StreamSpecification && table?.LatestStreamArn ? { streamArn: table.LatestStreamArn } : {}),
    ...(ttlAttribute === undefined ? {} : { ttlAttribute }),
  };
}

async function addMissing(
  client: DynamoClient,
  name: string,
  properties: TableProperties,
  table: TableDescription,
): Promise<void> {
  refuseOtherKeys(`Table ${name}`, table.KeySchema, properties.KeySchema);
  for (const index of properties.GlobalSecondaryIndexes ?? []) {
    const there = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === index.IndexName);
    if (there) refuseOtherKeys(`Index ${index.IndexName} of table ${name}`, there.KeySchema, index.KeySchema);
    else {
      await client.call('UpdateTable', {
        TableName: name,
        AttributeDefinitions: properties.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create: onlyKeys(index) }],
      });
    }
  }
  if (properties.StreamSpecification && !table.StreamSpecification?.StreamEnabled) {
    await client.call('UpdateTable', { TableName: name, ...streamOf(properties) });
  }
}

function refuseOtherKeys(what: string, stored: readonly KeyPart[], wanted: readonly KeyPart[]): void {
  const text = (keys: readonly KeyPart[]) => keys.map(({ AttributeName }) => AttributeName).join(', ');
  if (text(stored) === text(wanted)) return;
  throw new HostProblem(
    `${what} is stored with the key (${text(stored)}), the template now says (${text(wanted)}); start with --fresh, or undo the change.`,
  );
}

const onlyKeys = ({ IndexName, KeySchema, Projection }: Index): Index => ({ IndexName, KeySchema, Projection });

const streamOf = ({ StreamSpecification }: TableProperties) =>
  StreamSpecification
    ? { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }
    : {};

async function describe(client: DynamoClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.call<{ Table: TableDescription }>('DescribeTable', { TableName: name })).Table;
  } catch (error) {
    if (error instanceof DynamoRefusal && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

async function provideExpiry(client: DynamoClient, name: string, attribute: string): Promise<void> {
  const { TimeToLiveDescription: now } = await client.call<{ TimeToLiveDescription?: { AttributeName?: string } }>(
    'DescribeTimeToLive',
    { TableName: name },
  );
  if (now?.AttributeName === attribute) return;
  await client.call('UpdateTimeToLive', {
    TableName: name,
    TimeToLiveSpecification: { AttributeName: attribute, Enabled: true },
  });
}

/**
 * Deletes what has expired by the machine's clock (the engine itself never does). A scan: for the few short-lived
 * rows of one machine.
 * @returns how many items went.
 */
export async function deleteExpired(client: DynamoClient, table: HostedTable, now: number): Promise<number> {
  if (table.ttlAttribute === undefined) return 0;
  let deleted = 0;
  let start: object | undefined;
  do {
    const page: { Items?: Record<string, object>[]; LastEvaluatedKey?: object } = await client.call('Scan', {
      TableName: table.name,
      FilterExpression: '#ttl <= :now',
      ProjectionExpression: table.keys.map((_, index) => `#k${index}`).join(', '),
      ExpressionAttributeNames: {
        '#ttl': table.ttlAttribute,
        ...Object.fromEntries(table.keys.map((key, index) => [`#k${index}`, key])),
      },
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    for (const item of page.Items ?? []) {
      await client
        .call('DeleteItem', {
          TableName: table.name,
          Key: Object.fromEntries(table.keys.map((key) => [key, item[key]])),
          // It may have been given a longer life since.
          ConditionExpression: '#ttl <= :now',
          ExpressionAttributeNames: { '#ttl': table.ttlAttribute },
          ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
        })
        .then(
          () => deleted++,
          (error: unknown) => {
            if (!(error instanceof DynamoRefusal && error.code === 'ConditionalCheckFailedException')) throw error;
          },
        );
    }
    start = page.LastEvaluatedKey;
  } while (start);
  return deleted;
}
