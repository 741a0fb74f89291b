import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';

/** Folder of a bucket, inside the data folder. */
export const bucketFolder = (id: string): string => join('buckets', id);

/**
 * The folder that stands in for a write-once bucket. The embedded S3 lets a second write replace the first, so the
 * functions' own store for folders does what Object Lock does: it never gives a name twice.
 * @returns the `file:` address which functions get instead of the bucket's name
 */
export function openBucket(folder: DataFolder, id: string): string {
  const path = folder.file(bucketFolder(id));
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return `file:${path}`;
}
