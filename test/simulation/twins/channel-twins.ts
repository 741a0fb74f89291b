import { createHmac } from 'node:crypto';
import { type Channels, type Message, NotDelivered } from '../../../services/notify/channel.ts';
import { writeMail } from '../../../services/notify/mail-message.ts';
import { webhook } from '../../../services/notify/webhook.ts';
import type { Invocation } from './invocation.ts';

/** What came in at the other end of a channel. */
export interface Received {
  readonly channel: 'WEBHOOK' | 'MAIL';
  readonly id: string;
  readonly to: string;
  /** Everything that was said, as it came. */
  readonly said: string;
  /** The fields for machines; a mail says the same in words. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The time that the sender says it is. */
  readonly at: string;
  /** When the run began that sent it: what had happened by then it must have known. */
  readonly begunAt: number;
}

const SECRET = 'gateway secret of a life';
const URL = 'https://gateway.invalid/messages';

/**
 * The bureau's gateway and its mail server: slow, away for a while, taking a message and losing the answer. Whatever
 * is taken is shown to `received`; a message that is not signed as it should be is `forged`.
 */
export class ChannelTwins {
  readonly #received: (message: Received) => void;
  readonly #forged: (what: string) => void;
  #count = 0;

  constructor(received: (message: Received) => void, forged: (what: string) => void) {
    this.#received = received;
    this.#forged = forged;
  }

  openFor(invocation: Invocation): { readonly by: Channels; readonly baseUrl: string } {
    const begunAt = invocation.machinery.loop.now;
    return {
      baseUrl: 'https://bureau.invalid',
      by: {
        WEBHOOK: webhook(URL, SECRET, (url, init) => this.#post(String(url), init ?? {}, begunAt, invocation)),
        MAIL: (message) => this.#mail(message, begunAt, invocation),
      },
    };
  }

  async #post(url: string, init: RequestInit, begunAt: number, invocation: Invocation): Promise<Response> {
    const headers = new Headers(init.headers);
    const body = String(init.body);
    const timestamp = headers.get('x-xinfang-timestamp') ?? '';
    const expected = `v1=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`;
    const said = JSON.parse(body) as Record<string, unknown>;
    if (url !== URL || headers.get('x-xinfang-signature') !== expected) this.#forged('a message is not signed');
    if (headers.get('x-xinfang-message-id') !== said.id) this.#forged('a message has two ids');
    // The schedule's own minute, or the next one for a run that began late.
    if (Math.abs(Number(timestamp) * 1000 - begunAt) > 15 * 60_000) this.#forged('a message carries an old time');
    const taken = await this.#take(invocation, 'webhook', {
      channel: 'WEBHOOK',
      id: String(said.id),
      to: String(said.to),
      said: body,
      fields: said,
      at: new Date(Number(timestamp) * 1000).toISOString(),
      begunAt,
    });
    if (taken === 'LOST') throw new DOMException('no answer in time', 'TimeoutError');
    return { ok: taken === 'TAKEN', status: taken === 'TAKEN' ? 202 : 503, body: null } as Response;
  }

  async #mail(message: Message, begunAt: number, invocation: Invocation): Promise<void> {
    const { id, to, address = '', subject, text, at, fields } = message;
    const from = 'xinfang@bureau.invalid';
    const written = writeMail({
      from,
      to: address,
      subject,
      text,
      messageId: `${id}@bureau.invalid`,
      date: new Date(at),
    });
    if (!written.includes(`\r\nMessage-ID: <${id}@bureau.invalid>\r\n`)) this.#forged('a mail has no stable id');
    const said = Buffer.from(written.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
    const taken = await this.#take(invocation, 'mail', {
      channel: 'MAIL',
      id,
      to,
      said: `${subject}\n${said}`,
      fields,
      at,
      begunAt,
    });
    if (taken !== 'TAKEN') throw new NotDelivered(taken === 'LOST' ? 'SMTP_CLOSED' : 'SMTP_451');
  }

  async #take(invocation: Invocation, what: string, message: Received): Promise<'TAKEN' | 'AWAY' | 'LOST'> {
    const { machinery, random } = invocation;
    const { faults, loop, trace } = machinery;
    this.#count += 1;
    const where = invocation.nextCall(`${what} ${this.#count}`);
    const slow = faults.strikes('time-out-while-running', where, 0.02, random);
    await loop.sleep(slow ? random.between(10_000, 60_000) : random.between(5, 300));
    if (faults.strikes('throttled', where, 0.08, random)) {
      faults.changedOutcome('throttled');
      trace(() => `${where}: the other side is away`);
      return 'AWAY';
    }
    if (faults.strikes('crash-before-commit', where, 0.02, random)) {
      faults.changedOutcome('crash-before-commit');
      return invocation.crash();
    }
    this.#received(message);
    trace(() => `${where}: ${message.to} has ${message.id.slice(0, 8)} ${String(message.fields.type)}`);
    if (faults.strikes('crash-after-commit', where, 0.03, random)) {
      faults.changedOutcome('crash-after-commit');
      return invocation.crash();
    }
    if (faults.strikes('lost-acknowledgement', where, 0.05, random)) {
      faults.changedOutcome('lost-acknowledgement');
      return 'LOST';
    }
    return 'TAKEN';
  }
}
