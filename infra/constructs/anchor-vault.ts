import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/**
 * How long a manifest can be neither changed nor deleted, by anybody, the account's owner included: as long as the
 * longest dated retention of a file (30 年, P-17), because a proof that ends before the file proves nothing. It
 * costs next to nothing (one small object a day) and holds no personal data that somebody could ask to have erased:
 * ids of cases that nobody can guess, versions and hashes. Leap days included.
 */
export const ANCHOR_RETENTION_DAYS = 30 * 365 + 8;

/** Where histories are anchored: a bucket whose objects can be written once, and the key that signs them. */
export class AnchorVault extends Construct {
  readonly #bucket: s3.Bucket;
  readonly #key: kms.Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#bucket = new s3.Bucket(this, 'Bucket', {
      objectLockEnabled: true,
      objectLockDefaultRetention: s3.ObjectLockRetention.compliance(Duration.days(ANCHOR_RETENTION_DAYS)),
      versioned: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      // S3's own key, not one of ours: whoever disabled ours would make the evidence unreadable for thirty years.
      encryption: s3.BucketEncryption.S3_MANAGED,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (this.#bucket.node.defaultChild as s3.CfnBucket).overrideLogicalId('Anchors');
    Validations.of(this.#bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Ids and hashes may be read by whoever may read the account; nobody can write over or delete them.',
    });
    const objects = this.#bucket.arnForObjects('*');
    // A locked object stays, but a new version or a delete marker would lie over it: neither is let in.
    this.#bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [objects],
        conditions: { Null: { 's3:if-none-match': 'true' } },
      }),
    );
    this.#bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: [objects],
      }),
    );

    // ECC on P-384 is there in both partitions; KMS does not turn over keys that sign.
    this.#key = new kms.Key(this, 'Key', {
      description: 'Signs the daily manifests of histories',
      keySpec: kms.KeySpec.ECC_NIST_P384,
      keyUsage: kms.KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    (this.#key.node.defaultChild as kms.CfnKey).overrideLogicalId('AnchorKey');
  }

  /** Lets the function sign, add and read; not delete, and not change what the bucket or the key allow. */
  grant(anchorer: ServiceFunction): void {
    anchorer.setEnvironment('ANCHOR_BUCKET', this.#bucket.bucketName);
    anchorer.setEnvironment('ANCHOR_KEY', this.#key.keyArn);
    anchorer.allow(['kms:Sign', 'kms:GetPublicKey'], [this.#key.keyArn]);
    anchorer.allow(['s3:ListBucket'], [this.#bucket.bucketArn]);
    anchorer.allow(['s3:PutObject', 's3:GetObject'], [this.#bucket.arnForObjects('*')]);
    Validations.of(anchorer.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::<Anchors.Arn>/*]',
      reason: 'Objects are named by day and content, so none of them can be named beforehand; the bucket is its own.',
    });
  }
}
