import { parseArgs } from 'node:util';
import { MUTANTS } from './all-mutants.ts';
import { PlantedCopy } from './planted.ts';

/** `npm run simulate:mutants -- [--seeds N] [--jobs J] [--only NAME,NAME]`: every planted bug must break an invariant. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1500' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});

const wanted = values.only?.split(',');
const mutants = MUTANTS.filter(({ name }) => wanted === undefined || wanted.includes(name));
const seeds = Number(values.seeds);
let failed = 0;
let next = 0;

/** Where the sources break by themselves, a bug proves nothing. */
async function soundWithoutBugs(): Promise<boolean> {
  const copy = new PlantedCopy();
  const outcome = await copy.unharmed(200);
  copy.remove();
  if (outcome.kind === 'SURVIVED') return true;
  console.log(
    `without any bug: ${outcome.kind === 'KILLED' ? `${outcome.violation.invariant} ${outcome.violation.detail}` : outcome.why}`,
  );
  return false;
}

async function work(): Promise<void> {
  const copy = new PlantedCopy();
  try {
    for (let mutant = mutants[next++]; mutant; mutant = mutants[next++]) {
      const outcome = await copy.judge(mutant, seeds);
      if (outcome.kind !== 'KILLED') failed += 1;
      const told =
        outcome.kind === 'KILLED'
          ? `killed by ${outcome.violation.invariant} after ${outcome.seeds} seeds: ${outcome.violation.detail.slice(0, 160)}`
          : outcome.kind === 'SURVIVED'
            ? `SURVIVED ${outcome.seeds} seeds: ${mutant.bug}`
            : `INVALID: ${outcome.why}`;
      console.log(`${mutant.name.padEnd(40)} ${told}`);
    }
  } finally {
    copy.remove();
  }
}

if (await soundWithoutBugs()) {
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  console.log(`${mutants.length - failed} of ${mutants.length} bugs killed`);
  process.exitCode = failed === 0 ? 0 : 1;
} else process.exitCode = 2;
