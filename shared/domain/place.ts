import type { Unit } from './bureau.ts';
import type { UnitId } from './ids.ts';
import { compileWords, type Hit, type Lexicon, normaliseText, scanWords } from './text-normalise.ts';
import { inCharge, isAbolished } from './unit-history.ts';
import type { UnitTree } from './unit-tree.ts';

/** Where the matter arose (问题属地), as the unit tables know places; the petitioner's home is no input. */
export interface PlaceFound {
  /** Units whose area the place is; several where the tables overlap or its unit was split, none where it is doubtful. */
  readonly units: readonly UnitId[];
  /** The place names that led there, widest first. */
  readonly words: readonly string[];
  /** `HOME`: a place is named only as where its writer lives, or none that is surely ours; a hint, no ground. */
  readonly from: 'GIVEN' | 'TEXT' | 'HOME';
  /** Units of other places that are named beside it, neither inside it nor around it. */
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
  ...['户籍地', '户籍在', '户籍是', '户籍为', '户籍:', '我户籍', '户口在', '是本市'],
  ...['身份证地址', '联系地址', '通讯地址', '家庭地址'],
];
const HOME_REACH = 6;
/** 柳桥社区居民, 望江路(住址): what follows a place that is a home; 居民楼 and 业主委员会 are none. */
const HOME_AFTER =
  /^(?:\(?(?:家庭)?(?:住址|居住地|户籍)|的?(?:一名|普通|老)?(?:居民|住户|业主)(?![楼区委小点组群家]|代表|大会))/u;
/** 案发地点:柳桥路, 事发在柳桥路: what says that the place which follows is the one. */
const LABEL = /(?:案发|事发|出事|发生)(?:地点|地址|地|现场|位置)?[是为于在:,(]{0,3}$/u;
const LABEL_REACH = 9;
/** 在新柳桥路, 东湖区东望江路: a longer name of another road; 晚上柳桥路 is none. */
const LONGER_NAME = /(?:^|[\p{P}在到去至从于是往经过由位住沿区镇乡县市村和与的])[新老东西南北中上下大小]$/u;
const ROAD = /[路街巷道弄]$/u;
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
      firstOnly([wordsOf(today, ({ areas }) => areas), wordsOf(gone, ({ areas }) => areas)]).flatMap(
        // The places of a unit that is no more, and that no other has, lead to all that took over.
        ([area, unit]) => inCharge(unit, tree).map((heir): Word => [area, heir]),
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
 * Finds the place of the matter. The place that was stated goes first, else the first named in the text; in each, one
 * that is called the place of the act before all others, that of the act before where somebody is every day, and where
 * somebody lives last. A narrower place inside it that is named as well refines it (district, then road). Longest name
 * wins.
 * @param place the place as stated at registration
 * @param text normalised text of the petition
 */
export function findPlace(tree: UnitTree, place: string | undefined, text: string): PlaceFound | undefined {
  const index = indexOf(tree);
  const given = mentionsIn(index, normaliseText(place ?? ''));
  const named = mentionsIn(index, text);
  const scenes = (mentions: readonly Mention[]): Hit<UnitId>[] => hitsOf(mentions, ['LABELLED', 'SCENE', 'DAILY']);
  const [stated, told] = [scenes(given), scenes(named)];
  const all = [...given, ...named];
  const home = hitsOf(all, ['HOME']);
  const doubtful = hitsOf(all, ['LONGER']);
  // Beside what was stated the text decides nothing, nor does it raise a doubt.
  if (stated.length > 0) return refine(tree, [...stated, ...told], 'GIVEN', [...stated, ...hitsOf(given, ['LONGER'])]);
  if (told.length > 0) return refine(tree, told, 'TEXT', [...told, ...doubtful]);
  if (home.length > 0) return refine(tree, home, 'HOME', doubtful);
  const [first] = doubtful;
  if (first === undefined) return undefined;
  return {
    units: [],
    words: [first.word],
    from: 'HOME',
    others: [...new Set(doubtful.flatMap(({ values }) => values))],
  };
}

/** What the words around a place make of it. `LONGER`: its name is the end of another one (新柳桥路). */
type Meaning = 'LABELLED' | 'SCENE' | 'DAILY' | 'HOME' | 'LONGER';

interface Mention {
  readonly hit: Hit<UnitId>;
  readonly meaning: Meaning;
}

/** Each place once for each meaning, by meaning, then in order of mention. */
function hitsOf(mentions: readonly Mention[], meanings: readonly Meaning[]): Hit<UnitId>[] {
  const found = new Map<string, Hit<UnitId>>();
  for (const meaning of meanings)
    for (const one of mentions)
      if (one.meaning === meaning && !found.has(one.hit.word)) found.set(one.hit.word, one.hit);
  return [...found.values()];
}

/** The places of a text in order; what follows one at once is part of the same address (家住西岭区松岭镇). */
function mentionsIn({ places, names }: Index, text: string): Mention[] {
  const hits = outside(scanWords(places, text), scanNames(names, text));
  const mentions: Mention[] = [];
  let address: Hit<UnitId>[] = [];
  for (const [at, hit] of hits.entries()) {
    address.push(hit);
    if (hits[at + 1]?.start === hit.end) continue;
    const meaning = meaningOf(text, address[0]?.start ?? 0, hit.end, ROAD.test(address[0]?.word ?? ''));
    for (const one of address)
      mentions.push({
        hit: meaning === 'LONGER' ? { ...one, word: text.slice(one.start - 1, one.end) } : one,
        meaning,
      });
    address = [];
  }
  return mentions;
}

function meaningOf(text: string, start: number, end: number, road: boolean): Meaning {
  if (road && LONGER_NAME.test(text.slice(Math.max(0, start - 2), start))) return 'LONGER';
  if (LABEL.test(text.slice(Math.max(0, start - LABEL_REACH), start))) return 'LABELLED';
  if (isHome(text, start, end)) return 'HOME';
  return isDaily(text, end) ? 'DAILY' : 'SCENE';
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

/** True where the words before or after a place say that somebody lives there. */
export function isHome(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - HOME_REACH), start).replace(/.*[,。;!?)]/u, '');
  return HOME_WORDS.some((word) => before.includes(word)) || HOME_AFTER.test(text.slice(end, end + 9));
}

function isDaily(text: string, end: number): boolean {
  const after = text.slice(end, end + DAILY_REACH);
  return DAILY_WORDS.some((word) => after.includes(word));
}

/** @param named what may be the place as well: of those, units that have nothing to do with it are the others */
function refine(
  tree: UnitTree,
  [first, ...rest]: readonly Hit<UnitId>[],
  from: PlaceFound['from'],
  named: readonly Hit<UnitId>[],
): PlaceFound {
  let units: readonly UnitId[] = [...new Set(first?.values)];
  const words = [first?.word ?? ''];
  for (const hit of rest) {
    const inside = hit.values.filter((unit) => units.some((outer) => unit !== outer && tree.isWithin(unit, outer)));
    if (inside.length > 0) {
      units = [...new Set(inside)];
      words.push(hit.word);
    }
  }
  const kin = (a: UnitId, b: UnitId): boolean => tree.isWithin(a, b) || tree.isWithin(b, a);
  const others = new Set(named.flatMap(({ values }) => values));
  return { units, words, from, others: [...others].filter((other) => !units.some((unit) => kin(unit, other))) };
}

/**
 * Units that the text names by full name or alias, most often named first, then in order of mention; an old name, and a
 * unit that is no more, stand for whoever took over.
 * @param text normalised text
 */
export const findUnitsNamed = (tree: UnitTree, text: string): UnitNamed[] =>
  unitsNamed(scanNames(indexOf(tree).names, text), (unit) => inCharge(unit, tree));

/** …each as it was named, whatever became of it: what is held against a unit binds all that took over from it (P-03). */
export const findUnitsAsNamed = (tree: UnitTree, text: string): UnitNamed[] =>
  unitsNamed(scanWords(indexOf(tree).names, text), (unit) => [unit]);

/** 柳桥所在的街道, 望江所属小区, 青石所有村民: 所 is no station there; 柳桥所有民警 and 柳桥所以警力不足为由 are. */
const NO_STATION =
  /^(?:在[地的位街区镇乡村县市社小片路]|有(?![个位名一两几些人民警辅协领关])|属(?![于实])|以(?!.{1,14}(?:为由|为名|借口|理由)))/u;

/** Names of units in a text. Of what is held against somebody all count: {@link findUnitsAsNamed}. */
const scanNames = (names: Lexicon<UnitId>, text: string): Hit<UnitId>[] =>
  scanWords(names, text).filter(
    ({ word, end }) => !/[^出守留]所$/u.test(word) || !NO_STATION.test(text.slice(end, end + 20)),
  );

function unitsNamed(hits: readonly Hit<UnitId>[], meant: (unit: UnitId) => readonly UnitId[]): UnitNamed[] {
  const found = new Map<UnitId, { unit: UnitId; words: string[]; times: number }>();
  for (const hit of hits) {
    for (const unit of new Set(hit.values.flatMap(meant))) {
      const entry = found.get(unit) ?? { unit, words: [], times: 0 };
      entry.times += 1;
      if (!entry.words.includes(hit.word)) entry.words.push(hit.word);
      found.set(unit, entry);
    }
  }
  return [...found.values()].sort((left, right) => right.times - left.times);
}
