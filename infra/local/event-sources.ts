import type { Activity } from './activity.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { DomainClock } from './clock.ts';
import type { DynamoClient } from './dynamodb-client.ts';
import { readFilters } from './filter-pattern.ts';
import type { HostedFunction } from './functions.ts';
import { HostProblem } from './problem.ts';
import { DEFAULT_CONCURRENCY, QueueSource } from './queue-source.ts';
import type { QueueEngine } from './queues.ts';
import { StreamReader } from './stream-reader.ts';
import { StreamSource } from './stream-source.ts';
import type { HostedTable } from './tables.ts';
import type { Resource } from './template.ts';

/** Properties of `AWS::Lambda::EventSourceMapping` that the host heeds. */
interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: unknown;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

export interface EventSourceContext {
  readonly functionOf: (reference: string) => HostedFunction;
  readonly queues: QueueEngine;
  /** Tables by the address of their stream in the template. */
  readonly tableOfStream: ReadonlyMap<string, HostedTable>;
  readonly dynamo: DynamoClient;
  readonly checkpoints: Checkpoints;
  readonly clock: DomainClock;
  readonly activity: Activity;
  /** Seconds until a message whose processing failed is shown again. */
  readonly retrySeconds: number;
  readonly log: (line: string) => void;
}

/** @throws HostProblem when the source is neither a queue nor a stream of this template. */
export function createEventSource(resource: Resource, context: EventSourceContext): QueueSource | StreamSource {
  const properties = resource.properties as unknown as MappingProperties;
  const target = context.functionOf(properties.FunctionName);
  const { activity, clock } = context;
  const common = {
    functionName: target.name,
    invoke: (event: unknown) => target.invoke(event),
    partialFailures: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    filter: readFilters(properties.FilterCriteria),
    activity,
  };
  if (properties.EventSourceArn.split(':')[2] === 'sqs') {
    return new QueueSource({
      ...common,
      queue: context.queues.byArn(properties.EventSourceArn),
      // The batching window is not waited for: one machine has no invocations to save.
      batchSize: properties.BatchSize ?? 10,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
      clock,
      retrySeconds: context.retrySeconds,
    });
  }
  const table = context.tableOfStream.get(properties.EventSourceArn);
  if (!table?.streamArn) {
    throw new HostProblem(
      `${resource.id} reads ${properties.EventSourceArn}, which is no queue and no table's stream.`,
    );
  }
  const destination = properties.DestinationConfig?.OnFailure?.Destination;
  // Another mapping of the same stream goes its own way; a stream that was made anew starts from its beginning.
  const readerName = `${resource.id} ${table.streamArn}`;
  const { MaximumRetryAttempts: retries = -1 } = properties;
  return new StreamSource({
    ...common,
    name: resource.id,
    reader: new StreamReader(context.dynamo, table.streamArn, readerName, context.checkpoints),
    eventSourceArn: properties.EventSourceArn,
    batchSize: properties.BatchSize ?? 100,
    bisect: properties.BisectBatchOnFunctionError ?? false,
    ...(retries < 0 ? {} : { maximumRetries: retries }),
    onGivenUp: (position) => {
      if (destination) context.queues.byArn(destination).send(JSON.stringify(position));
    },
    log: context.log,
  });
}
