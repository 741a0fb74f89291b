import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { kebabCase } from './kebab.ts';
import { ALARM_PERIOD, type Operators } from './operators.ts';

/** Metadata of a function: the source file that exports its `handler`, so that a local host can run sources. */
export const ENTRY_METADATA = 'xinfang:entry';

export interface ServiceFunctionProps {
  /** Source file relative to the repository. */
  readonly entry: string;
  /** Folder of the bundle (`index.mjs`); without it the function gets a placeholder and only its metadata counts. */
  readonly bundle?: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly humanImpact: string;
  readonly operators: Operators;
}

/**
 * A Lambda function with what each of ours has: a log group that keeps one year (网络安全法 asks for six months), a
 * role that may write this log and nothing else until an owner grants more, and an alarm on errors.
 */
export class ServiceFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);

    this.function = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.X86_64,
      code: props.bundle === undefined ? PLACEHOLDER : lambda.Code.fromAsset(props.bundle),
      handler: 'index.handler',
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role,
      logGroup,
    });
    const resource = this.function.node.defaultChild as lambda.CfnFunction;
    resource.overrideLogicalId(id);
    resource.addMetadata(ENTRY_METADATA, props.entry);

    props.operators.alarm(this, {
      anchor: `${kebabCase(id)}-errors`,
      humanImpact: props.humanImpact,
      metric: this.function.metricErrors({ period: ALARM_PERIOD }),
      threshold: 1,
    });
  }

  setEnvironment(name: string, value: string): void {
    this.function.addEnvironment(name, value);
  }

  /** Allows actions on resources that are named one by one; patterns have no place here. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.function.addToRolePolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}

const PLACEHOLDER = lambda.Code.fromInline('exports.handler = async () => { throw new Error("not bundled"); };');
