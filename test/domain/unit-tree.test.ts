import { describe, expect, test } from 'vitest';
import { ROLES } from '../../shared/domain/bureau.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import { type BureauTables, treeOf, validateBureau } from '../../shared/domain/unit-tree.ts';
import { demoBureau, demoTree, o, u } from './demo-bureau.ts';

const none = { units: [], officers: [] };
const ids = (units: readonly { id: string }[]) => units.map((unit) => unit.id);

describe('unit tree', () => {
  const tree = demoTree();

  test('superiors, subtree and organ', () => {
    expect(ids(tree.ancestors(u('donghu-qizhongdui')))).toEqual(['donghu-xingzhen', 'donghu', 'yunze']);
    expect([...tree.subtree(u('donghu-xingzhen'))]).toEqual(['donghu-xingzhen', 'donghu-qizhongdui']);
    expect(tree.organOf(u('donghu-qizhongdui'))?.id).toBe('donghu');
    expect(tree.organOf(u('donghu'))?.id).toBe('donghu');
    expect(tree.superiorOrganOf(u('donghu-liuqiao'))?.id).toBe('yunze');
    expect(tree.superiorOrganOf(u('yunze'))).toBeUndefined();
    expect(tree.isWithin(u('donghu-liuqiao'), u('yunze'))).toBe(true);
    expect(tree.isWithin(u('donghu'), u('donghu-liuqiao'))).toBe(false);
  });

  test('branch units belong to their own organ, the highest where there are squads', () => {
    expect(tree.petitionOfficeOf(u('donghu-liuqiao'))?.id).toBe('donghu-xinfang');
    expect(tree.petitionOfficeOf(u('yunze-fazhi'))?.id).toBe('yunze-xinfang');
    expect(tree.branchUnit(u('donghu'), 'CRIMINAL')?.id).toBe('donghu-xingzhen');
    expect(tree.branchUnit(u('donghu'), 'EXIT_ENTRY')).toBeUndefined();
    expect(tree.headOf(u('donghu-liuqiao'))?.id).toBe('head-liu');
  });

  test('unknown ids give nothing', () => {
    expect(tree.unit(u('nowhere'))).toBeUndefined();
    expect(tree.organOf(u('nowhere'))).toBeUndefined();
    expect(tree.subtree(u('nowhere')).size).toBe(0);
    expect(tree.conflictsWith(u('nowhere'), { units: [u('yunze')], officers: [] })).toBe(false);
  });

  test('[P-03] [G6] the accused unit, what lies below it and units headed by the accused conflict', () => {
    const unit = { units: [u('donghu-xingzhen')], officers: [] };
    expect(tree.conflictsWith(u('donghu-xingzhen'), unit)).toBe(true);
    expect(tree.conflictsWith(u('donghu-qizhongdui'), unit)).toBe(true);
    expect(tree.conflictsWith(u('donghu'), unit)).toBe(false);
    for (const officer of ['head-liu', 'deputy-gu']) {
      expect(tree.conflictsWith(u('donghu-liuqiao'), { units: [], officers: [o(officer)] }), officer).toBe(true);
    }
    expect(tree.conflictsWith(u('donghu-liuqiao'), { units: [], officers: [o('handler-chen')] })).toBe(false);
    expect(tree.conflictsWith(u('donghu-liuqiao'), none)).toBe(false);
  });

  test('[P-03] the reporting line: a bureau head accused puts the whole branch in conflict, not the city', () => {
    const found = tree.conflictingUnits({ units: [], officers: [o('bureau-zhao')] });
    expect([...found].sort()).toEqual([...tree.subtree(u('donghu'))].sort());
  });
});

describe('validating a bureau', () => {
  const withChange = (change: (bureau: { -readonly [K in keyof BureauTables]: BureauTables[K] }) => void) => {
    const bureau = structuredClone(demoBureau());
    change(bureau);
    return validateBureau(bureau).map((problem) => `${problem.code} ${problem.pointer}`);
  };
  const edit = (id: string, change: Record<string, unknown>) =>
    withChange((bureau) => {
      bureau.units = bureau.units.map((unit) => (unit.id === id ? { ...unit, ...change } : unit));
    });
  const at = (id: string) => demoBureau().units.findIndex((unit) => unit.id === id);

  test('whoever is away and whoever stands in is an officer of the bureau, and not the same one; days go forward', () => {
    const leave = (officer: string, deputy: string, from = '2026-03-02', to = '2026-03-06') =>
      withChange((bureau) => {
        bureau.leave = [{ officer: o(officer), deputy: o(deputy), from: from as LocalDate, to: to as LocalDate }];
      });
    expect(leave('head-ma', 'handler-zhu')).toEqual([]);
    expect(leave('head-ma', 'stranger')).toEqual(['UNKNOWN_OFFICER /leave/0/deputy']);
    expect(leave('stranger', 'head-ma')).toEqual(['UNKNOWN_OFFICER /leave/0/officer']);
    expect(leave('head-ma', 'head-ma')).toEqual(['OWN_DEPUTY /leave/0/deputy']);
    expect(leave('head-ma', 'handler-zhu', '2026-03-06', '2026-03-02')).toEqual(['TO_BEFORE_FROM /leave/0/to']);
  });

  test('the demo bureau has no fault and somebody for every role', () => {
    const bureau = demoBureau();
    expect(validateBureau(bureau)).toEqual([]);
    for (const role of ROLES)
      expect(
        bureau.officers.some((officer) => officer.roles.includes(role)),
        role,
      ).toBe(true);
    expect(bureau.rules).toEqual([]);
  });

  test('finds faults of units, with a pointer', () => {
    expect(edit('donghu-liuqiao', { parent: 'gone' })).toContain(
      `UNKNOWN_PARENT /units/${at('donghu-liuqiao')}/parent`,
    );
    expect(edit('donghu-liuqiao', { head: 'gone' })).toContain(`UNKNOWN_HEAD /units/${at('donghu-liuqiao')}/head`);
    expect(edit('donghu-liuqiao', { id: 'donghu' })).toContain(`DUPLICATE_UNIT /units/${at('donghu-liuqiao')}/id`);
    expect(edit('donghu-liuqiao', { areas: ['青石镇'] }).join()).toContain('AREA_TWICE');
    expect(edit('donghu-liuqiao', { level: 'CITY' }).join()).toContain('LEVEL_ORDER');
  });

  test('finds cycles, of one unit and of several, without hanging', () => {
    expect(edit('donghu', { parent: 'donghu' }).join()).toContain('CYCLE');
    expect(
      edit('donghu', { parent: 'donghu-liuqiao' }).filter((found) => found.startsWith('CYCLE')).length,
    ).toBeGreaterThan(1);
  });

  test('[A-72] an organ that signs needs a petition office and a review chain that leads upwards', () => {
    expect(edit('donghu', { reviewOrgan: undefined }).join()).toContain('NO_REVIEW_ORGAN');
    expect(edit('donghu-xinfang', { branch: 'OFFICE' }).join()).toContain('NO_PETITION_OFFICE');
    const organ = { name: '云泽市公安局东湖分局', address: '', legalBasis: '', verified: false };
    expect(edit('donghu', { reviewOrgan: organ }).join()).toContain('REVIEW_LOOP');
  });

  test('finds faults of officers, rules and competent organs', () => {
    const found = withChange((bureau) => {
      const [first, ...others] = bureau.officers;
      bureau.officers = [{ ...first!, unit: u('gone') }, ...others, others[0]!];
      bureau.rules = [{ id: 'r', category: 'NO.SUCH', switchedOnBy: o('gone'), switchedOnAt: '' }];
      bureau.competentOrgans = bureau.competentOrgans.filter((organ) => organ.category !== 'X.ENV');
    }).join();
    for (const code of [
      'UNKNOWN_UNIT',
      'DUPLICATE_OFFICER',
      'UNKNOWN_CATEGORY',
      'UNKNOWN_OFFICER',
      'NO_COMPETENT_ORGAN',
    ]) {
      expect(found).toContain(code);
    }
  });

  test('the same bureau is indexed once', () => {
    const bureau = demoBureau();
    expect(treeOf(bureau)).toBe(treeOf(bureau));
  });
});
