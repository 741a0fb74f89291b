import type { KeyObject } from 'node:crypto';
import { ANCHORED_STORES, type AnchoredStore, type AnchorStore, readAnchorMark } from '../../shared/store/anchors.ts';
import { type Database, queryAll } from '../../shared/store/database.ts';
import { isNumberSeries } from '../../shared/store/document-numbers.ts';
import type { TableKey } from '../../shared/store/tables.ts';
import { AnchorIndex } from './anchor-index.ts';
import type { Finding } from './findings.ts';
import { type VerifiedCase, verifyCase } from './verify-case.ts';
import { type VerifiedManifests, verifyManifests } from './verify-manifests.ts';

/** What is verified: tables, what was anchored of them, and the key that signed it. */
export interface VerifiedSource {
  readonly database: Database;
  /** Partition keys of a table, each at least once. */
  readonly partitions: (table: TableKey) => AsyncIterable<string>;
  readonly anchors: AnchorStore;
  /** Absent where nothing has been signed yet. */
  readonly publicKey: KeyObject | undefined;
  /** Names in the write-once store that were written more than once or marked as deleted, where it can tell. */
  readonly writtenAgain?: () => Promise<readonly string[]>;
}

export interface Verification {
  readonly manifests: Omit<VerifiedManifests, 'findings'>;
  readonly cases: number;
  readonly records: number;
  readonly findings: readonly Finding[];
}

/** Cases read at once. */
const PARALLEL = 16;

/** Verifies all manifests, then all histories: what is written while it runs is newer than any manifest it read. */
export async function verifyHistory(source: VerifiedSource): Promise<Verification> {
  const index = new AnchorIndex();
  try {
    const mark = await readAnchorMark(source.database);
    const { findings: wrong, ...manifests } = await verifyManifests(source.anchors, source.publicKey, mark, index);
    const findings: Finding[] = [...wrong];
    for (const name of (await source.writtenAgain?.()) ?? []) findings.push({ code: 'WRITTEN_AGAIN', name });
    let [cases, records] = [0, 0];
    for (const store of ANCHORED_STORES)
      for await (const verified of verifyAll(source, store, manifests.lastDay, index)) {
        findings.push(...verified.findings);
        records += verified.records;
        if (verified.records > 0) cases += 1;
      }
    for (const gone of index.unseen()) findings.push({ code: 'CASE_REMOVED', ...gone });
    return { manifests, cases, records, findings };
  } finally {
    index.close();
  }
}

async function* verifyAll(
  source: VerifiedSource,
  store: AnchoredStore,
  anchoredThrough: VerifiedManifests['lastDay'],
  index: AnchorIndex,
): AsyncGenerator<VerifiedCase> {
  const verify = async (caseId: string): Promise<VerifiedCase> => {
    const anchors = index.of(store, caseId);
    const read = async () => {
      const items = await queryAll(source.database, { table: store, pk: caseId, consistent: true });
      return verifyCase({ store, caseId, items, anchors, anchoredThrough });
    };
    const verified = await read();
    // A command stored between two pages looks like damage once, and not twice.
    return verified.findings.length === 0 ? verified : read();
  };
  let batch: string[] = [];
  let last: string | undefined;
  const done = new Set<string>();
  for await (const caseId of source.partitions(store)) {
    // The register of the numbers of accusations lies beside them and is no history.
    if (caseId === last || done.has(caseId) || isNumberSeries(caseId)) continue;
    last = caseId;
    done.add(caseId);
    batch.push(caseId);
    if (batch.length < PARALLEL) continue;
    yield* await Promise.all(batch.map(verify));
    batch = [];
  }
  yield* await Promise.all(batch.map(verify));
}
