import { isHome } from './place.ts';
import { compileWords, type Lexicon, normaliseText, scanWords } from './text-normalise.ts';
import type { UnitTree } from './unit-tree.ts';

/** A province, city or county of GB/T 2260 (行政区划) that a text names. */
export interface AreaNamed {
  readonly code: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly code: string;
  readonly name: string;
  /** 杭州 for 杭州市: in common use, and often a word of another meaning. */
  readonly short: boolean;
}

/** Endings that are left out in speech; the longest goes first. */
const ENDINGS = [
  '特别行政区',
  '维吾尔自治区',
  '壮族自治区',
  '回族自治区',
  '自治区',
  '自治州',
  '自治县',
  '自治旗',
  '地区',
  '新区',
  '省',
  '市',
  '县',
  '区',
  '盟',
  '旗',
];
/** Between 浙江 and 义乌 stands at most a comma. */
const GAP = 1;

/** The areas of GB/T 2260, ready to be looked for. Data of the store, not of the code: 55 KB that few functions need. */
export interface AreaTable {
  readonly names: Lexicon<Entry>;
}

/** @param areas codes with names, in order: `110000北京市|110101东城区|…` */
export const areaTable = (areas: string): AreaTable => ({
  names: compileWords(
    areas.split('|').flatMap((row): [string, Entry][] => {
      const [code, name] = [row.slice(0, 6), row.slice(6)];
      const short = shortOf(name);
      const full: [string, Entry] = [name, { code, name, short: false }];
      return short === undefined ? [full] : [full, [short, { code, name, short: true }]];
    }),
  ),
});

function shortOf(name: string): string | undefined {
  const ending = ENDINGS.find((one) => name.endsWith(one));
  const short = ending === undefined ? name : name.slice(0, -ending.length);
  return short.length >= 2 && short !== name ? short : undefined;
}

const isProvince = (code: string): boolean => code.endsWith('0000');
const within = (code: string, parent: string): boolean =>
  code !== parent && code.startsWith(isProvince(parent) ? parent.slice(0, 2) : parent.slice(0, 4));

/**
 * The areas that a text names, in order, the narrowest of each run (浙江省金华市义乌市 is 义乌市). A name that several
 * areas bear (鼓楼区) counts only after one they lie in; so does a short form, except of a province or where nothing
 * else is said.
 * @param text normalised text
 */
export function findAreas({ names }: AreaTable, text: string): AreaNamed[] {
  const found: AreaNamed[] = [];
  // 北京市 is a province and the city in it: the wider one, which both are.
  for (const { start, end, values } of scanWords(names, text)) {
    const last = found.at(-1);
    const parent = last !== undefined && start - last.end <= GAP ? last : undefined;
    const inside = parent === undefined ? [] : values.filter(({ code }) => within(code, parent.code));
    const nothingElse = start === 0 && end === text.length;
    const alone = values.filter(({ code, short }) => !short || nothingElse || isProvince(code));
    const [entry, ...others] = inside.length > 0 ? inside : alone;
    if (entry === undefined || others.some(({ code }) => code !== entry.code && !within(code, entry.code))) continue;
    const named = { code: entry.code, name: entry.name, start, end };
    if (inside.length > 0) found[found.length - 1] = named;
    else found.push(named);
  }
  return found;
}

/**
 * Where the matter arose if that is outside the bureau: a county or city of GB/T 2260 that none of its units bears or
 * serves, named as the place of the matter and not as where somebody lives.
 * @param text normalised text of the petition
 */
export function findElsewhere(
  table: AreaTable,
  tree: UnitTree,
  place: string | undefined,
  text: string,
): AreaNamed | undefined {
  const given = findAreas(table, normaliseText(place ?? ''));
  const areas = given.length > 0 ? given : findAreas(table, text).filter(({ start }) => !isHome(text, start));
  const [first] = areas;
  if (first === undefined || areas.some(({ name }) => isServed(tree, name))) return undefined;
  return first;
}

const isServed = (tree: UnitTree, area: string): boolean =>
  tree.bureau.units.some(({ name, areas }) => name.includes(area) || areas.includes(area));
