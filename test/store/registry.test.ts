import { beforeEach, describe, expect, test } from 'vitest';
import type { Bureau, Unit } from '../../shared/domain/bureau.ts';
import { officerId, unitId } from '../../shared/domain/ids.ts';
import { ConditionFailed, type Database, queryAll, type Write } from '../../shared/store/database.ts';
import { digest } from '../../shared/store/field-cipher.ts';
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

const OFFICERS = 20_000;

/** As many units and officers as the schema takes; every officer carries the version, to tell mixtures. */
const largeBureau = (version: number): Bureau => ({
  ...bureau,
  version,
  units: Array.from({ length: 2_000 }, (_, n) => ({ ...(bureau.units[0] as Unit), id: unitId(`unit-${n}`) })),
  officers: Array.from({ length: OFFICERS }, (_, n) => ({
    id: officerId(`officer-${digest(`${n}`).slice(0, 26)}`),
    name: `警官${n}`,
    unit: unitId(`unit-${n % 2_000}`),
    roles: ['handler'],
    officePhone: `${version}`,
  })),
});

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
    const take = () => takeSlip(database, 'slip', NOW, async () => []);

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

  describe('bureau of 2,000 units and 20,000 officers', () => {
    const parts = async () =>
      (await queryAll(database, { table: 'REGISTRY', pk: 'BUREAU', from: 'PART#', consistent: true })).length;

    test('is stored, read back whole, and leaves nothing behind when a small one replaces it', async () => {
      const large = largeBureau(1);
      expect(JSON.stringify(large).length).toBeGreaterThan(2_000_000);
      expect(await writeBureau(database, large, 0)).toBe(true);
      expect(await readBureau(database)).toEqual(large);
      expect(await parts()).toBeGreaterThan(0);
      const items = await queryAll(database, { table: 'REGISTRY', pk: 'BUREAU', consistent: true });
      for (const { bytes } of items) expect((bytes as Uint8Array).length).toBeLessThan(400_000 - 1_000);
      expect(await writeBureau(database, { ...bureau, version: 2 }, 1)).toBe(true);
      expect(await readBureau(database)).toEqual({ ...bureau, version: 2 });
      expect(await parts()).toBe(0);
    });

    test('who reads while it is replaced sees one version or another, never a mixture', async () => {
      await writeBureau(database, largeBureau(1), 0);
      let writing = true;
      const readers = Array.from({ length: 2 }, async () => {
        const seen: number[] = [];
        while (writing) {
          const read = await readBureau(database);
          expect(new Set(read?.officers.map(({ officePhone }) => officePhone))).toEqual(new Set([`${read?.version}`]));
          expect(read?.officers).toHaveLength(OFFICERS);
          seen.push(read?.version ?? 0);
        }
        return seen;
      });
      for (let version = 2; version <= 4; version += 1)
        expect(await writeBureau(database, largeBureau(version), version - 1)).toBe(true);
      writing = false;
      for (const seen of await Promise.all(readers)) expect(seen).toEqual([...seen].sort());
    });

    test('a reader between whose reads it is replaced begins again', async () => {
      await writeBureau(database, largeBureau(1), 0);
      let reads = 0;
      const interrupted: Database = Object.create(database, {
        get: { value: database.get.bind(database) },
        getMany: {
          value: async (...asked: Parameters<Database['getMany']>) => {
            reads += 1;
            if (reads === 1) await writeBureau(database, largeBureau(2), 1);
            return database.getMany(...asked);
          },
        },
      });
      expect(await readBureau(interrupted)).toEqual(largeBureau(2));
      expect(reads).toBe(2);
    });

    test('of four replacements at once one is stored, whole, and the others leave no parts', async () => {
      await writeBureau(database, bureau, 0);
      const rivals = [1, 2, 3, 4].map((n) => ({ ...largeBureau(n), version: 2 }));
      const stored = await Promise.all(rivals.map((rival) => writeBureau(database, rival, 1)));
      expect(stored.filter(Boolean)).toHaveLength(1);
      const before = await parts();
      expect(await readBureau(database)).toEqual(rivals[stored.indexOf(true)]);
      expect(await writeBureau(database, largeBureau(3), 2)).toBe(true);
      expect(await parts()).toBe(before);
    });

    test('a write that was sent again because its answer was lost is stored, not refused', async () => {
      await writeBureau(database, bureau, 0);
      const write = database.write.bind(database);
      const twice: Database = Object.create(database, {
        write: {
          value: async (one: Write) => {
            await write(one);
            if (one.kind === 'PUT' && one.item.sk === 'BUREAU') await write(one);
          },
        },
        get: { value: database.get.bind(database) },
        query: { value: database.query.bind(database) },
      });
      expect(await writeBureau(twice, largeBureau(2), 1)).toBe(true);
      expect(await readBureau(database)).toEqual(largeBureau(2));
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
