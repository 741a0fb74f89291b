import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalCloud, startLocalCloud } from '../../infra/local/cloud.ts';

const root = mkdtempSync(join(tmpdir(), 'xinfang-anchored-host-'));
const dataDir = join(root, 'data');
let cloud: LocalCloud;
let receipt: { id: string; receiptCode: string };

const post = async (path: string, body: unknown) => {
  const response = await fetch(`${cloud.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** Runs the command as people do. */
async function verify(folder = dataDir): Promise<{ code: number; text: string }> {
  const main = fileURLToPath(new URL('../../infra/verify-history/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--data-dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0, dataDir, warm: false, log: () => undefined });
  const { body } = await post('/petitions', {
    channel: 'ONLINE',
    petitioner: { name: '钱禾', address: '柳桥街12号' },
    request: '请书面答复',
    facts: '报警后久等',
    reasons: '应当及时',
  });
  receipt = body as typeof receipt;
  await cloud.advanceTo(cloud.now() + 2 * 86_400_000);
}, 120_000);

afterAll(async () => {
  await cloud.stop();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

test('[P-22] the host anchors each day by its schedule, and verifying finds nothing while it runs', async () => {
  const manifests = join(dataDir, 'buckets', 'Anchors', 'manifests');
  expect(readdirSync(manifests).length).toBeGreaterThanOrEqual(2);
  const { code, text } = await verify();
  expect(text).toContain('结论:未发现问题 / nothing was found');
  expect(code).toBe(0);
}, 60_000);

test('[P-22] the petitioner reads his own log with his code, and with no other', async () => {
  const path = `/petitions/${receipt.id}/history/query`;
  const { status, body } = await post(path, { receiptCode: receipt.receiptCode });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: receipt.id, openings: [], steps: [{ text: ['已收到,等待登记'] }] });
  expect((await post(path, { receiptCode: '0000000000000000' })).status).toBe(404);
});

test('[P-22] a manifest edited in its folder is named; the exit code says so', async () => {
  const manifests = join(dataDir, 'buckets', 'Anchors', 'manifests');
  const [first = ''] = readdirSync(manifests).sort();
  const path = join(manifests, first);
  const before = readFileSync(path);
  chmodSync(path, 0o600);
  writeFileSync(path, before.toString('utf8').replace('"number":1', '"number":7'));
  const { code, text } = await verify();
  writeFileSync(path, before);
  expect(code).toBe(1);
  expect(text).toContain(`“manifests/${first}” 清单被改动`);
  expect((await verify()).code).toBe(0);
}, 60_000);

test('a folder that is none is said to be none, with another exit code', async () => {
  const { code, text } = await verify(root);
  expect(code).toBe(2);
  expect(text).toContain('holds no database');
});
