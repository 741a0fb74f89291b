import type { FunctionDefinition } from './functions.ts';
import { HostProblem } from './problem.ts';
import { queueArn, queueName, REGION } from './queues.ts';
import { tableName } from './tables.ts';
import type { Resource, Template } from './template.ts';

const ACCOUNT = '000000000000';

/** What the host brings to life. */
export const HOSTED = [
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::Scheduler::Schedule',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
] as const;
export type HostedType = (typeof HOSTED)[number];

/** What needs no counterpart on one machine: permissions, logs, alarms, encryption at rest, stages. */
const IGNORED = new Set([
  'AWS::ApiGatewayV2::Stage',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::ScheduleGroup',
]);

/** One line for each type that the template uses and the host neither hosts nor knowingly leaves out. */
export function warningsOf(template: Template): string[] {
  const unknown = Object.entries(template.Resources).filter(
    ([, { Type }]) => !IGNORED.has(Type) && !(HOSTED as readonly string[]).includes(Type),
  );
  return unknown.map(([id, { Type }]) => `The local host does not know ${Type} (${id}) and goes on without it.`);
}

export const PSEUDO_PARAMETERS = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::StackName': 'Xinfang',
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Xinfang/local`,
  'AWS::URLSuffix': 'localhost',
};

const arn = (service: string, path: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${path}`;

/**
 * `Ref` (attribute undefined) and `Fn::GetAtt` of each hosted type; others get a name that says what they are, which
 * only ignored resources use.
 */
export function createReference(
  template: Template,
  host: {
    readonly url: string;
    readonly queueUrl: (name: string) => string;
    /** Address of the key file of a KMS key. */
    readonly key: (id: string) => string;
    /** Address of the folder of a bucket. */
    readonly bucket: (id: string) => string;
  },
): (id: string, type: string, attribute: string | undefined) => string {
  const named = (id: string, property: string) => template.Resources[id]?.Properties?.[property];
  return (id, type, attribute) => {
    switch (`${type} ${attribute ?? 'Ref'}`) {
      case 'AWS::DynamoDB::Table Ref':
        return tableName(id, named(id, 'TableName'));
      case 'AWS::DynamoDB::Table Arn':
        return arn('dynamodb', `table/${tableName(id, named(id, 'TableName'))}`);
      case 'AWS::DynamoDB::Table StreamArn':
        return streamArnOf(id);
      case 'AWS::SQS::Queue Ref':
        return host.queueUrl(queueName(id, named(id, 'QueueName')));
      case 'AWS::SQS::Queue Arn':
        return queueArn(queueName(id, named(id, 'QueueName')));
      case 'AWS::SQS::Queue QueueName':
        return queueName(id, named(id, 'QueueName'));
      case 'AWS::Lambda::Function Arn':
        return arn('lambda', `function:${id}`);
      case 'AWS::KMS::Key Ref':
      case 'AWS::KMS::Key Arn':
        return host.key(id);
      case 'AWS::S3::Bucket Ref':
        return host.bucket(id);
      case 'AWS::ApiGatewayV2::Api ApiEndpoint':
        return host.url;
      default:
        return attribute === undefined ? id : `${id}.${attribute}`;
    }
  };
}

/** Address of a table's stream in the template; the engine has its own. */
export const streamArnOf = (tableId: string): string => arn('dynamodb', `table/${tableId}/stream/local`);

/** Logical id in a function's name or address, also inside an integration's address. */
export function functionId(reference: string): string {
  return /function:([\w-]+)/.exec(reference)?.[1] ?? reference;
}

export interface FunctionPlace {
  /** Root of the sources that `xinfang:entry` is relative to. */
  readonly root: URL;
  /** Cloud assembly with the bundles; undefined: run sources. */
  readonly assembly: URL | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly logOf: (name: string) => string;
}

/** @throws HostProblem when the function does not say where its code is. */
export function functionDefinition({ id, properties, metadata }: Resource, place: FunctionPlace): FunctionDefinition {
  const {
    Timeout = 3,
    MemorySize = 128,
    Environment,
  } = properties as {
    Timeout?: number;
    MemorySize?: number;
    Environment?: { Variables?: Record<string, string> };
  };
  return {
    name: id,
    entry: entryOf(id, metadata, place).href,
    timeoutMs: Number(Timeout) * 1000,
    memoryMb: Number(MemorySize),
    log: place.logOf(id),
    environment: {
      ...place.environment,
      AWS_LAMBDA_FUNCTION_NAME: id,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      ...Environment?.Variables,
    },
  };
}

function entryOf(id: string, metadata: Readonly<Record<string, unknown>>, { root, assembly }: FunctionPlace): URL {
  const [key, base, suffix] = assembly
    ? (['aws:asset:path', assembly, '/index.mjs'] as const)
    : (['xinfang:entry', root, ''] as const);
  const path = metadata[key];
  if (typeof path !== 'string') throw new HostProblem(`Function ${id} of the template lacks the metadata ${key}.`);
  return new URL(`${path}${suffix}`, base);
}
