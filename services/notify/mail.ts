import SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { ChannelSecrets, ChannelSettings } from '../../shared/store/channel-settings.ts';
import { NotDelivered, type SendBy } from './channel.ts';
import { writeMail } from './mail-message.ts';

type MailSettings = NonNullable<ChannelSettings['mail']>;

const TIMEOUT_MS = 10_000;

/**
 * Mail by the bureau's own server: nodemailer's connection alone, since its composer with attachments and types of files
 * is a quarter of the bundle. The message id stays the same, so that a mailbox shows a repetition once.
 */
export function mail(settings: MailSettings, { mailPassword = '' }: ChannelSecrets): SendBy {
  const { from } = settings;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return async ({ id, address, subject, text, at }) => {
    if (!address) throw new NotDelivered('NO_ADDRESS');
    const messageId = `${id}@${domain}`;
    const written = writeMail({ from, to: address, subject, text, messageId, date: new Date(at) });
    await sendOnce(settings, mailPassword, { from, to: [address] }, written).catch((error: unknown) => {
      const { responseCode, code } = error as { responseCode?: number; code?: string };
      throw new NotDelivered(responseCode ? `SMTP_${responseCode}` : (code ?? 'SMTP'));
    });
  };
}

/** One connection for one mail; it ends whatever happens. */
function sendOnce(
  { host, port, secure, plain = false, user }: MailSettings,
  password: string,
  envelope: { readonly from: string; readonly to: string[] },
  written: string,
): Promise<void> {
  const connection = new SmtpConnection({
    host,
    port,
    secure,
    requireTLS: !secure && !plain,
    ignoreTLS: plain,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  return new Promise<void>((resolve, reject) => {
    const next = (go: () => void) => (error?: Error | null) => (error ? reject(error) : go());
    const send = () => connection.send(envelope, written, next(resolve));
    connection.once('error', reject);
    connection.once('end', () => reject(Object.assign(new Error('the connection ended'), { code: 'SMTP_CLOSED' })));
    connection.connect(
      next(() => (user === undefined ? send() : connection.login({ user, pass: password }, next(send)))),
    );
  }).finally(() => connection.close());
}
