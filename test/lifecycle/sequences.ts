import fc from 'fast-check';
import type { CommandType } from '../../shared/domain/commands.ts';
import { TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import type { State } from '../../shared/domain/petition.ts';
import { THEMES } from './themes.ts';
import { Walk, type WalkCounts } from './walk.ts';

/** One sequence of commands: what it is about, and its steps. */
const sequence = fc.record({
  theme: fc.nat({ max: THEMES.length - 1 }),
  steps: fc.array(
    fc.record({
      which: fc.noBias(fc.nat()),
      pick: fc.noBias(fc.nat()),
      seed: fc.noBias(fc.nat()),
      /** Mostly hours; now and then days, or the weeks in which a window closes. */
      hours: fc.oneof(
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 12 }) },
        { weight: 4, arbitrary: fc.integer({ min: 24, max: 120 }) },
        { weight: 2, arbitrary: fc.constant(45 * 24) },
      ),
      how: fc.oneof(
        { weight: 14, arbitrary: fc.constant('FAVOUR' as const) },
        { weight: 4, arbitrary: fc.constant('ANY' as const) },
        { weight: 2, arbitrary: fc.constant('BLIND' as const) },
      ),
    }),
    { minLength: 40, maxLength: 100, size: 'max' },
  ),
});

/**
 * Runs so many random command sequences over the machine; the invariants are judged after each command.
 * @throws the shrunk sequence of the first that breaks one, with the seed that replays it
 */
export function runSequences(count: number, seed: number, counts: WalkCounts, progress?: (done: number) => void): void {
  let done = 0;
  // Most commands are refused, and nobody reads where a refusal was written.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    fc.assert(
      fc.property(sequence, ({ theme, steps }) => {
        const walk = new Walk(THEMES[theme] as (typeof THEMES)[number], counts);
        for (const step of steps) walk.step(step);
        walk.replay();
        done += 1;
        progress?.(done);
      }),
      { numRuns: count, seed },
    );
  } finally {
    Error.stackTraceLimit = frames;
  }
}

/** Commands and states that came up less often than wanted. */
export function shortfalls(counts: WalkCounts, commands: number, states: number): string[] {
  const all = new Set<CommandType>(TRANSITIONS.map(({ command }) => command));
  const entered = new Set<State>(TRANSITIONS.flatMap(({ to, otherTo }) => [...(to ?? []), ...(otherTo ?? [])]));
  return [
    ...[...all].flatMap((command) => {
      const times = counts.accepted.get(command) ?? 0;
      return times < commands ? [`${command} accepted ${times} times, wanted ${commands}`] : [];
    }),
    ...[...entered].flatMap((state) => {
      const times = counts.entered.get(state) ?? 0;
      return times < states ? [`${state} entered ${times} times, wanted ${states}`] : [];
    }),
  ];
}

/** The counts as a table for people. */
export function countsTable(counts: WalkCounts): string {
  const lines = (title: string, map: ReadonlyMap<string, number>) => [
    title,
    ...[...map]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, times]) => `  ${name.padEnd(28)}${String(times).padStart(9)}`),
  ];
  return [
    ...lines('accepted', counts.accepted),
    ...lines('states entered', counts.entered),
    ...lines('refused', counts.refused),
  ].join('\n');
}
