import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * `npm run covered`: which mechanisms (A), refusals to build (N), rights (P), reports (R), vectors (V, T) and guards (G)
 * a test shows, by the id in its title, and which none does. `--missing` lists only the latter.
 */
interface Rule {
  readonly id: string;
  readonly name: string;
  /** Of a mechanism: must, should, could, or deliberately not built. */
  readonly priority: 'M' | 'S' | 'C' | 'N' | '✗' | '–';
}

const ROOT = join(import.meta.dirname, '..');
const RULES = JSON.parse(readFileSync(join(import.meta.dirname, 'data/rules-to-show.json'), 'utf8')) as Rule[];
const TITLE = /\b(?:test|it|describe)(?:\.each\([^\n]*?\))?\(\s*(['"`])(.*?)\1/gs;
const ID = /\b(?:[ANPR]-\d{2,3}|[GVT]\d{1,2})\b/g;

/** Ids in brackets in titles of tests, with the files that show them. */
export function shownIds(): Map<string, Set<string>> {
  const shown = new Map<string, Set<string>>();
  for (const file of globSync('**/*.test.ts', { cwd: import.meta.dirname }))
    for (const [, , title = ''] of readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(TITLE))
      for (const [bracket] of title.matchAll(/\[[^\]]*\]/g))
        for (const [id] of bracket.matchAll(ID)) {
          const files = shown.get(id) ?? new Set();
          shown.set(id, files.add(relative(ROOT, join(import.meta.dirname, file))));
        }
  // Vectors are a table: their titles are made from it.
  for (const { id } of JSON.parse(readFileSync(join(import.meta.dirname, 'domain/vectors/deadlines.json'), 'utf8')))
    shown.set(id, new Set(['test/domain/deadlines.test.ts', 'test/journeys/api.test.ts']));
  return shown;
}

function main(): void {
  const shown = shownIds();
  const missing = RULES.filter(({ id }) => !shown.has(id));
  if (!process.argv.includes('--missing'))
    for (const { id, name } of RULES.filter(({ id }) => shown.has(id)))
      console.log(`${id.padEnd(6)} ${name}: ${[...(shown.get(id) ?? [])].join(', ')}`);
  console.log(`\n${RULES.length - missing.length} of ${RULES.length} are shown by a test. No test names:`);
  for (const priority of ['M', 'S', 'C', 'N', '✗', '–'] as const) {
    const rules = missing.filter((rule) => rule.priority === priority);
    if (rules.length > 0) console.log(`  ${priority}: ${rules.map(({ id, name }) => `${id} ${name}`).join(' · ')}`);
  }
}

if (import.meta.main) main();
