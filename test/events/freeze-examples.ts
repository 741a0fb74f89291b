import { readFileSync, writeFileSync } from 'node:fs';
import { evolve } from '../../shared/domain/evolve.ts';
import type { Head } from '../../shared/domain/petition.ts';
import { THEMES } from '../lifecycle/themes.ts';
import { emptyCounts, type Listener, Walk } from '../lifecycle/walk.ts';
import { EVENT_TYPES } from './event-types.ts';
import type { FoldedExample } from './folded-example.ts';

/**
 * `node test/events/freeze-examples.ts` adds the first example of each event type that random walks meet, folded, to
 * `examples/folded-v1.json`. It only ADDS types: what stands there is how version 1 is folded for ever.
 */
const file = new URL('./examples/folded-v1.json', import.meta.url);
const frozen = JSON.parse(readFileSync(file, 'utf8')) as FoldedExample[];
const found = new Map<string, FoldedExample>(frozen.map((example) => [example.type, example]));
const listen: Listener = (before, events, at) => {
  let head: Head | undefined = before;
  for (const event of events) {
    const after = evolve(head, [event], at);
    if (!found.has(event.type)) found.set(event.type, { type: event.type, before: head ?? null, event, at, after });
    // Folded one by one the version would count events: it counts commands.
    head = { ...after, version: before?.version ?? 0 };
  }
};
let state = 20_260_302;
const draw = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state;
};
const wanted = Object.keys(EVENT_TYPES);
for (let walk = 0; walk < 4_000 && wanted.some((type) => !found.has(type)); walk += 1) {
  const one = new Walk(THEMES[walk % THEMES.length] as (typeof THEMES)[number], emptyCounts(), listen);
  for (let step = 0; step < 90; step += 1) {
    const [a, b] = [draw(), draw()];
    const how = (a >>> 9) % 10 < 8 ? ('FAVOUR' as const) : ('ANY' as const);
    one.step({ which: a >>> 3, pick: a >>> 5, seed: b, hours: (a >>> 7) % 40 === 0 ? 1_080 : (a >>> 7) % 12, how });
  }
}
const missing = wanted.filter((type) => !found.has(type));
if (missing.length > 0) console.error(`never met: ${missing.join(', ')}`);
const examples = [...found.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
writeFileSync(file, `[\n${examples.map((example) => JSON.stringify(example)).join(',\n')}\n]\n`);
console.log(`${examples.length} event types frozen`);
