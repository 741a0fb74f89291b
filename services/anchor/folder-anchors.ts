import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { AnchorStore } from '../../shared/store/anchors.ts';

/**
 * Anchors in a folder of one machine: a file takes its name when it is whole, is read-only from then on, and its name
 * is never given twice. Whoever owns the machine can still delete it; what a lock of S3 forbids, here only shows.
 */
export class FolderAnchorStore implements AnchorStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async putOnce(name: string, bytes: Uint8Array): Promise<boolean> {
    const path = join(this.#folder, name);
    const unfinished = join(this.#folder, `.${name.replaceAll('/', '_')}.${process.pid}.${process.hrtime.bigint()}`);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(unfinished, 'wx', 0o444);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      // Fails where the name is taken, which renaming would not.
      linkSync(unfinished, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(unfinished, { force: true });
    }
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    try {
      return readFileSync(join(this.#folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async list(prefix: string, after = ''): Promise<string[]> {
    let entries: string[];
    try {
      entries = readdirSync(join(this.#folder, dirname(`${prefix}x`)), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(this.#folder.length + 1));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
    const names = entries.map((entry) => entry.split(sep).join('/'));
    return names.filter((name) => name.startsWith(prefix) && name > after).sort();
  }
}
