import type { Calendar } from '../calendar.ts';
import { localDateOf } from '../calendar.ts';
import { organInTheClear } from '../clear-office.ts';
import type { Identity } from '../commands.ts';
import type { CaseId, Instant, LocalDate, OfficerId, UnitId } from '../ids.ts';
import type { Accused, Head, TextField } from '../petition.ts';
import type { PetitionEvent, ReadBack } from '../petition-events.ts';
import { Refused, refusal } from '../refusal.ts';
import type { Channel, Purpose } from '../taxonomy.ts';
import type { UnitTree } from '../unit-tree.ts';
import { newClock, start } from './context.ts';
import { atMostFive, isReachable } from './record.ts';
import { sealedClocks } from './sealed.ts';

/** What an intake knows, whichever way it came; a clerk's registration and an online form end here. */
export interface Submission {
  readonly channel: Channel;
  readonly purpose?: Purpose;
  readonly identity: Identity;
  readonly texts: Partial<Record<TextField, string>>;
  /** Whom he complains about: units and officers he named, and those his words point to. */
  readonly accused: Accused;
  /** He wrote words about whom he means, or his text names an officer: a person has to read it. */
  readonly namesAccused: boolean;
  /** Name and address are on the scanned paper, not typed yet: they count as given. */
  readonly identityOnPaper: boolean;
  readonly headcount: number;
  readonly representatives: number;
  readonly petitionDate?: LocalDate;
  /** Day of receipt where it differs from now, with its reason (post-room date). */
  readonly receivedAt?: Instant;
  readonly externalNumber?: string;
  readonly incidentNumber?: string;
  /** Sealing asked for, or purpose ACCUSATION: born in the sealed store. */
  readonly sealed: boolean;
  readonly receivedBy: UnitId;
  /** Set when a clerk registers: the record is REGISTERED at once. */
  readonly registration?: {
    readonly by: OfficerId;
    readonly firstContactOfficer: OfficerId;
    readonly readBack: ReadBack;
  };
}

export interface OpenContext {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly tree: UnitTree;
}

/**
 * 1 SUBMIT (and 2 REGISTER for clerks): nothing may block receipt (条例17–19, P-01). INFORM_15D runs from the day of
 * receipt, whoever registers it and whenever (条例23(2)); where name and address are unclear it is waived.
 * @throws Refused for more than five representatives or an impossible day of receipt
 */
export function openPetition(id: CaseId, submission: Submission, context: OpenContext): PetitionEvent[] {
  atMostFive(submission.representatives);
  const receivedAt = submission.receivedAt ?? context.now;
  if (receivedAt > context.now) throw new Refused(RECEIVED_IN_FUTURE);
  if (submission.petitionDate && submission.petitionDate > localDateOf(receivedAt))
    throw new Refused(DATED_AFTER_RECEIPT);
  // An accusation has its own way.
  const organ = submission.sealed
    ? context.tree.organOf(submission.receivedBy)
    : organInTheClear(submission.receivedBy, submission.accused, context.tree);
  const office = organ && context.tree.petitionOfficeOf(organ.id);
  if (!organ || !office) throw new Error(`unit ${submission.receivedBy} has no organ or petition office`);
  const { registration } = submission;
  const canBeInformed = submission.identityOnPaper || isReachable(submission.identity);
  const head: Omit<Head, 'version' | 'clocks' | 'stopped' | 'documents' | 'updatedAt'> = {
    id,
    petitionId: id,
    stage: 'HANDLING',
    state: submission.sealed ? 'S_RECEIVED' : registration ? 'REGISTERED' : 'RECEIVED',
    sealed: submission.sealed,
    screened: false,
    organ: organ.id,
    office: office.id,
    unit: office.id,
    receivedBy: submission.receivedBy,
    ...(registration ? { firstContactOfficer: registration.firstContactOfficer } : {}),
    channel: submission.channel,
    ...(submission.petitionDate ? { petitionDate: submission.petitionDate } : {}),
    receivedAt,
    registeredAt: context.now,
    ...(submission.purpose ? { purpose: submission.purpose } : {}),
    accused: submission.accused,
    namesAccused: submission.namesAccused,
    headcount: submission.headcount,
    isGroup:
      submission.channel === 'VISIT' && submission.headcount >= context.tree.bureau.settings.groupThreshold.value,
    representatives: submission.representatives,
    ...(submission.externalNumber ? { externalNumber: submission.externalNumber } : {}),
    ...(submission.incidentNumber ? { incidentNumber: submission.incidentNumber } : {}),
    texts: Object.keys(submission.texts) as TextField[],
    canBeInformed,
    requestItems: 1,
    hops: 1,
    heard: 0,
    failedContacts: 0,
  };
  return [
    { type: 'opened.v1', head },
    ...(registration
      ? [
          {
            type: 'registered.v1' as const,
            readBack: { how: registration.readBack.how },
            firstContactOfficer: registration.firstContactOfficer,
          },
        ]
      : []),
    ...firstClocks(head, context.calendar),
  ];
}

export function firstClocks(
  head: Pick<Head, 'sealed' | 'receivedAt' | 'canBeInformed'>,
  calendar: Calendar,
): PetitionEvent[] {
  if (head.sealed) return sealedClocks(head, calendar);
  const inform = newClock('INFORM_15D', head.receivedAt, calendar);
  const waived: PetitionEvent = {
    type: 'clock-stopped.v1',
    code: 'INFORM_15D',
    at: head.receivedAt,
    outcome: 'WAIVED',
    why: '姓名(名称)、地址不清 (条例23(2))',
  };
  return head.canBeInformed ? [start(inform)] : [start(inform), waived];
}

const RECEIVED_IN_FUTURE = refusal(
  'RECEIVED_IN_FUTURE',
  undefined,
  '条例23(2)',
  ['收到时间不能晚于现在', 'the time of receipt cannot lie in the future'],
  ['填写实际收到的时间', 'give the time at which it was received'],
  '/receivedAt',
);

const DATED_AFTER_RECEIPT = refusal(
  'DATED_AFTER_RECEIPT',
  undefined,
  '网上办理工作规程5',
  ['信访日期不能晚于收到日期', 'the date of the petition cannot lie after its receipt'],
  ['核对信访日期', 'check the date of the petition'],
  '/petitionDate',
);
