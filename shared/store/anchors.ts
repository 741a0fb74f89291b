import { type CaseId, caseId, type Instant, type LocalDate } from '../domain/ids.ts';
import { canonicalJson } from '../events/record.ts';
import { type Database, queryAll } from './database.ts';
import { JOURNAL_SHARDS } from './journal-shards.ts';

/**
 * Anchors: what histories looked like at the end of a day, in storage that nobody can write twice. A manifest
 * (清单) of each day names the newest version and hash of every case that changed, and the digest of the manifest
 * before; whoever changes a history later has to change what cannot be changed.
 *
 * | name | what |
 * |---|---|
 * | `manifests/<day>.json` | the signed manifest of a day, one for each day without gaps |
 * | `parts/<day>/<digest>.txt` | lines `<caseId> <version> <hash>`, sorted by case; named by their content |
 */
export interface AnchorStore {
  /** Stores under a name that is free. @returns false when the name is taken; what lies there stays as it is */
  putOnce(name: string, bytes: Uint8Array): Promise<boolean>;
  get(name: string): Promise<Uint8Array | undefined>;
  /** Names that begin so, in order; with `after`, only those that sort after it. */
  list(prefix: string, after?: string): Promise<string[]>;
}

/** Tables with histories; the ids of sealed cases, which an anchor names too, say nothing of what they hold. */
export const ANCHORED_STORES = ['CASES', 'SEALED'] as const;
export type AnchoredStore = (typeof ANCHORED_STORES)[number];

/** Head of a case as anchored: the hash of its last record covers all records before. */
export interface Anchor {
  readonly caseId: CaseId;
  readonly version: number;
  /** Absent where the journal named the case and neither head nor record was there any more. */
  readonly hash?: string;
}

/** Some of a day's anchors: sorted by case, of one store and one shard of its journal. */
export interface AnchorPart {
  readonly name: string;
  readonly store: AnchoredStore;
  readonly shard: number;
  readonly anchors: number;
  /** SHA-256 of the part as stored, hex. */
  readonly digest: string;
}

/** What is signed: one day of all histories. */
export interface Manifest {
  readonly type: 'xinfang.history-manifest.v1';
  /** From 1, without gaps. */
  readonly number: number;
  /** The civil day (Asia/Shanghai) that ended; days follow each other without gaps. */
  readonly day: LocalDate;
  /** SHA-256 of the manifest before as stored, signature included; 64 zeros for the first. */
  readonly previous: string;
  readonly parts: readonly AnchorPart[];
}

export interface SignedManifest {
  readonly manifest: Manifest;
  readonly algorithm: string;
  /** SHA-256 of the public key (SPKI, DER), hex. */
  readonly key: string;
  /** Over {@link signedBytes}, base64. */
  readonly signature: string;
}

export const MANIFESTS = 'manifests/';
export const manifestName = (day: LocalDate): string => `${MANIFESTS}${day}.json`;
export const partName = (day: LocalDate, digest: string): string => `parts/${day}/${digest}.txt`;

/** The bytes that a signature covers. */
export const signedBytes = (manifest: Manifest): Uint8Array => Buffer.from(canonicalJson(manifest));
export const encodeManifest = (signed: SignedManifest): Uint8Array => Buffer.from(`${canonicalJson(signed)}\n`);
/** @throws when it is no JSON */
export const decodeManifest = (bytes: Uint8Array): SignedManifest =>
  JSON.parse(Buffer.from(bytes).toString('utf8')) as SignedManifest;

const NO_HASH = '-';

export const encodeAnchors = (anchors: readonly Anchor[]): Uint8Array =>
  Buffer.from(anchors.map(({ caseId, version, hash }) => `${caseId} ${version} ${hash ?? NO_HASH}\n`).join(''));

/** @throws for a line of another form */
export function decodeAnchors(bytes: Uint8Array): Anchor[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  if (lines.pop() !== '') throw new Error('a part ends with a line that is cut off');
  return lines.map((line) => {
    const [, id = '', version, hash] = /^([0-9a-z]{26}) ([1-9]\d{0,7}) ([0-9a-f]{64}|-)$/.exec(line) ?? [];
    if (id === '') throw new Error('a part holds a line of another form');
    return { caseId: caseId(id), version: Number(version), ...(hash === NO_HASH ? {} : { hash: hash as string }) };
  });
}

/**
 * Newest version of each case of a journal shard that changed from one instant until before another. One shard at a
 * time, so that a day on which a million cases changed fits into a function.
 */
export async function changedInShard(
  database: Database,
  store: AnchoredStore,
  shard: number,
  from: Instant,
  until: Instant,
): Promise<Map<CaseId, number>> {
  const entries = await Promise.all(
    utcDays(from, until).map((day) =>
      // Entries begin with their instant and `#`: those of `until` itself sort after it.
      queryAll(database, { table: store, index: 'journal', pk: `DAY#${day}#${shard}`, from, to: until }),
    ),
  );
  const newest = new Map<CaseId, number>();
  for (const { journalSk } of entries.flat()) {
    const [, id, version] = String(journalSk).split('#') as [string, CaseId, string];
    newest.set(id, Math.max(newest.get(id) ?? 0, Number(version)));
  }
  return newest;
}

/** First instant in the journal of a UTC day, of both stores; undefined on a day without changes. */
export async function firstChangeOn(database: Database, day: string): Promise<Instant | undefined> {
  const pages = await Promise.all(
    ANCHORED_STORES.flatMap((table) =>
      Array.from({ length: JOURNAL_SHARDS }, (_, shard) =>
        database.query({ table, index: 'journal', pk: `DAY#${day}#${shard}`, limit: 1 }),
      ),
    ),
  );
  const instants = pages.flatMap(({ items }) => items.map(({ journalSk }) => String(journalSk).split('#')[0]));
  return instants.sort()[0] as Instant | undefined;
}

function utcDays(from: Instant, until: Instant): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from.slice(0, 10)}T00:00:00Z`); at < Date.parse(until); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** How far anchoring has come; a second witness, in the database, of what the write-once store holds. */
export interface AnchorMark {
  readonly number: number;
  readonly day: LocalDate;
  /** Of the manifest as stored. */
  readonly digest: string;
}

const MARK_KEY = { pk: 'ANCHOR', sk: 'ANCHOR' };

export async function readAnchorMark(database: Database): Promise<AnchorMark | undefined> {
  const item = await database.get('REGISTRY', MARK_KEY, { consistent: true });
  return item && { number: item.number as number, day: item.day as LocalDate, digest: item.digest as string };
}

export const writeAnchorMark = (database: Database, mark: AnchorMark): Promise<void> =>
  database.write({ kind: 'PUT', table: 'REGISTRY', item: { ...MARK_KEY, ...mark } });

/** The in-memory twin of the write-once store. */
export class MemoryAnchorStore implements AnchorStore {
  readonly objects = new Map<string, Uint8Array>();

  async putOnce(name: string, bytes: Uint8Array): Promise<boolean> {
    if (this.objects.has(name)) return false;
    this.objects.set(name, Uint8Array.from(bytes));
    return true;
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const bytes = this.objects.get(name);
    return bytes && Uint8Array.from(bytes);
  }

  async list(prefix: string, after = ''): Promise<string[]> {
    return [...this.objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort();
  }
}
