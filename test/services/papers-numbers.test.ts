import { describe, expect, test } from 'vitest';
import { annualReport } from '../../services/documents/annual-report.ts';
import { voidNext } from '../../services/documents/number-register.ts';
import { printForm } from '../../services/documents/print-form.ts';
import type { NumberClass } from '../../shared/domain/documents/number-classes.ts';
import { type CaseId, officerId, unitId } from '../../shared/domain/ids.ts';
import type { Database } from '../../shared/store/database.ts';
import { lastNumber, readNumbers, voidNumber } from '../../shared/store/document-numbers.ts';
import { cast, classified } from '../builders/walk.ts';
import { classifiedInCity } from '../builders/walk-paths.ts';
import { instant, World } from '../builders/world.ts';
import { onBothDatabases } from '../store/both-databases.ts';
import { paper } from './papers-read.ts';

const AT_ONCE = 50;
const series = (numberClass: NumberClass, organ = 'donghu', year = 2026) => ({
  organ: unitId(organ),
  numberClass,
  year,
});
const ACCEPT = { type: 'ACCEPT', handlingUnit: 'donghu-wangjiang', requestItems: ['书面答复'], method: 'POST' };

const accept = (world: World, id: CaseId) => world.command(id, cast(world).officer, ACCEPT);

/** Petitions one after the other, so that only the papers are issued at once. */
async function several(world: World, count: number): Promise<CaseId[]> {
  const ids: CaseId[] = [];
  for (let at = 0; at < count; at += 1) ids.push(await classified(world));
  return ids;
}

const listed = async (database: Database, of = series('受')) =>
  (await readNumbers(database, of, { limit: 1000 })).numbers;

onBothDatabases((fresh) => {
  describe('numbers of papers (文号)', () => {
    test('fifty papers issued at once get fifty numbers, without a double and without a gap', async () => {
      const world = new World(undefined, await fresh());
      const ids = await several(world, AT_ONCE);
      await Promise.all(ids.map((id) => accept(world, id)));
      const numbers = await listed(world.database);
      expect(numbers.map(({ seq }) => seq)).toEqual(Array.from({ length: AT_ONCE }, (_, at) => at + 1));
      expect(new Set(numbers.map(({ caseId }) => caseId))).toEqual(new Set(ids));
      // Register, head and paper name the same number.
      for (const { seq, caseId, kind } of numbers.slice(0, 5)) {
        const number = `东湖分局信受〔2026〕${seq}号`;
        expect(kind).toBe('DOC-ACCEPT');
        expect((await world.head(caseId as CaseId)).documents.at(-1)).toMatchObject({ number });
        expect((await paper(world, caseId as CaseId, 'DOC-ACCEPT')).number).toBe(number);
      }
    }, 120_000);

    test('twenty papers and three voids at once: twenty-three consecutive numbers, each with its paper or its reason', async () => {
      const world = new World(undefined, await fresh());
      const ids = await several(world, 20);
      const spoilt = () =>
        voidNext(
          { class: '受', year: 2026, reason: '纸张损毁' },
          { principal: world.officer('chief-wang'), now: world.now, tree: world.tree },
          world.deps,
        );
      const issued = ids.flatMap((id, at) => (at % 8 === 4 ? [accept(world, id), spoilt()] : [accept(world, id)]));
      await Promise.all([...issued, spoilt()]);
      const numbers = await listed(world.database);
      expect(numbers.map(({ seq }) => seq)).toEqual(Array.from({ length: 23 }, (_, at) => at + 1));
      expect(numbers.filter((line) => line.void)).toHaveLength(3);
      expect(new Set(numbers.flatMap(({ caseId }) => caseId ?? []))).toEqual(new Set(ids));
      expect(numbers.every((line) => (line.void === undefined) !== (line.caseId === undefined))).toBe(true);
    }, 120_000);

    test('ten prints of one form at once take one number; ten forms take ten', async () => {
      const world = new World(undefined, await fresh());
      const ids = await several(world, 10);
      const print = (id: CaseId) =>
        printForm(
          id,
          'DOC-REG',
          '归档登记表',
          { principal: world.officer('po-li'), now: world.now, tree: world.tree },
          world.deps,
        );
      const [first] = ids as [CaseId];
      const same = await Promise.all(Array.from({ length: 10 }, () => print(first)));
      expect(new Set(same.map(({ number }) => number))).toEqual(new Set(['东湖分局信登〔2026〕1号']));
      const all = await Promise.all(ids.map(print));
      expect(new Set(all.map(({ number }) => number)).size).toBe(10);
      expect((await listed(world.database, series('登'))).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 10 }, (_, at) => at + 1),
      );
    }, 120_000);

    test('the yearly report that two issue at once is one, with one number and its content', async () => {
      const world = new World('2027-01-05T01:00:00Z', await fresh());
      const issue = (reading: string) =>
        annualReport(
          { year: 2026, recipient: '东湖区委信访工作机构', reading: [reading], issue: true },
          { principal: world.officer('chief-wang'), now: world.now, tree: world.tree },
          world.deps,
        );
      const both = await Promise.all([issue('甲'), issue('乙')]);
      expect(both[0]).toEqual(both[1]);
      expect(both[0]?.number).toBe('东湖分局信报〔2027〕1号');
      expect((await listed(world.database, series('报', 'donghu', 2027))).map(({ kind }) => kind)).toEqual([
        'DOC-ANNUAL',
      ]);
    });

    test('a command that fails takes no number', async () => {
      const world = new World(undefined, await fresh());
      const [first, second, third] = (await several(world, 3)) as [CaseId, CaseId, CaseId];
      await accept(world, first);
      await expect(world.command(second, cast(world).officer, { ...ACCEPT, method: undefined })).rejects.toMatchObject({
        refusal: { code: 'NOTICE_REQUIRED' },
      });
      // Two officers act on one version: one paper, one number.
      const { version } = await world.head(second);
      const both = await Promise.allSettled([
        world.command(second, cast(world).officer, ACCEPT, { version }),
        world.command(second, cast(world).chief, ACCEPT, { version }),
      ]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await accept(world, third);
      expect((await listed(world.database)).map(({ seq, caseId }) => [seq, caseId])).toEqual([
        [1, first],
        [2, second],
        [3, third],
      ]);
    });

    test('a void number is recorded with its reason and never used again', async () => {
      const world = new World(undefined, await fresh());
      const [first, second] = (await several(world, 2)) as [CaseId, CaseId];
      await accept(world, first);
      const by = officerId('po-li');
      expect(await voidNumber(world.database, series('受'), by, '纸张损毁', world.now)).toBe(2);
      await accept(world, second);
      expect((await paper(world, second, 'DOC-ACCEPT')).number).toBe('东湖分局信受〔2026〕3号');
      const numbers = await listed(world.database);
      expect(numbers.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(numbers[1]).toEqual({ seq: 2, at: world.now, void: { by, reason: '纸张损毁' } });
    });

    test('each year, organ and class counts from one', async () => {
      const world = new World('2026-12-31T15:59:00Z', await fresh());
      const { officer, cityOfficer } = cast(world);
      const [first, second] = (await several(world, 2)) as [CaseId, CaseId];
      const inCity = await classifiedInCity(world);
      await accept(world, first);
      await world.command(inCity, cityOfficer, { type: 'TRANSFER', to: 'donghu', reason: '属地', method: 'POST' });
      const numberOf = async (id: CaseId, kind: string) => (await paper(world, id, kind)).number;
      expect(await numberOf(first, 'DOC-ACCEPT')).toBe('东湖分局信受〔2026〕1号');
      expect(await numberOf(inCity, 'DOC-TRANSFER')).toBe('云泽市局信转〔2026〕1号');
      expect(await numberOf(inCity, 'DOC-TRANSFER-NOTICE')).toBe('云泽市局信告〔2026〕1号');
      // Midnight in Shanghai, not in Greenwich, begins the year.
      world.now = instant('2026-12-31T16:00:00Z');
      await world.command(second, officer, ACCEPT);
      expect(await numberOf(second, 'DOC-ACCEPT')).toBe('东湖分局信受〔2027〕1号');
      expect(await lastNumber(world.database, series('受'))).toBe(1);
      expect(await lastNumber(world.database, series('受', 'donghu', 2027))).toBe(1);
      expect(await lastNumber(world.database, series('受', 'yunze'))).toBe(0);
    });
  });
});
