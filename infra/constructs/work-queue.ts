import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { kebabCase } from './kebab.ts';
import { ALARM_PERIOD, type Operators } from './operators.ts';
import { ParkedMessages } from './parked-messages.ts';
import type { ServiceFunction } from './service-function.ts';

export interface WorkQueueProps {
  readonly key: kms.Key;
  /** Timeout of the function that will consume the queue. */
  readonly consumerTimeoutSeconds: number;
  readonly humanImpact: string;
  readonly operators: Operators;
}

/** Messages older than this are not being worked on; statutory dates are days away, so minutes are early enough. */
const OLDEST_MESSAGE_SECONDS = 15 * 60;

/** A queue with its dead-letter queue (`<id>Dead`) and both alarms; the owner grants. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly #key: kms.Key;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.#key = props.key;
    const parked = new ParkedMessages(this, `${id}Dead`, props);
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN,
      // Lambda may hold a batch through throttled retries: its documentation asks for six times the timeout.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeoutSeconds),
      deadLetterQueue: { queue: parked.queue, maxReceiveCount: 5 },
    });
    (this.queue.node.defaultChild as sqs.CfnQueue).overrideLogicalId(id);

    props.operators.alarm(this, {
      anchor: `${kebabCase(id)}-too-old`,
      humanImpact: props.humanImpact,
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: OLDEST_MESSAGE_SECONDS,
    });
  }

  /** Lets the function send, and tells it where: `<name>_QUEUE_URL`. */
  grantSend(sender: ServiceFunction, name: string): void {
    sender.setEnvironment(`${name}_QUEUE_URL`, this.queue.queueUrl);
    sender.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    sender.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [this.#key.keyArn]);
  }

  /** Feeds the function in batches; only the messages that failed come back. */
  feed(consumer: ServiceFunction, options: { readonly maxConcurrency: number }): void {
    consumer.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      [this.queue.queueArn],
    );
    consumer.allow(['kms:Decrypt'], [this.#key.keyArn]);
    new lambda.EventSourceMapping(this, 'Feed', {
      target: consumer.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: options.maxConcurrency,
    });
  }
}
