import type { IncomingMessage, ServerResponse } from 'node:http';
import { StillBusy } from './activity.ts';
import { BadClockBody, type DomainClock, readClockChange } from './clock.ts';
import { readBody } from './gateway.ts';
import { send } from './gateway-event.ts';
import { type LocalIssuer, type Person, TOKEN_SECONDS } from './issuer.ts';
import { messageOf } from './problem.ts';
import type { QueueEngine } from './queues.ts';
import { BackwardsTime, type Scheduler } from './scheduler.ts';
import type { StreamSource } from './stream-source.ts';

/** Everything under here is the host's own and exists on one machine only. */
export const CONTROL_PREFIX = '/_local/';
const LARGEST_BODY = 64 * 1024;

export interface ControlParts {
  readonly clock: DomainClock;
  readonly scheduler: Scheduler;
  readonly streams: readonly StreamSource[];
  readonly queues: QueueEngine;
  readonly issuer: LocalIssuer;
  readonly audience: string;
  readonly officers: readonly Person[];
  readonly settle: () => Promise<void>;
  readonly status: () => object;
  /** Port that pages of this machine may come from, besides any other loopback origin. */
  readonly log: (line: string) => void;
}

/** A refusal with a sentence for the person who tries. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Answer = (parts: ControlParts, body: Readonly<Record<string, unknown>>, name: string) => unknown;

const ROUTES: Readonly<Record<string, Answer>> = {
  'GET clock': ({ clock }) => ({ now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() }),
  'POST clock': (parts, body) => {
    // Refused at once; read again when its turn has come, since "one day on" depends on the time then.
    readClockChange(body, parts.clock.now());
    return parts.scheduler.move((now) => readClockChange(body, now));
  },
  'POST settle': async ({ settle }) => {
    await settle();
    return { settled: true };
  },
  'GET status': ({ status }) => status(),
  'POST relay': async ({ streams }, body) => {
    const { enabled } = body;
    if (typeof enabled !== 'boolean') throw new Refusal(400, 'enabled: must be true or false');
    await Promise.all(streams.map((stream) => stream.enable(enabled)));
    return { enabled };
  },
  'POST streams/trim': async ({ streams }) => {
    await Promise.all(streams.map((stream) => stream.skipToEnd()));
    return { trimmed: streams.map(({ options }) => options.name) };
  },
  'POST schedules/{name}/run': async ({ scheduler }, _, name) => {
    const run = await scheduler.run(name);
    if (!run) throw new Refusal(404, `There is no schedule ${name}.`);
    return run;
  },
  'POST queues/{name}/redrive': ({ queues }, _, name) => {
    const queue = queues.all().find((one) => one.name === name);
    if (!queue?.deadLetterArn) throw new Refusal(404, `There is no queue ${name} with a dead-letter queue.`);
    return { redriven: queues.byArn(queue.deadLetterArn).redriveTo(queue) };
  },
  'GET officers': ({ officers }) => ({
    officers: officers.map(({ id, name, unit, roles }) => ({ id, name, unit, roles })),
  }),
  'POST token': async ({ officers, issuer, audience }, { officer }) => {
    if (typeof officer !== 'string') throw new Refusal(400, 'officer: give the id of an officer');
    const person = officers.find(({ id }) => id === officer);
    if (!person) throw new Refusal(404, `There is no officer ${officer}; GET /_local/officers lists them.`);
    return { token: await issuer.token(person, audience), expiresIn: TOKEN_SECONDS };
  },
  'GET issuer/.well-known/openid-configuration': ({ issuer }) => issuer.configuration,
  'GET issuer/jwks': ({ issuer }) => issuer.jwks,
};

/** Answers a request under `/_local/`. */
export async function answerControl(
  parts: ControlParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    refuseOtherSites(request);
    const [answer, name] = find(request);
    const body = request.method === 'POST' ? await jsonBody(request) : {};
    reply(response, 200, await answer(parts, body, name));
  } catch (error) {
    const [status, more] = statusOf(error);
    if (status === 500) parts.log(`${request.method} ${request.url}: ${messageOf(error)}`);
    reply(response, status, { message: messageOf(error), ...more });
  }
}

function find(request: IncomingMessage): [Answer, string] {
  const path = (request.url ?? '').split('?')[0]?.slice(CONTROL_PREFIX.length) ?? '';
  const [, kind, name, verb] = /^(schedules|queues)\/([^/]+)\/(run|redrive)$/.exec(path) ?? [];
  const route = ROUTES[`${request.method} ${name === undefined ? path : `${kind}/{name}/${verb}`}`];
  if (!route) {
    throw new Refusal(
      404,
      `There is no ${request.method} ${CONTROL_PREFIX}${path}; there are: ${Object.keys(ROUTES).join(', ')}.`,
    );
  }
  return [route, name ?? ''];
}

/**
 * These routes hand out anybody's token, so no page of another site may reach them: neither with its own origin, nor
 * under a name of its own that resolves to this machine.
 */
function refuseOtherSites({ headers }: IncomingMessage): void {
  const local = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  const origin = headers.origin?.replace(/^https?:\/\//, '');
  if (!local(headers.host ?? '') || (origin !== undefined && !local(origin))) {
    throw new Refusal(403, 'Only this machine may call /_local/.');
  }
}

async function jsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request, LARGEST_BODY);
  if (typeof body === 'string') throw new Refusal(413, 'The body is too large.');
  if (body.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'body: must be JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal(400, 'body: must be a JSON object');
  }
  return parsed as Record<string, unknown>;
}

function statusOf(error: unknown): [number, object] {
  if (error instanceof Refusal) return [error.status, {}];
  if (error instanceof BadClockBody) return [400, { field: error.field }];
  if (error instanceof BackwardsTime) return [409, {}];
  if (error instanceof StillBusy) return [503, { waitingFor: error.waitingFor }];
  return [500, {}];
}

const reply = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, status, { 'content-type': 'application/json' }, `${JSON.stringify(body)}\n`);
