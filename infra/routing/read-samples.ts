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

/** A row with its line in the file. */
interface Line {
  readonly line: number;
  readonly row: Row;
}

/** What is wrong with what somebody gave: told to him without a trace of the program, and without texts of a file. */
export class UnusableInput extends Error {}

/**
 * JSON lines of a file in UTF-8, with or without byte order mark, carriage returns, empty lines.
 * @throws naming file and line
 */
function readRows(file: string): Line[] {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return linesOf(file).flatMap((bytes, index) => {
    const line = index + 1;
    const text = read(() => decoder.decode(bytes), `${file}:${line} is not in UTF-8`);
    if (text.trim() === '') return [];
    const row: unknown = read(() => JSON.parse(text), `${file}:${line} is no JSON object`);
    if (row === null || typeof row !== 'object' || Array.isArray(row))
      throw new UnusableInput(`${file}:${line} is no JSON object`);
    return [{ line, row: row as Row }];
  });
}

const NEW_LINE = 10;

function linesOf(file: string): Uint8Array[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UnusableInput(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEW_LINE, from);
    lines.push(bytes.subarray(from, end < 0 ? bytes.length : end));
    from = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

function read<T>(how: () => T, told: string): T {
  try {
    return how();
  } catch {
    throw new UnusableInput(told);
  }
}

/** What of a file can be used, and how many rows it has. */
export interface Usable<T> {
  readonly used: readonly T[];
  readonly rows: number;
}

/**
 * What is made of the rows of a file. Those that cannot be used do not end the command, but are counted: a figure of a
 * part of a file looks like one of the whole.
 * @param use what is wrong with a row, or what is made of it
 * @param wanted what the file is read for
 * @throws when it holds none of that
 */
export function readUsable<T extends object>(file: string, wanted: string, use: (row: Row) => T | string): Usable<T> {
  const rows = readRows(file);
  const left = new Map<string, number[]>();
  const used = rows.flatMap(({ line, row }) => {
    const made = use(row);
    if (typeof made !== 'string') return [made];
    left.set(made, [...(left.get(made) ?? []), line]);
    return [];
  });
  const [[why, lines] = []] = left;
  if (used.length === 0)
    throw new UnusableInput(
      `${file} has no ${wanted} (${rows.length} rows)${lines ? `: ${why}, line ${lines[0]}` : ''}`,
    );
  for (const [why, lines] of left)
    console.log(`${file}: left out ${lines.length} of ${rows.length} rows, first in line ${lines[0]}: ${why}`);
  return { used, rows: rows.length };
}

/**
 * Samples of files: a text where there is one, else the circumstances. Rows without a label teach nothing and are
 * left out. @throws when a file has no row with a label
 */
export const readSamples = (files: readonly string[]): LabelledSample[] =>
  files.flatMap((file) => readUsable(file, 'labelled row', sampleOf).used);

function sampleOf(row: Row): LabelledSample | string {
  const label = textOf(row.label).trim();
  if (label === '') return 'no label';
  const [text, title, at] = [textOf(row.text), textOf(row.title), textOf(row.created)];
  if (text !== '') return { label, text, ...(title === '' ? {} : { title }) };
  const fields = Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      NOT_CIRCUMSTANCES.has(name) || textOf(value) === '' ? [] : [[name, textOf(value)]],
    ),
  );
  return { label, text: '', ...(title === '' ? {} : { title }), fields, ...(at === '' ? {} : { at }) };
}

/** A text or a number as text; whatever else stands there is nothing. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** Does something with what was given; what is wrong with it ends the command with a line. */
export function withInput<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
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
