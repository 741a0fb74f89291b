/** One bug, as a patch to production source. */
export interface Mutant {
  readonly name: string;
  /** What somebody would have done, in a few words. */
  readonly bug: string;
  readonly patches: readonly Patch[];
}

export interface Patch {
  readonly file: string;
  /** Occurs exactly once in the file, or the patch is wrong. */
  readonly search: string;
  readonly replace: string;
}

export const mutant = (name: string, bug: string, file: string, search: string, replace: string): Mutant => ({
  name,
  bug,
  patches: [{ file, search, replace }],
});

/** The file with the bug in it. @throws when the text is not there, or there twice */
export function patched(source: string, { file, search, replace }: Patch): string {
  const found = source.split(search).length - 1;
  if (found !== 1) throw new Error(`${file}: the text to replace occurs ${found} times: ${search}`);
  return source.replace(search, () => replace);
}
