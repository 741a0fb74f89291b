import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from './all-mutants.ts';
import { type Outcome, PlantedCopy } from './planted.ts';

/**
 * `npm run simulate:mutants -- [--seeds N] [--jobs J] [--only NAME,NAME] [--from NAME] [--results FILE [--again]]`: every
 * planted bug must break an invariant. With `--results` each outcome is kept in that file at once, the killed ones of an
 * earlier run are not lived again (`--again`: they are, the seed that killed first), so a run that was stopped goes on.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1500' },
    jobs: { type: 'string', default: '2' },
    only: { type: 'string' },
    from: { type: 'string' },
    results: { type: 'string' },
    again: { type: 'boolean', default: false },
  },
});

const kept: Record<string, Outcome> =
  values.results && existsSync(values.results) ? JSON.parse(readFileSync(values.results, 'utf8')) : {};
const wanted = values.only?.split(',') ?? MUTANTS.map(({ name }) => name);
for (const name of [...wanted, ...(values.from ? [values.from] : [])])
  if (!MUTANTS.some((mutant) => mutant.name === name)) throw new Error(`there is no bug ${name}`);
const begins = values.from ? MUTANTS.findIndex(({ name }) => name === values.from) : 0;
const mutants = MUTANTS.slice(begins).filter(({ name }) => wanted.includes(name));
const seeds = Number(values.seeds);
let killed = 0;
let next = 0;

/** Where the sources break by themselves, a bug proves nothing. */
async function soundWithoutBugs(): Promise<boolean> {
  const copy = new PlantedCopy();
  const outcome = await copy.unharmed(Math.min(seeds, 100));
  copy.remove();
  if (outcome.kind === 'SURVIVED') return true;
  console.log(`without any bug: ${toldOf(outcome, '')}`);
  return false;
}

const toldOf = (outcome: Outcome, bug: string): string =>
  outcome.kind === 'KILLED'
    ? `killed by ${outcome.violation.invariant} after ${outcome.seeds} seeds: ${outcome.violation.detail.slice(0, 160)}`
    : outcome.kind === 'SURVIVED'
      ? `SURVIVED ${outcome.seeds} seeds: ${bug}`
      : `INVALID: ${outcome.why}`;

function keep(name: string, outcome: Outcome): void {
  kept[name] = outcome;
  if (!values.results) return;
  mkdirSync(dirname(values.results), { recursive: true });
  writeFileSync(values.results, `${JSON.stringify(kept, null, 2)}\n`);
}

async function work(): Promise<void> {
  const copy = new PlantedCopy();
  try {
    for (let mutant = mutants[next++]; mutant; mutant = mutants[next++]) {
      const before = kept[mutant.name];
      const known = before?.kind === 'KILLED' ? before : undefined;
      const outcome = known && !values.again ? known : await copy.judge(mutant, seeds, known?.seed);
      if (outcome.kind === 'KILLED') killed += 1;
      if (outcome !== known) keep(mutant.name, outcome);
      console.log(`${mutant.name.padEnd(40)} ${outcome === known ? '(before) ' : ''}${toldOf(outcome, mutant.bug)}`);
    }
  } finally {
    copy.remove();
  }
}

if (await soundWithoutBugs()) {
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  console.log(`${killed} of ${mutants.length} bugs killed`);
  process.exitCode = killed === mutants.length ? 0 : 1;
} else process.exitCode = 2;
