import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { type EmbeddedEngine, hasEngine, startEngine } from './embedded-database.ts';

/**
 * Runs one suite over the in-memory twin and over DynamoDB's wire protocol on the embedded engine. `fresh` gives an
 * empty database each time it is called.
 */
export function onBothDatabases(suite: (fresh: () => Promise<Database>) => void): void {
  describe('MemoryDatabase', () => suite(async () => new MemoryDatabase()));

  describe.skipIf(!hasEngine)('DynamoDatabase on the embedded engine', () => {
    let engine: EmbeddedEngine;
    beforeAll(async () => {
      engine = await startEngine();
    });
    afterAll(() => engine.stop());
    suite(() => engine.freshDatabase());
  });
}
