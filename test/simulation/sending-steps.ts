import type { Officer } from '../../shared/domain/bureau.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { type Intent, instantOf, NOTE } from './intent.ts';
import type { Random } from './random.ts';
import type { Staff } from './staff.ts';

/** Who is on duty looks once more, then it goes out, then it arrives. */
export function sendingStep(
  head: Head,
  now: number,
  office: Officer | undefined,
  staff: Staff,
  tree: UnitTree,
  random: Random,
): Intent | undefined {
  const dispatchedAt = head.opinion?.dispatchedAt;
  if (dispatchedAt !== undefined)
    return (
      office && {
        officer: office,
        command: {
          type: 'DELIVER',
          method: 'POST',
          receivedAt: instantOf(Math.max(now - random.between(60_000, 600_000), Date.parse(dispatchedAt))),
          proof: '回执签名',
        },
      }
    );
  const duty = staff.inOrgan(head.organ, 'dutyLeader', tree);
  if (duty && !head.sendCheck && random.chance(0.8))
    return { officer: duty, command: { type: 'CHECK_BEFORE_SEND', passed: true, note: NOTE } };
  return office && { officer: office, command: { type: 'DISPATCH', method: 'POST' } };
}
