import { inboxOf } from '../../../services/reminders/read-inbox.ts';
import type { CaseId, UnitId } from '../../../shared/domain/ids.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { Item } from '../../../shared/store/database.ts';
import { standsFor } from '../oracle/held-now.ts';
import { complainsOf, mayBeRemindedOf, mayKnowOf } from '../oracle/who-may.ts';
import type { TablesOfLife } from '../tables-of-life.ts';
import type { StoreCore } from '../twins/store-core.ts';
import { type CaseBook, isInbox } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Clocks of hosts disagree by less, and no replica lags behind for so long. */
const LONG_AGO_MS = 200_000;

/** Cases as they were when the question was put, and as they are now that it was answered. */
interface Asked {
  readonly at: number;
  readonly before: ReadonlyMap<string, readonly Head[]>;
  headsNow(id: string): readonly Head[];
}

/** More than any inbox of a life has. */
const ALL = 5_000;

/** At the end every officer looks: nothing goes wrong any more, and each finds what lies with him. */
export async function checkInboxes(
  core: StoreCore,
  book: CaseBook,
  tables: TablesOfLife,
  now: number,
  findings: Findings,
): Promise<void> {
  const tree = tables.at(now);
  const before = Map.groupBy(
    [...book.cases.values()].map(({ head }) => head),
    ({ id }) => id,
  );
  const asked = { at: now + LONG_AGO_MS, before, headsNow: (id: string) => before.get(id as CaseId) ?? [] };
  for (const { id, unit, roles } of tree.bureau.officers) {
    const body = await inboxOf({ id, unit, roles }, { limit: ALL }, tree, core);
    checkInbox(id, { ...body }, core.scan('REMINDERS'), asked, tree, findings);
  }
}

/**
 * The inbox has everything (channels beside it only what they are for): what lies with the officer, or with a role of
 * his in his unit or in one that it took over from, is shown, unless he may not know of the case (P-03, P-10).
 */
export function checkInbox(
  officer: string,
  body: Readonly<Record<string, unknown>>,
  stored: Iterable<Item>,
  { at, before, headsNow }: Asked,
  tree: UnitTree,
  findings: Findings,
): void {
  const who = tree.bureau.officers.find(({ id }) => id === officer);
  const shown = body.reminders as readonly { readonly id: string; readonly mailbox: string }[];
  // A page that is not the last one ends somewhere: what lies behind it is for the next.
  const from = body.next === null ? '' : (shown.at(-1)?.id ?? '');
  const names = new Set(shown.map(({ id, mailbox }) => `${mailbox} ${id}`));
  const isHis = (pk: string): boolean => {
    const [kind, first, role] = pk.split('#');
    return kind === 'OFFICER'
      ? first === officer
      : standsFor(first as UnitId, tree) === who?.unit && who.roles.some((one) => one === role);
  };
  for (const entry of stored) {
    if (!isInbox(entry.pk) || entry.sk <= from || !isHis(entry.pk)) continue;
    if (!(Date.parse(String(entry.decidedAt)) < at - LONG_AGO_MS)) continue;
    const heads = before.get(String(entry.caseId)) ?? [];
    const [head] = heads;
    if (!head || heads.length > 1 || headsNow(head.id)[0] !== head) continue;
    const petition = [...before.values()].flat().filter(({ petitionId }) => petitionId === head.petitionId);
    const hidden =
      (entry.hiddenFrom as readonly string[]).includes(officer) ||
      petition.some((one) => complainsOf(one, officer, tree)) ||
      !(head.sealed ? mayKnowOf : mayBeRemindedOf)(head, officer, tree);
    findings.unless(
      hidden || names.has(`${entry.pk} ${entry.sk}`),
      'OVERDUE_SEEN',
      () => `${entry.sk} lies in ${entry.pk}, and ${officer} does not find it in his inbox`,
    );
  }
}
