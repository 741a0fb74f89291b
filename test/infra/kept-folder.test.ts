import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { keptFolder } from '../../infra/kept-folder.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const KIND = `tried-${process.pid}`;
const KEPT = join(ROOT, '.cache', KIND);
const sources = mkdtempSync(join(tmpdir(), 'xinfang-kept-'));
const FILES = [join(relative(ROOT, sources), '*.txt')];
let built = 0;

afterAll(() => {
  for (const folder of [KEPT, sources]) rmSync(folder, { recursive: true, force: true });
});

const keep = (settings: unknown) =>
  keptFolder(KIND, { files: FILES, settings }, async (folder) => {
    built += 1;
    writeFileSync(join(folder, 'result'), readFileSync(join(sources, 'a.txt')));
  });
const write = (name: string, text: string) => writeFileSync(join(sources, name), text);

test('is built once, and anew for another content, file or setting', async () => {
  write('a.txt', 'one');
  const first = await keep({ bundle: true });
  expect(await keep({ bundle: true })).toBe(first);
  expect(built).toBe(1);

  write('a.txt', 'two');
  const second = await keep({ bundle: true });
  expect(second).not.toBe(first);
  expect(readFileSync(join(second, 'result'), 'utf8')).toBe('two');
  write('b.txt', '');
  expect([first, second]).not.toContain(await keep({ bundle: true }));
  expect([first, second]).not.toContain(await keep({ bundle: false }));
  expect(built).toBe(4);
});

test('of a build that fails nothing is kept; the next one builds', async () => {
  const before = readdirSync(KEPT);
  const from = { files: FILES, settings: 'failing' };
  const failing = keptFolder(KIND, from, async (folder) => {
    writeFileSync(join(folder, 'half'), '');
    throw new Error('no space left');
  });
  await expect(failing).rejects.toThrow('no space left');
  expect(readdirSync(KEPT)).toEqual(before);
  const folder = await keptFolder(KIND, from, async (place) => writeFileSync(join(place, 'whole'), ''));
  expect(readdirSync(folder)).toEqual(['whole']);
});

test('two that build at once have one folder between them', async () => {
  const [one, other] = await Promise.all([keep('both'), keep('both')]);
  expect(one).toBe(other);
  expect(readdirSync(KEPT).filter((name) => name.includes('.'))).toEqual([]);
});

test('what nobody asked for in a week is forgotten with the next build; what is asked for stays', async () => {
  const [unused, used] = [await keep('unused'), await keep('used')];
  const long = new Date(Date.now() - 8 * 24 * 3_600_000);
  for (const folder of [unused, used]) utimesSync(folder, long, long);
  await keep('used');
  await keep('another');
  expect([unused, used].map((folder) => existsSync(folder))).toEqual([false, true]);
});
