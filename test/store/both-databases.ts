import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../shared/store/database.ts';
import { MemoryDatabase } from '../../shared/store/memory-database.ts';
import { type EmbeddedEngine, engineRequired, hasEngine, startEngine } from './embedded-database.ts';

/**
 * Runs one suite over the in-memory twin and over DynamoDB's wire protocol on the embedded engine. `fresh` gives an
 * empty database each time it is called. Without an engine the second half fails where it is required, and is skipped
 * on other platforms.
 */
export function onBothDatabases(suite: (fresh: () => Promise<Database>) => void): void {
  describe('MemoryDatabase', () => suite(async () => new MemoryDatabase()));

  describe.skipIf(!hasEngine && !engineRequired(process, process.env))('DynamoDatabase on the embedded engine', () => {
    let engine: EmbeddedEngine | undefined;
    beforeAll(async () => {
      engine = await startEngine();
    });
    afterAll(() => engine?.stop());
    suite(() => {
      if (!engine) throw new Error('the engine has not started');
      return engine.freshDatabase();
    });
  });
}
