import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, '.cache');

/** What a folder was built from: files by patterns that begin at the repository, and whatever else decides its content. */
export interface MadeFrom {
  readonly files: readonly string[];
  readonly settings: unknown;
}

/**
 * The folder under `.cache` that was built from exactly this, built now unless it is there: a second run without
 * changes builds nothing, and one with changes never finds what was built before them.
 * @param kind names what is kept, e.g. `bundles`
 * @param build fills an empty folder
 */
export async function keptFolder(
  kind: string,
  from: MadeFrom,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const finished = join(CACHE, kind, fingerprint(from));
  if (existsSync(finished)) {
    const now = new Date();
    utimesSync(finished, now, now);
    return finished;
  }
  // Built aside and renamed, so that a run that is cut off leaves no half a folder.
  mkdirSync(dirname(finished), { recursive: true });
  const unfinished = mkdtempSync(`${finished}.`);
  try {
    await build(unfinished);
    renameSync(unfinished, finished);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Where another process was faster, its result is the same.
    if (!existsSync(finished)) throw error;
  }
  forgetUnused(dirname(finished));
  return finished;
}

/** What nobody asked for in a week was built from sources of long ago. */
function forgetUnused(folder: string): void {
  const weekAgo = Date.now() - 7 * 24 * 3_600_000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? weekAgo;
    if (used < weekAgo) rmSync(path, { recursive: true, force: true });
  }
}

function fingerprint({ files, settings }: MadeFrom): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of globSync([...files], { cwd: ROOT }).sort()) {
    const content = readFileSync(join(ROOT, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 20);
}
