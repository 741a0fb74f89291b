import { lettersOf, normaliseText } from './text-normalise.ts';

/** Family names (姓) as most people here have one, those of two characters first. */
const FAMILY_NAMES = [
  '欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|端木',
  '[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景单包柏宁柯阮桂闵解柴华车冉房边吉饶刁瞿戚丘古米池滕晋邬臧宫苟褚廉简娄盖符奚穆党燕郎冀谈姬屠连晏栾郁商蒙喻窦迟敖冷卓花仇裘艾蓝巩井练仲乐虞卞封楚佟栗匡宗巫鞠桑荆谌沙岑胥蔺]',
].join('|');

/** What a police officer is called by beside his name. */
const POSTS =
  '(?:民|辅|协|交|刑|片|干|户籍|社区)警|警[察官长]|[所队局处科厅探]长|政委|教导员|指导员|主任|同志|领导|干部|工作人员';

/** What is said of no one, though it begins like a name: 民警态度恶劣、领导严重不作为. */
const NO_NAMES = new RegExp(
  `^(?:${[
    '没有|不清|不知|不详|未知|不明|某某|本人|本地|当地|有关|相关|任何|全体|所有',
    '严[重厉格肃]|高[度声调]|常[年常]|成[天日]|曾[经多]|于是|向[我他她群当]|时[候常间]|任[意由职凭]|单[独方位]|安[排抚]|明知|解释',
    '连[续夜]|平[时白]|关[系于门押注]|路[过上]|车[辆上]|白[天费]|马[上路]|查[处看询封办]|计较|温和|项目|焦急|文[明书]|施[暴压工]',
    '包[庇括]|左右|游客|万[一般]|何[时人故以]|张口|张嘴|陈述|程[序度]|谢绝|冷[漠淡]|乐意|管[理辖教]|祝贺|费[用事]|简单|甘愿',
    '戴[着了]|金额|易怒|武[断力]|和[我他她谁]|石头|古怪|江[边湖]|方[式面法]|余[下款]|支[持队]|家[里属]|花[钱费]|童[年工]|井[盖然]',
  ].join('|')})|[所局队处科室村街镇乡路市县区]$`,
  'u',
);
/** Words for a unit or anybody of it, and for not knowing. */
const NOBODY_BY_NAME = /派出所|公安|警|[所局队处科室]$|单位|部门|领导|干部|工作人员|没有|^无|不清楚|不知|不详|未知|某/u;

const HAN = '\\p{Script=Han}';
const ALONE = new RegExp(`^(?:${FAMILY_NAMES})${HAN}{1,2}$`, 'u');
const AFTER_POST = new RegExp(`(?:${POSTS}|叫|姓名)((?:${FAMILY_NAMES})${HAN})`, 'gu');
const BEFORE_POST = new RegExp(`((?:${FAMILY_NAMES})${HAN}{1,2})副?(?:${POSTS})`, 'gu');

/**
 * Names of people in words that say of whom a petition complains (被反映人), also of those whom no table of the bureau
 * knows: a text that is nothing but a name, a name that stands alone between marks, or beside a post (民警贾仁义, 贾仁义所长).
 * Where a name ends after a post nobody can tell (民警王强打人): there its first two characters stand for it.
 */
export function namesIn(words: string): string[] {
  const text = normaliseText(words);
  const whole = lettersOf(text);
  const matches = [AFTER_POST, BEFORE_POST].flatMap((pattern) => [...text.matchAll(pattern)]);
  const names = [
    ...(whole.length <= 4 && !NOBODY_BY_NAME.test(whole) ? [whole] : []),
    ...text.split(/[^\p{L}]+/u).filter((phrase) => ALONE.test(phrase)),
    ...matches.map(([, name = '']) => name),
  ];
  return [...new Set(names)].filter((name) => name.length > 1 && !NO_NAMES.test(name));
}
