import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KeyRing } from '../store/field-cipher.ts';
import { CLIENT } from './environment.ts';

/** The key ring behind a key reference: a KMS key ARN, or `file:` with the path of a local key file. */
export const keyRingFrom = (reference: string): KeyRing =>
  reference.startsWith('file:') ? new FileKeyRing(reference.slice('file:'.length)) : new KmsKeyRing(reference);

/** Keys wrapped by KMS; the petition's id is the encryption context, so a wrapped key serves no other petition. */
class KmsKeyRing implements KeyRing {
  readonly #keyId: string;
  readonly #client = new KMSClient(CLIENT);

  constructor(keyId: string) {
    this.#keyId = keyId;
  }

  async newDataKey(petitionId: string) {
    const answer = await this.#client.send(
      new GenerateDataKeyCommand({
        KeyId: this.#keyId,
        KeySpec: 'AES_256',
        EncryptionContext: { petition: petitionId },
      }),
    );
    if (!answer.Plaintext || !answer.CiphertextBlob) throw new Error('KMS gave no data key');
    return { plain: answer.Plaintext, wrapped: answer.CiphertextBlob };
  }

  async unwrap(wrapped: Uint8Array, petitionId: string): Promise<Uint8Array> {
    const answer = await this.#client.send(
      new DecryptCommand({ KeyId: this.#keyId, CiphertextBlob: wrapped, EncryptionContext: { petition: petitionId } }),
    );
    if (!answer.Plaintext) throw new Error('KMS did not unwrap the data key');
    return answer.Plaintext;
  }
}

/** Keys wrapped by a 256-bit key in a file that only its owner may read; for one machine. */
export class FileKeyRing implements KeyRing {
  readonly #key: Uint8Array;

  constructor(path: string) {
    if ((statSync(path).mode & 0o077) !== 0)
      throw new Error(`key file ${path} must be readable by its owner only (chmod 600)`);
    const key = readFileSync(path);
    if (key.length !== 32) throw new Error(`key file ${path} must hold 32 bytes, not ${key.length}`);
    this.#key = key;
  }

  async newDataKey(petitionId: string) {
    const plain = randomBytes(32);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(Buffer.from(petitionId));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { plain, wrapped: Buffer.concat([iv, cipher.getAuthTag(), body]) };
  }

  async unwrap(wrapped: Uint8Array, petitionId: string): Promise<Uint8Array> {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, wrapped.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(petitionId));
    decipher.setAuthTag(wrapped.subarray(12, 28));
    return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
  }
}
