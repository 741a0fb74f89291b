import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, version as esbuildVersion, type Plugin } from 'esbuild';
import { keptFolder } from './kept-folder.ts';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from './stack/functions.ts';

/** A function's deployable code: a folder with `index.mjs` and nothing else. */
export interface Bundle {
  readonly directory: string;
  /** Size of `index.mjs`. */
  readonly bytes: number;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * What the SDK loads on demand and no function reaches. Links of its credential chain: Lambda hands the credentials
 * over in the environment, the first link. Event streams: no operation that we call has one. Left out, a bundle is
 * 150 KB smaller; a client that imports one of them at its start (S3) carries it.
 */
const UNREACHED = [
  ...['sso', 'ini', 'process', 'web-identity', 'http'].map((source) => `@aws-sdk/credential-provider-${source}`),
  '@smithy/credential-provider-imds',
  '@smithy/core/event-streams',
];

/**
 * Built by the client of DynamoDB at its start and asked by none of its commands: a class without its cache does, and
 * every bundle is 7 KB smaller.
 */
const NEVER_ASKED = 'export class EndpointCache {}';

const leaveOutUnreached: Plugin = {
  name: 'leave-out-unreached',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace: 'never-asked' }));
    onLoad({ filter: /./, namespace: 'never-asked' }, () => ({ contents: NEVER_ASKED }));
    onResolve({ filter: /^@(?:aws-sdk|smithy)\// }, ({ path, kind }) =>
      kind === 'dynamic-import' && UNREACHED.includes(path) ? { path, external: true } : undefined,
    );
  },
};

/** How every function is bundled; a benchmark that compares bundles uses the same. */
export const BUNDLE_OPTIONS = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  outExtension: { '.js': '.mjs' },
  entryNames: '[dir]/[name]',
  outdir: 'bundles',
  write: false,
  minify: true,
  // Chinese text takes three bytes instead of six.
  charset: 'utf8',
  // The ES modules of the SDK can be shaken; its CommonJS cannot.
  mainFields: ['module', 'main'],
  conditions: ['module', 'import'],
  plugins: [leaveOutUnreached] as Plugin[],
  legalComments: 'external',
  sourcemap: 'external',
  sourcesContent: false,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Bundles every function in this process. The result is kept under `.cache/bundles`, so a second run without changes
 * builds nothing. Source maps and licences stay beside the asset, in `aside/`.
 * @throws when a source does not build
 */
export async function bundleFunctions(): Promise<ReadonlyMap<FunctionName, Bundle>> {
  const finished = await keptFolder('bundles', MADE_FROM, buildInto);
  return new Map(FUNCTION_NAMES.map((name) => [name, readBundle(finished, FUNCTIONS[name].entry)]));
}

/** Everything that can change a bundle: our sources, the installed packages, the bundler and its options. */
const MADE_FROM = {
  files: [
    ...['package-lock.json', 'tsconfig.json', 'infra/stack/functions.ts'],
    ...['services/**/*.{ts,json}', 'shared/**/*.{ts,json}'],
  ],
  settings: [esbuildVersion, BUNDLE_OPTIONS, UNREACHED, NEVER_ASKED],
};

function readBundle(folder: string, entry: string): Bundle {
  const directory = join(folder, bundleName(entry));
  return { directory, bytes: statSync(join(directory, 'index.mjs')).size };
}

/** `services/relay/stream.ts` → `relay-stream`: functions that share a source share its bundle. */
const bundleName = (entry: string): string => `${basename(dirname(entry))}-${basename(entry, '.ts')}`;

async function buildInto(folder: string): Promise<void> {
  const entries = [...new Set(FUNCTION_NAMES.map((name) => FUNCTIONS[name].entry))];
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: ROOT,
    entryPoints: entries.map((entry) => ({ in: entry, out: `${bundleName(entry)}/index` })),
  });
  for (const file of outputFiles) {
    const name = basename(dirname(file.path));
    const place = file.path.endsWith('.mjs') ? join(folder, name) : join(folder, 'aside', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, basename(file.path)), file.contents);
  }
}
