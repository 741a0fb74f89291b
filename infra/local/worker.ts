import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly name: string;
  /** Address of the module that exports `handler`. */
  readonly entry: string;
  readonly memoryMb: number;
}
/** One invocation; `deadline` in milliseconds since 1970 on the machine's clock. */
export interface HostRequest {
  readonly id: string;
  readonly event: unknown;
  readonly deadline: number;
}
/** Said once, when the code is loaded: on Lambda too, the time limit of a call begins after that. */
export interface WorkerReady {
  readonly ready: true;
}
/** The result as JSON (absent: undefined), or why there is none. */
export interface WorkerAnswer {
  readonly id: string;
  readonly json?: string;
  readonly failure?: string;
}

type Handler = (event: unknown, context: object) => unknown;

const { name, entry, memoryMb } = workerData as WorkerSettings;
const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread of the local host');

// Thirty workers load the same sources: stripped of their types and compiled once, not by each.
enableCompileCache(join(import.meta.dirname, '../../.cache/compiled'));

const { handler } = (await import(entry)) as { handler?: Handler };
if (typeof handler !== 'function') throw new Error(`${entry} exports no handler`);

port.on('message', async ({ id, event, deadline }: HostRequest) => {
  try {
    const result = await handler(event, contextOf(id, deadline));
    const json = JSON.stringify(result);
    port.postMessage({ id, ...(json === undefined ? {} : { json }) } satisfies WorkerAnswer);
  } catch (error) {
    console.error(error);
    const failure = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    port.postMessage({ id, failure } satisfies WorkerAnswer);
  }
});

port.postMessage({ ready: true } satisfies WorkerReady);

function contextOf(id: string, deadline: number): object {
  return {
    awsRequestId: id,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${name}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
