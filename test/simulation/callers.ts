import { Administrator } from './administrator.ts';
import { CalendarKeeper } from './calendar-keeper.ts';
import { CasesOnScreen } from './cases-on-screen.ts';
import { Clients } from './clients.ts';
import type { Functions } from './functions.ts';
import { HttpClient } from './http-client.ts';
import type { CaseBook } from './invariants/case-book.ts';
import { checkKnown } from './invariants/known-officers.ts';
import type { Findings } from './invariants/violation.ts';
import type { LawChange } from './law-changes.ts';
import type { Ledger } from './ledger.ts';
import type { InCharge } from './oracle/in-charge.ts';
import { HOUR, type Plan } from './plan.ts';
import { Readers } from './readers.ts';
import type { TablesOfLife } from './tables-of-life.ts';
import type { Machinery } from './twins/invocation.ts';
import type { StoreCore } from './twins/store-core.ts';

interface Parts {
  readonly plan: Plan;
  readonly machinery: Machinery;
  readonly functions: Functions;
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly tables: TablesOfLife;
  readonly inCharge: InCharge;
  readonly ledger: Ledger;
  readonly findings: Findings;
  readonly lawChanges: readonly LawChange[];
  /** What every function knows of the law is as old as this moment. */
  readonly warmUp: () => Promise<void>;
  readonly dropped: ReadonlySet<string>;
}

interface Callers {
  readonly clients: Clients;
  readonly calendarKeeper: CalendarKeeper;
}

/** Somebody rules on an objection or on a report; clocks that stopped with what led here run on if it is sent back. */
const STANDSTILL: ReadonlySet<string> = new Set(['OBJECTED', 'REPORT_CHECK']);

/** All who call the API in a life: petitioners, officers who act and read, who keeps tables and calendar. */
export function callersOf(parts: Parts): Callers {
  const { plan, machinery, functions, core, book, tables, inCharge, ledger, findings, dropped } = parts;
  const { loop } = machinery;
  const client = new HttpClient(
    machinery,
    functions,
    (what) => findings.add('NOTHING_FAILS_BY_ITSELF', what),
    ({ officer }, answer, begunAt) => checkKnown(officer, answer, tables.usedBy(begunAt, loop.now), findings),
  );
  const screen = new CasesOnScreen(book);
  const readers = new Readers(client, core, tables, ledger, findings, {
    now: () => loop.now,
    isQuiet: () => loop.now > plan.faultsEnd + HOUR,
    after: (ms, run) => loop.after(ms, run),
    headsNow: (id) => screen.headsNow(id),
  });
  const administrator = new Administrator(plan, { machinery, client, tables, inCharge, screen, findings, dropped });
  const calendarKeeper = new CalendarKeeper({
    machinery,
    client,
    tables,
    changes: parts.lawChanges,
    warmUp: parts.warmUp,
    isStandstill: () => [...book.cases.values()].some(({ head }) => STANDSTILL.has(head.state)),
  });
  const isSent = () => calendarKeeper.commandIsSent();
  const clients = new Clients(machinery, client, ledger, plan, tables, screen, readers, administrator, dropped, isSent);
  return { clients, calendarKeeper };
}
