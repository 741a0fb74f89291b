import type { Head } from '../../../shared/domain/petition.ts';
import type { UnitTree } from '../../../shared/domain/unit-tree.ts';
import type { HistoryRecord } from '../../../shared/events/record.ts';
import type { TableKey } from '../../../shared/store/tables.ts';
import { foldClocks, sameClocks } from '../oracle/clock-history.ts';
import { wrongInClocks } from '../oracle/clocks-of-commands.ts';
import { nextRung } from '../oracle/ladder.ts';
import type { Edition, LawOfLife } from '../oracle/law-of-life.ts';
import { wrongInStep } from '../oracle/rules-of-steps.ts';
import type { TablesOfLife } from '../tables-of-life.ts';
import type { ItemChange } from '../twins/store-core.ts';
import { checkArrivals, checkBrought } from './arrivals-at-commit.ts';
import { type CaseBook, canonical, clockName, type FollowedCase, isInbox, readPacked, sha256 } from './case-book.ts';
import { checkDates } from './dates.ts';
import { judgedByAny } from './judged-by-any.ts';
import { checkCharged } from './matter-at-commit.ts';
import { NoticesAtCommit } from './notices-at-commit.ts';
import { checkPlaces } from './places-at-commit.ts';
import { checkReminders } from './reminders-at-commit.ts';
import type { Findings } from './violation.ts';

const isVersion = (sk: string): boolean => sk.startsWith('V#');
const STORES: ReadonlySet<TableKey> = new Set(['CASES', 'SEALED']);

/**
 * Looks at every transaction as it is stored: what belongs together must come together, and what a case has become
 * must follow from its record. Whoever removes a condition or splits a write is found here, at the race that shows it.
 */
export class AtCommit {
  readonly #book: CaseBook;
  readonly #findings: Findings;
  readonly #tables: TablesOfLife;
  readonly #law: LawOfLife;
  /** Whether all clocks go by the law as it is now. */
  readonly #isSettled: () => boolean;
  readonly #now: () => number;
  readonly #notices = new NoticesAtCommit();
  /** What the function may have used that stored what is looked at. */
  #trees: readonly UnitTree[] = [];
  #editions: readonly Edition[] = [];

  constructor(
    book: CaseBook,
    findings: Findings,
    tables: TablesOfLife,
    law: LawOfLife,
    isSettled: () => boolean,
    now: () => number,
  ) {
    this.#book = book;
    this.#findings = findings;
    this.#tables = tables;
    this.#law = law;
    this.#isSettled = isSettled;
    this.#now = now;
  }

  /** @param begunAt when the function began that stored this */
  see(changes: readonly ItemChange[], begunAt: number): void {
    if (this.#findings.first) return;
    this.#trees = this.#tables.usedBy(begunAt, this.#now());
    this.#editions = this.#law.usedBy(begunAt, this.#now());
    const touched = new Set<FollowedCase>();
    for (const change of changes) if (STORES.has(change.table)) this.#seeCaseItem(change, changes, touched);
    for (const change of changes) this.#seeOther(change, changes);
    checkBrought(changes, this.#findings);
    const used = this.#trees.flatMap((tree) => this.#editions.map((edition) => ({ tree, edition })));
    judgedByAny(used, this.#findings, ({ tree, edition }, findings) =>
      checkReminders(changes, this.#book, findings, tree, edition, { begunAt, now: this.#now() }),
    );
    this.#notices.see(changes, this.#book, this.#findings);
    for (const change of changes)
      if (STORES.has(change.table) && change.key.sk === 'ALARM') this.#seeAlarm(change, touched);
    for (const followed of touched) this.#alarmFits(followed);
    for (const followed of touched) this.#namedAbove(followed);
    for (const followed of touched)
      judgedByAny(this.#trees, this.#findings, (tree, found) => checkCharged(followed, this.#book, tree, found));
  }

  /** Who is found complained about is so in every case above it of this petition, from the same moment on (P-03, P-10). */
  #namedAbove({ id, table, head, records }: FollowedCase): void {
    if (records.at(-1)?.command !== 'CLASSIFY') return;
    const { units, officers } = head.accused;
    for (let above = this.#aboveOf(head, table); above; above = this.#aboveOf(above, table)) {
      const { accused } = above;
      const missing = [
        ...units.filter((one) => !accused.units.includes(one)),
        ...officers.filter((one) => !accused.officers.includes(one)),
      ];
      this.#findings.unless(
        missing.length === 0,
        'SECRECY',
        () => `${id} complains of ${missing.join(', ')}, and ${above?.id} above it does not say so`,
      );
    }
  }

  #aboveOf = ({ parentId }: Head, table: TableKey): Head | undefined =>
    parentId === undefined ? undefined : this.#book.of(table, parentId)?.head;

  #seeCaseItem(change: ItemChange, changes: readonly ItemChange[], touched: Set<FollowedCase>): void {
    const { table, key, before, after } = change;
    const { sk } = key;
    const findings = this.#findings;
    if (isVersion(sk)) {
      findings.unless(
        before === undefined && after !== undefined,
        'HISTORY_CHAINED',
        () => `${key.pk} ${sk} was rewritten`,
      );
      const head = changes.some((one) => one.table === table && one.key.pk === key.pk && one.key.sk === 'HEAD');
      findings.unless(head, 'ONE_COMMIT', () => `${key.pk} ${sk} is stored without its head`);
    }
    if (sk !== 'HEAD') return;
    if (!after) {
      findings.add('HISTORY_CHAINED', `${key.pk} lost its head`);
      return;
    }
    const head = readPacked<Head>(after.head);
    const version = after.version as number;
    const expected = ((before?.version as number | undefined) ?? 0) + 1;
    findings.unless(
      version === expected && head.version === version,
      'HISTORY_CHAINED',
      () => `${key.pk} goes from version ${expected - 1} to ${version}`,
    );
    const item = changes.find(
      (one) => one.table === table && one.key.pk === key.pk && one.key.sk === `V#${String(version).padStart(8, '0')}`,
    )?.after;
    if (!item) {
      findings.add('ONE_COMMIT', `${key.pk} becomes version ${version} without a record`);
      return;
    }
    const record = readPacked<HistoryRecord>(item.record);
    const followed = this.#book.of(table, key.pk) ?? this.#book.begin(table, key.pk, head);
    const previous = followed.records.length > 0 ? followed.head : undefined;
    this.#checkChain(followed, record, head, after.chain as string, item);
    this.#checkStep(followed, previous, head, record);
    checkPlaces(head, after, item, record, this.#findings);
    judgedByAny(this.#trees, findings, (tree, found) => checkArrivals(changes, previous, head, record, tree, found));
    followed.head = head;
    followed.chain = record.hash;
    followed.records.push(record);
    followed.heads.push(head);
    followed.storedAt.push(this.#now());
    for (const one of [...head.accused.officers, ...head.accused.units])
      if (!followed.accusedAt.has(one)) followed.accusedAt.set(one, this.#now());
    for (const { code, key, nominalDue } of previous?.clocks ?? [])
      if (!head.clocks.some((clock) => clock.code === code && clock.key === key && clock.nominalDue === nominalDue))
        followed.stoppedAt.set(clockName({ code, key, nominalDue }), this.#now());
    touched.add(followed);
  }

  #checkChain(
    followed: FollowedCase,
    record: HistoryRecord,
    head: Head,
    chain: string,
    item: Readonly<Record<string, unknown>>,
  ): void {
    const { hash, ...rest } = record;
    const where = `${record.caseId} v${record.version}`;
    const findings = this.#findings;
    findings.unless(
      record.caseId === head.id && record.version === head.version,
      'HISTORY_CHAINED',
      () => `${where} stands for ${head.id} v${head.version}`,
    );
    findings.unless(
      record.previous === followed.chain,
      'HISTORY_CHAINED',
      () => `${where} does not follow from the record before it`,
    );
    findings.unless(
      hash === sha256(canonical(rest)) && chain === hash,
      'HISTORY_CHAINED',
      () => `${where} has another hash than its content`,
    );
    const stored = Object.entries((item.texts ?? {}) as Record<string, Uint8Array>);
    const digests = Object.fromEntries(stored.map(([name, bytes]) => [name, sha256(bytes)]));
    findings.unless(
      canonical(digests) === canonical(record.texts),
      'HISTORY_CHAINED',
      () => `${where} names other texts than are stored`,
    );
    const last = followed.records.at(-1);
    // Clocks of hosts may disagree by three minutes, no more.
    findings.unless(
      !last || Date.parse(record.at) >= Date.parse(last.at) - 190_000,
      'HISTORY_CHAINED',
      () => `${where} lies before the record it follows`,
    );
    findings.unless(
      Date.parse(record.at) <= this.#now() + 95_000,
      'HISTORY_CHAINED',
      () => `${where} lies in the future`,
    );
  }

  #checkStep(followed: FollowedCase, before: Head | undefined, head: Head, record: HistoryRecord): void {
    const where = `${head.id} v${head.version}`;
    const findings = this.#findings;
    const running = new Map(followed.running);
    for (const what of wrongInClocks(before, head, record, followed.ended, followed.records))
      findings.add('LEGAL_STEPS', `${where}: ${what}`);
    const wrong = foldClocks(followed.running, followed.ended, record.events);
    for (const what of wrong) findings.add('DATES_STAND', `${where}: ${what}`);
    findings.unless(
      sameClocks(head, followed.running),
      'DATES_STAND',
      () => `${where}: the clocks of the head are not those of its events`,
    );
    for (const [name, clock] of followed.running)
      if (running.get(name) !== clock)
        checkDates(clock, running.get(name), record, `${where}: ${name}`, this.#law, this.#editions, findings);
    for (const { kind, key, settledAt } of head.duties ?? [])
      findings.unless(
        !WITH_A_CLOCK.has(kind) ||
          head.sealed ||
          head.clocks.some((clock) => clock.key === key) === (settledAt === undefined),
        'DATES_STAND',
        () => `${where}: ${key} is ${settledAt ? 'settled, and its clock runs' : 'owed, and no clock runs for it'}`,
      );
    judgedByAny(this.#trees, findings, (tree, found) => {
      for (const what of wrongInStep(before, head, record, tree, this.#tables.all))
        found.add('LEGAL_STEPS', `${where}: ${what}`);
    });
  }

  #seeOther({ table, key, before, after }: ItemChange, changes: readonly ItemChange[]): void {
    const findings = this.#findings;
    if (table === 'CASES' && key.sk === 'PROPOSAL' && after) {
      const head = this.#book.of('CASES', key.pk)?.head;
      findings.unless(
        head !== undefined && head.version === after.forVersion,
        'SECRECY',
        () => `a proposal for version ${String(after.forVersion)} stands beside version ${head?.version}`,
      );
      findings.unless(head?.state !== 'SEALED', 'SECRECY', () => `a proposal stands beside ${key.pk}, which is sealed`);
    }
    if (table === 'REGISTRY' && key.sk === 'RECEIPT' && after) {
      const opened = changes.some((one) => one.key.pk === after.caseId && one.key.sk === 'V#00000001');
      findings.unless(opened, 'ONE_COMMIT', () => `a receipt for ${String(after.caseId)} without its petition`);
      findings.unless(
        !before || (before.caseId === after.caseId && after.sealed === true),
        'ONE_PETITION_PER_KEY',
        () => `the receipt of ${String(before?.caseId)} was overwritten`,
      );
    }
    if (table === 'FACTS' && after && before)
      findings.unless(
        (after.version as number) > (before.version as number),
        'FACTS_RECOUNT',
        () => `the row of ${key.pk} goes from version ${String(before.version)} to ${String(after.version)}`,
      );
    if (table === 'REMINDERS' && before && isInbox(key.pk))
      findings.add('REMINDED_ONCE', `${key.pk} ${key.sk} was written again`);
  }

  #seeAlarm({ table, key, before, after }: ItemChange, touched: Set<FollowedCase>): void {
    const findings = this.#findings;
    const followed = this.#book.of(table, key.pk);
    if (!after || !followed) {
      findings.add('ONE_COMMIT', `the alarm of ${key.pk} is there without its case, or gone`);
      return;
    }
    const rev = after.rev as number;
    findings.unless(
      rev === ((before?.rev as number | undefined) ?? 0) + 1,
      'ONE_COMMIT',
      () => `the alarm of ${key.pk} goes from revision ${String(before?.rev ?? 0)} to ${rev}`,
    );
    const fired = after.fired as unknown as readonly string[];
    for (const name of followed.fired)
      findings.unless(fired.includes(name), 'REMINDED_ONCE', () => `the alarm of ${key.pk} forgot ${name}`);
    findings.unless(
      new Set(fired).size === fired.length,
      'REMINDED_ONCE',
      () => `the alarm of ${key.pk} has a step twice`,
    );
    followed.fired = new Set(fired);
    followed.wakeAt = after.wakeAt as string | undefined;
    followed.rev = rev;
    followed.failing = after.failures !== undefined;
    const shard = Number.parseInt(sha256(key.pk).slice(0, 6), 16) % 16;
    const place =
      followed.wakeAt === undefined ? [undefined, undefined] : [`ALARM#${shard}`, `${followed.wakeAt}#${key.pk}`];
    findings.unless(
      after.alarmPk === place[0] && after.alarmSk === place[1],
      'ALARM_ARMED',
      () => `the alarm of ${key.pk} cannot be found: ${String(after.alarmPk)} ${String(after.alarmSk)}`,
    );
    touched.add(followed);
  }

  /** Whatever a transaction did to head or alarm, they fit each other afterwards. */
  #alarmFits(followed: FollowedCase): void {
    // What nobody has moved yet is armed by the law before.
    const now = this.#now();
    const editions = this.#isSettled() ? this.#editions : this.#law.between(Number.NEGATIVE_INFINITY, now);
    const all = editions.map((edition) => nextRung(followed.head, followed.fired, edition));
    const [next] = all;
    if (next === 'unknown') return;
    const { wakeAt, failing, id } = followed;
    // What could not be decided rings again a little later, and stays due.
    const putOff = failing && wakeAt !== undefined && Date.parse(wakeAt) <= now + 3 * 3_600_000;
    this.#findings.unless(
      all.includes(wakeAt) || putOff,
      'ALARM_ARMED',
      () => `${id} (${followed.head.state}) wakes at ${wakeAt ?? 'never'}, its next step is at ${next ?? 'never'}`,
    );
  }
}

/** What a unit owes beside the case by a day of its own. */
const WITH_A_CLOCK: ReadonlySet<string> = new Set(['SUBTASK', 'SUPERVISION', 'RECTIFICATION']);
