import type { Head } from '../../shared/domain/petition.ts';
import { CHECK, close, extend, type Intent, instantOf, NOTE } from './intent.ts';
import { DAY } from './plan.ts';
import type { Random } from './random.ts';
import type { Staff } from './staff.ts';

/** What must be refused, or at least must not harm. */
export function wrongStep(head: Head, now: number, staff: Staff, random: Random): Intent | undefined {
  const office = staff.who(head.office, 'petitionOfficer');
  const accused = head.accused.units[0];
  const handler = staff.named(head.handler);
  const bureauHead = staff.who(head.organ, 'bureauHead');
  const unitHead = staff.who(head.unit, 'unitHead');
  if (head.clocks.some(({ code }) => code === 'HANDLE_60D' || code === 'EXT_30D') && bureauHead && random.chance(0.5))
    return { officer: bureauHead, command: extend(random.pick([0, 10, 31, 45])) };
  const candidates: (Intent | undefined)[] = [
    bureauHead && { officer: bureauHead, command: extend(random.pick([0, 31, 45])) },
    unitHead && { officer: unitHead, command: extend(10) },
    office && { officer: office, command: close() },
    office && accused && { officer: office, command: { type: 'TRANSFER', to: accused, reason: NOTE, method: 'POST' } },
    office &&
      accused && {
        officer: office,
        command: { type: 'ACCEPT', handlingUnit: accused, requestItems: ['说明'], method: 'POST' },
      },
    handler && { officer: handler, command: { type: 'APPROVE_OPINION', check: CHECK } },
    office && {
      officer: office,
      command: { type: 'DELIVER', method: 'POST', receivedAt: instantOf(now + 5 * DAY), proof: '回执' },
    },
    unitHead && {
      officer: unitHead,
      command: { type: 'OBJECT', reasons: '逾期提出的异议,理由不充分,应当不予受理才对', proposedOrgan: '其他单位' },
    },
  ].map((candidate) => candidate || undefined);
  return random.pick([...candidates.filter((candidate) => candidate !== undefined), undefined].map((one) => ({ one })))
    .one;
}
