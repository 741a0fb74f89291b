import { treeOf, type UnitTree } from '../../shared/domain/unit-tree.ts';
import { RULE } from '../builders/auto-rule.ts';
import { demoBureau } from '../builders/world.ts';
import type { Plan } from './plan.ts';
import { leaveOf } from './preferences.ts';

/** The demo bureau with a deputy who also handles: he could draft and approve. */
const bureau = {
  ...demoBureau,
  // What 西岭分局 decides is reviewed outside the bureau, as a same-level government may.
  units: demoBureau.units.map((unit) => {
    if (unit.id !== 'xiling' || !unit.reviewOrgan) return unit;
    const { unit: _inside, ...outside } = unit.reviewOrgan;
    return { ...unit, reviewOrgan: { ...outside, name: '西岭区人民政府' } };
  }),
  officers: demoBureau.officers.map((officer) =>
    officer.id === 'deputy-gu' ? { ...officer, roles: [...officer.roles, 'handler' as const] } : officer,
  ),
};
const PLAIN_TREE = treeOf(bureau);

/** The bureau as a life begins: a rule switched on or not, some of its officers away for some days. */
export const firstTables = (plan: Plan): UnitTree =>
  treeOf({ ...bureau, ...(plan.rule ? { rules: [RULE] } : {}), leave: leaveOf(plan, PLAIN_TREE) });
