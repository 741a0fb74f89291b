import { textTable, widthOf } from '../submit/text-table.ts';

/** Where a story is printed; colours only where somebody watches a terminal. */
export interface Paper {
  heading(zh: string, en: string): void;
  /** What happens, with a short gloss. */
  say(zh: string, en?: string): void;
  /** Words of the system itself, indented. */
  quote(line: string): void;
  table(rows: readonly (readonly (string | number)[])[]): void;
  checked(fine: boolean, zh: string, en: string): void;
}

const LINE = 100;

export function createPaper(options: { readonly colours: boolean; readonly write: (text: string) => void }): Paper {
  const paint = (code: string) => (text: string) => (options.colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const [bold, dim, green, red, cyan] = [paint('1'), paint('2'), paint('32'), paint('1;31'), paint('36')];
  const print = (text: string) => options.write(`${text}\n`);
  let chapter = 0;
  return {
    heading(zh, en) {
      chapter += 1;
      const title = `${chapter}. ${zh}  ${en} `;
      print(`\n${bold(cyan(title))}${dim('─'.repeat(Math.max(0, LINE - widthOf(title))))}`);
    },
    say: (zh, en) => print(`${zh}${en ? `  ${dim(en)}` : ''}`),
    quote: (line) => print(`    ${line}`),
    table: (rows) => textTable(rows, '    ').forEach((line, at) => void print(at < 2 ? dim(line) : line)),
    checked: (fine, zh, en) => print(`${fine ? green('  ✓') : red('  ✗')} ${fine ? zh : red(zh)}  ${dim(en)}`),
  };
}
