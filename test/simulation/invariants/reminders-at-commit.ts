import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import { standsFor } from '../oracle/held-now.ts';
import { firedName, rungsOf } from '../oracle/ladder.ts';
import type { Edition } from '../oracle/law-of-life.ts';
import { liesRight } from '../oracle/mailboxes.ts';
import { complainsOf, mayBeRemindedOf, standsAside } from '../oracle/who-may.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { type CaseBook, type FollowedCase, headsSince, isInbox, isNew } from './case-book.ts';
import type { Findings } from './violation.ts';

/** Clocks of hosts and queues may disagree by so much. */
const SKEW_MS = 100_000;

/** The steps that a transaction declares decided, each with its clock. */
interface DecidedStep {
  readonly name: string;
  readonly at: string;
  readonly roles: readonly string[];
  readonly clock: string;
  readonly nominalDue: string;
}

/**
 * Reminders and their alarm are one decision: every entry of an inbox comes with an alarm that has just marked its
 * step, every marked step with the entries of all its roles, for a clock that runs at this very moment.
 */
export function checkReminders(
  changes: readonly ItemChange[],
  book: CaseBook,
  findings: Findings,
  tree: UnitTree,
  edition: Edition,
  { begunAt, now }: { readonly begunAt: number; readonly now: number },
): void {
  const entries = changes.filter(
    ({ table, key, after }) => table === 'REMINDERS' && isInbox(key.pk) && after && !isNew(after),
  );
  const alarms = changes.filter(
    ({ table, key, after }) => (table === 'CASES' || table === 'SEALED') && key.sk === 'ALARM' && after,
  );
  for (const { after } of entries)
    findings.unless(
      alarms.some(({ key }) => key.pk === after?.caseId),
      'ONE_COMMIT',
      () => `a reminder of ${String(after?.caseId)} is decided without its alarm`,
    );
  for (const alarm of alarms) {
    const followed = book.of(alarm.table, alarm.key.pk);
    if (!followed) continue;
    const own = entries
      .filter(({ after }) => after?.caseId === followed.id)
      .map(({ after, key }) => ({ ...after, mailbox: key.pk }));
    const steps = newSteps(alarm, followed, edition, findings);
    checkSteps(steps, own, followed, findings, now);
    checkEntries(steps, own, followed, edition, findings, tree);
    checkMailboxes(own, followed, findings, tree, begunAt);
  }
}

function newSteps(
  { before, after, key }: ItemChange,
  followed: FollowedCase,
  edition: Edition,
  findings: Findings,
): DecidedStep[] {
  const old = new Set((before?.fired as unknown as readonly string[] | undefined) ?? []);
  const fired = (after?.fired as unknown as readonly string[]).filter((name) => !old.has(name));
  const judged = followed.head.clocks.every((clock) => rungsOf(clock, followed.head, edition));
  return fired.flatMap((name) => {
    for (const clock of followed.head.clocks) {
      const rung = rungsOf(clock, followed.head, edition)?.find(({ steps }) =>
        steps.some((step) => firedName(clock, step) === name),
      );
      if (rung)
        return [
          {
            name,
            at: rung.at,
            roles: rung.roles,
            clock: clockName(clock.code, clock.key),
            nominalDue: clock.nominalDue,
          },
        ];
    }
    if (judged) findings.add('NOT_AFTER_THE_END', `${key.pk}: ${name} is decided, and no such clock runs`);
    return [];
  });
}

const clockName = (code: unknown, key: unknown): string => `${String(code)}/${String(key ?? '')}`;

type Entry = Readonly<Record<string, unknown>> & { readonly mailbox: string };

function checkSteps(
  steps: readonly DecidedStep[],
  entries: readonly Entry[],
  { id }: FollowedCase,
  findings: Findings,
  now: number,
): void {
  const byClock = Map.groupBy(steps, ({ clock, nominalDue }) => `${clock} ${nominalDue}`);
  for (const [name, group] of byClock) {
    for (const { at, name: step } of group)
      findings.unless(
        Date.parse(at) <= now + SKEW_MS,
        'NOT_AFTER_THE_END',
        () => `${id}: ${step} of ${at} is decided before it is due`,
      );
    const told = entries
      .filter((entry) => `${clockName(entry.clock, entry.clockKey)} ${String(entry.nominalDue)}` === name)
      .flatMap((entry) => entry.roles as string[]);
    const wanted = new Set(group.flatMap(({ roles }) => roles).filter((role) => role !== 'petitioner'));
    findings.unless(
      told.length === new Set(told).size && told.length === wanted.size && told.every((role) => wanted.has(role)),
      'REMINDED_ONCE',
      () =>
        `${id}: ${group.map(({ name: step }) => step).join(', ')} tells ${told.join(', ') || 'nobody'} instead of ${[...wanted].join(', ')}`,
    );
  }
}

function checkEntries(
  steps: readonly DecidedStep[],
  entries: readonly Entry[],
  { head, id }: FollowedCase,
  edition: Edition,
  findings: Findings,
  tree: UnitTree,
): void {
  for (const entry of entries) {
    const clock = head.clocks.find(
      ({ code, key, nominalDue }) => code === entry.clock && key === entry.clockKey && nominalDue === entry.nominalDue,
    );
    findings.unless(
      clock !== undefined,
      'NOT_AFTER_THE_END',
      () => `${id}: a reminder of ${String(entry.clock)}, which does not run`,
    );
    const ladder = clock && rungsOf(clock, head, edition);
    if (!clock || !ladder) continue;
    const covered = [...(entry.covers as string[]), ...(entry.missed as string[])];
    const decided = (step: string) => steps.some(({ name }) => name === firedName(clock, step));
    const rungs = ladder.filter((rung) => rung.steps.some(decided));
    const due = rungs.flatMap((rung) => rung.steps.filter(decided));
    findings.unless(
      covered.length === due.length && covered.every((step) => due.includes(step)),
      'REMINDED_ONCE',
      () => `${id}: an entry for ${entry.mailbox} covers ${covered.join(', ')}, due are ${due.join(', ')}`,
    );
    findings.unless(
      entry.at === rungs.at(-1)?.at && entry.due === clock.due,
      'REMINDED_ONCE',
      () => `${id}: an entry names ${String(entry.at)}, its step is ${rungs.at(-1)?.at}`,
    );
    findings.unless(
      entry.colour === rungs.at(-1)?.colour,
      'REMINDED_ONCE',
      () => `${id}: the lamp of ${String(entry.clock)} ${String(entry.key)} is ${String(entry.colour)}`,
    );
    const [kind, unit] = entry.mailbox.split('#');
    if (kind === 'OFFICER')
      findings.unless(
        !complainsOf(head, unit as string, tree) && !standsAside(head, unit as string),
        'SECRECY',
        () => `${id}: ${entry.mailbox} is complained about, or stepped aside`,
      );
    const outside = kind === 'ROLE' && !head.screened && tree.unit(unit as never)?.branch === 'STATION';
    findings.unless(!outside, 'SECRECY', () => `${id} is not screened, and ${entry.mailbox} hears of it`);
    const holders = tree.bureau.officers.filter((one) =>
      kind === 'OFFICER'
        ? one.id === unit
        : one.unit === standsFor(unit as UnitId, tree) &&
          one.roles.some((role) => role === entry.mailbox.split('#')[2]),
    );
    findings.unless(
      holders.some(({ id }) => mayBeRemindedOf(head, id, tree)) ||
        (kind !== 'OFFICER' && !somebodyElse(entry.mailbox, head, tree)),
      'OVERDUE_SEEN',
      () => `${id}: a reminder lies in ${entry.mailbox}, where nobody may see it`,
    );
    if (head.sealed)
      findings.unless(
        /#(sealedOfficer|auditor)$/.test(entry.mailbox),
        'SECRECY',
        () => `${id} is sealed, and ${entry.mailbox} hears of it`,
      );
  }
}

/**
 * Each entry lies with whoever answers for its roles, in the case as the sweep may have read it, and names everybody whom
 * the case complains of by now: that moves the alarm, so that no sweep decides by what it read before (P-03).
 */
function checkMailboxes(
  entries: readonly Entry[],
  followed: FollowedCase,
  findings: Findings,
  tree: UnitTree,
  begunAt: number,
): void {
  const { head, id } = followed;
  const heads = headsSince(followed, begunAt);
  for (const entry of entries) {
    const hidden = entry.hiddenFrom as readonly string[];
    findings.unless(
      [...head.accused.officers, ...(head.recused ?? [])].every((officer) => hidden.includes(officer)),
      'SECRECY',
      () =>
        `${id}: an entry for ${entry.mailbox} is hidden from ${hidden.join(', ') || 'nobody'}, not from whom it names`,
    );
    const clock = head.clocks.find(({ code, key }) => code === entry.clock && key === entry.clockKey);
    if (!clock) continue;
    for (const role of entry.roles as string[])
      findings.unless(
        heads.some((one) => liesRight(entry.mailbox, role, one, clock, tree) !== false),
        'REMINDED_ONCE',
        () => `${id} (${head.state}): ${String(entry.clock)} ${String(entry.key)} for ${role} lies in ${entry.mailbox}`,
      );
  }
}

/** Whether there is anybody of that role in the bureau who might be told instead. */
function somebodyElse(mailbox: string, head: Head, tree: UnitTree): boolean {
  const role = mailbox.split('#')[2];
  return tree.bureau.officers.some(
    ({ id, unit, roles }) =>
      roles.some((one) => one === role) &&
      [head.office, ...tree.ancestors(head.office).map((above) => above.id)].includes(
        tree.organOf(unit)?.id as never,
      ) &&
      mayBeRemindedOf(head, id, tree),
  );
}
