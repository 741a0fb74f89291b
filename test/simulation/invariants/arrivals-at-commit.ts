import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import { AT_WORK, broughtBy } from '../oracle/brought-by.ts';
import { complainsOf, standsAside } from '../oracle/who-may.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { isInbox, isNew } from './case-book.ts';
import type { Findings } from './violation.ts';

const isEntry = ({ table, key, after }: ItemChange): boolean =>
  table === 'REMINDERS' && isInbox(key.pk) && isNew(after);

/** No effect without record: what newly came is told by the very transaction that brought it. */
export function checkBrought(changes: readonly ItemChange[], findings: Findings): void {
  for (const { key, after } of changes.filter(isEntry)) {
    const version = `V#${String(after?.version).padStart(8, '0')}`;
    findings.unless(
      changes.some((one) => one.key.pk === after?.caseId && one.key.sk === version),
      'ONE_COMMIT',
      () => `${key.pk} hears that ${String(after?.caseId)} came, and no record of it is stored with that`,
    );
  }
}

/** No record without effect: whoever an event brings something to has it in his inbox once, and nobody it complains of. */
export function checkArrivals(
  changes: readonly ItemChange[],
  before: Head | undefined,
  head: Head,
  record: HistoryRecord,
  tree: UnitTree,
  findings: Findings,
): void {
  const where = `${head.id} v${head.version}`;
  const told = changes
    .filter((change) => isEntry(change) && change.after?.caseId === head.id && change.after.version === head.version)
    .map(({ key, after }) => ({
      mailbox: key.pk,
      turn: `${String(after?.arrival)} ${String(after?.of)}`,
      hidden: after?.hiddenFrom as unknown as readonly string[],
    }));
  // What the rule about a missed limit opens, the reminder of that day tells.
  const events = record.actor.kind === 'RULE' ? [] : record.events;
  for (const { turn, of } of broughtBy(before, head, events).filter((one) =>
    somebodyExamines(one.turn, record, head, tree),
  ))
    findings.unless(
      told.some((one) => one.turn === turn) || isOwn(record.actor, of, head, tree) || !mayHear(head, of, tree),
      'REMINDED_ONCE',
      () => `${where}: ${turn} came, and is in no inbox`,
    );
  for (const { mailbox, turn, hidden } of told) {
    const [kind, first = '', role] = mailbox.split('#');
    findings.unless(
      !EXAMINED.test(turn) ||
        (/^(bureauHead|auditor)$/.test(String(role)) && partIn(head).every((one) => hidden.includes(one))) ||
        (role === 'petitionChief' && tree.organOf(first as UnitId)?.id !== head.organ),
      'SECRECY',
      () => `${where}: ${mailbox} hears of ${turn}, hidden from ${hidden.join(', ') || 'nobody'}`,
    );
    findings.unless(
      kind !== 'OFFICER' || mayHear(head, first, tree),
      'SECRECY',
      () => `${where}: ${mailbox} hears of ${turn}, and is complained about or stepped aside`,
    );
    findings.unless(
      head.sealed ? role === 'sealedOfficer' || role === 'auditor' : head.screened || !isStation(first, tree),
      'SECRECY',
      () => `${where} is ${head.sealed ? 'sealed' : 'not screened'}, and ${mailbox} hears of ${turn}`,
    );
    const [name, of] = turn.split(' ');
    const field = name === 'HANDLER' ? 'handler' : name === 'UNIT' ? 'unit' : undefined;
    findings.unless(
      field === undefined || (head[field] === of && (before?.[field] !== of || !AT_WORK.has(before?.state ?? ''))),
      'REMINDED_ONCE',
      () => `${where}: ${turn} had it before, and is told again`,
    );
  }
}

/** Who brought it to himself, or stands in for a unit where nobody else may know, is not told. */
function isOwn(actor: HistoryRecord['actor'], of: string, head: Head, tree: UnitTree): boolean {
  if (actor.kind !== 'OFFICER') return false;
  const who = tree.bureau.officers.find(({ id }) => id === actor.id);
  const standsIn = who?.roles.some((role) => role === 'petitionChief' || role === 'unitHead' || role === 'bureauHead');
  return (
    actor.id === of ||
    who?.unit === of ||
    (standsIn === true && tree.bureau.units.some(({ id }) => id === of && nobodyThere(of, head, tree)))
  );
}

const nobodyThere = (unit: string, head: Head, tree: UnitTree): boolean =>
  !tree.bureau.officers.some(
    (one) => one.unit === unit && one.roles.includes('unitHead') && mayHear(head, one.id, tree),
  );

/** A review of responsibility is told to whoever decides it and to the auditor, to nobody who worked on the case (P-08). */
const EXAMINED = /^(ACCOUNTABILITY|AUDIT) /;
const partIn = ({ handler, leader, opinion, taskForce = [] }: Head): string[] =>
  [handler, leader, opinion?.drafter, ...taskForce].filter((one) => one !== undefined);

/** Whether somebody is there who decides or audits it and may hear of it, other than who opened it himself. */
function somebodyExamines(turn: string, { actor }: HistoryRecord, head: Head, tree: UnitTree): boolean {
  if (!EXAMINED.test(turn)) return true;
  const role = turn.startsWith('AUDIT') ? 'auditor' : 'bureauHead';
  const line = [head.organ, ...tree.ancestors(head.organ).map(({ id }) => id)];
  const fit = tree.bureau.officers.filter(
    ({ id, unit, roles }) =>
      roles.includes(role) &&
      (role === 'auditor' ? line.includes(tree.organOf(unit)?.id as UnitId) : unit === head.organ) &&
      mayHear(head, id, tree) &&
      !partIn(head).includes(id),
  );
  return fit.length > 0 && !(actor.kind === 'OFFICER' && tree.officer(actor.id)?.roles.includes(role));
}

const mayHear = (head: Head, officer: string, tree: UnitTree): boolean =>
  !complainsOf(head, officer, tree) && !standsAside(head, officer);

const isStation = (unit: string, tree: UnitTree): boolean =>
  tree.bureau.units.some(({ id, branch }) => id === unit && branch === 'STATION');
