import { setTimeout as sleep } from 'node:timers/promises';

/** An answer of the server; `body` is undefined where it is no JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** The server stayed away for longer than one waits for it. */
export class ServerAway extends Error {
  readonly seconds: number;
  constructor(seconds: number, why: string) {
    super(why);
    this.name = 'ServerAway';
    this.seconds = seconds;
  }
}

export interface ServerOptions {
  readonly url: string;
  /** How long one request is repeated while the server is away or busy, milliseconds. */
  readonly patienceMs: number;
  /** Told in a sentence when the server goes away, and when it is back. */
  readonly say: (line: string) => void;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A server that hangs is away, too. */
const ANSWER_WITHIN_MS = 30_000;
/** "Come back later", from the gateway or the service. An error of ours in the service (500) may be one, too. */
const LATER: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
/** A 500 that comes for the same request again and again is about that request, not about the moment. */
const SAME_ERROR = 4;

/** Talks to one Xinfang; waits for it, with growing jittered pauses, where it is away or busy. */
export class Server {
  readonly url: string;
  readonly #options: ServerOptions;
  /** Since when nobody was answered, by the machine's clock. */
  #awaySince: number | undefined;

  constructor(options: ServerOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
  }

  /** One request, repeated while it may help. Only for requests that may arrive twice. @throws ServerAway */
  async send(method: 'GET' | 'POST', path: string, options: RequestOptions = {}): Promise<Reply> {
    const began = Date.now();
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.once(method, path, options).catch((error: unknown) => whyOf(error));
      if (typeof reply !== 'string' && !LATER.has(reply.status)) return this.#answered(reply);
      if (typeof reply !== 'string' && reply.status === 500 && attempt >= SAME_ERROR) return this.#answered(reply);
      const why = typeof reply === 'string' ? reply : `HTTP ${reply.status}`;
      this.#notAnswered(why);
      const pause = Math.max(
        retryAfter(reply),
        Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2),
      );
      const { patienceMs } = this.#options;
      if (Date.now() + pause - began > patienceMs) throw new ServerAway(Math.round(patienceMs / 1000), why);
      await sleep(pause);
    }
  }

  /** One request, once. @throws what `fetch` throws */
  async once(method: 'GET' | 'POST', path: string, { body, headers, token }: RequestOptions = {}): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }

  #answered(reply: Reply): Reply {
    if (this.#awaySince !== undefined) {
      const seconds = ((Date.now() - this.#awaySince) / 1000).toFixed(1);
      this.#awaySince = undefined;
      this.#options.say(`服务已恢复,中断约 ${seconds} 秒,继续。 The server is back after about ${seconds} s.`);
    }
    return reply;
  }

  #notAnswered(why: string): void {
    if (this.#awaySince !== undefined) return;
    this.#awaySince = Date.now();
    const seconds = Math.round(this.#options.patienceMs / 1000);
    this.#options.say(
      `${this.url} 暂时不能应答(${why}),最多再等 ${seconds} 秒。 It does not answer; trying again for up to ${seconds} s.`,
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` hides the reason in the cause of its error. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors[0]) return whyOf(cause.errors[0]);
  if (cause instanceof Error) return (cause as NodeJS.ErrnoException).code ?? cause.message;
  return (error as NodeJS.ErrnoException).code?.toString() ?? error.message;
}

/** Milliseconds that the answer asks for; 0 where it asks for nothing. */
function retryAfter(reply: Reply | string): number {
  const seconds = typeof reply === 'string' ? Number.NaN : Number(reply.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
