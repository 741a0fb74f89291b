import { parseArgs } from 'node:util';
import { UnusableInput } from './read-samples.ts';

/** Options with all that was given to each, and what was given to none. */
export interface Given<Name extends string> {
  readonly options: Readonly<Partial<Record<Name, readonly string[]>>>;
  /** What stands behind no option, or behind the value of one that takes a single one. */
  readonly files: readonly string[];
}

/**
 * Options that each take a value, and files. What stands behind an option of `many` goes with it (`--train A B C`).
 * @throws naming what is not understood, and how the command is called
 */
export function readOptions<Name extends string>(
  usage: string,
  names: readonly Name[],
  many: readonly Name[] = [],
): Given<Name> {
  const options: Partial<Record<Name, string[]>> = {};
  const files: string[] = [];
  let last: Name | undefined;
  for (const token of tokensOf(usage, names)) {
    if (token.kind === 'option') {
      const name = token.name as Name;
      if (options[name] && !many.includes(name)) throw new UnusableInput(`--${name} is given twice\n${usage}`);
      options[name] = [...(options[name] ?? []), token.value as string];
      last = name;
    } else if (token.kind === 'positional') {
      if (last !== undefined && many.includes(last)) options[last]?.push(token.value);
      else files.push(token.value);
    }
  }
  return { options, files };
}

function tokensOf(usage: string, names: readonly string[]) {
  try {
    return parseArgs({
      allowPositionals: true,
      tokens: true,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const, multiple: true }])),
    }).tokens;
  } catch (error) {
    // Its first sentence; what follows tells of a way that no command of ours has.
    const [told = ''] = (error as Error).message.split(/\. |\n/);
    throw new UnusableInput(`${told}\n${usage}`);
  }
}
