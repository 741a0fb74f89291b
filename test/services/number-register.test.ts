import { describe, expect, test } from 'vitest';
import { readRegister, type SeriesQuestion, voidNext } from '../../services/documents/number-register.ts';
import type { Asking } from '../../services/documents/read-papers.ts';
import { unitId } from '../../shared/domain/ids.ts';
import { takeNumber } from '../../shared/store/document-numbers.ts';
import { accepted, cast, classified, heard } from '../builders/walk.ts';
import { referredTo } from '../builders/walk-paths.ts';
import { asPetitioner } from '../builders/walk-review.ts';
import { World } from '../builders/world.ts';

const ACCEPTED = { class: '受', year: 2026 } as const;
const NOTICES = { class: '告', year: 2026 } as const;
const FINDINGS = { class: '督', year: 2026 } as const;
const asking = (world: World, officer: string): Asking => ({
  principal: world.officer(officer),
  now: world.now,
  tree: world.tree,
});
const register = async (world: World, officer = 'chief-wang', of: SeriesQuestion = ACCEPTED) =>
  (await readRegister(of, asking(world, officer), world.deps)).numbers;

describe('the register of numbers (发文登记簿)', () => {
  test('is read by the petition chief and the auditor, each of his own organ', async () => {
    const world = new World();
    const id = await accepted(world);
    expect(await readRegister(ACCEPTED, asking(world, 'chief-wang'), world.deps)).toEqual({
      organ: { id: 'donghu', name: '云泽市公安局东湖分局' },
      ...ACCEPTED,
      numbers: [
        {
          seq: 1,
          number: '东湖分局信受〔2026〕1号',
          at: world.now,
          case: id,
          version: (await world.head(id)).version,
          kind: 'DOC-ACCEPT',
        },
      ],
      next: null,
    });
    expect(await readRegister(ACCEPTED, asking(world, 'auditor-fang'), world.deps)).toMatchObject({
      organ: { id: 'yunze' },
      numbers: [],
    });
    for (const officer of ['po-li', 'reg-zhang', 'bureau-zhao', 'supervisor-kong', 'head-ma', 'admin-he'])
      await expect(register(world, officer)).rejects.toMatchObject({ body: { status: 403 } });
  });

  test('[P-10] [P-03] [P-08] has a line for every number, and names no case that is not for the reader', async () => {
    const world = new World();
    // Transfers within the organ, 告 as the number of the notice: one that complains of the reader, one sealed below.
    const transferred = async (fields: Record<string, unknown> = {}) => {
      const id = await classified(world, fields);
      return { id, below: await referredTo(world, id, 'donghu-liuqiao') };
    };
    const { id: mine } = await transferred({ accused: { officers: ['chief-wang'] } });
    const { id: sealed, below } = await transferred();
    await world.command(below, cast(world).officer, { type: 'SEAL', reason: '反映民警违纪' });
    const { id: plain } = await transferred();
    const numbers = await register(world, 'chief-wang', NOTICES);
    expect(numbers.map(({ seq, case: about }) => [seq, about])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, plain],
    ]);
    expect(JSON.stringify(numbers)).not.toMatch(new RegExp(`${mine}|${sealed}`));

    const id = await heard(world);
    await asPetitioner(world, id, { type: 'REPORT_RETALIATION', words: '所长找我谈话' });
    const duty = (await world.head(id)).duties?.find(({ code }) => code === 'RETALIATION');
    await world.command(id, cast(world).bureauHead, {
      type: 'DECIDE_ACCOUNTABILITY',
      key: duty?.key,
      decision: 'NO_ACTION',
      facts: '经查不属实',
      measures: '',
    });
    expect(await register(world, 'chief-wang', FINDINGS)).toEqual([
      { seq: 1, number: '东湖分局信督〔2026〕1号', at: world.now },
    ]);
  });

  test('goes on page by page; a position is good for its own series and reader', async () => {
    const world = new World();
    const series = { organ: unitId('donghu'), numberClass: '受', year: 2026 } as const;
    for (let seq = 1; seq <= 101; seq += 1) await world.database.write(takeNumber(series, { seq, at: world.now }));
    const first = await readRegister(ACCEPTED, asking(world, 'chief-wang'), world.deps);
    expect(first.numbers).toHaveLength(100);
    const after = first.next ?? '';
    const second = await readRegister({ ...ACCEPTED, after }, asking(world, 'chief-wang'), world.deps);
    expect(second).toMatchObject({ numbers: [{ seq: 101 }], next: null });
    for (const [question, officer] of [
      [{ ...FINDINGS, after }, 'chief-wang'],
      [{ ...ACCEPTED, after }, 'chief-sun'],
      [{ ...ACCEPTED, after: 'x' }, 'chief-wang'],
    ] as const)
      await expect(readRegister(question, asking(world, officer), world.deps)).rejects.toMatchObject({
        body: { status: 400, errors: [{ pointer: '/after' }] },
      });
  });
});

describe('voiding a number (作废)', () => {
  const VOID = { ...ACCEPTED, reason: '纸张损毁' } as const;

  test('takes the next one out of use with the reason; the paper after it gets the one behind', async () => {
    const world = new World();
    await accepted(world);
    const { deps } = world;
    expect(await voidNext(VOID, asking(world, 'chief-wang'), deps)).toEqual({
      seq: 2,
      number: '东湖分局信受〔2026〕2号',
    });
    const id = await accepted(world);
    const numbers = await register(world);
    expect(numbers[1]).toEqual({
      seq: 2,
      number: '东湖分局信受〔2026〕2号',
      at: world.now,
      void: { by: 'chief-wang', reason: '纸张损毁' },
    });
    expect(numbers[2]).toMatchObject({ seq: 3, case: id });
  });

  test('is for the petition chief, of a year that has begun', async () => {
    const world = new World('2026-12-31T15:59:00Z');
    for (const officer of ['po-li', 'auditor-fang', 'bureau-zhao', 'supervisor-kong'])
      await expect(voidNext(VOID, asking(world, officer), world.deps)).rejects.toMatchObject({ body: { status: 403 } });
    const next = { ...VOID, year: 2027 };
    await expect(voidNext(next, asking(world, 'chief-wang'), world.deps)).rejects.toMatchObject({
      body: { status: 400, errors: [{ pointer: '/year' }] },
    });
    // Midnight in Shanghai begins the year.
    const later = { ...asking(world, 'chief-wang'), now: '2026-12-31T16:00:00.000Z' as typeof world.now };
    expect(await voidNext(next, later, world.deps)).toMatchObject({ seq: 1 });
    expect(await register(world)).toEqual([]);
  });

  test('five at once void five numbers, one each', async () => {
    const world = new World();
    const done = await Promise.all(
      Array.from({ length: 5 }, () => voidNext(VOID, asking(world, 'chief-wang'), world.deps)),
    );
    expect(done.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(await register(world)).toHaveLength(5);
  });
});
