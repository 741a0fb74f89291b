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
  const command: Commanded['command'] =
    head.state === 'S_RECEIVED'
      ? { type: 'S_SCREEN', finding: NOTE }
      : head.state === 'S_SCREENED'
        ? random.chance(0.5)
          ? { type: 'S_FORWARD', to: '市纪委监委', reason: NOTE }
          : { type: 'S_HOLD', plan: NOTE }
        : head.state === 'S_INFORMED' || !head.canBeInformed
          ? { type: 'S_CLOSE', result: NOTE }
          : { type: 'S_INFORM', method: 'POST', content: NOTE };
  return { officer, command };
}
