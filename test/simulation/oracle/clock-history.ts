import type { Clock, Head } from '../../../shared/domain/petition.ts';
import type { PetitionEvent } from '../../../shared/domain/petition-events.ts';

/** A clock of a case from its start to its end, as the events tell it. */
export interface ClockLife {
  readonly clock: Clock;
  running: boolean;
}

const same = (a: Pick<Clock, 'code' | 'key'>, b: Pick<Clock, 'code' | 'key'>): boolean =>
  a.code === b.code && a.key === b.key;

/**
 * The running clocks after some events: a fold of its own. @returns what is wrong with the events, if anything.
 */
export function foldClocks(
  running: Map<string, Clock>,
  ended: Map<string, Clock>,
  events: readonly PetitionEvent[],
): string[] {
  const wrong: string[] = [];
  const name = (clock: Pick<Clock, 'code' | 'key'>) => `${clock.code}/${clock.key ?? ''}`;
  for (const event of events) {
    if (event.type === 'clock-started.v1') {
      if (running.has(name(event.clock))) wrong.push(`${name(event.clock)} starts while it runs`);
      const before = ended.get(name(event.clock));
      // What was waived for want of an address begins when there is one, with the dates that it would have had.
      if (NEVER_TWICE.has(event.clock.code) && before && before.nominalDue !== event.clock.nominalDue)
        wrong.push(`${name(event.clock)} starts a second time`);
      running.set(name(event.clock), event.clock);
    } else if (event.type === 'clock-stopped.v1') {
      const stopped = [...running.values()].filter(
        (clock) => clock.code === event.code && (event.key === undefined || clock.key === event.key),
      );
      for (const clock of stopped) {
        running.delete(name(clock));
        ended.set(name(clock), clock);
      }
    } else if (event.type === 'clock-resumed.v1') {
      const before = ended.get(name(event.clock));
      if (before && before.nominalDue !== event.clock.nominalDue && NEVER_TWICE.has(event.clock.code))
        wrong.push(`${name(event.clock)} runs on from ${before.nominalDue} to ${event.clock.nominalDue}`);
      running.set(name(event.clock), event.clock);
    } else if (event.type === 'clock-moved.v1') {
      const before = running.get(name(event.clock));
      if (!before || before.nominalDue !== event.from.nominalDue || before.due !== event.from.due)
        wrong.push(`${name(event.clock)} is moved from dates that it did not have`);
      running.set(name(event.clock), event.clock);
    } else if (event.type === 'opened.v1') {
      running.clear();
    }
  }
  return wrong;
}

/** Law clocks have one life per case: an edit never begins them anew. */
const NEVER_TWICE: ReadonlySet<string> = new Set([
  'INFORM_15D',
  'REF_INFORM_15D',
  'OBJECT_5WD',
  'HANDLE_60D',
  'EXT_30D',
]);

/** Whether the head runs the very clocks that the events leave. */
export function sameClocks(head: Head, running: ReadonlyMap<string, Clock>): boolean {
  const left = [...running.values()];
  // What runs has not stopped; only what was waived may have begun after all.
  const both = head.stopped.some(
    ({ code, key, outcome }) =>
      NEVER_TWICE.has(code) &&
      outcome !== 'WAIVED' &&
      left.some((clock) => same(clock, { code, ...(key ? { key } : {}) })),
  );
  return (
    !both &&
    head.clocks.length === left.length &&
    head.clocks.every((clock) =>
      left.some((other) => same(clock, other) && JSON.stringify(sorted(clock)) === JSON.stringify(sorted(other))),
    )
  );
}

const sorted = (clock: Clock) => Object.fromEntries(Object.entries(clock).sort(([a], [b]) => (a < b ? -1 : 1)));
