import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../../shared/api/operations.ts';
import type { Officer } from '../../shared/domain/bureau.ts';
import type { Functions } from './functions.ts';
import { Random } from './random.ts';
import { Invocation, type Machinery } from './twins/invocation.ts';

/** So long a client waits for an answer. */
const PATIENCE_MS = 12_000;
const MAX_TRIES = 40;

export interface Post {
  readonly route: Route;
  readonly id?: string;
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly version?: number;
  readonly officer?: Officer;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Reply extends Answer {
  /** No other delivery of the same call may still be at work when this answer comes. */
  readonly alone: boolean;
}

/** A client that means one thing and asks until it has an answer to it, always under the same key. */
export class HttpClient {
  readonly #machinery: Machinery;
  readonly #functions: Functions;

  readonly #failedByItself: (what: string) => void;

  /** Hears every answer, and when the function began that gave it. */
  readonly #heard: (post: Post, answer: Answer, begunAt: number) => void;

  constructor(
    machinery: Machinery,
    functions: Functions,
    failedByItself: (what: string) => void,
    heard: (post: Post, answer: Answer, begunAt: number) => void,
  ) {
    this.#failedByItself = failedByItself;
    this.#heard = heard;
    this.#machinery = machinery;
    this.#functions = functions;
  }

  /** The definitive answer; undefined when the client lost patience for good. `seen` hears every answer. */
  async post(name: string, post: Post, seen: (reply: Reply) => void = () => undefined): Promise<Reply | undefined> {
    const { loop, faults, trace } = this.#machinery;
    let alone = true;
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const where = `${name}~${attempt}`;
      const random = Random.of(this.#machinery.seed, `client ${where}`);
      await loop.sleep(random.between(5, 80));
      if (faults.strikes('duplicate', where, 0.04, random)) {
        faults.changedOutcome('duplicate');
        alone = false;
        void this.#later(
          `${where}+`,
          post,
          random.pick([random.between(0, 400), random.between(60_000, 3_600_000)]),
          seen,
        );
      }
      const answer = await this.#attempt(where, post);
      if (!answer) alone = false;
      const reply = answer && { ...answer, alone };
      const lost = faults.strikes('lost-acknowledgement', where, 0.04, random);
      trace(
        () =>
          `${where}: ${post.route} ${describe(post)} → ${reply ? reply.status : 'no answer'}${lost ? ' (answer lost)' : ''} ${describeReply(reply)}`,
      );
      if (reply) seen(reply);
      if (lost && reply) faults.changedOutcome('lost-acknowledgement');
      else if (reply && reply.status < 500) return reply;
      await loop.sleep(random.between(500, 20_000) * Math.min(attempt, 6));
    }
    return undefined;
  }

  /** The network hands the same request over once more, whenever it likes. */
  async #later(where: string, post: Post, delay: number, seen: (reply: Reply) => void): Promise<void> {
    await this.#machinery.loop.sleep(delay);
    const answer = await this.#attempt(where, post);
    this.#machinery.trace(() => `${where}: the same once more → ${answer?.status ?? 'no answer'}`);
    if (answer) seen({ ...answer, alone: false });
  }

  /** Asks once; undefined where there was no answer. Whoever reads asks again by himself, or not. */
  read(name: string, post: Post): Promise<Answer | undefined> {
    return this.#attempt(name, post);
  }

  async #attempt(where: string, post: Post): Promise<Answer | undefined> {
    const { loop, faults } = this.#machinery;
    const invocation = new Invocation(where, this.#machinery);
    const skewed = faults.strikes('clock-skew', where, 0.3, invocation.random);
    const skew = skewed ? invocation.random.between(-90_000, 90_000) : 0;
    const event = eventOf(post, Math.floor(loop.now + skew));
    const ending = await invocation.run(() => this.#functions.api(event, invocation), PATIENCE_MS);
    if (ending.kind !== 'ANSWERED') return undefined;
    const { statusCode, body } = ending.answer as APIGatewayProxyStructuredResultV2;
    if (statusCode === 500 && !invocation.disturbed)
      this.#failedByItself(`${where} ${describe(post)} is answered with 500`);
    // The instant on the record is another one than it was.
    if (skewed && (statusCode ?? 500) < 300) faults.changedOutcome('clock-skew');
    const answer = { status: statusCode ?? 500, body: JSON.parse(body ?? '{}') as Answer['body'] };
    this.#heard(post, answer, invocation.begunAt);
    return answer;
  }
}

const describe = ({ route, body, version, officer }: Post): string =>
  `${(body as { type?: string } | undefined)?.type ?? route}${version === undefined ? '' : ` on v${version}`}${officer ? ` by ${officer.id}` : ''}`;

const describeReply = (reply: Answer | undefined): string =>
  reply ? String(reply.body.code ?? `${String(reply.body.id).slice(0, 4)}v${String(reply.body.version)}`) : '';

function eventOf(post: Post, timeEpoch: number): APIGatewayProxyEventV2 {
  const { route, id, body, query, key, version, officer } = post;
  const [method = '', template = ''] = route.split(' ');
  const path = template.replace('{id}', id ?? '');
  const claims = officer ? { sub: officer.id, unit: officer.unit, roles: `[${officer.roles.join(' ')}]` } : {};
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(query ? { queryStringParameters: query } : {}),
    pathParameters: id === undefined ? {} : { id },
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.7', userAgent: '' },
      requestId: `${key?.slice(0, 8) ?? 'read'}`,
      routeKey: route,
      stage: '$default',
      time: '',
      timeEpoch,
      authorizer: { jwt: { claims, scopes: [] } },
    } as unknown as APIGatewayProxyEventV2['requestContext'],
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
}
