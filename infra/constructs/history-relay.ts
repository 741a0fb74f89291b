import { Duration, Validations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { kebabCase } from './kebab.ts';
import { ALARM_PERIOD, type Operators } from './operators.ts';
import { ParkedMessages } from './parked-messages.ts';
import type { ServiceFunction } from './service-function.ts';
import type { StoredTable } from './stored-table.ts';

export interface HistoryRelayProps {
  readonly table: StoredTable;
  readonly relay: ServiceFunction;
  /** Logical id of the relay function; names the parked records and the alarms. */
  readonly relayId: string;
  /** Encrypts the parked positions of the stream. */
  readonly key: kms.Key;
  /** Keys of the items that it hears of; history when not given. */
  readonly keys?: readonly ItemKeys[];
  readonly humanImpact: string;
  readonly operators: Operators;
}

/** Items whose partition or sort key begins so. */
export interface ItemKeys {
  readonly key: 'pk' | 'sk';
  readonly prefix: string;
}

const HISTORY: readonly ItemKeys[] = [{ key: 'sk', prefix: 'V#' }];

/** Reminders, in the mailbox of a person or of a role. */
export const MAILBOXES: readonly ItemKeys[] = [
  { key: 'pk', prefix: 'OFFICER#' },
  { key: 'pk', prefix: 'ROLE#' },
];

/** Streams keep 24 hours; a relay that is this far behind is not just busy. */
const BEHIND_MILLISECONDS = 10 * 60 * 1000;

/**
 * Feeds new history items (sort key `V#…`) of a table's stream to its relay. Heads, alarms and views change with
 * them and carry nothing new. A batch that keeps failing is split, then its position is parked; the hourly reconcile
 * finds what it held.
 */
export class HistoryRelay extends Construct {
  constructor(scope: Construct, id: string, props: HistoryRelayProps) {
    super(scope, id);
    const { relay } = props;
    const parked = new ParkedMessages(this, `${props.relayId}Dead`, props);
    Validations.of(parked).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue, of an event source mapping instead of a queue.',
    });
    relay.allow(['sqs:SendMessage'], [parked.queue.queueArn]);
    relay.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [props.key.keyArn]);

    new lambda.EventSourceMapping(this, 'Feed', {
      target: relay.function,
      eventSourceArn: props.table.grantStream(relay),
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(20),
      reportBatchItemFailures: true,
      // Not `SqsDlq`: its grant opens key actions by pattern; the two statements above are enough.
      onFailure: { bind: () => ({ destination: parked.queue.queueArn }) },
      filters: (props.keys ?? HISTORY).map(({ key, prefix }) =>
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { [key]: { S: lambda.FilterRule.beginsWith(prefix) } } },
        }),
      ),
    });

    props.operators.alarm(this, {
      anchor: `${kebabCase(props.relayId)}-behind`,
      humanImpact: props.humanImpact,
      metric: relay.function.metric('IteratorAge', { period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: BEHIND_MILLISECONDS,
    });
  }
}
