import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Database } from '../../shared/store/database.ts';
import { DynamoDatabase } from '../../shared/store/dynamo-database.ts';
import { TABLE_KEYS, TABLES, type TableDefinition, type TableKey } from '../../shared/store/tables.ts';

const BINARY = fileURLToPath(
  new URL(`../../node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`, import.meta.url),
);
const START_MS = 10_000;

/** A running engine; every database on it has tables of its own, so that tests never meet. */
export interface EmbeddedEngine {
  freshDatabase(): Promise<Database>;
  stop(): Promise<void>;
}

/** Whether this machine has an engine to test against: the embedded one, or one named by `DYNAMODB_ENDPOINT`. */
export const hasEngine = process.env.DYNAMODB_ENDPOINT !== undefined || existsSync(BINARY);

/**
 * Whether tests must run on the engine: it comes with `npm ci` on Linux x64, and a CI machine has to bring one. There
 * a missing engine is a failure; elsewhere the tests on it are left out.
 */
export const engineRequired = (
  machine: { readonly platform: string; readonly arch: string },
  environment: Readonly<Record<string, string | undefined>>,
): boolean =>
  (machine.platform === 'linux' && machine.arch === 'x64') || !['', '0', 'false'].includes(environment.CI ?? '');

/** Starts the embedded engine in memory, or uses the one at `DYNAMODB_ENDPOINT`. @throws where there is neither */
export async function startEngine(): Promise<EmbeddedEngine> {
  if (!hasEngine)
    throw new Error(`no DynamoDB engine at ${BINARY}: run "npm ci" with optional packages, or set DYNAMODB_ENDPOINT`);
  const named = process.env.DYNAMODB_ENDPOINT;
  const port = named ? 0 : await freePort();
  const engine = named ? undefined : spawn(BINARY, ['serve', '--port', String(port)], { stdio: 'ignore' });
  const client = new DynamoDBClient({
    endpoint: named ?? `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  if (engine) await answers(client, engine);
  return {
    freshDatabase: () => freshDatabase(client),
    async stop() {
      client.destroy();
      if (!engine || engine.exitCode !== null) return;
      const ended = once(engine, 'exit');
      engine.kill();
      await ended;
    },
  };
}

let databases = 0;

async function freshDatabase(client: DynamoDBClient): Promise<Database> {
  databases += 1;
  const prefix = `test-${process.pid}-${databases}`;
  const names = Object.fromEntries(TABLE_KEYS.map((key) => [key, `${prefix}-${key}`])) as Record<TableKey, string>;
  for (const key of TABLE_KEYS) await client.send(createTable(names[key], TABLES[key]));
  return new DynamoDatabase(client, names);
}

/** A table with its indexes as declared; every key is a string. */
export function createTable(name: string, { partitionKey, sortKey, indexes }: TableDefinition): CreateTableCommand {
  const attributes = new Set([
    partitionKey,
    sortKey,
    ...indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ]);
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys(partitionKey, sortKey),
    ...(indexes.length > 0
      ? {
          GlobalSecondaryIndexes: indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: keys(index.partitionKey, index.sortKey),
            Projection: { ProjectionType: index.projection },
          })),
        }
      : {}),
  });
}

async function answers(client: DynamoDBClient, engine: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (engine.exitCode !== null || Date.now() > until) throw error;
      await sleep(20);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
