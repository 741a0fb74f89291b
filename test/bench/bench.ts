import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Finding, gateTable, holds } from './gate.ts';

const USAGE = `Usage: npm run bench -- [--only a,b,c,d,f,g] [--quick]
  a  bundles: size and module load      b  request units of one petition
  c  throughput through HTTP, with (e) peak memory
  d  reads of a sweep among few and many open petitions
  f  a look-up in the index of matters among few and many petitions
  g  alarms that are due at once, drained`;

const RESULTS = fileURLToPath(new URL('../../bench-results', import.meta.url));

/** What is measured under each letter, loaded when its turn comes; (e) comes with (c). */
const TOPICS: Readonly<Record<string, (quick: boolean) => Promise<readonly Finding[]>>> = {
  a: async (quick) => [await (await import('./measure-bundles.ts')).measureBundles(quick ? 3 : 7)],
  b: async () => [await (await import('./measure-units.ts')).measureUnits()],
  c: async (quick) => (await import('./measure-throughput.ts')).measureThroughput(quick ? 2 : 6),
  d: async (quick) => [
    await (await import('./measure-sweep.ts')).measureSweep(quick ? [1_000, 5_000] : [1_000, 100_000]),
  ],
  f: async (quick) => [
    await (await import('./measure-matters.ts')).measureMatters(quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000]),
  ],
  g: async (quick) => [await (await import('./measure-drain.ts')).measureDrain(quick ? 5_000 : 100_000)],
};

process.env.TZ = 'UTC';
const { only, quick } = readOptions();
const began = performance.now();
const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: loadavg()[0] ?? null,
};
console.log(
  `${machine.cpus} × ${machine.model}, ${machine.memoryGb} GB, node ${machine.node}, load ${machine.loadBefore?.toFixed(1)}`,
);

const findings: Record<string, readonly Finding[]> = {};
for (const topic of only) {
  const measured = (await TOPICS[topic]?.(quick)) ?? [];
  findings[topic] = measured;
  for (const { title, lines, notes } of measured) {
    console.log(`\n${title}\n`);
    for (const line of lines) console.log(line);
    for (const note of notes) console.log(`  · ${note}`);
  }
}

const gates = Object.values(findings)
  .flat()
  .flatMap((finding) => finding.gates);
console.log('\nNumbers to hold\n');
for (const line of gateTable(gates)) console.log(line);
const seconds = Math.round((performance.now() - began) / 1000);
mkdirSync(RESULTS, { recursive: true });
const file = join(RESULTS, 'latest.json');
writeFileSync(
  file,
  `${JSON.stringify({ at: new Date().toISOString(), seconds, quick, machine, gates: gates.map((gate) => ({ ...gate, holds: holds(gate) })), findings }, undefined, 2)}\n`,
);
console.log(`\n${seconds} s; ${file}`);
// A number that is missed is shown, not an error: times depend on the machine.

function readOptions(): { only: readonly string[]; quick: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', default: Object.keys(TOPICS).join(',') },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
    const topics = [...new Set(values.only.split(',').map((letter) => (letter === 'e' ? 'c' : letter)))];
    const unknown = topics.filter((letter) => !(letter in TOPICS));
    if (!values.help && unknown.length === 0) return { only: topics, quick: values.quick };
    console.log(unknown.length > 0 ? `There is no topic ${unknown.join(', ')}.\n${USAGE}` : USAGE);
    process.exit(unknown.length > 0 ? 1 : 0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(1);
  }
}
