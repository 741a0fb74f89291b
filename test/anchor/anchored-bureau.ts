import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Verification, verifyHistory } from '../../infra/verify-history/verify-history.ts';
import { anchorHistories } from '../../services/anchor/anchor-histories.ts';
import { type ManifestSigner, signerFrom } from '../../services/anchor/sign-manifest.ts';
import { MemoryAnchorStore } from '../../shared/store/anchors.ts';
import type { Item } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import type { TableKey } from '../../shared/store/tables.ts';
import { instant, World } from '../builders/world.ts';

/** A signer with a key file of its own. */
export function freshSigner(): ManifestSigner {
  const folder = mkdtempSync(join(tmpdir(), 'xinfang-anchor-'));
  const path = join(folder, 'key');
  writeFileSync(path, randomBytes(32), { mode: 0o600 });
  try {
    return signerFrom(`file:${path}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A bureau in memory whose histories are anchored, and a hand that reaches into its tables past the program. */
export class AnchoredBureau {
  readonly world = new World('2026-03-02T01:00:00Z', new MemoryDatabase());
  readonly anchors = new MemoryAnchorStore();
  readonly signer = freshSigner();

  get database(): MemoryDatabase {
    return this.world.database as MemoryDatabase;
  }

  anchorAt = (time: string, anchors = this.anchors) =>
    anchorHistories(instant(time), { database: this.database, anchors, signer: this.signer }, () => true);

  /** Partition keys of a table that hold something, as a scan would find them. */
  async *partitions(table: TableKey): AsyncGenerator<string> {
    const written = this.database.changes.filter((one) => one.table === table).map(({ key }) => key.pk);
    for (const pk of new Set(written))
      if ((await this.database.query({ table, pk, limit: 1 })).items.length > 0) yield pk;
  }

  async verify(): Promise<Verification> {
    return verifyHistory({
      database: this.database,
      partitions: (table) => this.partitions(table),
      anchors: this.anchors,
      publicKey: await this.signer.publicKey(),
    });
  }

  /** What a verification finds, in short: code, case, version, name. */
  async found(): Promise<string[]> {
    const { findings } = await this.verify();
    return findings.map(({ code, version, name }) =>
      [code, version, name].filter((part) => part !== undefined).join(' '),
    );
  }

  async item(pk: string, sk: string, table: TableKey = 'CASES'): Promise<Item> {
    const item = await this.database.get(table, { pk, sk });
    if (!item) throw new Error(`no ${pk} ${sk}`);
    return item;
  }

  put = (item: Item, table: TableKey = 'CASES') => this.database.write({ kind: 'PUT', table, item });

  remove = (pk: string, sk: string, table: TableKey = 'CASES') =>
    this.database.write({ kind: 'DELETE', table, key: { pk, sk } });
}

export const versionOf = (version: number): string => `V#${String(version).padStart(8, '0')}`;
