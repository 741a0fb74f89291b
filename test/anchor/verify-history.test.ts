import { beforeEach, describe, expect, test } from 'vitest';
import { findingLine } from '../../infra/verify-history/findings.ts';
import { signManifest } from '../../services/anchor/sign-manifest.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { canonicalJson, type HistoryRecord, NO_PREVIOUS } from '../../shared/events/record.ts';
import { decodeManifest, encodeManifest, manifestName } from '../../shared/store/anchors.ts';
import type { Item } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { packJson, unpackJson } from '../../shared/store/packed-json.ts';
import { heard } from '../builders/walk.ts';
import { instant } from '../builders/world.ts';
import { AnchoredBureau, freshSigner, versionOf } from './anchored-bureau.ts';

const DAY = '2026-03-02' as LocalDate;

let bureau: AnchoredBureau;
let id: CaseId;
let last: number;

/** One case with a whole investigation behind it, two that were only received; all anchored, two days over. */
beforeEach(async () => {
  bureau = new AnchoredBureau();
  id = await heard(bureau.world);
  await bureau.world.submit();
  await bureau.world.submit({ purpose: 'ACCUSATION', seal: true });
  bureau.world.now = instant('2026-03-03T02:00:00Z');
  await bureau.world.submit();
  await bureau.anchorAt('2026-03-03T16:10:00Z');
  last = (await bureau.world.head(id)).version;
});

const recordOf = (item: Item): HistoryRecord => JSON.parse(unpackJson(item.record as Uint8Array)) as HistoryRecord;

const storedAs = (item: Item, record: HistoryRecord): Item => ({ ...item, record: packJson(canonicalJson(record)) });

const rehashed = ({ hash: _hash, ...record }: HistoryRecord): HistoryRecord => ({
  ...record,
  hash: digest(canonicalJson(record)),
});

/** Rewrites the history from nothing, hashes, head and all, as somebody with the program in his hands would. */
async function rewrite(change: (records: HistoryRecord[]) => HistoryRecord[]): Promise<void> {
  const items = await Promise.all(Array.from({ length: last }, (_, at) => bureau.item(id, versionOf(at + 1))));
  let previous = NO_PREVIOUS;
  let head: Head | undefined;
  const records = change(items.map(recordOf)).map((record, at) => {
    const chained = rehashed({ ...record, version: at + 1, previous });
    previous = chained.hash;
    head = evolve(head, chained.events, chained.at);
    return chained;
  });
  for (const [at, record] of records.entries()) {
    const { texts: _texts, ...item } = items[at] as Item;
    const texts = items.find(
      (one) => digest(canonicalJson(recordOf(one).texts)) === digest(canonicalJson(record.texts)),
    );
    await bureau.put({
      ...storedAs(item as Item, record),
      ...(texts?.texts === undefined ? {} : { texts: texts.texts }),
      journalSk: `${record.at}#${id}#${record.version}`,
    });
  }
  for (let gone = records.length + 1; gone <= last; gone += 1) await bureau.remove(id, versionOf(gone));
  const stored = await bureau.item(id, 'HEAD');
  await bureau.put({ ...stored, head: packJson(JSON.stringify(head)), version: records.length, chain: previous });
}

test('[P-22] an untouched store passes, sealed cases included', async () => {
  const verification = await bureau.verify();
  expect(verification.findings).toEqual([]);
  expect(verification).toMatchObject({ manifests: { count: 2, firstDay: DAY, lastDay: '2026-03-03' }, cases: 4 });
  expect(verification.records).toBe(last + 3);
});

test('[P-22] the register of the numbers of accusations, beside them, is no history', async () => {
  const { world } = bureau;
  const { id: sealed } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
  const officer = world.officer('sealed-xie');
  await world.command(sealed, officer, { type: 'S_SCREEN', finding: '反映民警违纪' });
  await world.command(sealed, officer, { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' });
  await world.command(sealed, officer, { type: 'S_INFORM', method: 'HAND', content: '已移送' });
  await bureau.item('NUMBER#donghu#检#2026', 'N#00000001', 'SEALED');
  expect(await bureau.found()).toEqual([]);
});

test('[P-22] what is added after the last manifest passes, until its day is anchored', async () => {
  bureau.world.now = instant('2026-03-04T02:00:00Z');
  await bureau.world.submit();
  expect(await bureau.found()).toEqual([]);
});

describe('[P-22] tampering with a history is found, and named by case and version', () => {
  test('a changed record', async () => {
    const item = await bureau.item(id, versionOf(3));
    const record = recordOf(item);
    await bureau.put(storedAs(item, { ...record, actor: { kind: 'PETITIONER' } }));
    expect(await bureau.found()).toEqual(['RECORD_CHANGED 3']);
    const [finding] = (await bureau.verify()).findings;
    expect(finding).toMatchObject({ store: 'CASES', caseId: id });
    expect(findingLine(finding!)).toContain(`CASES ${id} 第3版/version 3 记录被改动`);
  });

  test('a changed record with its hash made anew', async () => {
    const item = await bureau.item(id, versionOf(3));
    const record = recordOf(item);
    await bureau.put(storedAs(item, rehashed({ ...record, actor: { kind: 'PETITIONER' } })));
    expect(await bureau.found()).toEqual(['CHAIN_BROKEN 4']);
  });

  test('a record removed from the middle', async () => {
    await bureau.remove(id, versionOf(4));
    expect(await bureau.found()).toEqual(['RECORD_MISSING 4']);
  });

  test('a record removed from the end, the head left', async () => {
    await bureau.remove(id, versionOf(last));
    expect(await bureau.found()).toEqual([`HEAD_BEHIND ${last}`, `TRUNCATED ${last}`]);
  });

  test('an end cut off, the head set back to what was left', async () => {
    await rewrite((records) => records.slice(0, -2));
    expect(await bureau.found()).toEqual([`TRUNCATED ${last}`]);
  });

  test('a record inserted at the end', async () => {
    const item = await bureau.item(id, versionOf(last));
    const record = recordOf(item);
    const added = rehashed({ ...record, version: last + 1, previous: record.hash });
    await bureau.put({ ...storedAs(item, added), sk: versionOf(last + 1), journalSk: `${added.at}#${id}#${last + 1}` });
    expect(await bureau.found()).toEqual([`HEAD_BEHIND ${last}`, `NOT_ANCHORED ${last + 1}`]);
  });

  test('two records that changed places', async () => {
    const [a, b] = [await bureau.item(id, versionOf(3)), await bureau.item(id, versionOf(4))];
    await bureau.put({ ...b, sk: a.sk });
    await bureau.put({ ...a, sk: b.sk });
    const found = await bureau.found();
    expect(found).toEqual(expect.arrayContaining(['RECORD_MISPLACED 3', 'RECORD_MISPLACED 4', 'CHAIN_BROKEN 3']));
  });

  test('a whole chain written anew, with every hash and the head: only the anchor tells', async () => {
    await rewrite((records) => records.map((record, at) => (at === 2 ? { ...record, commandKey: 'another' } : record)));
    expect(await bureau.found()).toEqual([`REWRITTEN ${last}`]);
  });

  test('a case removed as a whole, with its alarm and without', async () => {
    for (let version = 1; version <= last; version += 1) await bureau.remove(id, versionOf(version));
    await bureau.remove(id, 'HEAD');
    expect(await bureau.found()).toEqual(['HEAD_MISSING 0', `TRUNCATED ${last}`]);
    const { items } = await bureau.database.query({ table: 'CASES', pk: id });
    for (const { sk } of items) await bureau.remove(id, sk);
    expect(await bureau.found()).toEqual([`CASE_REMOVED ${last}`]);
  });

  test('a record that cannot be read, or cannot be replayed', async () => {
    const item = await bureau.item(id, versionOf(2));
    await bureau.put({ ...item, record: Buffer.from('nothing') });
    expect(await bureau.found()).toEqual(['RECORD_UNREADABLE 2']);
    await bureau.put(item);
    const first = await bureau.item(id, versionOf(1));
    await bureau.put(storedAs(first, { ...recordOf(first), events: [] }));
    expect(await bureau.found()).toEqual(['RECORD_CHANGED 1', `REPLAY_FAILED ${last}`]);
  });

  test('a replaced head', async () => {
    const item = await bureau.item(id, 'HEAD');
    const head = JSON.parse(unpackJson(item.head as Uint8Array)) as Head;
    await bureau.put({ ...item, head: packJson(JSON.stringify({ ...head, heard: head.heard + 1 })) });
    expect(await bureau.found()).toEqual([`HEAD_CHANGED ${last}`]);
  });

  test('a removed head', async () => {
    await bureau.remove(id, 'HEAD');
    expect(await bureau.found()).toEqual([`HEAD_MISSING ${last}`]);
  });

  test('a changed, a removed and an added text', async () => {
    const item = await bureau.item(id, versionOf(last));
    const texts = item.texts as Record<string, Uint8Array>;
    const [name = ''] = Object.keys(texts);
    const other = Uint8Array.from(texts[name]!);
    other[20]! ^= 1;
    await bureau.put({ ...item, texts: { ...texts, [name]: other } });
    expect(await bureau.found()).toEqual([`TEXT_CHANGED ${last} ${name}`]);
    await bureau.put({ ...item, texts: {} });
    expect(await bureau.found()).toEqual(expect.arrayContaining([`TEXT_MISSING ${last} ${name}`]));
    await bureau.put({ ...item, texts: { ...texts, more: other } });
    expect(await bureau.found()).toEqual([`TEXT_ADDED ${last} more`]);
  });

  test('a record taken out of the journal, so that no manifest would name it', async () => {
    const { journalPk: _pk, journalSk: _sk, ...item } = await bureau.item(id, versionOf(2));
    await bureau.put(item as Item);
    expect(await bureau.found()).toEqual(['JOURNAL_CHANGED 2']);
  });

  test('a case dated back into an anchored day', async () => {
    bureau.world.now = instant('2026-03-02T03:00:00Z');
    await bureau.world.submit();
    expect(await bureau.found()).toEqual(['NOT_ANCHORED 1']);
  });
});

describe('[P-22] tampering with the anchors is found', () => {
  const change = (name: string, edit: (bytes: Uint8Array) => Uint8Array) =>
    bureau.anchors.objects.set(name, edit(bureau.anchors.objects.get(name)!));

  test('a manifest that names fewer parts', async () => {
    change(manifestName(DAY), (bytes) => {
      const signed = decodeManifest(bytes);
      return encodeManifest({ ...signed, manifest: { ...signed.manifest, parts: [] } });
    });
    expect(await bureau.found()).toEqual(
      expect.arrayContaining([`MANIFEST_CHANGED manifests/${DAY}.json`, 'MANIFEST_CHAIN manifests/2026-03-03.json']),
    );
  });

  test('manifests all written anew, signed by another key', async () => {
    const forger = new AnchoredBureau();
    Object.defineProperty(forger, 'signer', { value: freshSigner() });
    bureau.anchors.objects.clear();
    for (const [name, bytes] of await forged(bureau, forger)) bureau.anchors.objects.set(name, bytes);
    expect(await bureau.found()).toEqual(expect.arrayContaining([`MANIFEST_CHANGED manifests/${DAY}.json`]));
  });

  test('a manifest removed: from the middle, and from the end', async () => {
    await bureau.anchorAt('2026-03-04T16:10:00Z');
    const middle = bureau.anchors.objects.get('manifests/2026-03-03.json')!;
    bureau.anchors.objects.delete('manifests/2026-03-03.json');
    expect(await bureau.found()).toEqual(expect.arrayContaining(['MANIFEST_MISSING 2026-03-03']));
    bureau.anchors.objects.set('manifests/2026-03-03.json', middle);
    bureau.anchors.objects.delete('manifests/2026-03-04.json');
    expect(await bureau.found()).toEqual(['MANIFEST_MISSING 2026-03-04']);
  });

  test('a manifest that is no manifest any more', async () => {
    change(manifestName(DAY), () => Buffer.from('{}'));
    expect(await bureau.found()).toEqual(expect.arrayContaining([`MANIFEST_UNREADABLE manifests/${DAY}.json`]));
  });

  test('the newest manifest replaced by another one that the key signed', async () => {
    const name = 'manifests/2026-03-03.json';
    const { manifest } = decodeManifest(bureau.anchors.objects.get(name)!);
    const other = await signManifest({ ...manifest, parts: [] }, bureau.signer);
    change(name, () => encodeManifest(other));
    expect(await bureau.found()).toEqual(expect.arrayContaining([`MANIFEST_REPLACED ${name}`]));
  });

  test('what had lost head and record before it was anchored', async () => {
    bureau.world.now = instant('2026-03-04T02:00:00Z');
    const { id: third } = await bureau.world.submit();
    const read = bureau.database.query.bind(bureau.database);
    const journal = await read({ table: 'CASES', pk: third });
    for (const { sk } of journal.items) await bureau.remove(third, sk);
    // The index still names what the table has lost.
    const entry = journal.items.find(({ sk }) => sk === versionOf(1))!;
    bureau.database.query = async (query) =>
      query.index === 'journal' && query.table === 'CASES' && query.pk === entry.journalPk
        ? { items: [entry] }
        : read(query);
    await bureau.anchorAt('2026-03-04T16:10:00Z');
    bureau.database.query = read;
    expect(await bureau.found()).toEqual(['CASE_REMOVED 1']);
    await bureau.put({ pk: third, sk: 'ALARM', rev: 1, fired: [] });
    expect(await bureau.found()).toEqual(expect.arrayContaining(['ANCHORED_WITHOUT_RECORD 1']));
  });

  test('a part changed, a part removed', async () => {
    const name = [...bureau.anchors.objects.keys()].find((one) => one.startsWith('parts/'))!;
    const bytes = bureau.anchors.objects.get(name)!;
    change(name, (part) => Buffer.from(Buffer.from(part).toString('utf8').replace(/ \d+ /, ' 9 ')));
    expect(await bureau.found()).toEqual(expect.arrayContaining([`PART_CHANGED ${name}`]));
    bureau.anchors.objects.delete(name);
    expect(await bureau.found()).toEqual(expect.arrayContaining([`PART_MISSING ${name}`]));
    bureau.anchors.objects.set(name, bytes);
    expect(await bureau.found()).toEqual([]);
  });
});

/** Manifests of the same histories, by somebody who has the tables and not the key. */
async function forged(original: AnchoredBureau, forger: AnchoredBureau) {
  const { anchorHistories } = await import('../../services/anchor/anchor-histories.ts');
  await original.remove('ANCHOR', 'ANCHOR', 'REGISTRY');
  await anchorHistories(
    instant('2026-03-03T16:10:00Z'),
    { database: original.database, anchors: forger.anchors, signer: forger.signer },
    () => true,
  );
  return forger.anchors.objects;
}
