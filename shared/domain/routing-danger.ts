import { list } from './routing-concepts.ts';

/** Words of danger to life or limb now (条例25): they propose the urgent flag, whatever the category. */
export const DANGER_WORDS =
  list(`自杀 自焚 自尽 自缢 自残 轻生 寻短见 跳楼 跳河 跳桥 跳江 跳海 跳井 跳塔 往下跳 卧轨 卧铁轨 躺铁轨 铁轨上躺 割喉 一死了之 以死 绝食 绝笔 见阎王 不想活 不想再活 没法活 活够了 活不下去 喝农药 喝了农药 百草枯 敌敌畏 上吊 割腕 寻死 同归于尽 要杀我 杀了我 要杀人 杀我全家 杀光 杀死我 弄死我 弄死你 弄死他 弄死她 敲死我 打死我 砍死 捅死 烧死 灭门 血洗 跟他拼命 和他拼命 跟他们拼命 跟你们拼命 跟你拼命 要拼命 就拼命
砍人 被砍 拿刀 持刀 提着刀 举着刀 提刀 举刀 带刀 着火了 起火了 正在打 正在被打
快被打死 要出人命 出人命 绑架 被绑 被关在屋里 被困 救命 快来人 爆炸 炸弹 炸药包 tnt 点煤气 开煤气 煤气罐 煤气味 液化气罐 炸了 炸掉 炸毁 炸平 掐着脖子 家暴 往死里打 引爆 遗书 跳下去 死在派出所 死在公安局 死在分局 死在你们 一把火点了 锁在屋里 锁在家里 不让出门 不让我出门 了结自己 结束生命 不活了 死给 割脉 安眠药
劈门 劈开门 斧头砍 说救我 快救我 来救我 活着没意思 活着没有意思 活着没啥意思 交代好后事 跳落去 buxianghuo tiaolou 水米不进`);

/** 去年, 三年前, 2019年5月: a time that is over, up to twelve characters before. */
const LONG_AGO = /(?:[去前]年|[一二三四五六七八九十两几\d]年前|月前|上个?月|\d年|\d月\d{1,2}[日号]).{0,12}$/u;
/** …死了, but not 死了算了. */
const DIED = /^.{0,4}?(?:死了(?![算一也都])|走了|去世|身亡|没了性命|人没了)/u;

/** 三年前跳楼死了: whoever died then is in no danger now, and 条例25 is not about him. */
export const isPastDeath = (text: string, start: number, end: number): boolean =>
  LONG_AGO.test(text.slice(Math.max(0, start - 18), start)) && DIED.test(text.slice(end, end + 10));
