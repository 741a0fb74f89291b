import { expect, test } from 'vitest';
import { faultsOf, TRANSITIONS } from '../../shared/domain/lifecycle-table.ts';
import { runSequences, shortfalls } from './sequences.ts';
import { emptyCounts } from './walk.ts';

test('5,000 random sequences: legal states, owned clocks, no date moves silently, replay agrees, refusals explain', () => {
  const counts = emptyCounts();
  runSequences(5_000, 20_260_302, counts);
  expect(shortfalls(counts, 10, 5)).toEqual([]);
}, 600_000);

test('the graph is checked when it loads: states, actors, clocks, citations', () => {
  expect(faultsOf(TRANSITIONS)).toEqual([]);
  const without = (command: string) => TRANSITIONS.filter((row) => row.command !== command);
  expect(faultsOf(without('CHANNEL'))).toContain('state CHANNELLED is never reached');
  expect(
    faultsOf(
      without('RATE').map((row) => ({ ...row, stops: row.stops?.filter((code) => code !== 'RATING_WINDOW') ?? [] })),
    ),
  ).toContain('clock RATING_WINDOW can start and never stop');
  const [first, ...rest] = TRANSITIONS;
  if (!first) throw new Error('the table is empty');
  expect(faultsOf([{ ...first, actors: [] }, ...rest])).toContain(`command ${first.command} has no actor`);
  expect(faultsOf([{ ...first, cite: '' }, ...rest])).toContain(`command ${first.command} has no citation`);
  expect(faultsOf([first, ...TRANSITIONS])).toContain(`command ${first.command} has two rows`);
});

test('every row of the command table of the specification is there: 69 of them', () => {
  const rows = new Set(TRANSITIONS.map(({ row }) => row));
  const issuedElsewhere = [1]; // SUBMIT opens a case: it has no state to come from.
  const expected = Array.from({ length: 69 }, (_, at) => at + 1).filter((row) => !issuedElsewhere.includes(row));
  expect([...rows].filter((row) => row > 0).sort((a, b) => a - b)).toEqual(expected);
});
