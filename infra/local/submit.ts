import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { HostProblem, messageOf } from './problem.ts';
import { type SubmitOptions, submitFile } from './submit/submit-file.ts';

const USAGE = `Usage: npm run submit -- FILE.jsonl [--url URL] [--limit N] [--in-flight N]
  FILE.jsonl     one message per line: text, and where known title, area, created (ISO date-time), id
  --url          where Xinfang answers (http://127.0.0.1:8787)
  --limit        only the first N messages
  --in-flight    how many at a time, 1 to 64 (8)
Run it again after an interruption: nothing is registered twice.`;

const PATIENCE_MS = 60_000;
/** Kept between runs beside the bundles; may be deleted at any time. */
const PROGRESS_FOLDER = fileURLToPath(new URL('../../.cache/submit', import.meta.url));

// A reader that has seen enough, such as `head`, ends the run; it may be continued.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  const options = readOptions(process.argv.slice(2));
  process.exitCode = options === 'HELP' ? 0 : await submitFile(options);
  if (options === 'HELP') console.log(USAGE);
} catch (error) {
  console.error(error instanceof HostProblem ? error.message : error);
  process.exitCode = 1;
}

function readOptions(args: string[]): SubmitOptions | 'HELP' {
  const { values, positionals } = parsed(args);
  if (values.help) return 'HELP';
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new HostProblem(`Name one file.\n${USAGE}`);
  return {
    content: contentOf(file),
    url: addressOf(values.url),
    ...(values.limit === undefined ? {} : { limit: count('--limit', values.limit, Number.MAX_SAFE_INTEGER) }),
    inFlight: count('--in-flight', values['in-flight'], 64),
    patienceMs: PATIENCE_MS,
    progressFolder: process.env.SUBMIT_PROGRESS_DIR || PROGRESS_FOLDER,
    screen: { isTTY: process.stdout.isTTY === true, write: (text) => void process.stdout.write(text) },
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:8787' },
        limit: { type: 'string' },
        'in-flight': { type: 'string', default: '8' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new HostProblem(`${messageOf(error)}\n${USAGE}`);
  }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new HostProblem(`${file} cannot be read: ${messageOf(error)}`);
  }
}

function addressOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new HostProblem(`--url must be an address, not "${url}".`);
  return url;
}

function count(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new HostProblem(`${option} must be a whole number from 1${most < 1000 ? ` to ${most}` : ''}, not "${text}".`);
}
