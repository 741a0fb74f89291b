import { addDays, endOfDay, startOfDay } from '../../shared/domain/calendar.ts';
import type { CaseId, LocalDate } from '../../shared/domain/ids.ts';
import { type HistoryRecord, NO_PREVIOUS } from '../../shared/events/record.ts';
import { log } from '../../shared/lambda/log.ts';
import {
  ANCHORED_STORES,
  type Anchor,
  type AnchoredStore,
  type AnchorPart,
  type AnchorStore,
  changedInShard,
  decodeAnchors,
  decodeManifest,
  encodeAnchors,
  encodeManifest,
  type Manifest,
  manifestName,
  partName,
  writeAnchorMark,
} from '../../shared/store/anchors.ts';
import { type Database, queryAll } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
import { JOURNAL_SHARDS } from '../../shared/store/journal-shards.ts';
import { unpackJson } from '../../shared/store/packed-json.ts';
import type { AnchorDeps } from './deps.ts';
import { signManifest } from './sign-manifest.ts';

/** A manifest as it lies in the store. */
export interface StoredManifest {
  readonly manifest: Manifest;
  /** SHA-256 of its bytes, which the next one carries. */
  readonly digest: string;
}

/** Anchors in one part: about 2 MB, so that neither writing nor verifying holds more at once. */
const PART_ANCHORS = 20_000;
/** Heads read at once. */
const BATCH = 1_000;

/** Reads a manifest that this program wrote. @throws when it is not there */
export async function readManifest(anchors: AnchorStore, day: LocalDate): Promise<StoredManifest> {
  const bytes = await anchors.get(manifestName(day));
  if (!bytes) throw new Error(`the manifest of ${day} is gone`);
  return { manifest: decodeManifest(bytes).manifest, digest: digest(bytes) };
}

/**
 * Writes the manifest of a day: parts first, the manifest last, so that a run that ends in between leaves nothing but
 * parts that no manifest names; the next run begins the day again. Two runs at once agree on whichever was first.
 */
export async function writeManifest(
  day: LocalDate,
  before: StoredManifest | undefined,
  deps: AnchorDeps,
): Promise<StoredManifest> {
  const parts: AnchorPart[] = [];
  for (const store of ANCHORED_STORES)
    for (let shard = 0; shard < JOURNAL_SHARDS; shard += 1)
      parts.push(...(await writeShard(day, store, shard, before?.manifest, deps)));
  const manifest: Manifest = {
    type: 'xinfang.history-manifest.v1',
    number: (before?.manifest.number ?? 0) + 1,
    day,
    previous: before?.digest ?? NO_PREVIOUS,
    parts,
  };
  const bytes = encodeManifest(await signManifest(manifest, deps.signer));
  const first = await deps.anchors.putOnce(manifestName(day), bytes);
  const stored = first ? { manifest, digest: digest(bytes) } : await readManifest(deps.anchors, day);
  await writeAnchorMark(deps.database, { number: stored.manifest.number, day, digest: stored.digest });
  const anchors = stored.manifest.parts.reduce((sum, part) => sum + part.anchors, 0);
  if (first) log('info', 'anchor.written', { day, number: manifest.number, parts: parts.length, anchors });
  return stored;
}

/**
 * Anchors of one shard. The journal is an index that may lag behind its table: the day before is looked at once more,
 * and whatever the manifest of that day does not yet name, in that version, is anchored today.
 */
async function writeShard(
  day: LocalDate,
  store: AnchoredStore,
  shard: number,
  before: Manifest | undefined,
  deps: AnchorDeps,
): Promise<AnchorPart[]> {
  const from = startOfDay(addDays(day, -1));
  const changed = await changedInShard(deps.database, store, shard, from, endOfDay(day));
  for (const part of before?.parts ?? []) {
    if (part.store !== store || part.shard !== shard || changed.size === 0) continue;
    for (const known of decodeAnchors((await deps.anchors.get(part.name)) ?? new Uint8Array()))
      if ((changed.get(known.caseId) ?? 0) <= known.version) changed.delete(known.caseId);
  }
  const ids = [...changed.keys()].sort();
  const parts: AnchorPart[] = [];
  for (let start = 0; start < ids.length; start += PART_ANCHORS) {
    const anchors: Anchor[] = [];
    for (let at = start; at < Math.min(start + PART_ANCHORS, ids.length); at += BATCH)
      anchors.push(
        ...(await readAnchors(
          deps.database,
          store,
          changed,
          ids.slice(at, Math.min(at + BATCH, start + PART_ANCHORS)),
        )),
      );
    const bytes = encodeAnchors(anchors);
    const name = partName(day, digest(bytes));
    // The same part from a run that was cut off is as good.
    await deps.anchors.putOnce(name, bytes);
    parts.push({ name, store, shard, anchors: anchors.length, digest: digest(bytes) });
  }
  return parts;
}

/** Heads as they are now, in the order of the ids: never older than what the journal says. */
async function readAnchors(
  database: Database,
  store: AnchoredStore,
  changed: ReadonlyMap<CaseId, number>,
  ids: readonly CaseId[],
): Promise<Anchor[]> {
  const items = await database.getMany(
    store,
    ids.map((id) => ({ pk: id, sk: 'HEAD' })),
    { consistent: true },
  );
  const heads = new Map(items.map((item) => [item.pk, item]));
  const anchors: Anchor[] = [];
  for (const id of ids) {
    const named = changed.get(id) ?? 1;
    const head = heads.get(id);
    if (head && (head.version as number) >= named)
      anchors.push({ caseId: id, version: head.version as number, hash: head.chain as string });
    else anchors.push(await anchorWithoutHead(database, store, id, named));
  }
  return anchors;
}

/** A head that is gone, or behind its journal, was not left so by any command: the record itself is anchored. */
async function anchorWithoutHead(
  database: Database,
  store: AnchoredStore,
  id: CaseId,
  version: number,
): Promise<Anchor> {
  log('error', 'anchor.head-missing', { caseId: id, version });
  const stored = await queryAll(database, { table: store, pk: id, from: 'V#', to: 'V#~', consistent: true });
  const records = stored.map(({ record }) => JSON.parse(unpackJson(record as Uint8Array)) as HistoryRecord);
  const record = records.find((one) => one.version === version);
  return { caseId: id, version, ...(record ? { hash: record.hash } : {}) };
}
