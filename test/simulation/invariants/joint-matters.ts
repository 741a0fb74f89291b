import type { HistoryRecord } from '../../../shared/events/record.ts';
import type { Confirmed, Ledger } from '../ledger.ts';
import type { CaseBook, FollowedCase } from './case-book.ts';
import type { Findings } from './violation.ts';

/**
 * What was confirmed of many petitions at once: each that is said to be linked is of the matter, was linked once and in
 * the name of who confirmed it, and what a person found of one before is not undone.
 */
export function checkJointMatters(ledger: Ledger, book: CaseBook, findings: Findings): void {
  for (const confirmed of ledger.confirmed) checkTold(confirmed, book, findings);
  for (const followed of book.cases.values()) checkLinks(followed, ledger, book, findings);
}

function checkTold({ name, caseId, sentAt, told }: Confirmed, book: CaseBook, findings: Findings): void {
  const matters = mattersOf(caseId, book);
  // What the case itself was linked to later makes no refusal wrong.
  const then = mattersOf(caseId, book, sentAt);
  for (const { case: id, outcome, code, detail, detailEn } of told)
    if (outcome === 'REFUSED')
      findings.unless(
        Boolean(code && detail && detailEn) && (code !== 'IN_ANOTHER_MATTER' || standsElsewhere(id, then, book)),
        'NOTHING_LOST',
        () => `${name}: ${id} was refused with ${code}: ${detail} / ${detailEn}`,
      );
    else
      findings.unless(
        [...mattersOf(id, book)].some((matter) => matters.has(matter)),
        'NOTHING_LOST',
        () => `${name}: ${id} is said to be ${outcome} and never was of the matter of ${caseId}`,
      );
}

/** It was found to be of a matter that is none of these, or others were found to be of its own. */
function standsElsewhere(id: string, matters: ReadonlySet<string>, book: CaseBook): boolean {
  const own = book.find(id)?.head.petitionId ?? id;
  return (
    [...mattersOf(id, book)].some((matter) => matter !== own && !matters.has(matter)) ||
    [...book.cases.values()].some(
      ({ head, heads }) => head.petitionId !== own && heads.some(({ matter }) => matter === own),
    )
  );
}

/** The matters that a case was ever of, until some moment. */
const mattersOf = (id: string, book: CaseBook, until = Number.POSITIVE_INFINITY): ReadonlySet<string> =>
  new Set(
    [book.of('CASES', id), book.of('SEALED', id)].flatMap((followed) =>
      (followed?.heads ?? [])
        .filter((_, at) => (followed?.storedAt[at] ?? 0) <= until)
        .map(({ matter, petitionId }) => matter ?? petitionId),
    ),
  );

function checkLinks(followed: FollowedCase, ledger: Ledger, book: CaseBook, findings: Findings): void {
  const { id, records, heads } = followed;
  for (const [at, record] of records.entries()) {
    const { command, commandKey, actor, events } = record;
    const before = heads[at - 1];
    const linked = events.find((event) => event.type === 'matter-linked.v1');
    if (!before || !linked) continue;
    findings.unless(
      linked.matter !== (before.matter ?? before.petitionId),
      'NOTHING_LOST',
      () => `${id} was linked to ${linked.matter} twice`,
    );
    checkAbove(followed, at, linked.matter, book, findings);
    // It was given on a case below, and is judged there.
    if (before.state !== 'REGISTERED') {
      findings.unless(
        isOfCaseBelow(id, record, linked.matter, book),
        'NOTHING_LOST',
        () => `${id} was linked to ${linked.matter} while ${before.state}, and no case below it was`,
      );
      continue;
    }
    // Whoever sends the command itself sends a key with it.
    if (command !== 'LINK_MATTER' || commandKey !== undefined) continue;
    findings.unless(
      before.matter === undefined,
      'NOTHING_LOST',
      () => `what was found of ${id} alone is undone by many`,
    );
    const officer = actor.kind === 'OFFICER' ? actor.id : undefined;
    findings.unless(
      ledger.confirmed.some((confirmed) => confirmed.officer === officer && confirmed.cases.includes(id)),
      'NOTHING_LOST',
      () => `${id} was linked in the name of ${officer}, who confirmed nothing of it`,
    );
  }
}

/** Linked is the petition: the cases above are of the matter from the same moment on. */
function checkAbove(
  { id, head: { parentId, petitionId }, storedAt }: FollowedCase,
  at: number,
  matter: string,
  book: CaseBook,
  findings: Findings,
): void {
  const above = parentId === undefined ? undefined : book.of('CASES', parentId);
  if (above?.head.petitionId !== petitionId) return;
  const then = above.heads[above.storedAt.findLastIndex((one) => one <= (storedAt[at] ?? 0))];
  findings.unless(
    (then?.matter ?? petitionId) === matter,
    'NOTHING_LOST',
    () => `${id} was linked to ${matter}, and ${parentId} above it is still of ${then?.matter}`,
  );
}

/** The same command linked a case directly below it to the same matter. */
const isOfCaseBelow = (id: string, { at, actor, command }: HistoryRecord, matter: string, book: CaseBook): boolean =>
  [...book.cases.values()].some(
    ({ head, records }) =>
      head.parentId === id &&
      records.some(
        (below) =>
          below.at === at &&
          below.command === command &&
          below.actor.kind === actor.kind &&
          (below.actor.kind !== 'OFFICER' || actor.kind !== 'OFFICER' || below.actor.id === actor.id) &&
          below.events.some((event) => event.type === 'matter-linked.v1' && event.matter === matter),
      ),
  );
