import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** How a line fails: connections are refused, or taken and never answered. */
export type Failure = 'REFUSES' | 'HANGS';

/** A line to an engine that can be cut and mended, at one address. */
export class CutLine {
  readonly #target: number;
  readonly #open = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #hangs = false;

  private constructor(endpoint: string) {
    this.#target = Number(new URL(endpoint).port);
  }

  static async to(endpoint: string): Promise<CutLine> {
    const line = new CutLine(endpoint);
    await line.mend();
    return line;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** From now on nothing comes through; what was under way breaks off. */
  async cut(how: Failure): Promise<void> {
    this.#hangs = how === 'HANGS';
    for (const socket of this.#open) socket.destroy();
    if (this.#hangs) return;
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    if (server) await once(server, 'close');
  }

  async mend(): Promise<void> {
    this.#hangs = false;
    // Who still waits for an answer is let go.
    for (const socket of this.#open) socket.destroy();
    if (this.#server) return;
    const server = createServer((socket) => this.#take(socket)).listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #take(socket: Socket): void {
    this.#keep(socket);
    if (this.#hangs) return void socket.resume();
    const onward = connect(this.#target, '127.0.0.1');
    this.#keep(onward);
    socket.pipe(onward);
    onward.pipe(socket);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const)
      one.on('close', () => other.destroy());
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#open.delete(socket));
  }
}
