import { evolve } from '../../../shared/domain/evolve.ts';
import { type FactRow, toFactRow } from '../../../shared/domain/facts.ts';
import type { Head } from '../../../shared/domain/petition.ts';
import type { Item } from '../../../shared/store/database.ts';
import { type Ledger, petitionOf } from '../ledger.ts';
import { wrongInRow } from '../oracle/facts.ts';
import { firedName, rungsOf } from '../oracle/ladder.ts';
import type { LawOfLife } from '../oracle/law-of-life.ts';
import { differsFromRecords } from '../oracle/own-fold.ts';
import { DAY, type Plan } from '../plan.ts';
import type { StoreCore } from '../twins/store-core.ts';
import { type CaseBook, canonical, type FollowedCase, isInbox, isNew, readPacked } from './case-book.ts';
import { checkMoved } from './dates.ts';
import { inTheClear } from './in-the-clear.ts';
import { checkRectified } from './rectified.ts';
import { ToldAndStored } from './told-and-stored.ts';
import type { Findings } from './violation.ts';

export interface EndOfLife {
  readonly plan: Plan;
  readonly law: LawOfLife;
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly ledger: Ledger;
  readonly findings: Findings;
  readonly logged: readonly string[];
  readonly messages: readonly string[];
  readonly now: number;
  /** Whether the alarm of a case was damaged, and the audit to come. */
  readonly isSilent: (id: string, at: number) => boolean;
}

/** Ten days after the last fault: everything that was promised is there, and nothing else. */
export class AtTheEnd {
  readonly #life: EndOfLife;

  constructor(life: EndOfLife) {
    this.#life = life;
  }

  check(): void {
    const { book } = this.#life;
    new ToldAndStored(this.#life).check();
    for (const followed of book.cases.values()) {
      this.#checkReplay(followed);
      this.#checkRouted(followed);
      this.#checkLadder(followed);
      checkMoved(followed, this.#life.law, this.#life.findings);
    }
    this.#checkRemindedOnce();
    this.#checkFacts();
    this.#checkNumbers();
    this.#checkMatters();
    this.#checkSealed();
    checkRectified(this.#life.core, book, this.#life.findings);
    this.#checkNothingPersonal();
  }

  #checkReplay({ records, head, id, table }: FollowedCase): void {
    const { core, findings } = this.#life;
    const items = core.partition(table, id).filter(({ sk }) => sk.startsWith('V#'));
    findings.unless(
      items.length === records.length && items.every(({ sk }, at) => sk === `V#${String(at + 1).padStart(8, '0')}`),
      'HISTORY_CHAINED',
      () => `${id} has ${items.length} records for ${records.length} versions`,
    );
    let replayed: Head | undefined;
    for (const { events, at } of records) replayed = evolve(replayed, events, at);
    const differs = differsFromRecords(head, records);
    findings.unless(differs.length === 0, 'REPLAY', () => `${id}: ${differs.join('; ')}`);
    const stored = readPacked<Head>(core.peek(table, id, 'HEAD')?.head);
    findings.unless(
      canonical(replayed) === canonical(stored) && canonical(stored) === canonical(head),
      'REPLAY',
      () => `${id} replayed from nothing is another head`,
    );
  }

  /** An open petition that nobody screened has a proposal of what it says now, or its rule has acted. */
  #checkRouted({ head, id, table, records }: FollowedCase): void {
    const { core, findings, plan } = this.#life;
    if (table === 'SEALED' || head.screened || head.parentId || !['RECEIVED', 'REGISTERED'].includes(head.state))
      return;
    const asked = records.filter(({ events }) =>
      events.some(({ type }) => type === 'opened.v1' || type === 'record-corrected.v1'),
    );
    const proposal = core.peek('CASES', id, 'PROPOSAL');
    const version = asked.at(-1)?.version ?? 1;
    findings.unless(
      proposal !== undefined && (proposal.forVersion as number) >= version,
      'ROUTED_OR_WITH_A_PERSON',
      () =>
        `${id} has a proposal for version ${String(proposal?.forVersion)}, it says something else since version ${version}`,
    );
    const waits = plan.rule && proposal?.rule !== undefined;
    findings.unless(!waits, 'ROUTED_OR_WITH_A_PERSON', () => `the rule ${String(proposal?.rule)} never acted on ${id}`);
  }

  /** Every step that is due for a running clock was decided; in the quiet days, at its minute. */
  #checkLadder({ head, id, fired, table }: FollowedCase): void {
    const { findings, now, law } = this.#life;
    const until = new Date(now - 600_000).toISOString();
    for (const clock of head.clocks)
      for (const rung of rungsOf(clock, head, law.present) ?? []) {
        if (rung.at > until) continue;
        findings.unless(
          rung.steps.every((step) => fired.has(firedName(clock, step))),
          'OVERDUE_SEEN',
          () => `${id} (${table}): ${clock.code} ${rung.key} of ${rung.at} was never decided`,
        );
      }
  }

  #checkRemindedOnce(): void {
    const { core, findings, book, plan } = this.#life;
    const seen = new Set<string>();
    const steps = new Map<string, Set<string>>();
    for (const entry of core.scan('REMINDERS')) {
      if (!isInbox(entry.pk) || isNew(entry)) continue;
      const clock = `${String(entry.caseId)} ${String(entry.clock)}/${String(entry.clockKey ?? '')} ${String(entry.nominalDue)}`;
      for (const step of [...(entry.covers as string[]), ...(entry.missed as string[])]) {
        steps.set(clock, (steps.get(clock) ?? new Set()).add(step));
        for (const role of entry.roles as string[]) {
          const name = `${clock} ${step} ${role}`;
          findings.unless(!seen.has(name), 'REMINDED_ONCE', () => `${name} was decided twice`);
          seen.add(name);
        }
      }
      this.#inTime(entry, plan, book);
    }
  }

  /** From the second quiet day on a step is decided in the minute it is due, or as its clock begins behind it. */
  #inTime(entry: Item, plan: Plan, book: CaseBook): void {
    const at = Date.parse(String(entry.at));
    if (at < plan.faultsEnd + DAY) return;
    // What a damaged alarm did not ring for waits for the audit, of this morning or of the next.
    if (this.#life.isSilent(String(entry.caseId), at)) return;
    const both = (['CASES', 'SEALED'] as const).flatMap((table) => book.of(table, String(entry.caseId)) ?? []);
    const begins = both
      .flatMap(({ records }) => records)
      .filter(({ events }) =>
        events.some(
          (event) =>
            (event.type === 'clock-started.v1' ||
              event.type === 'clock-resumed.v1' ||
              event.type === 'clock-moved.v1') &&
            event.clock.code === entry.clock,
        ),
      );
    const began = Math.max(0, ...begins.map((record) => Date.parse(record.at)));
    const tick = Math.ceil(at / MINUTE) * MINUTE;
    const late = Date.parse(String(entry.decidedAt)) - Math.max(tick, began);
    // A case that a command changes under the hands of a sweep is for the next minute.
    const changed = both.some(({ storedAt }) =>
      storedAt.some((moment) => moment > tick - 5_000 && moment < tick + MINUTE),
    );
    this.#life.findings.unless(
      late <= (changed ? 1.5 * MINUTE : MINUTE / 2) || began > at - 90_000,
      'OVERDUE_SEEN',
      () =>
        `${String(entry.caseId)} ${String(entry.clock)} ${String(entry.key)} of ${String(entry.at)} was decided ${Math.round(late / 1000)} s late, with nothing wrong`,
    );
  }

  #checkFacts(): void {
    const { core, book, findings, ledger } = this.#life;
    const rows = new Map([...core.scan('FACTS')].map((item) => [item.pk, item]));
    const counted = new Set<string>();
    // R-01 counts petitions received: those that somebody sent, once each, whatever was made of them.
    const sent = new Set<string>(ledger.submitted.map(petitionOf));
    for (const { head, table, id } of book.cases.values()) {
      if (head.state === 'SEALED') continue;
      counted.add(id);
      const item = rows.get(id);
      if (!item) {
        findings.add('FACTS_RECOUNT', `${id} (${table}) is not counted`);
        continue;
      }
      const row = readPacked<FactRow>(item.row);
      const wrong = wrongInRow(head, row, item);
      findings.unless(
        (row.submission !== undefined) === sent.has(id),
        'FACTS_RECOUNT',
        () => `${id} counts as received: ${row.submission !== undefined}`,
      );
      findings.unless(
        wrong.length === 0,
        'FACTS_RECOUNT',
        () => `${id} v${head.version}, row of v${row.version}: ${wrong.join('; ')}`,
      );
      findings.unless(
        canonical({ ...toFactRow(head), version: 0 }) === canonical({ ...row, version: 0 }),
        'FACTS_RECOUNT',
        () => `${id} v${head.version}: the row is not that of its head`,
      );
    }
    for (const [id] of rows)
      findings.unless(
        counted.has(id) || book.of('CASES', id)?.head.state === 'SEALED',
        'FACTS_RECOUNT',
        () => `${id} is counted and is not there`,
      );
  }

  /** Every series runs from one on without gaps, and each number stands on one paper. */
  #checkNumbers(): void {
    const { core, book, findings } = this.#life;
    const series = Map.groupBy(
      [...core.scan('REGISTRY'), ...core.scan('SEALED')].filter(({ pk }) => pk.startsWith('NUMBER#')),
      ({ pk }) => pk,
    );
    for (const [name, lines] of series) {
      const taken = lines.map(({ seq }) => seq as number).sort((a, b) => a - b);
      findings.unless(
        taken.every((seq, at) => seq === at + 1),
        'NUMBERS',
        () => `${name} has the numbers ${taken.join(', ')}`,
      );
      for (const { caseId, version } of lines) {
        if (caseId === undefined) continue;
        const records = [book.of('CASES', String(caseId)), book.of('SEALED', String(caseId))].map(
          (one) => one?.records[(version as number) - 1],
        );
        const papers = records
          .flatMap((record) => record?.events ?? [])
          .filter((event) => event.type === 'document-issued.v1' && event.number);
        findings.unless(
          papers.length > 0,
          'NUMBERS',
          () => `a number of ${name} is taken by v${String(version)} of ${String(caseId)}, which issues none`,
        );
      }
    }
    const printed = [...book.cases.values()].flatMap(({ records }) =>
      records.flatMap(({ events }) =>
        events.flatMap((event) => (event.type === 'document-issued.v1' && event.number ? [event.number] : [])),
      ),
    );
    findings.unless(printed.length === new Set(printed).size, 'NUMBERS', () => 'two papers carry one number');
    const lines = [...series.values()].flat().filter(({ voidReason }) => voidReason === undefined).length;
    findings.unless(
      printed.length === lines,
      'NUMBERS',
      () => `${lines} numbers are taken, ${printed.length} are on papers`,
    );
  }

  /** What was sealed stands in no index of the ordinary store. */
  #checkMatters(): void {
    const { core, book, findings } = this.#life;
    for (const { pk, sk } of core.scan('TEXTS'))
      if (pk.startsWith('MATTER#')) {
        const id = sk.slice(sk.indexOf('#') + 1);
        findings.unless(
          book.of('SEALED', id) === undefined,
          'SECRECY',
          () => `${id} is sealed, and stands in the index of matters`,
        );
      }
  }

  /** Of what was sealed empty heads are left, however far it was referred, and no address for messages. */
  #checkSealed(): void {
    const { core, book, findings } = this.#life;
    for (const { table, id, head } of book.cases.values()) {
      const sealed = table === 'CASES' && book.of('SEALED', head.petitionId) !== undefined;
      findings.unless(
        !sealed || head.state === 'SEALED',
        'SECRECY',
        () => `${head.petitionId} is sealed, and its case ${id} is ${head.state}`,
      );
      findings.unless(
        table !== 'SEALED' || core.peek('CASES', id, 'MESSAGES') === undefined,
        'SECRECY',
        () => `${id} is sealed, and where its petitioner is written to stands open`,
      );
    }
  }

  /** Names, telephones and texts stand in ciphertext alone. */
  #checkNothingPersonal(): void {
    const { core, logged, messages, findings } = this.#life;
    this.#search(logged.join('\n'), 'a line of the log');
    this.#search(messages.join('\n'), 'a message');
    for (const table of ['CASES', 'SEALED', 'FACTS', 'REMINDERS', 'REGISTRY', 'TEXTS'] as const)
      for (const item of core.scan(table)) {
        if (item.sk === 'PROPOSAL') continue;
        this.#search(inTheClear(item), `${table} ${item.sk}`);
      }
    findings.unless(
      !logged.some((line) => /"(name|phone|text|receiptCode)"/.test(line)),
      'NOTHING_PERSONAL',
      () => 'the log has a field for personal data',
    );
  }

  #search(text: string, where: string): void {
    for (const marker of this.#life.ledger.markers)
      if (text.includes(marker)) {
        this.#life.findings.add('NOTHING_PERSONAL', `${where} says ${marker}`);
        return;
      }
  }
}

const MINUTE = 60_000;
