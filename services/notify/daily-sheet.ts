import type { LocalDate } from '../../shared/domain/ids.ts';
import { UNIT_TASKS } from '../../shared/domain/schedules.ts';
import type { DigestMediation, UnitTask } from '../../shared/store/unit-work.ts';
import { type CauseLines, causesInWords } from './cause-lines.ts';
import { type DigestLine, STALLED_DAYS } from './digest-notice.ts';

const LAMPS = { GREEN: '绿灯', YELLOW: '黄灯', RED: '红灯', BLACK: '超期' } as const;

/** Two colours and the word: it reads in black and white too. */
const STYLE = `body{font:16px/1.6 "Noto Sans SC","SimSun",sans-serif;max-width:180mm;margin:1rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #000;padding:.2em .5em;text-align:left}
thead{display:table-header-group}tr{break-inside:avoid}.BLACK,.RED{font-weight:bold}.BLACK{text-decoration:underline}
@page{size:A4;margin:15mm}`;

/** Text as part of a page. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

export interface DailySheet extends CauseLines {
  readonly name: string;
  readonly day: LocalDate;
  readonly agenda: boolean;
  readonly lines: readonly DigestLine[];
  readonly tasks: readonly UnitTask[];
  readonly mediations: readonly DigestMediation[];
}

/** The daily sheet on paper (A4): case numbers, clocks, dates and, of causes that rise or recur, counts only. */
export function dailySheet({ name, day, agenda, lines, tasks, mediations, rising, recurring }: DailySheet): string {
  const title = agenda ? '每周梳理议程' : '每日期限清单';
  const rows = lines.map(
    ({ caseId, clockZh, due, colour, stalledDays, isNew }) =>
      `<tr class="${colour}"><td>${LAMPS[colour]}</td><td>${escaped(caseId)}</td><td>${escaped(clockZh)}</td><td>${due}</td><td>${isNew ? '新到' : stalledDays >= STALLED_DAYS ? `${stalledDays}日未动` : ''}</td></tr>`,
  );
  const duties = [
    ...tasks.map(({ kind, due }) => `<li>${UNIT_TASKS[kind].zh}:${due} 前保存清单</li>`),
    ...mediations.map(({ due }) => `<li>纠纷调解:${due} 前登记结果${due < day ? '(超期)' : ''}</li>`),
  ];
  const warnings = causesInWords({ rising, recurring }).map((line) => `<li>${escaped(line)}</li>`);
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} ${day}</title><style>${STYLE}</style>
<h1>${title}</h1><p>${escaped(name)} · ${day} · 在办 ${lines.length} 件</p>
<table><thead><tr><th>状态</th><th>编号</th><th>期限</th><th>到期日</th><th>备注</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${duties.length > 0 ? `<h2>任务</h2><ul>${duties.join('')}</ul>` : ''}${warnings.length > 0 ? `<h2>预警与倾向性问题(只看事项,不看人)</h2><ul>${warnings.join('')}</ul>` : ''}</html>`;
}
