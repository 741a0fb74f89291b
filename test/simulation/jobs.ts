import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Totals } from './report.ts';

interface JobResult {
  readonly totals: Totals;
  readonly broken: number | undefined;
}

/**
 * Lives many seeds in processes of their own, each a share of them; a process stops at the first life that breaks.
 * @returns the sums over all, and the seeds that broke, the lowest first
 */
export async function liveInJobs(
  from: number,
  count: number,
  jobs: number,
): Promise<{ readonly totals: Totals; readonly broken: readonly number[] }> {
  const share = Math.ceil(count / jobs);
  const results = await Promise.all(
    Array.from({ length: jobs }, (_, at) => job(from + at * share, Math.min(share, count - at * share))),
  );
  const totals = new Totals();
  for (const result of results) totals.add(result.totals, result.totals.lives);
  return { totals, broken: results.flatMap(({ broken }) => broken ?? []).sort((a, b) => a - b) };
}

function job(from: number, count: number): Promise<JobResult> {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=32', main, '--json', '--from', String(from), '--seeds', String(count)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    let result: JobResult | undefined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"totals"')) result = JSON.parse(line) as JobResult;
    });
    child.on('close', (code) =>
      result ? resolve(result) : reject(new Error(`the lives from ${from} on ended with ${code}`)),
    );
  });
}
