import { afterNaming } from './accused-parties.ts';
import { CLOCK_CODES, CLOCKS, type ClockCode } from './clock-table.ts';
import { applyRegion } from './evolve-regions.ts';
import type { Instant } from './ids.ts';
import type { Clock, Head, State } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';
import { withoutRegions } from './regions.ts';

/**
 * Folds the events of one command into the head. Replaying all commands from nothing gives the same head.
 * @throws when the first event of a case is not `opened.v1`: such a history is damaged.
 */
export function evolve(before: Head | undefined, events: readonly PetitionEvent[], at: Instant): Head {
  let head = before;
  for (const event of events) head = apply(head, event, at);
  if (!head) throw new Error('a case begins with opened.v1');
  return { ...head, version: (before?.version ?? 0) + 1, updatedAt: at };
}

function apply(head: Head | undefined, event: PetitionEvent, at: Instant): Head {
  if (event.type === 'opened.v1')
    return { ...event.head, version: 0, clocks: [], stopped: [], documents: [], updatedAt: at };
  if (!head) throw new Error(`a case begins with opened.v1, not ${event.type}`);
  switch (event.type) {
    case 'registered.v1':
      return {
        ...head,
        ...(event.firstContactOfficer ? { firstContactOfficer: event.firstContactOfficer } : {}),
        ...(event.externalNumber ? { externalNumber: event.externalNumber } : {}),
        ...(event.incidentNumber ? { incidentNumber: event.incidentNumber } : {}),
      };
    case 'classified.v1': {
      const { accusedByLink, ...rest } = head;
      return {
        ...rest,
        ...(accusedByLink && !event.accusedStated ? { accusedByLink } : {}),
        screened: true,
        purpose: event.purpose,
        category: event.category,
        accused: event.accused,
        ...(event.article ? { article: event.article } : {}),
      };
    }
    case 'clock-started.v1':
      return { ...head, clocks: [...head.clocks, event.clock] };
    case 'clock-stopped.v1':
      return stopClock(head, event);
    case 'clock-resumed.v1':
      return {
        ...head,
        clocks: [...head.clocks, event.clock],
        stopped: head.stopped.filter((stopped) => !sameClock(stopped, event.clock)),
      };
    case 'clock-moved.v1':
      return { ...head, clocks: head.clocks.map((clock) => (sameClock(clock, event.clock) ? event.clock : clock)) };
    case 'document-issued.v1':
      return {
        ...head,
        documents: [
          ...head.documents,
          { kind: event.kind, at, method: event.method, ...(event.number ? { number: event.number } : {}) },
        ],
      };
    case 'referred.v1':
      return { ...head, childId: event.childId };
    case 'referral-returned.v1': {
      const { childId: _returned, ...rest } = head;
      const canBeInformed = head.canBeInformed || event.canBeInformed === true;
      return {
        ...rest,
        canBeInformed,
        hops: head.hops + 1,
        bounces: (head.bounces ?? 0) + 1,
        ...(event.unit ? { returnedBy: [...(head.returnedBy ?? []), event.unit] } : {}),
      };
    }
    case 'signed-for.v1':
      return { ...head, signedForAt: at, ...(event.by ? { firstContactOfficer: event.by } : {}) };
    case 'objected.v1':
      return event.by ? { ...head, objectedBy: event.by } : head;
    case 'accused-named.v1':
      return afterNaming(head, event);
    case 'sealed.v1':
      return emptied(head);
    case 'accepted.v1':
      return { ...head, ...event.holding, acceptedAt: at, requestItems: event.requestItems };
    case 'handler-assigned.v1':
      return { ...head, handler: event.handler, ...(event.unit ? { unit: event.unit } : {}) };
    case 'plan-set.v1':
      return {
        ...head,
        leader: event.leader,
        handler: event.handler,
        planDue: event.planDue,
        ...(event.taskForce ? { taskForce: event.taskForce } : {}),
      };
    case 'contact-logged.v1':
      return event.outcome === 'HEARD'
        ? { ...head, heard: head.heard + 1 }
        : { ...head, failedContacts: head.failedContacts + 1 };
    case 'opinion-drafted.v1':
      return { ...head, opinion: event.opinion };
    case 'opinion-approved.v1':
      return head.opinion
        ? {
            ...head,
            opinion: { ...head.opinion, ...(event.step === 'ORGAN' ? { issuedAt: at } : {}) },
          }
        : head;
    case 'opinion-dispatched.v1':
      return head.opinion
        ? { ...head, opinion: { ...head.opinion, dispatchedAt: at }, concludedAt: head.concludedAt ?? at }
        : head;
    case 'closed.v1':
      return {
        ...head,
        closedAt: at,
        closeReason: event.reason,
        concludedAt: head.concludedAt ?? at,
        ...(event.followUpConsent === undefined
          ? {}
          : { followUp: { consent: event.followUpConsent, done: head.followUp?.done ?? [] } }),
      };
    case 'record-corrected.v1':
      return {
        ...head,
        texts: event.texts,
        canBeInformed: event.canBeInformed,
        ...(event.representatives === undefined ? {} : { representatives: event.representatives }),
        ...(event.externalNumber ? { externalNumber: event.externalNumber } : {}),
        ...(event.incidentNumber ? { incidentNumber: event.incidentNumber } : {}),
      };
    case 'state-changed.v1':
      return {
        ...head,
        state: event.to,
        ...(CONCLUDES.has(event.to) ? { concludedAt: head.concludedAt ?? at } : {}),
      };
    case 'objection-ruled.v1':
    case 'extended.v1':
    case 'draft-returned.v1':
    case 'delivered.v1':
    case 'report-submitted.v1':
    case 'report-checked.v1':
      return head;
    default:
      return applyRegion(head, event, at);
  }
}

/** States that end the case for the citizen at once, without an opinion. */
const CONCLUDES: ReadonlySet<State> = new Set(['REDIRECTED', 'NOT_ACCEPTED', 'NO_LONGER_ACCEPTED', 'CHANNELLED']);

const sameClock = (a: Clock, b: Clock): boolean => a.code === b.code && a.key === b.key;

/**
 * Ended clocks stay in history for ever; the head keeps those of the law, which reports and later steps look at. Our
 * own promises (内部承诺) leave it, so that it stays small.
 */
function stopClock(head: Head, event: Extract<PetitionEvent, { type: 'clock-stopped.v1' }>): Head {
  const ended = head.clocks.filter(
    ({ code, key }) => code === event.code && (event.key === undefined || key === event.key),
  );
  if (ended.length === 0) return head;
  const kept = ended.filter(({ code }) => KEPT.has(code));
  return {
    ...head,
    clocks: head.clocks.filter((running) => !ended.includes(running)),
    stopped: [
      ...head.stopped.filter((stopped) => !kept.some((clock) => sameClock(clock, stopped))),
      ...kept.map((clock) => ({ ...clock, at: event.at, outcome: event.outcome })),
    ],
  };
}

/** Clocks that the head keeps when they have ended. */
const KEPT: ReadonlySet<ClockCode> = new Set(
  CLOCK_CODES.filter((code) => CLOCKS[code].class !== 'POLICY' || code === 'FIRST_CONTACT' || code === 'REMAKE'),
);

function emptied(head: Head): Head {
  return { ...withoutRegions(withoutClass(head)), accused: { units: [], officers: [] }, namesAccused: false };
}

const withoutClass = ({ purpose: _purpose, category: _category, article: _article, ...head }: Head): Head => head;
