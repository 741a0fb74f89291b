import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FolderAnchorStore } from '../../services/anchor/folder-anchors.ts';
import { isSignedBy, signManifest } from '../../services/anchor/sign-manifest.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { NO_PREVIOUS } from '../../shared/events/record.ts';
import {
  type AnchorStore,
  decodeAnchors,
  decodeManifest,
  encodeAnchors,
  MemoryAnchorStore,
  manifestName,
} from '../../shared/store/anchors.ts';
import type { Page, Query } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { cast } from '../builders/walk.ts';
import { instant } from '../builders/world.ts';
import { idOf } from '../store/a-case.ts';
import { AnchoredBureau, freshSigner, versionOf } from './anchored-bureau.ts';

const day = (text: string) => text as LocalDate;

/** Anchors of a day's manifest, `store id version`. */
async function anchored(store: AnchorStore, of: string): Promise<string[]> {
  const { manifest } = decodeManifest((await store.get(manifestName(day(of))))!);
  const lines: string[] = [];
  for (const part of manifest.parts)
    for (const { caseId, version } of decodeAnchors((await store.get(part.name))!))
      lines.push(`${part.store} ${caseId} ${version}`);
  return lines;
}

const REGISTER = { type: 'REGISTER', readBack: { how: 'WRITTEN_BY_PETITIONER' } };

describe('[P-22] one signed manifest for each day', () => {
  test('names the newest version of every case that changed, in both stores, and nothing else', async () => {
    const bureau = new AnchoredBureau();
    const { id } = await bureau.world.submit({ organ: 'donghu' });
    await bureau.world.command(id, cast(bureau.world).officeRegistrar, REGISTER);
    const sealed = await bureau.world.submit({ purpose: 'ACCUSATION', seal: true });
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-02')).toEqual([`CASES ${id} 2`, `SEALED ${sealed.id} 1`]);
    bureau.world.now = instant('2026-03-03T02:00:00Z');
    const { id: second } = await bureau.world.submit();
    await bureau.anchorAt('2026-03-03T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-03')).toEqual([`CASES ${second} 1`]);
  });

  test('follows the one before, by number, day and digest; a day without changes has its own', async () => {
    const bureau = new AnchoredBureau();
    await bureau.world.submit();
    expect(await bureau.anchorAt('2026-03-05T16:10:00Z')).toEqual({
      written: 4,
      lastDay: '2026-03-05',
      nextDue: '2026-03-06T16:05:00.000Z',
    });
    const names = await bureau.anchors.list('manifests/');
    expect(names).toEqual(['02', '03', '04', '05'].map((of) => `manifests/2026-03-${of}.json`));
    let previous = NO_PREVIOUS;
    for (const [at, name] of names.entries()) {
      const bytes = (await bureau.anchors.get(name))!;
      const signed = decodeManifest(bytes);
      expect(signed.manifest).toMatchObject({ number: at + 1, previous });
      expect(isSignedBy(signed, await bureau.signer.publicKey())).toBe(true);
      previous = digest(bytes);
    }
  });

  test('a day begins and ends in Shanghai, and is anchored only when it has settled', async () => {
    const bureau = new AnchoredBureau();
    bureau.world.now = instant('2026-03-02T15:59:59.999Z');
    const { id } = await bureau.world.submit();
    bureau.world.now = instant('2026-03-02T16:00:00Z');
    const { id: next } = await bureau.world.submit();
    await bureau.anchorAt('2026-03-02T16:04:00Z');
    expect(await bureau.anchors.list('manifests/2026-03-02')).toEqual([]);
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-02')).toEqual([`CASES ${id} 1`]);
    await bureau.anchorAt('2026-03-03T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-03')).toEqual([`CASES ${next} 1`]);
  });

  test('a second run on the same day changes nothing', async () => {
    const bureau = new AnchoredBureau();
    await bureau.world.submit();
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    const before = new Map(bureau.anchors.objects);
    expect(await bureau.anchorAt('2026-03-03T15:10:00Z')).toMatchObject({ written: 0, lastDay: '2026-03-02' });
    expect(bureau.anchors.objects).toEqual(before);
  });

  test('two runs at once agree on one chain', async () => {
    const bureau = new AnchoredBureau();
    await bureau.world.submit();
    await Promise.all([1, 2, 3].map(() => bureau.anchorAt('2026-03-04T16:10:00Z')));
    expect(await bureau.found()).toEqual([]);
    expect((await bureau.verify()).manifests.count).toBe(3);
  });

  test('a run cut off anywhere is made good by the next', async () => {
    for (let survives = 0; survives < 4; survives += 1) {
      const bureau = new AnchoredBureau();
      await bureau.world.submit();
      await bureau.world.submit({ purpose: 'ACCUSATION', seal: true });
      let writes = 0;
      const dying = new (class extends MemoryAnchorStore {
        override async putOnce(name: string, bytes: Uint8Array): Promise<boolean> {
          writes += 1;
          if (writes > survives) throw new Error('cut off');
          return bureau.anchors.putOnce(name, bytes);
        }
        override get = (name: string) => bureau.anchors.get(name);
        override list = (prefix: string, after?: string) => bureau.anchors.list(prefix, after);
      })();
      await expect(bureau.anchorAt('2026-03-03T16:10:00Z', dying)).rejects.toThrow('cut off');
      await bureau.anchorAt('2026-03-03T17:10:00Z');
      expect((await bureau.verify()).manifests).toMatchObject({ count: 2, lastDay: '2026-03-03' });
      expect(await bureau.found()).toEqual([]);
    }
  });

  test('a journal that lags past midnight is caught up the next night', async () => {
    const bureau = new AnchoredBureau();
    const { id } = await bureau.world.submit();
    const lagging = bureau.database.query.bind(bureau.database);
    const none: Page = { items: [] };
    bureau.database.query = async (query: Query) => (query.index === 'journal' ? none : lagging(query));
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-02')).toEqual([]);
    bureau.database.query = MemoryDatabase.prototype.query;
    await bureau.anchorAt('2026-03-03T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-03')).toEqual([`CASES ${id} 1`]);
  });

  test('a manifest that is gone is no reason to begin anew', async () => {
    const bureau = new AnchoredBureau();
    await bureau.world.submit();
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    bureau.anchors.objects.clear();
    await expect(bureau.anchorAt('2026-03-03T16:10:00Z')).rejects.toThrow('the manifest of 2026-03-02 is gone');
  });

  test('a head that disappeared before its day was anchored: the record is anchored, and the log says so', async () => {
    const bureau = new AnchoredBureau();
    const { id } = await bureau.world.submit();
    await bureau.remove(id, 'HEAD');
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-02')).toEqual([`CASES ${id} 1`]);
    expect(await bureau.found()).toEqual(['HEAD_MISSING 1']);
  });

  test('a day on which very many cases changed comes in several sorted parts under one signature', async () => {
    const bureau = new AnchoredBureau();
    const many = 20_001;
    const hash = 'b'.repeat(64);
    for (let n = 1; n <= many; n += 1) {
      const id = idOf(n);
      const at = '2026-03-02T01:00:00.000Z';
      await bureau.put({ pk: id, sk: 'HEAD', version: 1, chain: hash });
      await bureau.put({ pk: id, sk: versionOf(1), journalPk: 'DAY#2026-03-02#0', journalSk: `${at}#${id}#1` });
    }
    await bureau.anchorAt('2026-03-02T16:10:00Z');
    const { manifest } = decodeManifest((await bureau.anchors.get(manifestName(day('2026-03-02'))))!);
    expect(manifest.parts.map(({ store, shard, anchors }) => [store, shard, anchors])).toEqual([
      ['CASES', 0, 20_000],
      ['CASES', 0, 1],
    ]);
    const lines = await anchored(bureau.anchors, '2026-03-02');
    expect(lines).toEqual([...new Set(lines)].sort());
    expect(lines).toHaveLength(many);
    // The next night looks at the same day once more, and finds all of them anchored.
    await bureau.anchorAt('2026-03-03T16:10:00Z');
    expect(await anchored(bureau.anchors, '2026-03-03')).toEqual([]);
  });

  test('time that runs out leaves whole days; the next tick goes on at once', async () => {
    const bureau = new AnchoredBureau();
    await bureau.world.submit();
    const { anchorHistories } = await import('../../services/anchor/anchor-histories.ts');
    let turns = 0;
    const now = instant('2026-03-05T16:10:00Z');
    const deps = { database: bureau.database, anchors: bureau.anchors, signer: bureau.signer };
    const half = await anchorHistories(now, deps, () => ++turns <= 2);
    expect(half).toEqual({ written: 2, lastDay: '2026-03-03', nextDue: now });
    expect(await bureau.anchorAt('2026-03-05T17:10:00Z')).toMatchObject({ written: 2, lastDay: '2026-03-05' });
  });
});

describe('signatures', () => {
  const manifest = {
    type: 'xinfang.history-manifest.v1',
    number: 1,
    day: day('2026-03-02'),
    previous: NO_PREVIOUS,
    parts: [],
  } as const;

  test('hold for the key and the content they were made with, and for no other', async () => {
    const signer = freshSigner();
    const signed = await signManifest(manifest, signer);
    expect(isSignedBy(signed, await signer.publicKey())).toBe(true);
    expect(isSignedBy({ ...signed, manifest: { ...manifest, number: 2 } }, await signer.publicKey())).toBe(false);
    expect(isSignedBy(signed, await freshSigner().publicKey())).toBe(false);
  });

  test('ECDSA on P-384, as KMS makes them, hold too', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const signed = await signManifest(manifest, {
      algorithm: 'ECDSA_SHA_384',
      publicKey: async () => publicKey,
      sign: async (bytes) => sign('sha384', bytes, privateKey),
    });
    expect(isSignedBy(signed, publicKey)).toBe(true);
    expect(isSignedBy({ ...signed, manifest: { ...manifest, number: 2 } }, publicKey)).toBe(false);
  });
});

describe('lines of a part', () => {
  const hash = 'a'.repeat(64);

  test('come back as they were', () => {
    const anchors = [
      { caseId: idOf(1), version: 3, hash },
      { caseId: idOf(2), version: 1 },
    ];
    expect(decodeAnchors(encodeAnchors(anchors))).toEqual(anchors);
    expect(decodeAnchors(encodeAnchors([]))).toEqual([]);
  });

  test.each([
    `${idOf(1)} 0 ${hash}\n`,
    `${idOf(1)} 1 ${hash}`,
    `${idOf(1)} 1 xyz\n`,
    '\n',
    `short 1 ${hash}\n`,
  ])('%j is refused', (text) => {
    expect(() => decodeAnchors(Buffer.from(text))).toThrow();
  });
});

describe.each([
  ['memory', () => ({ store: new MemoryAnchorStore() as AnchorStore, folder: undefined })],
  [
    'a folder',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'xinfang-anchors-'));
      return { store: new FolderAnchorStore(folder) as AnchorStore, folder };
    },
  ],
])('write-once store in %s', (_, make) => {
  test('a name is given once, and keeps what it was given', async () => {
    const { store, folder } = make();
    expect(await store.list('manifests/')).toEqual([]);
    expect(await store.get('manifests/a.json')).toBeUndefined();
    expect(await store.putOnce('manifests/a.json', Buffer.from('first'))).toBe(true);
    expect(await store.putOnce('manifests/a.json', Buffer.from('second'))).toBe(false);
    await store.putOnce('manifests/b.json', Buffer.from('b'));
    await store.putOnce('parts/x/y.txt', Buffer.from('y'));
    expect(Buffer.from((await store.get('manifests/a.json'))!).toString()).toBe('first');
    expect(await store.list('manifests/')).toEqual(['manifests/a.json', 'manifests/b.json']);
    expect(await store.list('manifests/', 'manifests/a.json')).toEqual(['manifests/b.json']);
    if (!folder) return;
    expect(statSync(join(folder, 'manifests/a.json')).mode & 0o222).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['manifests', 'parts']);
    rmSync(folder, { recursive: true });
  });

  test('of many writers at once one is first', async () => {
    const { store, folder } = make();
    const first = await Promise.all([1, 2, 3, 4].map((n) => store.putOnce('n', Buffer.from(String(n)))));
    expect(first.filter(Boolean)).toHaveLength(1);
    if (folder) rmSync(folder, { recursive: true });
  });
});
