import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which lines of a file the server has acknowledged: saves re-sending them after an interruption. It is a shortcut
 * and never the reason why nothing is registered twice; that is the key of each line. It holds line numbers and ids,
 * no receipt code and nothing of the petition.
 */
export interface ProgressFile {
  /** Lines acknowledged in earlier runs, with the petition's id, in the order of acknowledgement. */
  readonly done: ReadonlyMap<number, string>;
  note(line: number, id: string): void;
  /** Begins anew: the server does not hold what was noted. */
  forget(): void;
}

/** Opens the progress of one file at one server; a damaged line counts as not noted. */
export function openProgressFile(folder: string, url: string, fileHash: string): ProgressFile {
  const name = createHash('sha256').update(`${url}\n${fileHash}`).digest('hex').slice(0, 24);
  const path = join(folder, `${name}.tsv`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const done = new Map<number, string>();
  for (const entry of readOr(path, '').split('\n')) {
    const [, line, id] = /^(\d+)\t([0-9a-z]{26})$/.exec(entry) ?? [];
    if (line && id) done.set(Number(line), id);
  }
  return {
    done,
    // Begins with a line break: what a power cut left of the entry before ends there.
    note: (line, id) => appendFileSync(path, `\n${line}\t${id}`, { mode: 0o600 }),
    forget() {
      done.clear();
      rmSync(path, { force: true });
    },
  };
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
