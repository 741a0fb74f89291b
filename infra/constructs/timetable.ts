import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Operators } from './operators.ts';
import { ParkedMessages } from './parked-messages.ts';
import type { ServiceFunction } from './service-function.ts';

export interface TimetableProps {
  readonly key: kms.Key;
  readonly humanImpact: string;
  readonly operators: Operators;
}

export interface Tick {
  readonly name: string;
  readonly expression: string;
  readonly missedAfterMinutes: number;
  readonly humanImpact: string;
}

/** All schedules, their role and their dead-letter queue `ScheduleDead`. Times are those of Asia/Shanghai. */
export class Timetable extends Construct {
  readonly #operators: Operators;
  readonly #role: iam.Role;
  readonly #group: scheduler.CfnScheduleGroup;
  readonly #parked: ParkedMessages;

  constructor(scope: Construct, id: string, props: TimetableProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.#operators = props.operators;
    // A group of the stack's own, so that the short names of schedules do not meet another stack's.
    this.#group = new scheduler.CfnScheduleGroup(this, 'Group', { name: stack.stackName });
    this.#parked = new ParkedMessages(this, 'ScheduleDead', props);
    Validations.of(this.#parked).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue, of schedules instead of a queue.',
    });
    this.#role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
    });
    this.#allow(['sqs:SendMessage'], this.#parked.queue.queueArn);
    this.#allow(['kms:GenerateDataKey', 'kms:Decrypt'], props.key.keyArn);
  }

  /** Calls the function by the clock; it learns the time from its input, never from its own clock. */
  call(target: ServiceFunction, tick: Tick): void {
    const { functionArn } = target.function;
    this.#allow(['lambda:InvokeFunction'], functionArn);
    const schedule = new scheduler.CfnSchedule(this, `Schedule-${tick.name}`, {
      name: tick.name,
      groupName: this.#group.ref,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: tick.expression,
      scheduleExpressionTimezone: 'Asia/Shanghai',
      target: {
        arn: functionArn,
        roleArn: this.#role.roleArn,
        input: JSON.stringify({ time: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: this.#parked.queue.queueArn },
        // The next tick does what a lost one would have done; a late one only repeats it.
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
      },
    });
    schedule.node.addDependency(this.#role);
    target.function.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(5) });

    const minutes = Math.min(tick.missedAfterMinutes, 60);
    this.#operators.alarm(this, {
      anchor: `${tick.name}-missed`,
      humanImpact: tick.humanImpact,
      metric: target.function.metricInvocations({ period: Duration.minutes(minutes) }),
      threshold: 1,
      rings: 'BELOW',
      periods: Math.ceil(tick.missedAfterMinutes / minutes),
      silence: 'BAD',
    });
  }

  #allow(actions: readonly string[], resource: string): void {
    this.#role.addToPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [resource] }));
  }
}
