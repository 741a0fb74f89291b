import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { BUNDLE_OPTIONS, bundleFunctions } from '../../infra/bundle.ts';
import { textTable } from '../../infra/local/submit/text-table.ts';
import { FUNCTION_NAMES, FUNCTIONS } from '../../infra/stack/functions.ts';
import { type Finding, median, rounded } from './gate.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LARGEST_KB = 450;
const run = promisify(execFile);

interface Bundled {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** SDK clients inside, e.g. `dynamodb sqs`. */
  readonly clients: string;
}

/** Size of each bundle, and how long a fresh process takes to load it, beside the SDK clients it holds alone. */
export async function measureBundles(rounds: number): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'xinfang-bench-'));
  try {
    const functions = await ownBundles();
    const baselines = new Map<string, Bundled>();
    for (const { clients } of functions)
      if (clients && !baselines.has(clients)) baselines.set(clients, await sdkAlone(clients, folder));
    const all = [...functions, ...baselines.values()];
    // One of each in turn, so that a busy moment of the machine hits all alike.
    const times = new Map<string, number[]>(all.map(({ file }) => [file, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const { file } of all) times.get(file)?.push(await loadTime(file));
    const load = (file: string) => median(times.get(file) ?? []);
    const rows = functions.map(({ name, file, bytes, clients }) => {
      const alone = baselines.get(clients);
      const milliseconds = load(file);
      return {
        name,
        kilobytes: bytes / 1024,
        milliseconds,
        clients,
        sdkKilobytes: alone ? alone.bytes / 1024 : null,
        sdkMilliseconds: alone ? load(alone.file) : null,
        ratio: alone ? milliseconds / load(alone.file) : null,
      };
    });
    const ratios = rows.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
    return {
      title: '(a) bundles: size and module load',
      lines: textTable([
        ['function', 'KB', 'load ms', 'SDK clients', 'SDK alone KB', 'SDK alone ms', 'ratio'],
        ...rows.map((row) => [
          row.name,
          rounded(row.kilobytes),
          rounded(row.milliseconds),
          row.clients || '—',
          row.sdkKilobytes === null ? '' : rounded(row.sdkKilobytes),
          row.sdkMilliseconds === null ? '' : rounded(row.sdkMilliseconds),
          row.ratio === null ? '' : rounded(row.ratio),
        ]),
      ]),
      gates: [
        {
          what: 'largest bundle',
          measured: Math.max(...rows.map(({ kilobytes }) => kilobytes)),
          unit: 'KB',
          gate: LARGEST_KB,
          aim: 350,
        },
        { what: 'module load ÷ SDK alone, worst', measured: Math.max(...ratios), unit: '×', gate: 1.4, aim: 1.2 },
      ],
      notes: [
        `median of ${rounds} fresh node processes, taken in turn; import() of the bundle alone, without node's own start`,
        'the SDK alone: the same clients and commands, the same bundler options; not a cold start on Lambda',
      ],
      data: rows,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ownBundles(): Promise<Bundled[]> {
  const bundles = await bundleFunctions();
  const byEntry = Map.groupBy(FUNCTION_NAMES, (name) => FUNCTIONS[name].entry);
  return Promise.all(
    [...byEntry].map(async ([entry, names]) => {
      const [name = 'IntakeHttp'] = names;
      const file = join(bundles.get(name)?.directory ?? '', 'index.mjs');
      const { metafile } = await build({
        ...BUNDLE_OPTIONS,
        absWorkingDir: ROOT,
        entryPoints: [entry],
        metafile: true,
        sourcemap: false,
      });
      // What is left of them in the output: an import that was shaken away is not loaded.
      const inside = Object.values(metafile.outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
          bytesInOutput > 0 ? (/@aws-sdk\/client-([a-z]+)\//.exec(input)?.[1] ?? []) : [],
        ),
      );
      return {
        name: names.join(', '),
        file,
        bytes: statSync(file).size,
        clients: [...new Set(inside)].sort().join(' '),
      };
    }),
  );
}

/** A bundle of what our sources import from these clients, and nothing else. */
async function sdkAlone(clients: string, folder: string): Promise<Bundled> {
  const lines = clients
    .split(' ')
    .map((client) => `export { ${importedFrom(client).join(', ')} } from '@aws-sdk/client-${client}';`);
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: ROOT,
    stdin: { contents: lines.join('\n'), resolveDir: ROOT, sourcefile: 'sdk.js' },
    sourcemap: false,
    legalComments: 'none',
  });
  const file = join(folder, clients.replaceAll(' ', '-'), 'index.mjs');
  mkdirSync(dirname(file), { recursive: true });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  writeFileSync(file, contents);
  return { name: `SDK ${clients}`, file, bytes: contents.length, clients };
}

/** Names that shared and services import from a client as values. */
function importedFrom(client: string): string[] {
  const names = new Set<string>();
  for (const path of globSync(['shared/**/*.ts', 'services/**/*.ts'], { cwd: ROOT })) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const [, list = ''] of text.matchAll(
      new RegExp(`import \\{([^}]*)\\} from '@aws-sdk/client-${client}'`, 'g'),
    )) {
      for (const name of list.split(',').map((part) => part.trim()))
        if (name && !name.startsWith('type ')) names.add(name);
    }
  }
  // Types may stand in a plain import, too; a value of the SDK is a client, a command or an exception.
  return [...names].filter((name) => /(Client|Command|Exception)$/.test(name)).sort();
}

/** Milliseconds that `import()` of a file takes in a fresh process. */
async function loadTime(file: string): Promise<number> {
  const script = `const began = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); process.stdout.write(String(performance.now() - began)); process.exit(0);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, AWS_REGION: 'local', TZ: 'UTC' },
  });
  return Number(stdout);
}
