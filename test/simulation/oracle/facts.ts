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
  // Rates are shown with and without extensions (§4): the limit that this one lengthened, which is the last of them.
  const before = extension && head.stopped.findLast(({ code }) => code === 'HANDLE_60D');
  // Of one letter one is received: neither what is below it nor what was split off it.
  const received = !head.parentId && !head.countedBefore;
  const ended = handle?.outcome !== undefined && handle.outcome !== 'WAIVED' ? handle.at : undefined;

  const expected: Record<string, unknown> = {
    organ: head.organ,
    unit: open ? head.unit : head.office,
    office: head.office,
    screened: head.screened,
    sealed: head.sealed,
    category: open ? head.category : undefined,
    rootCause: open && head.stage === 'HANDLING' ? head.rootCause : undefined,
    channel: received ? head.channel : undefined,
    headcount: received ? head.headcount : undefined,
    visitBatch: received ? head.channel === 'VISIT' : undefined,
    written: received ? head.petitionDate : undefined,
    petition: head.petitionId,
    matter: head.matter ?? head.petitionId,
    received: dayIn(head.receivedAt),
    registered: dayIn(head.registeredAt),
    informNominal: inform?.nominalDue,
    informEnd: inform?.dueInstant,
    informDue: inform?.due,
    informWaived: inform && inform.outcome === 'WAIVED',
    informStopped: inform && inform.outcome !== 'WAIVED' ? inform.at : undefined,
    handleNominal: handle?.nominalDue,
    handleDue: handle?.due,
    handleEnd: handle?.dueInstant,
    nominalBefore: before?.nominalDue,
    endBefore: before?.dueInstant,
    handleStopped: handle && ended,
    extended: handle && extension !== undefined,
    accepted: open && head.acceptedAt ? dayIn(head.acceptedAt) : undefined,
    concluded: head.concludedAt && dayIn(head.concludedAt),
    referredOn: head.state === 'REFERRED_DOWN' || head.state === 'RETURNED',
    // Whoever was given it answers; who gave it away, gave it back or reviews it does not.
    answers: !head.childId && head.state !== 'RETURNED' && !['REVIEW', 'REREVIEW'].includes(head.stage),
    inRegistered: `${head.organ}#${dayIn(head.registeredAt).slice(0, 7)} ${dayIn(head.registeredAt)}#${head.id}`,
    inInform:
      inform && inform.outcome !== 'WAIVED'
        ? `${head.organ}#${inform.due.slice(0, 7)} ${inform.due}#${head.id}`
        : undefined,
    inHandle: handle && `${head.organ}#${handle.due.slice(0, 7)} ${handle.due}#${head.id}`,
    inConcluded:
      head.concludedAt && `${head.organ}#${dayIn(head.concludedAt).slice(0, 7)} ${dayIn(head.concludedAt)}#${head.id}`,
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
    headcount: row.submission?.headcount,
    visitBatch: row.submission?.visitBatch,
    written: row.submission?.petitionDate,
    petition: row.petition,
    matter: row.matter,
    received: row.receivedDate,
    registered: row.registeredDate,
    informNominal: row.inform?.nominalDue,
    informEnd: row.inform?.dueInstant,
    informDue: row.inform?.due,
    informWaived: row.inform?.waived,
    informStopped: row.inform?.stoppedAt,
    handleNominal: row.handle?.nominalDue,
    handleDue: row.handle?.due,
    handleEnd: row.handle?.dueInstant,
    nominalBefore: row.handle?.nominalBefore,
    endBefore: row.handle?.endBefore,
    handleStopped: row.handle?.stoppedAt,
    extended: row.handle?.extended,
    accepted: row.acceptedDate,
    concluded: row.concludedDate,
    referredOn: row.referredOn,
    answers: row.answers,
    inRegistered: place(item, 'registered'),
    inInform: place(item, 'inform'),
    inHandle: place(item, 'handle'),
    inConcluded: place(item, 'concluded'),
  };
  return Object.keys(expected)
    .filter((name) => expected[name] !== found[name])
    .map((name) => `${name} is ${String(found[name])}, the head says ${String(expected[name])}`);
}

const place = (item: Readonly<Record<string, unknown>>, prefix: string): string | undefined =>
  item[`${prefix}Pk`] === undefined ? undefined : `${String(item[`${prefix}Pk`])} ${String(item[`${prefix}Sk`])}`;
