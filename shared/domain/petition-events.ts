import type { ClockCode } from './clock-table.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from './ids.ts';
import type {
  Accused,
  Clock,
  ClockOutcome,
  CloseReason,
  DispatchMethod,
  Head,
  Holding,
  OpinionFacts,
  Referral,
  State,
  TextField,
} from './petition.ts';
import type { RegionEvent } from './region-events.ts';
import type { Purpose } from './taxonomy.ts';

/**
 * What happened to a case, version 1. Events carry no personal data and no free text: texts travel beside them,
 * encrypted, under the names in `texts` of the record (see `shared/store/history.ts`).
 */
export type PetitionEvent = SpineEvent | RegionEvent;

/** The course of a case. */
type SpineEvent =
  | {
      readonly type: 'opened.v1';
      /** The head as the case begins, before its clocks. */
      readonly head: Omit<Head, 'version' | 'clocks' | 'stopped' | 'documents' | 'updatedAt'>;
    }
  | {
      readonly type: 'registered.v1';
      readonly firstContactOfficer?: OfficerId;
      readonly externalNumber?: string;
      readonly incidentNumber?: string;
      readonly readBack: ReadBack;
    }
  | {
      readonly type: 'classified.v1';
      readonly purpose: Purpose;
      readonly category: string;
      readonly article?: string;
      readonly accused: Accused;
      /** The person stated whom it complains of: it is the case's own, wherever it was known from before. */
      readonly accusedStated?: true;
      /** True where the person took the machine's proposal as it was (P-07: the person is named either way). */
      readonly asProposed?: boolean;
      /** The rule that acted, and who switched it on. */
      readonly rule?: string;
    }
  /** The head empties: whom it names and what it is about are in the sealed store from now on. */
  | { readonly type: 'sealed.v1' }
  /**
   * A case below, or the matter that it was linked to, was found to complain of these: they see nothing of this one either.
   * `byLink`: whom that matter says, and the case does not itself; nobody, once it is linked to none of the kind.
   */
  | { readonly type: 'accused-named.v1'; readonly accused: Accused; readonly byLink?: Accused }
  | { readonly type: 'clock-started.v1'; readonly clock: Clock }
  /** A stopped clock runs on with its old dates: it never restarts. */
  | { readonly type: 'clock-resumed.v1'; readonly clock: Clock; readonly why: string }
  | {
      readonly type: 'clock-stopped.v1';
      readonly code: ClockCode;
      /** Which of several clocks of that code; absent: the only one, or all of them. */
      readonly key?: string;
      readonly at: Instant;
      readonly outcome: ClockOutcome;
      readonly why: string;
    }
  /** A newer calendar or rule gives the running clock of that code and key other dates; logged in each case (§3.1). */
  | {
      readonly type: 'clock-moved.v1';
      readonly clock: Clock;
      readonly from: { readonly nominalDue: LocalDate; readonly due: LocalDate };
      readonly why: 'CALENDAR' | 'OVERLAY' | 'HEARING';
    }
  /** A paper that went out: its number and the digest of its frozen content are set as it is stored. */
  | {
      readonly type: 'document-issued.v1';
      readonly kind: string;
      readonly method: DispatchMethod;
      /** Which duty or co-petitioner it is about. */
      readonly key?: string;
      readonly number?: string;
      readonly hash?: string;
    }
  | { readonly type: 'referred.v1'; readonly kind: Referral['kind']; readonly childId: CaseId; readonly to: UnitId }
  | {
      readonly type: 'referral-returned.v1';
      readonly childId: CaseId;
      readonly unit?: UnitId;
      readonly canBeInformed?: true;
    }
  /** From here on this officer is the one to ask (首问责任人, A-01). */
  | { readonly type: 'signed-for.v1'; readonly by?: OfficerId }
  | { readonly type: 'objected.v1'; readonly by?: OfficerId }
  | { readonly type: 'objection-ruled.v1'; readonly upheld: boolean }
  | { readonly type: 'accepted.v1'; readonly holding: Holding; readonly requestItems: number }
  /** `unit`: the case goes with its handler to another unit of the organ. */
  | { readonly type: 'handler-assigned.v1'; readonly handler: OfficerId; readonly unit?: UnitId }
  | {
      readonly type: 'plan-set.v1';
      readonly leader: OfficerId;
      readonly handler: OfficerId;
      readonly planDue: LocalDate;
      readonly taskForce?: readonly OfficerId[];
    }
  | { readonly type: 'contact-logged.v1'; readonly outcome: 'HEARD' | 'FAILED'; readonly method: string }
  | { readonly type: 'extended.v1'; readonly days: number; readonly capacity: string }
  | { readonly type: 'opinion-drafted.v1'; readonly opinion: OpinionFacts }
  | { readonly type: 'opinion-approved.v1'; readonly step: 'UNIT' | 'ORGAN'; readonly rootCause?: string }
  | { readonly type: 'draft-returned.v1' }
  | { readonly type: 'opinion-dispatched.v1' }
  | {
      readonly type: 'delivered.v1';
      readonly method: DispatchMethod;
      readonly receivedAt: Instant;
      readonly recipient?: number;
    }
  | { readonly type: 'report-submitted.v1' }
  | { readonly type: 'report-checked.v1'; readonly accepted: boolean }
  | {
      readonly type: 'closed.v1';
      readonly reason: CloseReason;
      readonly rootCause?: string;
      readonly followUpConsent?: boolean;
    }
  | {
      readonly type: 'record-corrected.v1';
      readonly fields: readonly string[];
      readonly texts: readonly TextField[];
      readonly representatives?: number;
      readonly canBeInformed: boolean;
      readonly externalNumber?: string;
      readonly incidentNumber?: string;
    }
  | { readonly type: 'state-changed.v1'; readonly to: State };

/** Read-back of an oral record: how the petitioner confirmed it, or why not. */
export interface ReadBack {
  readonly how: 'WRITTEN_BY_PETITIONER' | 'SIGNATURE' | 'READ_ALOUD' | 'NOT_POSSIBLE';
  readonly reason?: string;
}

export type PetitionEventType = PetitionEvent['type'];

/** Who acted: an officer in a role, the petitioner, or a rule with the name of who switched it on. */
export type Actor =
  | { readonly kind: 'OFFICER'; readonly id: OfficerId; readonly unit: UnitId; readonly standing: string }
  | { readonly kind: 'PETITIONER' }
  | { readonly kind: 'RULE'; readonly rule: string; readonly switchedOnBy: OfficerId };
