import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { textTable } from '../../infra/local/submit/text-table.ts';
import { type Finding, rounded } from './gate.ts';

const HOST = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url));
/** Quoted, not measured here: Request Tracker 5 with its mails off, tickets created per second on such a machine. */
const REQUEST_TRACKER = 14.5;
const IN_FLIGHT = [1, 4, 16];
const WARM_UP = 40;
const READY_MS = 60_000;

interface Phase {
  readonly inFlight: number;
  readonly petitions: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** From the last answer until every queue and stream was at rest. */
  readonly restSeconds: number;
  /** Registered, routed and counted per second, from the first request to rest. */
  readonly routedPerSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** Petitions per second through HTTP against `npm start` in a process of its own, and its memory afterwards. */
export async function measureThroughput(seconds: number): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'xinfang-bench-'));
  const host = spawn(process.execPath, [HOST], {
    env: { ...process.env, PORT: '0', DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const { url, lines } = await ready(host);
    const loadBefore = loadavg()[0] ?? 0;
    await Promise.all(Array.from({ length: WARM_UP }, () => submit(url)));
    await settle(url);
    const phases: Phase[] = [];
    for (const inFlight of IN_FLIGHT) phases.push(await phase(url, inFlight, seconds));
    const memory = memoryOf(host);
    return [throughput(phases, loadBefore), memoryFinding(memory, phases, lines())];
  } finally {
    host.kill('SIGTERM');
    if (host.exitCode === null) await once(host, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ready(host: ChildProcess): Promise<{ url: string; lines: () => number }> {
  let printed = '';
  let lines = 0;
  host.stdout?.on('data', (chunk: Buffer) => {
    printed = `${printed}${chunk.toString('utf8')}`.slice(0, 10_000);
  });
  host.stderr?.on('data', (chunk: Buffer) => {
    lines += chunk.toString('utf8').split('\n').length - 1;
    if (lines < 5) process.stderr.write(chunk);
  });
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(50)) {
    const url = /is ready: (http:\S+)/.exec(printed)?.[1];
    if (url) return { url, lines: () => lines };
    if (host.exitCode !== null) break;
  }
  throw new Error(`the local cloud did not start: ${printed}`);
}

async function phase(url: string, inFlight: number, seconds: number): Promise<Phase> {
  const took: number[] = [];
  let failed = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const work = async () => {
    while (performance.now() < until) {
      const sent = performance.now();
      if (await submit(url)) took.push(performance.now() - sent);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  const answered = performance.now();
  await settle(url);
  const rested = performance.now();
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN;
  return {
    inFlight,
    petitions: took.length,
    failed,
    seconds: (answered - began) / 1000,
    perSecond: (1000 * took.length) / (answered - began),
    restSeconds: (rested - answered) / 1000,
    routedPerSecond: (1000 * took.length) / (rested - began),
    medianMs: at(0.5),
    p95Ms: at(0.95),
  };
}

let submitted = 0;

async function submit(url: string): Promise<boolean> {
  submitted += 1;
  const response = await fetch(`${url}/petitions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      channel: 'ONLINE',
      place: '望江路',
      petitioner: {
        name: `苗青${submitted}`,
        address: `听雨巷${submitted}号`,
        phone: `139${String(submitted).padStart(8, '0')}`,
      },
      title: '夜间报警无人到场',
      narrative: `二月三日夜里在望江路报警,等了一个多小时才有民警到场,现场也没有人取证。来信编号${submitted},请查明并书面答复。`,
    }),
  });
  await response.arrayBuffer();
  return response.status === 201;
}

/** Waits for queues, streams and functions to come to rest. */
async function settle(url: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    const response = await fetch(`${url}/_local/settle`, { method: 'POST' });
    await response.arrayBuffer();
    if (response.status === 200) return;
  }
  throw new Error('the local cloud did not come to rest');
}

interface Memory {
  readonly hostMb: number;
  readonly engineMb: number;
}

/** Peak resident memory of the host and of the engine it started, megabytes. */
function memoryOf(host: ChildProcess): Memory {
  const peak = (pid: number) =>
    Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
  const below = (pid: number): number[] => {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return children.flatMap((child) => [child, ...below(child)]);
  };
  const pid = host.pid ?? 0;
  return { hostMb: peak(pid), engineMb: below(pid).reduce((sum, child) => sum + peak(child), 0) };
}

function throughput(phases: readonly Phase[], loadBefore: number): Finding {
  const best = Math.max(...phases.map(({ routedPerSecond }) => routedPerSecond));
  return {
    title: '(c) petitions per second through HTTP, one machine, durable',
    lines: textTable([
      [
        'in flight',
        'petitions',
        'failed',
        's',
        'registered/s',
        'until at rest s',
        'routed and counted/s',
        'median ms',
        'p95 ms',
      ],
      ...phases.map((entry) => [
        entry.inFlight,
        entry.petitions,
        entry.failed,
        rounded(entry.seconds),
        rounded(entry.perSecond),
        rounded(entry.restSeconds),
        rounded(entry.routedPerSecond),
        rounded(entry.medianMs),
        rounded(entry.p95Ms),
      ]),
      ['Request Tracker 5', '', '', '', REQUEST_TRACKER, '', '', '', ''],
    ]),
    gates: [
      {
        what: 'registered and routed per second, best of the above',
        measured: best,
        unit: '/s',
        gate: 5 * REQUEST_TRACKER,
        aim: 10 * REQUEST_TRACKER,
        atLeast: true,
      },
    ],
    notes: [
      `Request Tracker 5 creates ${REQUEST_TRACKER} tickets/s on such a machine with its mails off: quoted, not measured here`,
      `the client runs on the same ${availableParallelism()} cores; load of the machine before it began: ${rounded(loadBefore)}`,
      'no AWS: no network, no throttling, no index lag, no KMS call; engines write to disk through SQLite',
    ],
    data: phases,
  };
}

function memoryFinding({ hostMb, engineMb }: Memory, phases: readonly Phase[], stderrLines: number): Finding {
  const petitions = WARM_UP + phases.reduce((sum, entry) => sum + entry.petitions, 0);
  return {
    title: `(e) peak memory after ${petitions} petitions`,
    lines: textTable([
      ['process', 'MB resident, peak'],
      ['local host (13 functions as workers, gateway, queues)', rounded(hostMb)],
      ['embedded DynamoDB and its keeper', rounded(engineMb)],
    ]),
    gates: [],
    notes: [
      'all functions in one process: says nothing about one Lambda function',
      ...(stderrLines > 0 ? [`the host wrote ${stderrLines} lines to standard error`] : []),
    ],
    data: { hostMb, engineMb, petitions },
  };
}
