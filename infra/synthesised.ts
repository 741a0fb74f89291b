import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolder } from './kept-folder.ts';
import type { Synthesised, SynthesiseOptions } from './synthesise.ts';

const TEMPLATE = 'template.json';

/** Everything that can change an assembly: the app, what it bundles, and the installed packages. */
const FILES = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'cdk.json'],
  ...['infra/**/*.{ts,json}', 'services/**/*.{ts,json}', 'shared/**/*.{ts,json}'],
];

/**
 * What `synthesise` gives for the sources as they are, from `.cache/assemblies` if it was synthesised before: a host
 * that starts again without changes neither loads the CDK nor bundles.
 */
export async function synthesised({ partition, bundle }: Omit<SynthesiseOptions, 'outdir'>): Promise<Synthesised> {
  const settings = { partition, bundle, context: process.env.CDK_CONTEXT_JSON ?? null };
  const directory = await keptFolder('assemblies', { files: FILES, settings }, async (outdir) => {
    const { synthesise } = await import('./synthesise.ts');
    const { template } = await synthesise({ partition, bundle, outdir });
    // On disk before the folder has its name: half a template would be found again and again.
    writeFileSync(join(outdir, TEMPLATE), JSON.stringify(template), { flush: true });
  });
  return { template: JSON.parse(readFileSync(join(directory, TEMPLATE), 'utf8')), directory };
}
