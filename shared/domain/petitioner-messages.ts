import type { Setting } from './bureau.ts';
import { CLOCKS, type ClockCode } from './clock-table.ts';
import type { CaseId, Instant, LocalDate } from './ids.ts';
import type { Threshold } from './ladder.ts';
import type { ClockTime } from './notifications.ts';
import type { Clock, Head, State } from './petition.ts';
import type { PetitionEvent } from './petition-events.ts';

/** Ways to a petitioner who asked for it: text message and 政务微信 by the organ's signed webhook, or mail. */
export const PETITIONER_CHANNELS = ['SMS', 'WECHAT', 'MAIL'] as const;
export type PetitionerChannel = (typeof PETITIONER_CHANNELS)[number];

/**
 * What a petitioner chooses. Text messages and 政务微信 go to the telephone he registered, wherever it is corrected to,
 * and to no other number: nobody else is ever written to (N-13, P-06).
 */
export type MessageChoice =
  | { readonly channel: 'SMS' | 'WECHAT' }
  | { readonly channel: 'MAIL'; readonly mail: string };

/** Nobody is written to at night; our decision, which the bureau may change (`settings.petitionerQuiet`). */
export const PETITIONER_QUIET: Setting<{ readonly from: ClockTime; readonly to: ClockTime }> = {
  value: { from: '21:00', to: '08:00' },
  cite: '夜间不打扰信访人:我方决定,条例无规定',
  verified: false,
};

/** Steps that a record of history brings about. */
export type EventStep =
  | 'RECEIVED'
  | 'TRANSFERRED'
  | 'ASSIGNED'
  | 'REDIRECTED'
  | 'CHANNELLED'
  | 'NOT_ACCEPTED'
  | 'NO_LONGER_ACCEPTED'
  | 'ACCEPTED'
  | 'SIMPLE'
  | 'STUDIED'
  | 'EXTENDED'
  | 'DISPATCHED'
  | 'DELIVERED'
  | 'REPLIED'
  | 'REVIEW_RECEIVED'
  | 'REVIEW_DECLINED'
  | 'CLOSED'
  | 'REOPENED'
  | 'SETTLED'
  | 'WITHDRAWN';

/** Steps that the ladder of a clock brings about. */
export type ClockStep = 'WINDOW_CLOSING' | 'OVERDUE' | 'FOLLOW_UP' | 'RATE';
export type PetitionerStep = EventStep | ClockStep;

/** One thing decided to be said to a petitioner: once per petition, step and version, or per clock and threshold. */
export interface PetitionerNotice {
  readonly petition: CaseId;
  readonly caseId: CaseId;
  readonly step: PetitionerStep;
  /** When it happened, or when its threshold was due. */
  readonly at: Instant;
  /** Of a step of history: the version of the case that brought it. */
  readonly version?: number;
  /** Of a step of a clock. */
  readonly clock?: ClockCode;
  readonly clockKey?: string;
  /** `T-10`, `D+1` … */
  readonly key?: string;
  readonly nominalDue?: string;
  readonly due?: string;
}

/** States in which a step can still be told of: one that was overtaken is not, what followed says more. */
const TRUE_IN: Readonly<Record<Exclude<EventStep, 'REOPENED' | 'EXTENDED'>, readonly State[]>> = {
  RECEIVED: ['RECEIVED', 'REGISTERED', 'OBJECTED', 'CONFLICT'],
  TRANSFERRED: ['REFERRED_DOWN'],
  ASSIGNED: ['ASSIGNED_DOWN', 'REPORT_CHECK'],
  REDIRECTED: ['REDIRECTED'],
  CHANNELLED: ['CHANNELLED'],
  NOT_ACCEPTED: ['NOT_ACCEPTED'],
  NO_LONGER_ACCEPTED: ['NO_LONGER_ACCEPTED'],
  ACCEPTED: ['ACCEPTED', 'INVESTIGATING', 'OPINION_DRAFT', 'OPINION_APPROVAL', 'OPINION_ISSUED'],
  SIMPLE: ['SIMPLE'],
  STUDIED: ['SUGGESTION_STUDY'],
  DISPATCHED: ['OPINION_ISSUED'],
  DELIVERED: ['DELIVERED', 'REVIEW_WINDOW', 'FINAL'],
  REPLIED: ['REPLIED', 'REVIEW_WINDOW', 'CLOSED'],
  REVIEW_RECEIVED: ['REQ_RECEIVED', 'UNDER_REVIEW'],
  REVIEW_DECLINED: ['REQ_LATE', 'REQ_INADMISSIBLE'],
  CLOSED: ['CLOSED', 'ARCHIVED'],
  SETTLED: ['SETTLED'],
  WITHDRAWN: ['WITHDRAWN'],
};

/** Whether what was decided is still so at the moment of sending. */
export function stillTrue(notice: PetitionerNotice, head: Head, now: Instant): boolean {
  if (notice.clock !== undefined) {
    const clock = head.clocks.find(
      ({ code, key, nominalDue }) =>
        code === notice.clock && key === notice.clockKey && nominalDue === notice.nominalDue,
    );
    if (!clock) return false;
    return notice.step === 'OVERDUE' ? now > clock.dueInstant : now <= clock.dueInstant;
  }
  if (notice.step === 'REOPENED') return true;
  if (notice.step === 'EXTENDED') return extendedClock(head) !== undefined && head.opinion?.dispatchedAt === undefined;
  return TRUE_IN[notice.step as keyof typeof TRUE_IN].includes(head.state);
}

/** The clock that runs with days granted. */
export const extendedClock = (head: Pick<Head, 'clocks'>): Clock | undefined =>
  head.clocks.find(({ extensionDays }) => extensionDays !== undefined);

/** What a record of history tells the petitioner; of several at once the first of these. */
export function stepOf(events: readonly PetitionEvent[]): EventStep | undefined {
  // The office above checks a report of the organ below, which closed its case and told him; a review that came back.
  if (events.some(({ type }) => type === 'report-checked.v1' || type === 'returned-from-review.v1')) return undefined;
  for (const event of events) {
    const step = ofEvent(event);
    if (step) return step;
  }
  return undefined;
}

/** Events that may bring a step: whoever reads the stream looks at no other record. */
export const TOLD_EVENTS: ReadonlySet<string> = new Set<PetitionEvent['type']>([
  'opened.v1',
  'referred.v1',
  'channelled.v1',
  'not-accepted.v1',
  'no-longer-accepted.v1',
  'accepted.v1',
  'switched-ordinary.v1',
  'simple-accepted.v1',
  'study-begun.v1',
  'extended.v1',
  'opinion-dispatched.v1',
  'delivered.v1',
  'replied.v1',
  'closed.v1',
  'reopened.v1',
  'settled.v1',
  'withdrawal-confirmed.v1',
  'state-changed.v1',
]);

function ofEvent(event: PetitionEvent): EventStep | undefined {
  switch (event.type) {
    case 'opened.v1':
      if (event.head.stage !== 'HANDLING') return 'REVIEW_RECEIVED';
      return event.head.parentId === undefined ? 'RECEIVED' : undefined;
    case 'referred.v1':
      return event.kind === 'ASSIGN' ? 'ASSIGNED' : 'TRANSFERRED';
    case 'channelled.v1':
      return 'CHANNELLED';
    case 'not-accepted.v1':
      return 'NOT_ACCEPTED';
    case 'no-longer-accepted.v1':
      return 'NO_LONGER_ACCEPTED';
    case 'accepted.v1':
    case 'switched-ordinary.v1':
      return 'ACCEPTED';
    case 'simple-accepted.v1':
      return 'SIMPLE';
    case 'study-begun.v1':
      return 'STUDIED';
    case 'extended.v1':
      return 'EXTENDED';
    case 'opinion-dispatched.v1':
      return 'DISPATCHED';
    case 'delivered.v1':
      // Each co-petitioner receives it in his turn; the messages are those of the first.
      return event.recipient === undefined || event.recipient === 1 ? 'DELIVERED' : undefined;
    case 'replied.v1':
      return 'REPLIED';
    case 'closed.v1':
      return 'CLOSED';
    case 'reopened.v1':
      return 'REOPENED';
    case 'settled.v1':
      return 'SETTLED';
    case 'withdrawal-confirmed.v1':
      return event.continues ? undefined : 'WITHDRAWN';
    case 'state-changed.v1':
      if (event.to === 'REDIRECTED') return 'REDIRECTED';
      return event.to === 'REQ_LATE' || event.to === 'REQ_INADMISSIBLE' ? 'REVIEW_DECLINED' : undefined;
    default:
      return undefined;
  }
}

/** His own clocks, and visits he agreed to: the steps before their end at which he is told, and of what. */
export const INVITATIONS = [
  {
    clock: 'REVIEW_APPLY_30D',
    keys: ['T-10', 'T-3'],
    step: 'WINDOW_CLOSING',
    zh: '申请复查期限将满',
    en: 'The period to ask for review ends',
  },
  {
    clock: 'REREVIEW_APPLY_30D',
    keys: ['T-10', 'T-3'],
    step: 'WINDOW_CLOSING',
    zh: '申请复核期限将满',
    en: 'The period to ask for re-review ends',
  },
  {
    clock: 'FOLLOWUP_1',
    keys: ['T-3'],
    step: 'FOLLOW_UP',
    zh: '首次回访邀请(结案后15日)',
    en: 'Invitation to the first follow-up, 15 days after closing',
  },
  {
    clock: 'FOLLOWUP_2',
    keys: ['T-5'],
    step: 'FOLLOW_UP',
    zh: '二次回访邀请(结案后90日)',
    en: 'Invitation to the second follow-up, 90 days after closing',
  },
  {
    clock: 'RATING_WINDOW',
    keys: ['T-30'],
    step: 'RATE',
    zh: '评价邀请(评价期满前30日)',
    en: 'Invitation to rate, 30 days before the window closes',
  },
] as const satisfies readonly {
  readonly clock: ClockCode;
  readonly keys: readonly string[];
  readonly step: ClockStep;
  readonly zh: string;
  readonly en: string;
}[];

/** From the day after the end he is told that a limit of the law has passed (§3.2). */
const OVERDUE_FROM = 'D+1';

/**
 * What thresholds of one clock tell the petitioner, at most one thing: those that were missed merge into it. Nothing of
 * a sealed accusation is ever told outside (P-03).
 */
export function noticeOfClock(
  head: Head,
  clock: Clock,
  thresholds: readonly Pick<Threshold, 'at' | 'merged'>[],
): PetitionerNotice | undefined {
  // Of co-petitioners each has a window of his own; the messages are those of the first.
  if (head.sealed || (clock.key?.startsWith('P') && clock.key !== 'P1')) return undefined;
  const told = INVITATIONS.find(({ clock: code }) => code === clock.code);
  const { class: kind, petitionersRight } = CLOCKS[clock.code];
  const keys: readonly string[] = told?.keys ?? (kind === 'LAW' && !petitionersRight ? [OVERDUE_FROM] : []);
  const last = thresholds.findLast(({ merged }) => merged.some((key) => keys.includes(key)));
  const key = last?.merged.find((merged) => keys.includes(merged));
  if (!last || key === undefined) return undefined;
  return {
    petition: head.petitionId,
    caseId: head.id,
    step: told?.step ?? 'OVERDUE',
    at: last.at,
    clock: clock.code,
    ...(clock.key === undefined ? {} : { clockKey: clock.key }),
    key,
    nominalDue: clock.nominalDue,
    due: clock.due as LocalDate,
  };
}

/** Two clocks that say the same of the same day (notice and opinion can both be rated until then) say it once. */
export const eachOnce = (notices: readonly PetitionerNotice[]): PetitionerNotice[] => [
  ...new Map(notices.map((notice) => [`${notice.step} ${notice.due}`, notice])).values(),
];
