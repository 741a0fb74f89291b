import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, test } from 'vitest';
import { buildApp, type Partition } from '../../infra/stack/build-app.ts';

const PARTITIONS: readonly Partition[] = ['aws', 'aws-cn'];
const folder = mkdtempSync(join(tmpdir(), 'xinfang-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(PARTITIONS)('[P-14] partition %s', (partition) => {
  const outdir = join(folder, partition);
  const app = buildApp({ partition, bundles: new Map(), checked: true, outdir });
  const nag = new AwsSolutionsChecks(app);
  Validations.of(app).addPlugins(nag);

  test('the template passes AwsSolutions and CloudFormation’s own rules', () => {
    app.synth();
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    expect(report.pluginReports).toEqual([]);
    expect(nag.validateScope(app)).toMatchObject({ success: true, violations: [] });
  });

  test('no address of one partition is written into it', () => {
    const text = readFileSync(join(outdir, 'Xinfang.template.json'), 'utf8');
    expect(text).not.toMatch(/arn:aws(-cn)?:/);
    expect(text).not.toMatch(/amazonaws\.com\.cn|\.amazonaws\.com\/|us-east-1/);
  });

  test('one stack with termination protection', () => {
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    const stacks = Object.values(manifest.artifacts as Record<string, { type: string; properties?: object }>).filter(
      ({ type }) => type === 'aws:cloudformation:stack',
    );
    expect(stacks).toHaveLength(1);
    expect(stacks[0]?.properties).toMatchObject({ terminationProtection: true });
  });
});

test('the Chinese partition has a region of its own', () => {
  const app = buildApp({ partition: 'aws-cn', bundles: new Map(), checked: false, outdir: join(folder, 'cn') });
  expect(app.synth().getStackByName('Xinfang').environment.region).toBe('cn-north-1');
});
