import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { anchorStoreFrom } from '../../services/anchor/deps.ts';
import { FolderAnchorStore } from '../../services/anchor/folder-anchors.ts';
import { signerFrom } from '../../services/anchor/sign-manifest.ts';
import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import { DynamoDatabase } from '../../shared/store/dynamo-database.ts';
import { TABLE_KEYS, type TableKey } from '../../shared/store/tables.ts';
import { bucketFolder } from '../local/buckets.ts';
import { openDataFolder } from '../local/data-folder.ts';
import { startDynamoEngine } from '../local/dynamodb-engine.ts';
import { HostProblem } from '../local/problem.ts';
import { tableName } from '../local/tables.ts';
import { writtenAgain } from './object-versions.ts';
import { scanPartitions } from './scan-partitions.ts';
import type { VerifiedSource } from './verify-history.ts';

export interface OpenedSource extends VerifiedSource {
  close(): Promise<void>;
}

/** A public key in PEM that the verifier trusts more than the place he verifies. */
const readPublicKey = (path: string): KeyObject => createPublicKey(readFileSync(path));

/** The tables and the bucket of a deployment, by the variables that its function `Anchor` has. */
export async function openDeployment(environment: Environment, publicKey?: string): Promise<OpenedSource> {
  const bucket = required(environment, 'ANCHOR_BUCKET');
  for (const key of ['CASES', 'SEALED', 'REGISTRY']) required(environment, `${key}_TABLE`);
  return {
    database: databaseFrom(environment),
    partitions: (table) => scanPartitions(required(environment, `${table}_TABLE`)),
    anchors: anchorStoreFrom(bucket),
    publicKey: publicKey ? readPublicKey(publicKey) : await signerFrom(required(environment, 'ANCHOR_KEY')).publicKey(),
    ...(bucket.startsWith('file:') ? {} : { writtenAgain: () => writtenAgain(bucket) }),
    close: async () => undefined,
  };
}

/** Logical ids of the stack, under which one machine keeps tables, bucket and key. */
const tableId = (key: TableKey): string => tableName(`${key.charAt(0)}${key.slice(1).toLowerCase()}Table`, undefined);

/**
 * The data folder of a local host, which may be running: a copy of its database is verified, taken after the
 * manifests were listed last, so that none of them can be ahead of it.
 * @throws HostProblem when it is no data folder
 */
export async function openFolder(path: string, publicKey?: string): Promise<OpenedSource> {
  const folder = resolve(path);
  const original = join(folder, 'dynamodb.db');
  if (!existsSync(original)) throw new HostProblem(`${folder} holds no database of the local host (dynamodb.db).`);
  const keyFile = join(folder, 'keys', 'AnchorKey.key');
  const signer = existsSync(keyFile) ? signerFrom(`file:${keyFile}`) : undefined;
  const anchors = await freeze(new FolderAnchorStore(join(folder, bucketFolder('Anchors'))));

  const copy = mkdtempSync(join(tmpdir(), 'xinfang-verify-'));
  const data = openDataFolder(copy);
  const release = () => {
    data.release();
    rmSync(copy, { recursive: true, force: true });
  };
  try {
    const live = new DatabaseSync(original, { readOnly: true });
    try {
      await backup(live, data.file('dynamodb.db'));
    } finally {
      live.close();
    }
    const engine = await startDynamoEngine(data, undefined, () => undefined);
    const { endpoint } = engine.client;
    const names = Object.fromEntries(TABLE_KEYS.map((key) => [key, tableId(key)]));
    const client = new DynamoDBClient({
      endpoint,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    return {
      database: new DynamoDatabase(client, names),
      partitions: (table) => scanPartitions(tableId(table), endpoint),
      anchors,
      publicKey: publicKey ? readPublicKey(publicKey) : await signer?.publicKey(),
      async close() {
        client.destroy();
        await engine.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The store as it is now: what is added later is not listed. */
async function freeze(store: FolderAnchorStore): Promise<VerifiedSource['anchors']> {
  const names = await store.list('manifests/');
  return {
    putOnce: async () => {
      throw new Error('verifying writes nothing');
    },
    get: (name) => store.get(name),
    list: async (prefix, after = '') => names.filter((name) => name.startsWith(prefix) && name > after),
  };
}
