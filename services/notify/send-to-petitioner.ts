import { localDateOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { PETITIONER_QUIET, type PetitionerChannel, stillTrue } from '../../shared/domain/petitioner-messages.ts';
import { wordsFor } from '../../shared/domain/petitioner-words.ts';
import { type LoadedCase, loadCase, ORDINARY } from '../../shared/store/cases.ts';
import { coversWhatWas, type MessageConsent, mailOf, readConsent } from '../../shared/store/message-consent.ts';
import type { DeliveryKey, Outgoing } from '../../shared/store/notifications.ts';
import { readPhone } from '../../shared/store/petition-texts.ts';
import { type DecidedNotice, messageId, toNotice } from '../../shared/store/petitioner-notices.ts';
import { attempt, type Outcome, withdraw, withdrawKnown } from './attempt-delivery.ts';
import { NotDelivered } from './channel.ts';
import type { PetitionerDeps, SetUp } from './deps.ts';
import type { Result } from './drain-outbox.ts';

const NOTHING: Result = { sent: 0, failed: 0 };

/**
 * Tells the petitioner one thing, where he asked for it. Consent, channel, state and address are looked up at this
 * moment; the address is decrypted for the try alone. What he withdrew, and what was overtaken, is noted as not sent.
 */
export async function sendToPetitioner(
  outgoing: Outgoing,
  now: Instant,
  setUp: SetUp,
  deps: PetitionerDeps,
): Promise<Result> {
  const { database } = deps;
  const item = await database.get('REMINDERS', outgoing.source, { consistent: true });
  if (!item) return NOTHING;
  const notice = toNotice(item);
  const key: DeliveryKey = { day: localDateOf(notice.at), id: messageId(outgoing.source) };
  const consent = await readConsent(database, notice.petition);
  const [first, current] = await casesOf(notice, deps);
  // Sealed since: the address is gone, and nothing is said of it outside (P-03).
  if (!first || !current || isSealed(first.head) || isSealed(current.head)) {
    return resultOf(await withdrawKnown(database, key, 'SEALED', now));
  }
  // Whoever never asked, asked later or had ended it hears nothing of it; that is no failed delivery.
  if (!consent || !wasOn(consent, notice)) return NOTHING;
  const { channel } = consent;
  if (!channel) {
    const line = { ...key, channel: lastChannel(consent), what: notice.step };
    return resultOf(await withdraw(database, line, 'CONSENT_WITHDRAWN', now));
  }
  const line = { ...key, channel, what: notice.step };
  if (!stillTrue(notice, current.head, now)) {
    return resultOf(await withdraw(database, line, 'OVERTAKEN', now));
  }
  const tree = await deps.bureau.tree();
  const quiet = (tree.bureau.settings.petitionerQuiet ?? PETITIONER_QUIET).value;
  const send = async () => {
    const words = wordsFor(notice, { first: first.head, current: current.head }, { page: setUp.petitionerUrl }, tree);
    const to = await addressOf(consent, channel, first, deps);
    const by = channel === 'MAIL' ? setUp.by.MAIL : setUp.by.WEBHOOK;
    if (!by) throw new NotDelivered('NO_CHANNEL');
    if (!to) throw new NotDelivered('NO_ADDRESS');
    const fields = { type: 'xinfang.petitioner.v1', channel };
    await by({ id: key.id, to, address: to, at: now, ...words, fields });
  };
  return resultOf(await attempt(line, quiet, now, send, database));
}

const resultOf = ({ key, sent, failed, next }: Outcome): Result => ({
  sent: sent ? 1 : 0,
  failed: failed ? 1 : 0,
  ...(next ? { later: { at: next, pending: [key] } } : {}),
});

/** The first case, with the petition's key, and the one it is about. */
async function casesOf({ petition, caseId }: DecidedNotice, { database }: PetitionerDeps) {
  const first = await loadCase(database, ORDINARY, petition);
  return [first, caseId === petition ? first : await loadCase(database, ORDINARY, caseId)] as const;
}

const isSealed = ({ sealed, state }: Head): boolean => sealed || state === 'SEALED';

/** Whether he wanted messages when this was decided. */
function wasOn(consent: MessageConsent, { at, decidedAt }: DecidedNotice): boolean {
  if (consent.channel) return coversWhatWas(consent, at);
  const ended = consent.changes.at(-1)?.at;
  return ended !== undefined && decidedAt <= ended;
}

/** For the ledger, after he ended it: by what it would have gone. */
const lastChannel = ({ changes }: MessageConsent): PetitionerChannel =>
  changes.flatMap(({ channel }) => (channel === 'NONE' ? [] : [channel])).at(-1) ?? 'SMS';

/** His own address and nobody else's (N-13, P-06): the mail he gave for this, or the telephone as registered now. */
async function addressOf(
  consent: MessageConsent,
  channel: PetitionerChannel,
  { head, wrappedKey }: LoadedCase,
  { database, dataKeys }: PetitionerDeps,
): Promise<string | undefined> {
  const dataKey = await dataKeys.unwrap(wrappedKey, head.id);
  return channel === 'MAIL' ? mailOf(consent, head.id, dataKey) : readPhone(database, 'TEXTS', head.id, dataKey);
}
