import { localDateOf } from '../../domain/calendar.ts';
import type { DataOf } from '../../domain/documents/data.ts';
import { counted, handlingClock } from './printed-clocks.ts';
import type { Setting } from './setting.ts';
import { nameOf, officerName, reviewOrganOf, toPetitioner } from './who-issues.ts';
import { requestItemsOf } from './written-words.ts';

/** 受理告知书, for the ordinary and the simple procedure and for a suggestion that is studied. */
export function acceptPaper(setting: Setting): DataOf<'DOC-ACCEPT'> {
  const { head, tree } = setting;
  return {
    ...toPetitioner(setting, 'DOC-ACCEPT'),
    acceptedOn: localDateOf(setting.now),
    items: requestItemsOf(setting),
    handlingUnit: nameOf(tree, head.unit),
    ...(head.handler ? { handler: officerName(tree, head.handler) } : {}),
    path: pathOf(setting),
  };
}

function pathOf(setting: Setting): DataOf<'DOC-ACCEPT'>['path'] {
  const { head, now } = setting;
  if (head.procedure === 'SUGGESTION') return { type: 'SUGGESTION' };
  if (head.procedure === 'SIMPLE') return { type: 'SIMPLE', reply: counted('SIMPLE_REPLY_10WD', now, setting) };
  return { type: 'ORDINARY', handle: handlingClock(setting), reviewOrgan: reviewOrganOf(setting, head.organ) };
}
