import { localDateOf } from '../../shared/domain/calendar.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import type { LocalDate } from '../../shared/domain/ids.ts';
import type { WallEntry } from './flag-wall.ts';

/** Up to so many flags there is room for large cards; above it the cards are those of a full wall. */
const FEW = 8;

/** One sheet of A3, to be read from across a room; in black and white the flag and the words remain. */
const STYLE = `@page{size:A3 landscape;margin:10mm}
*{box-sizing:border-box}
body{font-family:"Noto Sans SC","Noto Serif SC","Microsoft YaHei","SimHei",sans-serif;margin:0;color:#111;background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{width:400mm;min-height:274mm;margin:0 auto;display:flex;flex-direction:column}
header{background:#c00;color:#fff;padding:5mm 8mm;display:flex;justify-content:space-between;align-items:center}
h1{font-size:15mm;line-height:1.1;margin:0;letter-spacing:2mm}
header p{font-size:5.5mm;margin:0;text-align:right;line-height:1.5}
ol{list-style:none;margin:5mm 0 0;padding:0;flex:1;display:grid;gap:3.5mm;grid-template-columns:repeat(4,1fr);grid-auto-rows:43mm}
ol.few{grid-template-columns:repeat(2,1fr);grid-auto-rows:54mm}
li{border:.8mm solid #c00;padding:2mm 3mm;display:flex;flex-direction:column;break-inside:avoid;overflow:hidden}
.unit{display:flex;align-items:center;gap:2mm;font-size:6.4mm;font-weight:700;line-height:1.15}
.unit span{flex:1;min-width:0;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.unit b{color:#c00;font-size:8mm;white-space:nowrap}
svg{width:9mm;height:10mm;flex:none}
dl{margin:1mm 0 0;font-size:3.9mm;line-height:1.3;flex:1;overflow:hidden}
dl div{display:flex;gap:1.5mm}dt{font-weight:700;white-space:nowrap}
dd{margin:0;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;overflow-wrap:anywhere}
li small{font-size:3mm;color:#333;display:flex;justify-content:space-between;gap:2mm;white-space:nowrap;overflow:hidden}
.few .unit{font-size:9mm}.few .unit b{font-size:11mm}.few svg{width:14mm;height:16mm}
.few dl{font-size:5.1mm}.few small{font-size:4.2mm}
.none{font-size:12mm;text-align:center;margin:60mm 0;flex:1}
footer{border-top:.5mm solid #c00;margin-top:4mm;padding-top:2mm;font-size:4.2mm;display:flex;justify-content:space-between}`;

const FLAG =
  '<svg viewBox="0 0 36 40" aria-hidden="true"><path d="M4 1v38" stroke="#111" stroke-width="3"/><path d="M6 3h28l-8 9 8 9H6z" fill="#c00"/></svg>';

/** Text as part of a page. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The organ stands in the heading: on the cards the name of the unit is enough. */
function card(
  { unitName, days, reason, clearCondition, raisedBy, since, caseId, clockZh, due }: WallEntry,
  organName: string,
): string {
  const short = unitName.startsWith(organName) && unitName !== organName ? unitName.slice(organName.length) : unitName;
  const lines = [
    ['事由', reason ?? '见办理记录'],
    ['摘牌条件', clearCondition ?? '见办理记录'],
    ...(clockZh ? [['期限', `${clockZh} ${due}`]] : []),
  ];
  const words = lines.map(([name, text]) => `<div><dt>${name}</dt><dd>${escaped(text ?? '')}</dd></div>`);
  return `<li><div class="unit">${FLAG}<span>${escaped(short)}</span><b>${days} 日</b></div><dl>${words.join('')}</dl><small><span>挂牌 ${localDateOf(since)} · ${escaped(raisedBy.unitName)}</span><span>${escaped(caseId.slice(0, 8))}</span></small></li>`;
}

/** The wall as a page for A3, landscape (挂牌督办墙, A-56). */
export function wallPage(entries: readonly WallEntry[], day: LocalDate, organName: string): string {
  const cards = entries.map((entry) => card(entry, organName)).join('');
  const body =
    entries.length === 0
      ? '<p class="none">目前没有挂牌督办事项</p>'
      : `<ol${entries.length <= FEW ? ' class="few"' : ''}>${cards}</ol>`;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>挂牌督办 ${day}</title><style>${STYLE}</style></head><body><main><header><h1>挂牌督办</h1><p>${escaped(organName)}<br>${day} · ${entries.length} 件(至多 ${WALL_PLACES} 件)</p></header>${body}<footer><span>督事项、督单位,不对人。达到摘牌条件并提交凭证后摘牌。</span><span>《信访工作条例》第三十九条第三款(内部参照)</span></footer></main></body></html>`;
}
