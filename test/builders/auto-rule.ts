import type { AutoRule, Bureau } from '../../shared/domain/bureau.ts';
import { officerId } from '../../shared/domain/ids.ts';
import { treeOf } from '../../shared/domain/unit-tree.ts';
import { demoBureau, type World } from './world.ts';

/** A petition that the router is sure of: motorcycles racing at night. */
export const RACING = {
  place: '云杉路',
  title: '深夜飙车',
  narrative: '每晚十一点后都有摩托车炸街飙车,吵得老人睡不着觉。',
  request: undefined,
  facts: undefined,
  reasons: undefined,
};

/** The rule for it, as a bureau may switch it on. */
export const RULE: AutoRule = {
  id: 'night-racing',
  category: 'TRAFFIC.FACILITY',
  switchedOnBy: officerId('chief-sun'),
  switchedOnAt: '2026-03-01',
};

/** From now on the world's bureau has the rule switched on. */
export function switchOnRule(world: World): void {
  const bureau: Bureau = { ...demoBureau, rules: [RULE] };
  world.deps.bureau.tree = async () => treeOf(bureau);
}
