import { type Calendar, localDateOf, startOfDay } from '../calendar.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf } from '../commands.ts';
import type { ReviewDecision } from '../commands-review.ts';
import type { CaseId, Instant, LocalDate } from '../ids.ts';
import type { Clock, Head, State } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import { type DecideContext, type Decision, moveTo, newClock, type OtherChange, start, stop } from './context.ts';
import { accountability } from './duties-account.ts';
import { resumeClock } from './resume-clock.ts';

/** What the organ above decided on a case, as far as that case needs to know. */
export interface ReviewResult {
  readonly decision: ReviewDecision;
  /** Case of review or re-review in this bureau; absent for an organ outside. */
  readonly caseId?: CaseId;
  /** The petitioner received the opinion then; a new opinion is due from that day, unless the reviewer fixed one. */
  readonly deliveredAt: Instant;
  readonly remakeDue?: LocalDate;
}

/** Clocks of the petitioner's right to have this case reviewed. */
export const APPLY_CLOCKS = ['REVIEW_APPLY_30D', 'REREVIEW_APPLY_30D'] as const satisfies readonly ClockCode[];

/**
 * 68 复查复核回转: upheld or changed, the case that was reviewed is over; revoked, its organ makes a new opinion. A case
 * of review that was revoked in re-review is over too: the new opinion is that of the handling organ. The thirty days of a
 * co-petitioner who was served meanwhile run on (G7, 条例35), unless the opinion that they are of is gone.
 */
export function comesBack(original: Head, result: ReviewResult, context: DecideContext): PetitionEvent[] {
  const { decision, caseId } = result;
  const events: PetitionEvent[] = [
    { type: 'returned-from-review.v1', decision, ...(caseId ? { caseId } : {}) },
    // An opinion that the organ above changed or revoked opens a review of responsibility by itself (条例42).
    ...(decision === 'UPHOLD' ? [] : accountability(original, 'OPINION_OVERTURNED', caseId ?? original.id, context)),
  ];
  if (decision !== 'UPHOLD') events.push(...windowsGone(original, context));
  return decision === 'REVOKE_REMAKE' && original.stage === 'HANDLING'
    ? [...events, start(remakeClock(result, context)), moveTo('INVESTIGATING')]
    : [...events, { type: 'closed.v1', reason: 'REVIEWED' }, moveTo('CLOSED')];
}

/** The opinion is gone, and with it the right to have it reviewed: that of the new one begins with its own delivery. */
export const windowsGone = (head: Head, { now }: Pick<DecideContext, 'now'>): PetitionEvent[] =>
  head.clocks
    .filter(({ code }) => APPLY_CLOCKS.some((apply) => apply === code))
    .flatMap(({ code, key }) => stop(head, [code], now, '原意见已被变更或者撤销', 'SUPERSEDED', key));

/** 责令重作: by the day that the reviewing organ fixed, else thirty days from delivery. */
export function remakeClock({ deliveredAt, remakeDue }: ReviewResult, { calendar }: DecideContext): Clock {
  const fixed = remakeDue !== undefined && remakeDue > localDateOf(deliveredAt);
  return newClock('REMAKE', deliveredAt, calendar, fixed ? { setDue: remakeDue } : {});
}

/** What a re-review delivered moves: the review it was about, and where it revokes, the case itself. */
export function returnsTo(head: Head, result: ReviewResult, context: DecideContext): OtherChange[] {
  const { parent, grandparent } = context;
  const others: OtherChange[] = [];
  if (parent?.inReview?.caseId === head.id) others.push({ head: parent, events: comesBack(parent, result, context) });
  if (grandparent && head.stage === 'REREVIEW') others.push(...remadeBelow(grandparent, result, context));
  return others;
}

/** Where an opinion stands: a second review of it, for a co-petitioner, has no object once it is revoked for all. */
const STANDING: ReadonlySet<State> = new Set(['CLOSED', 'ARCHIVED', 'IN_REVIEW', 'REVIEW_WINDOW']);

/** The handling organ makes its opinion anew, unless it does so already. */
export function remadeBelow(original: Head, result: ReviewResult, context: DecideContext): OtherChange[] {
  const { decision } = result;
  if (decision !== 'REVOKE_REMAKE' || original.stage !== 'HANDLING' || !STANDING.has(original.state)) return [];
  return [{ head: original, events: comesBack(original, result, context) }];
}

/** The request was not taken up, or taken back: the case is where it was, and the right runs on with its old dates. */
export const withoutReview = (original: Head, ground: string, calendar: Calendar): PetitionEvent[] => [
  { type: 'late-decided.v1', admitted: false, ground },
  ...(original.state === 'IN_REVIEW'
    ? [
        ...original.stopped
          .filter(({ code, outcome }) => outcome === 'MET' && APPLY_CLOCKS.some((apply) => apply === code))
          .filter(({ at }) => at >= (original.inReview?.since ?? at))
          .flatMap((clock) => resumeClock(original, clock, calendar, '复查(复核)申请未予办理,申请期限照旧')),
        moveTo('REVIEW_WINDOW'),
      ]
    : []),
];

/** 68, recorded by the office: what an organ outside this bureau decided. */
export function returnFromReview(
  head: Head,
  command: CommandOf<'RETURN_FROM_REVIEW'>,
  context: DecideContext,
): Decision {
  mayReturn(head);
  const since = head.inReview?.since ?? head.updatedAt;
  if (command.deliveredOn > localDateOf(context.now) || command.deliveredOn < localDateOf(since))
    throw new Refused(
      refusal(
        'DELIVERY_DAY_IMPOSSIBLE',
        undefined,
        '条例35、36',
        ['送达日期应在申请之后、今天之前', 'the day of delivery lies between the request and today'],
        ['填写复查(复核)意见实际送达的日期', 'give the day on which the opinion was delivered'],
        '/deliveredOn',
      ),
    );
  const texts = { opinionNumber: command.opinionNumber };
  if (command.decision === 'REJECTED') return { events: withoutReview(head, 'REJECTED', context.calendar), texts };
  remakeDayFits(command.decision, command.remakeDue, command.deliveredOn, '/remakeDue');
  const result: ReviewResult = {
    decision: command.decision,
    deliveredAt: startOfDay(command.deliveredOn),
    ...(command.remakeDue ? { remakeDue: command.remakeDue } : {}),
  };
  const others = head.stage === 'REVIEW' && context.parent ? remadeBelow(context.parent, result, context) : [];
  return { events: comesBack(head, result, context), texts, ...(others.length > 0 ? { others } : {}) };
}

/** It is reviewed outside this system. */
export function mayReturn(head: Head): void {
  if (head.inReview?.caseId)
    throw new Refused(
      refusal(
        'REVIEWED_IN_THIS_BUREAU',
        undefined,
        '条例35、36',
        [
          '复查(复核)案件在本系统办理,其意见送达后自动回转',
          'the review runs in this system; the case comes back by itself when that opinion is delivered',
        ],
        ['由复查(复核)机关执行 DELIVER', 'let the reviewing organ DELIVER its opinion'],
      ),
    );
}

/** A day for the new opinion belongs to a decision that orders one, and lies ahead. */
export function remakeDayFits(
  decision: ReviewDecision,
  remakeDue: LocalDate | undefined,
  after: LocalDate,
  field: string,
): void {
  if (remakeDue === undefined || (decision === 'REVOKE_REMAKE' && remakeDue > after)) return;
  throw new Refused(
    refusal(
      'REMAKE_DAY_UNFIT',
      undefined,
      '条例35、36',
      [
        '只有撤销并责令重作的,才确定重新作出意见的日期,且应在今后',
        'only a decision that orders a new opinion fixes a day for it, and that day lies ahead',
      ],
      ['删去该日期,或改为今后的日期', 'leave it out, or give a later day'],
      field,
    ),
  );
}
