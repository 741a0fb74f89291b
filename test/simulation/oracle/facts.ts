import type { FactRow } from '../../../shared/domain/facts.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import { dayIn } from './days.ts';

/** What the row of a case must say, recounted from its head without `toFactRow`. */
export function wrongInRow(head: Head, row: FactRow, item: Readonly<Record<string, unknown>>): string[] {
  const open = head.screened && !head.sealed;
  const all = [...head.clocks.map((clock) => ({ ...clock, at: undefined, outcome: undefined })), ...head.stopped];
  const inform = all.find(({ code, outcome }) => /^(REF_)?INFORM_15D$/.test(code) && outcome !== 'SUPERSEDED');
  // A limit that was extended, or left for a statutory route, is none any more.
  const inForce = (code: string) => all.find((one) => one.code === code && one.outcome !== 'SUPERSEDED');
  const extension = inForce('EXT_30D');
  const handle = extension ?? inForce('HANDLE_60D');
  const ended = handle?.outcome !== undefined && handle.outcome !== 'WAIVED' ? handle.at : undefined;

  const expected: Record<string, unknown> = {
    organ: head.organ,
    unit: open ? head.unit : head.office,
    office: head.office,
    screened: head.screened,
    sealed: head.sealed,
    category: open ? head.category : undefined,
    rootCause: open && head.stage === 'HANDLING' ? head.rootCause : undefined,
    channel: head.parentId ? undefined : head.channel,
    registered: dayIn(head.registeredAt),
    informDue: inform?.due,
    informWaived: inform && inform.outcome === 'WAIVED',
    informStopped: inform && inform.outcome !== 'WAIVED' ? inform.at : undefined,
    handleDue: handle?.due,
    handleStopped: handle && ended,
    extended: handle && extension !== undefined,
    concluded: head.concludedAt && dayIn(head.concludedAt),
    inRegistered: `${head.organ}#${dayIn(head.registeredAt).slice(0, 7)} ${dayIn(head.registeredAt)}#${head.id}`,
    inInform:
      inform && inform.outcome !== 'WAIVED'
        ? `${head.organ}#${inform.due.slice(0, 7)} ${inform.due}#${head.id}`
        : undefined,
    inHandle: handle && `${head.organ}#${handle.due.slice(0, 7)} ${handle.due}#${head.id}`,
  };
  const found: Record<string, unknown> = {
    organ: row.organ,
    unit: row.unit,
    office: row.office,
    screened: row.screened,
    sealed: row.sealed,
    category: row.category,
    rootCause: row.rootCause,
    channel: row.submission?.channel,
    registered: row.registeredDate,
    informDue: row.inform?.due,
    informWaived: row.inform?.waived,
    informStopped: row.inform?.stoppedAt,
    handleDue: row.handle?.due,
    handleStopped: row.handle?.stoppedAt,
    extended: row.handle?.extended,
    concluded: row.concludedDate,
    inRegistered: place(item, 'registered'),
    inInform: place(item, 'inform'),
    inHandle: place(item, 'handle'),
  };
  return Object.keys(expected)
    .filter((name) => expected[name] !== found[name])
    .map((name) => `${name} is ${String(found[name])}, the head says ${String(expected[name])}`);
}

const place = (item: Readonly<Record<string, unknown>>, prefix: string): string | undefined =>
  item[`${prefix}Pk`] === undefined ? undefined : `${String(item[`${prefix}Pk`])} ${String(item[`${prefix}Sk`])}`;
