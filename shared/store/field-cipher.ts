import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Wraps and unwraps data keys: KMS on AWS, a key file on one machine (`shared/lambda/key-ring.ts`). */
export interface KeyRing {
  /** A fresh 256-bit key, in the clear and wrapped for `petitionId`. */
  newDataKey(petitionId: string): Promise<{ readonly plain: Uint8Array; readonly wrapped: Uint8Array }>;
  /** @throws when the wrapped key does not belong to `petitionId` or was changed */
  unwrap(wrapped: Uint8Array, petitionId: string): Promise<Uint8Array>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Deflates, then encrypts one field with AES-256-GCM. The additional data bind the ciphertext to petition and field,
 * not to a table, so that moving between stores needs no new encryption.
 */
export function encryptField(dataKey: Uint8Array, petitionId: string, field: string, text: string): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', dataKey, iv);
  cipher.setAAD(Buffer.from(`${petitionId}|${field}`));
  const body = Buffer.concat([cipher.update(deflateRawSync(Buffer.from(text, 'utf8'))), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws when the ciphertext was changed, or belongs to another petition or field */
export function decryptField(dataKey: Uint8Array, petitionId: string, field: string, sealed: Uint8Array): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', dataKey, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(`${petitionId}|${field}`));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const deflated = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  return inflateRawSync(deflated).toString('utf8');
}

/** SHA-256 in hex. */
export const digest = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
