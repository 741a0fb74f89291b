import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../invariants/violation.ts';
import { type Mutant, patched } from './mutant.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** What the simulation is made of. */
const SOURCES = [
  'shared',
  'services',
  'test/simulation',
  'test/builders',
  'test/lifecycle',
  'infra/local/demo',
  'package.json',
  'tsconfig.json',
];

/** The line that the lives end with. */
interface Told {
  readonly totals: { readonly lives: number };
  readonly broken?: number;
  readonly violation?: Violation;
}

/** How a bug fared. */
export type Outcome =
  /** After how many lives, and in which. */
  | { readonly kind: 'KILLED'; readonly seeds: number; readonly seed: number; readonly violation: Violation }
  | { readonly kind: 'SURVIVED'; readonly seeds: number }
  /** It broke something else than an invariant: then it proves nothing. */
  | { readonly kind: 'INVALID'; readonly why: string };

/** A copy of the sources in a temporary directory, into which bugs are planted; the originals are never touched. */
export class PlantedCopy {
  readonly #folder: string;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'mutants-'));
    for (const source of SOURCES) {
      mkdirSync(join(this.#folder, source, '..'), { recursive: true });
      cpSync(join(ROOT, source), join(this.#folder, source), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.#folder, 'node_modules'));
  }

  /** Plants the bug, lives seeds until an invariant breaks (the one that it broke before comes `first`), and takes it out again. */
  async judge(mutant: Mutant, seeds: number, first?: number): Promise<Outcome> {
    const originals = new Map<string, string>();
    try {
      for (const patch of mutant.patches) {
        const path = join(this.#folder, patch.file);
        const source = readFileSync(path, 'utf8');
        if (!originals.has(path)) originals.set(path, source);
        writeFileSync(path, patched(source, patch));
      }
      return await this.#live(seeds, first);
    } catch (error) {
      return { kind: 'INVALID', why: error instanceof Error ? error.message : String(error) };
    } finally {
      for (const [path, source] of originals) writeFileSync(path, source);
    }
  }

  /** The same without a bug, to know that what is found is the bug's. */
  unharmed = (seeds: number): Promise<Outcome> => this.#live(seeds);

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #live(seeds: number, first?: number): Promise<Outcome> {
    const main = join(this.#folder, 'test/simulation/main.ts');
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [main, '--json', '--seeds', String(seeds), ...(first === undefined ? [] : ['--first', String(first)])],
        // What is the same for all bugs is made ready once.
        { maxBuffer: 1 << 26, env: { ...process.env, NODE_COMPILE_CACHE: join(this.#folder, '.compiled') } },
        (error, stdout, stderr) => {
          const line = stdout.trim().split('\n').at(-1) ?? '';
          if (!line.startsWith('{')) {
            resolve({ kind: 'INVALID', why: `${error?.message ?? ''} ${stderr.slice(0, 2000)}` });
            return;
          }
          const { totals, broken, violation } = JSON.parse(line) as Told;
          resolve(
            violation && broken !== undefined
              ? { kind: 'KILLED', seeds: totals.lives, seed: broken, violation }
              : { kind: 'SURVIVED', seeds: totals.lives },
          );
        },
      );
    });
  }
}
