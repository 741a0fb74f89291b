import type { CaseId } from '../domain/ids.ts';
import { noSuchPetition } from '../lambda/http.ts';
import type { Secrets } from '../lambda/secrets.ts';
import type { Database, Write } from '../store/database.ts';
import { bodyItems } from '../store/petition-texts.ts';
import { readReceipt, receiptSealedWrite } from '../store/registry.ts';

/**
 * What sealing adds to the transaction: the body leaves the ordinary table (with its blind index) for the sealed
 * one as it is, since ciphertexts are bound to petition and field and not to a table, and the receipt code leads
 * there from now on. The proposal, which quotes words of the text, goes with it.
 */
export async function sealingWrites(petitionId: CaseId, database: Database, secrets: Secrets): Promise<Write[]> {
  const items = await bodyItems(database, 'TEXTS', petitionId);
  const codeHash = secrets.receiptHash(secrets.receiptCode(petitionId));
  const receipt = await readReceipt(database, codeHash);
  if (!receipt) throw noSuchPetition();
  return [
    ...items.flatMap<Write>(({ phoneHash: _phone, idNumberHash: _id, nameAddressHash: _name, ...item }) => [
      {
        kind: 'PUT',
        table: 'SEALED',
        item: item as typeof item & { pk: string; sk: string },
        condition: { kind: 'ABSENT' },
      },
      { kind: 'DELETE', table: 'TEXTS', key: { pk: item.pk as string, sk: item.sk as string } },
    ]),
    { kind: 'DELETE', table: 'CASES', key: { pk: petitionId, sk: 'PROPOSAL' } },
    receiptSealedWrite(codeHash, receipt),
  ];
}
