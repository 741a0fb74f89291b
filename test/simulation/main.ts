import { parseArgs } from 'node:util';
import { liveInJobs } from './jobs.ts';
import { live } from './life.ts';
import { Totals, tellBroken } from './report.ts';
import type { Life } from './told-of-life.ts';

/**
 * `npm run simulate -- --seeds N [--from S] [--jobs J]` lives many lives; `--seed S [--trace]` lives one, and tells it.
 * A broken life ends the run with 1.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    /** A seed that is lived before all others. */
    first: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    /** For the mutation check and for jobs: one line of JSON, no shrinking. */
    json: { type: 'boolean', default: false },
  },
});

const print = (line: string): void => console.log(line);

/** Lives the seeds in order and stops at the first that breaks. */
async function liveAll(from: number, count: number, totals: Totals): Promise<Life | undefined> {
  const first = values.first === undefined ? [] : [Number(values.first)];
  for (const seed of [...first, ...Array.from({ length: count }, (_, at) => from + at)]) {
    const life = await live(seed);
    totals.add(life);
    if (life.violation) return life;
    if (!values.json && totals.lives % 500 === 0) console.error(`${totals.lives} lives …`);
  }
  return undefined;
}

async function main(): Promise<number> {
  if (values.seed !== undefined) {
    const life = await live(Number(values.seed));
    if (life.violation) await tellBroken(life, print);
    else if (values.trace) await live(life.seed, { trace: print });
    if (!life.violation) print(`seed ${life.seed}: nothing broken`);
    return life.violation ? 1 : 0;
  }
  const [from, count, jobs] = [Number(values.from), Number(values.seeds), Number(values.jobs)];
  const totals = new Totals();
  const began = performance.now();
  const broken: number[] = [];
  if (jobs > 1) {
    const lived = await liveInJobs(from, count, jobs);
    totals.add(lived.totals, lived.totals.lives);
    broken.push(...lived.broken);
  } else {
    const life = await liveAll(from, count, totals);
    if (life) broken.push(life.seed);
    if (values.json) {
      print(JSON.stringify({ totals, broken: life?.seed, violation: life?.violation }));
      return life ? 1 : 0;
    }
  }
  for (const line of totals.lines()) print(line);
  print(`${(totals.lives / ((performance.now() - began) / 1000)).toFixed(1)} lives per second`);
  for (const seed of broken.slice(0, 1)) await tellBroken(await live(seed), print);
  if (broken.length === 0) print('nothing broken');
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await main();
