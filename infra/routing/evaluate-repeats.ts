/**
 * Measures how repeats of a matter are found, with the very index that intake uses.
 *
 *   npm run evaluate:repeats -- --texts FILE --pairs FILE
 *
 * Each text that has a partner labelled `same` is looked up among all others. As the clerk is shown it, copies of one
 * letter share a line. "Strictly" each of four copies takes a place, and only the one that was labelled counts as found.
 * Labels are `same` and `different`. A text that has no id, or one that a text before it has, is left out, and so is a
 * pair that names no text, or one twice.
 */
import { createHmac } from 'node:crypto';
import { blindOf } from '../../services/routing/find-repeats.ts';
import type { CaseId, Instant } from '../../shared/domain/ids.ts';
import { rarityAmong, sketchOf } from '../../shared/domain/learning/matter-sketch.ts';
import { type Alike, findAlike, indexWrites } from '../../shared/store/matter-index.ts';
import { KeyedItems } from './keyed-items.ts';
import { readOptions } from './read-options.ts';
import { readUsable, textOf, UnusableInput, withInput } from './read-samples.ts';

const USAGE = 'Usage: npm run evaluate:repeats -- --texts FILE --pairs FILE';
const SHOWN = 10;

const { texts, pairs } = withInput(() => {
  const { options, files } = readOptions(USAGE, ['texts', 'pairs']);
  const { texts: [textFile] = [], pairs: [pairFile] = [] } = options;
  if (textFile === undefined || pairFile === undefined || files.length > 0)
    throw new UnusableInput([...files.map((file) => `${file}: behind no option`), USAGE].join('\n'));
  const texts = readTexts(textFile);
  return { texts, pairs: readPairs(pairFile, texts) };
});
const blind = (gram: number) => blindOf(createHmac('sha256', 'evaluation').update(String(gram)).digest());
const rarity = rarityAmong([...texts.values()]);
const probes = new Map([...texts].map(([id, text]) => [id, sketchOf(text, rarity, blind)]));
const database = new KeyedItems();
const at = '2026-01-01T00:00:00.000Z' as Instant;
// As at intake: looked up first, so that it stands under keys that have room.
for (const [id, probe] of probes) {
  const { keys } = await findAlike(database, id as CaseId, probe, 1);
  for (const write of indexWrites(id as CaseId, { keys, at }, probe)) await database.write(write);
}

const partners = new Map<string, Set<string>>();
for (const { a, b, same } of pairs)
  if (same)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      partners.set(one, (partners.get(one) ?? new Set()).add(other));

const found = new Map<string, readonly Alike[]>();
const begun = performance.now();
for (const id of new Set(pairs.flatMap(({ a, b }) => [a, b]))) {
  const probe = probes.get(id);
  if (probe) found.set(id, (await findAlike(database, id as CaseId, probe, 200)).alike);
}
const each = (performance.now() - begun) / Math.max(1, found.size);

console.log(`${texts.size} texts, ${partners.size} with a partner, ${pairs.length} labelled pairs`);
printHits('as shown, copies of one letter on one line', ({ id, copyOf }) => copyOf ?? id);
printHits('strictly', ({ id }) => id);
console.log('\nlikeness at least   precision   recall   (labelled pairs)');
for (const least of [0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6]) {
  const said = pairs.filter(({ a, b }) => likenessOf(a, b) >= least);
  const right = said.filter(({ same }) => same).length;
  const all = pairs.filter(({ same }) => same).length;
  console.log(`  ${least.toFixed(2)} ${percent(right, said.length)} ${percent(right, all)}   ${said.length}`);
}
console.log(
  `\ntime per look-up ${each.toFixed(2)} ms; items written per petition at most ${Math.max(...[...probes.values()].map(({ keys }) => keys.length))}`,
);

function readTexts(file: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  readUsable(file, 'text with an id', (row) => {
    const [id, text] = [textOf(row.id), `${textOf(row.title)}\n${textOf(row.text)}`];
    if (id === '') return 'no id';
    if (text.trim() === '') return 'no text';
    if (texts.has(id)) return 'an id that a row before it has';
    return texts.set(id, text);
  });
  return texts;
}

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

function readPairs(file: string, texts: ReadonlyMap<string, string>): readonly Pair[] {
  const { used, rows } = readUsable(file, 'labelled pair of two texts', (row): Pair | string => {
    const [a, b, label] = [textOf(row.a), textOf(row.b), textOf(row.label)];
    if (a === '' || b === '') return `no ${a === '' ? 'a' : 'b'}`;
    if (label !== 'same' && label !== 'different') return 'a label other than same and different';
    if (!texts.has(a) || !texts.has(b)) return `${texts.has(a) ? 'b' : 'a'} names no text`;
    return a === b ? 'a and b are one text' : { a, b, same: label === 'same' };
  });
  if (!used.some(({ same }) => same)) throw new UnusableInput(`${file} has no pair with the label same (${rows} rows)`);
  return used;
}

function likenessOf(a: string, b: string): number {
  return Math.max(
    found.get(a)?.find(({ id }) => id === b)?.likeness ?? 0,
    found.get(b)?.find(({ id }) => id === a)?.likeness ?? 0,
  );
}

/** @param placeOf what takes a place in the list */
function printHits(name: string, placeOf: (hit: Alike) => string): void {
  const hitAt = (depth: number): number =>
    [...partners].filter(([id, same]) => {
      const places = new Set<string>();
      return (found.get(id) ?? []).some((hit) => places.add(placeOf(hit)).size <= depth && same.has(hit.id));
    }).length;
  console.log(`${name}:`);
  for (const depth of [1, 3, SHOWN]) console.log(`  hit@${depth} ${percent(hitAt(depth), partners.size)}`);
}

function percent(part: number, whole: number): string {
  return (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)} %`).padStart(9);
}
