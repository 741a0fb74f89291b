import { parseArgs } from 'node:util';
import { countsTable, runSequences, shortfalls } from './sequences.ts';
import { emptyCounts } from './walk.ts';

/** `npm run walk -- --sequences N [--seed S]`: random command sequences over the machine of the law. */
const { values } = parseArgs({
  options: { sequences: { type: 'string', default: '100000' }, seed: { type: 'string', default: '20260302' } },
});
const [sequences, seed] = [Number(values.sequences), Number(values.seed)];
if (!Number.isSafeInteger(sequences) || sequences < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run walk -- --sequences 100000 [--seed 20260302]');
  process.exit(2);
}
const counts = emptyCounts();
const every = Math.max(1, Math.floor(sequences / 20));
runSequences(sequences, seed, counts, (done) => {
  if (done % every === 0) console.error(`${done} of ${sequences}`);
});
console.log(countsTable(counts));
const [commands, states] = [Math.floor(sequences / 100), Math.floor(sequences / 200)];
const missing = shortfalls(counts, commands, states);
for (const line of missing) console.error(line);
console.log(
  missing.length === 0
    ? `${sequences} sequences, seed ${seed}: every invariant held, every command accepted at least ${commands} times, every state entered at least ${states} times`
    : `${sequences} sequences, seed ${seed}: every invariant held, but ${missing.length} counts are short`,
);
process.exitCode = missing.length === 0 ? 0 : 1;
