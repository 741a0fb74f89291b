import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HostProblem, messageOf } from './problem.ts';

/** Shows that a folder is ours, so that `--fresh` never empties somebody's home. */
const MARKER = '.xinfang-local';
const LOCK = 'lock.db';
const HOLDER = 'host.pid';
/** Larger files are only opened, not read through: a start should take seconds. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** Where one local cloud keeps everything: engines' files, keys, checkpoints, clock. Held by one process at a time. */
export interface DataFolder {
  readonly path: string;
  /** Absolute path of a file inside. */
  file(name: string): string;
  /** Parsed JSON, or undefined when there is none. @throws HostProblem that names a damaged file. */
  readJson(name: string): unknown;
  /** Replaces the file as a whole, so that a crash leaves the old or the new one. */
  writeJson(name: string, value: unknown, mode?: number): void;
  /** Says where this host listens, for the next one that wants the folder. */
  announce(url: string): void;
  /** Lets another process have the folder. */
  release(): void;
}

/**
 * Opens (or makes) a data folder and takes its lock.
 * @throws HostProblem when it is not ours, damaged, or held by another host.
 */
export function openDataFolder(folder: string, options: { readonly fresh?: boolean } = {}): DataFolder {
  const path = resolve(folder);
  claim(path);
  const unlock = lock(path);
  try {
    if (options.fresh) empty(path);
    for (const name of ['dynamodb.db', 'fauxqs.db']) checkDatabase(join(path, name));
  } catch (error) {
    unlock();
    throw error;
  }

  const file = (name: string) => join(path, name);
  return {
    path,
    file,
    readJson: (name) => readJson(file(name)),
    writeJson(name, value, mode = 0o600) {
      const temporary = file(`${name}.${process.pid}.tmp`);
      writeFileSync(temporary, `${JSON.stringify(value)}\n`, { mode });
      renameSync(temporary, file(name));
    },
    announce: (url) => writeFileSync(file(HOLDER), `${process.pid}, ${url}`),
    release: unlock,
  };
}

/**
 * The 32 random bytes that stand in for a KMS key, made on first use.
 * @returns the `file:` address which functions get instead of the key's ARN.
 * @throws HostProblem when others than the owner may read the file, or when it is damaged.
 */
export function openKeyFile(folder: DataFolder, logicalId: string): string {
  mkdirSync(folder.file('keys'), { recursive: true, mode: 0o700 });
  const path = folder.file(join('keys', `${logicalId}.key`));
  const made = (folder.readJson(KEYS_MADE) ?? []) as string[];
  if (!existsSync(path)) {
    // A fresh key in place of a lost one would open nothing of what was stored, and say so to nobody.
    if (made.includes(logicalId))
      throw new HostProblem(
        `${path} is gone, and what was stored cannot be read without it; restore it, or start again with --fresh.`,
      );
    writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
  }
  if (!made.includes(logicalId)) folder.writeJson(KEYS_MADE, [...made, logicalId]);
  refuseWideMode(path);
  if (statSync(path).size !== 32) throw new HostProblem(`${path} is damaged: a key file has 32 bytes.`);
  return `file:${path}`;
}

/** Which keys this folder has had. */
const KEYS_MADE = 'keys-made.json';

/** @throws HostProblem when group or others may open the file. */
export function refuseWideMode(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new HostProblem(`${path} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${path}`);
  }
}

function claim(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    const entries = readdirSync(path);
    if (entries.includes(MARKER)) return;
    if (entries.length > 0) {
      throw new HostProblem(`${path} is not empty and not a data folder of the local host; choose another DATA_DIR.`);
    }
    writeFileSync(join(path, MARKER), 'Data of the local host. `npm start -- --fresh` empties this folder.\n');
  } catch (error) {
    if (error instanceof HostProblem) throw error;
    throw new HostProblem(`${path} cannot be used as data folder: ${messageOf(error)}`);
  }
}

/**
 * An SQLite lock ends with its process, however it ends; a file with a process id would have to be judged for
 * staleness, and ids are used again.
 */
function lock(path: string): () => void {
  const file = join(path, LOCK);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; COMMIT;');
  } catch (error) {
    database?.close();
    if (!/locked|busy/i.test(messageOf(error))) throw new HostProblem(`${file} is damaged: ${messageOf(error)}.`);
    throw new HostProblem(`${path} is in use by another local host${holderOf(path)}; stop it or set another DATA_DIR.`);
  }
  const held = database;
  writeFileSync(join(path, HOLDER), String(process.pid));
  let released = false;
  return () => {
    if (released) return;
    released = true;
    rmSync(join(path, HOLDER), { force: true });
    held.close();
  };
}

function holderOf(path: string): string {
  try {
    return ` (process ${readFileSync(join(path, HOLDER), 'utf8')})`;
  } catch {
    return '';
  }
}

function empty(path: string): void {
  for (const name of readdirSync(path)) {
    if (name !== MARKER && name !== LOCK && name !== HOLDER) rmSync(join(path, name), { recursive: true });
  }
}

function checkDatabase(file: string): void {
  if (!existsSync(file)) return;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.prepare('SELECT count(*) FROM sqlite_master').get();
    if (statSync(file).size <= CHECKED_BYTES) {
      const found = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})[0];
      if (found !== 'ok') throw new Error(String(found));
    }
  } catch (error) {
    throw new HostProblem(`${file} is damaged (${messageOf(error)}); restore it, or start again with --fresh.`);
  } finally {
    database?.close();
  }
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new HostProblem(`${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new HostProblem(`${path} is damaged: it is not JSON.`);
  }
}
