import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openDataFolder } from '../../infra/local/data-folder.ts';
import { startDynamoEngine } from '../../infra/local/dynamodb-engine.ts';
import { DynamoDatabase } from '../../shared/store/dynamo-database.ts';
import { TABLE_KEYS, TABLES, type TableKey } from '../../shared/store/tables.ts';
import { createTable } from '../store/embedded-database.ts';
import { CapacityLedger } from './capacity.ts';

export interface MeasuredDatabase {
  readonly database: DynamoDatabase;
  readonly ledger: CapacityLedger;
  stop(): Promise<void>;
}

/** All tables with all indexes on the embedded engine, each call's consumption noted. */
export async function measuredDatabase(): Promise<MeasuredDatabase> {
  const path = mkdtempSync(join(tmpdir(), 'xinfang-bench-'));
  const folder = openDataFolder(path);
  const engine = await startDynamoEngine(folder, process.env.DYNAMODB_ENDPOINT, (sentence) => {
    throw new Error(sentence);
  });
  const client = new DynamoDBClient({
    endpoint: engine.client.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const prefix = `bench-${process.pid}-`;
  for (const key of TABLE_KEYS) await client.send(createTable(prefix + key, TABLES[key]));
  const names = Object.fromEntries(TABLE_KEYS.map((key) => [key, prefix + key])) as Record<TableKey, string>;
  const ledger = new CapacityLedger((name) => name.slice(prefix.length));
  return {
    database: new DynamoDatabase(client, names, ledger.note),
    ledger,
    async stop() {
      client.destroy();
      await engine.stop();
      folder.release();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
