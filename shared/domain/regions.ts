import type {
  AccountabilityCause,
  AccountabilityGround,
  BacklogOutcome,
  Fault,
  RectificationGround,
  SuggestionType,
  SupervisionGround,
} from './commands-duties.ts';
import type { Rating, ReviewDecision } from './commands-review.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import type { Accused, Head, Outcome, State } from './petition.ts';
import type { RouteCode } from './taxonomy-data.ts';

/** Kinds of duties (附带职责) that a case can carry beside its own course; each answered, then settled. */
export const DUTY_KINDS = [
  'SUPERVISION',
  'SUGGESTION',
  'CORRECTION',
  'SUBTASK',
  'EXECUTION',
  'ACCOUNTABILITY',
  'RECTIFICATION',
] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

/** Something a unit owes beside the course of the case: a supervision letter to answer, a sub-task, a correction … */
export interface Duty {
  readonly kind: DutyKind;
  /** Unique in the case, e.g. `SUPERVISION-1`; the key of its clock too. */
  readonly key: string;
  /** Ground, type or cause, by kind. */
  readonly code?: SupervisionGround | SuggestionType | AccountabilityCause | RectificationGround;
  /** Who owes it. */
  readonly unit: UnitId;
  readonly raisedBy?: OfficerId;
  readonly openedAt: Instant;
  readonly due?: LocalDate;
  readonly answeredAt?: Instant;
  readonly settledAt?: Instant;
  readonly outcome?: DutyOutcome;
  /** What opened it, where a rule did: the clock that was missed, e.g. `HANDLE_60D@2026-05-06`. */
  readonly about?: string;
  /** Officers whose names stand in the report that opened it: none of them is told of it (P-08). */
  readonly named?: readonly OfficerId[];
}

export type DutyOutcome =
  | 'ACCEPTED'
  | 'ADOPTED'
  | 'PARTLY'
  | 'NOT'
  | 'DONE'
  | 'NOT_DONE'
  | 'CORRECTED'
  | 'EXPLAINED'
  | 'NO_ACTION'
  | 'VERIFIED'
  | AccountabilityGround;

/**
 * Orthogonal regions of a case (`spec.md` §2.1): each present only where it came up, so that the head of an ordinary
 * case stays small. No free text; nothing about the person of the petitioner.
 */
export interface Regions {
  /** The matter (信访事项) it was linked to; the petition's own where absent. */
  readonly matter?: CaseId;
  /** Of those complained about, whom the matter complains of that it was linked to, and it does not itself (P-10). */
  readonly accusedByLink?: Accused;
  readonly urgent?: {
    readonly at: Instant;
    readonly lifeAtStake: boolean;
    readonly acknowledgedBy?: OfficerId;
    readonly reportedAt?: Instant;
  };
  /** The statutory procedure it was channelled into (条例31(1)–(5)). */
  readonly route?: {
    readonly code: RouteCode;
    /** It is this police organ's own: the case stays open until the result is in. */
    readonly own: boolean;
    readonly unit?: UnitId;
    /** Last day on which he can still file there; absent where the law sets none. */
    readonly lastDay?: LocalDate;
    readonly resultAt?: Instant;
    readonly reversed?: boolean;
  };
  /** Absent: the ordinary procedure. */
  readonly procedure?: 'SIMPLE' | 'SUGGESTION';
  readonly dispute?: { readonly with: UnitId; readonly at: Instant };
  /** The common superior decided who is competent; that is final (条例24). */
  /** `of`: the unit or organ that it was decided on. */
  readonly jurisdiction?: { readonly by: OfficerId; readonly at: Instant; readonly of?: UnitId };
  /** Petition office above that it was reported to; its chief reads the case. */
  readonly escalated?: { readonly to: UnitId; readonly at: Instant };
  /** First of the two persons who say that nothing more is accepted (36(3)). */
  readonly noLonger?: { readonly proposedBy: OfficerId; readonly reReviewCase: CaseId };
  readonly waiver?: { readonly clock: string; readonly key?: string; readonly proposedBy: OfficerId };
  readonly recusal?: { readonly of: OfficerId; readonly at: Instant };
  /** Officers who had to step aside (已决定回避): none of them comes back to this case. */
  readonly recused?: readonly OfficerId[];
  /** 拟办、批示、流转: before whom it lies, who reads it, and what the last instruction set for acceptance and plan. */
  readonly slip?: {
    readonly asked?: OfficerId;
    readonly readers?: readonly OfficerId[];
    readonly unit?: UnitId;
    readonly dueAt?: LocalDate;
  };
  readonly major?: { readonly at: Instant; readonly by: OfficerId };
  readonly taskForce?: readonly OfficerId[];
  readonly leaderActedAt?: Instant;
  /** The duty leader looked at what goes out. */
  readonly sendCheck?: { readonly by: OfficerId; readonly at: Instant };
  /** Hearing days, both included. */
  readonly hearing?: { readonly from: LocalDate; readonly to: LocalDate };
  /** On a case of review or re-review: what is reviewed. */
  readonly review?: {
    readonly of: CaseId;
    readonly originalUnit: UnitId;
    readonly originalOrgan: UnitId;
    readonly filedAt: Instant;
    readonly late: boolean;
    readonly decision?: ReviewDecision;
    readonly remakeDue?: LocalDate;
  };
  /** On the case under review: where it is reviewed; the unit is absent for an organ outside this bureau. */
  readonly inReview?: {
    readonly caseId?: CaseId;
    readonly organ?: UnitId;
    readonly since: Instant;
    /** Who stepped aside from the review, and reads no file for it. */
    readonly recused?: readonly OfficerId[];
  };
  /** Which of several co-petitioners asked for a review of the opinion that stands: each of them does so once. */
  readonly reviewAsked?: readonly { readonly recipient: number; readonly at: Instant }[];
  /** The latest case of review or re-review of this one, also after it was decided. */
  readonly reviewCase?: CaseId;
  /** A new opinion was ordered; the outcomes that were revoked. */
  readonly remake?: { readonly orderedAt: Instant; readonly revoked: readonly Outcome[] };
  readonly withdrawal?: {
    readonly filedAt: Instant;
    readonly from: State;
    readonly confirmedBy?: OfficerId;
    readonly confirmedAt?: Instant;
  };
  readonly settledAt?: Instant;
  /** A unit other than the handling one asked him whether he settled freely (P-26). */
  readonly settlement?: { readonly confirmedBy: OfficerId; readonly confirmedAt: Instant };
  readonly duties?: readonly Duty[];
  readonly flag?: { readonly raisedBy: OfficerId; readonly at: Instant };
  readonly fault?: Fault;
  /** Root cause (问题根源, A-71) as it was stated last; of an opinion that was revoked, none. */
  readonly rootCause?: string;
  /** The last review of it as a case of the backlog (积案评查). */
  readonly backlog?: { readonly on: LocalDate; readonly outcome: BacklogOutcome };
  readonly followUp?: { readonly consent: boolean; readonly done: readonly (1 | 2)[] };
  readonly ratings?: readonly {
    readonly object: 'NOTICE' | 'OPINION';
    readonly rating: Rating;
    readonly at: Instant;
  }[];
  readonly exportedAt?: Instant;
}

/** The duty with that key. */
export const dutyOf = (head: Regions, key: string): Duty | undefined => head.duties?.find((duty) => duty.key === key);

/** Duties of that kind that are not settled. */
export const openDuties = (head: Regions, kind?: DutyKind): readonly Duty[] =>
  (head.duties ?? []).filter((duty) => duty.settledAt === undefined && (kind === undefined || duty.kind === kind));

/** Officers who stepped aside, and one who is asked to while that is not decided (回避, 条例28(3)). */
export const asideFrom = ({ recused = [], recusal }: Regions): readonly OfficerId[] =>
  recusal ? [...recused, recusal.of] : recused;

/** Key for the next duty of that kind. */
export const nextDutyKey = (head: Regions, kind: DutyKind): string =>
  `${kind}-${(head.duties ?? []).filter((duty) => duty.kind === kind).length + 1}`;

/** Every region by its name; one that is added and not named here does not compile. */
const REGIONS: Readonly<Record<keyof Regions, true>> = {
  matter: true,
  accusedByLink: true,
  urgent: true,
  route: true,
  procedure: true,
  dispute: true,
  jurisdiction: true,
  escalated: true,
  noLonger: true,
  waiver: true,
  recusal: true,
  recused: true,
  slip: true,
  major: true,
  taskForce: true,
  leaderActedAt: true,
  sendCheck: true,
  hearing: true,
  review: true,
  inReview: true,
  reviewAsked: true,
  reviewCase: true,
  remake: true,
  withdrawal: true,
  settledAt: true,
  settlement: true,
  duties: true,
  flag: true,
  fault: true,
  rootCause: true,
  backlog: true,
  followUp: true,
  ratings: true,
  exportedAt: true,
};

/** What each case of a petition has of the matter that it was linked to. */
export const ofMatter = ({ matter, accusedByLink }: Regions): Pick<Regions, 'matter' | 'accusedByLink'> => ({
  ...(matter ? { matter } : {}),
  ...(accusedByLink ? { accusedByLink } : {}),
});

/**
 * The case without what happened beside its course: one that is opened from another (below, or in the sealed store)
 * begins with none of it, and an emptied head tells nothing.
 */
export const withoutRegions = (head: Head): Omit<Head, keyof Regions> =>
  Object.fromEntries(Object.entries(head).filter(([field]) => !Object.hasOwn(REGIONS, field))) as unknown as Head;
