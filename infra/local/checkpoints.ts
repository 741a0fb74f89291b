import type { DataFolder } from './data-folder.ts';
import { HostProblem } from './problem.ts';

const FILE = 'checkpoints.json';
const WRITE_AFTER_MS = 100;
/** A disk that is full today may have space in a second. */
const TRY_AGAIN_MS = 1_000;

/** How far each reader of a stream has come: the sequence number of the last record that needs no more work. */
export interface Checkpoints {
  get(reader: string, shard: string): string | undefined;
  set(reader: string, shard: string, sequenceNumber: string): void;
  of(reader: string): Readonly<Record<string, string>>;
  /** Writes at once what is still in memory. */
  flush(): void;
  /** Forgets what was not written yet, as a crash does. */
  drop(): void;
}

/** Written a moment late: a crash makes a few records come twice, which consumers expect. @throws HostProblem */
export function openCheckpoints(folder: DataFolder): Checkpoints {
  const stored = folder.readJson(FILE) ?? {};
  if (typeof stored !== 'object' || Array.isArray(stored)) {
    throw new HostProblem(`${folder.file(FILE)} is damaged: it holds no checkpoints.`);
  }
  const readers = new Map(Object.entries(stored as Record<string, Record<string, string>>));
  let timer: NodeJS.Timeout | undefined;
  let dropped = false;

  function flush(): void {
    if (!timer) return;
    clearTimeout(timer);
    timer = undefined;
    try {
      folder.writeJson(FILE, Object.fromEntries(readers));
    } catch {
      // Records come once more after a crash, which consumers expect.
      if (!dropped) timer = setTimeout(flush, TRY_AGAIN_MS).unref();
    }
  }

  return {
    get: (reader, shard) => readers.get(reader)?.[shard],
    set(reader, shard, sequenceNumber) {
      readers.set(reader, { ...readers.get(reader), [shard]: sequenceNumber });
      if (!dropped) timer ??= setTimeout(flush, WRITE_AFTER_MS);
    },
    of: (reader) => readers.get(reader) ?? {},
    flush,
    drop() {
      dropped = true;
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
