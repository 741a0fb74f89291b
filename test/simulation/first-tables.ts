import type { Role } from '../../shared/domain/bureau.ts';
import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { RULE } from '../builders/auto-rule.ts';
import { demoBureau } from '../builders/world.ts';
import type { Plan } from './plan.ts';
import { leaveOf } from './preferences.ts';

/** What they do beside: a deputy handles, he could draft and approve; heads of units are on duty in their turn. */
const ALSO: Readonly<Record<string, readonly Role[] | undefined>> = {
  'deputy-gu': ['handler'],
  'head-hu': ['dutyLeader'],
  'head-cao': ['dutyLeader'],
};

/** The demo bureau, some of whose officers do more. */
const bureau = {
  ...demoBureau,
  // What 西岭分局 decides is reviewed outside the bureau, as a same-level government may.
  units: demoBureau.units.map((unit) => {
    if (unit.id !== 'xiling' || !unit.reviewOrgan) return unit;
    const { unit: _inside, ...outside } = unit.reviewOrgan;
    return { ...unit, reviewOrgan: { ...outside, name: '西岭区人民政府' } };
  }),
  officers: demoBureau.officers.map((officer) => ({
    ...officer,
    roles: [...officer.roles, ...(ALSO[officer.id] ?? [])],
  })),
};
const PLAIN_TREE = treeOf(bureau);

/** The bureau as a life begins: a rule switched on or not, some of its officers away for some days. */
export const firstTables = (plan: Plan): UnitTree =>
  treeOf({ ...bureau, ...(plan.rule ? { rules: [RULE] } : {}), leave: leaveOf(plan, PLAIN_TREE) });
