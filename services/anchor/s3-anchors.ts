import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AnchorStore } from '../../shared/store/anchors.ts';

/** Anchors in an S3 bucket with Object Lock: its default retention protects each object from its first moment. */
export class S3AnchorStore implements AnchorStore {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor(bucket: string, client = new S3Client({ maxAttempts: 4 })) {
    this.#bucket = bucket;
    this.#client = client;
  }

  async putOnce(name: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: name,
          Body: bytes,
          // Without it a second write would lay a new version over the first.
          IfNoneMatch: '*',
          ContentType: name.endsWith('.json') ? 'application/json' : 'text/plain',
          // A bucket with Object Lock asks for a checksum.
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return false;
      throw error;
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: name }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async list(prefix: string, after?: string): Promise<string[]> {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(token ? { ContinuationToken: token } : after ? { StartAfter: after } : {}),
        }),
      );
      names.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key ? [Key] : [])));
      token = page.NextContinuationToken;
    } while (token);
    return names;
  }
}
