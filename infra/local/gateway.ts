import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JwtAuthorizer } from './authorizer.ts';
import { type Cors, corsHeaders, preflight } from './cors.ts';
import { FunctionFailure } from './functions.ts';
import { BadRequest, readTarget, send, type Target, toEvent, writeResult } from './gateway-event.ts';
import { messageOf } from './problem.ts';
import { createRouter, type Route } from './routes.ts';

const LARGEST_BODY = 10 * 1024 * 1024;
/** A client that sends too much should still get to read why; one that sends without end is cut off. */
const DRAINED_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 10_000;

/** What a route leads to. */
export interface Integration {
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Resolves when its code is loaded: a busy machine may take longer for that than a call may take. */
  readonly loaded: () => Promise<void>;
  /** Counted from when its code is loaded. */
  readonly timeoutMs: number;
  /** Absent: anybody may call. */
  readonly authorizer?: JwtAuthorizer;
}

export interface GatewayOptions {
  readonly routes: readonly Route<Integration>[];
  readonly cors?: Cors;
  /** Domain time in milliseconds. */
  readonly now: () => number;
  /** Told after each call of a function. */
  readonly onCalled: () => void;
  readonly log: (line: string) => void;
}

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** The gateway's own refusals are plain JSON, not problem documents. */
const MESSAGES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

/** An HTTP API of API Gateway (payload 2.0) with that service's habits, in front of hosted functions. */
export function createGateway({ routes, cors, now, onCalled, log }: GatewayOptions): Listener {
  const route = createRouter(routes);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const added = cors ? corsHeaders(cors, request) : {};
    const refuse = (status: keyof typeof MESSAGES, headers: Readonly<Record<string, string>> = {}) =>
      refuseWith(response, status, { ...added, ...headers });
    try {
      const target: Target = readTarget(request.url ?? '/');
      if (cors && preflight(cors, request, response)) return;
      const match = route(request.method ?? 'GET', target.path);
      if (!match) return refuse(404);
      const { target: integration, key } = match.route;
      const claims = await integration.authorizer?.verify(request.headers.authorization);
      if (integration.authorizer && !claims) return refuse(401, { 'www-authenticate': 'Bearer' });
      const body = await readBody(request);
      if (body === 'TOO_LARGE') return refuse(413, { connection: 'close' });
      if (body === 'ABORTED') return;
      const event = toEvent({
        request,
        target,
        body,
        routeKey: key,
        requestId: randomUUID(),
        now: now(),
        ...(match.parameters ? { parameters: match.parameters } : {}),
        ...(claims ? { claims } : {}),
      });
      const work = integration.invoke(event);
      await Promise.race([integration.loaded(), work]);
      const result = await within(integration.timeoutMs, work);
      onCalled();
      if (result === TIMED_OUT) return refuse(503);
      writeResult(response, result, added);
    } catch (error) {
      if (error instanceof BadRequest || error instanceof URIError) return refuse(400);
      // The function's own failure is logged where it happened.
      if (!(error instanceof FunctionFailure)) log(`${request.method} ${request.url}: ${messageOf(error)}`);
      onCalled();
      if (response.headersSent) response.destroy();
      else refuse(500);
    }
  }

  return (request, response) => void handle(request, response);
}

export function refuseWith(
  response: ServerResponse,
  status: keyof typeof MESSAGES,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, { 'content-type': 'application/json', ...headers }, `{"message":"${MESSAGES[status]}"}`);
}

/** The body; `TOO_LARGE` after the rest was read and thrown away; `ABORTED` when the client went away. */
export function readBody(request: IncomingMessage, largest = LARGEST_BODY): Promise<Buffer | 'TOO_LARGE' | 'ABORTED'> {
  const declared = request.headers['content-length'];
  if (declared === undefined && request.headers['transfer-encoding'] === undefined) {
    return Promise.resolve(Buffer.alloc(0));
  }
  if (Number(declared) > DRAINED_BYTES) return Promise.resolve('TOO_LARGE');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let deadline: NodeJS.Timeout | undefined;
    const finish = (result: Buffer | 'TOO_LARGE' | 'ABORTED') => {
      clearTimeout(deadline);
      resolve(result);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) chunks.push(chunk);
      else {
        chunks.length = 0;
        deadline ??= setTimeout(() => finish('TOO_LARGE'), DRAIN_MS);
        if (size > DRAINED_BYTES) finish('TOO_LARGE');
      }
    });
    request.on('end', () => finish(size > largest ? 'TOO_LARGE' : Buffer.concat(chunks, size)));
    request.on('error', () => finish('ABORTED'));
    request.on('close', () => finish('ABORTED'));
  });
}

const TIMED_OUT = Symbol('timed out');

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Its result has nobody left to read it.
    work.catch(() => undefined);
  }
}
