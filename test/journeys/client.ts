import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../infra/local/cloud.ts';

const DAY_MS = 86_400_000;

/** An answer as a client sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a journey looks into answers by name, as a client would
  readonly body: any;
}

/** Thirty functions are hosted and most journeys call half of them: each is loaded when it is called. */
const hosting = (dataDir: string, options: Partial<LocalCloudOptions>): LocalCloudOptions => ({
  port: 0,
  dataDir,
  warm: false,
  log: () => undefined,
  ...options,
});

/** The local cloud under test, with a data folder of its own. */
export class Journey {
  cloud: LocalCloud;
  readonly dataDir: string;
  readonly #options: Partial<LocalCloudOptions>;
  readonly #tokens = new Map<string, string>();

  private constructor(cloud: LocalCloud, dataDir: string, options: Partial<LocalCloudOptions>) {
    this.cloud = cloud;
    this.dataDir = dataDir;
    this.#options = options;
  }

  static async begin(options: Partial<LocalCloudOptions> = {}): Promise<Journey> {
    const dataDir = mkdtempSync(join(tmpdir(), 'xinfang-journey-'));
    return new Journey(await startLocalCloud(hosting(dataDir, options)), dataDir, options);
  }

  async end(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A power cut, then a new start on the same data, so many days later as the petitions live. */
  async cutPowerAndRestart(daysLater = 0): Promise<void> {
    await this.cloud.kill();
    if (daysLater > 0) {
      const file = join(this.dataDir, 'clock.json');
      const { offsetMs } = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(file, JSON.stringify({ offsetMs: offsetMs + daysLater * DAY_MS }));
    }
    this.cloud = await startLocalCloud(hosting(this.dataDir, this.#options));
    this.#tokens.clear();
  }

  async send(
    method: string,
    path: string,
    options: { as?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const { as, body, headers = {} } = options;
    const response = await fetch(`${this.cloud.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as ? { authorization: `Bearer ${await this.#token(as)}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  get = (path: string, as?: string) => this.send('GET', path, as ? { as } : {});
  post = (path: string, body: unknown, as?: string, headers: Record<string, string> = {}) =>
    this.send('POST', path, { body, headers, ...(as ? { as } : {}) });

  /** A command on the version that the officer reads first; fails the test unless it is applied. */
  async command(id: string, as: string, command: Record<string, unknown>): Promise<Reply['body']> {
    const seen = await this.get(`/petitions/${id}`, as);
    if (seen.status !== 200) throw new Error(`GET as ${as}: ${seen.status} ${JSON.stringify(seen.body)}`);
    const reply = await this.post(`/petitions/${id}/commands`, command, as, {
      'if-match': seen.headers.get('etag') ?? '',
    });
    if (reply.status !== 200) throw new Error(`${command.type}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** Drives time; everything due in between fires in order. */
  async goTo(instant: string): Promise<Reply['body']> {
    const reply = await this.post('/_local/clock', { set: instant });
    if (reply.status !== 200) throw new Error(`clock: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  settle = () => this.cloud.settle();

  async #token(officer: string): Promise<string> {
    const known = this.#tokens.get(officer);
    if (known) return known;
    const token = await this.cloud.token(officer);
    this.#tokens.set(officer, token);
    return token;
  }
}

/** An invented petition to 东湖分局. */
export const petition = (fields: Record<string, unknown> = {}) => ({
  channel: 'ONLINE',
  organ: 'donghu',
  place: '望江路',
  petitioner: { name: '苗青禾', address: '望江花园3幢', phone: '13900001111' },
  request: '请书面说明出警经过',
  facts: '夜里报警后等了一个多小时才有民警到场',
  reasons: '接警后应当及时处置',
  ...fields,
});
