import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, FUNCTIONS, QUEUES } from '../../infra/stack/functions.ts';
import { TABLES } from '../../shared/store/tables.ts';
import { resourcesOf, synthesiseTemplate, type Template, targetOf } from './template.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let template: Template;
beforeAll(async () => {
  template = await synthesiseTemplate('aws');
});

describe('functions', () => {
  test('exactly those of the table, under their own names', () => {
    expect(
      resourcesOf(template, 'AWS::Lambda::Function')
        .map(([id]) => id)
        .sort(),
    ).toEqual([...FUNCTION_NAMES].sort());
  });

  test.each(FUNCTION_NAMES)('%s names its source, and the source exists', (name) => {
    const entry = String(template.Resources[name]?.Metadata?.['xinfang:entry']);
    expect(entry).toBe(FUNCTIONS[name].entry);
    expect(existsSync(`${ROOT}${entry}`), entry).toBe(true);
  });

  test.each(FUNCTION_NAMES)('%s: Node 24 on x86_64, no reserved concurrency', (name) => {
    const properties = template.Resources[name]?.Properties;
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['x86_64'], Handler: 'index.handler' });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('an HTTP function ends before the gateway gives up at 29 s', () => {
    for (const name of FUNCTION_NAMES.filter((n) => n.endsWith('Http'))) {
      expect(template.Resources[name]?.Properties.Timeout).toBeLessThan(29);
    }
  });
});

describe('logs', () => {
  test('every function and the API write to a group that keeps one year', () => {
    const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
    expect(groups).toHaveLength(FUNCTION_NAMES.length + 1);
    for (const [id, { Properties: properties, DeletionPolicy: deletion }] of groups) {
      expect(properties.RetentionInDays, id).toBeGreaterThanOrEqual(365);
      expect(deletion, id).toBe('Retain');
    }
    const ids = new Set(groups.map(([id]) => id));
    for (const name of FUNCTION_NAMES) {
      const logging = template.Resources[name]?.Properties.LoggingConfig as { LogGroup: unknown };
      expect(ids).toContain(targetOf(logging.LogGroup));
    }
  });
});

describe('tables', () => {
  test('exactly those declared in shared/store/tables.ts, with their keys and indexes', () => {
    const tables = resourcesOf(template, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(Object.keys(TABLES).length);
    for (const [key, definition] of Object.entries(TABLES)) {
      const { Properties: properties } = template.Resources[`${key[0]}${key.slice(1).toLowerCase()}Table`]!;
      expect(properties.KeySchema).toEqual(keySchema(definition.partitionKey, definition.sortKey));
      expect(properties.GlobalSecondaryIndexes ?? []).toEqual(
        definition.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: index.projection },
        })),
      );
      expect(
        (properties.AttributeDefinitions as { AttributeType: string }[]).every((a) => a.AttributeType === 'S'),
      ).toBe(true);
      expect(properties.StreamSpecification).toEqual(definition.stream ? { StreamViewType: 'NEW_IMAGE' } : undefined);
      expect(properties.TimeToLiveSpecification).toEqual(
        definition.ttl === undefined ? undefined : { AttributeName: definition.ttl, Enabled: true },
      );
    }
  });

  test('encrypted under a key of ours, restorable to any second, kept when the stack goes', () => {
    for (const [id, { Properties: properties, DeletionPolicy: deletion }] of resourcesOf(
      template,
      'AWS::DynamoDB::Table',
    )) {
      const encryption = properties.SSESpecification as {
        SSEEnabled: boolean;
        SSEType: string;
        KMSMasterKeyId: unknown;
      };
      expect(encryption, id).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
      expect(template.Resources[targetOf(encryption.KMSMasterKeyId) ?? '']?.Type, id).toBe('AWS::KMS::Key');
      expect(properties.PointInTimeRecoverySpecification, id).toEqual({ PointInTimeRecoveryEnabled: true });
      expect(properties.DeletionProtectionEnabled, id).toBe(true);
      expect(properties.BillingMode, id).toBe('PAY_PER_REQUEST');
      expect(deletion, id).toBe('Retain');
    }
  });

  test('every key turns over each year, but those that sign, and outlives the stack', () => {
    for (const [id, key] of resourcesOf(template, 'AWS::KMS::Key')) {
      const signs = key.Properties.KeyUsage === 'SIGN_VERIFY';
      expect(key.Properties.EnableKeyRotation, id).toBe(signs ? undefined : true);
      expect(key.DeletionPolicy, id).toBe('Retain');
    }
  });
});

const keySchema = (partitionKey: string, sortKey: string) => [
  { AttributeName: partitionKey, KeyType: 'HASH' },
  { AttributeName: sortKey, KeyType: 'RANGE' },
];

/** Queues that others park in: named by a redrive policy, an event source mapping or a schedule. */
function parkingQueues(): Set<string> {
  const redrive = resourcesOf(template, 'AWS::SQS::Queue').map(
    ([, { Properties: properties }]) =>
      (properties.RedrivePolicy as { deadLetterTargetArn?: unknown } | undefined)?.deadLetterTargetArn,
  );
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').map(
    ([, { Properties: properties }]) =>
      (properties.DestinationConfig as { OnFailure: { Destination: unknown } } | undefined)?.OnFailure.Destination,
  );
  const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule').map(
    ([, { Properties: properties }]) =>
      (properties.Target as { DeadLetterConfig: { Arn: unknown } }).DeadLetterConfig.Arn,
  );
  return new Set([...redrive, ...mappings, ...schedules].map(targetOf).filter((id) => id !== undefined));
}

describe('queues', () => {
  test('every queue is one of ours with a dead-letter queue, or is a dead-letter queue', () => {
    const parking = parkingQueues();
    const working = new Set(Object.values(QUEUES).map(({ id }) => id));
    for (const [id, { Properties: properties }] of resourcesOf(template, 'AWS::SQS::Queue')) {
      if (parking.has(id)) {
        expect(properties, id).not.toHaveProperty('RedrivePolicy');
      } else {
        expect(working, id).toContain(id);
        expect(properties.RedrivePolicy, id).toMatchObject({ maxReceiveCount: 5 });
      }
    }
    expect(working.size).toBe(3);
    expect(parking.size).toBe(8);
  });

  test('encrypted, 14 days, TLS only', () => {
    const denied = new Set(
      resourcesOf(template, 'AWS::SQS::QueuePolicy')
        .filter(([, policy]) => JSON.stringify(policy).includes('"aws:SecureTransport":"false"'))
        .flatMap(([, { Properties: properties }]) => (properties.Queues as unknown[]).map(targetOf)),
    );
    for (const [id, { Properties: properties }] of resourcesOf(template, 'AWS::SQS::Queue')) {
      expect(targetOf(properties.KmsMasterKeyId), id).toBe('TableKey');
      expect(properties.MessageRetentionPeriod, id).toBe(14 * 24 * 3600);
      expect(denied, id).toContain(id);
    }
  });

  test('a message stays invisible for at least six times its consumer’s timeout', () => {
    const feeds = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').filter(([, { Properties: properties }]) =>
      template.Resources[targetOf(properties.EventSourceArn) ?? '']?.Type.startsWith('AWS::SQS'),
    );
    expect(feeds).toHaveLength(3);
    for (const [id, { Properties: properties }] of feeds) {
      const queue = template.Resources[targetOf(properties.EventSourceArn) ?? ''];
      const timeout = Number(template.Resources[targetOf(properties.FunctionName) ?? '']?.Properties.Timeout);
      expect(queue?.Properties.VisibilityTimeout, id).toBeGreaterThanOrEqual(6 * timeout);
      expect(properties, id).toMatchObject({ BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
      expect(properties.ScalingConfig, id).toMatchObject({ MaximumConcurrency: expect.any(Number) });
    }
  });
});

describe('streams', () => {
  test.each([
    ['CasesTable', 'Relay'],
    ['SealedTable', 'SealedRelay'],
    ['CasesTable', 'PetitionerRelay'],
  ])('%s feeds new history to %s, in order, losing nothing', (table, relay) => {
    const feed = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(
      ([, { Properties: properties }]) =>
        targetOf(properties.EventSourceArn) === table && targetOf(properties.FunctionName) === relay,
    )?.[1].Properties;
    expect(feed).toBeDefined();
    expect(feed).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: expect.any(Number),
    });
    const [filter] = (feed?.FilterCriteria as { Filters: { Pattern: string }[] }).Filters;
    expect(JSON.parse(filter!.Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { sk: { S: [{ prefix: 'V#' }] } } },
    });
  });
});

describe('schedules', () => {
  test('names, times and the input that carries the time', () => {
    const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule').map(([, { Properties: properties }]) => {
      const target = properties.Target as { Arn: unknown; Input: string };
      expect(properties.ScheduleExpressionTimezone).toBe('Asia/Shanghai');
      expect(properties.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
      expect(JSON.parse(target.Input)).toEqual({ time: '<aws.scheduler.scheduled-time>' });
      return [properties.Name, properties.ScheduleExpression, targetOf(target.Arn)];
    });
    expect(schedules).toEqual([
      ['sweep', 'rate(1 minute)', 'Sweep'],
      ['sealed-sweep', 'rate(1 minute)', 'SealedSweep'],
      ['reconcile', 'rate(1 hour)', 'Reconcile'],
      ['anchor', 'cron(10 * * * ? *)', 'Anchor'],
      ['deliver', 'rate(1 minute)', 'Deliver'],
      ['tell-petitioners', 'rate(1 minute)', 'TellPetitioners'],
      ['petitioner-catch-up', 'rate(1 hour)', 'PetitionerCatchUp'],
      ['audit', 'cron(30 7 * * ? *)', 'Audit'],
      ['sealed-audit', 'cron(35 7 * * ? *)', 'SealedAudit'],
      ['digest', 'cron(30 8 * * ? *)', 'Digest'],
      ['train-routing', 'cron(30 3 * * ? *)', 'TrainRouting'],
      ['publish-areas', 'rate(1 hour)', 'PublishAreas'],
    ]);
  });
});
