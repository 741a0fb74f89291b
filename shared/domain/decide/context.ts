import type { Calendar } from '../calendar.ts';
import type { ClockCode } from '../clock-table.ts';
import type { CommandOf, CommandType, Identity } from '../commands.ts';
import { datesOf } from '../deadline-of-clock.ts';
import type { CaseId, Instant, OfficerId } from '../ids.ts';
import type { Standing } from '../lifecycle-table.ts';
import {
  type Clock,
  type ClockOutcome,
  type DispatchMethod,
  type Head,
  runningClock,
  type TextField,
} from '../petition.ts';
import type { Actor, PetitionEvent } from '../petition-events.ts';
import type { HandedOn } from '../unit-history.ts';
import type { UnitTree } from '../unit-tree.ts';

/** What a decision may look at besides the case and the command; all of it is passed in. */
export interface DecideContext {
  readonly now: Instant;
  readonly actor: Actor;
  /** The officer who commands; absent for a rule. */
  readonly officer?: OfficerId;
  readonly standings: ReadonlySet<Standing>;
  readonly tree: UnitTree;
  readonly calendar: Calendar;
  /** The case this one was referred from or reviews, for commands that touch both; and the one above that. */
  readonly parent?: Head;
  readonly grandparent?: Head;
  /** All cases above it, nearest first. */
  readonly above?: readonly Head[];
  /** The case that the command names: a pending one, a re-review, a matter; absent where there is none. */
  readonly cited?: Head;
  /** Cases of the matter in other petitions: of the one that it is being linked to, otherwise of its own. */
  readonly matterCases?: readonly Head[];
  /** It came from the same petitioner, by identity number, or by name and address. */
  readonly samePetitioner?: boolean;
  /** The file of a case below, for a command that needs to know how it went there. */
  readonly child?: Head;
  /** What became of its units since it was stored, for a command that opens it again. */
  readonly change?: HandedOn;
  /** Id for a case that this command opens, derived from the command's own id. */
  readonly childId: CaseId;
  /** Identity and texts as stored, for a command that completes or corrects them. */
  readonly stored?: {
    readonly identity: Identity;
    readonly texts: Partial<Record<TextField, string>>;
    readonly extra: Readonly<Record<string, string>>;
  };
}

/** What a precondition may look at: all that a decision may, save what the command itself brings along. */
export type Standpoint = Pick<
  DecideContext,
  'now' | 'officer' | 'standings' | 'tree' | 'calendar' | 'parent' | 'grandparent' | 'matterCases'
>;

/**
 * The guards of a command that ask nothing of its body: judged before anybody fills it in (`next`), and again, first,
 * when it is decided. A refusal of theirs names no field.
 * @throws Refused
 */
export type Precondition = (head: Head, context: Standpoint) => void;

/** What a command brings about; everything is stored in one transaction or not at all. */
export interface Decision {
  readonly events: readonly PetitionEvent[];
  /** Free text of the command, encrypted with the record. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Changes of the petition's own text and identity. */
  readonly body?: {
    readonly texts: Partial<Record<TextField, string>>;
    readonly identity?: Identity;
    readonly extra?: Readonly<Record<string, string>>;
  };
  /** Further cases that the command touches: new ones, or those above. */
  readonly others?: readonly OtherChange[];
}

/** A further case that a command opens or moves. */
export interface OtherChange {
  /** Absent for a new case. */
  readonly head?: Head;
  readonly events: readonly PetitionEvent[];
  readonly texts?: Readonly<Record<string, string>>;
  /** A new petition of its own, apart from the one it came from: stored among the ordinary ones, under its own key. */
  readonly ownPetition?: { readonly texts: Partial<Record<TextField, string>> };
}

/** Decides one type of command. */
export type Decide<Type extends CommandType> = (
  head: Head,
  command: CommandOf<Type>,
  context: DecideContext,
) => Decision;

/** What a clock has beside its code and trigger. */
export type ClockOptions = Pick<Clock, 'key' | 'extensionDays' | 'setDue' | 'startedAt' | 'hearing'>;

/** A clock with its dates, ready to start. */
export function newClock(code: ClockCode, trigger: Instant, calendar: Calendar, options: ClockOptions = {}): Clock {
  const deadline = datesOf({ code, trigger, ...options }, calendar);
  return {
    code,
    trigger,
    nominalDue: deadline.nominalDue,
    due: deadline.due,
    dueInstant: deadline.dueInstant,
    calendarVersion: deadline.calendarVersion,
    ...(deadline.provisional ? { provisional: true } : {}),
    ...options,
  };
}

export const start = (clock: Clock): PetitionEvent => ({ type: 'clock-started.v1', clock });

/** Stops those of the clocks that run; with a key, only the one that carries it. */
export function stop(
  head: Head,
  codes: readonly ClockCode[],
  at: Instant,
  why: string,
  outcome: ClockOutcome = 'MET',
  key?: string,
): PetitionEvent[] {
  return codes
    .filter((code) => runningClock(head, code, key))
    .map((code) => ({ type: 'clock-stopped.v1', code, ...(key === undefined ? {} : { key }), at, outcome, why }));
}

export const moveTo = (to: Head['state']): PetitionEvent => ({ type: 'state-changed.v1', to });

/** A notice to the petitioner, if there is somebody to send it to. */
export const notice = (kind: string, method: DispatchMethod | undefined): PetitionEvent[] =>
  method ? [{ type: 'document-issued.v1', kind, method }] : [];
