import { createHmac } from 'node:crypto';
import { NotDelivered, type SendBy } from './channel.ts';

/** A gateway that does not answer by then is tried again later. */
const TIMEOUT_MS = 10_000;

/** What the receiver compares: HMAC-SHA256 over the timestamp and the body as it came. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/**
 * Posts messages to the bureau's own gateway (SMS, 政务微信 …). The receiver checks the signature, refuses an old
 * timestamp, and takes each message id once.
 */
export function webhook(url: string, secret: string, fetcher: typeof fetch = fetch): SendBy {
  return async ({ id, to, subject, text, fields, at }) => {
    const body = JSON.stringify({ id, to, subject, text, ...fields });
    const timestamp = String(Math.floor(Date.parse(at) / 1000));
    const answer = await fetcher(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-xinfang-timestamp': timestamp,
        'x-xinfang-signature': signatureOf(secret, timestamp, body),
        'x-xinfang-message-id': id,
      },
      body,
      // An answer that leads elsewhere would take the message along.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new NotDelivered(error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE');
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new NotDelivered(`HTTP_${answer.status}`);
  };
}
