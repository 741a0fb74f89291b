import type { Instant } from '../../shared/domain/ids.ts';
import type { Head } from '../../shared/domain/petition.ts';
import type { AuditRecord } from '../../shared/store/audits.ts';
import type { Functions } from './functions.ts';
import type { CaseBook } from './invariants/case-book.ts';
import type { Findings } from './invariants/violation.ts';
import type { Mishaps } from './mishaps.ts';
import { DAY, HOUR, type Plan, type ScheduleName, type Tick, ticksOf } from './plan.ts';
import { Random } from './random.ts';
import { Invocation, type Machinery } from './twins/invocation.ts';
import type { ItemChange, StoreCore } from './twins/store-core.ts';

const deliveryOf = (outbox: string): 'DELIVER' | 'TELL' =>
  outbox.startsWith('OUTBOX#PETITIONERS#') ? 'TELL' : 'DELIVER';

/** The answer says that there is more to do at once. */
const isBehind = (answer: unknown, now: Instant): boolean => (answer as { nextDue: Instant }).nextDue <= now;

/** The audit goes back sixty days in the lists of what is closed. */
const AUDITED_MS = 59 * DAY;

interface Parts {
  readonly plan: Plan;
  readonly machinery: Machinery;
  readonly functions: Functions;
  readonly core: StoreCore;
  readonly book: CaseBook;
  readonly findings: Findings;
  readonly mishaps: Mishaps;
  /** Whether all clocks go by the law as it is now. */
  readonly isLawSettled: () => boolean;
  /** Until when the schedules are off, if they are off at that moment. */
  readonly offUntil: (now: number) => number | undefined;
}

/** The schedules of the stack: what each calls, at the minutes that are lived, now and then twice, in an outage not. */
export class Schedules {
  readonly #parts: Parts;
  /** Minutes at which a store is swept beside the usual ones. */
  readonly #sweeps = new Set<string>();
  /** Hours at which what is left to anchor is anchored. */
  readonly #anchorings = new Set<number>();
  /** Minutes at which the delivery is called. */
  readonly #deliveries = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  begin(): void {
    for (const [number, tick] of ticksOf(this.#parts.plan).entries())
      this.at(tick, `${tick.what.toLowerCase()} ${number}`);
  }

  /** Something is called at that moment, besides what is planned. */
  at({ at, what }: Tick, label: string): void {
    this.#parts.machinery.loop.at(at, () => this.#due(what, at, label));
  }

  /** What a change makes fall due at another minute than the usual ones. */
  see(changes: readonly ItemChange[]): void {
    this.#watchAlarms(changes);
    this.#watchOutbox(changes);
  }

  /** The moment of a schedule: it calls its function, now and then twice; in an outage nobody does. */
  #due(what: ScheduleName, at: number, label: string): void {
    const { loop, faults, seed } = this.#parts.machinery;
    if (this.#parts.offUntil(at) !== undefined) {
      faults.changedOutcome('outage');
      return;
    }
    // Nothing is sealed: there is nothing that its schedules could find.
    if ((what === 'SEALED_SWEEP' || what === 'SEALED_AUDIT') && !this.#anythingSealed) return;
    void this.#tick(what, at, label);
    const random = Random.of(seed, `tick ${label}`);
    if (faults.strikes('duplicate', label, 0.05, random)) {
      faults.changedOutcome('duplicate');
      loop.after(random.between(0, 400), () => void this.#tick(what, at, `${label}+`));
    }
  }

  get #anythingSealed(): boolean {
    return [...this.#parts.book.cases.values()].some(({ table }) => table === 'SEALED');
  }

  /**
   * Sweeps run every minute; beside midnight and nine only those minutes are lived in which an alarm rings that was
   * armed for another time: at once, again after a failure, or by the minute.
   */
  #watchAlarms(changes: readonly ItemChange[]): void {
    const { loop } = this.#parts.machinery;
    for (const { table, key, after } of changes) {
      if (key.sk !== 'ALARM' || typeof after?.wakeAt !== 'string' || (table !== 'CASES' && table !== 'SEALED'))
        continue;
      const rings = Date.parse(after.wakeAt);
      const usual = (rings + 8 * HOUR) % DAY;
      if (rings > loop.now && (usual === 0 || usual === 9 * HOUR)) continue;
      const first = Math.ceil(Math.max(rings, loop.now + 1) / 60_000) * 60_000;
      for (const at of [first, first + 60_000, first + 31 * 60_000]) this.#sweepAt(table, at);
    }
  }

  #sweepAt(table: 'CASES' | 'SEALED', at: number): void {
    const name = `${table} ${at}`;
    if (this.#sweeps.has(name) || at > this.#parts.plan.end) return;
    this.#sweeps.add(name);
    const what = table === 'CASES' ? 'SWEEP' : 'SEALED_SWEEP';
    this.#parts.machinery.loop.at(at, () =>
      this.#due(what, at, `${what.toLowerCase()} +${(at - this.#parts.plan.start) / 60_000}`),
    );
  }

  /** The delivery runs every minute; only those minutes are lived in which something waits for it. */
  #watchOutbox(changes: readonly ItemChange[]): void {
    for (const { table, key, after } of changes)
      if (table === 'REMINDERS' && after && key.pk.startsWith('OUTBOX#'))
        this.#deliverFrom(Date.parse(String(after.at)), deliveryOf(key.pk));
  }

  #deliverFrom(moment: number, what: 'DELIVER' | 'TELL'): void {
    const { loop } = this.#parts.machinery;
    const off = this.#parts.offUntil(Math.max(moment, loop.now));
    const at = (Math.floor(Math.max(moment, loop.now, off ?? 0) / 60_000) + 1) * 60_000;
    const name = `${what} ${at}`;
    if (this.#deliveries.has(name) || at > this.#parts.plan.end) return;
    this.#deliveries.add(name);
    loop.at(at, () => this.#due(what, at, `${what.toLowerCase()} ${(at - this.#parts.plan.start) / 60_000}`));
    // Whatever became of that run: what it has left is for the next minute.
    loop.at(at + 59_000, () => {
      const waits = [...this.#parts.core.scan('REMINDERS')].filter(
        ({ pk }) => pk.startsWith('OUTBOX#') && deliveryOf(pk) === what,
      );
      const next = waits.map((item) => Date.parse(String(item.at))).sort((a, b) => a - b)[0];
      if (next !== undefined) this.#deliverFrom(next, what);
    });
  }

  /** Anchoring runs every hour; beside once a day only those hours are lived in which it still has days to catch up. */
  #anchorAgain(at: number): void {
    if (this.#anchorings.has(at) || at > this.#parts.plan.end) return;
    this.#anchorings.add(at);
    this.at({ at, what: 'ANCHOR' }, `anchor +${(at - this.#parts.plan.start) / 60_000}`);
  }

  /** A schedule calls its function, and twice more when it fails, as Lambda does. */
  async #tick(what: ScheduleName, at: number, label: string): Promise<void> {
    const { loop, trace } = this.#parts.machinery;
    const now = new Date(at).toISOString() as Instant;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const invocation = new Invocation(`${label}~${attempt}`, this.#parts.machinery);
      const ending = await invocation.run<unknown>(() => this.#run(what, now, invocation), 300_000);
      trace(
        () =>
          `${label}~${attempt} for ${now}: ${ending.kind} ${ending.kind === 'ANSWERED' ? JSON.stringify(ending.answer) : ''}`,
      );
      if (ending.kind === 'ANSWERED') {
        if (what === 'ANCHOR' && isBehind(ending.answer, now)) this.#anchorAgain(at + HOUR);
        // What a command changed under its hands is for the next minute.
        if (what === 'SWEEP' && isBehind(ending.answer, now)) this.#sweepAt('CASES', at + 60_000);
        if (what === 'SEALED_SWEEP' && isBehind(ending.answer, now)) this.#sweepAt('SEALED', at + 60_000);
        return;
      }
      this.#parts.findings.unless(
        ending.kind !== 'THREW' || invocation.disturbed || invocation.refused > 0,
        'NOTHING_FAILS_BY_ITSELF',
        () => `${label} ends with ${ending.kind === 'THREW' ? String(ending.error) : ''}, and no fault struck it`,
      );
      await loop.sleep(60_000 * attempt);
    }
  }

  async #run(what: ScheduleName, now: Instant, invocation: Invocation): Promise<unknown> {
    switch (what) {
      case 'SWEEP':
        return this.#parts.functions.sweep('CASES', now, invocation);
      case 'SEALED_SWEEP':
        return this.#parts.functions.sweep('SEALED', now, invocation);
      case 'RECONCILE':
        return this.#parts.functions.reconcile(now, invocation);
      case 'DELIVER':
        return this.#parts.functions.deliver(now, invocation);
      case 'TELL':
        return this.#parts.functions.tellPetitioners(now, invocation);
      case 'CATCH_UP':
        return this.#parts.functions.catchUp(now, invocation);
      case 'DIGEST':
        return this.#parts.functions.digest(now, invocation);
      case 'ANCHOR':
        return this.#parts.functions.anchor(now, invocation);
      case 'AUDIT':
      case 'SEALED_AUDIT':
        return this.#audit(what === 'AUDIT' ? 'CASES' : 'SEALED', now, invocation);
      default:
        throw new Error(`there is no schedule ${String(what satisfies never)}`);
    }
  }

  /** Alarm and clocks are one commit: the audit finds them late, after an outage, and apart where something damaged them. */
  async #audit(store: 'CASES' | 'SEALED', now: Instant, invocation: Invocation): Promise<AuditRecord> {
    const { plan, machinery, functions, findings, mishaps } = this.#parts;
    const damaged = mishaps.damagedIn(store);
    const settled = this.#parts.isLawSettled();
    const running = this.#running(store);
    const record = await functions.audit(store, now, invocation);
    // While clocks move, an alarm may go by the law before.
    if (!settled || !this.#parts.isLawSettled()) return record;
    const apart = record.examples.filter(({ kind, caseId }) => kind !== 'LATE' && !mishaps.everDamaged(caseId));
    findings.unless(apart.length === 0, 'AUDITED', () => `the audit finds ${JSON.stringify(apart)}`);
    if (machinery.loop.now <= plan.faultsEnd + DAY) return record;
    findings.unless(
      record.findings <= damaged.length,
      'AUDITED',
      () => `with ${damaged.length} alarms damaged the audit of ${store} finds ${record.findings}`,
    );
    // Open or closed, while a clock of it runs nobody else would see that its alarm is lost.
    const unmoved = running.filter((head) => this.#parts.book.of(store, head.id)?.head === head);
    findings.unless(
      !record.complete || record.heads >= unmoved.length,
      'AUDITED',
      () => `the clocks of ${unmoved.length} cases of ${store} run, and the audit looks at ${record.heads}`,
    );
    const left = mishaps.damagedIn(store).filter((id) => damaged.includes(id));
    findings.unless(left.length === 0, 'AUDITED', () => `the alarm of ${left.join(', ')} is damaged after the audit`);
    return record;
  }

  /** Cases of a store that have a clock, as they are now; what closed long ago the audit leaves to the one before. */
  #running(store: 'CASES' | 'SEALED'): readonly Head[] {
    const since = this.#parts.machinery.loop.now - AUDITED_MS;
    return [...this.#parts.book.cases.values()].flatMap(({ table, head, storedAt }) =>
      table === store && head.clocks.length > 0 && (storedAt[0] ?? 0) > since ? [head] : [],
    );
  }
}
