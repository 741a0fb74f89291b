import type { Unit } from './bureau.ts';
import type { UnitId } from './ids.ts';
import { compileWords, type Hit, type Lexicon, normaliseText, scanWords } from './text-normalise.ts';
import { isAbolished } from './unit-history.ts';
import type { UnitTree } from './unit-tree.ts';

/** Where the matter arose (问题属地), as the unit tables know places; the petitioner's home is no input. */
export interface PlaceFound {
  /** Units whose area the place is; several only where the tables overlap. */
  readonly units: readonly UnitId[];
  /** The place names that led there, widest first. */
  readonly words: readonly string[];
  /** `HOME`: the text names a place only as where its writer lives; a hint, no ground. */
  readonly from: 'GIVEN' | 'TEXT' | 'HOME';
  /** Units of other places that the text names as well, neither inside it nor around it. */
  readonly others: readonly UnitId[];
}

/** A unit that the text names. */
export interface UnitNamed {
  readonly unit: UnitId;
  readonly words: readonly string[];
  readonly times: number;
}

/** Words before a place that say where somebody lives, not where something happened. */
const HOME_WORDS = [
  ...['家住', '我住', '住在', '现住', '租住', '暂住', '住址', '居住地', '我家在', '家在', '老家', '原籍', '籍贯'],
  ...['户籍地', '户籍在', '户籍是', '户籍为', '户籍:', '我户籍', '户口在', '是本市', '居民'],
  ...['身份证地址', '联系地址', '通讯地址', '家庭地址'],
];
const HOME_REACH = 6;
/** Words after a place that say what somebody does there every day: the act is where another place is named. */
const DAILY_WORDS = ['上班', '工作', '打工', '开店', '做生意', '经商', '摆摊', '上学', '读书', '有店', '有门店'];
const DAILY_REACH = 6;

interface Index {
  readonly places: Lexicon<UnitId>;
  readonly names: Lexicon<UnitId>;
}

const indexes = new WeakMap<UnitTree, Index>();

function indexOf(tree: UnitTree): Index {
  const known = indexes.get(tree);
  if (known !== undefined) return known;
  const { units } = tree.bureau;
  const today = units.filter((unit) => !isAbolished(unit));
  const gone = units.filter(isAbolished);
  const former = (unit: Unit): readonly string[] => (unit.formerNames ?? []).map(({ name }) => name);
  const present = ({ name, aliases }: Unit): readonly string[] => [name, ...aliases];
  const index: Index = {
    // A name of a unit hides the name of a place inside it: 柳桥派出所 is no mention of 柳桥.
    places: compileWords(
      firstOnly([wordsOf(today, ({ areas }) => areas), wordsOf(gone, ({ areas }) => areas)]).map(
        // The places of a unit that is no more, and that no other has, lead to whoever took over.
        ([area, unit]) => [area, tree.presentOf(unit)],
      ),
    ),
    names: compileWords(
      firstOnly([
        wordsOf(today, present),
        [...wordsOf(today, former), ...wordsOf(gone, present), ...wordsOf(gone, former)],
      ]),
    ),
  };
  indexes.set(tree, index);
  return index;
}

type Word = readonly [word: string, unit: UnitId];

const wordsOf = (units: readonly Unit[], of: (unit: Unit) => readonly string[]): Word[] =>
  units.flatMap((unit) => of(unit).map((word): Word => [word, unit.id]));

/** A word that a unit bears or has today is not led to one that bore or had it before. */
function firstOnly([today, before]: readonly [readonly Word[], readonly Word[]]): Word[] {
  const taken = new Set(today.map(([word]) => word));
  return [...today, ...before.filter(([word]) => !taken.has(word))];
}

/**
 * Finds the place of the matter. The place that was stated goes first, else the first named in the text, that of the
 * act before where somebody is every day; a narrower place inside it that is named as well refines it (district, then
 * road). Longest name wins.
 * @param place the place as stated at registration
 * @param text normalised text of the petition
 */
export function findPlace(tree: UnitTree, place: string | undefined, text: string): PlaceFound | undefined {
  const { places, names } = indexOf(tree);
  const given = place === undefined ? [] : scanWords(places, normaliseText(place));
  const named = firstMentions(outside(scanWords(places, text), scanWords(names, text)), text);
  const home = named.filter((mention) => mention.home).map((mention) => mention.hit);
  const scene = named.filter((mention) => !mention.home).map((mention) => mention.hit);
  if (given.length > 0) return refine(tree, [...given, ...scene], 'GIVEN');
  if (scene.length > 0) {
    const daily = new Set(scene.filter(({ end }) => isDaily(text, end)));
    return refine(tree, [...scene.filter((hit) => !daily.has(hit)), ...daily], 'TEXT');
  }
  if (home.length > 0) return refine(tree, home, 'HOME');
  return undefined;
}

/** Hits that no longer name covers; both lists are in order of their starts, so that one pass is enough. */
function outside(hits: readonly Hit<UnitId>[], names: readonly Hit<UnitId>[]): Hit<UnitId>[] {
  let next = 0;
  let reach = 0;
  return hits.filter((hit) => {
    for (let name = names[next]; name !== undefined && name.start <= hit.start; name = names[next]) {
      if (name.word !== hit.word) reach = Math.max(reach, name.end);
      next += 1;
    }
    return hit.end > reach;
  });
}

/** True where the words before a place say that somebody lives there. */
export function isHome(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - HOME_REACH), start);
  return HOME_WORDS.some((word) => before.includes(word));
}

function isDaily(text: string, end: number): boolean {
  const after = text.slice(end, end + DAILY_REACH);
  return DAILY_WORDS.some((word) => after.includes(word));
}

/** Each place once, as scene if it is ever named as one, in order of mention. */
function firstMentions(hits: readonly Hit<UnitId>[], text: string): { hit: Hit<UnitId>; home: boolean }[] {
  const scenes = new Map<string, Hit<UnitId>>();
  const homes = new Map<string, Hit<UnitId>>();
  // 家住西岭区松岭镇: what follows at once is part of the same address.
  let homeUntil = -1;
  for (const hit of hits) {
    const home = hit.start === homeUntil || isHome(text, hit.start);
    if (home) homeUntil = hit.end;
    if (scenes.has(hit.word)) continue;
    const list = home ? homes : scenes;
    if (!list.has(hit.word)) list.set(hit.word, hit);
  }
  return [
    ...[...scenes.values()].map((hit) => ({ hit, home: false })),
    ...[...homes.values()].filter((hit) => !scenes.has(hit.word)).map((hit) => ({ hit, home: true })),
  ];
}

function refine(tree: UnitTree, hits: readonly Hit<UnitId>[], from: PlaceFound['from']): PlaceFound | undefined {
  const [first, ...rest] = hits;
  if (first === undefined) return undefined;
  let units: readonly UnitId[] = [...new Set(first.values)];
  const words = [first.word];
  for (const hit of rest) {
    const inside = hit.values.filter((unit) => units.some((outer) => unit !== outer && tree.isWithin(unit, outer)));
    if (inside.length > 0) {
      units = [...new Set(inside)];
      words.push(hit.word);
    }
  }
  const kin = (a: UnitId, b: UnitId): boolean => tree.isWithin(a, b) || tree.isWithin(b, a);
  const others = from === 'TEXT' ? rest.flatMap(({ values }) => values) : [];
  return {
    units,
    words,
    from,
    others: [...new Set(others)].filter((other) => !units.some((unit) => kin(unit, other))),
  };
}

/**
 * Units that the text names by full name or alias, most often named first, then in order of mention; an old name, and a
 * unit that is no more, stand for whoever took over.
 * @param text normalised text
 */
export const findUnitsNamed = (tree: UnitTree, text: string): UnitNamed[] => unitsNamed(tree, text, tree.presentOf);

/** …each as it was named, whatever became of it: what is held against a unit binds all that took over from it (P-03). */
export const findUnitsAsNamed = (tree: UnitTree, text: string): UnitNamed[] => unitsNamed(tree, text, (unit) => unit);

function unitsNamed(tree: UnitTree, text: string, meant: (unit: UnitId) => UnitId): UnitNamed[] {
  const found = new Map<UnitId, { unit: UnitId; words: string[]; times: number }>();
  for (const hit of scanWords(indexOf(tree).names, text)) {
    for (const unit of new Set(hit.values.map(meant))) {
      const entry = found.get(unit) ?? { unit, words: [], times: 0 };
      entry.times += 1;
      if (!entry.words.includes(hit.word)) entry.words.push(hit.word);
      found.set(unit, entry);
    }
  }
  return [...found.values()].sort((left, right) => right.times - left.times);
}
