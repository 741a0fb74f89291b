import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What a gateway took from a message: each id once. */
export interface Taken {
  readonly id: string;
  readonly body: Record<string, unknown>;
}

export interface Gateway {
  url: string;
  readonly taken: Taken[];
  /** Every request, refused and repeated ones too. */
  readonly requests: { readonly status: number; readonly id: string }[];
  /** Answers these instead, one after the other. */
  readonly answers: number[];
  /** So many messages it takes and hangs up, so that its answer is lost. */
  losing: number;
  close(): Promise<void>;
}

/** A receiver as a bureau would run it: checks the signature and the age by its own means, takes each id once. */
export async function startGateway(secret: string, clock: () => number): Promise<Gateway> {
  const taken: Taken[] = [];
  const requests: Gateway['requests'] = [];
  const answers: number[] = [];
  const gateway: Gateway = {
    url: '',
    taken,
    requests,
    answers,
    losing: 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts);
      const id = String(request.headers['x-xinfang-message-id']);
      const timestamp = String(request.headers['x-xinfang-timestamp']);
      const given = Buffer.from(String(request.headers['x-xinfang-signature']));
      const expected = Buffer.from(
        `v1=${createHmac('sha256', secret).update(timestamp).update('.').update(raw).digest('hex')}`,
      );
      const genuine = given.length === expected.length && timingSafeEqual(given, expected);
      const fresh = Math.abs(clock() / 1000 - Number(timestamp)) < 300;
      const status = !genuine || !fresh ? 401 : (answers.shift() ?? 204);
      requests.push({ status, id });
      if (status === 204 && !taken.some((one) => one.id === id)) taken.push({ id, body: JSON.parse(String(raw)) });
      if (status === 204 && gateway.losing > 0) {
        gateway.losing -= 1;
        request.socket.destroy();
      } else response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  gateway.url = `http://127.0.0.1:${port}/hook`;
  return gateway;
}

export interface MailServer {
  readonly port: number;
  readonly mails: { readonly to: readonly string[]; readonly raw: string }[];
  /** Refuses with these codes, one after the other. */
  readonly refusals: number[];
  close(): Promise<void>;
}

/** A mail server that asks for a password and keeps what it gets. */
export async function startMailServer(user: string, password: string): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: (auth, _session, done) =>
      auth.username === user && auth.password === password
        ? done(null, { user })
        : done(new Error('wrong user or password')),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const refusal = refusals.shift();
        if (refusal) return done(Object.assign(new Error('not now'), { responseCode: refusal }));
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done(null);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, refusals, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
