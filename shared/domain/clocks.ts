import type { Role } from './bureau.ts';
import type { Bilingual } from './calendar.ts';

/** CAL_DAY 日, WORK_DAY 工作日, CAL_MONTH 月; VAR: the route sets number and unit. */
export type ClockUnit = 'CAL_DAY' | 'WORK_DAY' | 'CAL_MONTH' | 'HOUR' | 'MINUTE' | 'VAR';

/**
 * LAW: the law sets the number. LAW-SET: the law demands a date, the assignor or our default sets it. LAW-OTHER: a law
 * outside petitioning. NORM: national normative document. POLICY: our own promise (内部承诺), no law.
 */
export type ClockClass = 'LAW' | 'LAW-SET' | 'LAW-OTHER' | 'NORM' | 'POLICY';

/** V full text seen, P excerpt, M from memory, N not found, D our decision. */
export type Verification = 'V' | 'P' | 'M' | 'N' | 'D' | 'V/D';

/** Who is reminded; people are looked up when it is sent. The petitioner (信访人) only after opting in. */
export type ClockRole =
  | Exclude<Role, 'administrator' | 'slipPrinter' | 'mediator'>
  | 'petitioner'
  | 'reviewHead'
  | 'approver'
  | 'communityOfficer'
  | 'leadUnitHead'
  | 'superiorPetitionChief'
  | 'nextAboveSuperior';

/** Calendar days after the last day; D+0 is the end of the last day itself. */
export type OverdueStep = 'D+0' | 'D+1' | 'D+3' | 'D+7';

export interface Recipients {
  readonly base: readonly ClockRole[];
  /** Added from the first offset on (黄灯). */
  readonly yellow?: readonly ClockRole[];
  /** Added from the red step on (红灯), to those of yellow. */
  readonly red?: readonly ClockRole[];
  /** Who is told after the end (超期); a step that is missing does not happen. */
  readonly overdue: Readonly<Partial<Record<OverdueStep, readonly ClockRole[]>>>;
}

/** One kind of clock (期限) as the law or our promise has it. */
export interface ClockRule extends Bilingual {
  readonly class: ClockClass;
  /** Article, e.g. `条例34`. */
  readonly cite: string;
  readonly verified: Verification;
  /** Length in `unit`; null where somebody has to set it. */
  readonly n: number | null;
  readonly unit: ClockUnit;
  readonly trigger: Bilingual;
  /** What stops it. */
  readonly stop: Bilingual;
  /** Days before the nominal last day, in days or working days as the clock counts; longest first. */
  readonly remindOffsets: readonly number[];
  /** Reminded again and again from the start until somebody answers (紧急接应). */
  readonly repeat?: { readonly everyMinutes: number; readonly times: number };
  readonly recipients: Recipients;
  /** The clock that this one replaces with a longer one. */
  readonly extensionOf?: 'HANDLE_60D';
  /** A period in which the petitioner may act; nobody is late when it ends. */
  readonly petitionersRight?: true;
  /** A choice that is open so long: when it ends nobody is late, and another procedure applies. */
  readonly lapses?: true;
}

const UNIT_HEAD: ClockRole = 'unitHead';

/** The ladder after the end: unit head, petition chief, responsible leader, head of the bureau. */
export const escalating = (base: readonly ClockRole[]): Recipients => ({
  base,
  overdue: {
    'D+0': [...new Set([...base, UNIT_HEAD])],
    'D+1': ['petitionChief'],
    'D+3': ['responsibleLeader'],
    'D+7': ['bureauHead'],
  },
});

/** Told once when it ends, without supervision (督办), red flag or accountability: the end has its own consequence. */
export const toldOnce = (base: readonly ClockRole[], ...also: readonly ClockRole[]): Recipients => ({
  base,
  overdue: { 'D+0': [...new Set([...base, ...also])] },
});

/** Nothing is overdue when it ends. */
export const remindedOnly = (base: readonly ClockRole[]): Recipients => ({ base, overdue: {} });
