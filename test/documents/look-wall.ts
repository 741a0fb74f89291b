import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WallEntry } from '../../services/supervision/flag-wall.ts';
import { wallPage } from '../../services/supervision/wall-page.ts';
import { type CaseId, type LocalDate, officerId, unitId } from '../../shared/domain/ids.ts';
import { instant } from '../builders/world.ts';
import { facesFor, openBrowser } from './browser.ts';

/** Pictures of the wall of flags as it hangs on A3, full and with few flags: `node test/documents/look-wall.ts DIR`. */
const [outDir = 'look'] = process.argv.slice(2);
mkdirSync(outDir, { recursive: true });

const UNITS = ['望江派出所', '柳桥派出所', '刑事侦查大队', '交通警察大队', '法制大队'];
const REASONS = [
  '办理期限2026-10-08届满,至今未答复。',
  '复查意见责令重新作出处理意见,逾期未办理;两次督办均未回复,且未说明原因、未提出办结日期。',
  '支持信访请求的意见未按期执行。',
];
const entry = (at: number): WallEntry => ({
  place: at + 1,
  caseId: `${at}k7m4q2w9x3c5v8b1n6p0r4t2y`.slice(0, 26) as CaseId,
  unit: unitId('unit'),
  unitName: `云泽市公安局东湖分局${UNITS[at % UNITS.length]}`,
  since: instant('2026-10-12T01:00:00Z'),
  days: 3 + ((at * 7) % 40),
  raisedBy: { officer: officerId('chief'), unitName: '云泽市公安局东湖分局信访科' },
  reason: REASONS[at % REASONS.length] ?? '',
  clearCondition: at % 2 ? '执行完毕并提交凭证' : '答复送达信访人,送达回证归卷',
  clockZh: '办结',
  due: '2026-10-08' as LocalDate,
});

const browser = await openBrowser();
// A3, landscape, at the resolution of CSS.
const page = await browser.newPage({ viewport: { width: 1587, height: 1123 } });
for (const count of [20, 9, 5, 0]) {
  const html = wallPage(
    Array.from({ length: count }, (_, at) => entry(at)),
    '2026-11-26' as LocalDate,
    '云泽市公安局东湖分局',
  );
  writeFileSync(join(outDir, `wall-${count}.html`), html);
  await page.setContent(html.replace('</style>', `${facesFor(['Noto Sans SC'])}</style>`));
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(outDir, `wall-${count}.png`) });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  console.log(`${count} flags: ${sheets} sheet of A3`);
}
await browser.close();
