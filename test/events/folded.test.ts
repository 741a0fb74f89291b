import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evolve } from '../../shared/domain/evolve.ts';
import { EVENT_TYPES } from './event-types.ts';
import type { FoldedExample } from './folded-example.ts';

/** Golden files of events, version 1: what was stored years ago must fold to the same head for ever. */
const examples = JSON.parse(
  readFileSync(new URL('./examples/folded-v1.json', import.meta.url), 'utf8'),
) as FoldedExample[];

test('every type of event has its frozen example', () => {
  expect(examples.map(({ type }) => type).sort()).toEqual(Object.keys(EVENT_TYPES).sort());
});

test.each(examples)('$type folds as it did when it was frozen', ({ before, event, at, after }) => {
  expect(JSON.parse(JSON.stringify(evolve(before ?? undefined, [event], at)))).toEqual(after);
});
