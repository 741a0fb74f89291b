/**
 * Freezes the yearly State Council notices (国务院办公厅放假通知) into `shared/domain/calendar-data.json`.
 *
 *   node infra/calendar/freeze-calendar.ts [--revision <n>] [--check]
 *
 * The version is `CN-<last year>.<revision>`; raise the revision when a year already in the table changes. With
 * `--check` nothing is written; exit code 1 says that the table differs from the installed source.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { checkCalendarData } from '../../shared/domain/calendar-table.ts';
import { type SourceDays, tableFrom, textOf } from './table-from-source.ts';

const TABLE = new URL('../../shared/domain/calendar-data.json', import.meta.url);

const { values } = parseArgs({
  options: { revision: { type: 'string', default: '1' }, check: { type: 'boolean', default: false } },
});
const source = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as SourceDays;
const lastYear = Object.keys(source.holidays).sort().at(-1)?.slice(0, 4);
const table = tableFrom(source, `CN-${lastYear}.${values.revision}`);
checkCalendarData(table);

if (!values.check) {
  writeFileSync(TABLE, textOf(table));
  console.log(`${table.version}: ${Object.keys(table.years).length} years up to ${lastYear}.`);
} else if (readFileSync(TABLE, 'utf8') === textOf(table)) {
  console.log(`${table.version}: the table equals its source.`);
} else {
  console.error(
    `shared/domain/calendar-data.json differs from the installed chinese-days; freeze it again and read the difference.`,
  );
  process.exitCode = 1;
}
