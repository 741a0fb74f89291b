/**
 * Freezes the areas of GB/T 2260 (行政区划代码) from the installed `lcn` into `services/routing/areas-data.json`.
 *
 *   node infra/routing/freeze-areas.ts [--check]
 *
 * With `--check` nothing is written; exit code 1 says that the table differs from the installed source.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

interface SourceArea {
  readonly code: string;
  readonly name: string;
}

const TABLE = new URL('../../services/routing/areas-data.json', import.meta.url);
/** Rows of the source that are no places of their own. */
const NO_PLACES = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划', '直辖县']);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const load = createRequire(import.meta.url);
const { version } = load('lcn/package.json') as { version: string };
const rows = ['provinces', 'cities', 'areas'].flatMap((part) => load(`lcn/data/${part}.json`) as SourceArea[]);
const known = new Map(rows.filter(({ name }) => !NO_PLACES.has(name)).map(({ code, name }) => [code, name]));
const areas = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, name]) => `${code}${name}`);
const table = { version: `GB/T 2260, lcn ${version}`, areas: areas.join('|') };
const deflated = deflateRawSync(table.areas, { level: 9 }).toString('base64');

if (!values.check) {
  writeFileSync(TABLE, `${JSON.stringify({ version: table.version, deflated })}\n`);
  console.log(`${areas.length} areas of lcn ${version}.`);
} else if (!isSame(readFileSync(TABLE, 'utf8'))) {
  console.error('services/routing/areas-data.json differs from the installed lcn; freeze it again.');
  process.exitCode = 1;
}

/** Compared inflated: another version of the compressor is no other table. */
function isSame(stored: string): boolean {
  const { version: known, deflated: bytes } = JSON.parse(stored) as { version: string; deflated: string };
  return known === table.version && inflateRawSync(Buffer.from(bytes, 'base64')).toString('utf8') === table.areas;
}
