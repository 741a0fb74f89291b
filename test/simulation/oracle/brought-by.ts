import type { Head } from '../../../shared/domain/petition.ts';
import type { PetitionEvent } from '../../../shared/domain/petition-events.ts';

/** Somebody's turn, as his inbox names it, and the unit or officer whose it is. */
export interface Brought {
  readonly turn: string;
  readonly of: string;
}

const brought = (kind: string, of: string | undefined, key = of): Brought[] =>
  of === undefined ? [] : [{ turn: `${kind} ${key}`, of }];

/** What the events of a record bring, and to which unit or officer (§2.2 “actor” of what comes next). */
export function broughtBy(before: Head | undefined, head: Head, events: readonly PetitionEvent[]): Brought[] {
  return events.flatMap((event): Brought[] => {
    switch (event.type) {
      case 'opened.v1':
        if (head.sealed) return brought('SEALED', head.office);
        if (head.stage !== 'HANDLING') return brought('REVIEW', head.organ);
        return head.referral && head.state === 'REGISTERED' ? brought('REFERRED', head.unit) : [];
      case 'registered.v1':
        return head.state === 'REGISTERED' && !head.referral ? brought('REGISTERED', head.office) : [];
      case 'handler-assigned.v1':
        return event.handler === before?.handler ? [] : brought('HANDLER', event.handler);
      // Where he handled it, or nobody did yet, somebody else is to be named by who heads the unit.
      case 'recusal-decided.v1':
        return event.granted && !event.ofReview && !head.handler ? brought('ASIDE', head.unit, event.of) : [];
      case 'accepted.v1':
        return before?.state === 'REGISTERED' ? brought('UNIT', head.unit) : [];
      case 'simple-accepted.v1':
      case 'study-begun.v1':
        return brought('UNIT', head.unit);
      case 'objected.v1':
        return brought('OBJECTED', head.referral?.from);
      // Rejected, it is for the unit after all, every date as it stood (row 11); agreed, for whom it came from.
      case 'objection-ruled.v1':
        return event.upheld || head.state !== 'REGISTERED' ? [] : brought('OBJECTION_REJECTED', head.unit);
      case 'referral-returned.v1':
        return head.referral || head.jurisdiction || head.state !== 'REGISTERED'
          ? []
          : brought('RETURNED', head.office);
      // Between two units their common superior decides (row 12).
      case 'dispute-raised.v1':
        return brought('DISPUTED', event.with);
      case 'jurisdiction-decided.v1':
        return brought('DECIDED', event.holding.unit);
      case 'channelled.v1':
        return event.own ? brought('ROUTE', event.unit) : [];
      case 'leader-named.v1':
      case 'major-set.v1':
      case 'plan-set.v1':
        return event.leader === before?.leader || !LED.has(head.state) ? [] : brought('LEADER', event.leader);
      case 'slip-noted.v1':
        return event.line === 'PROPOSE' && event.to[0] !== before?.slip?.asked ? brought('SLIP', event.to[0]) : [];
      // On the case above; below it, the unit's own work is done.
      case 'report-submitted.v1':
        return head.state === 'REPORT_CHECK' ? brought('REPORT', head.office) : [];
      case 'settled.v1':
        return head.state === 'SETTLED' ? brought('AGREED', head.office) : [];
      case 'withdrawal-confirmed.v1':
        return head.state === 'WITHDRAWN' && before?.state !== 'SETTLED' ? brought('AGREED', head.office) : [];
      case 'escalated-up.v1':
        return event.unit === before?.escalated?.to ? [] : brought('ESCALATED', event.unit);
      // Overturned, or taken back what had ended it: there is work again for who had it.
      case 'returned-from-review.v1':
      case 'withdrawal-revoked.v1':
        return head.state === 'INVESTIGATING' && before?.state !== 'INVESTIGATING' && head.stage === 'HANDLING'
          ? brought('UNIT', head.unit)
          : [];
      case 'duty-opened.v1':
        return event.duty.kind === 'ACCOUNTABILITY'
          ? examined(event.duty.key, event.duty.code, head)
          : brought(event.duty.kind, event.duty.unit, event.duty.key);
      case 'duty-sent-back.v1': {
        const duty = head.duties?.find(({ key }) => key === event.key);
        return !duty || duty.kind === 'ACCOUNTABILITY' ? [] : brought(duty.kind, duty.unit, duty.key);
      }
      default:
        return [];
    }
  });
}

/** Who decides in the organ, once nothing keeps it in the petition office; of what a petitioner reports the auditor (P-08). */
const examined = (key: string, cause: string | undefined, head: Head): Brought[] => [
  ...(head.screened ? brought('ACCOUNTABILITY', head.organ, key) : []),
  ...(cause === 'RETALIATION' || cause === 'LEAK' ? brought('AUDIT', head.organ, key) : []),
];

/** States in which a unit works on a case, or reviews it. */
export const AT_WORK: ReadonlySet<string> = new Set([
  'SUGGESTION_STUDY',
  'SIMPLE',
  'ACCEPTED',
  'INVESTIGATING',
  'OPINION_DRAFT',
  'OPINION_APPROVAL',
  'UNDER_REVIEW',
]);

/** States in which somebody leads a case, from the day on that it is a major one (rows 19, 48). */
const LED: ReadonlySet<string> = new Set(['REGISTERED', ...AT_WORK]);
