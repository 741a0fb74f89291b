/**
 * What may not stand in XML 1.0 (control characters, lone surrogates, U+FFFE and U+FFFF), and the marks that reorder
 * what a reader sees (bidirectional overrides): whoever reads the paper must read what is stored. Emoji stay.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to drop
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF\u202A-\u202E\u2066-\u2069]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text as it can be printed: line ends are `\n`, what no paper can show is dropped, no blanks around it. */
export const printable = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNPRINTABLE, '')
    .trim();

/** The same for every string inside a plain value; what is `undefined` is left out, so that it is the same as JSON. */
export function printableAll<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map((entry) => printableAll(entry as unknown)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, printableAll(entry as unknown)]),
  ) as T;
}
