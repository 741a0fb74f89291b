import { describe, expect, test } from 'vitest';
import { watchExtensions } from '../../services/supervision/watch-extensions.ts';
import { type Extension, extensionRuleOf, findExtensionAbuse } from '../../shared/domain/extension-abuse.ts';
import { type CaseId, type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { readExtensions } from '../../shared/store/extensions.ts';
import { accepted, cast } from '../builders/walk.ts';
import { demoBureau, instant, World } from '../builders/world.ts';
import { NotifiedWorld } from '../notify/notified-world.ts';

const RULE = extensionRuleOf(demoBureau).value;
const day = (text: string) => text as LocalDate;
const PERIOD = { from: day('2026-05-01'), to: day('2026-05-31') };

const extension = (at: number, fields: Partial<Extension> = {}): Extension => ({
  caseId: `case${at}` as CaseId,
  organ: unitId('donghu'),
  unit: unitId('donghu-wangjiang'),
  approver: officerId('bureau-zhao'),
  at: instant(`${fields.on ?? '2026-05-06'}T02:00:00Z`),
  on: day('2026-05-06'),
  limit: day('2026-05-20'),
  days: 30,
  reason: `reason ${at}`,
  ...fields,
});

const kinds = (extensions: Extension[], shares = [] as Parameters<typeof findExtensionAbuse>[1]) =>
  findExtensionAbuse(extensions, shares, PERIOD, RULE).map(({ kind, value, cases }) => ({ kind, value, cases }));

describe('the rule on extensions (条例34)', () => {
  test('late: approved with three days or fewer left, four are enough', () => {
    expect(
      kinds([
        extension(1, { on: day('2026-05-06'), limit: day('2026-05-09') }),
        extension(2, { on: day('2026-05-07'), limit: day('2026-05-11') }),
        extension(3, { on: day('2026-05-08'), limit: day('2026-05-08') }),
      ]),
    ).toEqual([
      { kind: 'LATE', value: 3, cases: ['case1'] },
      { kind: 'LATE', value: 0, cases: ['case3'] },
    ]);
  });

  test('bulk: five by one approver on one day, of one unit or of many; four are none', () => {
    const units = ['donghu-wangjiang', 'donghu-liuqiao', 'donghu-qingshi', 'donghu-zhian', 'donghu-fazhi'].map(unitId);
    const many = units.map((unit, at) => extension(at, { unit }));
    expect(kinds(many)).toEqual([{ kind: 'BULK_APPROVER', value: 5, cases: many.map(({ caseId }) => caseId) }]);
    expect(kinds(many.slice(1))).toEqual([]);
    const two = Array.from({ length: 6 }, (_, at) => extension(at, { approver: officerId(at % 2 ? 'a' : 'b') }));
    expect(kinds(two)).toEqual([{ kind: 'BULK_UNIT', value: 6, cases: two.map(({ caseId }) => caseId) }]);
  });

  test('share: more than 30 % of five limits or more; exactly 30 % is none, nor is two of four', () => {
    const share = (due: number, extended: number) => [
      { unit: unitId('u'), due, extended: Array.from({ length: extended }, (_, at) => `case${at}` as CaseId) },
    ];
    expect(kinds([], share(10, 3))).toEqual([]);
    expect(kinds([], share(4, 2))).toEqual([]);
    expect(kinds([], share(9, 3))).toEqual([{ kind: 'SHARE', value: 33.3, cases: ['case0', 'case1', 'case2'] }]);
  });

  test('repeated: three of one unit in the same words within 90 days, also across the start of the period', () => {
    const same = { reason: 'the same' };
    const three = [
      extension(1, { ...same, on: day('2026-02-11') }),
      extension(2, { ...same, on: day('2026-04-20') }),
      extension(3, { ...same, on: day('2026-05-11') }),
    ];
    expect(kinds(three)).toEqual([{ kind: 'REPEATED', value: 3, cases: ['case1', 'case2', 'case3'] }]);
    // The 91st day is one too many; another unit's words are its own; nothing of May is nothing for May.
    expect(kinds([extension(1, { ...same, on: day('2026-02-10') }), ...three.slice(1)])).toEqual([]);
    expect(kinds([...three.slice(0, 2), extension(3, { ...same, on: day('2026-05-11'), unit: unitId('u') })])).toEqual(
      [],
    );
    expect(kinds(three.map((one) => ({ ...one, on: day('2026-04-20') })))).toEqual([]);
  });
});

const EXTEND = { type: 'EXTEND', days: 15, reason: '案情复杂,需进一步调查', capacity: 'HEAD', method: 'POST' };
const watch = (world: World, officer = 'supervisor-kong') =>
  watchExtensions(
    { organ: unitId('donghu'), from: day('2026-04-01'), to: day('2026-05-31') },
    world.officer(officer),
    world.now,
    world.tree,
    world.database,
  );

describe('extensions before the supervisor', () => {
  test('approved in the last days and in the same words: found with the rule, its citation and the exact rates', async () => {
    const world = new World('2026-03-02T01:00:00Z');
    const ids = [await accepted(world), await accepted(world), await accepted(world), await accepted(world)];
    // HANDLE_60D is due on 2026-05-06 (V21).
    world.now = instant('2026-05-05T02:00:00Z');
    for (const [at, id] of ids.slice(0, 3).entries())
      await world.command(id, cast(world).bureauHead, {
        ...EXTEND,
        reason: ['案情复杂,需进一步调查', '案情复杂, 需进一步调查。', '案情复杂需进一步调查'][at] ?? '',
      });
    for (const id of ids) await world.count(id);
    world.now = instant('2026-05-30T02:00:00Z');
    const found = await watch(world);
    expect(found.rule).toMatchObject({
      lateDays: 3,
      perDay: 5,
      verified: false,
      cite: expect.stringContaining('三十四'),
    });
    expect(found.rule.words.zh).toContain('临期');
    const three = ids.slice(0, 3).sort();
    const seen = found.findings.map(({ kind, value, cases }) => ({ kind, value, cases: [...cases].sort() }));
    expect(seen.sort((a, b) => (`${a.kind}${a.cases}` < `${b.kind}${b.cases}` ? -1 : 1))).toEqual([
      ...three.map((id) => ({ kind: 'LATE', value: 1, cases: [id] })),
      { kind: 'REPEATED', value: 3, cases: three },
    ]);
    // Four due, three of them extended to 05-16, none concluded: all late by any limit.
    expect(found.rates[0]).toEqual({
      unit: 'donghu',
      name: '云泽市公安局东湖分局',
      onTime: '0.0%',
      onTimeWithoutExtended: '0.0%',
      onTimeByOriginalLimit: '0.0%',
      extended: '75.0%',
    });
    const [stored] = await readExtensions(world.database, unitId('donghu'), day('2026-05-01'), day('2026-05-31'));
    expect(stored).toMatchObject({ approver: 'bureau-zhao', limit: '2026-05-06', days: 15, on: '2026-05-05' });
    // The words themselves lie encrypted in the record.
    const items = await world.database.query({
      table: 'CASES',
      pk: ids[0] ?? '',
      from: 'EXTENSION#',
      to: 'EXTENSION#~',
    });
    expect(JSON.stringify(items)).not.toContain('案情');
  });

  test('[P-03] [P-10] for whoever is complained about the extension counts nowhere: not in findings, numbers or rates', async () => {
    const bureau = new NotifiedWorld('2026-03-02T01:00:00Z');
    const { world } = bureau;
    const id = await accepted(world);
    world.now = instant('2026-05-05T02:00:00Z');
    await world.command(id, cast(world).bureauHead, EXTEND);
    expect((await watch(world, 'chief-wang')).findings).toMatchObject([{ kind: 'LATE', cases: [id], hidden: 0 }]);
    await world.count(id);
    expect(await watch(world, 'chief-wang')).toMatchObject({ extensions: 1, rates: [{ extended: '100.0%' }, {}] });
    await bureau.accuse(id, 'chief-wang');
    expect(await watch(world, 'chief-wang')).toMatchObject({ extensions: 0, findings: [], rates: [{ extended: '—' }] });
    expect(await watch(world, 'bureau-zhao')).toMatchObject({ extensions: 1, findings: [{ kind: 'LATE', hidden: 0 }] });
  });

  test('the bureau sets its own rule, with a citation', async () => {
    const own = { value: { ...RULE, lateDays: 0 }, cite: '本机关2026年第3号通知', verified: false };
    expect(extensionRuleOf({ settings: { ...demoBureau.settings, extensionRule: own } })).toBe(own);
    expect(extensionRuleOf(demoBureau).verified).toBe(false);
  });
});
