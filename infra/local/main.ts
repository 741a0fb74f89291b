import { parseArgs } from 'node:util';
import { banner } from './banner.ts';
import { startLocalCloud } from './cloud.ts';
import { HostProblem, messageOf } from './problem.ts';

const USAGE = `Usage: npm start -- [--fresh] [--bundles]
  --fresh    empty the data folder first
  --bundles  run the bundles that are deployed, not the sources
Environment: PORT (8787), DATA_DIR (.data), DYNAMODB_ENDPOINT (none: embedded), WEB_ORIGINS (none)`;

// Lambda runs in UTC; so do we, whatever the machine's zone.
process.env.TZ = 'UTC';

await main().catch((error: unknown) => {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exit(1);
});

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags.help) return console.log(USAGE);
  const cloud = await startLocalCloud({
    port: readPort(process.env.PORT ?? '8787'),
    dataDir: process.env.DATA_DIR || '.data',
    fresh: flags.fresh,
    bundles: flags.bundles,
    ...(process.env.DYNAMODB_ENDPOINT ? { dynamodbEndpoint: process.env.DYNAMODB_ENDPOINT } : {}),
    ...(process.env.WEB_ORIGINS ? { parameters: { WebOrigins: process.env.WEB_ORIGINS } } : {}),
    onEnd(sentence) {
      console.error(sentence);
      void stop(1);
    },
  });
  let stopping = false;
  async function stop(code: number): Promise<void> {
    // Asked twice: somebody is in a hurry.
    if (stopping) process.exit(1);
    stopping = true;
    await cloud.stop();
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  console.log(banner(cloud));
}

function readFlags() {
  try {
    const boolean = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { fresh: boolean, bundles: boolean, help: { ...boolean, short: 'h' } } }).values;
  } catch (error) {
    throw new HostProblem(`${messageOf(error)}\n${USAGE}`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new HostProblem(`PORT must be a number up to 65535, not "${text}".`);
  return port;
}
