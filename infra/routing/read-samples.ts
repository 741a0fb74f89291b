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

/** JSON lines of a file. @throws naming file and line */
export function readRows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        const row: unknown = JSON.parse(line);
        if (row !== null && typeof row === 'object') return [row as Row];
      } catch {
        // Told below, without the line itself.
      }
      throw new Error(`${file}:${index + 1} is no JSON object`);
    });
}

/** Samples of a file: a text where there is one, else the circumstances. Rows without a label are left out. */
export function readSamples(files: readonly string[]): LabelledSample[] {
  return files.flatMap((file) => readRows(file).flatMap(sampleOf));
}

function sampleOf(row: Row): LabelledSample[] {
  const label = textOf(row.label).trim();
  if (label === '') return [];
  const [text, title, at] = [textOf(row.text), textOf(row.title), textOf(row.created)];
  if (text !== '') return [{ label, text, ...(title === '' ? {} : { title }) }];
  const fields = Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => !NOT_CIRCUMSTANCES.has(name) && typeof value === 'string' && value !== '')
      .map(([name, value]) => [name, value as string]),
  );
  return [{ label, text: '', fields, ...(at === '' ? {} : { at }) }];
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

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
