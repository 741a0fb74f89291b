import { startLocalCloud } from '../../infra/local/cloud.ts';

/**
 * The hosted bundles in a process of their own, for tests that end it harshly: `node host-process.ts <data
 * folder>`. It prints its address, then what it has to say, line by line.
 */
const [dataDir = ''] = process.argv.slice(2);
const cloud = await startLocalCloud({
  port: 0,
  dataDir,
  bundles: true,
  warm: false,
  log: (line) => console.log(line),
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
process.on('SIGTERM', () => void cloud.stop().then(() => process.exit(0)));
console.log(cloud.url);
