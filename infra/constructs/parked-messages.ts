import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { kebabCase } from './kebab.ts';
import { ALARM_PERIOD, type Operators } from './operators.ts';

export interface ParkedMessagesProps {
  readonly key: kms.Key;
  readonly humanImpact: string;
  readonly operators: Operators;
}

/** A dead-letter queue: what could not be done waits here for a person, and an alarm says so at once. */
export class ParkedMessages extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: ParkedMessagesProps) {
    super(scope, id);
    this.queue = new sqs.Queue(this, 'Queue', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (this.queue.node.defaultChild as sqs.CfnQueue).overrideLogicalId(id);

    props.operators.alarm(this, {
      anchor: `${kebabCase(id)}-not-empty`,
      humanImpact: props.humanImpact,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: 1,
    });
  }
}
