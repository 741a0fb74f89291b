import type { Head } from '../../../shared/domain/petition.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';

/** What some events make of a few fields that much hangs on, folded by code of its own. */
interface OwnHead {
  state: string;
  screened: boolean;
  concludedAt: string | undefined;
  closedAt: string | undefined;
  acceptedAt: string | undefined;
  receivedAt: string;
  registeredAt: string;
  handler: string | undefined;
  leader: string | undefined;
  childId: string | undefined;
  unit: string;
  heard: number;
  failedContacts: number;
  papers: number;
  rootCause: string | undefined;
  /** Kept beside, to know what a later event takes back. */
  readonly beside: { office: string; ownRoute?: boolean; filed?: boolean; endedAt?: string };
}

const CONCLUDING: ReadonlySet<string> = new Set(['REDIRECTED', 'NOT_ACCEPTED', 'NO_LONGER_ACCEPTED', 'CHANNELLED']);

/** What differs between a head and its records, if anything; undefined where events occur that it does not know. */
export function differsFromRecords(head: Head, records: readonly HistoryRecord[]): string[] {
  let own: OwnHead | undefined;
  for (const { events, at, command } of records)
    for (const event of events) {
      if (event.type === 'opened.v1') {
        const {
          state,
          screened,
          receivedAt,
          registeredAt,
          unit,
          heard,
          failedContacts,
          concludedAt,
          closedAt,
          acceptedAt,
          handler,
          leader,
          childId,
        } = event.head;
        own = {
          state,
          screened,
          receivedAt,
          registeredAt,
          unit,
          heard,
          failedContacts,
          concludedAt,
          closedAt,
          acceptedAt,
          handler,
          leader,
          childId,
          papers: 0,
          rootCause: event.head.rootCause,
          beside: { office: event.head.office },
        };
        continue;
      }
      if (!own) return ['the first event is not opened.v1'];
      switch (event.type) {
        case 'state-changed.v1':
          own.state = event.to;
          if (CONCLUDING.has(event.to)) own.concludedAt ??= at;
          break;
        case 'classified.v1':
          own.screened = true;
          break;
        case 'opinion-dispatched.v1':
          own.concludedAt ??= at;
          break;
        case 'opinion-approved.v1':
          own.rootCause = event.rootCause ?? own.rootCause;
          break;
        case 'closed.v1':
          own.closedAt = at;
          own.rootCause = event.rootCause ?? own.rootCause;
          own.concludedAt ??= at;
          break;
        case 'cause-stated.v1':
          // Of what a review closed, it is said when the fault is assessed.
          if (command === 'ASSESS_FAULT') own.rootCause = event.rootCause;
          break;
        case 'accepted.v1':
          own.acceptedAt = at;
          own.unit = event.holding.unit;
          break;
        case 'handler-assigned.v1':
          own.handler = event.handler;
          own.unit = event.unit ?? own.unit;
          break;
        case 'plan-set.v1':
          own.handler = event.handler;
          own.leader = event.leader;
          break;
        case 'leader-named.v1':
        case 'major-set.v1':
          own.leader = event.leader;
          break;
        case 'referred.v1':
        case 'split.v1':
          own.childId = event.childId;
          break;
        case 'referral-returned.v1':
          own.childId = undefined;
          break;
        case 'simple-accepted.v1':
          own.acceptedAt = at;
          own.unit = event.holding.unit;
          break;
        case 'study-begun.v1':
          own.unit = event.holding.unit;
          break;
        case 'jurisdiction-decided.v1':
        case 'handed-on.v1':
          own.unit = event.holding.unit;
          own.beside.office = event.holding.office;
          break;
        case 'switched-ordinary.v1':
          own.concludedAt = undefined;
          break;
        case 'replied.v1':
          own.concludedAt ??= at;
          break;
        case 'settled.v1':
          own.concludedAt ??= at;
          own.beside.endedAt = at;
          break;
        case 'withdrawal-filed.v1':
          own.beside.filed = true;
          own.beside.endedAt = undefined;
          break;
        case 'withdrawal-confirmed.v1':
          if (!own.beside.filed) break;
          own.beside.endedAt = at;
          if (!event.continues) own.concludedAt ??= at;
          break;
        case 'withdrawal-revoked.v1':
          if (own.concludedAt === own.beside.endedAt) own.concludedAt = undefined;
          own.beside.filed = false;
          own.beside.endedAt = undefined;
          break;
        case 'channelled.v1':
          own.beside.ownRoute = event.own;
          if (event.own && event.unit) own.unit = event.unit;
          break;
        case 'route-result.v1':
          if (!event.reversed) break;
          own.concludedAt = undefined;
          if (own.beside.ownRoute && !own.acceptedAt) own.unit = own.beside.office;
          break;
        case 'recusal-decided.v1':
          if (event.ofReview) break;
          if (event.granted && own.handler === event.of) own.handler = undefined;
          if (event.granted && own.leader === event.of) own.leader = undefined;
          break;
        case 'unit-instructed.v1':
          if (!event.now) break;
          own.unit = event.unit;
          own.handler = undefined;
          break;
        case 'review-requested.v1':
          if (!(event.late && event.caseId)) own.closedAt = undefined;
          break;
        case 'late-decided.v1':
          if (event.admitted) own.closedAt = undefined;
          break;
        case 'reopened.v1':
          own.childId = event.childId ?? own.childId;
          if (event.childId) break;
          own.closedAt = undefined;
          own.concludedAt = undefined;
          own.rootCause = undefined;
          break;
        case 'returned-from-review.v1':
          if (event.decision !== 'REVOKE_REMAKE' || head.stage !== 'HANDLING') break;
          own.closedAt = undefined;
          own.concludedAt = undefined;
          own.rootCause = undefined;
          break;
        case 'statement-heard.v1':
          own.heard += 1;
          break;
        case 'contact-logged.v1':
          if (event.outcome === 'HEARD') own.heard += 1;
          else own.failedContacts += 1;
          break;
        case 'document-issued.v1':
          own.papers += 1;
          break;
        case 'sealed.v1':
          return head.state === 'SEALED' &&
            head.accused.units.length + head.accused.officers.length === 0 &&
            head.category === undefined &&
            head.purpose === undefined &&
            head.article === undefined &&
            !head.namesAccused
            ? []
            : ['a sealed head still says what it is about'];
        default:
      }
    }
  if (!own) return ['there are no records'];
  const { papers, beside: _beside, ...fields } = own;
  const wrong = Object.entries(fields)
    .filter(([name, value]) => head[name as keyof Head] !== value)
    .map(([name, value]) => `${name} is ${String(head[name as keyof Head])}, its records say ${String(value)}`);
  if (head.documents.length !== papers) wrong.push(`${head.documents.length} papers, its records issue ${papers}`);
  if (head.version !== records.length) wrong.push(`version ${head.version} after ${records.length} records`);
  if (head.updatedAt !== records.at(-1)?.at) wrong.push('updatedAt is not that of its last record');
  return wrong;
}
