import { describe, expect, test } from 'vitest';
import { decideAccess, type Principal } from '../../shared/domain/access.ts';
import type { Role } from '../../shared/domain/bureau.ts';
import { officerId, unitId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { bureau, tree } from '../store/a-case.ts';

const UNIT = unitId('donghu-xinfang');
const prints = (id: string, roles: readonly Role[], of = tree) => {
  const principal: Principal = { id: officerId(id), unit: UNIT, roles };
  return decideAccess(principal, { kind: 'PRINT_SLIP', unit: UNIT }, of).allowed;
};

describe('printing receipt codes', () => {
  test('the print station of the unit prints, with this role and no other', () => {
    expect(prints('printer-donghu', ['slipPrinter'])).toBe(true);
    expect(prints('printer-donghu', [])).toBe(false);
    expect(prints('po-li', ['petitionOfficer', 'slipPrinter'])).toBe(false);
    expect(prints('po-li', ['petitionOfficer'])).toBe(false);
  });

  test('a person does not become one by a token that leaves out his other roles', () => {
    const officers = bureau.officers.map((officer) =>
      officer.id === 'po-li' ? { ...officer, roles: ['petitionOfficer', 'slipPrinter'] as const } : officer,
    );
    expect(prints('po-li', ['slipPrinter'], treeOf({ ...bureau, officers }))).toBe(false);
  });
});
