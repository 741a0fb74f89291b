import { isHome } from './place.ts';
import { compileWords, type Lexicon, normaliseText, scanWords } from './text-normalise.ts';
import type { UnitTree } from './unit-tree.ts';

/** A province, city or county of GB/T 2260 (行政区划) that a text names. */
export interface AreaNamed extends Area {
  /** Where its name begins and ends. */
  readonly start: number;
  readonly end: number;
  /** It and the areas that it was named after, widest first (江苏省, 南京市, 鼓楼区), and where the first of them begins. */
  readonly run: readonly Area[];
  readonly begin: number;
  /** Others that bear the same name, where nothing said which. */
  readonly namesakes: readonly Area[];
}

interface Area {
  readonly code: string;
  readonly name: string;
}

interface Entry extends Area {
  /** `SHORT`: 杭州 for 杭州市, in common use and often a word of another meaning. `CODE`: 330100. */
  readonly form: 'FULL' | 'SHORT' | 'CODE';
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
/** Peoples whose names stand before 自治州, 自治县 and 自治旗, and are left out in speech (恩施州, 凉山). */
const PEOPLES =
  /(?:(?:满|蒙古|回|朝鲜|土家|苗|畲|瑶|侗|壮|仫佬|毛南|黎|羌|彝|藏|仡佬|布依|水|哈尼|傣|纳西|拉祜|佤|布朗|白|景颇|傈僳|独龙|怒|普米|裕固|哈萨克|东乡|保安|撒拉|土|达斡尔|各)族|蒙古|哈萨克|柯尔克孜|塔吉克|锡伯)+$/u;
/** 江西人, 浙江籍: where somebody comes from. */
const ORIGIN = /^(?:人(?![民行才大社流防工口力])|籍|口音)/u;
/** 上海路, 北京饭店: a street or a house that bears the name. */
const NAMED_AFTER =
  /^(?:[东南西北中一二三]{0,2}(?:路|街|道|巷|弄|里)|大(?:街|道|厦|酒店)|小区|花园|新村|饭店|酒店|宾馆|商城|超市|银行|火锅|小吃|烤|菜|面|米?粉|餐)/u;
/** 深圳的派出所: no station is called 深圳的, and no person has one. */
const ITS_POLICE = /^(?:的(?:派出所|公安|警察|民警|交警)|公安[局分]|警方)/u;
/** Between 浙江 and 义乌 stands at most a comma. */
const GAP = /^\p{P}?$/u;

/** The areas of GB/T 2260, ready to be looked for. Data of the store, not of the code: 55 KB that few functions need. */
export interface AreaTable {
  readonly names: Lexicon<Entry>;
}

/** @param areas codes with names, in order: `110000北京市|110101东城区|…` */
export const areaTable = (areas: string): AreaTable => ({
  names: compileWords(
    areas.split('|').flatMap((row): [string, Entry][] => {
      const [code, name] = [row.slice(0, 6), row.slice(6)];
      return [
        [name, { code, name, form: 'FULL' }],
        [code, { code, name, form: 'CODE' }],
        ...shortsOf(name).map((word): [string, Entry] => [word, { code, name, form: 'SHORT' }]),
      ];
    }),
  ),
});

/** 杭州 for 杭州市; 凉山 and 凉山州 for 凉山彝族自治州. */
function shortsOf(name: string): string[] {
  const ending = ENDINGS.find((one) => name.endsWith(one));
  if (ending === undefined) return [];
  const stem = name.slice(0, -ending.length);
  const bare = ending.startsWith('自治') ? stem.replace(PEOPLES, '') : stem;
  const shorts = bare === stem ? [stem] : [bare, `${bare}${ending.slice(2)}`, stem];
  return shorts.filter((short) => short.length >= 2);
}

const isProvince = (code: string): boolean => code.endsWith('0000');
/** 北京市, 天津市, 上海市, 重庆市: provinces that are cities. */
const MUNICIPALITIES: ReadonlySet<string> = new Set(['110000', '120000', '310000', '500000']);
/** Too wide to say that a place of ours is another one: the bureau's own province may be unknown. */
const isWide = (code: string): boolean => isProvince(code) && !MUNICIPALITIES.has(code);
/** A county holds no other area. */
const within = (code: string, parent: string): boolean =>
  code !== parent && parent.endsWith('00') && code.startsWith(parent.slice(0, isProvince(parent) ? 2 : 4));

/** Districts that bear no name of their own: every town has a 城区 and a 东区. */
const GENERIC = /^(?:[东西南北中城郊矿]|老城|新城|市中|城[东西南北中])区$/u;
/** A district is called by its short form after its city only: 太平 and 平安 are words of many villages. */
const isCalledSo = ({ code, name }: Area): boolean => code.endsWith('00') || !name.endsWith('区');

/**
 * The areas that a text names, in order, the narrowest of each run (浙江省金华市义乌市 is 义乌市). A name that several
 * areas bear (鼓楼区) counts only after one they lie in; so does a short form, except of a province, of a city whose
 * police are spoken of (深圳的派出所), or where nothing else is said.
 * @param text normalised text
 */
export const findAreas = (table: AreaTable, text: string): AreaNamed[] =>
  runsOf(table, text).filter(({ namesakes }) => namesakes.length === 0);

function runsOf({ names }: AreaTable, text: string): AreaNamed[] {
  const found: AreaNamed[] = [];
  // 北京市 is a province and the city in it: the wider one, which both are.
  for (const { start, end, values } of scanWords(names, text)) {
    const after = text.slice(end, end + 4);
    const last = found.at(-1);
    const parent = last !== undefined && GAP.test(text.slice(last.end, start)) ? last : undefined;
    const inside = parent === undefined ? [] : values.filter(({ code }) => within(code, parent.code));
    const [entry, ...others] =
      inside.length > 0 ? inside : byItself(values, start === 0 && end === text.length, ITS_POLICE.test(after));
    if (entry === undefined || ORIGIN.test(after) || (entry.form === 'SHORT' && NAMED_AFTER.test(after))) continue;
    const { code, name } = entry;
    const namesakes = others.filter((other) => other.code !== code && !within(other.code, code));
    if (parent !== undefined && inside.length > 0)
      found[found.length - 1] = { ...parent, code, name, start, end, namesakes, run: [...parent.run, { code, name }] };
    else found.push({ code, name, start, end, namesakes, run: [{ code, name }], begin: start });
  }
  return found;
}

/** What a name says that stands after none it lies in. */
function byItself(values: readonly Entry[], nothingElse: boolean, itsPolice: boolean): readonly Entry[] {
  const isCity = itsPolice && values.length === 1;
  const said = values.filter(
    ({ code, form }) =>
      nothingElse || form === 'FULL' || (form === 'SHORT' && (isProvince(code) || (isCity && code.endsWith('00')))),
  );
  const provinces = said.filter(({ code }) => isProvince(code));
  if (provinces.length > 0) return provinces;
  if (said.some(({ name }) => GENERIC.test(name))) return [];
  return said.some((entry) => entry.form !== 'SHORT' || isCalledSo(entry)) ? said : [];
}

/**
 * Where the matter arose if that is outside the bureau: an area of GB/T 2260 that the bureau neither lies in nor
 * serves, named as the place of the matter and not as where somebody lives. The place that was stated goes first. Where
 * a place or unit of the bureau is named as well, only what stands right before it counts (杭州市柳桥路): its name is
 * borne elsewhere, too.
 * @param text normalised text of the petition
 * @param local words by which a place or unit of the bureau was recognised
 */
export function findElsewhere(
  table: AreaTable,
  tree: UnitTree,
  place: string | undefined,
  text: string,
  local: readonly string[] = [],
): AreaNamed | undefined {
  const stated = normaliseText(place ?? '');
  const given = runsOf(table, stated);
  const [areas, words] =
    given.length > 0
      ? [given, stated]
      : [
          runsOf(table, text).filter((area) => !isHome(text, area.begin, area.end) && !isOurWord(tree, text, area)),
          text,
        ];
  const here = local.filter((word) => words.includes(word));
  const own = given.length > 0 || areas.length > 0 ? ownCodes(table, tree) : [];
  const isForeign = ({ code, name }: Area): boolean => !isServed(tree, own, code, name);
  if (here.length > 0)
    return areas.find(
      ({ run, begin, end }) =>
        run.some((area) => !isWide(area.code) && isForeign(area)) &&
        // An address begins with what is widest.
        ((given.length > 0 && begin === 0 && isInFull({ run, begin }, words)) ||
          here.some((word) => words.slice(begin, end).includes(word) || words.startsWith(word, end))),
    );
  const isVague = (area: AreaNamed): boolean => isWide(area.code) || !isInFull(area, words);
  if (local.length > 0 && (given.length === 0 || given.every(isVague))) return undefined;
  const [first] = areas;
  if (first === undefined) return undefined;
  const elsewhere = areas.every(({ run, namesakes }) => run.some(isForeign) && namesakes.every(isForeign));
  return elsewhere ? first : undefined;
}

/** 安康 is a city of another province and may be a village of ours: the short form of a name that we bear is ours. */
const isOurWord = (tree: UnitTree, text: string, { code, name, run, start, end }: AreaNamed): boolean => {
  const said = text.slice(start, end);
  if (said === name || run.length > 1 || isProvince(code)) return false;
  return tree.bureau.units.some((unit) => [unit.name, ...unit.areas].some((own) => own.includes(said)));
};

/** 北京市, not 北京, which many a shop is called after; of a run the widest. */
const isInFull = ({ run, begin }: Pick<AreaNamed, 'run' | 'begin'>, text: string): boolean =>
  !isProvince(run[0]?.code ?? '') || text.startsWith(run[0]?.name ?? '', begin);

/** Codes of the areas that the organs of the bureau bear in their names: 杭州市公安局 lies in 330100. */
function ownCodes(table: AreaTable, tree: UnitTree): readonly string[] {
  const codes = tree.bureau.units
    .filter(({ signsOpinions }) => signsOpinions)
    .flatMap(({ name }) => findAreas(table, normaliseText(name)).map(({ code }) => code));
  // The office of the province, above the bureau, does not make the whole province its own.
  const narrower = codes.filter((code) => !isWide(code));
  return narrower.length > 0 ? narrower : codes;
}

/** It holds the bureau, lies in it, or bears the name of one of its units or places. */
const isServed = (tree: UnitTree, own: readonly string[], code: string, area: string): boolean =>
  own.some((one) => one === code || within(one, code) || within(code, one)) ||
  tree.bureau.units.some(({ name, areas }) => name.includes(area) || areas.includes(area));
