import { readFileSync } from 'node:fs';
import type { LabelledSample } from '../../shared/domain/learning/train-model.ts';

/** Fields that are not circumstances: what it is called, whence it comes, or what was only known afterwards. */
const NOT_CIRCUMSTANCES = new Set([
  'id',
  'source',
  'label',
  'text',
  'title',
  'created',
  'ontime',
  'overtime',
  'reply',
  'replied',
]);

export type Row = Readonly<Record<string, unknown>>;

/** What is wrong with a file that somebody gave: told to him without a trace of the program, and without its texts. */
export class UnusableFile extends Error {}

/** JSON lines of a file, with or without byte order mark, carriage returns, empty lines. @throws naming file and line */
export function readRows(file: string): Row[] {
  return contentOf(file)
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      const row = parsed(line);
      if (row === undefined) throw new UnusableFile(`${file}:${index + 1} is no JSON object`);
      return [row];
    });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UnusableFile(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

function parsed(line: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return row !== null && typeof row === 'object' && !Array.isArray(row) ? (row as Row) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Samples of files: a text where there is one, else the circumstances. Rows without a label teach nothing and are
 * left out. @throws when a file has no row with a label
 */
export function readSamples(files: readonly string[]): LabelledSample[] {
  return files.flatMap((file) => {
    const rows = readRows(file);
    const samples = rows.flatMap(sampleOf);
    if (samples.length === 0) throw new UnusableFile(`${file} has no labelled row (${rows.length} rows)`);
    return samples;
  });
}

function sampleOf(row: Row): LabelledSample[] {
  const label = textOf(row.label).trim();
  if (label === '') return [];
  const [text, title, at] = [textOf(row.text), textOf(row.title), textOf(row.created)];
  if (text !== '') return [{ label, text, ...(title === '' ? {} : { title }) }];
  const fields = Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      NOT_CIRCUMSTANCES.has(name) || textOf(value) === '' ? [] : [[name, textOf(value)]],
    ),
  );
  return [{ label, text: '', ...(title === '' ? {} : { title }), fields, ...(at === '' ? {} : { at }) }];
}

/** A text or a number as text; whatever else stands there is nothing. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** Does something with files; what is wrong with one of them ends the command with one line. */
export function withFiles<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/**
 * Spellings of one unit: with and without the organ above in brackets. Merged only where exactly one bracketed form
 * of the bare name exists, since 窗口(甲街道) and 窗口(乙街道) are two units.
 */
export function mergeSpellings(labels: Iterable<string>): (label: string) => string {
  const forms = new Map<string, Set<string>>();
  for (const label of labels) {
    const bare = bareOf(label);
    if (bare !== label) forms.set(bare, (forms.get(bare) ?? new Set()).add(label));
  }
  return (label) => {
    const bare = bareOf(label);
    return forms.get(bare)?.size === 1 ? bare : label;
  };
}

const bareOf = (label: string): string =>
  label
    .normalize('NFKC')
    .replace(/\([^()]*\)$/, '')
    .trim();
