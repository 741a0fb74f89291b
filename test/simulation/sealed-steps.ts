import { unitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type Intent, NOTE } from './intent.ts';
import type { Commanded } from './ledger.ts';
import type { Random } from './random.ts';
import type { Staff } from './staff.ts';

/** Of an accusation, at the desk that opens them. */
export function sealedStep(head: Head, staff: Staff, tree: UnitTree, random: Random): Intent | undefined {
  // What complains of the heads of an organ is for the organ above.
  const organ = tree.organOf(head.office)?.id;
  const above = head.accused.officers.length > 0 && organ !== 'yunze' && random.chance(0.6);
  const officer = staff.inOrgan(above ? unitId('yunze') : organ, 'sealedOfficer', tree);
  if (!officer) return undefined;
  return { officer, command: commandOn(head, random) };
}

function commandOn({ state, childId, canBeInformed }: Head, random: Random): Commanded['command'] {
  if (state === 'S_RECEIVED') return { type: 'S_SCREEN', finding: NOTE };
  // A letter that also asks for a service: most often seen at once, now and then only while it is inspected.
  const mixed = (state === 'S_SCREENED' && random.chance(0.4)) || (isInHand(state) && !childId && random.chance(0.25));
  if (mixed) return { type: 'S_SPLIT', gist: '申请补办居住证', request: '请补办居住证' };
  if (!isInHand(state) && state !== 'S_INFORMED')
    return random.chance(0.5) ? { type: 'S_FORWARD', to: '市纪委监委', reason: NOTE } : { type: 'S_HOLD', plan: NOTE };
  return state === 'S_INFORMED' || !canBeInformed
    ? { type: 'S_CLOSE', result: NOTE }
    : { type: 'S_INFORM', method: 'POST', content: NOTE };
}

const isInHand = (state: Head['state']): boolean => state === 'S_FORWARDED' || state === 'S_HELD';
