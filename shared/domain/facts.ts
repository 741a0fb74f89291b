import { localDateOf } from './calendar.ts';
import type { ClockCode } from './clock-table.ts';
import type { CaseId, Instant, LocalDate, UnitId } from './ids.ts';
import { accusesSomebody, type Clock, type Head, matterOf, type StoppedClock } from './petition.ts';

/**
 * One row per case: the head projected for counting, `toFactRow(head at version n)`, written if n is newer. Reports
 * are folds over these rows; none is ever incremented by an event.
 */
export interface FactRow {
  readonly caseId: CaseId;
  /** {@link factVersion} of the head: a later row of the same case has a greater one, over both stores. */
  readonly version: number;
  readonly organ: UnitId;
  readonly unit: UnitId;
  readonly office: UnitId;
  /** The petition (信访件) it belongs to. */
  readonly petition: CaseId;
  /** Id of the matter (信访事项); the petition's own until a repeat is linked to it. */
  readonly matter: CaseId;
  /** Not looked at by a person yet: counted for the petition office, without category or place. */
  readonly screened: boolean;
  /** Sealed rows enter totals only. */
  readonly sealed: boolean;
  readonly category?: string;
  /** What a handled case came from: for the organ's practice, never about a person. */
  readonly rootCause?: string;
  /** Present on the first case of a petition that was received: the submission (信访件). What was split off is none. */
  readonly submission?: {
    readonly channel: string;
    readonly headcount: number;
    readonly visitBatch: boolean;
    readonly petitionDate?: LocalDate;
  };
  readonly registeredDate: LocalDate;
  /** When the petition came, wherever it was sent since. */
  readonly receivedDate: LocalDate;
  readonly inform?: FactClock;
  readonly handle?: FactClock & {
    readonly extended: boolean;
    readonly nominalBefore?: LocalDate;
    /** End of the limit before it was extended. */
    readonly endBefore?: Instant;
  };
  /** When it was accepted, for the unit that was charged with it; rows of earlier versions lack it. */
  readonly acceptedDate?: LocalDate;
  readonly concludedDate?: LocalDate;
  readonly referredOn: boolean;
  /** The matter is answered in this case: not in one below it, nor in one opened anew after it; and it is no review. */
  readonly answers: boolean;
  /**
   * Complains of somebody, or lies above another case, which may: whoever leaves out complaints has to look at these
   * heads, and at no others. Sealed rows, which are counted for everybody, and rows of earlier versions lack it.
   */
  readonly mayAccuse?: boolean;
}

/** A clock as reports need it. */
export interface FactClock {
  readonly code: ClockCode;
  readonly nominalDue: LocalDate;
  readonly due: LocalDate;
  readonly dueInstant: Instant;
  /** Absent while it runs. */
  readonly stoppedAt?: Instant;
  readonly waived: boolean;
}

/**
 * A sealed history begins anew at version 1, for the same case: its versions count above every version that the case
 * can have had before it was sealed.
 */
const SEALED_FROM = 1_000_000;

/** The version that the row of a head carries; whoever compares a case with its row compares this. */
export const factVersion = ({ version, sealed }: Pick<Head, 'version' | 'sealed'>): number =>
  sealed ? SEALED_FROM + version : version;

/** The empty head that sealing leaves behind must never count again: the case is counted from the sealed store. */
export const isCounted = ({ state }: Pick<Head, 'state'>): boolean => state !== 'SEALED';

/** True when two rows of a case count the same, whatever their versions: then there is nothing to write. */
export const sameFacts = (a: FactRow, b: FactRow): boolean =>
  JSON.stringify({ ...a, version: 0 }) === JSON.stringify({ ...b, version: 0 });

/** Projects a head. Pure: the same head always gives the same row. */
export function toFactRow(head: Head): FactRow {
  const inform = clockFact(head, ['INFORM_15D', 'REF_INFORM_15D']);
  const extension = clockFact(head, ['EXT_30D']);
  const handle = extension ?? clockFact(head, ['HANDLE_60D']);
  const original = extension && head.stopped.find(({ code }) => code === 'HANDLE_60D');
  const open = head.screened && !head.sealed;
  return {
    caseId: head.id,
    version: factVersion(head),
    organ: head.organ,
    unit: open ? head.unit : head.office,
    office: head.office,
    petition: head.petitionId,
    matter: matterOf(head),
    screened: head.screened,
    sealed: head.sealed,
    ...(open && head.category ? { category: head.category } : {}),
    ...(open && head.stage === 'HANDLING' && head.rootCause ? { rootCause: head.rootCause } : {}),
    ...(head.parentId || head.countedBefore
      ? {}
      : {
          submission: {
            channel: head.channel,
            headcount: head.headcount,
            visitBatch: head.channel === 'VISIT',
            ...(head.petitionDate ? { petitionDate: head.petitionDate } : {}),
          },
        }),
    registeredDate: localDateOf(head.registeredAt),
    receivedDate: localDateOf(head.receivedAt),
    ...(inform ? { inform } : {}),
    ...(handle
      ? {
          handle: {
            ...handle,
            extended: extension !== undefined,
            ...(original ? { nominalBefore: original.nominalDue, endBefore: original.dueInstant } : {}),
          },
        }
      : {}),
    ...(open && head.acceptedAt ? { acceptedDate: localDateOf(head.acceptedAt) } : {}),
    ...(head.concludedAt ? { concludedDate: localDateOf(head.concludedAt) } : {}),
    referredOn: head.state === 'REFERRED_DOWN' || head.state === 'RETURNED',
    answers: head.stage === 'HANDLING' && head.childId === undefined && head.state !== 'RETURNED',
    ...(head.sealed ? {} : { mayAccuse: accusesSomebody(head.accused) || head.childId !== undefined }),
  };
}

/** Whether the head of a row has to be asked before somebody’s figures count it. */
export const mayComplain = ({ sealed, mayAccuse = true }: FactRow): boolean => !sealed && mayAccuse;

/** A clock that was superseded owes nothing any more: it was extended, returned, or led into a statutory route. */
function clockFact(head: Head, codes: readonly ClockCode[]): FactClock | undefined {
  const running = head.clocks.find(({ code }) => codes.includes(code));
  if (running) return { ...dates(running), waived: false };
  const stopped = head.stopped.find(({ code, outcome }) => codes.includes(code) && outcome !== 'SUPERSEDED');
  if (!stopped) return undefined;
  return stopped.outcome === 'WAIVED'
    ? { ...dates(stopped), waived: true }
    : { ...dates(stopped), stoppedAt: stopped.at, waived: false };
}

const dates = ({ code, nominalDue, due, dueInstant }: Clock | StoppedClock) => ({ code, nominalDue, due, dueInstant });
