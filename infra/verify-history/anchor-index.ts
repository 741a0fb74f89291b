import { DatabaseSync } from 'node:sqlite';
import type { Anchor, AnchoredStore } from '../../shared/store/anchors.ts';

/** All anchors of all manifests, by case: in a database that vanishes when closed, since they may be many millions. */
export class AnchorIndex {
  readonly #database = new DatabaseSync('');
  readonly #insert;
  readonly #select;
  readonly #see;

  constructor() {
    this.#database.exec(`
      PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
      CREATE TABLE anchor (store TEXT, caseId TEXT, version INTEGER, hash TEXT);
      CREATE INDEX byCase ON anchor (store, caseId, version);
      CREATE TABLE seen (store TEXT, caseId TEXT, PRIMARY KEY (store, caseId)) WITHOUT ROWID`);
    this.#insert = this.#database.prepare('INSERT INTO anchor VALUES (?, ?, ?, ?)');
    this.#select = this.#database.prepare(
      'SELECT version, hash FROM anchor WHERE store = ? AND caseId = ? ORDER BY version',
    );
    this.#see = this.#database.prepare('INSERT OR IGNORE INTO seen VALUES (?, ?)');
  }

  add(store: AnchoredStore, anchors: readonly Anchor[]): void {
    this.#database.exec('BEGIN');
    for (const { caseId, version, hash } of anchors) this.#insert.run(store, caseId, version, hash ?? null);
    this.#database.exec('COMMIT');
  }

  /** Anchors of a case, oldest version first; notes that the case is there. */
  of(store: AnchoredStore, caseId: string): { readonly version: number; readonly hash: string | null }[] {
    this.#see.run(store, caseId);
    return this.#select.all(store, caseId) as { version: number; hash: string | null }[];
  }

  /** Anchored cases that nobody asked for: they are not there any more. */
  unseen(): { readonly store: AnchoredStore; readonly caseId: string; readonly version: number }[] {
    return this.#database
      .prepare(
        `SELECT store, caseId, MAX(version) AS version FROM anchor
         WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.store = anchor.store AND seen.caseId = anchor.caseId)
         GROUP BY store, caseId ORDER BY store, caseId`,
      )
      .all() as { store: AnchoredStore; caseId: string; version: number }[];
  }

  close(): void {
    this.#database.close();
  }
}
