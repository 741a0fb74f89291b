import type { Calendar } from '../calendar.ts';
import { type ClockMove, type MoveCause, movesSince } from '../clock-moves.ts';
import type { Head, StoppedClock } from '../petition.ts';
import type { PetitionEvent } from '../petition-events.ts';

/**
 * A stopped clock runs on, its dates as they were. What was loaded while it stood still (a calendar, local rules) moves
 * it at once, as it would have moved it then (§3.1).
 */
export function resumeClock(
  head: Head,
  { at: _at, outcome: _outcome, ...clock }: StoppedClock,
  calendar: Calendar,
  why: string,
): PetitionEvent[] {
  return [
    { type: 'clock-resumed.v1', clock, why },
    ...movesSince(clock, head, calendar).map((move) => moved(move, move.cause)),
  ];
}

/** A clock goes from its dates to others; what they were stays on record. */
export const moved = ({ from: { nominalDue, due }, to }: ClockMove, why: MoveCause): PetitionEvent => ({
  type: 'clock-moved.v1',
  clock: to,
  from: { nominalDue, due },
  why,
});
