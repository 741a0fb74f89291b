import type { Secrets } from '../lambda/secrets.ts';
import { type Change, type LoadedCase, ORDINARY } from '../store/cases.ts';
import type { Database, Write } from '../store/database.ts';
import type { KeyRing } from '../store/field-cipher.ts';
import { unindexWrites } from '../store/matter-index.ts';
import { forgetConsent } from '../store/message-consent.ts';
import { bodyItems, readBody } from '../store/petition-texts.ts';
import { forgetProposal, readProposal } from '../store/proposals.ts';
import { readCode } from '../store/receipt-codes.ts';
import { readReceipt, receiptSealedWrite } from '../store/registry.ts';

/** What sealing adds to the transaction. */
export interface MovedBody {
  readonly body: NonNullable<Change['body']>;
  readonly dataKey: { readonly plain: Uint8Array; readonly wrapped: Uint8Array };
  readonly further: readonly Write[];
}

/**
 * Moves a petition's body into the sealed store: everything is encrypted anew under a fresh key that only the sealed
 * ring unwraps, so that whoever holds the ordinary key, or an old copy of the ordinary tables, cannot read what is
 * written there. The ordinary body with its blind indexes, the proposal, which quotes words of the text, and the address
 * for messages go; the receipt code leads to the sealed store from now on.
 * @param cases all cases of the petition that are sealed: it stands in the index of matters since the first was registered
 */
export async function moveIntoSealed(
  cases: readonly Pick<LoadedCase, 'head'>[],
  ordinaryKey: Uint8Array,
  database: Database,
  { sealedKeys, secrets }: { readonly sealedKeys: KeyRing; readonly secrets: Secrets },
): Promise<MovedBody> {
  const first = cases.find(({ head }) => head.id === head.petitionId)?.head;
  if (!first) throw new Error('a petition is sealed with its first case');
  const { petitionId, registeredAt } = first;
  const { generation } = await readCode(database, petitionId);
  const codeHash = secrets.receiptHash(secrets.receiptCode(petitionId, generation));
  const [items, { identity, texts, extra }, dataKey, receipt, proposal] = await Promise.all([
    bodyItems(database, 'TEXTS', petitionId),
    readBody(database, 'TEXTS', petitionId, ordinaryKey),
    sealedKeys.newDataKey(petitionId),
    readReceipt(database, codeHash),
    readProposal(database, ORDINARY, petitionId),
  ]);
  return {
    body: { identity, texts, extra },
    dataKey,
    further: [
      ...items.map<Write>(({ pk, sk }) => ({ kind: 'DELETE', table: 'TEXTS', key: { pk, sk } })),
      forgetProposal(petitionId, proposal),
      ...unindexWrites(petitionId, { keys: proposal?.matterKeys ?? [], at: registeredAt }),
      forgetConsent(petitionId),
      // A petition that was split off has no code of its own.
      ...(receipt ? [receiptSealedWrite(codeHash, receipt)] : []),
    ],
  };
}
