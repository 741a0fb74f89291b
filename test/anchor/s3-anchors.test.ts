import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writtenAgain } from '../../infra/verify-history/object-versions.ts';
import { S3AnchorStore } from '../../services/anchor/s3-anchors.ts';

/** The habits of S3 that the store relies on: If-None-Match, pages of two names, versions. */
const objects = new Map<string, Buffer>();
let conditions: (string | undefined)[] = [];
let checksums: (string | undefined)[] = [];
let server: Server;
let client: S3Client;

const xml = (root: string, body: string) => `<?xml version="1.0"?><${root}>${body}</${root}>`;

beforeEach(async () => {
  objects.clear();
  conditions = [];
  checksums = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const name = decodeURIComponent(pathname.replace(/^\/anchors\/?/, ''));
    const say = (status: number, body: string | Buffer = '') => {
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(body);
    };
    if (request.method === 'PUT') {
      conditions.push(request.headers['if-none-match']);
      checksums.push(request.headers['x-amz-checksum-sha256'] as string | undefined);
      if (objects.has(name)) return say(412, xml('Error', '<Code>PreconditionFailed</Code>'));
      objects.set(name, Buffer.concat(chunks));
      return say(200);
    }
    if (searchParams.has('versions')) {
      const marker = searchParams.get('key-marker');
      return marker
        ? say(
            200,
            xml('ListVersionsResult', '<Version><Key>a</Key></Version><DeleteMarker><Key>c</Key></DeleteMarker>'),
          )
        : say(
            200,
            xml(
              'ListVersionsResult',
              '<IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker><Version><Key>a</Key></Version><Version><Key>b</Key></Version>',
            ),
          );
    }
    if (searchParams.has('list-type')) {
      const after = searchParams.get('continuation-token') ?? searchParams.get('start-after') ?? '';
      const all = [...objects.keys()]
        .filter((key) => key.startsWith(searchParams.get('prefix') ?? '') && key > after)
        .sort();
      const page = all.slice(0, 2);
      const next = all.length > 2 ? `<NextContinuationToken>${page[1]}</NextContinuationToken>` : '';
      return say(
        200,
        xml('ListBucketResult', page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('') + next),
      );
    }
    const bytes = objects.get(name);
    return bytes ? say(200, bytes) : say(404, xml('Error', '<Code>NoSuchKey</Code>'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'local',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

test('a name is given once: every write carries the condition and a checksum', async () => {
  const store = new S3AnchorStore('anchors', client);
  expect(await store.get('manifests/a.json')).toBeUndefined();
  expect(await store.putOnce('manifests/a.json', Buffer.from('first'))).toBe(true);
  expect(await store.putOnce('manifests/a.json', Buffer.from('second'))).toBe(false);
  expect(Buffer.from((await store.get('manifests/a.json'))!).toString()).toBe('first');
  expect(conditions).toEqual(['*', '*']);
  expect(checksums.every((checksum) => /^[\w+/]{43}=$/.test(checksum ?? ''))).toBe(true);
});

test('names come in order, over all pages, from where they are asked', async () => {
  const store = new S3AnchorStore('anchors', client);
  for (const name of ['m/1', 'm/2', 'm/3', 'm/4', 'm/5', 'p/1']) await store.putOnce(name, Buffer.from('x'));
  expect(await store.list('m/')).toEqual(['m/1', 'm/2', 'm/3', 'm/4', 'm/5']);
  expect(await store.list('m/', 'm/3')).toEqual(['m/4', 'm/5']);
});

test('what was written again or marked as deleted is told, over all pages', async () => {
  expect(await writtenAgain('anchors', client)).toEqual(['a', 'c']);
});
