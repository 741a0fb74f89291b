import type { Instant, OfficerId } from './ids.ts';
import type { Head } from './petition.ts';
import type { RegionEvent } from './region-events.ts';
import type { Duty } from './regions.ts';
import { inNewHands } from './unit-history.ts';

/** Folds what happened beside the course of a case. */
export function applyRegion(head: Head, event: RegionEvent, at: Instant): Head {
  switch (event.type) {
    case 'matter-linked.v1': {
      // Linked to itself, it is a matter of its own.
      const { matter: _, ...own } = head;
      return event.matter === head.petitionId ? own : { ...own, matter: event.matter };
    }
    case 'urgent-flagged.v1':
      return { ...head, urgent: { at, lifeAtStake: event.lifeAtStake } };
    case 'urgent-acknowledged.v1':
      return head.urgent ? { ...head, urgent: { ...head.urgent, acknowledgedBy: event.by } } : head;
    case 'urgent-reported.v1':
      return head.urgent ? { ...head, urgent: { ...head.urgent, reportedAt: at } } : head;
    case 'channelled.v1':
      return {
        ...head,
        route: {
          code: event.route,
          own: event.own,
          ...(event.unit ? { unit: event.unit } : {}),
          ...(event.lastDay ? { lastDay: event.lastDay } : {}),
        },
        // The business unit whose procedure it is holds the case until the result is in.
        ...(event.own && event.unit ? { unit: event.unit } : {}),
      };
    case 'route-result.v1':
      return routeResult(head, event, at);
    case 'dispute-raised.v1':
      return { ...head, dispute: { with: event.with, at } };
    case 'jurisdiction-decided.v1': {
      const { dispute: _decided, ...rest } = head;
      const moved = event.holding.unit !== head.unit;
      const { signedForAt: _elsewhere, ...handed } = rest;
      const jurisdiction = { by: event.by, at, ...(event.of ? { of: event.of } : {}) };
      const decided = { ...event.holding, jurisdiction };
      return moved ? { ...handed, ...decided, hops: head.hops + 1 } : { ...rest, ...decided };
    }
    case 'simple-accepted.v1':
      return {
        ...head,
        ...event.holding,
        procedure: 'SIMPLE',
        acceptedAt: at,
        requestItems: event.requestItems,
      };
    case 'switched-ordinary.v1': {
      const { procedure: _simple, opinion: _reply, concludedAt: _concluded, ...rest } = head;
      return rest;
    }
    case 'study-begun.v1':
      return { ...head, ...event.holding, procedure: 'SUGGESTION' };
    case 'replied.v1':
      return { ...head, concludedAt: head.concludedAt ?? at, ...(event.opinion ? { opinion: event.opinion } : {}) };
    case 'no-longer-proposed.v1':
      return { ...head, noLonger: { proposedBy: event.by, reReviewCase: event.reReviewCase } };
    case 'waiver-proposed.v1':
      return {
        ...head,
        waiver: { clock: event.clock, proposedBy: event.by, ...(event.key ? { key: event.key } : {}) },
      };
    case 'waiver-confirmed.v1': {
      const { waiver: _confirmed, ...rest } = head;
      return rest;
    }
    case 'escalated-up.v1':
      return event.unit ? { ...head, escalated: { to: event.unit, at } } : head;
    case 'handed-on.v1':
      return inNewHands(head, event);
    case 'split.v1':
      return { ...head, childId: event.childId };
    case 'exported.v1':
      return {
        ...head,
        exportedAt: at,
        ...(event.externalNumber ? { externalNumber: event.externalNumber } : {}),
      };
    case 'recusal-applied.v1':
      return { ...head, recusal: { of: event.of, at } };
    case 'recusal-decided.v1':
      return event.ofReview ? recusedAbove(head, event.of) : recused(head, event);
    case 'statement-heard.v1':
      return { ...head, heard: head.heard + 1 };
    case 'hearing-held.v1':
      return { ...head, hearing: { from: event.from, to: event.to } };
    case 'settled.v1': {
      // What was confirmed of an earlier settlement, which he took back, is not confirmed of this one.
      const { settlement: _earlier, ...rest } = head;
      return { ...rest, settledAt: at, concludedAt: head.concludedAt ?? at };
    }
    case 'settlement-confirmed.v1':
      return { ...head, settlement: { confirmedBy: event.by, confirmedAt: at } };
    case 'review-requested.v1':
      return reviewRequested(head, event, at);
    case 'late-decided.v1':
      return event.admitted ? reopened(head) : withoutReview(head);
    case 'reopened.v1':
      return event.childId ? { ...head, childId: event.childId } : remade(head, at);
    case 'review-decided.v1':
      return head.review
        ? {
            ...head,
            review: {
              ...head.review,
              decision: event.decision,
              ...(event.remakeDue ? { remakeDue: event.remakeDue } : {}),
            },
          }
        : head;
    case 'returned-from-review.v1':
      return returned(head, event.decision, at);
    case 'withdrawal-filed.v1':
      return { ...head, withdrawal: { filedAt: at, from: event.from } };
    case 'withdrawal-confirmed.v1':
      return head.withdrawal
        ? {
            ...head,
            withdrawal: { ...head.withdrawal, from: head.state, confirmedBy: event.by, confirmedAt: at },
            ...(event.continues ? {} : { concludedAt: head.concludedAt ?? at }),
          }
        : head;
    case 'withdrawal-revoked.v1': {
      const { withdrawal, settledAt, concludedAt, ...rest } = head;
      const ended = withdrawal?.confirmedAt ?? settledAt;
      return concludedAt === undefined || concludedAt === ended ? rest : { ...rest, concludedAt };
    }
    case 'followed-up.v1':
      return head.followUp && event.result !== 'NOT_REACHED'
        ? { ...head, followUp: { ...head.followUp, done: [...head.followUp.done, event.which] } }
        : head;
    case 'rated.v1':
      return {
        ...head,
        ratings: [
          ...(head.ratings ?? []).filter(({ object }) => object !== event.object),
          {
            object: event.object,
            rating: event.rating,
            at: head.ratings?.find(({ object }) => object === event.object)?.at ?? at,
          },
        ],
      };
    case 'slip-noted.v1':
      return { ...head, slip: slipAfter(head.slip, event), ...planAfter(head, event) };
    case 'unit-instructed.v1':
      return unitInstructed(head, event);
    case 'leader-named.v1':
      return { ...head, leader: event.leader };
    case 'major-set.v1':
      return { ...head, major: { at, by: event.by }, leader: event.leader };
    case 'leader-acted.v1':
      return event.evidenced ? { ...head, leaderActedAt: at } : head;
    case 'task-force-dissolved.v1': {
      const { taskForce: _dissolved, ...rest } = head;
      return rest;
    }
    case 'checked-before-send.v1':
      return event.passed ? { ...head, sendCheck: { by: event.by, at } } : unchecked(head);
    case 'fault-assessed.v1':
      return { ...head, fault: event.fault };
    case 'cause-stated.v1':
      return { ...head, rootCause: event.rootCause };
    case 'duty-opened.v1':
      return { ...head, duties: [...(head.duties ?? []), event.duty] };
    case 'duty-answered.v1':
      return changeDuty(head, event.key, (duty) => ({ ...duty, answeredAt: at }));
    case 'duty-sent-back.v1':
      return changeDuty(head, event.key, ({ answeredAt: _answered, ...duty }) => duty);
    case 'duty-settled.v1':
      return changeDuty(head, event.key, (duty) => ({ ...duty, settledAt: at, outcome: event.outcome }));
    case 'flag-raised.v1':
      return { ...head, flag: { raisedBy: event.by, at } };
    case 'flag-cleared.v1': {
      const { flag: _cleared, ...rest } = head;
      return rest;
    }
    case 'meeting-recorded.v1':
      return event.outcome ? { ...head, backlog: { on: event.on, outcome: event.outcome } } : head;
    case 'passed-on.v1':
    case 'not-accepted.v1':
    case 'no-longer-accepted.v1':
    case 'supplement-requested.v1':
    case 'mediated.v1':
    case 'archived.v1':
    case 'retaliation-reported.v1':
    case 'leak-reported.v1':
    case 'field-visited.v1':
    case 'aid-referred.v1':
    case 'candidate-decided.v1':
    case 'sample-audited.v1':
      return head;
    default:
      return unknownEvent(event);
  }
}

type SlipNoted = Extract<RegionEvent, { type: 'slip-noted.v1' }>;

/** Asked is whoever it lies before now; an instruction answers him. Readers stay, the latest of them. */
function slipAfter({ asked, ...slip }: NonNullable<Head['slip']> = {}, { line, to, dueAt }: SlipNoted): Head['slip'] {
  const [first] = to;
  if (line === 'PROPOSE')
    return {
      ...slip,
      ...(asked && asked !== first ? readersWith(slip, [asked]) : {}),
      ...(first ? { asked: first } : {}),
    };
  if (line === 'CIRCULATE') return { ...slip, ...(asked ? { asked } : {}), ...readersWith(slip, to) };
  return { ...slip, ...(asked ? readersWith(slip, [asked]) : {}), ...(dueAt ? { dueAt } : {}) };
}

/** A head stays small: so many officers read it through the slip at a time. */
const READERS = 20;

const readersWith = ({ readers = [] }: NonNullable<Head['slip']>, more: readonly OfficerId[]) => ({
  readers: [...new Set([...readers.filter((one) => !more.includes(one)), ...more])].slice(-READERS),
});

/** A plan that stands keeps the instructed day from then on. */
const planAfter = ({ planDue }: Head, { dueAt }: SlipNoted) =>
  planDue !== undefined && dueAt !== undefined && dueAt < planDue ? { planDue: dueAt } : {};

/** Charged with it at once, or when it is accepted; with another unit comes another handler. */
function unitInstructed(head: Head, { unit, now }: Extract<RegionEvent, { type: 'unit-instructed.v1' }>): Head {
  if (!now) return { ...head, slip: { ...head.slip, unit } };
  const { handler: _before, ...rest } = head;
  return { ...rest, unit };
}

/** It did not pass: a check that did before says nothing about what is written now. */
function unchecked({ sendCheck: _before, ...head }: Head): Head {
  return head;
}

/** Granted, the officer no longer handles or leads it; somebody else has to be named. */
function recused(
  { recusal: _decided, handler, leader, taskForce, ...rest }: Head,
  { of, granted }: Extract<RegionEvent, { type: 'recusal-decided.v1' }>,
): Head {
  const force = granted ? taskForce?.filter((member) => member !== of) : taskForce;
  return {
    ...rest,
    ...(force && force.length > 0 ? { taskForce: force } : {}),
    ...(granted ? { recused: [...(rest.recused ?? []), of] } : {}),
    ...(handler && !(granted && handler === of) ? { handler } : {}),
    ...(leader && !(granted && leader === of) ? { leader } : {}),
  };
}

/** Whoever stepped aside from the review of the case. */
const recusedAbove = ({ inReview, ...head }: Head, of: OfficerId): Head =>
  inReview ? { ...head, inReview: { ...inReview, recused: [...(inReview.recused ?? []), of] } } : head;

/** Reversed, nothing was concluded, and the petition office has it again to find the lawful path. */
function routeResult(head: Head, { reversed }: Extract<RegionEvent, { type: 'route-result.v1' }>, at: Instant): Head {
  if (!head.route) return head;
  const route = { ...head.route, resultAt: at, ...(reversed ? { reversed } : {}) };
  if (!reversed) return { ...head, route };
  const { concludedAt: _concluded, ...open } = head;
  return { ...open, route, ...(head.route.own && !head.acceptedAt ? { unit: head.office } : {}) };
}

function reviewRequested(head: Head, event: Extract<RegionEvent, { type: 'review-requested.v1' }>, at: Instant): Head {
  const { caseId, organ, recipient } = event;
  const reviewAsked = recipient ? { reviewAsked: [...(head.reviewAsked ?? []), { recipient, at }] } : {};
  // Of a request that joined, the case of review has its words alone.
  if (event.joins) return head.inReview ? { ...reopened(head), ...reviewAsked } : head;
  return {
    // A late request that somebody here has to admit first leaves the end of the case as it is.
    ...(event.late && caseId ? head : reopened(head)),
    ...reviewAsked,
    ...(caseId ? { reviewCase: caseId } : {}),
    inReview: { since: at, ...(caseId ? { caseId } : {}), ...(organ ? { organ } : {}) },
  };
}

/** It was not taken up, or taken back: whoever asked for it may ask again, by his old dates. */
function withoutReview({ inReview, reviewAsked, ...head }: Head): Head {
  const earlier = reviewAsked?.filter(({ at }) => inReview === undefined || at < inReview.since) ?? [];
  return { ...head, ...(earlier.length > 0 ? { reviewAsked: earlier } : {}) };
}

/** REVOKE_REMAKE: the opinion is gone, its outcomes are kept so that the next one does not merely repeat them. */
function returned(head: Head, decision: string, at: Instant): Head {
  const { inReview: _ended, ...rest } = head;
  if (decision === 'REVOKE_REMAKE' && head.stage === 'HANDLING') return remade(rest, at);
  return decision === 'UPHOLD' || !head.opinion ? rest : { ...rest, opinion: { ...head.opinion, overturned: true } };
}

function remade(head: Head, at: Instant): Head {
  const {
    opinion,
    concludedAt: _concluded,
    fault: _fault,
    rootCause: _cause,
    reviewAsked: _asked,
    sendCheck: _check,
    ...again
  } = reopened(head);
  return { ...again, remake: { orderedAt: at, revoked: opinion?.outcomes ?? head.remake?.revoked ?? [] } };
}

/** No longer at its end, whatever ended it. */
function reopened({ closedAt: _closed, closeReason: _reason, ...head }: Head): Head {
  return head;
}

function changeDuty(head: Head, key: string, change: (duty: Duty) => Duty): Head {
  return { ...head, duties: (head.duties ?? []).map((duty) => (duty.key === key ? change(duty) : duty)) };
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
