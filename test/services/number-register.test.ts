import { describe, expect, test } from 'vitest';
import { readRegister, type SeriesQuestion, voidNext } from '../../services/documents/number-register.ts';
import type { Asking } from '../../services/documents/read-papers.ts';
import { type DocumentKind, kindOf } from '../../shared/domain/documents/kinds.ts';
import { unitId } from '../../shared/domain/ids.ts';
import { TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import { takeNumber } from '../../shared/store/document-numbers.ts';
import { accepted, cast, classified } from '../builders/walk.ts';
import { retaliationExamined } from '../builders/walk-duties.ts';
import { referredTo } from '../builders/walk-paths.ts';
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
    const { id: mine, below: found } = await transferred();
    await world.command(found, cast(world).officer, {
      type: 'CLASSIFY',
      purpose: 'APPEAL',
      category: 'RESPONSE.SLOW',
      accused: { units: [], officers: ['chief-wang'] },
    });
    const { id: sealed, below } = await transferred();
    await world.command(below, cast(world).officer, { type: 'SEAL', reason: '反映民警违纪' });
    const { id: plain } = await transferred();
    const numbers = await register(world, 'chief-wang', NOTICES);
    expect(numbers.map(({ seq, case: about, withheld }) => [seq, about, withheld])).toEqual([
      [1, undefined, true],
      [2, undefined, true],
      [3, plain, undefined],
    ]);
    expect(JSON.stringify(numbers)).not.toMatch(new RegExp(`${mine}|${sealed}`));

    await retaliationExamined(world);
    expect(await register(world, 'chief-wang', FINDINGS)).toEqual([
      { seq: 1, number: '东湖分局信督〔2026〕1号', at: world.now, withheld: true },
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

describe('[P-03] numbers of accusations', () => {
  const SEALED_SERIES = { class: '检', year: 2026 } as const;

  async function informed(world: World) {
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const officer = world.officer('sealed-xie');
    await world.command(id, officer, { type: 'S_SCREEN', finding: '反映民警违纪' });
    await world.command(id, officer, { type: 'S_FORWARD', to: '派驻纪检监察组', reason: '按权限移送' });
    await world.command(id, officer, { type: 'S_INFORM', method: 'HAND', content: '已移送' });
    return id;
  }

  test('are a series of their own, which only the sealed officer reads with its cases, and the auditor without', async () => {
    const world = new World();
    const first = await informed(world);
    await referredTo(world, await classified(world), 'donghu-liuqiao');
    const second = await informed(world);
    const numbers = await register(world, 'sealed-xie', SEALED_SERIES);
    expect(numbers.map(({ number, case: about, kind }) => [number, about, kind])).toEqual([
      ['东湖分局信检〔2026〕1号', first, 'DOC-S-NOTICE'],
      ['东湖分局信检〔2026〕2号', second, 'DOC-S-NOTICE'],
    ]);
    expect((await register(world, 'chief-wang', NOTICES)).map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'DOC-TRANSFER-NOTICE'],
    ]);
    for (const officer of ['chief-wang', 'po-li', 'bureau-zhao'])
      await expect(register(world, officer, SEALED_SERIES)).rejects.toMatchObject({ body: { status: 403 } });
    const auditor = { ...world.officer('auditor-fang'), unit: unitId('donghu') };
    const { numbers: audited } = await readRegister(
      SEALED_SERIES,
      { ...asking(world, 'auditor-fang'), principal: auditor },
      world.deps,
    );
    expect(audited.map(({ withheld }) => withheld)).toEqual([true, true]);
    expect(JSON.stringify(audited)).not.toMatch(new RegExp(`${first}|${second}|NOTICE`));
  });

  test('one that was issued in the common series stays there, told as withheld; no gap is left unexplained', async () => {
    const world = new World();
    const common = { organ: unitId('donghu'), numberClass: '告', year: 2026 } as const;
    // As it was numbered before accusations had a series.
    await world.database.write(takeNumber(common, { seq: 1, at: world.now }));
    await informed(world);
    const transferred = await classified(world);
    await referredTo(world, transferred, 'donghu-liuqiao');
    const numbers = await register(world, 'chief-wang', NOTICES);
    expect(numbers).toEqual([
      { seq: 1, number: '东湖分局信告〔2026〕1号', at: world.now, withheld: true },
      expect.objectContaining({ seq: 2, case: transferred }),
    ]);
    expect(numbers.every((line) => line.case ?? line.void ?? line.withheld)).toBe(true);
  });

  test('are voided by the sealed officer alone', async () => {
    const world = new World();
    const spoilt = { ...SEALED_SERIES, reason: '打印时纸张损毁' };
    await expect(voidNext(spoilt, asking(world, 'chief-wang'), world.deps)).rejects.toMatchObject({
      body: { status: 403 },
    });
    expect(await voidNext(spoilt, asking(world, 'sealed-xie'), world.deps)).toMatchObject({ seq: 1 });
    const id = await informed(world);
    const numbers = await register(world, 'sealed-xie', SEALED_SERIES);
    expect(numbers[0]).toMatchObject({ void: { by: 'sealed-xie' } });
    expect(numbers[1]).toMatchObject({ seq: 2, case: id });
  });

  test('every paper of the sealed procedure is numbered in it', () => {
    const papers = TRANSITIONS.filter(({ actors }) => actors.includes('SEALED_OFFICER')).flatMap(
      ({ documents }) => documents ?? [],
    );
    expect(papers.length).toBeGreaterThan(0);
    for (const kind of papers) expect(kindOf(kind as DocumentKind).numberClass, kind).toBe('检');
    for (const { command, actors, documents = [] } of TRANSITIONS)
      if (!actors.includes('SEALED_OFFICER'))
        for (const kind of documents) expect(kindOf(kind as DocumentKind).numberClass, command).not.toBe('检');
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
