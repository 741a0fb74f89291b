/** Columns that a text takes in a terminal: Chinese and full-width characters take two. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\u2e80-\u2fdf]/u;

export const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));
export const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** Lines of a table; numbers to the right, the first row is its head. */
export function textTable(rows: readonly (readonly (string | number)[])[], indent = '  '): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => widthOf(String(row[at] ?? '')))),
  );
  const numeric = widths.map((_, at) => rows.slice(1).every((row) => typeof row[at] === 'number' || row[at] === ''));
  const lines = rows.map((row) =>
    `${indent}${widths
      .map((width, at) => (numeric[at] ? padStart : padEnd)(String(row[at] ?? ''), width))
      .join('  ')}`.trimEnd(),
  );
  const total = widths.reduce((sum, width) => sum + width, 2 * (columns - 1));
  return [lines[0] ?? '', `${indent}${'─'.repeat(Math.max(0, total))}`, ...lines.slice(1)];
}
