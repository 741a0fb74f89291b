import { beforeAll, describe, expect, test } from 'vitest';
import { allowedTo, resourcesOf, statementsOf, synthesiseTemplate, type Template, targetOf } from './template.ts';

describe.each(['aws', 'aws-cn'] as const)('[P-22] anchors in partition %s', (partition) => {
  let template: Template;
  beforeAll(async () => {
    template = await synthesiseTemplate(partition);
  });

  test('one bucket: locked in compliance mode for thirty years, versioned, encrypted, private, kept', () => {
    const buckets = resourcesOf(template, 'AWS::S3::Bucket');
    expect(buckets.map(([id]) => id)).toEqual(['Anchors']);
    const [, bucket] = buckets[0]!;
    expect(bucket.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE' } } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const { Rule: rule } = bucket.Properties.ObjectLockConfiguration as {
      Rule: { DefaultRetention: { Days: number } };
    };
    expect(rule.DefaultRetention.Days).toBeGreaterThanOrEqual(30 * 365 + 7);
    expect(JSON.stringify(bucket.Properties.BucketEncryption)).toContain('AES256');
    expect(bucket.DeletionPolicy).toBe('Retain');
  });

  test('nobody may lay a second version or a delete marker over an object, or come without TLS', () => {
    const policy = resourcesOf(template, 'AWS::S3::BucketPolicy')[0]?.[1].Properties.PolicyDocument;
    const statements = (policy as { Statement: Record<string, unknown>[] }).Statement;
    expect(
      statements.every(({ Effect, Principal }) => Effect === 'Deny' && JSON.stringify(Principal).includes('*')),
    ).toBe(true);
    expect(statements).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        expect.objectContaining({ Action: 's3:PutObject', Condition: { Null: { 's3:if-none-match': 'true' } } }),
        expect.objectContaining({ Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }),
      ]),
    );
  });

  test('one key signs, on a curve that both partitions have; only the function of the anchors may use it', () => {
    const signing = resourcesOf(template, 'AWS::KMS::Key').filter(
      ([, { Properties: properties }]) => properties.KeyUsage === 'SIGN_VERIFY',
    );
    expect(signing.map(([id, { Properties: properties }]) => [id, properties.KeySpec])).toEqual([
      ['AnchorKey', 'ECC_NIST_P384'],
    ]);
    const signers = statementsOf(template).filter(({ actions }) => actions.includes('kms:Sign'));
    expect(signers.map(({ roles }) => roles)).toEqual([[targetOf(template.Resources.Anchor?.Properties.Role)]]);
  });

  test('the function adds and reads, it neither deletes nor changes locks, and opens no text', () => {
    const actions = allowedTo(template, 'Anchor').flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.startsWith('s3:')).sort()).toEqual([
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
    const keys = allowedTo(template, 'Anchor').flatMap(({ resources }) => resources.map(targetOf));
    expect(keys).not.toContain('DataKey');
    expect(keys).not.toContain('SealedKey');
  });
});
