import { describe, expect, test } from 'vitest';
import { countCase } from '../../services/reporting/queue.ts';
import { reportOn } from '../../services/reporting/report-on.ts';
import type { FactRow } from '../../shared/domain/facts.ts';
import { toFactRow } from '../../shared/domain/facts.ts';
import { type CaseId, type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { percent, runReport } from '../../shared/domain/reports.ts';
import { putFactRow, readFactRows } from '../../shared/store/fact-rows.ts';
import { accepted, cast, classified, delivered } from '../builders/walk.ts';
import { instant, World } from '../builders/world.ts';

const day = (text: string) => text as LocalDate;
const ask = (units: string[], from: string, to: string, asOf: string) => ({
  units: new Set(units.map(unitId)),
  from: day(from),
  to: day(to),
  asOf: instant(asOf),
});

/** A bare row of 柳桥派出所 with a handling clock. */
function row(at: number, handle?: Partial<NonNullable<FactRow['handle']>>): FactRow {
  return {
    caseId: `case${at}` as CaseId,
    version: 1,
    organ: unitId('donghu'),
    unit: unitId('donghu-liuqiao'),
    office: unitId('donghu-xinfang'),
    petition: `case${at}` as CaseId,
    matter: `case${at}` as CaseId,
    screened: true,
    sealed: false,
    registeredDate: day('2026-03-02'),
    receivedDate: day('2026-03-02'),
    referredOn: false,
    answers: true,
    submission: { channel: 'ONLINE', headcount: 1, visitBatch: false },
    ...(handle
      ? {
          handle: {
            code: 'HANDLE_60D',
            nominalDue: day('2026-05-10'),
            due: day('2026-05-11'),
            dueInstant: instant('2026-05-12T00:00+08:00'),
            waived: false,
            extended: false,
            ...handle,
          },
        }
      : {}),
  };
}

const figure = (figures: readonly { key: string }[], key: string) => figures.find((one) => one.key === key);

describe('report formulas', () => {
  test('[A-88] [R-05] fixture F1: ten due, eight in time, one late, one open, five not yet due → 80.0 %', () => {
    const met = { stoppedAt: instant('2026-05-11T23:59+08:00') };
    const rows = [
      ...Array.from({ length: 8 }, (_, at) => row(at, met)),
      row(8, { stoppedAt: instant('2026-05-12T00:01+08:00') }),
      row(9, {}),
      ...Array.from({ length: 5 }, (_, at) =>
        row(10 + at, { due: day('2026-05-30'), dueInstant: instant('2026-05-31T00:00+08:00') }),
      ),
    ];
    const figures = runReport(
      'R-05',
      rows,
      ask(['donghu-liuqiao'], '2026-05-01', '2026-05-31', '2026-05-20T00:00:00Z'),
    );
    expect(figure(figures, 'rate')).toMatchObject({ value: 80, display: '80.0%', numerator: 8, denominator: 10 });
    expect(figure(figures, 'late')).toMatchObject({ value: 1, cases: ['case8'] });
    expect(figure(figures, 'open')).toMatchObject({ value: 1, cases: ['case9'] });
  });

  test('[R-05] [R-07] with extensions, without them, and by the limits before them: three figures, all exact', () => {
    const met = { stoppedAt: instant('2026-05-11T10:00+08:00') };
    const extendedFrom = (endBefore: string) => ({ ...met, extended: true, endBefore: instant(endBefore) });
    const rows = [
      ...Array.from({ length: 6 }, (_, at) => row(at, met)),
      // Late by the limit that was extended, in time by the new one.
      row(6, extendedFrom('2026-05-02T00:00+08:00')),
      row(7, extendedFrom('2026-05-02T00:00+08:00')),
      // The extension was not needed.
      row(8, extendedFrom('2026-05-12T00:00+08:00')),
      row(9, { stoppedAt: instant('2026-05-12T00:01+08:00') }),
    ];
    const may = ask(['donghu-liuqiao'], '2026-05-01', '2026-05-31', '2026-05-20T00:00:00Z');
    const figures = runReport('R-05', rows, may);
    expect(figure(figures, 'rate')).toMatchObject({ display: '90.0%', numerator: 9, denominator: 10 });
    expect(figure(figures, 'rateWithoutExtensions')).toMatchObject({ display: '85.7%', numerator: 6, denominator: 7 });
    expect(figure(figures, 'rateByOriginalLimit')).toMatchObject({ display: '70.0%', numerator: 7, denominator: 10 });
    expect(figure(runReport('R-07', rows, may), 'rate')).toMatchObject({
      display: '30.0%',
      numerator: 3,
      denominator: 10,
    });
    expect(figure(runReport('R-07', [], may), 'rate')).toMatchObject({ value: null, display: '—' });
  });

  test('[R-05] [P-26] what was withdrawn or settled is out of the rate, and stands beside it with its share and its cases', () => {
    const met = { stoppedAt: instant('2026-05-11T10:00+08:00') };
    const agreed = { ...met, waived: true as const };
    const rows = [
      ...Array.from({ length: 6 }, (_, at) => row(at, met)),
      row(6, {}),
      row(7, agreed),
      row(8, agreed),
      // Ended without an opinion before its day came: it is agreed all the same.
      row(9, { ...agreed, stoppedAt: instant('2026-05-02T10:00+08:00') }),
      // Not due yet and still running: in neither.
      row(10, { due: day('2026-05-30'), dueInstant: instant('2026-05-31T00:00+08:00') }),
    ];
    const may = ask(['donghu-liuqiao'], '2026-05-01', '2026-05-31', '2026-05-20T00:00:00Z');
    const figures = runReport('R-05', rows, may);
    expect(figure(figures, 'rate')).toMatchObject({ display: '85.7%', numerator: 6, denominator: 7 });
    expect(figure(figures, 'agreedShare')).toMatchObject({
      display: '30.0%',
      numerator: 3,
      denominator: 10,
      cases: expect.arrayContaining(['case7', 'case8', 'case9']),
    });
    expect(figure(figures, 'rate')).not.toMatchObject({ cases: expect.arrayContaining(['case7']) });
    expect(figure(runReport('R-05', [row(1, agreed)], may), 'rate')).toMatchObject({ value: null, display: '—' });
    expect(figure(runReport('R-05', [row(1, agreed)], may), 'agreedShare')).toMatchObject({ display: '100.0%' });
  });

  test('[R-05] fixture F5: nothing due → "—", neither 0 % nor 100 %', () => {
    const figures = runReport(
      'R-05',
      [row(1)],
      ask(['donghu-liuqiao'], '2026-05-01', '2026-05-31', '2026-06-20T00:00:00Z'),
    );
    expect(figure(figures, 'rate')).toMatchObject({ value: null, display: '—' });
  });

  test('[R-05] an extended case counts at its effective due day, and is left out of the rate without extensions', () => {
    const rows = [
      row(1, { stoppedAt: instant('2026-05-01T00:00:00Z') }),
      row(2, { extended: true, stoppedAt: instant('2026-05-02T00:00:00Z') }),
    ];
    const figures = runReport(
      'R-05',
      rows,
      ask(['donghu-liuqiao'], '2026-05-01', '2026-05-31', '2026-06-20T00:00:00Z'),
    );
    expect(figure(figures, 'rate')).toMatchObject({ denominator: 2 });
    expect(figure(figures, 'rateWithoutExtensions')).toMatchObject({ denominator: 1 });
  });

  test('[A-85] [R-03] fixture F3: shares of the source, round half up', () => {
    expect([percent(162, 486), percent(105, 383), percent(97, 421)]).toEqual([33.3, 27.4, 23]);
    expect([percent(1, 8), percent(1, 0), percent(5, 14)]).toEqual([12.5, null, 35.7]);
  });
});

describe('reports over cases', () => {
  test('[R-01] [R-02] submissions, batches, people and matters; sealed ones in totals only', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const visit = await world.submit({ organ: 'donghu', channel: 'VISIT', headcount: 12 });
    const letter = await world.submit({ organ: 'donghu', channel: 'LETTER' });
    await world.count(visit.id);
    await world.count(letter.id);
    const r01 = await reportOn(
      'R-01',
      { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') },
      cast(world).officer,
      world.now,
      world.tree,
      world.database,
    );
    expect(r01.figures.slice(0, 3).map(({ key, value }) => [key, value])).toEqual([
      ['submissions', 2],
      ['batches', 1],
      ['people', 12],
    ]);
    expect(r01.definition.zh).toContain('件次');
    const r02 = await reportOn(
      'R-02',
      { unit: unitId('yunze'), from: day('2026-03-01'), to: day('2026-03-31') },
      cast(world).officer,
      world.now,
      world.tree,
      world.database,
    );
    expect(r02.figures[0]).toMatchObject({ value: 2, cases: expect.arrayContaining([visit.id, letter.id]) });
  });

  test('[R-01] [R-02] a part split off an accusation is a case, and no second petition received, wherever it goes', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    const sealedOfficer = world.officer('sealed-xie');
    await world.command(id, sealedOfficer, { type: 'S_SCREEN', finding: '含服务诉求' });
    const words = { gist: '补办身份证', request: '请补办身份证', facts: '二月交了材料', reasons: '应当按期办理' };
    const { other } = await world.command(id, sealedOfficer, { type: 'S_SPLIT', ...words });
    const child = other?.id ?? id;
    await countCase(world.database, 'SEALED', id);
    await world.count(child);
    const march = { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') };
    const figures = async (report: 'R-01' | 'R-02') =>
      (await reportOn(report, march, officer, world.now, world.tree, world.database)).figures
        .filter(({ value }) => value !== 0)
        .map(({ key, value }) => [key, value]);
    const once = [
      ['submissions', 1],
      ['sealed', 1],
    ];
    expect(await figures('R-01')).toEqual(once);
    expect(await figures('R-02')).toEqual([['matters', 1]]);
    // It is a case of its own: it is worked on, and counted where cases are.
    await world.command(child, officer, { type: 'CLASSIFY', purpose: 'APPEAL', category: 'IDCARD' });
    await world.command(child, officer, {
      type: 'ACCEPT',
      handlingUnit: 'donghu-liuqiao',
      requestItems: ['补办'],
      method: 'POST',
    });
    await world.count(child);
    expect((await readFactRows(world.database, [child])).get(child)).toMatchObject({
      unit: 'donghu-liuqiao',
      category: 'IDCARD',
      answers: true,
    });
    expect(await figures('R-01')).toEqual(once);
  });

  test('[R-01] a part that was split off and sealed in its turn is received no second time either', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { id } = await world.submit({ organ: 'donghu', purpose: 'ACCUSATION' });
    await world.command(id, world.officer('sealed-xie'), { type: 'S_SCREEN', finding: '含服务诉求' });
    const split = { type: 'S_SPLIT', gist: '补办身份证', request: '请补办身份证' };
    const { other } = await world.command(id, world.officer('sealed-xie'), split);
    const child = other?.id ?? id;
    await world.command(child, cast(world).officer, { type: 'SEAL', reason: '仍含检举内容' });
    await countCase(world.database, 'SEALED', child);
    const row = (await readFactRows(world.database, [child])).get(child);
    expect(row).toMatchObject({ sealed: true });
    expect(row?.submission).toBeUndefined();
  });

  test('[R-04] informed in time, late, and overdue, each with its cases; the waived one is not counted', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const accept = { type: 'ACCEPT', requestItems: ['答复'], method: 'POST' };
    const early = await classified(world);
    const late = await classified(world);
    const never = await classified(world);
    const anonymous = await world.submit({ organ: 'donghu', petitioner: {} });
    await world.command(early, officer, accept);
    world.now = instant('2026-03-18T00:00:01+08:00');
    await world.command(late, officer, accept);
    for (const id of [early, late, never, anonymous.id]) await world.count(id);
    const { figures } = await reportOn(
      'R-04',
      { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') },
      cast(world).officer,
      world.now,
      world.tree,
      world.database,
    );
    expect(figure(figures, 'rate')).toMatchObject({ display: '33.3%', cases: [early] });
    expect(figure(figures, 'late')).toMatchObject({ cases: [late] });
    expect(figure(figures, 'open')).toMatchObject({ cases: [never] });
  });

  test('[A-87] [R-26] received = concluded + passed on + in progress, with the share of the superior', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const { officer } = cast(world);
    const ids: CaseId[] = [];
    for (let at = 0; at < 3; at += 1) {
      const id = await classified(world);
      const { other } = await world.command(id, officer, {
        type: 'TRANSFER',
        to: 'donghu-liuqiao',
        reason: '属地',
        method: 'POST',
      });
      ids.push(id, other?.id ?? id);
    }
    await world.command(ids[1] as CaseId, cast(world).stationHead, {
      type: 'OBJECT',
      reasons: '不属于本所管辖,事发地在青石镇石板沟村,有现场录像。',
      proposedOrgan: '青石派出所',
    });
    await world.command(ids[1] as CaseId, officer, { type: 'RULE_OBJECTION', upheld: true, reason: '属实' });
    for (const id of ids) await world.count(id);
    const { figures } = await reportOn(
      'R-26',
      { unit: unitId('donghu-liuqiao'), from: day('2026-03-01'), to: day('2026-03-31') },
      cast(world).officer,
      world.now,
      world.tree,
      world.database,
    );
    expect(figures.slice(0, 5).map(({ key, value }) => [key, value])).toEqual([
      ['received', 3],
      ['petitions', 3],
      ['concluded', 0],
      ['passedOn', 1],
      ['inProgress', 2],
    ]);
    expect(figure(figures, 'shareOfParent')).toMatchObject({ numerator: 3, denominator: 3, display: '100.0%' });
  });

  test('[R-26] five letters of one matter are five petitions, linked or not, as R-01 counts them', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids: CaseId[] = [];
    for (let at = 0; at < 5; at += 1) {
      const id = await classified(world);
      const matter = ids[0];
      if (matter) await world.command(id, cast(world).officer, { type: 'LINK_MATTER', matter, reason: '同一联名信' });
      await world.count(id);
      ids.push(id);
    }
    const value = async (id: 'R-01' | 'R-02' | 'R-26', key: string) => {
      const question = { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') };
      const { figures } = await reportOn(id, question, cast(world).officer, world.now, world.tree, world.database);
      return figures.find((one) => one.key === key)?.value;
    };
    expect(await value('R-26', 'petitions')).toBe(5);
    expect(await value('R-01', 'submissions')).toBe(5);
    expect(await value('R-02', 'matters')).toBe(1);
  });

  test('[P-03] [R-01] channel and headcount of a sealed visit follow from no difference of the other figures', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const [plain, sealed] = [
      await classified(world, { channel: 'VISIT', headcount: 2 }),
      await classified(world, { channel: 'VISIT', headcount: 3 }),
    ];
    for (const id of [plain, sealed]) await world.count(id);
    await world.command(sealed, cast(world).officer, { type: 'SEAL', reason: '涉检举控告' });
    await countCase(world.database, 'SEALED', sealed);
    const question = { unit: unitId('donghu'), from: day('2026-03-01'), to: day('2026-03-31') };
    const reader = world.officer('bureau-zhao');
    const { figures } = await reportOn('R-01', question, reader, world.now, world.tree, world.database);
    const value = (key: string) => figures.find((one) => one.key === key)?.value;
    const values = ['submissions', 'batches', 'people', 'channel:VISIT', 'sealed'].map(value);
    expect(values).toEqual([2, 1, 2, 1, 1]);
  });

  test('late, repeated and reordered projections end in the same row', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const id = await accepted(world);
    const old = toFactRow(await world.head(id));
    const done = await delivered(world, '2026-04-22T10:00+08:00');
    const row = toFactRow(await world.head(done));
    expect(await putFactRow(world.database, row)).toBe(true);
    expect(await putFactRow(world.database, { ...old, caseId: row.caseId })).toBe(false);
    expect(await putFactRow(world.database, row)).toBe(false);
  });

  test('[P-10] a row tells whether its head, or one below it, may complain of somebody; a sealed one does not', async () => {
    const head = await new World().submit({ organ: 'donghu' }).then((submitted) => submitted.head);
    const told = (fields: Partial<typeof head>) => toFactRow({ ...head, ...fields }).mayAccuse;
    expect(told({})).toBe(false);
    expect(told({ accused: { units: [], officers: [officerId('handler-zhu')] } })).toBe(true);
    expect(told({ accused: { units: [unitId('donghu-wangjiang')], officers: [] } })).toBe(true);
    expect(told({ childId: head.id })).toBe(true);
    expect(told({ sealed: true })).toBeUndefined();
  });

  test('an unscreened petition is counted for its petition office, without category', async () => {
    const world = new World();
    const { head } = await world.submit({ organ: 'donghu', purpose: 'APPEAL' });
    expect(toFactRow(head)).toMatchObject({ unit: 'donghu-xinfang', screened: false });
    expect(toFactRow(head).category).toBeUndefined();
  });
});
