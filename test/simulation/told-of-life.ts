import { type CaseBook, isInbox } from './invariants/case-book.ts';
import type { Findings, Violation } from './invariants/violation.ts';
import type { Ledger } from './ledger.ts';
import type { FaultKind, Faults } from './twins/faults.ts';
import type { StoreCore } from './twins/store-core.ts';

/** What became of one life. */
export interface Life {
  readonly seed: number;
  readonly violation: Violation | undefined;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** Everything that can be left out of it: actions, faults that fired, outages. */
  readonly parts: readonly string[];
  readonly petitions: number;
  readonly records: number;
  readonly reminders: number;
  /** So often its bureau's tables changed. */
  readonly tables: number;
  /** Notices that its administrator loaded. */
  readonly calendars: number;
  readonly refusals: ReadonlyMap<string, number>;
}

interface Lived extends Pick<Life, 'seed' | 'parts' | 'tables' | 'calendars'> {
  readonly findings: Findings;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly book: CaseBook;
  readonly core: StoreCore;
}

/** A life that was lived, in numbers. */
export function toldOfLife(lived: Lived): Life {
  const { seed, findings, faults, ledger, book, core, tables, calendars, parts } = lived;
  const refusals = new Map<string, number>();
  for (const { command, applied, refused } of ledger.commanded) {
    const name = `${command.type} ${applied ? 'applied' : (refused?.status ?? 'unanswered')}`;
    refusals.set(name, (refusals.get(name) ?? 0) + 1);
  }
  return {
    seed,
    violation: findings.first,
    faults: faults.counts,
    parts: [...parts, ...faults.fired],
    petitions: ledger.submitted.length,
    records: [...book.cases.values()].reduce((sum, { records }) => sum + records.length, 0),
    reminders: [...core.scan('REMINDERS')].filter(({ pk }) => isInbox(pk)).length,
    tables,
    calendars,
    refusals,
  };
}
