import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { TableDefinition } from '../../shared/store/tables.ts';
import type { ServiceFunction } from './service-function.ts';

/** Nobody may scan: every question has a key or an index (see the access patterns in shared/store/tables.ts). */
const READ_ITEMS = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE_ITEMS = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** DynamoDB uses the table's key in the name of the caller, so the caller must be allowed to. */
const READ_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_KEY = [
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

export interface StoredTableProps {
  readonly definition: TableDefinition;
  readonly key: kms.Key;
}

/** One table of shared/store/tables.ts: own key, point-in-time recovery, protected from deletion, paid per request. */
export class StoredTable extends Construct {
  readonly table: dynamodb.Table;
  readonly #definition: TableDefinition;
  readonly #key: kms.Key;

  constructor(scope: Construct, id: string, props: StoredTableProps) {
    super(scope, id);
    const { definition } = props;
    this.#definition = definition;
    this.#key = props.key;
    // `Table`, not `TableV2`: the latter refuses a customer-managed key in a stack without a fixed region.
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: text(definition.partitionKey),
      sortKey: text(definition.sortKey),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(definition.stream ? { stream: dynamodb.StreamViewType.NEW_IMAGE } : {}),
      ...(definition.ttl === undefined ? {} : { timeToLiveAttribute: definition.ttl }),
    });
    for (const index of definition.indexes) {
      this.table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: dynamodb.ProjectionType.KEYS_ONLY,
      });
    }
    (this.table.node.defaultChild as dynamodb.CfnTable).overrideLogicalId(id);
  }

  /** Lets the function use the items and query the indexes, and tells it the name: `<key>_TABLE`. */
  grant(user: ServiceFunction, access: 'READ' | 'READ_WRITE'): void {
    const writes = access === 'READ_WRITE';
    user.setEnvironment(`${this.#definition.key}_TABLE`, this.table.tableName);
    user.allow([...READ_ITEMS, ...(writes ? WRITE_ITEMS : [])], [this.table.tableArn]);
    if (this.#definition.indexes.length > 0) {
      user.allow(
        ['dynamodb:Query'],
        this.#definition.indexes.map((index) => `${this.table.tableArn}/index/${index.name}`),
      );
    }
    user.allow([...READ_KEY, ...(writes ? WRITE_KEY : [])], [this.#key.keyArn]);
  }

  /** Lets the function read the table's stream, not the table. */
  grantStream(reader: ServiceFunction): string {
    const streamArn = this.table.tableStreamArn;
    if (streamArn === undefined) throw new Error(`table ${this.#definition.key} has no stream`);
    reader.allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [streamArn]);
    reader.allow(['dynamodb:ListStreams'], ['*']);
    Validations.of(reader.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'dynamodb:ListStreams, which Lambda asks for, knows no narrower resource; it shows names, no data.',
    });
    reader.allow(['kms:Decrypt'], [this.#key.keyArn]);
    return streamArn;
  }
}

const text = (name: string): dynamodb.Attribute => ({ name, type: dynamodb.AttributeType.STRING });
