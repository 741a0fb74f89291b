import type { Partition } from './stack/build-app.ts';
import { buildApp } from './stack/build-app.ts';

export interface SynthesiseOptions {
  readonly partition: Partition;
  /** False: functions get a placeholder, which is fast; their metadata still name the sources. */
  readonly bundle: boolean;
  /** Folder of the cloud assembly. */
  readonly outdir: string;
}

export interface Synthesised {
  /** The CloudFormation template of the one stack. */
  readonly template: Record<string, unknown>;
  /** The cloud assembly, against which asset paths are read. */
  readonly directory: string;
}

/** Synthesises the app in this process, without the CLI and without policy checks. */
export async function synthesise(options: SynthesiseOptions): Promise<Synthesised> {
  const bundles = options.bundle ? await (await import('./bundle.ts')).bundleFunctions() : new Map();
  const { partition, outdir } = options;
  const assembly = buildApp({ partition, outdir, bundles, checked: false }).synth();
  return { template: assembly.getStackByName('Xinfang').template, directory: assembly.directory };
}
