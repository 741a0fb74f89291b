import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk that can be filled and emptied. */
export interface SmallDisk {
  readonly root: string;
  fill(): void;
  empty(): void;
  remove(): void;
}

const FILLER = 'filler';
const MEGABYTES = 96;

/**
 * A file system of its own in memory where this machine lets us mount one; else the limit that every process has on
 * the size of its files, for the processes that `pids` names: what they write fails then in the same places.
 */
export function smallDisk(pids: (root: string) => readonly number[]): SmallDisk {
  const root = mkdtempSync(join(tmpdir(), 'xinfang-disk-'));
  const mounted = succeeds('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', root]);
  const limit = (size: string) => {
    for (const pid of pids(root)) execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${size}:unlimited`]);
  };
  return {
    root,
    fill: () => (mounted ? fillUp(join(root, FILLER)) : limit('4096')),
    empty: () => (mounted ? rmSync(join(root, FILLER)) : limit('unlimited')),
    remove() {
      if (mounted) execFileSync('umount', [root]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Writes until not a byte more goes in. */
function fillUp(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1 << 20, 4096, 1]) while (written(file, size));
  closeSync(file);
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Process ids of a host and of its engine. */
export const processesOf = (host: number, dataDir: string): number[] => [
  host,
  Number(readFileSync(join(dataDir, 'dynamodb.pid'), 'utf8')),
];
