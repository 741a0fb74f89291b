import type { CommandOf } from '../commands.ts';
import { type Head, isOpen } from '../petition.ts';
import { Refused, refusal } from '../refusal.ts';
import { type HandedOn, handedOn } from '../unit-history.ts';
import type { UnitTree } from '../unit-tree.ts';
import type { DecideContext, Decision } from './context.ts';

/**
 * An open case of a unit that is no more goes to its successor (承继单位), clocks running on; a closed one keeps its
 * names. Never to a unit complained about: there the petition office decides who handles it (G6, 条例30(3)).
 */
export const handOn = (head: Head, _command: CommandOf<'HAND_ON'>, context: Pick<DecideContext, 'tree'>): Decision => ({
  events: [{ type: 'handed-on.v1', ...mayHandOn(head, context) }],
});

/** @returns to whom it goes: a unit of it is no more, and its successor is none complained about */
export function mayHandOn(head: Head, { tree }: Pick<DecideContext, 'tree'>): HandedOn {
  const change = isOpen(head) ? handedOn(head, tree) : undefined;
  if (!change)
    throw new Refused(
      refusal(
        'NOTHING_TO_HAND_ON',
        undefined,
        '条例5',
        ['本件没有已撤销而有承继单位的单位', 'the case names no unit that was succeeded by another'],
        ['无需移交', 'nothing has to be done'],
      ),
    );
  if (change.holding.unit !== head.unit && tree.conflictsWith(change.holding.unit, head.accused))
    throw new Refused(SUCCESSOR_ACCUSED);
  return change;
}

export const SUCCESSOR_ACCUSED = refusal(
  'SUCCESSOR_ACCUSED',
  'G6',
  '条例30(3)',
  ['承继单位与被反映对象有关,不得接续办理', 'the successor is complained about, or headed by one who is'],
  ['由信访部门另行确定承办单位', 'the petition office decides who handles it'],
);

/** Whoever holds it took over from a unit that it complains of: from that day on it is nobody's there to read (P-03). */
export function tookOverFromAccused({ unit, accused: { units } }: Head, tree: UnitTree): boolean {
  return tree.conflictsWith(unit, { units, officers: [] }) && !units.some((one) => tree.isWithin(unit, one));
}
