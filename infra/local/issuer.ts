import { chmodSync, existsSync } from 'node:fs';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from 'jose';
import { type DataFolder, refuseWideMode } from './data-folder.ts';
import { HostProblem } from './problem.ts';

const FILE = 'issuer-key.json';
const ALGORITHM = 'RS256';
export const TOKEN_SECONDS = 8 * 3600;

/** Who a token is for; the shape of an officer in the bureau's tables. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly roles: readonly string[];
}

/** The OpenID Connect issuer of one machine: it signs a token for whoever is named, without a password. */
export interface LocalIssuer {
  readonly address: string;
  readonly configuration: object;
  readonly jwks: { readonly keys: JWK[] };
  /** For those who verify here, without going through HTTP. */
  readonly keys: ReturnType<typeof createLocalJWKSet>;
  /** @param seconds life by the machine's clock; below 0: already expired, for tests. */
  token(person: Person, audience: string, seconds?: number): Promise<string>;
}

/** @throws HostProblem when the stored key is damaged or readable by others. */
export async function openIssuer(folder: DataFolder, address: string): Promise<LocalIssuer> {
  const stored = await storedKey(folder);
  const kid = await calculateJwkThumbprint(stored);
  const key = await importJWK(stored, ALGORITHM);
  const { kty = 'RSA', n = '', e = '' } = stored;
  const jwks = { keys: [{ kty, n, e, kid, alg: ALGORITHM, use: 'sig' }] };

  return {
    address,
    jwks,
    keys: createLocalJWKSet(jwks),
    configuration: {
      issuer: address,
      jwks_uri: `${address}/jwks`,
      id_token_signing_alg_values_supported: [ALGORITHM],
      subject_types_supported: ['public'],
      response_types_supported: ['id_token'],
    },
    token({ id, name, unit, roles }, audience, seconds = TOKEN_SECONDS) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ name, unit, roles: [...roles] })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
        .setSubject(id)
        .setIssuer(address)
        .setAudience(audience)
        .setIssuedAt(Math.min(now, now + seconds))
        .setExpirationTime(now + seconds)
        .sign(key);
    },
  };
}

async function storedKey(folder: DataFolder): Promise<JWK> {
  const path = folder.file(FILE);
  if (!existsSync(path)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    folder.writeJson(FILE, await exportJWK(privateKey));
    chmodSync(path, 0o600);
  }
  refuseWideMode(path);
  const stored = folder.readJson(FILE) as JWK | null;
  try {
    await importJWK(stored ?? {}, ALGORITHM);
    return stored ?? {};
  } catch {
    throw new HostProblem(`${path} is damaged: it holds no RSA key.`);
  }
}
