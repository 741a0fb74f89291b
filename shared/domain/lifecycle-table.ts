import { CLOCK_CODES, type ClockCode } from './clock-table.ts';
import { COMMAND_NAMES } from './command-names.ts';
import type { CommandType } from './commands.ts';
import { DUTY_ROWS } from './lifecycle-rows-duties.ts';
import { PATH_ROWS } from './lifecycle-rows-paths.ts';
import { REVIEW_ROWS } from './lifecycle-rows-review.ts';
import { SPINE_ROWS } from './lifecycle-rows-spine.ts';
import type { State } from './petition.ts';

/**
 * In what capacity somebody stands to a case; `access.ts` derives it from roles, unit and the case.
 * `REFERRER` is the petition office that sent the referral down, `SUPERIOR` that of the organ above, `CO_UNIT` a unit
 * that owes something beside the course of the case, `REVIEWER` whoever reviews it in the organ of review.
 */
export type Standing =
  | 'PETITIONER'
  | 'OFFICE_REGISTRAR'
  | 'OFFICE'
  | 'CHIEF'
  | 'UNIT_REGISTRAR'
  | 'UNIT_HEAD'
  | 'HANDLER'
  | 'LEADER'
  | 'DUTY_LEADER'
  | 'BUREAU_HEAD'
  /** Beside it: he is none, and acts for one. */
  | 'ACTING'
  | 'REFERRER'
  | 'SUPERIOR'
  /** Decides a dispute of jurisdiction (条例24). */
  | 'COMMON_SUPERIOR'
  | 'CO_UNIT'
  /** It was put before him, or circulated to him, on the slip (拟办、流转). */
  | 'ADDRESSEE'
  | 'LEGAL'
  | 'MEDIATOR'
  | 'REVIEWER'
  /** Reads the file of the case it reviews; no command is its own. */
  | 'REVIEW_READER'
  | 'SUPERVISOR'
  | 'SEALED_OFFICER'
  | 'AUDITOR'
  | 'RULE';

/** One row of the command table, `spec.md` §2.2. Adding a state or command edits this table. */
export interface Transition {
  /** Row of the specification; 0 for what we added (its citation says why). */
  readonly row: number;
  readonly command: CommandType;
  readonly zh: string;
  readonly from: readonly State[];
  /** States the case may be left in; absent where it stays as it is. */
  readonly to?: readonly State[];
  /** States in which a second case is opened, or to which it is moved. */
  readonly otherTo?: readonly State[];
  readonly actors: readonly Standing[];
  readonly starts?: readonly ClockCode[];
  readonly stops?: readonly ClockCode[];
  readonly documents?: readonly string[];
  readonly cite: string;
}

/** A row as it is written down; its name stands in `command-names.ts`. */
export type Row = Omit<Transition, 'zh'>;

export const TRANSITIONS: readonly Transition[] = [...SPINE_ROWS, ...PATH_ROWS, ...REVIEW_ROWS, ...DUTY_ROWS].map(
  (row) => ({ ...row, zh: COMMAND_NAMES[row.command] }),
);

/** States in which SUBMIT (1) begins: nothing may block receipt (条例17–19). */
const BIRTH: readonly State[] = ['RECEIVED', 'REGISTERED', 'S_RECEIVED'];

/** Clocks that SUBMIT starts. */
const STARTED_AT_BIRTH: readonly ClockCode[] = ['INFORM_15D', 'S_SCREEN_5WD', 'S_INFORM_15WD'];

/**
 * Clocks of a unit (weekly review, issue screening), of a petition department that is not the police (条例22), and the
 * two months that only statutory routes are computed with. The shadow limit is shown, never run (`shadow-clock.ts`).
 */
const NOT_OF_A_CASE: ReadonlySet<ClockCode> = new Set([
  'WEEKLY_REVIEW',
  'SCREEN_TWICE_MONTH',
  'ROUTE_15D',
  'LEGAL_2M',
  'SHADOW_60D',
]);

/**
 * Faults of the graph: a state that nothing leads to or that no command names, a command without an actor, a clock
 * that can start and never stop, or that nothing starts.
 */
export function faultsOf(rows: readonly Transition[]): string[] {
  const faults: string[] = [];
  const reached = new Set<State>(BIRTH);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const row of rows)
      if (row.from.some((state) => reached.has(state)))
        for (const state of [...(row.to ?? []), ...(row.otherTo ?? [])]) reached.add(state);
  }
  const named = new Set(rows.flatMap((row) => [...row.from, ...(row.to ?? []), ...(row.otherTo ?? [])]));
  for (const state of named) if (!reached.has(state)) faults.push(`state ${state} is never reached`);
  const started = new Set([...STARTED_AT_BIRTH, ...rows.flatMap((row) => row.starts ?? [])]);
  const stopped = new Set(rows.flatMap((row) => row.stops ?? []));
  for (const code of CLOCK_CODES) {
    if (NOT_OF_A_CASE.has(code)) continue;
    if (!started.has(code)) faults.push(`clock ${code} is never started`);
    if (!stopped.has(code)) faults.push(`clock ${code} can start and never stop`);
  }
  const seen = new Set<CommandType>();
  for (const { command, actors, from, cite } of rows) {
    if (actors.length === 0) faults.push(`command ${command} has no actor`);
    if (from.length === 0) faults.push(`command ${command} is possible nowhere`);
    if (cite === '') faults.push(`command ${command} has no citation`);
    if (seen.has(command)) faults.push(`command ${command} has two rows`);
    seen.add(command);
  }
  return faults;
}

const faults = faultsOf(TRANSITIONS);
if (faults.length > 0) throw new Error(`the lifecycle table is faulty: ${faults.join('; ')}`);

const BY_COMMAND = new Map(TRANSITIONS.map((row) => [row.command, row]));

/** The row of a command. */
export function transitionOf(command: CommandType): Transition {
  const row = BY_COMMAND.get(command);
  if (!row) throw new Error(`the lifecycle table has no row for ${command}`);
  return row;
}
