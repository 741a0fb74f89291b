import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalCloud } from '../../infra/local/cloud.ts';
import { dynamoClient } from '../../infra/local/dynamodb-client.ts';
import { HostProblem } from '../../infra/local/problem.ts';
import { deleteExpired } from '../../infra/local/tables.ts';
import { host, makePlace, type Place, post } from './fixtures/host.ts';
import { TEMPLATE } from './fixtures/template.ts';

const HOST_PROCESS = fileURLToPath(new URL('./fixtures/host-process.ts', import.meta.url));
const MAIN = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url));

let place: Place;
const running: LocalCloud[] = [];
beforeEach(() => {
  place = makePlace();
});
afterEach(async () => {
  for (const cloud of running.splice(0)) await cloud.stop();
  place.remove();
});

async function start(options: Parameters<typeof host>[1] = {}): Promise<LocalCloud> {
  const cloud = await host(place, options);
  running.push(cloud);
  return cloud;
}

/** The sentence that a start is refused with. */
async function refusal(options: Parameters<typeof host>[1] = {}): Promise<string> {
  const error = await start(options).then(
    () => 'it started',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HostProblem)) throw error;
  return error.message;
}

const enginePid = () => Number(readFileSync(join(place.dataDir, 'dynamodb.pid'), 'utf8'));
/** Not gone, and no zombie that only its parent's attention is missing to. */
const isAlive = (pid: number) => {
  const path = `/proc/${pid}/status`;
  return existsSync(path) && !/^State:\s*Z/m.test(readFileSync(path, 'utf8'));
};
const notes = () => place.records<{ text: string }>('note').map(({ text }) => text);
const note = (cloud: LocalCloud, sk: string) => post(cloud, '/notes', [{ pk: 'p', sk: `V#${sk}`, text: sk }]);

describe('a stop and a start again', () => {
  test('keep items, messages, clock, keys, and the place in the stream', async () => {
    const first = await start();
    await note(first, 'before');
    await post(first, '/jobs', [{ kind: 'job', id: 'poison', failures: 99 }]);
    await first.settle();
    await post(first, '/_local/relay', { enabled: false });
    await note(first, 'while off');
    await post(first, '/_local/clock', { advance: { days: 3 } });
    const now = first.now();
    const token = await first.token('reg-zhang');
    const key = readFileSync(join(place.dataDir, 'keys/NoteKey.key'));
    const { port } = new URL(first.url);
    await first.stop();

    const second = await start({ port: Number(port) });
    await second.settle();
    expect(notes()).toEqual(['before', 'while off']);
    expect(await depths(second)).toMatchObject({ Jobs: 0, JobsDead: 1 });
    expect(Math.abs(second.now() - now)).toBeLessThan(20_000);
    expect(readFileSync(join(place.dataDir, 'keys/NoteKey.key'))).toEqual(key);
    // The issuer's key is the same too.
    expect((await fetch(`${second.url}/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  test('leave no process, no listener and no lock', async () => {
    const cloud = await start();
    const pid = enginePid();
    expect(isAlive(pid)).toBe(true);
    await cloud.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(fetch(cloud.url)).rejects.toThrow();
    await start();
  });

  test('a killed host loses nothing: what was in its hands comes again', async () => {
    const first = await start();
    writeFileSync(`${place.recordFile}.down`, '');
    await note(first, 'in its hands');
    await post(first, '/jobs', [{ kind: 'job', id: 'being worked on', slow: 8_000 }]);
    await expect.poll(() => place.records('job').length, { timeout: 5_000 }).toBe(1);
    await first.kill();
    writeFileSync(place.recordFile, '');
    // Not after the queue's visibility timeout of a minute.
    const second = await start({ restWithinMs: 10_000 });
    rmSync(`${place.recordFile}.down`);
    await second.settle();
    expect(notes()).toEqual(['in its hands']);
    expect(place.records<{ id: string }>('job').map(({ id }) => id)).toEqual(['being worked on']);
    expect(await depths(second)).toMatchObject({ Jobs: 0, JobsDead: 0 });
  });

  test('the engine ends when its host is killed, and another host can start', async () => {
    const [child] = await startProcess(HOST_PROCESS, [dirname(place.dataDir)]);
    const pid = enginePid();
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    await start();
  });

  test('an engine whose host and keeper are both gone is ended by the next start', async () => {
    const [child] = await startProcess(HOST_PROCESS, [dirname(place.dataDir)]);
    const pid = enginePid();
    const keeper = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const helpers = readFileSync(`/proc/${keeper}/task/${keeper}/children`, 'utf8').trim().split(' ').map(Number);
    // It stands still, so that it cannot tidy up between the one kill and the other.
    child.kill('SIGSTOP');
    for (const helper of [keeper, ...helpers]) if (helper !== pid) process.kill(helper, 'SIGKILL');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(isAlive(pid)).toBe(true);
    await start();
    expect(enginePid()).not.toBe(pid);
    expect(isAlive(pid)).toBe(false);
  });

  test('SIGTERM ends a host with code 0 and takes the engine along', async () => {
    const [child] = await startProcess(HOST_PROCESS, [dirname(place.dataDir)]);
    const pid = enginePid();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
  });

  test('--fresh empties the folder, but only one of ours', async () => {
    const first = await start();
    await note(first, 'old');
    await first.settle();
    await first.stop();
    writeFileSync(place.recordFile, '');
    const second = await start({ fresh: true });
    await second.settle();
    expect(notes()).toEqual([]);

    const strange = makePlace();
    mkdirSync(strange.dataDir);
    appendFileSync(join(strange.dataDir, 'thesis.txt'), 'years of work');
    await expect(host(strange, { fresh: true })).rejects.toThrow('not a data folder of the local host');
    expect(existsSync(join(strange.dataDir, 'thesis.txt'))).toBe(true);
    strange.remove();
  });
});

describe('what stands in the way is said in one sentence', () => {
  const other = createServer();
  afterAll(() => other.close());

  test('a busy port', async () => {
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ port })).toBe(
      `Port ${port} is in use; stop what listens there, or set PORT to another one.`,
    );
    // What was taken until then is given back.
    await start();
  });

  test('two hosts on one folder, in one process and in two', async () => {
    await start();
    expect(await refusal()).toMatch(/in use by another local host \(process \d+, http:\/\/127\.0\.0\.1:\d+\)/);
    const main = await run(MAIN, [], { DATA_DIR: place.dataDir, PORT: '0' });
    expect(main).toEqual({ code: 1, output: expect.stringMatching(/^.* is in use by another local host .*\n$/) });
  });

  test.each([
    'dynamodb.db',
    'fauxqs.db',
    'clock.json',
    'checkpoints.json',
    'issuer-key.json',
    'lock.db',
  ])('a damaged %s', async (name) => {
    await (await start()).stop();
    writeFileSync(join(place.dataDir, name), 'this is not what it should be, not at all');
    expect(await refusal()).toMatch(new RegExp(`^${join(place.dataDir, name)} is damaged`));
  });

  test('a database whose middle was overwritten', async () => {
    const cloud = await start();
    await post(
      cloud,
      '/notes',
      Array.from({ length: 200 }, (_, at) => ({ pk: 'p', sk: `V#${at}`, text: 'x'.repeat(500) })),
    );
    await cloud.stop();
    const path = join(place.dataDir, 'dynamodb.db');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const bytes = readFileSync(path);
    bytes.fill(0xaa, 4096 * 4, 4096 * 12);
    writeFileSync(path, bytes);
    expect(await refusal()).toMatch(/dynamodb\.db is damaged/);
  });

  test.each(['dynamodb.db', 'keys/NoteKey.key'])('a lost %s is not made anew in silence', async (name) => {
    await (await start()).stop();
    rmSync(join(place.dataDir, name));
    expect(await refusal()).toMatch(new RegExp(`^${join(place.dataDir, name)} is gone`));
  });

  test('keys that others can read', async () => {
    await (await start()).stop();
    for (const name of ['keys/NoteKey.key', 'issuer-key.json']) {
      const path = join(place.dataDir, name);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      chmodSync(path, 0o644);
      expect(await refusal()).toBe(`${path} can be read by others (mode 644); run: chmod 600 ${path}`);
      chmodSync(path, 0o600);
    }
  });

  test('a table whose key was changed', async () => {
    await (await start()).stop();
    const { Notes, ...others } = TEMPLATE.Resources;
    const KeySchema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
    const AttributeDefinitions = [{ AttributeName: 'pk', AttributeType: 'S' }];
    const changed = {
      Type: Notes?.Type ?? '',
      Properties: { KeySchema, AttributeDefinitions, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
    };
    expect(await refusal({ template: { ...TEMPLATE, Resources: { ...others, Notes: changed } } })).toMatch(
      /^Table Notes is stored with the key \(pk, sk\), the template now says \(pk\)/,
    );
  });

  test('a wrong PORT or flag', async () => {
    expect(await run(MAIN, [], { PORT: 'abc' })).toEqual({
      code: 1,
      output: expect.stringMatching(/^PORT must be a number/),
    });
    expect(await run(MAIN, ['--frehs'], {})).toEqual({ code: 1, output: expect.stringContaining('--fresh') });
  });
});

describe('what the template gains later', () => {
  test('a table and an index are added to what is stored', async () => {
    const first = await start();
    await post(first, '/notes', [{ pk: 'p', sk: 'V#1', text: 'x', colour: 'red' }]);
    await first.stop();
    const { Notes } = TEMPLATE.Resources;
    const properties = Notes?.Properties as { AttributeDefinitions: object[]; GlobalSecondaryIndexes: object[] };
    const colours = {
      IndexName: 'byColour',
      KeySchema: [{ AttributeName: 'colour', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    };
    const grown = {
      ...TEMPLATE.Resources,
      Notes: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ...properties,
          AttributeDefinitions: [...properties.AttributeDefinitions, { AttributeName: 'colour', AttributeType: 'S' }],
          GlobalSecondaryIndexes: [...properties.GlobalSecondaryIndexes, colours],
        },
      },
      More: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        },
      },
    };
    const client = await engineOf(await start({ template: { ...TEMPLATE, Resources: grown } }));
    const found = await client.call<{ Items: object[] }>('Query', {
      TableName: 'Notes',
      IndexName: 'byColour',
      KeyConditionExpression: 'colour = :red',
      ExpressionAttributeValues: { ':red': { S: 'red' } },
    });
    expect(found.Items).toHaveLength(1);
    expect(await client.call('GetItem', { TableName: 'More', Key: { pk: { S: 'x' } } })).toEqual({});
    client.close();
  });
});

describe('the engine', () => {
  test('has the index without which its stream slows down', async () => {
    await start();
    const database = new DatabaseSync(join(place.dataDir, 'dynamodb.db'), { readOnly: true });
    const plan = database
      .prepare(
        'EXPLAIN QUERY PLAN SELECT * FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) > ? ORDER BY CAST(sequence_number AS INTEGER)',
      )
      .all('Notes', 5);
    database.close();
    expect(JSON.stringify(plan)).toContain('USING INDEX xinfang_stream_order');
  });

  test('loses expired items, and only those', async () => {
    const cloud = await start();
    const client = await engineOf(cloud);
    const now = Date.now();
    const seconds = Math.floor(now / 1000);
    await post(cloud, '/notes', [
      { pk: 'p', sk: 'old', expiresAt: String(seconds - 10) },
      { pk: 'p', sk: 'young', expiresAt: String(seconds + 1000) },
      { pk: 'p', sk: 'eternal' },
    ]);
    const table = { id: 'Notes', name: 'Notes', keys: ['pk', 'sk'], ttlAttribute: 'expiresAt' };
    expect(await deleteExpired(client, table, now)).toBe(1);
    const { Items } = await client.call<{ Items: { sk: { S: string } }[] }>('Scan', { TableName: 'Notes' });
    expect(Items.map(({ sk }) => sk.S).sort()).toEqual(['eternal', 'young']);
    client.close();
  });
});

async function depths(cloud: LocalCloud): Promise<Record<string, number>> {
  const { queues } = (await (await fetch(`${cloud.url}/_local/status`)).json()) as {
    queues: { name: string; ready: number; inflight: number }[];
  };
  return Object.fromEntries(queues.map(({ name, ready, inflight }) => [name, ready + inflight]));
}

/** A client of the engine behind this host. */
async function engineOf(cloud: LocalCloud) {
  const { environment } = (await (await fetch(`${cloud.url}/echo/x`)).json()) as {
    environment: Record<string, string>;
  };
  return dynamoClient(environment.AWS_ENDPOINT_URL_DYNAMODB ?? '');
}

/** Starts a script that prints its address when it is ready. */
async function startProcess(script: string, args: string[]): Promise<[ChildProcess, string]> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return [child, line.toString().trim()];
}

/** Runs a script to its end. */
async function run(script: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}
