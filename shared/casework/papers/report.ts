import { localDateOf } from '../../domain/calendar.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { commandIn, lastEvent, type Setting } from './setting.ts';
import { actorName, toOrgan, toPetitioner } from './who-issues.ts';
import { recall, said, UNRECORDED } from './written-words.ts';

/** 重大紧急信访事项报告; measures are those of the flag, from the closed list (P-28). */
export function urgentPaper(setting: Setting): DataOf<'DOC-URGENT'> {
  const { to, content } = commandIn(setting, 'RECORD_URGENT_REPORT');
  const { head, now } = setting;
  return {
    ...toOrgan(setting, 'DOC-URGENT', to),
    issue: said(content),
    place: said(recall(setting, 'place', 'FLAG_URGENT')),
    headcount: head.headcount,
    happenedAt: head.urgent?.at ?? now,
    measures: lastEvent(setting, 'urgent-flagged.v1', head.id)?.event.measures ?? [],
    requests: [],
    reportedBy: actorName(setting),
  };
}

/** 检举控告办理情况告知书: where it went, never what it says (条例30(3)). */
export function sealedNotice(setting: Setting): DataOf<'DOC-S-NOTICE'> {
  commandIn(setting, 'S_INFORM');
  const { before, tree, now } = setting;
  const forwarded = setting.past.findLast(({ command }) => command === 'S_FORWARD')?.at ?? before?.updatedAt ?? now;
  return {
    ...toPetitioner(setting, 'DOC-S-NOTICE'),
    sealed: true,
    handling:
      before?.state === 'S_FORWARDED'
        ? { type: 'FORWARDED', organ: said(recall(setting, 'to', 'S_FORWARD')), forwardedOn: localDateOf(forwarded) }
        : { type: 'HELD' },
    retaliationPhone: said(tree.bureau.settings.supervisionPhone.value, UNRECORDED),
  };
}
