/**
 * `npm run calendar`: everything about the calendar as data.
 *
 *   npm run calendar [-- --revision N | --check]        freezes the yearly notices of the installed source into the table
 *   npm run calendar -- load FILE [--apply] …           a newer notice: shows which open cases would move, or moves them
 *   npm run calendar -- overlays FILE [--apply] …       the same for local rules
 */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { LoadFailed, loadRules, type RuleKind } from './load-rules.ts';

const KINDS: Readonly<Record<string, RuleKind>> = { load: 'NOTICE', overlays: 'OVERLAYS' };
const USAGE = `Usage: npm run calendar -- load|overlays FILE [--apply] [--url URL] [--officer ID]
  FILE       JSON: {"year", "notice", "holidays"} or {"overlays"}, as POST /calendar/notices and POST /rules/overlays take it
  --apply    store it and move the clocks; without it, only show what would move
  --url      where Xinfang answers (http://127.0.0.1:8787)
  --officer  on the local host: the administrator to act as (admin-he)
The token of an administrator is taken from XINFANG_TOKEN; without it the local host is asked for one.`;

const kind = KINDS[process.argv[2] ?? ''];
if (kind) {
  try {
    process.exitCode = await load(kind, process.argv.slice(3));
  } catch (error) {
    console.error(error instanceof LoadFailed ? error.message : error);
    process.exitCode = 1;
  }
} else await import('./freeze-calendar.ts');

async function load(rules: RuleKind, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      apply: { type: 'boolean', default: false },
      url: { type: 'string', default: 'http://127.0.0.1:8787' },
      officer: { type: 'string', default: 'admin-he' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new LoadFailed(USAGE);
  return loadRules({
    kind: rules,
    content: JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>,
    apply: values.apply,
    url: values.url,
    token: process.env.XINFANG_TOKEN || (await localToken(values.url, values.officer)),
    print: (line) => console.log(line),
    wait: (seconds) => setTimeout(seconds * 1000),
  });
}

async function localToken(url: string, officer: string): Promise<string> {
  const answer = await fetch(new URL('/_local/token', url), { method: 'POST', body: JSON.stringify({ officer }) });
  if (!answer.ok) throw new LoadFailed(`No token: set XINFANG_TOKEN (${url} answered ${answer.status}).\n${USAGE}`);
  return ((await answer.json()) as { token: string }).token;
}
