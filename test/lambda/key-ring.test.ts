import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileKeyRing, keyRingFrom } from '../../shared/lambda/key-ring.ts';

describe('FileKeyRing', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xinfang-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const keyFile = (bytes: Uint8Array = Buffer.alloc(32, 3), mode = 0o600, name = 'data.key') => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    chmodSync(path, mode);
    return path;
  };

  test.each([0o644, 0o640, 0o604, 0o660, 0o601, 0o777])('mode %o is refused: others could read the key', (mode) => {
    expect(() => new FileKeyRing(keyFile(Buffer.alloc(32, 3), mode))).toThrow('readable by its owner only (chmod 600)');
  });

  test.each([0o600, 0o400, 0o700])('mode %o is taken', (mode) => {
    expect(() => new FileKeyRing(keyFile(Buffer.alloc(32, 3), mode))).not.toThrow();
  });

  test.each([0, 16, 31, 33, 64])('a file of %i bytes is refused', (length) => {
    expect(() => new FileKeyRing(keyFile(Buffer.alloc(length)))).toThrow(`must hold 32 bytes, not ${length}`);
  });

  test('a missing file is an error that names it', () => {
    expect(() => keyRingFrom(`file:${join(folder, 'none.key')}`)).toThrow('none.key');
  });

  test('a data key is fresh, of 256 bits, and comes back with its own petition only', async () => {
    const ring = keyRingFrom(`file:${keyFile()}`);
    const first = await ring.newDataKey('a');
    const second = await ring.newDataKey('a');
    expect(first.plain).toHaveLength(32);
    expect(Buffer.from(first.plain).equals(second.plain)).toBe(false);
    expect(Buffer.from(first.wrapped).includes(Buffer.from(first.plain))).toBe(false);
    expect(Buffer.from(await ring.unwrap(first.wrapped, 'a'))).toEqual(Buffer.from(first.plain));
    await expect(ring.unwrap(first.wrapped, 'b')).rejects.toThrow();
    await expect(ring.unwrap(first.wrapped, '')).rejects.toThrow();
  });

  test('a changed, cut or foreign wrapped key is refused', async () => {
    const ring = new FileKeyRing(keyFile());
    const { wrapped } = await ring.newDataKey('a');
    for (let at = 0; at < wrapped.length; at += 1) {
      const tampered = Buffer.from(wrapped);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      await expect(ring.unwrap(tampered, 'a')).rejects.toThrow();
      await expect(ring.unwrap(wrapped.subarray(0, at), 'a')).rejects.toThrow();
    }
    const other = new FileKeyRing(keyFile(Buffer.alloc(32, 4), 0o600, 'other.key'));
    await expect(other.unwrap(wrapped, 'a')).rejects.toThrow();
  });
});
