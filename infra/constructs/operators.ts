import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Where an operator reads what to do; every alarm links to its own section. */
export const RUNBOOK = 'infra/runbook.md';

export interface OperatorAlarmProps {
  /** Section of the runbook, which is also the alarm's name: lower case with hyphens. */
  readonly anchor: string;
  /** One sentence: what people notice. It opens the alarm's description. */
  readonly humanImpact: string;
  readonly metric: cloudwatch.IMetric;
  /** Rings when the metric is at or above this value (or below it, see `rings`). */
  readonly threshold: number;
  readonly rings?: 'AT_OR_ABOVE' | 'BELOW';
  /** Periods of the metric in a row; 1 when not given. */
  readonly periods?: number;
  /** No data counts as good, unless silence itself is the fault. */
  readonly silence?: 'GOOD' | 'BAD';
}

/** The people who keep the system running: one encrypted topic that all alarms go to. Subscribe to it by hand. */
export class Operators extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = new kms.Key(this, 'Key', {
      description: 'Encrypts alarm messages',
      enableKeyRotation: true,
    });
    this.topic = new sns.Topic(this, 'Topic', { masterKey: key, enforceSSL: true });

    new CfnOutput(this, 'TopicArn', {
      value: this.topic.topicArn,
      description: 'Topic of all alarms; subscribe the operators to it',
    }).overrideLogicalId('AlarmTopicArn');

    // An encrypted topic with a policy of its own refuses CloudWatch unless both the key and the topic allow it.
    const alarmsOfThisAccount = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } };
    const cloudWatch = new iam.ServicePrincipal('cloudwatch.amazonaws.com');
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: alarmsOfThisAccount,
      }),
    );
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: alarmsOfThisAccount,
      }),
    );
  }

  /** Adds an alarm under `scope`, the thing it watches. */
  alarm(scope: Construct, props: OperatorAlarmProps): cloudwatch.Alarm {
    const below = props.rings === 'BELOW';
    const alarm = new cloudwatch.Alarm(scope, `Alarm-${props.anchor}`, {
      alarmName: `${Stack.of(this).stackName}-${props.anchor}`,
      alarmDescription: `${props.humanImpact} ${RUNBOOK}#${props.anchor}`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: below
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData:
        props.silence === 'BAD' ? cloudwatch.TreatMissingData.BREACHING : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
    return alarm;
  }
}

/** How often metrics are looked at unless an alarm says otherwise. */
export const ALARM_PERIOD = Duration.minutes(5);
