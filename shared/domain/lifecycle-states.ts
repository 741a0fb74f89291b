import type { ClockCode } from './clock-table.ts';
import { type State, TERMINAL_STATES } from './petition.ts';

/** Groups of states and clocks that several rows of the command table share. */

/** Stopped by whichever notice tells the petitioner what happens (条例23). */
export const INFORM_CLOCKS: readonly ClockCode[] = ['INFORM_15D', 'REF_INFORM_15D', 'OBJECT_5WD'];

/** Between acceptance and the opinion. */
export const OPEN_HANDLING: readonly State[] = ['ACCEPTED', 'INVESTIGATING', 'OPINION_DRAFT', 'OPINION_APPROVAL'];

/** Every state in which an ordinary case is open in somebody's hands. */
export const ANY_OPEN: readonly State[] = [
  'RECEIVED',
  'REGISTERED',
  'OBJECTED',
  'CONFLICT',
  'ASSIGNED_DOWN',
  'REPORT_CHECK',
  'SUGGESTION_STUDY',
  'SIMPLE',
  'REPLIED',
  ...OPEN_HANDLING,
  'OPINION_ISSUED',
  'REVIEW_WINDOW',
  'REQ_RECEIVED',
  'UNDER_REVIEW',
  'IN_REVIEW',
  'SETTLED',
];

/** Every state in which an accusation under seal is in its officer's hands. */
export const SEALED_OPEN: readonly State[] = ['S_RECEIVED', 'S_SCREENED', 'S_FORWARDED', 'S_HELD', 'S_SPLIT'];

/** Every state but that of an emptied head: clocks that are nobody's step any more may run on after it. */
export const ANY_WITH_CLOCKS: readonly State[] = [
  ...ANY_OPEN,
  ...[...TERMINAL_STATES].filter((state) => state !== 'SEALED'),
  ...SEALED_OPEN,
];

/** Work is going on: what a petitioner can withdraw, what can be settled. */
export const IN_HAND: readonly State[] = [
  'RECEIVED',
  'REGISTERED',
  'SIMPLE',
  'SUGGESTION_STUDY',
  ...OPEN_HANDLING,
  'UNDER_REVIEW',
];
