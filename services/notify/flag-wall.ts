import { hideComplaints } from '../../shared/casework/hide-complaints.ts';
import type { Principal } from '../../shared/domain/access.ts';
import { decideAccess } from '../../shared/domain/access.ts';
import { diffDays, localDateOf } from '../../shared/domain/calendar.ts';
import { CLOCKS } from '../../shared/domain/clock-table.ts';
import { WALL_PLACES } from '../../shared/domain/flags.ts';
import type { CaseId, Instant, LocalDate, UnitId } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { UnitTree } from '../../shared/domain/unit-tree.ts';
import { readHeads } from '../../shared/store/case-lists.ts';
import { ORDINARY } from '../../shared/store/cases.ts';
import type { Database } from '../../shared/store/database.ts';
import { readWall } from '../../shared/store/flag-wall.ts';
import { escaped } from './daily-sheet.ts';

/** A flag on the wall as it may be seen: the case, the unit that owes it, the clock that presses most. */
export interface WallEntry {
  readonly place: number;
  readonly caseId: CaseId;
  readonly unit: UnitId;
  readonly unitName: string;
  readonly since: Instant;
  readonly days: number;
  readonly clockZh?: string;
  readonly due?: LocalDate;
}

/** The wall as this officer may see it: places of cases that are hidden from him look free, and are not counted for him. */
export async function wallFor(
  reader: Principal,
  now: Instant,
  tree: UnitTree,
  database: Database,
): Promise<WallEntry[]> {
  const places = await readWall(database);
  const heads = await readHeads(
    database,
    ORDINARY,
    places.map(({ caseId }) => caseId),
  );
  const open = heads.filter(
    (head) => head.flag && !head.sealed && decideAccess(reader, { kind: 'READ_CASE', head }, tree).allowed,
  );
  const shown = new Map<CaseId, Head>(
    (await hideComplaints(reader, open, ORDINARY, tree, database)).map((head) => [head.id, head]),
  );
  return places.flatMap(({ place, caseId, since }) => {
    const head = shown.get(caseId);
    if (!head) return [];
    const clock = [...head.clocks].sort((a, b) => (a.dueInstant < b.dueInstant ? -1 : 1))[0];
    return [
      {
        place,
        caseId,
        unit: head.unit,
        unitName: tree.unit(head.unit)?.name ?? head.unit,
        since,
        days: diffDays(localDateOf(since), localDateOf(now)),
        ...(clock ? { clockZh: CLOCKS[clock.code].zh, due: clock.due } : {}),
      },
    ];
  });
}

const STYLE = `@page{size:A3 landscape;margin:15mm}body{font:22px/1.4 "Noto Sans SC","SimHei",sans-serif;margin:1rem}
ol{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.6em;list-style:none;padding:0}
li{border:3px solid #b00;padding:.4em .7em;break-inside:avoid}b{display:block}small{display:block;overflow-wrap:anywhere}`;

/** The wall on paper (A3). */
export function wallPage(entries: readonly WallEntry[], day: LocalDate): string {
  const flags = entries.map(
    ({ unitName, caseId, days, clockZh, due }) =>
      `<li><b>⚑ ${escaped(unitName)}</b><small>${escaped(caseId)}</small>挂牌 ${days} 日${clockZh ? ` · ${escaped(clockZh)} ${due}` : ''}</li>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>挂牌督办 ${day}</title><style>${STYLE}</style><h1>挂牌督办(小红旗)</h1><p>${day} · ${entries.length} 件(至多 ${WALL_PLACES} 件)· 督事项、督单位,不对人</p><ol>${flags.join('')}</ol></html>`;
}
