/**
 * Measures how the place of the matter is found, with the very function that routing uses.
 *
 *   npm run evaluate:places -- FILE
 *
 * JSON lines with `text`, `title` and `area`, the name of the place that is right. The areas of the file stand for the
 * bureau's table of places, one unit each; an area that the texts name right behind another (云泽市东湖区) lies in it.
 * Routing looks for the narrowest unit: a district found where the file says its city is counted as narrower, not as
 * right.
 */
import { findPlace } from '../../shared/domain/place.ts';
import { compileWords, normaliseText, scanWords } from '../../shared/domain/text-normalise.ts';
import { areaUnits } from './area-units.ts';
import { readOptions } from './read-options.ts';
import { type Row, readUsable, textOf, UnusableInput, withInput } from './read-samples.ts';

const USAGE = 'Usage: npm run evaluate:places -- FILE';

const { rows, used: placed } = withInput(() => {
  const [file, ...others] = readOptions(USAGE, []).files;
  if (file === undefined || others.length > 0)
    throw new UnusableInput([...others.map((other) => `${other}: one file at a time`), USAGE].join('\n'));
  return readUsable(file, 'text with a place', placedIn);
});
const areas = [...new Set(placed.map(({ area }) => area))];
const names = compileWords(areas.map((area) => [area, area] as const));
const tree = areaUnits(
  areas,
  placed.map(({ text }) => scanWords(names, text)),
);

const count = { named: 0, right: 0, narrower: 0, districts: 0, districtsRight: 0 };
const districts = new Set(
  tree.bureau.units.filter(({ parent }) => parent !== undefined).map(({ areas: [name] }) => name),
);
const begun = performance.now();
for (const { area, text } of placed) {
  const found = findPlace(tree, undefined, text);
  if (!found) continue;
  count.named += 1;
  if (districts.has(area)) count.districts += 1;
  const [unit, ...others] = found.units;
  if (unit === undefined || others.length > 0) continue;
  const isRight = tree.unit(unit)?.areas[0] === area;
  if (isRight) count.right += 1;
  if (isRight && districts.has(area)) count.districtsRight += 1;
  if (tree.parentOf(unit)?.areas[0] === area) count.narrower += 1;
}
const each = (performance.now() - begun) / Math.max(1, placed.length);

console.log(`${rows} rows, ${placed.length} with an area, ${areas.length} different areas`);
console.log(`texts that name an area            ${String(count.named).padStart(6)}`);
print('found as the file says', count.right, count.named);
print('found, a district of it', count.narrower, count.named);
print('found elsewhere, or wider', count.named - count.right - count.narrower, count.named);
print(`where a district is right (${count.districts})`, count.districtsRight, count.districts);
console.log(`time per text ${each.toFixed(3)} ms`);

function placedIn(row: Row) {
  const area = textOf(row.area).trim();
  const text = normaliseText(`${textOf(row.title)}\n${textOf(row.text)}`);
  if (area === '') return 'no area';
  return text.trim() === '' ? 'no text' : { area, text };
}

function print(what: string, part: number, whole: number): void {
  const share = whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)} %`;
  console.log(`${what.padEnd(34)} ${String(part).padStart(6)}   ${share}`);
}
