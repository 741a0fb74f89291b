import type { LabelledSample } from '../../shared/domain/learning/train-model.ts';

/** Invented matters: a few turns of phrase each, put together by number, so that no two texts are the same. */
const MATTERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  HUKOU: [
    ['孩子出生后', '媳妇从外省嫁来', '分家之后', '大学毕业回来'],
    ['一直落不了户', '户口迁不进来', '户口本上名字写错了', '想把户口单独立出来'],
    ['窗口说缺证明', '跑了几趟都没办成', '材料交了没有下文', '不知道还要什么手续'],
  ],
  'TRAFFIC.FACILITY': [
    ['学校门口', '菜场前面的路口', '小区出来的丁字路', '厂区旁边的大路'],
    ['没有红绿灯', '斑马线磨没了', '货车乱停挡住视线', '减速带坏了一截'],
    ['早晚高峰很危险', '老人过马路要等半天', '上个月撞了两回', '希望尽快装上'],
  ],
  'RESPONSE.SLOW': [
    ['半夜有人砸门', '店里有人闹事', '楼下打架', '车被人划了'],
    ['报警以后等了很久', '打了三次110', '报警后一个多小时', '说马上派人'],
    ['民警才到现场', '没有人来', '人早跑了才来', '第二天才有人联系'],
  ],
  FRAUD: [
    ['网上刷单', '接到冒充客服的电话', '投资平台拉我入群', '说我的账户异常'],
    ['转账以后对方拉黑我', '共享屏幕被转走了钱', '提现一直不到账', '要我把钱转到安全账户'],
    ['一共损失几万元', '这是我全部积蓄', '请帮我止付', '聊天记录我都保存了'],
  ],
};

export const LABELS = Object.keys(MATTERS);

/** `many` texts of each matter, always the same ones. */
export function invented(many: number, labels: readonly string[] = LABELS): LabelledSample[] {
  return labels.flatMap((label) =>
    Array.from({ length: many }, (_, number) => ({ label, text: textOf(label, number) })),
  );
}

export function textOf(label: string, number: number): string {
  const parts = (MATTERS[label] ?? []).map(
    (turns, place) => turns[(number * (place * 2 + 1) + Math.floor(number / turns.length ** place)) % turns.length],
  );
  return `第${number}件:${parts.join(',')}。`;
}
