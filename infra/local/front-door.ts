import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Listener, refuseWith } from './gateway.ts';
import { HostProblem } from './problem.ts';

const HEADER_BYTES = 32 * 1024;
const LARGEST_ANNOUNCED = 10 * 1024 * 1024;
/** Answers under way may finish this long after a stop. */
const GRACE_MS = 2_000;

/** The one HTTP server: opened first, so that a busy port is found before anything else starts. */
export interface FrontDoor {
  readonly url: string;
  readonly port: number;
  /** From now on requests are answered; before, they get 503. */
  open(listener: Listener): void;
  close(): Promise<void>;
}

/** Listens on the loopback interface only. @throws HostProblem when the port is taken. */
export async function openFrontDoor(port: number): Promise<FrontDoor> {
  let listener: Listener = (_, response) => refuseWith(response, 503);
  const server = createServer({ maxHeaderSize: HEADER_BYTES, keepAliveTimeout: 65_000 }, (request, response) =>
    listener(request, response),
  );
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // A client that asks first need not send what would be refused.
    if (Number(request.headers['content-length']) > LARGEST_ANNOUNCED) {
      return refuseWith(response, 413, { connection: 'close' });
    }
    response.writeContinue();
    listener(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const body = '{"message":"Bad Request"}';
    socket.end(
      `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    );
  });
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;

  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    open: (next) => {
      listener = next;
    },
    close: () =>
      new Promise((resolve) => {
        const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      const sentence = busy
        ? `Port ${port} is in use; stop what listens there, or set PORT to another one.`
        : `Port ${port} cannot be opened: ${error.message}`;
      reject(new HostProblem(sentence));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
