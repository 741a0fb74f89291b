import { databaseFrom, type Environment, required } from '../../shared/lambda/environment.ts';
import type { AnchorStore } from '../../shared/store/anchors.ts';
import type { Database } from '../../shared/store/database.ts';
import { FolderAnchorStore } from './folder-anchors.ts';
import { S3AnchorStore } from './s3-anchors.ts';
import { type ManifestSigner, signerFrom } from './sign-manifest.ts';

/** What anchoring works with; built once per cold start. */
export interface AnchorDeps {
  readonly database: Database;
  readonly anchors: AnchorStore;
  readonly signer: ManifestSigner;
}

/** The store behind a reference: a bucket, or `file:` with the path of a folder on one machine. */
export const anchorStoreFrom = (reference: string): AnchorStore =>
  reference.startsWith('file:') ? new FolderAnchorStore(reference.slice('file:'.length)) : new S3AnchorStore(reference);

export const anchorDeps = (environment: Environment): AnchorDeps => ({
  database: databaseFrom(environment),
  anchors: anchorStoreFrom(required(environment, 'ANCHOR_BUCKET')),
  signer: signerFrom(required(environment, 'ANCHOR_KEY')),
});
