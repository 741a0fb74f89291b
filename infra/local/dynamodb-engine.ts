import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from './data-folder.ts';
import { type DynamoClient, dynamoClient } from './dynamodb-client.ts';
import { HostProblem, messageOf } from './problem.ts';

const BINARY = fileURLToPath(
  new URL(`../../node_modules/@dynoxide/${process.platform}-${process.arch}/dynoxide`, import.meta.url),
);
const DATABASE = 'dynamodb.db';
/** Written at the first start: from then on a missing database is a lost one. */
const STARTED = 'database-started.json';
const PID = 'dynamodb.pid';
const START_MS = 10_000;
const STOP_MS = 5_000;

/**
 * Runs the engine so that it ends with us, even if we are killed: its keeper reads a pipe that only we hold open.
 * A file that may not grow any more is an error that the engine answers with, not its end.
 * Arguments: file for the engine's process id, then the command.
 */
const KEEPER = `
pidfile=$1; shift
trap '' XFSZ
exec 3<&0
"$@" </dev/null & engine=$!
echo $engine > "$pidfile"
( while read -r _ <&3; do :; done; kill $engine 2>/dev/null ) &
exec 3<&-
wait $engine
code=$?
kill $! 2>/dev/null
exit $code
`;

export interface DynamoEngine {
  readonly client: DynamoClient;
  /** Adds what the engine's file lacks, once its tables exist. */
  cureStreamTable(): void;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): void;
}

/**
 * Starts the embedded engine on the folder's file, or uses the one at `endpoint`.
 * @param onEnd is told when the engine ends without having been asked to.
 * @throws HostProblem when there is no engine for this platform, or it does not start.
 */
export async function startDynamoEngine(
  folder: DataFolder,
  endpoint: string | undefined,
  onEnd: (sentence: string) => void,
): Promise<DynamoEngine> {
  if (endpoint) return externalEngine(endpoint);
  if (!existsSync(BINARY)) {
    throw new HostProblem(
      `There is no embedded DynamoDB for ${process.platform}-${process.arch}; run DynamoDB Local and set DYNAMODB_ENDPOINT=http://127.0.0.1:8000.`,
    );
  }
  await endStaleEngine(folder);
  const database = folder.file(DATABASE);
  if (folder.readJson(STARTED) === undefined) folder.writeJson(STARTED, true);
  else if (!existsSync(database) || statSync(database).size === 0)
    throw new HostProblem(`${database} is gone or empty; restore it, or start again with --fresh.`);

  const port = await freePort();
  const log = openSync(folder.file('dynamodb.log'), 'a', 0o600);
  const command = [BINARY, 'serve', '--port', String(port), '--db-path', folder.file(DATABASE)];
  // Its own session, so that Ctrl-C in the terminal reaches the host alone, which then ends things in order.
  const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', folder.file(PID), ...command], {
    stdio: ['pipe', log, log],
    detached: true,
  });
  // Writing to it is never tried; closing it after its reader ended is no fault.
  const leash = keeper.stdin;
  leash?.on('error', () => undefined);
  let stopping = false;
  keeper.on('exit', (code) => {
    rmSync(folder.file(PID), { force: true });
    if (!stopping) onEnd(`The embedded DynamoDB ended by itself (code ${code}); see ${folder.file('dynamodb.log')}.`);
  });

  const client = dynamoClient(`http://127.0.0.1:${port}`);
  async function stop(): Promise<void> {
    stopping = true;
    client.close();
    if (keeper.exitCode !== null || keeper.signalCode !== null) return;
    const ended = once(keeper, 'exit');
    leash?.end();
    const killer = setTimeout(() => killEngine(folder, keeper), STOP_MS);
    await ended;
    clearTimeout(killer);
  }
  try {
    await answers(client, keeper, folder);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    client,
    cureStreamTable: () => cureStreamTable(folder.file(DATABASE)),
    stop,
    kill() {
      stopping = true;
      killEngine(folder, keeper);
    },
  };
}

async function externalEngine(endpoint: string): Promise<DynamoEngine> {
  const client = dynamoClient(endpoint);
  try {
    await client.call('ListTables', {});
  } catch (error) {
    throw new HostProblem(`DYNAMODB_ENDPOINT ${endpoint} does not answer: ${messageOf(error)}`);
  }
  const close = () => client.close();
  return { client, cureStreamTable: () => undefined, stop: async () => close(), kill: close };
}

async function answers(client: DynamoClient, keeper: ChildProcess, folder: DataFolder): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    try {
      await client.call('ListTables', {});
      return;
    } catch (error) {
      if (keeper.exitCode === null && Date.now() < until) await sleep(10);
      else {
        throw new HostProblem(
          `The embedded DynamoDB did not start on ${folder.file(DATABASE)} (${messageOf(error)}); see ${folder.file('dynamodb.log')}.`,
        );
      }
    }
  }
}

/**
 * Reading a stream asks for a table's records in the order of their numbers, and the engine has no index for that:
 * writes fell from 450/s to 90/s after 14,000 records. With this one they stay at 500/s.
 */
function cureStreamTable(path: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(
      'PRAGMA busy_timeout = 5000; CREATE INDEX IF NOT EXISTS xinfang_stream_order ON _stream_records(table_name, CAST(sequence_number AS INTEGER))',
    );
  } finally {
    database.close();
  }
}

/** An engine whose host and keeper were both killed would hold the file for ever. */
async function endStaleEngine(folder: DataFolder): Promise<void> {
  const pid = enginePid(folder);
  if (pid === undefined || !isOurs(pid, folder.file(DATABASE))) return;
  process.kill(pid, 'SIGTERM');
  const until = Date.now() + STOP_MS;
  while (isOurs(pid, folder.file(DATABASE))) {
    if (Date.now() > until) process.kill(pid, 'SIGKILL');
    await sleep(20);
  }
}

function isOurs(pid: number, database: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(database);
  } catch {
    return false;
  }
}

function killEngine(folder: DataFolder, keeper: ChildProcess): void {
  const pid = enginePid(folder);
  if (pid !== undefined && isOurs(pid, folder.file(DATABASE))) process.kill(pid, 'SIGKILL');
  keeper.stdin?.destroy();
}

function enginePid(folder: DataFolder): number | undefined {
  try {
    const pid = Number(readFileSync(folder.file(PID), 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
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
