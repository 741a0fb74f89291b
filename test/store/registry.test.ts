import { beforeEach, describe, expect, test } from 'vitest';
import { unitId } from '../../shared/domain/ids.ts';
import { ConditionFailed, type Database } from '../../shared/store/database.ts';
import {
  claimWrappedSecret,
  countFailure,
  failures,
  readBureau,
  readReceipt,
  readReconciled,
  readWrappedSecret,
  receiptSealedWrite,
  receiptWrite,
  slipWrite,
  takeSlip,
  writeBureau,
  writeReconciled,
} from '../../shared/store/registry.ts';
import { at, bureau, idOf } from './a-case.ts';
import { onBothDatabases } from './both-databases.ts';

const RECEIPT = { caseId: idOf(1), sealed: false, requestHash: 'h' };
const SLIP = { caseId: idOf(1), unit: unitId('yunze-xinfang'), queuedAt: at('2026-03-02T01:00:00Z') };
const NOW = at('2026-03-02T02:00:00Z');

onBothDatabases((fresh) => {
  let database: Database;
  beforeEach(async () => {
    database = await fresh();
  });

  describe('receipts', () => {
    test('a code leads to one petition and is claimed once', async () => {
      expect(await readReceipt(database, 'code')).toBeUndefined();
      await database.write(receiptWrite('code', RECEIPT));
      expect(await readReceipt(database, 'code')).toEqual(RECEIPT);
      await expect(database.write(receiptWrite('code', { ...RECEIPT, caseId: idOf(2) }))).rejects.toBeInstanceOf(
        ConditionFailed,
      );
      expect(await readReceipt(database, 'code')).toEqual(RECEIPT);
    });

    test('after sealing it leads into the sealed store, for its own petition only', async () => {
      await expect(database.write(receiptSealedWrite('code', RECEIPT))).rejects.toBeInstanceOf(ConditionFailed);
      await database.write(receiptWrite('code', RECEIPT));
      await expect(database.write(receiptSealedWrite('code', { ...RECEIPT, caseId: idOf(2) }))).rejects.toBeInstanceOf(
        ConditionFailed,
      );
      await database.write(receiptSealedWrite('code', RECEIPT));
      expect(await readReceipt(database, 'code')).toEqual({ ...RECEIPT, sealed: true });
    });
  });

  describe('slips', () => {
    const take = () => takeSlip(database, 'slip', NOW, () => undefined);

    test('print once', async () => {
      expect(await take()).toBe('UNKNOWN');
      await database.write(slipWrite('slip', SLIP));
      expect(await take()).toEqual(SLIP);
      expect(await take()).toBe('PRINTED');
    });

    test('ten stations at once print one', async () => {
      await database.write(slipWrite('slip', SLIP));
      const taken = await Promise.all(Array.from({ length: 10 }, take));
      expect(taken.filter((answer) => answer !== 'PRINTED')).toEqual([SLIP]);
    });

    test('who may not print learns it before anything is used up', async () => {
      await database.write(slipWrite('slip', SLIP));
      const refuse = () => {
        throw new Error('not yours');
      };
      await expect(takeSlip(database, 'slip', NOW, refuse)).rejects.toThrow('not yours');
      expect(await take()).toEqual(SLIP);
      await expect(takeSlip(database, 'slip', NOW, refuse)).rejects.toThrow('not yours');
    });
  });

  describe('bureau', () => {
    test('is replaced only by who knows the present version', async () => {
      expect(await readBureau(database)).toBeUndefined();
      expect(await writeBureau(database, { ...bureau, version: 2 }, 1)).toBe(false);
      expect(await writeBureau(database, bureau, 0)).toBe(true);
      expect(await readBureau(database)).toEqual(bureau);
      expect(await writeBureau(database, bureau, 0)).toBe(false);
      expect(await writeBureau(database, { ...bureau, version: 2 }, 1)).toBe(true);
      expect(await writeBureau(database, { ...bureau, version: 2 }, 1)).toBe(false);
      expect((await readBureau(database))?.version).toBe(2);
    });

    test('of ten replacements at once one is stored', async () => {
      await writeBureau(database, bureau, 0);
      const stored = await Promise.all(
        Array.from({ length: 10 }, () => writeBureau(database, { ...bureau, version: 2 }, 1)),
      );
      expect(stored.filter(Boolean)).toHaveLength(1);
    });
  });

  test('the root secret is claimed once, by whoever is first', async () => {
    expect(await readWrappedSecret(database)).toBeUndefined();
    const claims = await Promise.all([1, 2, 3].map((n) => claimWrappedSecret(database, Buffer.of(n))));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const winner = claims.indexOf(true) + 1;
    expect([...((await readWrappedSecret(database)) ?? [])]).toEqual([winner]);
  });

  test('failures are counted for each source and window apart', async () => {
    expect(await failures(database, 'a', 1)).toBe(0);
    expect(await countFailure(database, 'a', 1, 1000)).toBe(1);
    expect(await countFailure(database, 'a', 1, 1000)).toBe(2);
    await countFailure(database, 'a', 2, 1000);
    await countFailure(database, 'b', 1, 1000);
    expect([
      await failures(database, 'a', 1),
      await failures(database, 'a', 2),
      await failures(database, 'b', 1),
    ]).toEqual([2, 1, 1]);
  });

  test('the reconcile remembers up to when it compared', async () => {
    expect(await readReconciled(database)).toBeUndefined();
    await writeReconciled(database, NOW);
    expect(await readReconciled(database)).toBe(NOW);
  });
});
