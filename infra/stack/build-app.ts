import { App, type Environment } from 'aws-cdk-lib';
import cdkJson from '../../cdk.json' with { type: 'json' };
import type { FunctionName } from './functions.ts';
import { XinfangStack } from './xinfang-stack.ts';

/** State-organ data stay in their country: the same stack deploys to the global and to the Chinese partition. */
export type Partition = 'aws' | 'aws-cn';

export interface BuildOptions {
  /** Without it, the context value `partition`, else `aws`. */
  readonly partition?: Partition;
  readonly bundles: ReadonlyMap<FunctionName, { readonly directory: string }>;
  /** Folder of the cloud assembly; the CDK CLI names its own. */
  readonly outdir?: string;
  /** Checks the template against CloudFormation's own schemas and rules while synthesising; takes two seconds. */
  readonly checked: boolean;
}

/** The app with its one stack, not yet synthesised. Context: `partition`, `region`. */
export function buildApp(options: BuildOptions): App {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: options.checked,
    // The CLI hands these over by itself; in process they come from the same file.
    context: { ...cdkJson.context, 'aws:cdk:enable-asset-metadata': true },
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
  });
  const partition = options.partition ?? partitionOf(app.node.tryGetContext('partition'));
  const env = environmentOf(partition, app.node.tryGetContext('region'));
  new XinfangStack(app, 'Xinfang', {
    description: 'Petition casework of a public-security organ',
    bundles: options.bundles,
    ...(env === undefined ? {} : { env }),
  });
  return app;
}

function partitionOf(value: unknown): Partition {
  if (value === undefined || value === 'aws') return 'aws';
  if (value === 'aws-cn') return 'aws-cn';
  throw new Error(`context "partition" is "${String(value)}"; it can be aws or aws-cn`);
}

/** `aws` stays open until deployment unless a region is named; `aws-cn` must know, its addresses differ. */
function environmentOf(partition: Partition, region: unknown): Environment | undefined {
  if (region !== undefined && typeof region !== 'string') throw new Error('context "region" must be a name');
  if (region !== undefined && region.startsWith('cn-') !== (partition === 'aws-cn')) {
    throw new Error(`region ${region} is not in partition ${partition}`);
  }
  if (partition === 'aws-cn') return { region: region ?? 'cn-north-1' };
  return region === undefined ? undefined : { region };
}
