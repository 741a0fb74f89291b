/** Petitions made of numbers, for measuring among a million: the same number gives the same matter. */
export interface InventedMatter {
  readonly told: string;
  /** The same matter in other words. */
  readonly again: string;
}

const SYLLABLES = [
  '云东西南北青白金石柳桥湖江河山岭溪塘浦泉田园林竹松梅桃杏荷兰菊枫桂槐榆杨',
  '安平福寿康宁和顺兴隆永昌长春明德仁义礼智信忠孝文武英华荣贵富裕丰盛祥瑞',
].join('');
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const PLACES = ['路', '街', '巷', '村', '社区', '镇', '弄', '广场', '市场', '小区'];
const THINGS = ['电动车', '店铺', '院墙', '果树', '货车', '鱼塘', '手机', '门窗', '钢材', '摊位', '仓库', '广告牌'];
const ACTS: readonly (readonly [string, string])[] = [
  ['夜里有人砸', '半夜被人砸坏了'],
  ['白天被一伙人抢走', '大白天有一帮人来抢'],
  ['和邻居为界争执后被毁', '隔壁为了地界把它毁了'],
  ['停在门口被偷', '放在家门口让人偷走'],
  ['被拦着不让动', '有人拦住不许我动'],
  ['让人用油漆泼了', '被泼了一大片油漆'],
];
const POLICE: readonly (readonly [string, string])[] = [
  ['报警以后民警一个多小时才到现场', '打了110等了一个多钟头才有人来'],
  ['派出所说不归他们管', '所里推说这事不是他们的'],
  ['做完笔录就没有下文', '笔录做了以后再也没人联系我'],
  ['现场录像没有调取', '民警没有去调监控'],
  ['说要等鉴定一直没有结果', '一直拖着说鉴定没出来'],
  ['立案以后案子没有进展', '立了案到现在没有破'],
];
const WISHES: readonly (readonly [string, string])[] = [
  ['请依法处理并书面答复', '希望尽快处理给我一个答复'],
  ['要求查明情况追究责任', '请查清楚谁的责任'],
  ['请尽快抓到人挽回损失', '盼望早日把人找到赔我损失'],
];

/** Matter `number`: who, where, what and how are drawn from it, so that millions differ and all share common words. */
export function inventMatter(number: number): InventedMatter {
  const draw = drawing(number);
  const name = () => pick(SYLLABLES, draw()) + pick(SYLLABLES, draw());
  const place = `${name()}${of(PLACES, draw())}${1 + Math.floor(draw() * 300)}号`;
  const town = `${name()}镇`;
  const who = `${pick(SURNAMES, draw())}${pick(SYLLABLES, draw())}${pick(SYLLABLES, draw())}`;
  const thing = of(THINGS, draw());
  const month = 1 + Math.floor(draw() * 12);
  const sum = 300 + Math.floor(draw() * 90_000);
  const act = of(ACTS, draw());
  const police = of(POLICE, draw());
  const wish = of(WISHES, draw());
  return {
    told: `我在${town}${place}的${thing}${month}月里${act[0]},损失${sum}元。对方是${who}。${police[0]}。${wish[0]}。`,
    again: `再次反映:${month}月份${place}(${town})我的${thing}${act[1]},值${sum}元,是${who}一伙干的。${police[1]},${wish[1]}。`,
  };
}

const pick = (letters: string, at: number): string => letters[Math.floor(at * letters.length)] ?? '';
const of = <T>(rows: readonly T[], at: number): T => rows[Math.floor(at * rows.length)] as T;

/** Numbers in [0, 1), each row of them always the same (mulberry32). */
function drawing(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
