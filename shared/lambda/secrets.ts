import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Identity } from '../domain/commands.ts';
import { type CaseId, caseId } from '../domain/ids.ts';
import { normaliseText } from '../domain/text-normalise.ts';
import type { Database } from '../store/database.ts';
import type { KeyRing } from '../store/field-cipher.ts';
import type { PersonTokens } from '../store/petition-texts.ts';
import { claimWrappedSecret, readWrappedSecret } from '../store/registry.ts';

/** Keyed functions over one root secret, each with its own derived key. Nothing here can be computed without it. */
export interface Secrets {
  /** Id of the petition that an idempotency key registers; unguessable, the same for the same key. */
  petitionIdFor(idempotencyKey: string): CaseId;
  /**
   * Receipt code (查询码): 15 digits and a check digit, a keyed function of the petition's id, and of how often the code
   * was replaced (0: never).
   */
  receiptCode(id: CaseId, generation?: number): string;
  /** What is stored instead of the code. */
  receiptHash(code: string): string;
  /** Blind index of the normalised identity. */
  personTokens(identity: Identity): PersonTokens;
  /** Keyed digest of a request, to recognise its repetition without being able to guess it back. */
  fingerprint(text: string): string;
  /** Pseudonym of a caller for rate limits; changes every day. */
  callerHash(address: string, day: string): string;
  /**
   * A position in a list, closed for whoever carries it: it may name a case that is hidden from him.
   * @param scope the list and reader it was made for
   */
  sealPosition(scope: string, position: string): string;
  /** The position again; undefined for one that was not made here, for this scope. */
  openPosition(scope: string, sealed: string): string | undefined;
}

const CONTEXT = 'secrets-v1';

/** Opens the root secret, making it on the very first start; two first starts agree on one. */
export async function openSecrets(database: Database, keys: KeyRing): Promise<Secrets> {
  for (;;) {
    const stored = await readWrappedSecret(database);
    if (stored) return secretsFrom(await keys.unwrap(stored, CONTEXT));
    const fresh = await keys.newDataKey(CONTEXT);
    if (await claimWrappedSecret(database, fresh.wrapped)) return secretsFrom(fresh.plain);
  }
}

/** The keyed functions of a root secret of 32 bytes. */
export function secretsFrom(root: Uint8Array): Secrets {
  const derive = (purpose: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `xinfang/${purpose}/v1`, 32)));
  const keys = {
    id: derive('petition-id'),
    receipt: derive('receipt-code'),
    receiptHash: derive('receipt-hash'),
    person: derive('person'),
    caller: derive('caller'),
    position: derive('list-position'),
    request: derive('request'),
  };
  const mac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest();
  const token = (kind: string, value: string | undefined) =>
    value ? mac(keys.person, `${kind}:${value}`).toString('base64url') : undefined;
  return {
    petitionIdFor: (idempotencyKey) => caseId(base32(mac(keys.id, idempotencyKey.toLowerCase()))),
    receiptCode(id, generation = 0) {
      const digits = (mac(keys.receipt, generation === 0 ? id : `${id}#${generation}`).readBigUInt64BE() % 10n ** 15n)
        .toString()
        .padStart(15, '0');
      return `${digits}${checkDigit(digits)}`;
    },
    receiptHash: (code) => mac(keys.receiptHash, code).toString('base64url'),
    personTokens({ name, address, phone, idNumber }) {
      const compact = (value: string | undefined) => value && normaliseText(value).replace(/[\s\p{P}]/gu, '');
      const [who, where] = [compact(name), compact(address)];
      const nameAddress = who && where ? `${who}/${where}` : undefined;
      const tokens = {
        phone: token('phone', compact(phone)?.replace(/\D/g, '').slice(-11)),
        idNumber: token('id', compact(idNumber)),
        nameAddress: token('name-address', nameAddress),
      };
      return Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined));
    },
    fingerprint: (text) => mac(keys.request, text).toString('base64url'),
    callerHash: (address, day) => mac(keys.caller, `${day}:${address}`).toString('base64url').slice(0, 22),
    sealPosition: (scope, position) => seal(keys.position, scope, position),
    openPosition: (scope, sealed) => unseal(keys.position, scope, sealed),
  };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM, base64url; bound to its scope. */
function seal(key: KeyObject, scope: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(scope));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

function unseal(key: KeyObject, scope: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(scope))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 26 characters of Crockford's base 32: 130 bits. */
export function base32(bytes: Uint8Array): string {
  let id = '';
  for (let at = 0; at < 26; at += 1) id += ALPHABET[(bytes[at] ?? 0) % 32];
  return id;
}

/** Luhn check digit: finds any one wrong digit and most swapped neighbours before a look-up is spent on it. */
export function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

/** A code as typed (spaces and hyphens allowed), reduced to its digits; undefined when the check digit is wrong. */
export function readReceiptCode(typed: string): string | undefined {
  const digits = typed.replace(/\D/g, '');
  return digits.length === 16 && checkDigit(digits.slice(0, 15)) === digits[15] ? digits : undefined;
}
