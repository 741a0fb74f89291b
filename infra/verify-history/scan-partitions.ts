import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

/**
 * Partition keys of a whole table. No function may scan; whoever verifies has to see what no index leads to.
 * @param endpoint of an engine on this machine; without it the SDK finds AWS as usual
 */
export async function* scanPartitions(tableName: string, endpoint?: string): AsyncGenerator<string> {
  const client = new DynamoDBClient(
    endpoint
      ? { endpoint, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : { maxAttempts: 8 },
  );
  try {
    let from: Record<string, { S: string }> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: tableName,
          ProjectionExpression: 'pk, sk',
          ConsistentRead: true,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const { pk } of page.Items ?? []) if (pk?.S) yield pk.S;
      from = page.LastEvaluatedKey as typeof from;
    } while (from);
  } finally {
    client.destroy();
  }
}
