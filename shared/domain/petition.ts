import type { ClockCode } from './clock-table.ts';
import type { ReviewDecision } from './commands-review.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import type { Regions } from './regions.ts';
import type { Channel, Purpose } from './taxonomy.ts';

/** Run of the procedure (程序阶段): 处理, 复查, 复核. */
export type Stage = 'HANDLING' | 'REVIEW' | 'REREVIEW';

/** States of a case (办理件), `spec.md` §2.1 and §2.5. */
export type State =
  | 'RECEIVED'
  | 'REGISTERED'
  | 'REDIRECTED'
  | 'CHANNELLED'
  | 'SEALED'
  | 'NOT_ACCEPTED'
  | 'NO_LONGER_ACCEPTED'
  | 'REFERRED_DOWN'
  | 'ASSIGNED_DOWN'
  | 'REPORT_CHECK'
  | 'OBJECTED'
  | 'RETURNED'
  | 'CONFLICT'
  | 'SUGGESTION_STUDY'
  | 'SIMPLE'
  | 'REPLIED'
  | 'ACCEPTED'
  | 'INVESTIGATING'
  | 'OPINION_DRAFT'
  | 'OPINION_APPROVAL'
  | 'OPINION_ISSUED'
  | 'DELIVERED'
  | 'REVIEW_WINDOW'
  | 'IN_REVIEW'
  | 'SETTLED'
  | 'WITHDRAWN'
  | 'CLOSED'
  | 'ARCHIVED'
  | 'REQ_RECEIVED'
  | 'REQ_LATE'
  | 'REQ_INADMISSIBLE'
  | 'UNDER_REVIEW'
  | 'FINAL'
  | 'S_RECEIVED'
  | 'S_SCREENED'
  | 'S_FORWARDED'
  | 'S_HELD'
  | 'S_SPLIT'
  | 'S_INFORMED'
  | 'S_CLOSED';

/** No further step of this case follows; a referral that went down is not open here but open below. */
export const TERMINAL_STATES: ReadonlySet<State> = new Set([
  'REDIRECTED',
  'CHANNELLED',
  'SEALED',
  'NOT_ACCEPTED',
  'NO_LONGER_ACCEPTED',
  'REFERRED_DOWN',
  'RETURNED',
  'WITHDRAWN',
  'CLOSED',
  'ARCHIVED',
  'REQ_LATE',
  'REQ_INADMISSIBLE',
  'S_CLOSED',
]);

/** A running clock (期限): what is needed to fire its ladder; its derivation is recomputed from these for display. */
export interface Clock {
  readonly code: ClockCode;
  /** Tells clocks of the same code apart: the duty it belongs to, or the co-petitioner who received the opinion. */
  readonly key?: string;
  /** The event that started it, as an instant; the day itself does not count. */
  readonly trigger: Instant;
  /** When it began to run, where that is later than its trigger: an extension counts from acceptance. */
  readonly startedAt?: Instant;
  readonly nominalDue: LocalDate;
  readonly due: LocalDate;
  /** 24:00 of `due` in Shanghai; overdue is after it. */
  readonly dueInstant: Instant;
  readonly calendarVersion: string;
  /** True while the yearly notice for the due date is unpublished. */
  readonly provisional?: boolean;
  /** Days granted by EXTEND (条例34). */
  readonly extensionDays?: number;
  /** Day set by the assignor, for clocks whose length the law leaves open. */
  readonly setDue?: LocalDate;
  /** Hearing days, both included, that do not count; in re-review only (条例36(2)). */
  readonly hearing?: { readonly from: LocalDate; readonly to: LocalDate };
}

/** How a clock ended. A clock once started is never deleted. */
export type ClockOutcome = 'MET' | 'WAIVED' | 'SUPERSEDED' | 'EXPIRED';

/** A clock that ended, kept on the head for reports and for running on with its old dates. */
export interface StoppedClock extends Clock {
  readonly at: Instant;
  readonly outcome: ClockOutcome;
}

/** Units and officers complained about (被检举控告单位/人员): never a recipient (条例30(3)). */
export interface Accused {
  readonly units: readonly UnitId[];
  readonly officers: readonly OfficerId[];
}

/** Anybody at all. */
export const accusesSomebody = ({ units, officers }: Accused): boolean => units.length + officers.length > 0;

/** A document (文书) that went out. */
export interface IssuedDocument {
  readonly kind: string;
  readonly at: Instant;
  readonly method: DispatchMethod;
  /** 文号, e.g. 东公信受〔2026〕12号; absent for a paper that carries none. */
  readonly number?: string;
}

/** How a notice leaves the organ (送达方式). Employer and village committee are not among them without consent (P-06). */
export const DISPATCH_METHODS = ['HAND', 'POST', 'ELECTRONIC', 'WITNESS', 'NOTICE'] as const;
export type DispatchMethod = (typeof DISPATCH_METHODS)[number];

/** The three statutory outcomes of a request item (条例32). */
export const OUTCOMES = ['SUPPORT', 'EXPLAIN', 'REJECT'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Text fields a petition can hold; their contents are encrypted, only which are filled is on the head. */
export const TEXT_FIELDS = ['title', 'gist', 'request', 'facts', 'reasons', 'narrative'] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

export interface Referral {
  readonly kind: 'TRANSFER' | 'ASSIGN';
  /** The petition office that referred; it rules on an objection (条例23(3)). */
  readonly from: UnitId;
  readonly at: Instant;
}

/** What guards need to know of the opinion (信访处理意见书); its text is encrypted in history. */
export interface OpinionFacts {
  readonly drafter: OfficerId;
  readonly draftedAt: Instant;
  /** Numbers of request items that have an answer and an outcome. */
  readonly answered: readonly number[];
  readonly outcomes: readonly Outcome[];
  readonly hasFacts: boolean;
  readonly hasLegalBasis: boolean;
  readonly reviewOrgan?: string;
  /** Present on an opinion of review or re-review. */
  readonly decision?: ReviewDecision;
  /** Day named in a supporting opinion, by which it is carried out. */
  readonly executeBy?: LocalDate;
  readonly issuedAt?: Instant;
  readonly dispatchedAt?: Instant;
  /** The organ above changed or revoked it: it is served on nobody any more, and reviewed no second time. */
  readonly overturned?: true;
}

/** Who holds and answers for the case, and since when. */
export interface Holding {
  /** Organ (公安机关) that signs and seals. */
  readonly organ: UnitId;
  /** Petition office (信访部门) of that organ. */
  readonly office: UnitId;
  /** Unit that holds the case now: the office until a unit is charged with it. */
  readonly unit: UnitId;
}

/**
 * The head of a case: everything that a decision needs, nothing personal. At most about 2 KB as JSON.
 * The first case of a petition carries the facts of the submission (信访件); a referred case points to it.
 */
export interface Head extends Holding, Regions {
  readonly id: CaseId;
  /** The petition this case belongs to: identity and narrative are stored under it. */
  readonly petitionId: CaseId;
  readonly parentId?: CaseId;
  readonly childId?: CaseId;
  readonly stage: Stage;
  readonly state: State;
  /** Counts commands; the ETag. */
  readonly version: number;
  readonly sealed: boolean;
  /** A person has looked at it and said that it is no accusation. Before that only the screening queue shows it. */
  readonly screened: boolean;
  readonly receivedBy: UnitId;
  readonly firstContactOfficer?: OfficerId;
  readonly channel: Channel;
  /** Day on the letter or message (信访日期); never used as the day of receipt. */
  readonly petitionDate?: LocalDate;
  /**
   * It came in with a petition that is counted already: no further 信访件. Of a part that was split off; it says no
   * more than that, and no officer is shown it (P-03).
   */
  readonly countedBefore?: true;
  readonly receivedAt: Instant;
  readonly registeredAt: Instant;
  readonly purpose?: Purpose;
  readonly category?: string;
  readonly article?: string;
  readonly accused: Accused;
  /** Words say who is complained about, or name an officer: a person has to state who is meant when he classifies (P-09). */
  readonly namesAccused: boolean;
  readonly headcount: number;
  readonly isGroup: boolean;
  readonly representatives: number;
  readonly externalNumber?: string;
  readonly incidentNumber?: string;
  readonly texts: readonly TextField[];
  /** Name and address are clear enough for a written notice (条例23(2)). */
  readonly canBeInformed: boolean;
  readonly requestItems: number;
  readonly hops: number;
  /** How often an objection sent it back (退回次数): the second goes to the common superior. */
  readonly bounces?: number;
  /** Units whose objection was upheld. */
  readonly returnedBy?: readonly UnitId[];
  readonly referral?: Referral;
  readonly signedForAt?: Instant;
  readonly objectedBy?: OfficerId;
  readonly acceptedAt?: Instant;
  readonly handler?: OfficerId;
  readonly leader?: OfficerId;
  readonly planDue?: LocalDate;
  readonly heard: number;
  readonly failedContacts: number;
  readonly opinion?: OpinionFacts;
  readonly clocks: readonly Clock[];
  readonly stopped: readonly StoppedClock[];
  readonly documents: readonly IssuedDocument[];
  readonly concludedAt?: Instant;
  readonly closedAt?: Instant;
  readonly closeReason?: CloseReason;
  readonly updatedAt: Instant;
}

/** Reasons to close (结案): procedural only, never a promise to stop petitioning (N-07). */
export const CLOSE_REASONS = ['NOT_CHALLENGED', 'WINDOW_EXPIRED', 'REPLIED', 'SETTLED', 'WITHDRAWN', 'FINAL'] as const;
/** REVIEWED: the opinion was upheld or changed on review and no longer stands open (RETURN_FROM_REVIEW). */
export type CloseReason = (typeof CLOSE_REASONS)[number] | 'REVIEWED';

/** The name of a clock: its code, and which of several. */
export const clockName = (code: ClockCode, key: string | undefined): string =>
  key === undefined ? code : `${code}/${key}`;

/** The running clock of that code, and of that key where several can run. */
export const runningClock = (head: Pick<Head, 'clocks'>, code: ClockCode, key?: string): Clock | undefined =>
  head.clocks.find((clock) => clock.code === code && (key === undefined || clock.key === key));

/** The matter (信访事项) it belongs to: the one it was linked to, else its own. */
export const matterOf = (head: Pick<Head, 'matter' | 'petitionId'>): CaseId => head.matter ?? head.petitionId;

/**
 * True while some step of this case is still to come: a channelled case stays open where the statutory procedure is
 * this police organ's own, until its result is recorded (条例31(5)).
 */
export const isOpen = (head: Pick<Head, 'state' | 'route'>): boolean =>
  !TERMINAL_STATES.has(head.state) ||
  (head.state === 'CHANNELLED' && head.route?.own === true && head.route.resultAt === undefined);

/** The petitioner has the opinion of re-review (复核意见): no way of review follows. One that was withdrawn gave none. */
export const isReReviewed = ({ stage, state, closeReason }: Pick<Head, 'stage' | 'state' | 'closeReason'>): boolean =>
  stage === 'REREVIEW' &&
  (state === 'FINAL' || state === 'CLOSED' || state === 'ARCHIVED') &&
  closeReason !== 'WITHDRAWN';

/** Somebody still has to do something about it: what was withdrawn is over, and waits to be closed (P-26). */
export const isOnWorklist = (head: Pick<Head, 'state' | 'route'>): boolean =>
  isOpen(head) || head.state === 'WITHDRAWN';
