import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Reply } from './client.ts';

const SCRIPT = fileURLToPath(new URL('./host-process.ts', import.meta.url));
/** Between two tries of a client that does not give up. */
const PAUSE_MS = 40;

/** A host that can be killed as a process, with clients that try until they are answered. */
export class HostInProcess {
  url = '';
  /** What the host said, line by line. */
  readonly said: string[] = [];
  readonly root: string;
  readonly dataDir: string;
  child: ChildProcess | undefined;
  #tokens = new Map<string, Promise<string>>();

  private constructor(root: string) {
    this.root = root;
    this.dataDir = join(root, 'data');
  }

  /** A host of the bundles, not started yet. @param root folder to work in, else one of its own */
  static prepare(root = mkdtempSync(join(tmpdir(), 'xinfang-process-'))): HostInProcess {
    const host = new HostInProcess(root);
    mkdirSync(host.dataDir, { recursive: true });
    return host;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [SCRIPT, this.dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => this.said.push(line));
    const from = this.said.length;
    const address = () => this.said.slice(from).find((line) => line.startsWith('http://'));
    while (address() === undefined) {
      if (child.exitCode !== null) throw new Error(`the host did not start: ${this.said.slice(from).join(' ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#tokens = new Map();
    this.url = address() ?? '';
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    await this.kill();
    // Its engine ends by itself when the host is gone.
    const pidFile = join(this.dataDir, 'dynamodb.pid');
    const pid = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').trim() : '';
    while (pid && existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 20));
    rmSync(this.root, { recursive: true, force: true });
  }

  async send(method: string, path: string, body?: unknown, as?: string, headers: object = {}): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(as ? { authorization: `Bearer ${await this.#token(as)}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  get = (path: string, as?: string) => this.send('GET', path, undefined, as);
  post = (path: string, body: unknown, as?: string, headers: object = {}) => this.send('POST', path, body, as, headers);

  /** Tries again, at whatever address the host has by then, until it is answered with neither 5xx nor silence. */
  async insist(call: () => Promise<Reply>): Promise<Reply> {
    for (;;) {
      const reply = await call().catch(() => undefined);
      if (reply && reply.status < 500 && reply.status !== 401) return reply;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  #token(officer: string): Promise<string> {
    const known = this.#tokens.get(officer);
    if (known) return known;
    const tokens = this.#tokens;
    const token = this.post('/_local/token', { officer }).then(({ body }) => body.token as string);
    tokens.set(officer, token);
    token.catch(() => tokens.delete(officer));
    return token;
  }
}
