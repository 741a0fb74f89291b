import { addMinutes } from '../domain/calendar.ts';
import type { CaseId, Instant } from '../domain/ids.ts';
import type { Head } from '../domain/petition.ts';
import type { MessageChoice, PetitionerChannel } from '../domain/petitioner-messages.ts';
import { ConditionFailed, type Database, type Item, type Write, withConflictRetry } from './database.ts';
import { decryptField, encryptField } from './field-cipher.ts';

/** That a petitioner agreed to be written to, or ended it (N-13): each change stays on record. */
export interface ConsentChange {
  readonly at: Instant;
  readonly channel: PetitionerChannel | 'NONE';
  /** Himself, or the registrar who wrote down what he said. */
  readonly by: 'PETITIONER' | 'REGISTRAR';
}

/**
 * His choice, beside the head of the first case, so that whoever decides need not open the table of texts; the address
 * lies encrypted under the petition's own key.
 */
export interface MessageConsent {
  /** Absent after he ended it: the address is gone with it. */
  readonly channel?: PetitionerChannel;
  /** Since when without a break: what happened before is not told. */
  readonly since?: Instant;
  readonly mail?: Uint8Array;
  readonly changes: readonly ConsentChange[];
}

const FIELD = 'messageMail';
const keyOf = (petition: CaseId) => ({ pk: petition as string, sk: 'MESSAGES' });

/** The write of a first choice, for the transaction that registers the petition. */
export const firstChoiceWrite = (
  petition: CaseId,
  choice: MessageChoice,
  change: Pick<ConsentChange, 'at' | 'by'>,
  dataKey: Uint8Array,
): Write => choiceWrite(petition, choice, change, dataKey, undefined);

function choiceWrite(
  petition: CaseId,
  choice: MessageChoice | { readonly channel: 'NONE' },
  change: Pick<ConsentChange, 'at' | 'by'>,
  dataKey: Uint8Array | undefined,
  before: MessageConsent | undefined,
): Write {
  const on = choice.channel !== 'NONE';
  const mail = choice.channel === 'MAIL' && dataKey ? encryptField(dataKey, petition, FIELD, choice.mail) : undefined;
  const changes = [...(before?.changes ?? []), { ...change, channel: choice.channel }];
  return {
    kind: 'PUT',
    table: 'CASES',
    item: {
      ...keyOf(petition),
      count: changes.length,
      changes: changes.map((one) => ({ ...one })),
      ...(on ? { channel: choice.channel, since: before?.since ?? change.at } : {}),
      ...(mail ? { mail } : {}),
    },
    condition: before ? { kind: 'EQUALS', attribute: 'count', value: before.changes.length } : { kind: 'ABSENT' },
  };
}

/**
 * Each record carries the time of the machine that wrote it, and those of two machines may disagree by so much: what
 * stands a little before the consent may have come after it.
 */
const CLOCKS_DISAGREE_MINUTES = 5;

/** Whether he is told of what happened then: he had agreed, and not ended it since. */
export const coversWhatWas = ({ since }: MessageConsent, at: Instant): boolean =>
  since !== undefined && at >= addMinutes(since, -CLOCKS_DISAGREE_MINUTES);

/** What a petitioner chose; undefined where he never chose anything. */
export async function readConsent(database: Database, petition: CaseId): Promise<MessageConsent | undefined> {
  const item = await database.get('CASES', keyOf(petition), { consistent: true });
  return item && toConsent(item);
}

/** Those of several petitions that chose something. */
export async function readConsents(
  database: Database,
  petitions: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, MessageConsent>> {
  const items = await database.getMany('CASES', petitions.map(keyOf), { consistent: true });
  return new Map(items.map((item) => [item.pk as CaseId, toConsent(item)]));
}

const toConsent = ({ pk: _pk, sk: _sk, count: _count, ...consent }: Item): MessageConsent =>
  consent as unknown as MessageConsent;

/**
 * Changes or ends it, while the head is the one that was read: a petition that was sealed meanwhile takes no address.
 * The data key is needed for a mail address only.
 * @returns false when another change of either came first
 */
export async function changeConsent(
  database: Database,
  { id, version }: Pick<Head, 'id' | 'version'>,
  choice: MessageChoice | { readonly channel: 'NONE' },
  change: Pick<ConsentChange, 'at' | 'by'>,
  dataKey: Uint8Array | undefined,
  before: MessageConsent | undefined,
): Promise<boolean> {
  const unchanged: Write = {
    kind: 'CHECK',
    table: 'CASES',
    key: { pk: id, sk: 'HEAD' },
    condition: { kind: 'EQUALS', attribute: 'version', value: version },
  };
  const chosen = choiceWrite(id, choice, change, dataKey, before);
  try {
    await withConflictRetry(() => database.transact([unchanged, chosen]));
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** The address in the clear, at the moment of sending. */
export const mailOf = (consent: MessageConsent, petition: CaseId, dataKey: Uint8Array): string | undefined =>
  consent.mail && decryptField(dataKey, petition, FIELD, consent.mail);

/** Goes when a petition is sealed: an address is no business of an ordinary table any more (P-03). */
export const forgetConsent = (petition: CaseId): Write => ({ kind: 'DELETE', table: 'CASES', key: keyOf(petition) });
