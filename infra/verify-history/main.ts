import { parseArgs } from 'node:util';
import { HostProblem, messageOf } from '../local/problem.ts';
import { findingLine } from './findings.ts';
import { openDeployment, openFolder } from './open-source.ts';
import { type Verification, verifyHistory } from './verify-history.ts';

const USAGE = `用法 Usage: npm run verify-history -- [--data-dir DIR | --deployment] [--public-key FILE]
  --data-dir DIR     核验本机数据目录(默认 DATA_DIR 或 .data);主机运行中也可核验 / the data folder of a local host
  --deployment       核验 AWS 部署 / a deployment; environment: CASES_TABLE, SEALED_TABLE, REGISTRY_TABLE,
                     ANCHOR_BUCKET, ANCHOR_KEY, as its function Anchor has them, and the SDK's own
  --public-key FILE  只信任此公钥(PEM)/ trust this public key only
退出码 Exit code: 0 无问题 nothing found · 1 发现问题 findings · 2 未能核验 could not verify`;

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  return 2;
});

async function main(): Promise<number> {
  const flags = readFlags();
  if (flags.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = flags['data-dir'] ?? (process.env.DATA_DIR || '.data');
  const source = flags.deployment
    ? await openDeployment(process.env, flags['public-key'])
    : await openFolder(folder, flags['public-key']);
  try {
    const verification = await verifyHistory(source);
    for (const line of reportOf(verification)) console.log(line);
    return verification.findings.length > 0 ? 1 : 0;
  } finally {
    await source.close();
  }
}

function reportOf({ manifests, cases, records, findings }: Verification): string[] {
  const { count, firstDay, lastDay } = manifests;
  return [
    count > 0
      ? `锚定清单 ${count} 份,${firstDay} 至 ${lastDay} / ${count} manifests, ${firstDay} to ${lastDay}`
      : '尚无锚定清单:只能核验链条本身,不能排除整链重写 / nothing is anchored yet: only the chains themselves were verified',
    `核验 ${cases} 件、${records} 条记录 / ${cases} cases, ${records} records verified`,
    ...findings.map(findingLine),
    findings.length === 0
      ? '结论:未发现问题 / nothing was found'
      : `结论:发现 ${findings.length} 处问题 / ${findings.length} findings`,
  ];
}

function readFlags() {
  try {
    return parseArgs({
      options: {
        'data-dir': { type: 'string' },
        deployment: { type: 'boolean', default: false },
        'public-key': { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new HostProblem(`${messageOf(error)}\n${USAGE}`);
  }
}
