import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { type Manifest, type SignedManifest, signedBytes } from '../../shared/store/anchors.ts';

/** Signs manifests: a KMS key that never leaves KMS, or a key file on one machine. */
export interface ManifestSigner {
  readonly algorithm: string;
  publicKey(): Promise<KeyObject>;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The signer behind a key reference: a KMS key ARN, or `file:` with the path of a local key file. */
export const signerFrom = (reference: string): ManifestSigner =>
  reference.startsWith('file:') ? new FileSigner(reference.slice('file:'.length)) : new KmsSigner(reference);

/** ECDSA on P-384: in KMS of both partitions, and strong enough for as long as a manifest is kept. */
class KmsSigner implements ManifestSigner {
  readonly algorithm = 'ECDSA_SHA_384';
  readonly #keyId: string;
  readonly #client = new KMSClient({});

  constructor(keyId: string) {
    this.#keyId = keyId;
  }

  async publicKey(): Promise<KeyObject> {
    const { PublicKey } = await this.#client.send(new GetPublicKeyCommand({ KeyId: this.#keyId }));
    if (!PublicKey) throw new Error('KMS gave no public key');
    return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#client.send(
      new SignCommand({
        KeyId: this.#keyId,
        // KMS takes 4 KB at most; a manifest of many parts is longer.
        Message: createHash('sha384').update(bytes).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: this.algorithm,
      }),
    );
    if (!answer.Signature) throw new Error('KMS gave no signature');
    return answer.Signature;
  }
}

/** PKCS #8 of an Ed25519 key, before its 32 bytes (RFC 8410). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Ed25519 with the 32 bytes of a file that only its owner may read; for one machine. */
class FileSigner implements ManifestSigner {
  readonly algorithm = 'ED25519';
  readonly #key: KeyObject;

  constructor(path: string) {
    if ((statSync(path).mode & 0o077) !== 0)
      throw new Error(`key file ${path} must be readable by its owner only (chmod 600)`);
    const bytes = readFileSync(path);
    if (bytes.length !== 32) throw new Error(`key file ${path} must hold 32 bytes, not ${bytes.length}`);
    this.#key = createPrivateKey({ key: Buffer.concat([ED25519_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
  }

  async publicKey(): Promise<KeyObject> {
    return createPublicKey(this.#key);
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    return sign(null, bytes, this.#key);
  }
}

/** SHA-256 of a public key, hex: what people compare. */
export const fingerprintOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex');

export async function signManifest(manifest: Manifest, signer: ManifestSigner): Promise<SignedManifest> {
  const signature = await signer.sign(signedBytes(manifest));
  return {
    manifest,
    algorithm: signer.algorithm,
    key: fingerprintOf(await signer.publicKey()),
    signature: Buffer.from(signature).toString('base64'),
  };
}

/** Whether this key signed this manifest; the algorithm is the key's own, never the manifest's word. */
export function isSignedBy({ manifest, key, signature }: SignedManifest, publicKey: KeyObject): boolean {
  const digest = publicKey.asymmetricKeyType === 'ec' ? 'sha384' : null;
  return (
    key === fingerprintOf(publicKey) &&
    verify(digest, signedBytes(manifest), publicKey, Buffer.from(String(signature), 'base64'))
  );
}
