import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';

/** Objects of a bucket with more than one version, or with a delete marker over them. */
export async function writtenAgain(bucket: string, client = new S3Client({ maxAttempts: 8 })): Promise<string[]> {
  const versions = new Map<string, number>();
  const found = new Set<string>();
  let position: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (position) {
    const page: Awaited<ReturnType<typeof list>> = await list(client, bucket, position);
    for (const { Key = '' } of page.Versions ?? []) versions.set(Key, (versions.get(Key) ?? 0) + 1);
    for (const { Key = '' } of page.DeleteMarkers ?? []) found.add(Key);
    position = page.IsTruncated
      ? {
          ...(page.NextKeyMarker ? { KeyMarker: page.NextKeyMarker } : {}),
          ...(page.NextVersionIdMarker ? { VersionIdMarker: page.NextVersionIdMarker } : {}),
        }
      : undefined;
  }
  for (const [name, count] of versions) if (count > 1) found.add(name);
  return [...found].sort();
}

const list = (client: S3Client, bucket: string, position: { KeyMarker?: string; VersionIdMarker?: string }) =>
  client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...position }));
