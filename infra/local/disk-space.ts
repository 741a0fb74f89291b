import { rmSync, writeFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

const PROBE = 'space.probe';
/** A page or two of either engine: what the next petition needs. */
const PROBE_BYTES = 64 * 1024;
const PROBE_MS = 1_000;

/**
 * Says so, once, when nothing can be written into the folder any more, and when it can be again.
 * @returns how to stop watching
 */
export function watchSpace(folder: DataFolder, log: (line: string) => void): () => void {
  const path = folder.file(PROBE);
  let full = false;
  const timer = setInterval(() => {
    const reason = failureOf(() => writeFileSync(path, Buffer.alloc(PROBE_BYTES)));
    failureOf(() => rmSync(path, { force: true }));
    if (reason !== undefined && !full)
      log(
        `${folder.path} cannot be written (${reason}): what comes in is refused with 503 until there is space again; nothing that was acknowledged is lost.`,
      );
    if (reason === undefined && full) log(`${folder.path} can be written again.`);
    full = reason !== undefined;
  }, PROBE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Why an attempt at the disk failed, e.g. `ENOSPC`; undefined when it succeeded. */
function failureOf(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
